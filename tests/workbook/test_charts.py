"""The charts: they can be drawn from anything, and read without colour."""

import subprocess
import sys

import pandas as pd
import pytest
from matplotlib.colors import to_rgb

from chs_audit import figures
from chs_audit.workbook import charts
from chs_audit.workbook.charts.house import FILLS


def lightness(kind):
    red, green, blue = to_rgb(FILLS[kind]["facecolor"])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(("one", "other"), [("kept", "broken"), ("broken", "cannot tell")])
def test_fills_differ_without_colour(one, other):
    assert abs(lightness(one) - lightness(other)) > 0.25


def test_what_cannot_be_told_is_hatched():
    assert FILLS["cannot tell"]["hatch"]


def test_months_stand_under_the_access_chart(audit):
    figure = charts.accesses_chart(figures.accesses_by_month(audit))
    labels = [label.get_text() for label in figure.axes[1].get_xticklabels()]
    assert labels[2] == "Mar\n2025"


def test_months_with_unexplained_accesses_show_number_and_share(audit):
    figure = charts.accesses_chart(figures.accesses_by_month(audit))
    assert "1\n50%" in [text.get_text() for text in figure.axes[0].texts]


def test_a_long_period_labels_only_some_months():
    months = pd.period_range("2020-01", "2025-12", freq="M")
    frame = pd.DataFrame({"month": months, "accesses": 5, "broken": 1, "cannot_tell": 0})
    figure = charts.accesses_chart(frame)
    assert len(figure.axes[1].get_xticks()) <= 13


def test_a_purpose_shows_its_numbers_in_words(audit):
    figure = charts.coverage_chart(figures.coverage_by_purpose(audit))
    assert "1 on record\n1 cannot tell" in [text.get_text() for text in figure.axes[0].texts]


def test_charts_can_be_drawn_with_nothing_in_them():
    frame = pd.DataFrame(columns=["purpose", "people", "kept", "broken", "cannot_tell"])
    assert charts.coverage_chart(frame).axes


def test_reasons_are_named_in_words(audit):
    frame = figures.reasons_of(audit, "VF-01")
    figure = charts.reasons_chart({"Forms": frame}, {"Forms": "signed in time"})
    names = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    assert names[:3] == ["signed in time", "no form", "signed after the start"]


def test_the_scorecard_shows_how_many_rows_were_broken_beside_how_many_promises(audit):
    frame = figures.promises_by_area(audit)
    frame.loc[0, ["rows", "broken_rows"]] = [2000, 3]
    frame.loc[1, ["rows", "broken_rows"]] = [0, 0]
    promises, rows = charts.scorecard_chart(frame).axes
    told = [text.get_text() for text in rows.texts]
    assert [bar.get_width() for bar in rows.patches][:2] == [1.5, 0]
    assert told[:2] == ["3 of 2,000", "not examined"]
    assert len(told) == len(promises.get_yticklabels()) == len(frame)


def test_every_chart_can_be_asked_for_by_name():
    assert all(callable(getattr(charts, name)) for name in charts.__all__)


def test_a_chart_that_there_is_not_is_no_attribute():
    with pytest.raises(AttributeError):
        _ = charts.no_chart


def test_a_panel_stands_before_what_draws_and_reckons_is_loaded():
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; from chs_audit.workbook import AnnualAudit; AnnualAudit();"
            "print([m for m in ('matplotlib', 'scipy', 'alembic') if m in sys.modules])",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == "[]"
