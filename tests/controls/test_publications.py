"""Publications that single nobody out and name nobody: 2.3 of the policy."""

from __future__ import annotations

import pytest

from chs_audit.controls import BY_ID
from chs_audit.controls.answers import ask
from chs_audit.controls.inputs import Inputs
from chs_audit.controls.sentences import sentence
from chs_audit.sources import publications
from tests.support import inputs

SHOWN = "Area|Families\nNorth|12\nSouth|15\nTotal|27"
REGISTER = """publication_id|file|published_on|counts|period_from_on|period_until_on
    B1|a.csv|2025-06-01|families|2024-01-01|2024-12-31"""
PEOPLE = "person_id|name|date_of_birth|postcode\nP0007|Posy Thimblewick|2015-04-03|ZZ12 3ZZ"


def audit(
    tables: dict[str, str] | None = None,
    texts: dict[str, str | None] | None = None,
    **given: object,
) -> Inputs:
    """An audit with these tables ("file|sheet" or file) and texts (None cannot be read)."""
    made = inputs(**given)  # type: ignore[arg-type]
    cells = []
    for name, text in (tables or {}).items():
        file, _, sheet = name.partition("|")
        for row, line in enumerate(text.splitlines(), start=1):
            for column, cell in enumerate(line.split("|"), start=1):
                if cell:
                    cells.append((file, sheet, row, column, cell))
    rows = [
        (file, "page 1", text, True) if text else (file, "", "", False)
        for file, text in (texts or {}).items()
    ]
    publications.fill(made.engine.database, cells, rows)
    return made


def told(control: str, made: Inputs) -> str:
    """The sentence about the one row that is not kept."""
    (answer,) = ask(made, [BY_ID[control]])
    (finding,) = answer.findings.itertuples()
    row = {str(name): value for name, value in answer.facts.iloc[0].items()}
    return sentence(BY_ID[control], finding.reasons, row, "Europe/London")


def verdicts(control: str, made: Inputs) -> dict[str, str]:
    """Key -> reasons of what is not kept; "?" before what cannot be judged."""
    (answer,) = ask(made, [BY_ID[control]])
    if answer.not_tested:
        return {"not tested": answer.not_tested}
    return {
        row.key: row.reasons if row.kind == "broken" else f"?{row.reasons}"
        for row in answer.findings.itertuples()
    }


