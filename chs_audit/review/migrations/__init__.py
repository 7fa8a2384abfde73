"""How the ledger's tables came to be what they are, one step per version of their shape."""
