"""Whether a text is about the talks, mentions them in passing, or neither (convention 9 of a tag)."""

import math
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from pipelines.packs.model import Form
from pipelines.records import Relevance
from pipelines.tag.content import TALKS
from pipelines.tag.convened import SEATED, convened
from pipelines.tag.facets import Ground
from pipelines.tag.index import Hit
from pipelines.tag.mentions import STRONG
from pipelines.tag.scene import Scene

NEGOTIATED = frozenset(
    {
        TALKS,
        "ceasefire",
        "mediation",
        "leaders_summit",
        "prisoner_exchange",
        "territorial_withdrawal",
        "security_guarantees",
    }
)
"""Facets whose terms speak of what is negotiated; the others (strikes, sanctions …) only accompany it. A pack with other
facets is judged by all of them."""
CORE = frozenset({TALKS, "ceasefire", "mediation"})
"""Facets that make a sentence speak of talks without help; terms of the others count half."""
TELLING = frozenset({TALKS, "ceasefire"})
"""Facets whose strong terms say outright that a war is negotiated about; a mediator or a delegation alone does not."""
SPOKEN = TELLING | {"leaders_summit"}
"""Facets without which, or mediation between the parties, a text is not about talks: a mediated exchange of prisoners alone
only mentions them."""
TOLD_BY = CORE | SPOKEN
"""Facets that tell with any term that a text is about talks, unless that term stands in texts on anything."""
SWAP = "prisoner_exchange"
BARGAINED = frozenset({"ceasefire", "prisoner_exchange", "territorial_withdrawal", "security_guarantees"})
"""Facets that talks between others than the parties of a war hardly have."""
OUTRIGHT = TELLING | BARGAINED
"""Facets whose strong terms say that a sentence is on our talks, whatever else is negotiated about in it."""
NEAR = 70
"""Characters between a term of talks and what they are about."""
TABLE = 3
"""Participants of rounds of these days who make the talks of a text ours that names one party; one does with both."""
BEGINNING = 350
"""Characters of the body by which a text on the talks has named them."""
KICKER = 60
"""Characters of a paragraph that is more than a stamp or a kicker."""
SENTENCE = 3.0
"""Weight from which a sentence speaks of the talks: a strong term, or a weak one between both parties."""
FAINT, FAINT_TEXT = 1.5, 6.0
"""Weight from which a sentence adds something, and the sum from which such sentences mean the talks without a clear one."""
BOTH, ONE = 2.0, 0.5
"""What both parties, or one of them, add to a sentence that has a term."""
VENUE = 2.0
"""What a round of these days adds, told by its name or its city: "the talks in …" needs no party to be ours."""
BARE = 1.0
"""Weight of a sentence that names a round and has no term."""
TITLE_FACTOR = 1.5
TALKS_FROM = 0.5
BELOW_TALKS = 0.49
PASSING = 0.2
"""Least score of a text with one sentence on the talks."""
ASIDE, WHOLE = 0.15, 0.4
"""How much sentences weigh in a text that is otherwise about something else; share from which they weigh in full."""
OPENED = 0.3
"""Share of a text that begins with who meets where: what comes of it need not say again what it is about."""
CHARACTERS_PER_SENTENCE = 120
LATE = 0.4
"""How much sentences weigh that are few, where title and beginning are about something else."""
BACKGROUND = 0.6
"""Share of the body behind which all that a text says on the talks is background, however much it is."""
SHARED = 4
"""Rounds without a city that may bear a name which still means them ("phone call" does not)."""
ALONE = 0.34
"""Share of the body up to which a single sentence, not the first, is a remark in a text about something else."""
CERTAIN = 0.999
MOST_EVIDENCE = 8
"""Terms named as evidence."""


class _Sentence(NamedTuple):
    start: int
    end: int
    weight: float
    terms: tuple[tuple[str, str], ...]  # facet, term as written in the pack
    parties: frozenset[str]
    elsewhere: int
    names_party: bool
    names_both: bool
    swaps: bool  # has a strong term of an exchange of prisoners
    bargains: bool  # has a strong term of what is bargained about
    spoken: bool  # has a term of talks, of a stop of the fighting, of a summit
    core: bool  # has a term of talks, of a stop of the fighting, of mediation
    with_party: bool  # has a strong term of talks with the name of a party in it
    tells: bool  # has a strong term of a stop of the fighting or of talks


