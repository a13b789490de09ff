"""Days side by side, rows below each other: bars from a common zero, names and figures beside them.

[Strip] ─strips─▶ specification
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from babel import Locale

from pipelines.report import plot_marks as marks
from pipelines.report.drawing import text_width
from pipelines.report.plot_marks import SMALL, WIDTH, Layer, Place

_LABELS: Final = 212
_TOTALS: Final = 100
_GAP: Final = 16
_BARS: Final = 34
_HEADROOM: Final = 17
_LINE: Final = 16
_FOOT: Final = 9
_WIDEST_DAY: Final = 96
_DAY_LABEL: Final = 54
_LABELLED_DAY: Final = 36
"""Pixels that a day needs for a figure above each of its bars; narrower, the highest has one."""

_LABEL_LINES: Final = 3
_MONTHS: Final = Locale("en").months["format"]["abbreviated"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """One row: its words, the CSS variable of its hue, a value for each day that has one, and what they come to.

    `note` says in words what the hue means; `on` are days that are marked below the line.
    """

    label: str
    note: str
    hue: str
    values: Mapping[date, float]
    total: str
    total_note: str
    on: frozenset[date] = field(default_factory=frozenset)


def strips(
    rows: Sequence[Strip],
    *,
    heading: str,
    subheading: str,
    notes: str,
    days: Sequence[date],
    held: frozenset[date],
    shown: Callable[[float], str],
) -> Layer:
    """Return the rows as a chart; all have one scale, which ends at the highest value. Days not `held` have no line."""
    most = max((value for row in rows for value in row.values.values()), default=0) or 1
    left = _LABELS + _TOTALS + 2 * _GAP
    step = min((WIDTH - left) / len(days), _WIDEST_DAY)
    middles = {day: left + step * (at + 0.5) for at, day in enumerate(days)}
    bold: list[Place] = []
    quiet: list[Place] = []
    totals: list[Place] = []
    total_notes: list[Place] = []
    figures: list[Place] = []
    boxes: list[Place] = []
    rules: list[Place] = []
    intro, top = marks.paragraph(subheading, x=0, y=40, width=WIDTH)
    for row in rows:
        label = marks.wrapped(row.label, _LABELS, most=_LABEL_LINES)
        words = [*label, *([row.note] if row.note else [])]
        height = max(_HEADROOM + _BARS + _FOOT, _LINE * len(words) + _FOOT + 4)
        zero = top + height - _FOOT
        first = zero - _LINE * max(len(words), 2) + _LINE / 2 + 1
        bold += [{"x": 0, "y": first + _LINE * at, "text": line} for at, line in enumerate(label)]
        quiet += [{"x": 0, "y": zero - _LINE / 2 + 1, "text": row.note}] if row.note else []
        totals.append({"x": _LABELS + _TOTALS, "y": zero - _LINE * 1.5 + 1, "text": row.total})
        total_notes.append({"x": _LABELS + _TOTALS, "y": zero - _LINE / 2 + 1, "text": row.total_note})
        for day in sorted(held & middles.keys()):
            rules.append(_box(middles[day], step, zero, zero + 1, marks.RULE))
            if value := row.values.get(day):
                # Half a pixel of what is hardly there: it is not nothing.
                boxes.append(
                    _box(
                        middles[day],
                        max(step * 0.72, 0.8),
                        zero - max(value / most * _BARS, 0.5),
                        zero,
                        f"var({row.hue})",
                    )
                )
        boxes += [
            _box(middles[day], step * 0.9, zero + 2.5, zero + 5.5, marks.INK) for day in sorted(row.on & middles.keys())
        ]
        figures += [
            {
                "x": _within(middles[day], text_width(words, SMALL), left),
                "y": zero - value / most * _BARS - 8,
                "text": words,
            }
            for day, value in _labelled(row, middles, step)
            for words in [shown(value)]
        ]
        top += height
    dates = [
        {"x": middles[day], "y": top + 12, "text": f"{day.day} {_MONTHS[day.month]}"} for day in _ticks(days, step)
    ]
    outro, bottom = marks.paragraph(notes, x=0, y=top + 36, width=WIDTH)
    return marks.chart(
        [
            marks.texts([{"x": 0, "y": 14, "text": heading}], size=marks.HEADING, weight=600),
            marks.texts([*intro, *outro], size=SMALL, fill=marks.QUIET),
            marks.boxes(rules),
            marks.boxes(boxes),
            marks.texts(bold, weight=600),
            marks.texts(quiet, size=SMALL, fill=marks.QUIET),
            marks.texts(figures, align="center", size=SMALL),
            marks.texts(totals, align="right", weight=600),
            marks.texts(total_notes, align="right", size=SMALL, fill=marks.QUIET),
            marks.texts(dates, align="center", size=SMALL, fill=marks.QUIET),
        ],
        bottom,
    )


def all_days(since: date, until: date) -> tuple[date, ...]:
    """Return the days from the first to the one before `until`."""
    return tuple(since + timedelta(days=at) for at in range((until - since).days))


def _box(middle: float, width: float, y: float, y2: float, fill: str) -> Place:
    return {
        "x": round(middle - width / 2, 2),
        "x2": round(middle + width / 2, 2),
        "y": round(y, 2),
        "y2": round(y2, 2),
        "fill": fill,
    }


def _labelled(row: Strip, middles: Mapping[date, float], step: float) -> list[tuple[date, float]]:
    """Return the days whose bars bear their figure: all where there is room, else the first of the highest."""
    found = [(day, value) for day, value in sorted(row.values.items()) if value and day in middles]
    if step >= _LABELLED_DAY or not found:
        return found
    return [max(found, key=lambda each: each[1])]


def _within(middle: float, width: float, left: float) -> float:
    return min(max(middle, left + width / 2), WIDTH - width / 2)


def _ticks(days: Sequence[date], step: float) -> Sequence[date]:
    apart = next((each for each in (1, 2, 7, 14, 28, 56) if each * step >= _DAY_LABEL), 91)
    return days[::apart]
