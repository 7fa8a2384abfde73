"""Importing exports of the access log into the archive."""

from __future__ import annotations

import datetime as dt

import pytest

from chs_audit.errors import InputError
from chs_audit.sources import archive, durable
from tests.sources.archives import LOG, bring_in, events, months, named, on_disk
from tests.sources.support import MARKER, Folder

JANUARY = LOG + "E1,2026-01-05 10:00,S1,P1,view\nE2,2026-01-20 10:00,S2,P1,edit"
FEBRUARY = LOG + "E3,2026-02-03 10:00,S1,P1,view"
PURVIEW = {
    "file": "purview-*.csv",
    "kind": "microsoft-365",
    "place_patterns": ["/Documents/{person_id}/"],
}


@pytest.fixture
def export(tmp_path):
    """Writes a file that is to be imported, outside the folder of records."""

    def write(name, text):
        path = tmp_path / name
        path.write_text(text)
        return path

    return write


def problems(folder, *paths, **settings):
    """What an import that is refused says; the archive is then as it was."""
    before = (events(folder.path), on_disk(folder.path))
    with pytest.raises(InputError) as caught:
        bring_in(folder.path, *paths, **settings)
    assert (events(folder.path), on_disk(folder.path)) == before
    assert MARKER not in str(caught.value)
    return caught.value.problems


def counts(imported):
    return [(one.rows_read, one.kept, one.repeats, one.set_aside) for one in imported.files]


def purview(*events):
    """An export of Microsoft 365: (id, time, user, folder)."""
    lines = [
        f'{id},{time},{user},FileAccessed,"https://x.example/Documents/{place}/note.docx"'
        for id, time, user, place in events
    ]
    return "\n".join(["Id,CreationTime,UserId,Operation,ObjectId", *lines])


