"""The command line: plain verbs, each a call to the one way in.

Each module adds its commands to the app when it is imported, in the order of the help.
"""

from chs_audit.cli import (  # isort: skip
    auditing,
    importing,
    showing,
    explaining,
    deciding,
    sampling,
    revealing,
    signing,
    packing,
    serving,
)
from chs_audit.cli.common import app, main

__all__ = [
    "app",
    "auditing",
    "deciding",
    "explaining",
    "importing",
    "main",
    "packing",
    "revealing",
    "sampling",
    "serving",
    "showing",
    "signing",
]
