"""Saving notebooks without what they show, unless they show the made-up charity.

JupyterLab's server imports this module; it knows nothing of audits, and stays light.
"""

from __future__ import annotations

import base64
import json
import os
from pathlib import Path
from typing import Any

from jupyter_server.services.contents.filecheckpoints import AsyncGenericFileCheckpoints
from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager
from tornado.web import HTTPError

from chs_audit.lab import FOLDER_VARIABLE

ENDING = ".ipynb"
NEWEST_FORMAT = 4


def keeps_outputs() -> bool:
    """Whether notebooks may be saved with what they show: only on the untouched sample.

    Asked at every save, since records can be put into a folder while a notebook is open.
    """
    from data_samples import is_untouched

    folder = os.environ.get(FOLDER_VARIABLE, "")
    return bool(folder) and is_untouched(Path(folder))


def strip(notebook: Any) -> bool:
    """Take outputs, their numbers and times, and widgets' state out; say if any was there.

    Raises:
        ValueError: if it is no notebook of the form that is known, and might hold outputs
            elsewhere.
    """
    if notebook.get("nbformat") != NEWEST_FORMAT or not isinstance(notebook["cells"], list):
        raise ValueError("a notebook of another format")
    before = json.dumps(notebook, sort_keys=True)
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"], cell["execution_count"] = [], None
        cell.get("metadata", {}).pop("execution", None)
    notebook.get("metadata", {}).pop("widgets", None)
    return json.dumps(notebook, sort_keys=True) != before


def before_saving(model: dict[str, Any], path: str, **_: Any) -> None:
    """The pre-save hook: a notebook is saved bare, or not at all.

    Jupyter lets a save go on where a hook fails, but not where it refuses.

    Raises:
        HTTPError: if the notebook cannot be stripped.
    """
    notebook = model.get("type") == "notebook" or path.casefold().endswith(ENDING)
    if not notebook or model.get("content") is None:
        return
    try:
        if keeps_outputs():
            return
        content = model["content"]
        if isinstance(content, str):
            # Sent as a plain file, as an upload may be.
            if model.get("format") == "base64":
                content = base64.b64decode(content)
            content = json.loads(content)
            model.update(type="notebook", format="json", content=content)
        strip(content)
    except Exception:
        raise HTTPError(
            400, reason="Not saved: what this notebook shows could not be taken out"
        ) from None


class Checkpoints(AsyncGenericFileCheckpoints):
    """Checkpoints that hold no outputs, even of a file that was saved elsewhere with them."""

    async def create_notebook_checkpoint(self, nb: Any, path: str) -> Any:
        if not keeps_outputs():
            strip(nb)
        return await super().create_notebook_checkpoint(nb, path)


class Contents(AsyncLargeFileManager):
    """JupyterLab's own way to keep files, with the pre-save hook and checkpoints from here."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.checkpoints_class = Checkpoints
        self.register_pre_save_hook(before_saving)

    async def save(self, model: dict[str, Any], path: str = "") -> Any:
        if "chunk" in model and path.casefold().endswith(ENDING):
            # Hooks see the first piece only.
            raise HTTPError(400, reason="Notebooks cannot be uploaded in pieces")
        return await super().save(model, path)