class TestEachEventOnce:
    def test_events_are_kept_by_month(self, folder: Folder, export):
        imported = bring_in(folder.path, export("access_log.csv", JANUARY + "\n" + FEBRUARY[46:]))
        assert months(folder.path) == {"2026-01": 2, "2026-02": 1}
        assert imported.months == ("2026-01", "2026-02")
        assert counts(imported) == [(3, 3, 0, 0)]

    def test_the_same_file_twice_changes_nothing(self, folder: Folder, export):
        file = export("access_log.csv", JANUARY)
        bring_in(folder.path, file)
        before = (folder.path / "archive" / "manifest.json").read_bytes()
        renamed = export("access_log-copy.csv", JANUARY)
        imported = bring_in(folder.path, renamed)
        assert imported.files == ()
        assert [(name, file.name) for name, file in imported.known] == [
            ("access_log-copy.csv", "access_log.csv")
        ]
        assert (folder.path / "archive" / "manifest.json").read_bytes() == before

    def test_two_copies_in_one_import_are_read_once(self, folder: Folder, export):
        files = export("access_log-1.csv", JANUARY), export("access_log-2.csv", JANUARY)
        imported = bring_in(folder.path, *files)
        assert counts(imported) == [(2, 2, 0, 0)]
        assert imported.copies == (("access_log-2.csv", "access_log-1.csv"),)

    def test_exports_that_overlap_keep_each_event_once(self, folder: Folder, export):
        bring_in(folder.path, export("access_log-1.csv", JANUARY))
        later = LOG + "E2,2026-01-20 10:00,S2,P1,edit\nE9,2026-01-21 10:00,S2,P1,view"
        imported = bring_in(folder.path, export("access_log-2.csv", later))
        assert counts(imported) == [(2, 1, 1, 0)]
        assert events(folder.path) == ["E1", "E2", "E9"]

    def test_an_export_with_nothing_new_adds_no_part(self, folder: Folder, export):
        bring_in(folder.path, export("access_log-1.csv", JANUARY))
        before = named(folder.path)
        imported = bring_in(folder.path, export("access_log-2.csv", JANUARY + "\n"))
        assert counts(imported) == [(2, 0, 2, 0)]
        assert named(folder.path) == before

    def test_the_same_event_from_another_source_is_a_repeat(self, folder: Folder, export):
        one, two = (
            LOG.strip() + f",source\nE1,2026-01-05 10:00,S1,P1,view,{source}"
            for source in ("crm", "backup")
        )
        bring_in(folder.path, export("access_log-1.csv", one))
        bring_in(folder.path, export("access_log-2.csv", two))
        assert events(folder.path, "event_id, source") == [("E1", "crm")]

    def test_an_archived_id_with_other_content_is_a_problem(self, folder: Folder, export):
        bring_in(folder.path, export("access_log-1.csv", JANUARY))
        changed = LOG + f"E9,2026-01-21 10:00,S2,P1,view\nE2,2026-01-20 10:00,{MARKER},P1,edit"
        (problem,) = problems(folder, export("access_log-2.csv", changed))
        assert (problem.file, problem.column, problem.rows) == (
            "access_log-2.csv",
            "event_id",
            (3,),
        )
        assert problem.was == "the id of an event in the archive, with other content"

    def test_a_blank_is_not_the_same_as_a_value(self, folder: Folder, export):
        bring_in(folder.path, export("access_log-1.csv", JANUARY))
        blank = LOG + "E2,2026-01-20 10:00,,P1,edit"
        assert len(problems(folder, export("access_log-2.csv", blank))) == 1

    def test_microsoft_365_may_say_the_same_event_differently(self, folder: Folder, export):
        first = purview(("A", "2026-01-05T10:00:00", "ann@x.example", "P1"))
        again = purview(
            ("A", "2026-01-05T10:00:00", "ann@x.example", "P2"),
            ("B", "2026-01-05T10:00:00", "ann@x.example", "P2"),
        )
        bring_in(folder.path, export("purview-1.csv", first), source=[PURVIEW])
        imported = bring_in(folder.path, export("purview-2.csv", again), source=[PURVIEW])
        assert counts(imported) == [(2, 1, 1, 0)]
        assert events(folder.path, "event_id, person_id") == [("A", "P1"), ("B", "P2")]

    def test_users_are_looked_up_among_the_staff_in_records(self, folder: Folder, export):
        folder.write("staff.csv", "staff_id,user_name\nS7,Ann@x.example")
        file = export(
            "purview-1.csv",
            purview(
                ("A", "2026-01-05T10:00:00", "ann@x.example", "P1"),
                ("B", "2026-01-05T10:00:00", "stranger@x.example", "P1"),
            ),
        )
        imported = bring_in(folder.path, file, source=[PURVIEW])
        assert events(folder.path, "event_id, staff_id") == [("A", "S7"), ("B", None)]
        assert imported.nobody == 1

    def test_what_was_set_aside_comes_in_when_read_again(self, folder: Folder, export):
        file = export("purview-1.csv", purview(("A", "2026-01-05T10:00:00", "ann@x.example", "P1")))
        elsewhere = PURVIEW | {"place_patterns": ["/Elsewhere/{person_id}/"]}
        assert counts(bring_in(folder.path, file, source=[elsewhere])) == [(1, 0, 0, 1)]
        assert bring_in(folder.path, file, source=[PURVIEW]).files == ()
        assert counts(bring_in(folder.path, file, source=[PURVIEW], again=True)) == [(1, 1, 0, 0)]
        assert events(folder.path) == ["A"]


class TestWrongFiles:
    def test_one_wrong_file_keeps_all_out_and_every_problem_is_told(self, folder: Folder, export):
        good = export("access_log-1.csv", JANUARY)
        bad = export("access_log-2.csv", LOG + f"E3,{MARKER},S1,P1,view")
        worse = export("access_log-3.csv", LOG + "E4,2026-02-03 10:00,S1,P1,peep")
        missing = folder.path / "access_log-4.csv"
        found = problems(folder, good, bad, worse, missing)
        assert [problem.file for problem in found] == [
            "access_log-2.csv",
            "access_log-3.csv",
            "access_log-4.csv",
        ]

    def test_other_records_do_not_belong_into_the_archive(self, folder: Folder, export):
        (problem,) = problems(folder, export("staff.csv", "staff_id\nS1"))
        assert (problem.file, problem.was) == ("staff.csv", "other records")

    def test_a_file_of_unclear_content_is_a_problem(self, folder: Folder, export):
        (problem,) = problems(folder, export("export.csv", JANUARY))
        assert problem.was == "not clear what records it holds"

    def test_a_file_may_be_described_in_the_settings(self, folder: Folder, export):
        source = {
            "file": "crm-*.csv",
            "columns": {"event_id": "No", "occurred_at": "When"},
            "values": {"source": "crm"},
        }
        bring_in(folder.path, export("crm-1.csv", "No,When\n7,03/02/2026 09:00"), source=[source])
        assert events(folder.path, "event_id, source") == [("7", "crm")]

    def test_only_one_import_at_a_time(self, folder: Folder, export):
        (folder.path / "archive").mkdir()
        with durable.alone(folder.path / "archive" / ".lock"):
            (problem,) = problems(folder, export("access_log.csv", JANUARY))
        assert problem.was == "another import is at work"
        bring_in(folder.path, export("access_log.csv", JANUARY))