def relevance(scene: Scene, where: Ground) -> Relevance:
    """Judge a text by its sentences: how many speak of talks, how large a share, whose talks."""
    venues = scene.venues() if scene.hits.terms else frozenset()
    taken = bool(venues) and _is_taken(scene, venues)
    if taken:
        venues = frozenset()
    met = list(convened(scene, where))
    rounds = sorted([*(() if taken else _rounds_named(scene)), *met])
    if not where.parties and not venues and not rounds:
        return Relevance(label="no", score=0.0, evidence=("no party",))
    sentences = list(_sentences(scene, where, venues, rounds, met))
    beginning = _beginning(scene)
    ours = _ours(sentences, where, beginning)
    clear = [each for each in ours if each.weight >= SENTENCE]
    length = max(1.0, len(scene.text) / CHARACTERS_PER_SENTENCE)  # in sentences
    share = (len(clear) + len(ours)) / 2 / length
    if any(each.start < beginning and bisect_left(met, each.start) < bisect_left(met, each.end) for each in clear):
        share = max(share, OPENED)
    if not clear and sum(each.weight for each in ours) < min(FAINT_TEXT, FAINT * length):
        if not (sentences and _is_seated(where)):
            return _neither(sentences, where)
        ours = sentences
    mass: float = sum(_mass(scene, each, where) for each in ours) * (ASIDE + (1 - ASIDE) * min(1.0, share / WHOLE))
    evidence = [*_terms(ours), *_parties(where)]
    first = min((each.start for each in ours if each.core or each.start < scene.body_at), default=len(scene.text))
    if share < WHOLE and first >= beginning:
        mass *= LATE
    late = scene.body_at + BACKGROUND * (len(scene.text) - scene.body_at)
    is_background = all(each.start >= late for each in ours)
    if sum(1 for each in sentences if each.elsewhere and each not in ours) > len(ours):
        if not any(map(_is_plain, ours)):
            return _neither(sentences, where)
        mass *= ASIDE
        evidence.append("other conflict: named more often")
    score = round(min(CERTAIN, max(PASSING, 1 - math.exp(-mass))), 3)
    if score >= TALKS_FROM and not is_background and not _is_remark(scene, ours) and _is_spoken(ours):
        return Relevance(label="talks", score=score, evidence=tuple(evidence))
    told = f"share: {len(ours)} of about {int(length)} sentences"
    return Relevance(label="passing", score=min(score, BELOW_TALKS), evidence=(*evidence, told))


def _is_taken(scene: Scene, venues: frozenset[str]) -> bool:
    """Say whether the title tells of another conflict in the city where the parties meet these days, and of no party."""
    if not scene.between(scene.hits.conflicts, 0, scene.body_at):
        return False
    parties, at_venue = _named_in(scene, 0, scene.body_at, venues)
    return at_venue and not parties


def _is_seated(where: Ground) -> bool:
    """Say whether a text names both parties, several who sit at the table in these days, and no other conflict.

    What it then says of a truce, of a paper or of land, however faintly, is said of our talks.
    """
    return len(where.parties) >= BOTH_PARTIES and len(where.at_table) >= SEATED and not where.elsewhere


def _is_plain(each: _Sentence) -> bool:
    """Say whether a sentence speaks of our talks even in a text on those of others: it is more than praise for their negotiators."""
    return each.tells or each.bargains or each.with_party or (each.names_both and len(each.terms) > 1)


def _beginning(scene: Scene) -> int:
    """Return where the first paragraph of the body ends, or its first `BEGINNING` characters.

    A stamp, a kicker or a dateline of its own above it is none.
    """
    paragraphs = scene.paragraphs[scene.paragraph(scene.body_at) :]
    end: int = next((end for start, end in paragraphs if end - start >= KICKER), paragraphs[0][1])
    return min(end, scene.body_at + BEGINNING)


