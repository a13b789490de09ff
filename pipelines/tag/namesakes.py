"""Names that are somebody else's: a surname behind another given name, a ministry of another country."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from pipelines.packs.model import Form, FormKind
from pipelines.tag.index import Hit
from pipelines.tag.scene import Scene

LONGEST_NAME = 24
SAME_INITIALS = ("aао", "eyjiеєіиюя", "bvбв", "hgгґх", "ckкq", "uwув", "zsзс")
"""Letters that one given name may begin with in different spellings (Oleksandr, Aleksandr; Yuri, Iurii)."""


def strangers(scene: Scene, hits: Sequence[tuple[Hit, Form]]) -> frozenset[int]:
    """Return where surnames stand that belong to somebody outside the pack.

    A surname behind another given name is a stranger's, and so are later ones: until the person of the pack is named
    in full, or, where that person was named before, until the paragraph ends.
    """
    alone = [(hit, form) for hit, form in hits if _is_surname(scene, hit, form)]
    named = {hit.start: form.target for hit, form in alone if _other_given_name(scene, hit, form)}
    if not named:
        return frozenset()
    known = _known(hits, named)
    return frozenset({*named, *_later(scene, alone, named, known)})


def _is_surname(scene: Scene, hit: Hit, form: Form) -> bool:
    """Say whether a hit is one word of a person's name."""
    if form.kind is not FormKind.NAME or " " in hit.entry.surface:
        return False
    actor = scene.facts.actor(form.target)
    return actor is not None and actor.type == "person"


def _known(hits: Sequence[tuple[Hit, Form]], named: Mapping[int, str]) -> dict[str, list[tuple[int, bool]]]:
    """Return actor → (where, in full) for the persons that have namesakes here."""
    wanted = frozenset(named.values())
    known: dict[str, list[tuple[int, bool]]] = {}
    for hit, form in hits:
        if form.target in wanted and form.kind is FormKind.NAME and hit.start not in named:
            known.setdefault(form.target, []).append((hit.start, " " in hit.entry.surface))
    return known


def _later(
    scene: Scene,
    alone: Sequence[tuple[Hit, Form]],
    named: Mapping[int, str],
    known: Mapping[str, Sequence[tuple[int, bool]]],
) -> Iterator[int]:
    """Yield the bare surnames that follow a stranger's full name."""
    at = sorted(named)
    for hit, form in alone:
        if hit.start in named:
            continue
        before = [place for place in at[: bisect_left(at, hit.start)] if named[place] == form.target]
        if not before:
            continue
        last = before[-1]
        own = known.get(form.target, ())
        if any(last < place < hit.start for place, full in own if full):
            continue
        if any(place < last for place, _ in own) and scene.paragraph(last) != scene.paragraph(hit.start):
            continue
        yield hit.start


def _other_given_name(scene: Scene, hit: Hit, form: Form) -> bool:
    """Say whether a given name stands right before that cannot be this person's."""
    text = scene.folded
    if hit.start < scene.body_at or text[hit.start - 1 : hit.start] != " ":
        return False
    begin = text.rfind(" ", max(0, hit.start - LONGEST_NAME), hit.start - 1) + 1
    word = text[begin : hit.start - 1].lstrip("«\"“„'(—-\n").rpartition("\n")[2]
    begin = hit.start - 1 - len(word)
    if not word.isalpha() or not word[0].isupper() or word.isupper() or _in_hit(scene, begin):
        return False
    if word.lower() in {
        *scene.lexicon.honorifics,
        *scene.lexicon.days,
        *scene.lexicon.months,
        *scene.lexicon.months_other,
    }:
        return False
    if any(_alike(word, name) for name, actors in scene.given_names.items() if form.target in actors):
        return False
    return word in scene.given_names or (scene.lexicon.described_names and _described(scene, begin))


def _alike(one: str, other: str) -> bool:
    """Say whether two given names may be spellings of one: their first letters are the same or often exchanged."""
    first, second = one[0].lower(), other[0].lower()
    return first == second or any(first in letters and second in letters for letters in SAME_INITIALS)


def _in_hit(scene: Scene, at: int) -> bool:
    """Say whether a word is part of a name, title or adjective of the pack."""
    hits = scene.hits.actors
    place = bisect_left(hits, (at + 1,)) - 1
    return place >= 0 and hits[place].end > at


def _described(scene: Scene, begin: int) -> bool:
    """Say whether a common noun stands before the given name ("analyst", «политолог»)."""
    lexicon = scene.lexicon
    before = scene.folded[max(0, begin - LONGEST_NAME) : begin]
    if not before.endswith(" "):
        return False
    word = before[:-1].rpartition(" ")[2]
    small = {*lexicon.obliques, *lexicon.place_before, *lexicon.conjunctions, *lexicon.ands, *lexicon.ors}
    return word.isalpha() and word.islower() and len(word) > 1 and word not in small | set(lexicon.determiners)


# ── Ministries ────────────────────────────────────────────────────────────────────────────────────


def of_another_country(scene: Scene, hit: Hit, form: Form) -> bool:
    """Say whether a ministry's name of one word is another country's: «МЗС Китаю», «китайский МИД»."""
    if form.kind is not FormKind.NAME or " " in hit.entry.surface or "" not in scene.lexicon.country_links:
        return False
    actor = scene.facts.actor(form.target)
    if actor is None or actor.type != "organisation" or not actor.sides:
        return False
    own = {period.side for period in actor.sides}
    for other in _neighbours(scene, hit):
        if other not in own:
            return True
    return _conflict_beside(scene, hit)


def _neighbours(scene: Scene, hit: Hit) -> Iterator[str]:
    """Yield the country whose adjective stands before and the one whose name follows."""
    hits = scene.hits.actors
    at = bisect_left(hits, (hit.start,))
    if at and scene.folded[hits[at - 1].end : hit.start] == " ":
        yield from (form.target for form in hits[at - 1].entry.forms[:1] if form.kind is FormKind.ADJECTIVE)
    if at + 1 < len(hits) and scene.folded[hit.end : hits[at + 1].start] == " ":
        form = hits[at + 1].entry.forms[0]
        actor = scene.facts.actor(form.target) if form.kind is FormKind.NAME else None
        if actor is not None and actor.type == "government":
            yield form.target


def _conflict_beside(scene: Scene, hit: Hit) -> bool:
    """Say whether a country that the pack knows from other conflicts only stands beside."""
    conflicts = scene.hits.conflicts
    at = bisect_left(conflicts, (hit.start,))
    before = at > 0 and scene.folded[conflicts[at - 1].end : hit.start] == " "
    return before or (at < len(conflicts) and scene.folded[hit.end : conflicts[at].start] == " ")
