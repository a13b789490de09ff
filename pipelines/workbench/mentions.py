"""Mentions judged: found at the right place, as the right one, of the right kind, acting or not.

Layers: `mentions` (exact span and identity), `strict`, `overlap`, `kinds` (exact, identity and kind; by kind), `kind`,
`roles`, `holders`, `as_actor`, `metonymy`.
"""

import re
from collections.abc import Collection, Iterator, Sequence

from pipelines.packs.model import Pack
from pipelines.records import Mention
from pipelines.workbench.judgement import Judgement, Span, Spans, Verdict, paired, span_of
from pipelines.workbench.labelled import LabelledForm, LabelledMention, LabelledText

PLACE = "place"


def judge_mentions(
    text: LabelledText, labels: Sequence[LabelledMention], tags: Sequence[Mention], pack: Pack
) -> Iterator[Judgement]:
    """Judge the mentions of a text.

    Left aside are tags that overlap an optional label and no firm one, tags of actors outside a closed list, and titles
    that lean on a labelled name with the country or organisation named in them (rule 3 of the guide: they may be tagged
    or not). Of sets from elsewhere, so are labels inside a tagged title, which holds nothing else by the same rule.
    """
    firm = [each for each in labels if not each.optional]
    titles = Spans(span_of(tag) for tag in tags if tag.kind == "role" and _is_from_elsewhere(text))
    places = Spans(span_of(each.wanted) for each in firm)
    optional = Spans(span_of(each.wanted) for each in labels if each.optional)
    counted = [
        tag
        for tag in tags
        if (_counts(text, tag) or (_is_people(text, tag) and _crosses(tag, places)))
        and (
            _crosses(tag, places)
            or not (_crosses(tag, optional) or _leans(text, tag, firm) or _in_title(text, tag, firm, pack))
        )
    ]
    wanted = {span_of(each.wanted) for each in firm}
    others = Spans(Span(*each) for each in text.others)
    left = [tag for tag in counted if span_of(tag) in wanted or not _inside_another(tag, others)]
    yield from _strict(firm, counted)
    firm = [each for each in firm if not titles.hold(span_of(each.wanted))]
    yield from _exact("mentions", firm, left)
    yield from _overlapping(firm, left)
    if text.judges_kinds:
        yield from _by_kind(firm, left)
    if text.judges_acting:
        yield from _acting(firm, left, pack)


def _counts(text: LabelledText, tag: Mention) -> bool:
    """Say whether a tag is of a kind and an actor that are counted; all are without a closed list."""
    if tag.zone not in text.zones:
        return False
    if text.kinds is not None and tag.kind not in text.kinds:
        return False
    return text.closed is None or tag.actor in text.closed or (tag.kind == "metonym" and tag.actor in text.seats)


def _is_from_elsewhere(text: LabelledText) -> bool:
    """Say whether a text was labelled by another guide than ours: it labels no titles, and names inside them."""
    return text.closed is not None and not text.judges_kinds


def _is_people(text: LabelledText, tag: Mention) -> bool:
    """Say whether a tag is a noun for a people, which some sets from elsewhere label as the country and others do not."""
    return tag.kind == "demonym" and _is_from_elsewhere(text) and tag.zone in text.zones


def _crosses(tag: Mention, spans: Spans) -> bool:
    return next(spans.crossing(span_of(tag)), None) is not None


def _leans(text: LabelledText, tag: Mention, firm: Sequence[LabelledMention]) -> bool:
    """Say whether a tagged title stands right before a labelled name, nothing but blanks between."""
    if tag.kind != "role":
        return False
    zone = text.title if tag.zone == "title" else text.text
    names = {each.wanted.start for each in firm if each.wanted.kind == "name" and each.wanted.zone == tag.zone}
    after = tag.end
    while after < len(zone) and zone[after] in " \u00a0":
        after += 1
    return after > tag.end and after in names


TITLE_WORDS = re.compile(r"(?:[ \u00a0](?:[^\W\d_]|[-'’])+){0,4}[ \u00a0]")
"""What may stand between a country inside a title and the name that follows the title: a few words and no mark."""


def _in_title(text: LabelledText, tag: Mention, firm: Sequence[LabelledMention], pack: Pack) -> bool:
    """Say whether a tag names the country or organisation inside a title that leans on a labelled name.

    That is a name that does not act, is nobody's own, and has a labelled person behind it with nothing but words of the
    title between ("[Kremlin] spokesman Dmitry Peskov", «президент [США] Дональд Трамп»).
    """
    actor = pack.actors.get(tag.actor or "")
    if tag.kind != "name" or tag.as_actor or actor is None or actor.type == "person":
        return False
    zone = text.title if tag.zone == "title" else text.text
    return any(
        TITLE_WORDS.fullmatch(zone, tag.end, each.wanted.start) is not None
        for each in firm
        if each.wanted.kind == "name"
        and each.wanted.zone == tag.zone
        and 0 < each.wanted.start - tag.end <= LONGEST_TITLE
        and (person := pack.actors.get(each.wanted.actor or "")) is not None
        and person.type == "person"
    )