def _neither(sentences: Sequence[_Sentence], where: Ground) -> Relevance:
    """Say that a text is not about the talks, and whose terms it has if it has any."""
    if not sentences:
        return Relevance(label="no", score=0.0, evidence=tuple(_parties(where)))
    reason = "other conflict: named" if where.elsewhere else "terms: too weak or too few"
    return Relevance(label="no", score=0.05, evidence=(*_terms(sentences), *_parties(where), reason))


def _terms(sentences: Sequence[_Sentence]) -> Iterator[str]:
    """Yield the terms that counted, facet by facet ("talks: delegation, peace talks")."""
    found = [*dict.fromkeys(term for each in sentences for term in each.terms)][:MOST_EVIDENCE]
    for facet in dict.fromkeys(facet for facet, _ in found):
        yield f"{facet}: {', '.join(surface for other, surface in found if other == facet)}"


def _parties(where: Ground) -> list[str]:
    return [f"party: {', '.join(sorted(where.parties))}"] if where.parties else []


def _is_remark(scene: Scene, ours: Sequence[_Sentence]) -> bool:
    """Say whether all there is on the talks is one sentence behind the first, a small part of the text."""
    body = len(scene.text) - scene.body_at
    if len(ours) != 1 or ours[0].start < scene.body_at:
        return False
    first_end = scene.sentence(scene.body_at)[1]
    return ours[0].start >= first_end and ours[0].end - ours[0].start < body * ALONE


def _is_spoken(ours: Sequence[_Sentence]) -> bool:
    """Say whether parties talk, or somebody mediates between them: for more than an exchange of prisoners."""
    if any(each.spoken for each in ours):
        return True
    return any(each.core and each.names_both for each in ours) and not any(each.swaps for each in ours)


def _rounds_named(scene: Scene) -> list[int]:
    """Return where a round of these days is called by its name ("the Geneva talks")."""
    near = scene.around.rounds
    if not near or not scene.hits.rounds:
        return []
    known = scene.facts.rounds
    places = {hit[:2] for hit in scene.hits.actors}
    return [
        hit.start
        for hit in scene.hits.rounds
        if (" " in hit.entry.surface or "-" in hit.entry.surface)
        and any(each in near and (known[each].city or len(hit.entry.rounds) <= SHARED) for each in hit.entry.rounds)
        and hit[:2] not in places
    ]


def _sentences(
    scene: Scene, where: Ground, venues: frozenset[str], rounds: Sequence[int], met: Sequence[int]
) -> Iterator[_Sentence]:
    """Yield the sentences whose terms weigh enough; one that names a round of these days needs no term.

    `rounds`: where such are named, `met` where they are told without their name.
    """
    by_sentence = _judged_terms(scene)
    told = _is_told(scene, where, venues, rounds, by_sentence)
    for at in rounds if where.parties else ():
        by_sentence.setdefault(scene.sentence(at), [])
    for (start, end), found in by_sentence.items():
        all_count = told and (
            start < scene.body_at
            or bool(where.parties_in(scene.paragraph(start)))
            or any(not form.is_everyday for _, form in found)
        )
        terms = [
            (form.target, hit.entry.surface, form.weight) for hit, form in found if all_count or not form.is_everyday
        ]
        names_round = bisect_left(rounds, start) < bisect_left(rounds, end)
        if not (terms or names_round):
            continue
        named, at_venue = _named_in(scene, start, end, venues)
        at_venue = at_venue or names_round
        meets = bisect_left(met, start) < bisect_left(met, end)
        each = _weighed(scene, where, (start, end), terms, named, at_venue=at_venue, meets=meets)
        if each.weight >= FAINT:
            yield each


def _judged_terms(scene: Scene) -> dict[tuple[int, int], list[tuple[Hit, Form]]]:
    """Return the terms of the facets that count, by sentence; none that speaks of what else is negotiated about."""
    judged = _of_pack(NEGOTIATED, scene.facts.pack.facets)
    found: dict[tuple[int, int], list[tuple[Hit, Form]]] = {}
    around = (0, 0)
    for hit in scene.hits.terms:
        for form in hit.entry.terms:
            if form.target in judged:
                if not around[0] <= hit.start < around[1]:
                    around = scene.sentence(hit.start)
                if not _is_of_others(scene, hit, form, around):
                    found.setdefault(around, []).append((hit, form))
    return found


