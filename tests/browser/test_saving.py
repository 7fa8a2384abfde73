"""A notebook on real records in a real browser: what JupyterLab saves of its own accord."""

from __future__ import annotations

import json

from playwright.sync_api import Response, expect

from tests.browser.lab import PATIENCE, Lab, open_notebook
from tests.lab.server import started

NAME = "03_access_log_review.ipynb"


def is_save(response: Response) -> bool:
    return response.request.method == "PUT" and NAME in response.url


def test_the_autosave_of_what_is_on_the_screen_leaves_nothing_on_disk(
    page, small_folder, tmp_path_factory
):
    # A short name: sockets between server and kernel have no room for a long one.
    home = tmp_path_factory.mktemp("lab")
    settings = home / "settings"
    settings.mkdir()
    autosave = {"@jupyterlab/docmanager-extension:plugin": {"autosaveInterval": 3}}
    (settings / "overrides.json").write_text(json.dumps(autosave))
    with started(small_folder, home, f"--LabApp.app_settings_dir={settings}") as server:
        lab = Lab(server.address, server.token, server.place)
        open_notebook(page, lab, NAME)
        # The page under the panel, which shows a finding in outputs of its own.
        expect(
            page.locator(".jp-OutputArea-output").get_by_text("Finding NK-01").last
        ).to_be_visible()

        # A change is what JupyterLab waits for; what is on the screen then goes with it.
        with page.expect_response(is_save, timeout=PATIENCE) as saved:
            page.get_by_role("button", name="Insert a cell below").first.click()
        assert saved.value.ok
        (notebook, *_) = server.place.glob(NAME)
        cells = json.loads(notebook.read_text())["cells"]
        assert not any(cell.get("outputs") or cell.get("execution_count") for cell in cells)
        assert len(list(server.place.rglob("03_*"))) == 2, "the notebook and its checkpoint"
        for trace in ("Finding NK-01", "widget-state", "widget-view"):
            assert trace not in server.on_disk(NAME)
