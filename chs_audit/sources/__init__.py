"""Files in an audit folder -> record tables in DuckDB, or one error that lists every problem."""

from chs_audit.sources.reading import read
from chs_audit.sources.report import FileRead, ImportReport

__all__ = ["FileRead", "ImportReport", "read"]
