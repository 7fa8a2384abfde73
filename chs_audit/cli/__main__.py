"""`python -m chs_audit.cli`, where the command is not on the path."""

from chs_audit.cli import main

main()
