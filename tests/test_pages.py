"""The workbook as web pages: laid out for one user, with nothing of JupyterLab's."""

import json
import socket
import stat

import nbformat
import pytest

from chs_audit import pages
from chs_audit.errors import InputError
from chs_audit.lab import notebooks


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    every = sorted(notebooks().glob("*.ipynb"))
    return pages.lay_out(every, tmp_path_factory.mktemp("pages"), "a-token")


def test_every_notebook_is_there_without_outputs(place):
    laid_out = sorted((place / "notebooks").glob("*.ipynb"))
    assert [one.name for one in laid_out] == [
        one.name for one in sorted(notebooks().glob("*.ipynb"))
    ]
    for one in laid_out:
        for cell in nbformat.read(one, as_version=4).cells:
            assert not cell.get("outputs")


def test_what_is_of_use_in_jupyterlab_only_is_left_out(place):
    for one in (place / "notebooks").glob("*.ipynb"):
        text = one.read_text(encoding="utf-8")
        assert "Run All Cells" not in text
        assert "page_" not in text


def test_the_menu_names_each_page_by_its_title(place):
    menu = (place / "jupyter" / "voila" / "templates" / "chs" / "menu.html.j2").read_text()
    for title in ("Access log review", "Consent coverage", "Visitor forms", "Trustee meeting"):
        assert f">{title}</a>" in menu


def test_it_listens_on_this_machine_only(place):
    assert json.loads((place / "voila.json").read_text())["Voila"]["ip"] == "127.0.0.1"


def test_nobody_else_can_read_the_token(place):
    assert stat.S_IMODE((place / "voila.json").stat().st_mode) == 0o600
    assert not any("a-token" in word for word in pages.command(place, 8866, browser=False))


def test_the_meeting_page_is_one_of_the_notebooks():
    assert (notebooks() / pages.MEETING).is_file()


def test_a_port_that_is_taken_is_told_before_an_address_is(small_folder):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        told = []
        with pytest.raises(InputError, match=f"port {port} to be free"):
            pages.serve_workbook(small_folder, port, False, told.append)
    assert told == []


def test_the_server_takes_no_other_port_than_the_one_that_was_told(place):
    assert json.loads((place / "voila.json").read_text())["Voila"]["port_retries"] == 0
