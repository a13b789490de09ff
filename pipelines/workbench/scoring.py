"""Figures: what the judgements over many texts come to, per language and in all.

LabelledText ──tag──▶ Tags ──judge──▶ Judged ──figures──▶ name of a measure → Figure

`MEASURES` is the one list of figures: the table, the floors and the JSON draw on it.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from pipelines.packs.model import Pack
from pipelines.records import Tags
from pipelines.workbench.judgement import Judgement, Verdict
from pipelines.workbench.judging import NO, TALKS, Judged, judge
from pipelines.workbench.labelled import LabelledText
from pipelines.workbench.said import FIELDS
from pipelines.workbench.sheets import KINDS

ALL = "all"
"""The column of all languages together."""


class Tagging(Protocol):
    """Whatever tags a text as `pipelines.tag.Tagger` does."""

    def tag(self, *, title: str, text: str, language: str | None, published_at: datetime | None) -> Tags:
        """Return the tags of a text."""


class Way(StrEnum):
    """How judgements become a figure."""

    F1 = "f1"  # harmonic mean of precision and recall
    PRECISION = "precision"  # right ones of all that were tagged
    RECALL = "recall"  # right ones of all that were labelled
    MACRO = "macro"  # mean of the F1 of each class that was labelled
    RANKING = "ranking"  # average precision of the texts, ranked by their score of relevance


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A figure: of which layer (and group), how it is computed, under which heading it stands.

    `held`: the floors hold it. What is not held is a part of what is, or too small a number to hold.
    """

    name: str
    title: str
    section: str
    layer: str
    way: Way = Way.F1
    group: str | None = None
    held: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure and the counts behind it: `right` of `wanted` labels, of `found` tags. 0 to 1.

    For a ranking, `right` and `wanted` are the texts that should stand on top, `found` all texts.
    """

    value: float
    right: int
    wanted: int
    found: int


def _mention_measures() -> list[Measure]:
    section = "Mentions"
    return [
        Measure(name="mentions", title="F1 (span and identity)", section=section, layer="mentions"),
        Measure(
            name="mentions.precision",
            title="  precision",
            section=section,
            layer="mentions",
            way=Way.PRECISION,
            held=False,
        ),
        Measure(
            name="mentions.recall", title="  recall", section=section, layer="mentions", way=Way.RECALL, held=False
        ),
        Measure(name="mentions.strict", title="F1, strict", section=section, layer="strict"),
        Measure(
            name="mentions.strict_precision",
            title="  precision, strict",
            section=section,
            layer="strict",
            way=Way.PRECISION,
            held=False,
        ),
        Measure(name="mentions.overlap", title="F1, overlap", section=section, layer="overlap"),
        *(
            Measure(
                name=f"mentions.{kind}", title=f"  {kind}: F1", section=section, layer="kinds", group=kind, held=False
            )
            for kind in KINDS
        ),
        Measure(name="kind", title="kind right", section=section, layer="kind", way=Way.RECALL, held=False),
        Measure(name="roles", title="roles: span, holder", section=section, layer="roles", way=Way.RECALL),
        Measure(name="roles.holder", title="roles: holder by date", section=section, layer="holders", way=Way.RECALL),
        Measure(name="as_actor", title="acts or not", section=section, layer="as_actor", way=Way.RECALL),
        Measure(name="metonymy", title="  of places", section=section, layer="metonymy", way=Way.RECALL),
    ]


def _text_measures() -> list[Measure]:
    section = "Texts"
    return [
        Measure(name="relevance", title="talks or not: F1", section=section, layer="talks"),
        Measure(name="relevance.ap", title="talks: AP by score", section=section, layer="talks", way=Way.RANKING),
        Measure(name="relevance.any", title="relevant or no: F1", section=section, layer="relevant"),
        Measure(
            name="relevance.any_ap",
            title="relevant: AP by score",
            section=section,
            layer="relevant",
            way=Way.RANKING,
            held=False,
        ),
        Measure(name="relevance.label", title="three labels right", section=section, layer="label", way=Way.RECALL),
        Measure(name="facets", title="facets: micro F1", section=section, layer="facets"),
        Measure(name="facets.macro", title="facets: macro F1", section=section, layer="facets", way=Way.MACRO),
        Measure(name="rounds", title="rounds: F1", section=section, layer="rounds"),
        Measure(
            name="rounds.aspect", title="  aspect right", section=section, layer="aspect", way=Way.RECALL, held=False
        ),
    ]


def _statement_measures() -> list[Measure]:
    section = "Statements"
    spans = [
        measure
        for layer, title in (("quotes", "quotes"), ("reported", "reported"))
        for measure in (
            Measure(name=layer, title=f"{title}: F1, exact span", section=section, layer=layer),
            Measure(name=f"{layer}.overlap", title="  F1, overlap", section=section, layer=f"{layer}_overlap"),
            Measure(
                name=f"{layer}.speaker",
                title="  speaker right",
                section=section,
                layer=f"{layer}_speakers",
                way=Way.RECALL,
            ),
        )
    ]
    return [
        *spans,
        Measure(name="types", title="types: macro F1", section=section, layer="types", way=Way.MACRO),
        Measure(name="types.right", title="  type right", section=section, layer="type", way=Way.RECALL, held=False),
        *(
            Measure(name=field, title=f"  {field} right", section=section, layer=field, way=Way.RECALL, held=False)
            for field in FIELDS
        ),
    ]


MEASURES: tuple[Measure, ...] = (*_mention_measures(), *_text_measures(), *_statement_measures())

Figures = Mapping[str, Figure]
"""Name of a measure → figure; a measure without a single judgement is left out."""


def judged(
    texts: Iterable[LabelledText], tagger: Tagging, pack: Pack, progress: Callable[[], None] = lambda: None
) -> list[Judged]:
    """Tag each text and hold its tags against its labels; `progress` is called after each."""
    results = []
    for text in texts:
        tags = tagger.tag(title=text.title, text=text.text, language=text.language, published_at=text.published_at)
        results.append(judge(text, tags, pack))
        progress()
    return results


def by_language(results: Sequence[Judged]) -> Mapping[str, Figures]:
    """Return the figures of each language, in alphabetical order, and those of all texts under `all`, first."""
    languages = sorted({each.language for each in results})
    parts = {language: [each for each in results if each.language == language] for language in languages}
    return {ALL: figures(results), **{language: figures(part) for language, part in parts.items()}}


def figures(results: Sequence[Judged]) -> Figures:
    """Return every figure that there is something to compute from."""
    by_layer: dict[str, list[Judgement]] = {}
    for each in results:
        for judgement in each.judgements:
            by_layer.setdefault(judgement.layer, []).append(judgement)
    computed = {}
    for measure in MEASURES:
        if measure.way is Way.RANKING:
            figure = _ranking(results, measure.layer)
        else:
            judgements = by_layer.get(measure.layer, [])
            if measure.group is not None:
                judgements = [each for each in judgements if each.group == measure.group]
            figure = _counted(judgements, measure.way)
        if figure is not None:
            computed[measure.name] = figure
    return computed


def _counted(judgements: Sequence[Judgement], way: Way) -> Figure | None:
    """Return the figure of some judgements; None where they do not bear on it (recall without a label …)."""
    count = Counter(each.verdict for each in judgements)
    right = count[Verdict.RIGHT]
    wanted = right + count[Verdict.WRONG] + count[Verdict.MISSED]
    found = right + count[Verdict.WRONG] + count[Verdict.FALSE]
    if way is Way.MACRO:
        value = _macro(judgements)
    elif way is Way.PRECISION:
        value = right / found if found else None
    elif way is Way.RECALL:
        value = right / wanted if wanted else None
    else:
        value = 2 * right / (wanted + found) if wanted + found else None
    return None if value is None else Figure(value=value, right=right, wanted=wanted, found=found)


def _macro(judgements: Sequence[Judgement]) -> float | None:
    """Return the mean F1 of the classes that were labelled; None without one."""
    groups: dict[str, Counter[Verdict]] = {}
    for each in judgements:
        groups.setdefault(each.group, Counter())[each.verdict] += 1
    values = [
        2 * count[Verdict.RIGHT] / (2 * count[Verdict.RIGHT] + count[Verdict.MISSED] + count[Verdict.FALSE])
        for count in groups.values()
        if count[Verdict.RIGHT] + count[Verdict.MISSED]
    ]
    return sum(values) / len(values) if values else None


def _ranking(results: Sequence[Judged], layer: str) -> Figure | None:
    """Return the average precision of texts ranked by score: the mean, over the wanted, of precision at their score.

    Texts of one score share one rank, so that their order says nothing.
    """
    scored = [(each.score, _is_wanted(each.text.label, layer)) for each in results if each.text.label is not None]
    wanted = sum(is_wanted for _, is_wanted in scored)
    if not wanted:
        return None
    total = seen = hits = 0.0
    for score in sorted({score for score, _ in scored}, reverse=True):
        here = [is_wanted for other, is_wanted in scored if other == score]
        seen += len(here)
        hits += sum(here)
        total += sum(here) * hits / seen
    return Figure(value=total / wanted, right=wanted, wanted=wanted, found=len(scored))


def _is_wanted(label: str | None, layer: str) -> bool:
    return label == TALKS if layer == "talks" else label != NO
