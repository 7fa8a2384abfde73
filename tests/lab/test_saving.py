"""Notebooks on real records keep nothing: proved in a running JupyterLab."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from chs_audit.errors import InputError
from chs_audit.lab import lay_out
from chs_audit.lab.saving import strip
from chs_audit.workbook import session
from data_samples import is_untouched, make
from tests.conftest import RECORDS
from tests.lab.server import Server, started

SHOWN = "Tansy Marrowby, shown by a cell"
NOTEBOOK = {
    "nbformat": 4,
    "nbformat_minor": 5,
    "metadata": {
        "kernelspec": {"name": "python3", "display_name": "Python 3"},
        "widgets": {
            "application/vnd.jupyter.widget-state+json": {
                "version_major": 2,
                "version_minor": 0,
                "state": {"abc": {"model_name": "HTMLModel", "state": {"value": SHOWN}}},
            }
        },
    },
    "cells": [
        {
            "id": "one",
            "cell_type": "code",
            "source": "review.show()",
            "metadata": {"execution": {"iopub.execute_input": "2026-03-31T09:00:00Z"}},
            "execution_count": 7,
            "outputs": [
                {
                    "output_type": "display_data",
                    "metadata": {},
                    "data": {"text/plain": SHOWN, "text/html": f"<b>{SHOWN}</b>"},
                }
            ],
        },
        {"id": "two", "cell_type": "markdown", "source": "What I noted", "metadata": {}},
    ],
}


def model(notebook: object = NOTEBOOK) -> dict[str, object]:
    return {"type": "notebook", "format": "json", "content": copy.deepcopy(notebook)}


@pytest.fixture(scope="module")
def real(tmp_path_factory) -> Iterator[Server]:
    """JupyterLab on records that are not the sample's."""
    home = tmp_path_factory.mktemp("real")
    folder = home / "charity"
    (folder / "records").mkdir(parents=True)
    (folder / "audit.toml").write_text("[audit]\nas_at = 2025-12-31\n")
    for name, text in RECORDS.items():
        (folder / "records" / name).write_text(text)
    with started(folder, home) as server:
        yield server


