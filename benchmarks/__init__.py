"""What the audit of a large access log costs, beside what people would use instead."""