def _is_of_others(scene: Scene, hit: Hit, form: Form, sentence: tuple[int, int]) -> bool:
    """Say whether a term speaks of talks on something else, which stands near it (a loan, accession).

    A strong one does not, but that they are held "with" a party is nothing strong there.
    """
    start, end = max(sentence[0], hit.start - NEAR), min(sentence[1], hit.end + NEAR)
    if not scene.between(scene.hits.subjects, start, end):
        return False
    if form.weight < STRONG:
        return True
    outright = _of_pack(OUTRIGHT, scene.facts.pack.facets)
    return form.target not in outright or (form.target == TALKS and _with_party(scene, hit.start, hit.end))


def _is_told(
    scene: Scene,
    where: Ground,
    venues: frozenset[str],
    rounds: Sequence[int],
    terms: Mapping[tuple[int, int], Sequence[tuple[Hit, Form]]],
) -> bool:
    """Say whether a text tells of talks by more than words that stand in texts on anything ("a pause", "their host").

    It does by a round or a city of these days, by who sits at the table, by another term: an exchange of prisoners by a
    strong one.
    """
    if rounds or _is_seated(where):
        return True
    telling = _of_pack(TOLD_BY, scene.facts.pack.facets)
    by_term = any(
        not form.is_everyday
        and (form.target in telling or (form.target == SWAP and form.weight >= STRONG))
        and (form.weight >= STRONG or start < scene.body_at or _names_anybody(scene, start))
        for (start, _), found in terms.items()
        for _, form in found
    )
    return by_term or _named_in(scene, 0, len(scene.text), venues)[1]


def _names_anybody(scene: Scene, at: int) -> bool:
    """Say whether the paragraph names anybody or any place of the pack: one that does not may be on anything."""
    return bool(scene.between(scene.hits.actors, *scene.paragraphs[scene.paragraph(at)]))


def _weighed(
    scene: Scene,
    where: Ground,
    span: tuple[int, int],
    terms: Sequence[tuple[str, str, int]],
    named: frozenset[str],
    *,
    at_venue: bool,
    meets: bool,
) -> _Sentence:
    """Weigh a sentence by its terms (facet, surface, weight), by the parties it names, by where it says they meet.

    Terms of the facets that only accompany talks count half, and nothing in a paragraph without a party; not so where those
    meet who sit at the table (`meets`).
    """
    start, end = span
    paragraph = scene.paragraph(start)
    here = named or where.parties_in(paragraph)
    has_core = not CORE.isdisjoint(scene.facts.pack.facets)
    facets = {facet for facet, _, _ in terms}
    strong = {facet for facet, _, value in terms if value >= STRONG}
    is_core = not has_core or not terms or meets or not CORE.isdisjoint(facets)
    weight: float = sum({surface: value for _, surface, value in terms}.values()) if terms else BARE
    if not is_core:
        weight = weight / 2 if here else -BOTH
        at_venue = False
    begin = max(start, scene.dateline) if start >= scene.body_at else start  # where a report was filed tells nothing
    elsewhere = len(scene.between(scene.hits.conflicts, begin, end))
    return _Sentence(
        start=start,
        end=end,
        weight=weight + max(VENUE if at_venue else 0.0, BOTH if len(named) > 1 else ONE if named else 0.0),
        terms=tuple([(facet, surface) for facet, surface, _ in terms]),
        parties=here or (frozenset(scene.facts.pack.parties) if at_venue else frozenset()),
        elsewhere=elsewhere or (0 if here else where.elsewhere.get(paragraph, 0)),
        names_party=bool(named) or at_venue,
        names_both=len(named) > 1 or at_venue,
        swaps=SWAP in strong,
        bargains=not BARGAINED.isdisjoint(strong),
        spoken=at_venue or not has_core or not SPOKEN.isdisjoint(facets),
        core=is_core,
        with_party=TALKS in strong and len(named) == 1 and _with_party(scene, start, end),
        tells=at_venue or not TELLING.isdisjoint(strong),
    )