class TestMonths:
    def test_a_month_is_one_of_the_charitys_calendar(self, folder: Folder, export):
        text = (
            LOG + "A,2026-07-31 23:59:59,S1,P1,view\nB,2026-08-01 00:00,S1,P1,view\n"
            "C,2026-12-31 23:59:59,S1,P1,view\nD,2027-01-01 00:00,S1,P1,view"
        )
        bring_in(folder.path, export("access_log.csv", text))
        assert months(folder.path) == {"2026-07": 1, "2026-08": 1, "2026-12": 1, "2027-01": 1}
        # Summer time: in UTC, which the log stores, the first of August is still July.
        assert str(events(folder.path, "occurred_at")[1]) == "2026-07-31 23:00:00"

    def test_an_export_in_utc_falls_into_the_same_months(self, folder: Folder, export):
        text = LOG + "A,2026-07-31 22:59:59Z,S1,P1,view\nB,2026-07-31 23:00:00Z,S1,P1,view"
        bring_in(folder.path, export("access_log.csv", text))
        assert months(folder.path) == {"2026-07": 1, "2026-08": 1}

    def test_a_month_costs_a_month(self, folder: Folder, export):
        """Neither what other months hold is read, nor is it written anew."""
        bring_in(folder.path, export("access_log-1.csv", JANUARY))
        (january,) = named(folder.path)
        part = folder.path / "archive" / january
        part.write_bytes(b"x" * part.stat().st_size)
        bring_in(folder.path, export("access_log-2.csv", FEBRUARY))
        assert months(folder.path) == {"2026-01": 2, "2026-02": 1}
        assert part.read_bytes() == b"x" * part.stat().st_size
        assert archive.verify(folder.path) == [f"archive/{january}"]

    def test_a_month_of_many_parts_gets_one_in_their_stead(
        self, folder: Folder, export, monkeypatch
    ):
        monkeypatch.setattr(archive, "MOST_PARTS", 2)
        for number in range(1, 4):
            text = LOG + f"E{number},2026-01-0{number} 10:00,S1,P1,view"
            bring_in(folder.path, export(f"access_log-{number}.csv", text))
        assert named(folder.path) == {"access_log/month=2026-01/000003.parquet"}
        assert events(folder.path) == ["E1", "E2", "E3"]

    def test_replaced_parts_stay_until_the_next_import(self, folder: Folder, export, monkeypatch):
        """An audit that is at work goes on reading them."""
        monkeypatch.setattr(archive, "MOST_PARTS", 1)
        for number in range(1, 3):
            text = LOG + f"E{number},2026-01-0{number} 10:00,S1,P1,view"
            bring_in(folder.path, export(f"access_log-{number}.csv", text))
        assert len(on_disk(folder.path)) == 2
        bring_in(folder.path, export("access_log-3.csv", FEBRUARY))
        assert on_disk(folder.path) == named(folder.path)


