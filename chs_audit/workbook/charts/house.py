"""The house style of the charts: read as well in black and white, and at twice the size.

Colours are from the Okabe-Ito set, which colour-blind readers can tell apart; each also has
its own lightness and hatching. Figures are made without pyplot, so none is left open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from chs_audit.controls.answer import BROKEN, CANNOT_TELL, KEPT

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INK = "#1a1a1a"
SOFT = "#595959"
WIDTH = 8.6

FILLS: dict[str, dict[str, Any]] = {
    KEPT: {"facecolor": "#56b4e9", "edgecolor": INK},
    BROKEN: {"facecolor": "#b34700", "edgecolor": INK},
    CANNOT_TELL: {"facecolor": "#ffffff", "edgecolor": INK, "hatch": "////"},
    "all": {"facecolor": "#d9d9d9", "edgecolor": INK},
}

# Explanations from dark to light by strength, each with a hatching of its own: they differ in
# black and white.
STRENGTHS: tuple[dict[str, Any], ...] = (
    {"facecolor": "#0b4f7d"},
    {"facecolor": "#56b4e9", "hatch": "...."},
    {"facecolor": "#cfe6f7", "hatch": "\\\\\\\\"},
    {"facecolor": "#f0f0f0", "hatch": "xxxx"},
    {"facecolor": "#d9d9d9", "hatch": "||||"},
)

STYLE: Any = {
    "font.family": "DejaVu Sans",
    "font.size": 10,
    "axes.edgecolor": SOFT,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 10,
    "hatch.linewidth": 0.6,
    "patch.linewidth": 0.6,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "legend.frameon": False,
}


def legend(axes: Axes, **where: Any) -> None:
    """The legend, where it is wanted."""
    axes.legend(borderaxespad=0.3, handlelength=1.6, fontsize=9, **where)


def whole_numbers(axes: Axes) -> None:
    """Count upwards in whole numbers: half an access is none."""
    axes.locator_params(axis="y", nbins="auto", integer=True)
    axes.yaxis.set_major_formatter(lambda number, _: f"{number:,.0f}")


def month_name(month: pd.Period) -> str:
    """A month on two lines, under its bar."""
    return f"{month:%b}\n{month:%Y}"
