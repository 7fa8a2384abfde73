"""Shows whether a charity's confidentiality policy is kept.

`open_audit` is the way in; it is imported when first used, since it is slow to load.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chs_audit.audit import open_audit

__version__ = "0.1.0"
__all__ = ["__version__", "open_audit"]


def __getattr__(name: str) -> Any:
    if name == "open_audit":
        from chs_audit.audit import open_audit

        return open_audit
    raise AttributeError(name)