@pytest.fixture(scope="module")
def sample(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("sample") / "sample"
    folder.mkdir()
    make(folder, 1)
    return folder


def nothing_is_kept(server: Server, name: str) -> None:
    text = server.on_disk(name)
    assert "review.show()" in text
    assert "What I noted" in text
    for trace in (SHOWN, "widget-state", '"execution_count": 7', "2026-03-31"):
        assert trace not in text


class TestRealRecords:
    def test_a_saved_notebook_has_neither_outputs_nor_widgets_nor_counts(self, real):
        status, _ = real.ask("PUT", "saved.ipynb", model())
        assert status in (200, 201)
        nothing_is_kept(real, "saved.ipynb")

    def test_nor_has_its_checkpoint(self, real):
        real.ask("PUT", "marked.ipynb", model())
        status, _ = real.ask("POST", "marked.ipynb/checkpoints")
        assert status == 201
        assert len(list(real.place.rglob("marked*"))) == 2
        nothing_is_kept(real, "marked.ipynb")

    def test_a_file_that_came_with_outputs_is_not_kept_in_a_checkpoint(self, real):
        (real.place / "brought.ipynb").write_text(json.dumps(NOTEBOOK))
        status, _ = real.ask("POST", "brought.ipynb/checkpoints")
        assert status == 201
        (checkpoint,) = real.place.glob(".ipynb_checkpoints/brought*")
        assert SHOWN not in checkpoint.read_text()

    def test_a_copy_is_bare(self, real):
        (real.place / "original.ipynb").write_text(json.dumps(NOTEBOOK))
        status, made = real.ask("POST", "", {"copy_from": "original.ipynb"})
        assert status == 201
        assert SHOWN not in (real.place / made["name"]).read_text()

    def test_one_sent_as_a_plain_file_is_bare(self, real):
        sent = {"type": "file", "format": "text", "content": json.dumps(NOTEBOOK)}
        status, _ = real.ask("PUT", "sent.ipynb", sent)
        assert status in (200, 201)
        nothing_is_kept(real, "sent.ipynb")

    @pytest.mark.parametrize(
        "sent",
        [
            model(NOTEBOOK | {"nbformat": 3}),
            model({"nbformat": 4, "cells": [{"outputs": [SHOWN]}]}),
            {"type": "file", "format": "text", "content": f"not a notebook: {SHOWN}"},
            {"type": "file", "format": "text", "content": SHOWN, "chunk": 2},
        ],
        ids=["older format", "broken", "no notebook", "in pieces"],
    )
    def test_what_cannot_be_stripped_is_not_saved_at_all(self, real, sent):
        status, told = real.ask("PUT", "strange.ipynb", sent)
        assert status == 400
        assert SHOWN not in told
        assert not (real.place / "strange.ipynb").exists()

    def test_other_files_are_saved_as_they_are(self, real):
        real.ask("PUT", "note.txt", {"type": "file", "format": "text", "content": "as it is"})
        assert (real.place / "note.txt").read_text() == "as it is"


def test_on_the_sample_a_notebook_keeps_what_it_shows_until_records_are_put_in(sample, tmp_path):
    with started(sample, tmp_path) as server:
        server.ask("PUT", "first.ipynb", model())
        assert SHOWN in server.on_disk("first.ipynb")
        extra = sample / "records" / "staff-2.csv"
        extra.write_text(RECORDS["staff.csv"])
        server.ask("PUT", "second.ipynb", model())
        extra.unlink()
        nothing_is_kept(server, "second.ipynb")


class TestWhatIsTheSample:
    def test_it_is_known_by_its_records(self, sample):
        assert is_untouched(sample)

    def test_other_settings_read_no_other_records(self, sample):
        settings = sample / "audit.toml"
        before = settings.read_text()
        settings.write_text(before.replace("Lanterns for Larks", "Mine"))
        assert is_untouched(sample)
        settings.write_text(before)

    @pytest.mark.parametrize("how", ["changed", "added", "removed", "published"])
    def test_a_copy_with_other_records_is_not(self, sample, how):
        staff, forms = sample / "records" / "staff.csv", sample / "records" / "training.csv"
        before = {path: path.read_bytes() for path in (staff, forms)}
        extra = {
            "added": sample / "records" / "more.csv",
            "published": sample / "publications" / "more.csv",
        }.get(how)
        if how == "changed":
            staff.write_bytes(before[staff] + b"S9,Posy Thimblewick\n")
        if how == "removed":
            forms.unlink()
        if extra:
            extra.write_text("a,b\n")
        assert not is_untouched(sample)
        if extra:
            extra.unlink()
        for path, content in before.items():
            path.write_bytes(content)
        assert is_untouched(sample)

    def test_a_name_or_a_note_alone_do_not_make_it(self, sample, tmp_path):
        assert not is_untouched(tmp_path)
        (tmp_path / "made-by.txt").write_text((sample / "made-by.txt").read_text())
        assert not is_untouched(tmp_path)
        (tmp_path / "made-by.txt").write_text("seed 1")
        assert not is_untouched(tmp_path)


class TestLayOut:
    def test_what_earlier_notebooks_show_is_taken_out(self, small_folder):
        place = lay_out(small_folder)
        checkpoints = place / ".ipynb_checkpoints"
        checkpoints.mkdir()
        files = (place / "mine.ipynb", checkpoints / "mine-checkpoint.ipynb")
        for path in files:
            path.write_text(json.dumps(NOTEBOOK))
        lay_out(small_folder)
        for path in files:
            assert SHOWN not in path.read_text()
            assert "What I noted" in path.read_text()

    def test_what_cannot_be_read_stops_the_start(self, small_folder):
        (lay_out(small_folder) / "mine.ipynb").write_text(f"broken {SHOWN}")
        with pytest.raises(InputError, match=r"mine\.ipynb"):
            lay_out(small_folder)

    def test_on_the_sample_they_stay(self, sample):
        mine = lay_out(sample) / "mine.ipynb"
        mine.write_text(json.dumps(NOTEBOOK))
        lay_out(sample)
        assert SHOWN in mine.read_text()
        mine.unlink()


def test_strip_says_whether_anything_was_there():
    notebook = copy.deepcopy(NOTEBOOK)
    assert strip(notebook)
    assert not strip(notebook)


class TestSwitchingFolders:
    """A workbook that is saved with what it shows opens nobody's records."""

    def opened(self, folder: Path) -> object:
        return session.run_audit(str(folder), None, None, lambda *_: None)

    def test_on_the_sample_real_records_are_refused(self, sample, small_folder, monkeypatch):
        monkeypatch.setenv("CHS_AUDIT_LAB", "1")
        monkeypatch.setenv("CHS_AUDIT_FOLDER", str(sample))
        told = self.opened(small_folder)
        assert isinstance(told, session.Trouble)
        assert "saves what it shows" in told.head

    def test_on_real_records_another_folder_may_be_opened(self, sample, small_folder, monkeypatch):
        monkeypatch.setenv("CHS_AUDIT_LAB", "1")
        monkeypatch.setenv("CHS_AUDIT_FOLDER", str(small_folder))
        assert not isinstance(self.opened(small_folder), session.Trouble)