class TestNobodySingledOut:
    """PU-01"""

    def verdict(self, text: str, register: str = REGISTER, **given: object) -> str:
        made = audit({"a.csv": text}, publications=register, **given)
        return verdicts("PU-01", made).get("a.csv|", "kept")

    @pytest.mark.parametrize(
        ("text", "verdict"),
        [
            (SHOWN, "kept"),
            ("Area|Families\nNorth|10\nSouth|0", "kept"),
            ("Area|Families\nNorth|9\nSouth|12", "small-cell"),
            ("Area|Families\nNorth|1\nSouth|12", "small-cell"),
            ("Area|Families\nNorth|c\nSouth|12", "kept"),
            ("Area|Families\nNorth|c\nSouth|12\nTotal|19", "derivable"),
            ("Area|Families\nNorth|c\nSouth|c\nTotal|9", "small-cell derivable"),
            ("Area|Families\nNorth|c\nSouth|c\nTotal|10", "kept"),
            ("Area|Families\nNorth|c\nSouth|c\nEast|12\nTotal|21", "derivable"),
            ("Area|Families\nNorth|c\nSouth|12\nTotal|11", "?totals-unclear"),
            ("Area|Families\nNorth|14\nSouth|12\nTotal|11", "kept"),
            ("Area|Families\nNorth|c\nTotal|12\nSouth|12\nTotal|12", "?totals-unclear"),
            ("Area|Happy\nNorth|98%\nSouth|7.5%", "?no-counts"),
            ("Area|%\nNorth|5\nSouth|6", "?no-counts"),
            ("Area|Says\nNorth|yes\nSouth|no", "?no-counts"),
            ("just one line", "?no-counts"),
        ],
    )
    def test_verdicts(self, text, verdict):
        assert self.verdict(text) == verdict

    def test_rounding_widens_what_can_be_worked_out(self):
        # 135 - 125 is 10, and what was rounded six times was up to 12 more or less.
        text = "Area|Families\nNorth|c\nSouth|20\nEast|15\nWest|25\nHill|30\nDale|35\nTotal|135"
        assert self.verdict(text) == "kept"
        assert self.verdict(text, settings={"publications": {"rounding": 1}}) == "derivable"

    def test_a_few_multiples_may_be_exact(self):
        assert self.verdict("Area|Families\nNorth|c\nSouth|20\nTotal|35") == "derivable"

    @pytest.mark.parametrize(
        ("text", "verdict"),
        [
            ("Area|Families\nNorth|12\n\nNeed|Families\nMoney|15", "?not-one-table"),
            ("Area|Families\nNorth|12\n\nNeed|Families\nMoney|9", "small-cell"),
            ("North|12\nSouth|15", "?not-one-table"),
        ],
    )
    def test_more_than_one_table_on_a_sheet_is_never_green(self, text, verdict):
        assert self.verdict(text) == verdict

    def test_a_page_that_seems_to_hold_a_table_cannot_be_told(self):
        texts = {"a.pdf": "Area Families\nNorth 12\nSouth 15\nEast 7", "b.pdf": "A good year."}
        made = audit({}, texts, publications=REGISTER)
        assert verdicts("PU-01", made) == {"a.pdf|page 1": "?not-one-table"}

    def test_the_threshold_is_a_setting(self):
        text = "Area|Families\nNorth|12\nSouth|15"
        assert self.verdict(text, settings={"publications": {"threshold": 13}}) == "small-cell"

    @pytest.mark.parametrize(
        ("row", "verdict"),
        [
            ("B1|other.csv|2025-06-01|families|2024-01-01|2024-12-31", "?not-registered"),
            ("B1|-|2025-06-01|families|2024-01-01|2024-12-31", "?not-registered"),
            ("B1|A.CSV|2025-06-01|families|2024-01-01|2024-12-31", "kept"),
            ("B1|a.csv|-|families|2024-01-01|2024-12-31", "?not-comparable"),
            ("B1|a.csv|2025-06-01|-|2024-01-01|2024-12-31", "?not-comparable"),
            ("B1|a.csv|2025-06-01|families|-|2024-12-31", "?not-comparable"),
            ("B1|a.csv|2025-06-01|families|2024-01-01|-", "?not-comparable"),
        ],
    )
    def test_blanks_of_the_register(self, row, verdict):
        assert self.verdict(SHOWN, REGISTER.splitlines()[0] + "\n" + row) == verdict

    def test_what_is_not_in_the_register_is_broken_all_the_same(self):
        assert self.verdict("Area|Families\nNorth|9", "publication_id|file\nB9|x") == "small-cell"

    @pytest.mark.parametrize(
        ("on", "period", "verdict"),
        [
            ("2025-05-01", "2024-01-01|2024-12-31", "difference"),
            ("2025-06-01", "2024-01-01|2024-12-31", "difference"),
            ("2025-06-02", "2024-01-01|2024-12-31", "kept"),
            ("2025-05-01", "2023-01-01|2023-12-31", "kept"),
        ],
    )
    def test_earlier_publications(self, on, period, verdict):
        register = f"{REGISTER}\nB2|b.csv|{on}|Families |{period}"
        tables = {
            "a.csv": "Area|Families\nNorth|c\nSouth|c\nTotal|27",
            "b.csv": "Area|Families\nNorth|12",
        }
        found = verdicts("PU-01", audit(tables, publications=register))
        assert found.get("a.csv|", "kept") == verdict

    def test_all_reasons_of_a_table_are_told(self):
        register = f"{REGISTER}\nB2|b.csv|2025-05-01|families|2024-01-01|2024-11-30"
        tables = {
            "a.csv": "Area|Families\nNorth|c\nSouth|12\nEast|4\nTotal|25",
            "b.csv": "Area|Families\nSouth|11",
        }
        found = verdicts("PU-01", audit(tables, publications=register))
        assert found["a.csv|"] == "small-cell derivable difference"

    def test_sheets_are_judged_apart(self):
        tables = {"a.xlsx|One": SHOWN, "a.xlsx|Two": "Area|Families\nNorth|3"}
        found = verdicts("PU-01", audit(tables, publications=REGISTER.replace("a.csv", "a.xlsx")))
        assert found == {"a.xlsx|Two": "small-cell"}

    def test_a_table_that_cannot_be_read(self):
        made = audit({}, {"b.xlsx": None, "c.pdf": None}, publications=REGISTER)
        assert verdicts("PU-01", made) == {"b.xlsx|": "?unreadable"}

    def test_only_the_period_is_looked_at(self):
        given = {"period": "2025-07-01 2025-12-31"}
        made = audit({"a.csv": SHOWN}, publications=REGISTER, **given)
        assert "not tested" in verdicts("PU-01", made)

    def test_without_publications_it_is_not_tested(self):
        assert "not tested" in verdicts("PU-01", audit())

    def test_the_sentence_names_cells_and_stays_plain_text(self):
        made = audit({"a.csv": "Area|Families {x}\n<b>North|3\nSouth|4"}, publications=REGISTER)
        assert told("PU-01", made) == (
            "Counts above 0 and below 10 stand in it: <b>North / Families {x}; South / Families {x}."
        )