LONGEST_TITLE = 60


def _inside_another(tag: Mention, others: Spans) -> bool:
    """Say whether a tag stands inside a longer name that a set from elsewhere labels as somebody not in the list.

    Where a place is labelled so, its government as a metonym is none of the list's either.
    """
    here = span_of(tag)
    return any(here.inside(other) or (tag.kind == "metonym" and here == other) for _, other in others.crossing(here))


def is_same(label: LabelledMention, tag: Mention) -> bool:
    """Say whether a tag names whom the label names; a metonym may name the government that sits there."""
    return tag.actor == label.wanted.actor or (
        tag.kind == "metonym" and label.also is not None and tag.actor == label.also
    )


def _exact(layer: str, firm: Sequence[LabelledMention], tags: Sequence[Mention]) -> Iterator[Judgement]:
    by_span = {span_of(tag): tag for tag in tags}
    for label in firm:
        span = span_of(label.wanted)
        tag = by_span.pop(span, None)
        verdict = Verdict.MISSED if tag is None else Verdict.RIGHT if is_same(label, tag) else Verdict.WRONG
        yield Judgement(
            layer=layer, verdict=verdict, span=span, wanted=_whom(label.wanted), found=_whom(tag) if tag else ""
        )
    for span, tag in by_span.items():
        yield Judgement(layer=layer, verdict=Verdict.FALSE, span=span, found=_whom(tag))


def _strict(firm: Sequence[LabelledMention], tags: Sequence[Mention]) -> Iterator[Judgement]:
    """Judge as `_exact` does, with nothing else tagged inside or across, and nothing forgiven inside longer names."""
    spans = Spans(map(span_of, tags))
    for each in _exact("strict", firm, tags):
        crossed = each.span is not None and any(other != each.span for _, other in spans.crossing(each.span))
        if crossed and each.verdict is Verdict.RIGHT:
            yield Judgement(
                layer="strict", verdict=Verdict.WRONG, span=each.span, wanted=each.wanted, found="another one inside"
            )
        else:
            yield each


def _overlapping(firm: Sequence[LabelledMention], tags: Sequence[Mention]) -> Iterator[Judgement]:
    pairs = paired([label.wanted for label in firm], tags, lambda label, tag: is_same(firm[label], tags[tag]))
    for number, label in enumerate(firm):
        verdict = Verdict.RIGHT if number in pairs else Verdict.MISSED
        yield Judgement(layer="overlap", verdict=verdict, span=span_of(label.wanted), wanted=_whom(label.wanted))
    taken = set(pairs.values())
    for other, tag in enumerate(tags):
        if other not in taken:
            yield Judgement(layer="overlap", verdict=Verdict.FALSE, span=span_of(tag), found=_whom(tag))


def _by_kind(firm: Sequence[LabelledMention], tags: Sequence[Mention]) -> Iterator[Judgement]:
    by_span = {span_of(tag): tag for tag in tags}
    for label in firm:
        span, kind = span_of(label.wanted), label.wanted.kind
        tag = by_span.get(span)
        if tag is not None and is_same(label, tag):
            verdict = Verdict.RIGHT if tag.kind == kind else Verdict.WRONG
            yield Judgement(layer="kind", verdict=verdict, span=span, wanted=kind, found=tag.kind)
            if tag.kind == kind:
                by_span.pop(span)
                yield Judgement(layer="kinds", verdict=Verdict.RIGHT, group=kind, span=span)
                continue
        yield Judgement(layer="kinds", verdict=Verdict.MISSED, group=kind, span=span)
    for span, tag in by_span.items():
        yield Judgement(layer="kinds", verdict=Verdict.FALSE, group=tag.kind, span=span)


def _acting(firm: Sequence[LabelledMention], tags: Sequence[Mention], pack: Pack) -> Iterator[Judgement]:
    """Judge holders of offices, and who acts: on mentions found whole and right, and on places found at all."""
    by_span = {span_of(tag): tag for tag in tags}
    for label in firm:
        wanted = label.wanted
        span = span_of(wanted)
        tag = by_span.get(span)
        if wanted.kind == "role":
            yield from _role(wanted, tag)
        if tag is None:
            continue
        acts = Judgement(
            layer="as_actor",
            verdict=Verdict.RIGHT if tag.as_actor == wanted.as_actor else Verdict.WRONG,
            span=span,
            wanted=_acts(wanted),
            found=_acts(tag),
        )
        if is_same(label, tag):
            yield acts
        if _is_place(wanted, pack):
            yield Judgement(layer="metonymy", verdict=acts.verdict, span=span, wanted=acts.wanted, found=acts.found)


