"""What the sample charity's trustees set in audit.toml, beside the defaults."""

from __future__ import annotations

from typing import Any

from chs_audit.policy import Parameters

# Which sections of a record each role needs. The drivers' role is left out: planted, NK-02.
_ALL = ("notes", "contact", "plans", "health", "school")
SECTIONS_BY_ROLE: dict[str, tuple[str, ...]] = {
    "director": _ALL,
    "safeguarding lead": _ALL,
    "office lead": _ALL,
    "team lead": _ALL,
    "Family Worker": _ALL,
    "student": _ALL,
    "group worker": ("notes", "contact", "plans", "health"),
    "mentor": ("notes", "contact", "plans", "school"),
    "helper": ("contact", "plans"),
    "administrator": ("contact", "plans", "school"),
    "fundraiser": ("contact",),
    "chair": (),
    "treasurer": (),
    "trustee": (),
    "letter writer": (),
}
INSIDE = "203.0.113."
SECOND_OFFICE = "192.0.2."
OUTSIDE = "198.51.100."

CHOICES: dict[str, dict[str, Any]] = {
    "need_to_know": {"sections": {role: list(all) for role, all in SECTIONS_BY_ROLE.items()}},
    "disclosure": {
        "purposes": [*Parameters().disclosure.purposes, "youth counselling", "clothing grants"],
        # The purposes that need no consent have a list; for the others the consent says what.
        "sections_by_purpose": {
            "protection": ["contact", "school", "health"],
            "youth counselling": ["contact", "plans"],
            "clothing grants": ["contact"],
        },
    },
    "equality": {"level": 0.001},
    # Groups meet on Saturdays, too.
    "flags": {"office_days": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]},
    "records_kept": {
        "permitted_places": [
            "North cabinet",
            "South cabinet",
            "Archive room",
            "Director's cabinet",
            "Office safe",
            "Cloud",
        ],
        "networks": [INSIDE, SECOND_OFFICE],
        "remote_kinds": ["employee"],
    },
}
