"""Flags about whose record it is: a namesake, somebody of the same house, a declared tie."""

from __future__ import annotations

import ibis
from ibis.expr.types import BooleanValue, NumericValue, StringValue, Table

from chs_audit.controls.population import joined
from chs_audit.flags.chance import RANDOM_PEOPLE, RANDOM_REPEATS
from chs_audit.flags.flag import flag, known, person_known, raise_where
from chs_audit.settings import Settings

PERSON_UNKNOWN = "the log does not say by whom, or whose record it was"


@flag(
    "same-surname",
    clause="with their own surname",
    record="the record of somebody with their own surname",
    counted="people opened",
    chance=RANDOM_PEOPLE,
    needs=("staff.name", "service_users.name"),
    blank="a name is not on record",
)
def same_surname(visits: Table, staff: Table, service_users: Table) -> Table:
    """The person bears the surname of the member of staff.

    Why: Cousins and former husbands are looked up by name. A surname that many people on
    record share says little, and the lift says so.

    Expected: people opened x people of that surname / all people with a name.
    """
    ours = staff.select("staff_id", staff_has=_surname(staff.name))
    theirs = service_users.select("person_id", person_has=_surname(service_users.name))
    return _share_of_people(visits, ours, theirs)


@flag(
    "same-address",
    clause="at their own address",
    record="the record of somebody at their own address",
    counted="people opened",
    chance=RANDOM_PEOPLE,
    needs=("staff.address", "service_users.address"),
    blank="an address is not on record",
)
def same_address(visits: Table, staff: Table, service_users: Table) -> Table:
    """The person lives where the member of staff lives.

    Why: Whoever lives in one house knows the family without the record.

    Expected: people opened x people of that address / all people with an address.
    """
    ours = staff.select("staff_id", staff_has=_plain(staff.address))
    theirs = service_users.select("person_id", person_has=_plain(service_users.address))
    return _share_of_people(visits, ours, theirs)


@flag(
    "own-record",
    clause="being their own",
    record="their own record",
    counted="people opened",
    chance=RANDOM_PEOPLE,
    needs=("declared_conflicts.relation", "service_users"),
    blank=PERSON_UNKNOWN,
)
def own_record(visits: Table, declared_conflicts: Table, service_users: Table) -> Table:
    """It is their own record.

    Why: It breaks NK-05; here it is seen beside what else they opened.

    Expected: people opened x records declared to be their own / all people on record.
    """
    own = declared_conflicts.filter(declared_conflicts.relation == "self")
    return _declared(visits, visits.own_record, own, service_users)


@flag(
    "declared-conflict",
    clause="of somebody to whom they have declared a tie",
    record="the record of somebody to whom they have declared a tie",
    counted="people opened",
    chance=RANDOM_PEOPLE,
    needs=("declared_conflicts", "service_users"),
    blank=PERSON_UNKNOWN,
)
def declared_conflict(visits: Table, declared_conflicts: Table, service_users: Table) -> Table:
    """They have declared a tie to the person.

    Why: It breaks NK-05; here it is seen beside what else they opened.

    Expected: people opened x people to whom a tie was declared / all people on record. Ties
    that have ended count among them, so a little too much is expected, never too little.
    """
    relation = declared_conflicts.relation
    tied = declared_conflicts.filter(relation.isnull() | (relation != "self"))
    return _declared(visits, visits.declared_conflict, tied, service_users)


@flag(
    "repeated-look",
    clause="again and again",
    counted="people opened without explanation",
    chance=RANDOM_REPEATS,
    needs=("caseload",),
    blank=PERSON_UNKNOWN,
    parameters=("flags.repeated_days",),
)
def repeated_look(visits: Table, settings: Settings) -> Table:
    """The same person is looked at again and again without explanation.

    Why: One needless look can be a slip. Whoever comes back is looking for something.

    Expected: people on record x P(Binomial(u, 1 / people on record) >= repeated_days), where
    u are the member's unexplained visits; the mean number of cells that hold so many of u
    balls thrown at random (Feller, An Introduction to Probability Theory, chapter IV).
    """
    rows = visits
    pair = ibis.window(group_by=["staff_id", "person_id"])
    days = rows.unexplained.sum().over(pair)
    return raise_where(
        rows,
        days >= settings.flags.repeated_days,
        tested=known(rows, person_known(rows), of=rows.unexplained),
        unit=rows.person_id,
        chance=rows.unexplained.cast("int64"),
    )


def _surname(name: StringValue) -> StringValue:
    """The last word, or what stands before a comma; null for a blank."""
    plain = _plain(name.re_replace(r",.*$", ""))
    return plain.re_extract(r"(\S+)$", 1).nullif("")


def _plain(text: StringValue) -> StringValue:
    """Without case, punctuation and stray spaces, as addresses are compared; null for a blank."""
    words = text.lower().re_replace(r"[\s,.;]+", " ")
    return words.re_replace(r"^ | $", "").nullif("")


def _share_of_people(visits: Table, ours: Table, theirs: Table) -> Table:
    """Raised where both have the same; by chance, as often as people on record have it."""
    bearers = theirs.filter(theirs.person_has.notnull()).group_by(had="person_has")
    bearers = bearers.aggregate(bearers=lambda people: people.count())
    bearers = bearers.mutate(share=bearers.bearers / bearers.bearers.sum().over(ibis.window()))
    rows = joined(visits, ours, "staff_id", staff_has="staff_has")
    rows = joined(rows, theirs, "person_id", person_has="person_has")
    rows = joined(rows, bearers, "staff_has=had", share="share")
    return raise_where(
        rows,
        rows.staff_has == rows.person_has,
        tested=known(rows, rows.staff_has, rows.person_has),
        unit=rows.person_id,
        chance=_once_a_person(rows, rows.share.fill_null(0.0)),
    )


def _declared(visits: Table, fired: BooleanValue, ties: Table, people: Table) -> Table:
    """Raised by NK-05's own answer; by chance, as often as ties are declared."""
    on_record = people.aggregate(people=people.count()).as_scalar()
    shares = ties.group_by(tied_staff="staff_id").aggregate(share=ties.count() / on_record)
    rows = visits.mutate(raised_by_nk05=fired)
    rows = rows.left_join(shares, rows.staff_id == shares.tied_staff)
    return raise_where(
        rows,
        rows.raised_by_nk05,
        tested=known(rows, person_known(rows)),
        unit=rows.person_id,
        chance=_once_a_person(rows, rows.share.fill_null(0.0)),
    )


def _once_a_person(rows: Table, chance: NumericValue) -> NumericValue:
    """The chance on the first visit of each member of staff to each person, else nothing."""
    first = ibis.row_number().over(
        ibis.window(group_by=["staff_id", "person_id"], order_by="occurred_on")
    )
    return (first == 0).ifelse(chance, 0.0)


FLAGS = (own_record, declared_conflict, same_address, same_surname, repeated_look)
