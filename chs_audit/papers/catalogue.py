"""The catalogue of controls, drawn from the controls themselves."""

from __future__ import annotations

from typing import Any

from chs_audit.controls import CONTROLS
from chs_audit.controls.inputs import tables_needed
from chs_audit.controls.populations import POPULATIONS
from chs_audit.policy import Parameters
from chs_audit.policy.tensions import TENSIONS


def catalogue() -> list[dict[str, Any]]:
    """One entry per control, as plain data: id, area, place, promise, title, why, breaks,
    remedy, population, severity, reasons, cannot_tell, needs, parameters, tensions."""
    return [
        {
            "id": one.id,
            "area": one.clause.area,
            "place": one.clause.place,
            "promise": one.clause.promise,
            "title": one.title,
            "why": one.why,
            "breaks": one.breaks,
            "remedy": one.remedy,
            "population": POPULATIONS[one.population].title,
            "severity": one.severity,
            "reasons": dict(one.reasons),
            "cannot_tell": dict(one.cannot_tell),
            "needs": sorted(tables_needed(*one.needs)),
            "parameters": {name: _parameter(name) for name in one.parameters},
            "tensions": {each.id: each.question for each in TENSIONS if one.id in each.controls},
        }
        for one in CONTROLS
    ]


def _parameter(name: str) -> dict[str, Any]:
    section, setting = name.split(".")
    model = type(getattr(Parameters(), section))
    field = model.model_fields[setting]
    return {"default": field.default, "decides": field.description}