def _with_party(scene: Scene, start: int, end: int) -> bool:
    """Say whether a party stands inside a term of a sentence ("talks with …")."""
    sides = scene.facts.sides
    inside = [hit for hit in scene.between(scene.hits.actors, start, end) if hit.entry.forms[0].target in sides]
    return any(
        term.start < hit.start and hit.end <= term.end
        for term in scene.between(scene.hits.terms, start, end)
        for hit in inside
    )


@lru_cache(maxsize=8)
def _of_pack(wanted: frozenset[str], facets: tuple[str, ...]) -> frozenset[str]:
    """Return the facets that are wanted; all of them in a pack that calls none as here what is negotiated."""
    return wanted if not NEGOTIATED.isdisjoint(facets) else frozenset({*facets, TALKS})


def _named_in(scene: Scene, start: int, end: int, venues: frozenset[str]) -> tuple[frozenset[str], bool]:
    """Return the parties that a sentence names, and whether it names a city where they meet these days."""
    found: set[str] = set()
    at_venue = False
    sides = scene.facts.sides
    for _, _, entry in scene.between(scene.hits.actors, start, end):
        target = entry.forms[0].target
        if target in sides:
            found |= sides[target]
        at_venue = at_venue or target in venues
    return frozenset(found), at_venue


def _ours(sentences: Sequence[_Sentence], where: Ground, beginning: int) -> list[_Sentence]:
    """Return the sentences that speak of our talks; none in a text that does not tell whose talks it speaks of.

    Another conflict named there takes a sentence, unless both parties are there too. In a text that names one party a
    sentence without it counts unless another conflict is named.
    """
    if where.foreign or (len(where.parties) == 1 and not where.acts):
        return []
    free = [each for each in sentences if not each.elsewhere or len(each.parties) > 1]
    free = list(_not_taken(sentences, free, beginning))
    both = len(where.parties) > 1
    if not any(_anchors(each, beginning, both=both) for each in free) and not _hints(free, where, both=both):
        return []
    return free if both else [each for each in free if each.parties or not where.elsewhere]


def _not_taken(sentences: Sequence[_Sentence], free: Sequence[_Sentence], beginning: int) -> Iterator[_Sentence]:
    """Yield the sentences that do not only go on with what the beginning says of another conflict ("… as a mediator").

    They have no term of another facet, do not name both parties, and tell with none of them who talks ("talks with …").
    """
    taken = {
        facet
        for each in sentences
        if each.elsewhere and each.start < beginning and len(each.parties) < BOTH_PARTIES
        for facet, _ in each.terms
    }
    for each in free:
        theirs = bool(each.terms) and taken.issuperset(facet for facet, _ in each.terms)
        if not theirs or each.names_both or each.with_party:
            yield each


BOTH_PARTIES = 2


def _hints(free: Sequence[_Sentence], where: Ground, *, both: bool) -> bool:
    """Say whether talks of somebody are ours by what they are about, or by who sits at the table."""
    told = any(each.bargains for each in free) or len(where.at_table) >= (1 if both else TABLE)
    return told and any((each.core or each.spoken) and (both or each.names_party) for each in free)


def _anchors(each: _Sentence, beginning: int, *, both: bool) -> bool:
    """Say whether a sentence tells by itself whose talks they are: it names both parties, or a war that is to end."""
    if each.names_both and (each.core or each.swaps):
        return True
    if both and each.core and each.names_party and each.weight >= SENTENCE and each.start < beginning:
        return True
    return each.tells and (both or each.names_party or (bool(each.parties) and each.start < beginning))


def _mass(scene: Scene, sentence: _Sentence, where: Ground) -> float:
    mass = 0.8 * min(sentence.weight / SENTENCE, 1.5) * (1.0 if sentence.weight >= SENTENCE else 0.6)
    if sentence.start < scene.body_at:
        mass *= TITLE_FACTOR
    if len(where.parties) < min(2, len(scene.facts.pack.parties)):
        mass *= 0.8
    return mass if sentence.parties else mass * 0.8
