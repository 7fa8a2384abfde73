"""Who is acting: the person signed in to this computer, or to JupyterHub.

This names people who are honest. It does not stop somebody who can write to the audit folder
or set another's sign-in name; see docs/decisions.md for what does.
"""

from __future__ import annotations

import getpass
import os
from dataclasses import dataclass

from chs_audit.errors import InputError, Problem
from chs_audit.settings import FILE_NAME, Role, Settings

HUB_VARIABLE = "JUPYTERHUB_USER"


@dataclass(frozen=True)
class Actor:
    """Somebody who acts: their staff number, which is all that the ledger knows them by."""

    staff_id: str
    roles: tuple[Role, ...] = ()


def sign_in_name() -> str:
    """The name of the person signed in to JupyterHub, else to this computer."""
    hub = os.environ.get(HUB_VARIABLE, "")
    if hub or os.name == "nt":
        return hub or os.getlogin()
    try:
        import pwd

        # Not from the variables USER or LOGNAME, which anybody can set.
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return getpass.getuser()


def acting(settings: Settings) -> Actor:
    """Who is acting.

    Raises:
        InputError: if `[people]` of audit.toml does not list the sign-in name.
    """
    person = settings.people.get(sign_in_name())
    if person is None:
        problem = Problem(
            "your sign-in name among [people]",
            "Ask whoever looks after audit.toml to list you there, with your number and roles.",
            file=FILE_NAME,
        )
        raise InputError([problem])
    return Actor(person.staff_id, person.roles)


def acting_number(settings: Settings) -> str:
    """The staff number of who is acting, or "" for somebody who is not in `[people]`."""
    person = settings.people.get(sign_in_name())
    return person.staff_id if person else ""
