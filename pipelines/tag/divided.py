"""Titles that the adjective of a country stands in: «глава турецкой дипломатии», "szef polskiego MSZ"."""

import re
from collections.abc import Mapping, Sequence

from pipelines.packs.model import Form, FormKind
from pipelines.tag.entries import Entry
from pipelines.tag.index import Hit
from pipelines.tag.scene import Scene

RULE = "role.divided"
_WORD_BEFORE = re.compile(r"(?<!\w)([^\W\d_][\w-]*) \Z")
_WORDS_AHEAD = re.compile(r" ([^\W\d_][\w'-]*)(?: ([^\W\d_][\w'-]*))?")
LONGEST = 30


def divided_titles(scene: Scene, hits: Sequence[tuple[Hit, Form]]) -> list[tuple[Hit, Form]]:
    """Return the hits with such titles in place of the adjective and of what else stands in the title."""
    known = scene.facts.divisible.get(scene.lexicon.language)
    if not known:
        return list(hits)
    kept: list[tuple[Hit, Form]] = []
    reached = 0
    for hit, form in hits:
        if hit.start < reached:
            continue
        found = _title_around(scene, hit, form, known) if form.kind is FormKind.ADJECTIVE else None
        if found is not None:
            while kept and kept[-1][0].end > found[0].start:
                kept.pop()
            reached = found[0].end
        kept.append(found or (hit, form))
    return kept


def _title_around(scene: Scene, hit: Hit, form: Form, known: Mapping[str, tuple[str, ...]]) -> tuple[Hit, Form] | None:
    before = _WORD_BEFORE.search(scene.folded, max(0, hit.start - LONGEST), hit.start)
    ahead = _WORDS_AHEAD.match(scene.folded, hit.end)
    if before is None or ahead is None:
        return None
    head = before[1][0].lower() + before[1][1:]
    for words, end in (((ahead[1], ahead[2]), ahead.end(2)), ((ahead[1],), ahead.end(1))):
        if None in words:
            continue
        titles = known.get(" ".join((head, *words)), ())
        offices = [scene.facts.titles.get((form.target, title)) for title in titles]
        forms = [
            Form(
                text=scene.folded[before.start(1) : end],
                language=scene.lexicon.language,
                kind=FormKind.ROLE,
                target=office.office_id,
                rule=RULE,
            )
            for office in offices
            if office is not None
        ]
        if forms:
            return Hit(before.start(1), end, Entry(forms[0].text, forms)), forms[0]
    return None
