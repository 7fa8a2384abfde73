"""What the charity published in three years, and what of it says too much."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from data_samples import written
from data_samples.charity import Charity, Row
from data_samples.days import days

_YEARS = (2023, 2024, 2025)
# Its name is a place, too; nobody else is called Hill.
WORDS = "Rose Hill"

_AREAS = """
Families supported by area
|
Area|New|Known|Total
Larkhaven|24|31|55
Millbrook|c|c|48
Tumbledown|c|c|39
Total|63|79|142
"""
# Near misses: a count of just ten, and two hidden cells that share just ten.
_SCHOOLS = "School|Families\nGooseberry Lane|21\nTumbledown|[c]\nWillow|[c]\nOther|10\nTotal|41"
_AGES = "Age|Families\n0 to 4|23\n5 to 9|41\n10 to 14|7\n15 and over|0"
_NEEDS = "Need|Families\nHousing|33\nMoney|*\nHealth|26\nTotal|63"
_RATES = "Area|Content, %|Came back\nLarkhaven|91|62.5%\nMillbrook|88|70.1%"
_REFERRALS = "Referred by|Families\nSchools|31\nHealth visitors|fewer than 10\nTotal|28"
_UPDATE = "Area;New;Known;Total\nLarkhaven;27;45;72"
_BY_AREA = "Area,New,Known,Total\nLarkhaven,37,55,92"
_ROUNDED = (
    "Area,Families\nLarkhaven,55\nMillbrook,c\nTumbledown,40\nOwlcombe,25\nPebbleford,60\nMossgate,30\n"
    "Total,255"
)
# Two tables on one sheet: what stands in the second is not all looked at.
_TWO = "Area|Families\nLarkhaven|55\nMillbrook|61\nHelp|Hours\nLetters|214\nVisits|187"


@dataclass(frozen=True)
class Paper:
    """One file, its row in the register, and what it breaks.

    Args:
        file: its name.
        on: the day it was published; None if it is in no register.
        write: writes it; None if it is not there.
        counts: what it counts.
        period: the first and last day that its figures cover.
        planted: (control, what follows the file in the key, reason, note).
    """

    file: str
    on: dt.date | None
    write: Callable[[Path], None] | None
    counts: str | None = None
    period: tuple[dt.date | None, dt.date | None] = (None, None)
    planted: tuple[tuple[str, str, str, str], ...] = ()


def add(charity: Charity) -> None:
    """Fill the register of publications, and write down what is planted."""
    rng = charity.random("published")
    charity.take(rng, lambda row: row["date_of_birth"] is not None)["name"] = WORDS
    for paper in _papers(charity):
        for control, rest, reason, note in paper.planted:
            charity.key.add(control, paper.file + rest, reason, paper.on, note)
        if paper.on:
            title = Path(paper.file).stem.replace("-", " ").capitalize()
            charity.add(
                "publications",
                title=title,
                published_on=paper.on,
                file=paper.file,
                counts=paper.counts,
                period_from_on=paper.period[0],
                period_until_on=paper.period[1],
                approved_by="S003",
            )


def write(charity: Charity, place: Path) -> None:
    """Write the files into `place`, the folder of publications."""
    place.mkdir(parents=True, exist_ok=True)
    for paper in _papers(charity):
        if paper.write:
            paper.write(place / paper.file)


def _papers(charity: Charity) -> list[Paper]:
    """All papers; the same at each call, for all of them is drawn from the seed."""
    return [
        paper
        for year in _YEARS
        for paper in (*_figures(year), *_other(year), _report(charity, year))
    ] + _stories(charity)


def _figures(year: int) -> list[Paper]:
    """The figures of the year to August, and two later tables that overlap with them."""
    first, last = dt.date(year - 1, 9, 1), dt.date(year, 8, 31)
    counts = "Families supported"
    sheets = {
        "Areas": _AREAS,
        "Schools": _SCHOOLS,
        "Ages": _AGES,
        "Needs": _NEEDS,
        "Rates": _RATES,
        "Referrals": _REFERRALS,
        "Two tables": _TWO,
    }
    figures = Paper(
        f"figures-{year}.xlsx",
        dt.date(year, 11, 14),
        lambda path: written.workbook(path, sheets),
        counts,
        (first, last),
        (
            ("PU-01", "|Ages", "small-cell", "a count of seven; ten and nought are near misses"),
            ("PU-01", "|Needs", "derivable", "one hidden cell beside its total"),
            ("PU-01", "|Rates", "no-counts", "percentages alone"),
            ("PU-01", "|Referrals", "totals-unclear", "a total below its parts"),
            ("PU-01", "|Two tables", "not-one-table", "one below the other"),
        ),
    )
    update = Paper(
        f"update-{year}.csv",
        dt.date(year + 1, 1, 20),
        lambda path: written.text(path, _UPDATE),
        "families  supported ",
        (first, dt.date(year, 9, 30)),
        (("PU-01", "|", "difference", "three more than in the year to August"),),
    )
    # Near misses: ten more than in the update; and rounded, with one cell hidden.
    by_area = Paper(
        f"families-by-area-{year}.csv",
        dt.date(year + 1, 3, 12),
        lambda path: written.text(path, _BY_AREA),
        counts,
        (first, dt.date(year, 10, 31)),
    )
    rounded = Paper(
        f"rounded-{year}.csv",
        dt.date(year + 1, 4, 16),
        lambda path: written.text(path, _ROUNDED),
        "Families on the books",
        (first, dt.date(year, 12, 31)),
    )
    return [figures, update, by_area, rounded]


def _other(year: int) -> list[Paper]:
    """What nobody can judge."""
    fine = "Outcome,Families\nSettled,34\nMoving,28\n"
    return [
        Paper(
            f"outcomes-{year}.csv",
            dt.date(year, 12, 4),
            lambda path: written.text(path, fine),
            None if year == _YEARS[0] else "outcomes",
            (dt.date(year, 1, 1), None),
            (("PU-01", "|", "not-comparable", "the register does not say what it covers"),),
        ),
        Paper(
            f"draft-{year}.csv",
            None,
            lambda path: written.text(path, fine),
            planted=(("PU-01", "|", "not-registered", "in no register"),),
        ),
        Paper(
            f"damaged-{year}.xlsx",
            dt.date(year, 10, 9),
            lambda path: written.text(path, "PK not a workbook"),
            planted=(
                ("PU-01", "|", "unreadable", "not a workbook"),
                ("PU-02", "", "no-text", "not a workbook"),
            ),
        ),
        Paper(
            f"poster-{year}.pdf",
            dt.date(year + 1, 5, 7),
            lambda path: written.scan(path),
            planted=(("PU-02", "", "no-text", "a picture of a page"),),
        ),
        Paper(
            f"newsletter-{year}.pdf",
            dt.date(year + 1, 6, 18),
            None,
            planted=(("PU-02", "", "file-missing", "in the register and not in the folder"),),
        ),
    ]


def _report(charity: Charity, year: int) -> Paper:
    """A clean annual report, full of near misses."""
    rng = charity.random(f"report {year}")
    surnames = {row["name"].split()[-1] for row in charity.tables["service_users"]}
    thanked = [row for row in charity.tables["staff"] if row["name"].split()[-1] not in surnames]
    born = {row["date_of_birth"] for row in charity.tables["service_users"]}
    children = [one for one in born if one and one + days(1) not in born]
    opened = sorted(children)[rng.randrange(len(children))] + days(1)
    district = _person(charity, f"district {year}")["postcode"].split()[0]
    lines = [
        f"Annual report {year}",
        f"We thank {rng.choice(thanked)['name']}, who chaired the working group.",
        f"Our walk went up {WORDS} to the windmill, and everybody had tea.",
        f"The house in {district} opened on {opened.day} {opened:%B %Y}.",
        "We supported 142 families, and 91% would come again.",
    ]
    form: Callable[[Path, list[str]], None] = {
        2023: written.document,
        2024: written.pages,
        2025: lambda path, lines: written.text(path, "\n".join(lines)),
    }[year]
    suffix = {2023: "docx", 2024: "pdf", 2025: "txt"}[year]
    file = f"annual-report-{year}.{suffix}"
    return Paper(file, dt.date(year, 11, 24), lambda path: form(path, lines))


def _stories(charity: Charity) -> list[Paper]:
    """Papers that say who somebody is, each in another way and another kind of file."""
    told = [_person(charity, f"story {number}") for number in range(5)]
    first, last = told[0]["name"].split()
    born: dt.date = told[1]["date_of_birth"]
    words = next(row for row in charity.tables["service_users"] if row["name"] == WORDS)
    planted = "PU-02", "", "identifier"
    return [
        Paper(
            "stories-2023.docx",
            dt.date(2024, 2, 15),
            lambda path: written.document(path, ["A story", "A good year."], f"{last}, {first}"),
            planted=((*planted, "a name in the header"),),
        ),
        Paper(
            "stories-2024.pdf",
            dt.date(2025, 2, 13),
            lambda path: written.pages(
                path, ["One of us was born", f"on {born.day} {born:%B}", f"{born.year}."]
            ),
            planted=((*planted, "a date of birth over two lines"),),
        ),
        Paper(
            "thanks-2025.xlsx",
            dt.date(2026, 2, 12),
            lambda path: written.workbook(
                path, {"Thanks": f"Helped|Hours\n{_initial(told[2])}|14\nOthers|62"}
            ),
            "hours",
            (dt.date(2025, 1, 1), dt.date(2025, 12, 31)),
            ((*planted, "an initial and a surname in a cell"),),
        ),
        Paper(
            "waiting-2025.csv",
            dt.date(2026, 3, 19),
            lambda path: written.text(path, f"Number,Weeks\n{told[3]['person_id']},12\nOthers,15"),
            "weeks of waiting",
            (dt.date(2025, 1, 1), dt.date(2025, 12, 31)),
            ((*planted, "the number of a person in a cell"),),
        ),
        Paper(
            "visits-2025.txt",
            dt.date(2026, 4, 23),
            lambda path: written.text(path, f"We visited {told[4]['postcode'].lower()} twice."),
            planted=((*planted, "a postcode in small letters"),),
        ),
        Paper(
            "garden-2025.txt",
            dt.date(2026, 5, 21),
            lambda path: written.text(path, f"{WORDS} ({words['person_id']}) planted a tree."),
            planted=((*planted, "a name that is words, beside the person's number"),),
        ),
    ]


def _person(charity: Charity, topic: str) -> Row:
    """Somebody with a name of their own: no member of staff shares the surname."""
    taken = {row["name"].split()[-1] for row in charity.tables["staff"]}
    free = [
        row
        for row in charity.tables["service_users"]
        if row["name"].split()[-1] not in taken and row["name"] != WORDS and row["date_of_birth"]
    ]
    return charity.random(topic).choice(free)


def _initial(person: Row) -> str:
    first, last = person["name"].split()
    return f"{first[0]}. {last}"
