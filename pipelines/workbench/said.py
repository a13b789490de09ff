"""Statements judged: found where they stand, by whom, of which type, and what they contain.

Layers: `quotes` and `reported` (exact span), `…_overlap`, `…_speakers` (among those that overlap), `types` (by type) and
`type`, and each labelled field of a statement that was found.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from pipelines.records import Statement
from pipelines.workbench.judgement import Judgement, Verdict, paired, span_of
from pipelines.workbench.labelled import LabelledStatement

_WORD = re.compile(r"\w+")
SPEAKING = frozenset({"speaker", "speaker_name"})


def judge_statements(layer: str, labels: Sequence[LabelledStatement], tags: Sequence[Statement]) -> Iterator[Judgement]:
    """Judge the quotes, or the reported statements, of a text; a label and a tag that overlap make a pair, one to one."""
    pairs = paired([label.wanted for label in labels], tags)
    taken = set(pairs.values())
    for number, label in enumerate(labels):
        tag = tags[pairs[number]] if number in pairs else None
        yield from _spans(layer, label.wanted, tag)
        if tag is not None:
            yield from _speaker(layer, label, tag)
            yield from _type(label, tag)
            yield from _fields(label, tag)
    for other, tag in enumerate(tags):
        if other not in taken:
            for each in (layer, f"{layer}_overlap"):
                yield Judgement(layer=each, verdict=Verdict.FALSE, span=span_of(tag), found=_voice(tag))


def _spans(layer: str, wanted: Statement, tag: Statement | None) -> Iterator[Judgement]:
    span = span_of(wanted)
    if tag is None:
        for each in (layer, f"{layer}_overlap"):
            yield Judgement(layer=each, verdict=Verdict.MISSED, span=span, wanted=_voice(wanted))
        return
    here = span_of(tag)
    exact = span == here
    moved = "" if exact else f"{here.start - span.start:+d}, {here.end - span.end:+d} characters"
    yield Judgement(
        layer=layer,
        verdict=Verdict.RIGHT if exact else Verdict.WRONG,
        span=span,
        wanted="this span",
        found="this span" if exact else f"begins, ends {moved}",
    )
    yield Judgement(layer=f"{layer}_overlap", verdict=Verdict.RIGHT, span=span)


def _speaker(layer: str, label: LabelledStatement, tag: Statement) -> Iterator[Judgement]:
    if SPEAKING.isdisjoint(label.judged):
        return
    wanted = label.wanted
    right = tag.speaker == wanted.speaker
    if wanted.speaker is None and wanted.speaker_name:
        right = right and _is_wording_of(tag.speaker_name, wanted.speaker_name)
    yield Judgement(
        layer=f"{layer}_speakers",
        verdict=Verdict.RIGHT if right else Verdict.WRONG,
        span=span_of(wanted),
        wanted=_voice(wanted),
        found=_voice(tag),
    )


def _type(label: LabelledStatement, tag: Statement) -> Iterator[Judgement]:
    """Judge the type once for people (`type`) and once by class: a wrong type is missed in one, false in another."""
    wanted = label.wanted.type
    if "type" not in label.judged or wanted is None:
        return
    span, found = span_of(label.wanted), tag.type or "none"
    right = wanted == found
    yield Judgement(
        layer="type", verdict=Verdict.RIGHT if right else Verdict.WRONG, span=span, wanted=wanted, found=found
    )
    yield Judgement(layer="types", verdict=Verdict.RIGHT if right else Verdict.MISSED, group=wanted, span=span)
    if not right:
        yield Judgement(layer="types", verdict=Verdict.FALSE, group=found, span=span)


def _fields(label: LabelledStatement, tag: Statement) -> Iterator[Judgement]:
    for field, read in FIELDS.items():
        if field not in label.judged:
            continue
        wanted, found = read(label.wanted), read(tag)
        yield Judgement(
            layer=field,
            verdict=Verdict.RIGHT if wanted == found else Verdict.WRONG,
            span=span_of(label.wanted),
            wanted=wanted or "none",
            found=found or "none",
        )


def _amounts(one: Statement) -> str:
    return ", ".join(
        sorted(
            f"{each.value:g} {each.unit.casefold()}" + (f" ({each.side})" if each.side else "") for each in one.amounts
        )
    )


FIELDS: Mapping[str, Callable[[Statement], str]] = {
    "facet": lambda one: one.facet or "",
    "target": lambda one: one.target or "",
    "negated": lambda one: "negated" if one.negated else "not negated",
    "modality": lambda one: one.modality or "",
    "attributed_to": lambda one: (one.attributed_to or "").casefold(),
    "places": lambda one: ", ".join(sorted({each.place for each in one.places})),
    "amounts": _amounts,
}
"""Field → what is compared of it: sets where order says nothing, names and units whatever their capitals."""


def _is_wording_of(found: str | None, wanted: str) -> bool:
    """Say whether a name or description is the labelled one, or a shorter or longer wording of it ("Hill", "Derek Hill")."""
    one, other = (set(_WORD.findall((name or "").casefold())) for name in (found, wanted))
    return bool(one) and bool(other) and (one <= other or other <= one)


def _voice(one: Statement) -> str:
    return one.speaker or (f"“{one.speaker_name}”" if one.speaker_name else "nobody")
