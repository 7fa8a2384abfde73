"""A slider of days that can be used without seeing it: a label, a day in words, a date field.

The sliders of ipywidgets have no name for screen readers, and say a number instead of a day
("Elements must have accessible names", a serious fault by axe); so this one is our own.
"""

from __future__ import annotations

import datetime as dt

import anywidget
import traitlets

JAVASCRIPT = """
const DAY = 86400000;
const number = text => Math.round(Date.parse(text + 'T00:00:00Z') / DAY);
const text = number => new Date(number * DAY).toISOString().slice(0, 10);
const words = number => new Date(number * DAY).toLocaleDateString(
    'en-GB', {day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC'});
let count = 0;
function render({model, el}) {
    const id = 'chs-day-' + (++count);
    const add = (name, attributes) => {
        const one = document.createElement(name);
        for (const [key, value] of Object.entries(attributes)) { one.setAttribute(key, value); }
        el.appendChild(one);
        return one;
    };
    el.classList.add('chs-day');
    const label = add('label', {for: id});
    label.textContent = model.get('label');
    // JupyterLab folds cells on the arrow keys; here they move the day.
    const keys = {'data-lm-suppress-shortcuts': 'true'};
    const range = add('input', {type: 'range', id: id, step: 1, ...keys});
    const fieldLabel = add('label', {for: id + '-field'});
    fieldLabel.textContent = 'Day';
    const field = add('input', {type: 'date', id: id + '-field', ...keys});
    const told = add('output', {for: id});
    const say = number => {
        told.textContent = words(number);
        range.setAttribute('aria-valuetext', words(number));
    };
    const show = () => {
        range.min = number(model.get('first'));
        range.max = number(model.get('last'));
        range.value = number(model.get('value'));
        [field.min, field.max, field.value] = ['first', 'last', 'value'].map(one => model.get(one));
        say(Number(range.value));
    };
    const choose = day => { model.set('value', day); model.save_changes(); };
    range.addEventListener('input', () => say(Number(range.value)));
    range.addEventListener('change', () => choose(text(Number(range.value))));
    field.addEventListener('change', () => {
        if (field.value && field.checkValidity()) { choose(field.value); }
    });
    for (const name of ['first', 'last', 'value']) { model.on('change:' + name, show); }
    show();
}
export default {render};
"""
STYLE = """
.chs-day { display: flex; flex-wrap: wrap; gap: 4px 10px; align-items: center; padding: 4px 0; }
.chs-day input[type=range] { width: 30em; max-width: 100%; accent-color: #0b4f7d; }
.chs-day output { font-weight: 600; }
"""


class DaySlider(anywidget.AnyWidget):
    """Chooses a day between two others; `day` is the one that is chosen."""

    _esm = JAVASCRIPT
    _css = STYLE
    label = traitlets.Unicode("As at").tag(sync=True)
    first = traitlets.Unicode("2000-01-01").tag(sync=True)
    last = traitlets.Unicode("2000-01-01").tag(sync=True)
    value = traitlets.Unicode("2000-01-01").tag(sync=True)

    @property
    def day(self) -> dt.date:
        """The day that is chosen."""
        return dt.date.fromisoformat(self.value)

    @day.setter
    def day(self, day: dt.date) -> None:
        self.value = min(max(str(day), self.first), self.last)

    def offer(self, first: dt.date, last: dt.date) -> None:
        """Choose between these two days from now on; the last is chosen."""
        with self.hold_trait_notifications():
            self.first, self.last, self.value = str(first), str(last), str(last)