def _role(wanted: Mention, tag: Mention | None) -> Iterator[Judgement]:
    span = span_of(wanted)
    found = _whom(tag) if tag else ""
    right = tag is not None and tag.actor == wanted.actor
    verdict = Verdict.RIGHT if right else Verdict.WRONG if tag else Verdict.MISSED
    yield Judgement(layer="roles", verdict=verdict, span=span, wanted=_whom(wanted), found=found)
    if tag is not None:
        yield Judgement(layer="holders", verdict=verdict, span=span, wanted=_whom(wanted), found=found)


def _is_place(wanted: Mention, pack: Pack) -> bool:
    """Say whether the name of a place stands there, for itself or for a government."""
    actor = pack.actors.get(wanted.actor or "")
    return wanted.kind == "metonym" or (wanted.kind == "name" and actor is not None and actor.type == PLACE)


def _whom(mention: Mention) -> str:
    return f"{mention.actor or 'nobody'} ({mention.kind})"


def _acts(mention: Mention) -> str:
    return "acts" if mention.as_actor else "does not act"


# ── Lists without offsets ─────────────────────────────────────────────────────────────────────────


def judge_forms(text: LabelledText, tags: Sequence[Mention]) -> Iterator[Judgement]:
    """Judge the distinct surface forms of a document against a list that gives no offsets.

    Layers `mentions` and `strict`; the latter counts forms that only ever stand inside longer listed ones too.
    """
    forms = text.forms or ()
    listed = {folded(form.surface): form for form in forms}
    found: dict[str, Mention] = {}
    for tag in tags:
        surface = folded(tag.surface)
        if _counts(text, tag) or (_is_people(text, tag) and surface in listed and listed[surface].actor):
            found.setdefault(surface, tag)
    inner = {surface for surface in found if surface not in listed and _only_inside(surface, text, listed)}
    titles = {folded(tag.surface) for tag in tags if tag.kind == "role"}
    titled = {surface for surface in listed if surface not in found and _only_inside(surface, text, titles)}
    for layer in ("mentions", "strict"):
        for surface, form in listed.items():
            here = found.get(surface)
            if layer == "mentions" and surface in titled:
                continue
            if form.actor is not None or (here is not None and here.kind != "metonym"):
                yield _form_judgement(layer, form, here)
        for surface, tag in found.items():
            if surface not in listed and not (layer == "mentions" and surface in inner):
                yield Judgement(
                    layer=layer, verdict=Verdict.FALSE, span=span_of(tag), found=f"{tag.surface}: {_whom(tag)}"
                )


def _form_judgement(layer: str, form: LabelledForm, tag: Mention | None) -> Judgement:
    """Judge one listed form; one of somebody outside the closed list is here only if it was tagged."""
    right = tag is not None and form.actor is not None and _is_listed(form, tag)
    found = _whom(tag) if tag else ""
    verdict = Verdict.RIGHT if right else Verdict.WRONG if tag else Verdict.MISSED
    if form.actor is None:
        return Judgement(layer=layer, verdict=Verdict.FALSE, found=f"{form.surface}: {found}")
    return Judgement(
        layer=layer,
        verdict=verdict,
        span=span_of(tag) if tag else None,
        wanted=f"{form.surface}: {form.actor}",
        found=found,
    )


def _is_listed(form: LabelledForm, tag: Mention) -> bool:
    return tag.actor == form.actor or (tag.kind == "metonym" and tag.actor is not None and tag.actor == form.also)


def _only_inside(surface: str, text: LabelledText, listed: Collection[str]) -> bool:
    """Say whether a form stands in the text, and nowhere but inside longer ones."""
    rest = whole = folded(f"{text.title}\n{text.text}")
    for longer in sorted((each for each in listed if surface in each), key=len, reverse=True):
        rest = rest.replace(longer, " ")
    return surface in whole and surface not in rest


def folded(surface: str) -> str:
    """Return a name as lists compare it: small letters, one blank between words, one apostrophe, no ё, no marks around it."""
    plain = " ".join(surface.casefold().replace("’", "'").replace("ʼ", "'").replace("ё", "е").split())
    return plain.strip(AROUND)


AROUND = '"«»„“”'
"""Quotation marks: lists have the names of companies now with them, now without."""
