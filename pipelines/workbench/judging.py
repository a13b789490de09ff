"""Tags held against labels, one text at a time: every figure counts the judgements made here.

LabelledText + Tags ──judge──▶ Judgements of each layer that was labelled
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pipelines.packs.model import Pack
from pipelines.records import Tags
from pipelines.workbench.judgement import Judgement, Verdict
from pipelines.workbench.labelled import LabelledText
from pipelines.workbench.mentions import judge_forms, judge_mentions
from pipelines.workbench.said import judge_statements

TALKS, NO = "talks", "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A text, what was tagged in it and what is to be said of that."""

    text: LabelledText
    language: str
    score: float  # of relevance, 0 to 1
    judgements: tuple[Judgement, ...]


def judge(text: LabelledText, tags: Tags, pack: Pack) -> Judged:
    """Hold the tags of a text against its labels, layer by layer; layers without labels yield nothing."""
    judgements: list[Judgement] = []
    if text.mentions is not None:
        judgements.extend(judge_mentions(text, text.mentions, tags.mentions, pack))
    if text.forms is not None:
        judgements.extend(judge_forms(text, tags.mentions))
    if text.label is not None:
        judgements.extend(_relevance(text.label, tags.relevance.label))
    if text.facets is not None:
        judgements.extend(_set("facets", text.facets, {each.facet for each in tags.facets}))
    if text.rounds is not None:
        judgements.extend(_rounds(dict(text.rounds), {each.round: each.aspect for each in tags.rounds}))
    said = [each for each in tags.statements if each.zone in text.zones]
    if text.quotes is not None:
        judgements.extend(judge_statements("quotes", text.quotes, [each for each in said if each.is_quote]))
    if text.reported is not None:
        judgements.extend(judge_statements("reported", text.reported, [each for each in said if not each.is_quote]))
    return Judged(
        text=text,
        language=text.language or tags.language,
        score=tags.relevance.score,
        judgements=tuple(judgements),
    )


def _relevance(wanted: str, found: str) -> Iterator[Judgement]:
    """Judge the label: as one of three, as talks or not, as relevant (talks or passing) or not."""
    yield Judgement(
        layer="label", verdict=Verdict.RIGHT if wanted == found else Verdict.WRONG, wanted=wanted, found=found
    )
    for layer, is_wanted, is_found in (
        ("talks", wanted == TALKS, found == TALKS),
        ("relevant", wanted != NO, found != NO),
    ):
        if is_wanted:
            yield Judgement(layer=layer, verdict=Verdict.RIGHT if is_found else Verdict.MISSED)
        elif is_found:
            yield Judgement(layer=layer, verdict=Verdict.FALSE)


def _set(layer: str, wanted: Iterable[str], found: Iterable[str]) -> Iterator[Judgement]:
    tagged = set(found)
    for each in sorted(wanted):
        verdict = Verdict.RIGHT if each in tagged else Verdict.MISSED
        tagged.discard(each)
        yield Judgement(layer=layer, verdict=verdict, group=each, wanted=each)
    for each in sorted(tagged):
        yield Judgement(layer=layer, verdict=Verdict.FALSE, group=each, found=each)


def _rounds(wanted: Mapping[str, str], found: Mapping[str, str]) -> Iterator[Judgement]:
    """Judge which rounds are named, and among those found whether the text is about them or looks back."""
    yield from _set("rounds", wanted, found)
    for each in sorted(wanted.keys() & found.keys()):
        verdict = Verdict.RIGHT if wanted[each] == found[each] else Verdict.WRONG
        yield Judgement(
            layer="aspect", verdict=verdict, wanted=f"{each}: {wanted[each]}", found=f"{each}: {found[each]}"
        )
