"""What every section of `audit.toml` is, and the types that its settings share."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

Words = tuple[str, ...]
WordsFor = dict[str, Words]
StaffKind = Literal["employee", "volunteer", "trustee", "student"]


class Section(BaseModel):
    """A section of `audit.toml`: frozen, and strict about names and types."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
