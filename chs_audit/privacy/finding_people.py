"""Where a text names somebody on record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import ahocorasick

from chs_audit.privacy.dates_in_text import days_in
from chs_audit.privacy.identifiers import BORN, NAME, Spellings

# How close to something that says little by itself another identifier must stand.
NEAR = 200


@dataclass(frozen=True)
class Mention:
    """One place in a folded text that tells of somebody.

    Args:
        start: where it begins.
        end: the position after it.
        kind: what it is: a name, date of birth, postcode or number.
        people: whom it can mean.
        by_itself: whether it counts without anything near it.
    """

    start: int
    end: int
    kind: str
    people: frozenset[str]
    by_itself: bool


class Finder:
    """Searches texts for all spellings at once.

    All of them are in one automaton (Aho and Corasick 1975), so that a text is read once,
    however many people are on record.
    """

    def __init__(self, spellings: Spellings) -> None:
        self._spellings = spellings
        self._automaton = ahocorasick.Automaton()
        for spelling, (kind, people, by_itself) in spellings.exact.items():
            self._automaton.add_word(spelling, (len(spelling), kind, frozenset(people), by_itself))
        if len(self._automaton):
            self._automaton.make_automaton()

    def mentions(self, text: str) -> list[Mention]:
        """What of a folded text counts, in its order.

        Of two that lie within each other and are of one kind, the longer one is there.
        """
        every = _longest([*self._exact(text), *self._days(text)])
        return [one for one in every if one.by_itself or self._has_company(one, every)]

    def _exact(self, text: str) -> Iterator[Mention]:
        if not len(self._automaton):
            return
        for last, (length, kind, people, by_itself) in self._automaton.iter(text):
            start, end = last - length + 1, last + 1
            if not text[start - 1 : start].isalnum() and not text[end : end + 1].isalnum():
                yield Mention(start, end, kind, people, by_itself)

    def _days(self, text: str) -> Iterator[Mention]:
        born = self._spellings.born
        for start, end, days in days_in(text):
            people = frozenset(person for day in days for person in born.get(day, ()))
            if people:
                yield Mention(start, end, BORN, people, len(days) == 1)

    def _has_company(self, one: Mention, every: list[Mention]) -> bool:
        """Whether something else about the same person stands near, or a name that counts by
        itself of somebody with the same surname."""
        surnames = {self._spellings.surnames.get(person) for person in one.people} - {None}
        for other in every:
            if other.start - one.end > NEAR or one.start - other.end > NEAR:
                continue
            if other.kind != one.kind and other.people & one.people:
                return True
            if other.by_itself and other.kind == NAME and other is not one:
                theirs = {self._spellings.surnames.get(person) for person in other.people}
                if theirs & surnames:
                    return True
        return False


def _longest(mentions: list[Mention]) -> list[Mention]:
    kept: list[Mention] = []
    reach: dict[str, int] = {}
    for one in sorted(mentions, key=lambda each: (each.start, -each.end)):
        if one.end > reach.get(one.kind, -1):
            kept.append(one)
            reach[one.kind] = one.end
    return kept