class TestTheList:
    def test_it_says_what_came_in_and_what_each_month_holds(self, folder: Folder, export):
        bring_in(folder.path, export("access_log.csv", JANUARY))
        manifest = archive.load(folder.path, "Europe/London")
        (file,) = manifest.files
        assert (file.name, file.rows_read, file.kept) == ("access_log.csv", 2, 2)
        month = manifest.months["2026-01"]
        assert str(month.first_at) == "2026-01-05 10:00:00"
        assert str(month.last_at) == "2026-01-20 10:00:00"
        assert month.parts[0].filled == (
            "action",
            "event_id",
            "occurred_at",
            "occurred_on",
            "person_id",
            "staff_id",
        )

    def test_gaps_are_the_days_without_events_between_the_first_and_the_last(
        self, folder: Folder, export
    ):
        bring_in(folder.path, export("access_log-1.csv", LOG + "A,2026-01-30 10:00,S1,P1,view"))
        assert archive.load(folder.path, "Europe/London").gaps == ()
        bring_in(folder.path, export("access_log-2.csv", LOG + "B,2026-02-03 10:00,S1,P1,view"))
        (gap,) = archive.load(folder.path, "Europe/London").gaps
        assert (gap.first, gap.last, gap.days) == (dt.date(2026, 1, 31), dt.date(2026, 2, 2), 3)
        text = LOG + "C,2026-02-01 10:00,S1,P1,view"
        bring_in(folder.path, export("access_log-3.csv", text))
        found = archive.load(folder.path, "Europe/London").gaps
        assert [(gap.first.day, gap.last.day) for gap in found] == [(31, 31), (2, 2)]

    def test_a_month_remembers_both_ends_and_sources_when_it_grows(self, folder: Folder, export):
        head = LOG.strip() + ",source\n"
        one = head + "A,2026-01-10 10:00,S1,P1,view,crm\nB,2026-01-12 10:00,S1,P1,view,lock"
        two = head + "C,2026-01-05 10:00,S1,P1,view,lock\nD,2026-01-11 10:00,S1,P1,view,crm"
        bring_in(folder.path, export("access_log-1.csv", one))
        bring_in(folder.path, export("access_log-2.csv", two))
        month = archive.load(folder.path, "Europe/London").months["2026-01"]
        assert (month.first_at.day, month.last_at.day, month.rows) == (5, 12, 4)
        assert month.sources == {"crm": dt.date(2026, 1, 11), "lock": dt.date(2026, 1, 12)}

    def test_parts_without_a_list_are_a_problem_and_stay(self, folder: Folder, export):
        bring_in(folder.path, export("access_log-1.csv", JANUARY))
        parts = on_disk(folder.path)
        (folder.path / "archive" / "manifest.json").unlink()
        with pytest.raises(InputError, match="Restore"):
            bring_in(folder.path, export("access_log-2.csv", FEBRUARY))
        assert on_disk(folder.path) == parts

    @pytest.mark.parametrize(
        ("change", "file"),
        [
            (lambda text: text[: len(text) // 2], "archive/manifest.json"),
            (lambda text: text.replace("access_log/month", "../month"), "archive/manifest.json"),
            (lambda text: text.replace('"version": 1', '"version": 2'), "archive/manifest.json"),
        ],
    )
    def test_a_list_that_cannot_be_read_is_a_problem(self, folder: Folder, export, change, file):
        bring_in(folder.path, export("access_log.csv", JANUARY))
        place = folder.path / "archive" / "manifest.json"
        place.write_text(change(place.read_text()))
        assert folder.problem().file == file
        assert archive.verify(folder.path) == [file]

    def test_a_part_that_is_missing_or_cut_short_is_a_problem(self, folder: Folder, export):
        bring_in(folder.path, export("access_log.csv", JANUARY))
        (part,) = named(folder.path)
        place = folder.path / "archive" / part
        place.write_bytes(place.read_bytes()[:-1])
        assert folder.problem().file == f"archive/{part}"
        place.unlink()
        assert folder.problem().file == f"archive/{part}"
        assert archive.verify(folder.path) == [f"archive/{part}"]

    def test_verify_finds_a_part_that_was_changed(self, folder: Folder, export):
        bring_in(folder.path, export("access_log.csv", JANUARY))
        assert archive.verify(folder.path) == []
        (part,) = named(folder.path)
        place = folder.path / "archive" / part
        content = bytearray(place.read_bytes())
        content[10] ^= 1
        place.write_bytes(content)
        assert archive.verify(folder.path) == [f"archive/{part}"]

    def test_another_time_zone_is_a_problem(self, folder: Folder, export):
        bring_in(folder.path, export("access_log.csv", JANUARY))
        problem = folder.problem(charity={"timezone": "Europe/Amsterdam"})
        assert (problem.file, problem.column) == ("audit.toml", "charity.timezone")
