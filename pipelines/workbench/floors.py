"""gold/floors.yaml: what the figures should be (`targets`), and what they must not fall below (`floors`).

Floors rise by themselves (`trucewatch pack score --write-floors`) and never fall so: lowering one is a decision that a
person writes into the file, with its reason.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import Field, TypeAdapter, ValidationError

from pipelines.packs.folder import File
from pipelines.packs.sheet import Sheet
from pipelines.workbench.labelled import LabelsError
from pipelines.workbench.scoring import MEASURES, Figures

FILE = "floors.yaml"
DEFAULT = "default"
"""The target of a language that has none of its own."""
_DIGITS = 1000
_NOISE = 1e-9
"""What sums of fractions may be off."""
_Share = Annotated[float, Field(ge=0, le=1)]
HEAD = "floors:"


class FloorsSheet(Sheet):
    """`targets`: measure → language or `default` → figure. `floors`: language → measure → figure."""

    targets: dict[str, dict[str, _Share]] = Field(default_factory=dict)
    floors: dict[str, dict[str, _Share]] = Field(default_factory=dict)

    def target(self, measure: str, language: str) -> float | None:
        """Return what is asked of a figure; None: nothing."""
        asked = self.targets.get(measure, {})
        return asked.get(language, asked.get(DEFAULT))


@dataclass(frozen=True, slots=True)
class Fall:
    """A figure below its floor; `value` None: it is not computed any more."""

    language: str
    measure: str
    floor: float
    value: float | None

    def __str__(self) -> str:
        """Return the fall in words."""
        now = "not computed" if self.value is None else f"{self.value:.3f}"
        return f"{self.language}: {self.measure} is {now}, its floor {self.floor:.3f}"


_SHEET = TypeAdapter(FloorsSheet)


def read(folder: Path) -> FloorsSheet:
    """Return the targets and floors that stand beside the gold; none where there is no file.

    Raises `LabelsError` for a file that is not what it should be.
    """
    path = folder / FILE
    if not path.is_file():
        return FloorsSheet()
    try:
        file = File(FILE, path.read_bytes())
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise LabelsError(
            f"{FILE} is not readable as YAML: {error}", where=str(path), next_step="Mend the file."
        ) from error
    try:
        sheet = _SHEET.validate_python(file.value or {})
    except ValidationError as error:
        told = [f"line {file.line_of(each['loc'])}: {each['msg']}" for each in error.errors(include_url=False)]
        raise LabelsError(
            f"{FILE} is not what it should be: {'; '.join(told)}.",
            where=str(path),
            next_step="It holds `targets` (measure: language: figure) and `floors` (language: measure: figure).",
        ) from error
    known = {each.name for each in MEASURES}
    strange = sorted({*sheet.targets, *(name for floors in sheet.floors.values() for name in floors)} - known)
    if strange:
        raise LabelsError(
            f"{FILE} names figures that there are not: {', '.join(strange)}.",
            where=str(path),
            next_step=f"There are {', '.join(sorted(known))}.",
        )
    return sheet


def targets_only(sheet: FloorsSheet) -> FloorsSheet:
    """Return the targets without the floors: for a part, or a language, that they do not hold."""
    return FloorsSheet(targets=sheet.targets)


def refusal(folder: Path, fallen: Sequence[Fall]) -> LabelsError:
    """Return what to say of figures below their floors."""
    count = "1 figure is" if len(fallen) == 1 else f"{len(fallen)} figures are"
    return LabelsError(
        f"{count} below the floor in {folder / FILE}.",
        where="\n".join(map(str, fallen)),
        next_step="`trucewatch pack score --errors` lists what went wrong.",
    )


def falls(sheet: FloorsSheet, figures: Mapping[str, Figures]) -> Iterator[Fall]:
    """Yield each figure that is below its floor, or that has a floor and is not computed."""
    for language, floors in sheet.floors.items():
        computed = figures.get(language, {})
        for measure, floor in floors.items():
            value = computed[measure].value if measure in computed else None
            if value is None or is_below(value, floor):
                yield Fall(language, measure, floor, value)


def is_below(value: float, floor: float) -> bool:
    """Say whether a figure is below its floor as both are printed, in three digits.

    A macro mean moves by less than that when a wrong answer takes another wrong class.
    """
    return round(value * _DIGITS) < round(floor * _DIGITS)


def missing(sheet: FloorsSheet, figures: Mapping[str, Figures]) -> list[str]:
    """Return `language: measure` of each figure that should have a floor and has none."""
    return [
        f"{language}: {measure.name}"
        for language, computed in figures.items()
        for measure in MEASURES
        if measure.held and measure.name in computed and measure.name not in sheet.floors.get(language, {})
    ]


def raised(sheet: FloorsSheet, figures: Mapping[str, Figures]) -> Mapping[str, Mapping[str, float]]:
    """Return the floors with each figure that is higher taken over, cut to three digits.

    Raises `LabelsError` naming each figure that has fallen: then no floor is raised either.
    """
    fallen = [str(each) for each in falls(sheet, figures)]
    if fallen:
        raise LabelsError(
            "Floors only rise, and a figure has fallen: nothing was written.",
            where="\n".join(fallen),
            next_step=f"Mend what made it fall. If the floor was wrong, lower it in {FILE} by hand and say why there.",
        )
    floors = {language: dict(held) for language, held in sheet.floors.items()}
    for language, computed in figures.items():
        for measure in MEASURES:
            if measure.held and measure.name in computed:
                held = floors.setdefault(language, {})
                held[measure.name] = max(held.get(measure.name, 0.0), _cut(computed[measure.name].value))
    return floors


def _cut(value: float) -> float:
    return math.floor(value * _DIGITS + _NOISE) / _DIGITS


def write(folder: Path, figures: Mapping[str, Figures]) -> int:
    """Raise the floors in the file and return how many rose or are new; what stands above `floors:` stays as it is.

    Raises `LabelsError` as `raised` does.
    """
    sheet = read(folder)
    floors = raised(sheet, figures)
    path = folder / FILE
    before = path.read_text(encoding="utf-8") if path.is_file() else ""
    kept = before[: before.index(f"\n{HEAD}") + 1] if f"\n{HEAD}" in before else before
    if kept.startswith(HEAD):
        kept = ""
    order = {measure.name: place for place, measure in enumerate(MEASURES)}
    lines = [HEAD]
    for language, held in floors.items():
        lines.append(f"  {_quoted(language)}:")
        lines.extend(f"    {name}: {held[name]:.3f}" for name in sorted(held, key=order.__getitem__))
    path.write_text(kept + "\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    return sum(
        value > sheet.floors.get(language, {}).get(name, -1.0)
        for language, held in floors.items()
        for name, value in held.items()
    )


def _quoted(language: str) -> str:
    """Return a language as a key: `no` is one, and some readers of YAML take it for a boolean."""
    return f'"{language}"' if language in {"no", "on", "off", "yes"} else language