class TestNobodyNamed:
    """PU-02"""

    def verdict(self, text: str | None, people: str = PEOPLE, **given: object) -> str:
        made = audit(
            texts={"a.pdf": text},
            service_users=people,
            publications="publication_id|file|published_on\nB1|a.pdf|2025-06-01",
            **given,
        )
        return verdicts("PU-02", made).get("a.pdf", "kept")

    @pytest.mark.parametrize(
        ("text", "verdict"),
        [
            ("A good year.", "kept"),
            ("A good year for Posy Thimblewick.", "identifier"),
            ("Born 3 April 2015.", "identifier"),
            ("Born 4 April 2015.", "kept"),
            ("In ZZ12 3ZZ.", "identifier"),
            ("In ZZ12.", "kept"),
            ("Case P0007.", "identifier"),
            ("Posy came.", "kept"),
            (None, "?no-text"),
        ],
    )
    def test_verdicts(self, text, verdict):
        assert self.verdict(text) == verdict

    def test_staff_may_be_named(self):
        staff = "staff_id|name\nS1|Barnaby Quill"
        assert self.verdict("Barnaby Quill writes", staff=staff) == "kept"

    def test_blanks_on_record_find_nothing(self):
        people = "person_id|name|date_of_birth|postcode\nP0007|-|-|-"
        assert self.verdict("Posy Thimblewick, 3 April 2015", people) == "kept"

    def test_a_file_of_the_register_that_is_not_there(self):
        register = "publication_id|file|published_on\nB1|gone.pdf|2025-06-01\nB2|-|2025-06-01"
        made = audit(service_users=PEOPLE, publications=register)
        assert verdicts("PU-02", made) == {
            "gone.pdf": "?file-missing",
            "B2 (no file named)": "?file-missing",
        }

    def test_without_service_users_it_is_not_tested(self):
        found = verdicts("PU-02", audit(texts={"a.pdf": "x"}))
        assert found == {"not tested": "no records of service users"}

    def test_without_publications_it_is_not_tested(self):
        assert "not tested" in verdicts("PU-02", audit(service_users=PEOPLE))

    def test_the_sentence_says_where_and_never_who(self):
        made = audit(texts={"a.pdf": "Posy Thimblewick"}, service_users=PEOPLE)
        assert told("PU-02", made) == "It tells who somebody on record is: 1 name (page 1)."
