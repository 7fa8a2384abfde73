"""Policies, their versions and reviews, and who has read and learnt them."""

from __future__ import annotations

import datetime as dt

from data_samples.charity import Charity
from data_samples.days import AS_AT, FIRST, at, day, days, working

# policy, owner, last review by management, board consulted, where the minutes are
# Planted: see planted_policies.py, which says which of these break PO-01, and why.
_POLICIES = """
confidentiality S003 2025-09-06 yes
disclosure S003 2025-09-06 yes
data-protection S003 2026-02-12 yes
safeguarding S002 2026-06-18 yes
disciplinary S001 2026-01-22 yes
complaints S001 2025-10-16 yes
visitors S003 2025-09-12 yes
retention S003 2026-03-26 yes
volunteering S015 2026-04-23 yes
training S002 2025-08-31 yes
reserves S001 2025-08-30 yes
expenses S001 - -
social-media S015 2025-02-20 yes
finance S001 2026-01-15 no
lone-working S004 2025-12-11 no
photography S015 2026-05-14 yes-without-minutes
recruitment S001 2026-02-26 blank
whistleblowing S001 2025-10-02 blank
home-visits S005 2026-07-09 blank
health-and-safety S001 undated yes
conflicts-of-interest S001 undated yes
remote-working S003 undated yes
"""
_VERSIONS = {
    "confidentiality": (
        *("2017-03-01", "2020-09-07", "2022-09-05", "2023-09-08", "2024-09-06", "2025-09-06"),
    ),
    "disclosure": ("2018-05-21", "2022-09-05", "2024-09-06"),
}


def add(charity: Charity) -> None:
    """Fill policies, versions, reviews, acknowledgements and training."""
    for line in _POLICIES.strip().splitlines():
        _policy(charity, *line.split())
    # The board looked at this one lately, but management did not.
    _review(charity, "social-media", day("2026-03-12"), "yes", by="trustees")
    _acknowledgements(charity)
    _training(charity)


def version_on(charity: Charity, policy: str, on: dt.date) -> str:
    """The version of a policy in force that day."""
    issued = [
        row
        for row in charity.tables["policy_versions"]
        if row["policy_id"] == policy and row["issued_on"] <= on
    ]
    return str(max(issued, key=lambda row: row["issued_on"])["version"])


def _policy(charity: Charity, policy: str, owner: str, reviewed: str, board: str) -> None:
    last = None if reviewed in ("-", "undated") else day(reviewed)
    charity.add(
        "policies",
        policy_id=policy,
        title=policy.replace("-", " ").capitalize() + " policy",
        owner_id=owner,
        next_review_on=last + days(365) if last else None,
    )
    issued = _VERSIONS.get(policy, ("2019-10-14", "2023-02-06"))
    for number, on in enumerate(issued):
        charity.add(
            "policy_versions", policy_id=policy, version=f"{number + 1}.0", issued_on=day(on)
        )
    if reviewed == "-":
        return
    if last is None:
        _review(charity, policy, None, board)
        return
    for years in (2, 1, 0):
        # Earlier reviews without the board do not matter: only the latest is judged.
        _review(
            charity,
            policy,
            last - days(364 * years),
            board if not years else ("yes", "no")[years - 1],
        )


def _review(
    charity: Charity, policy: str, on: dt.date | None, board: str, by: str = "management"
) -> None:
    minutes = f"Board minutes {on:%B %Y}, item 6" if on else "Board minutes, item 6"
    charity.add(
        "policy_reviews",
        policy_id=policy,
        reviewed_on=on,
        reviewed_by=by,
        board_consulted=None if board == "blank" else board.startswith("yes"),
        minutes=minutes if board == "yes" else None,
        recorded_at=at(min(working(on + days(2)), AS_AT), 11) if on else None,
    )


def _acknowledgements(charity: Charity) -> None:
    """Everybody reads the policy when they join, and each new version within a month."""
    rng = charity.random("acknowledgements")
    versions = [
        row for row in charity.tables["policy_versions"] if row["policy_id"] == "confidentiality"
    ]
    for one in charity.tables["staff"]:
        started = one["started_on"] or day("2022-11-01")
        # Employees sign with their contract, a week before they start.
        joined = started - days(7) if one["kind"] == "employee" else started
        moments = [(joined, version_on(charity, "confidentiality", joined))]
        for row in versions:
            issued: dt.date = row["issued_on"]
            on = max(issued, started) + days(rng.randint(1, 24))
            if issued > joined and on <= (one["left_on"] or AS_AT):
                moments.append((on, row["version"]))
        for on, version in moments:
            charity.add(
                "acknowledgements",
                staff_id=one["staff_id"],
                policy_id="confidentiality",
                version=version,
                acknowledged_at=at(on, rng.randint(8, 9), rng.randint(0, 59)),
            )
        if one["started_on"] and joined >= FIRST:
            charity.add(
                "acknowledgements",
                staff_id=one["staff_id"],
                policy_id="safeguarding",
                version="2.0",
                acknowledged_at=at(joined, 10, rng.randint(0, 59)),
            )


def _training(charity: Charity) -> None:
    rng = charity.random("training")
    for one in charity.tables["staff"]:
        on = one["started_on"] or day("2022-11-01")
        last = one["left_on"] or AS_AT
        on = min(on + days(rng.randint(3, 20)), last)
        while on <= last:
            for course in ("data-protection", "safeguarding"):
                charity.add("training", staff_id=one["staff_id"], course=course, completed_on=on)
            on += days(rng.randint(320, 355))
        if rng.random() < 0.2:
            charity.add("training", staff_id=one["staff_id"], course="other", completed_on=last)
