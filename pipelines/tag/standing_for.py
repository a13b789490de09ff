"""Who speaks where a pronoun or a noun stands for the name: "he", "the latter", "the Russian leader", "Russian negotiators", "the official"."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache

from pipelines.tag.index import Hit
from pipelines.tag.leaders import of_country
from pipelines.tag.lexicon import Lexicon
from pipelines.tag.referring import gender_of, referred
from pipelines.tag.scene import Scene, padded
from pipelines.tag.strangers import ADJACENT_WORDS
from pipelines.tag.voices import Speaker, Voices, is_oblique, is_person, of_mention, spoken_by

MEMORY = 40
"""Mentions that a pronoun or a verb looks back over."""


def by_pronoun(voice: Voices, word: str, at: int) -> Speaker | None:
    """Resolve he, she, they to the last person before with that gender, in this paragraph first."""
    gender = gender_of(voice.scene, word)
    return referred(voice, gender, at) if gender else None


def inverted_gender(scene: Scene, cue: Hit) -> str | None:
    """Return the gender of the pronoun that an inverted verb carries behind its hyphen ("dit-elle")."""
    return gender_of(scene, inner_pronoun(scene, cue))


def inner_pronoun(scene: Scene, cue: Hit) -> str:
    """Return the pronoun that an inverted verb carries behind its hyphen, which stays on it ("a-t-elle ajouté": "-elle")."""
    _, hyphen, word = scene.lower[cue.start : cue.end].partition(" ")[0].rpartition("-")
    return hyphen + word if hyphen else ""


def by_collective(voice: Voices, at: int, start: int) -> Speaker | None:
    """Take "Russian negotiators", "Moscow's representatives", « la délégation russe »: the country of the group before the verb."""
    scene = voice.scene
    left = " " + scene.lower[max(start, at - 40) : at]
    word = left.rpartition(" ")[2]
    if word in scene.lexicon.collective_country.set:
        if (whose := owner(voice, at - len(word), start)) is not None:
            return whose
        kind = left.removesuffix(" " + word).rpartition(" ")[2]  # "Ukraine's air force"
        whose = owner(voice, at - len(word) - len(kind) - 1, start) if kind.isalpha() else None
        return None if whose is not None and _is_within(voice, at, start) else whose
    group = left.removesuffix(" " + word).rpartition(" ")[2]
    if group not in scene.lexicon.collective_country.set:
        return None
    adjective = voice.adjective_at(at - len(word))
    if adjective is not None and adjective[1] == at and not _is_within(voice, at - len(word) - len(group) - 1, start):
        return spoken_by(voice, adjective[2], "speaker.collective")
    return None


def by_leader(voice: Voices, words: Sequence[str], at: int, start: int) -> Speaker | None:
    """Take "the Russian leader", « le dirigeant russe »: who leads the country whose adjective or name stands beside the noun."""
    leaders = voice.scene.lexicon.leaders.set
    if words[-1] in leaders:
        begin = at - len(words[-1])
        whose = owner(voice, begin, start)
        country = whose.actor if whose else None
    elif len(words) > 1 and words[-2] in leaders:
        adjective = voice.adjective_at(at - len(words[-1]))
        country = adjective[2] if adjective and adjective[1] == at else None
    else:
        return None
    written = " ".join(voice.scene.text[start:at].split()[-2:])
    return of_country(voice, country, written) if country else None


def meant_by(voice: Voices, words: Sequence[str], cue: int, at: int) -> Speaker | None:
    """Return whom the words right behind a verb mean: a pronoun, "the latter", a country's leader."""
    latter = not voice.scene.lexicon.latter.set.isdisjoint(words[:2])
    return (by_latter(voice, cue) if latter else None) or by_pronoun(voice, words[0], cue) or _leader_at(voice, at)


def by_latter(voice: Voices, at: int) -> Speaker | None:
    """Take "the latter", « ce dernier »: the person of the pack named last, between no quotation marks."""
    place = bisect_left(voice.starts, at)
    for named in reversed(voice.mentions[max(0, place - MEMORY) : place]):
        if is_person(voice, named) and not voice.is_quoted(named.start):
            return of_mention(voice, named)
    return None


def _leader_at(voice: Voices, at: int) -> Speaker | None:
    """Take the same where the adjective begins right behind a verb («… diyen Rus lider»)."""
    adjective = voice.adjective_at(at)
    if adjective is None:
        return None
    _, stop, country = adjective
    word = voice.scene.lower[stop + 1 : stop + MEMORY].partition(" ")[0].strip(",.;:")
    if (
        word not in voice.scene.lexicon.leaders.set
        or voice.scene.text[stop + 1 + len(word) :][:2].strip()[:1].isupper()
    ):
        return None
    return of_country(voice, country, voice.scene.text[at : stop + 1 + len(word)])


def _is_within(voice: Voices, at: int, start: int) -> bool:
    """Say whether a source without a name opens the clause, and the group is only where it sits ("a source in the … air force")."""
    return any(named.kind == "unnamed" for named in voice.between(start, at))


def by_source_noun(voice: Voices, at: int, start: int) -> Speaker | None:
    """Take "the official": the last unnamed source told of."""
    sources = voice.scene.hits.sources
    place = bisect_left(sources, (at,)) - 1
    if place < 0 or sources[place].start < start or sources[place].end != at:
        return None
    scene_before = voice.scene.before(sources[place].start)
    earlier = voice.mentions[max(0, bisect_left(voice.starts, at) - 40) : bisect_left(voice.starts, at)]
    definite = scene_before.endswith(padded(voice.scene.lexicon.bare_after))
    last = next((named for named in reversed(earlier) if named.kind == "unnamed"), None) if definite else None
    return (
        of_mention(voice, last)
        if last
        else Speaker(None, voice.scene.text[sources[place].start : at], "speaker.source")
    )


def by_spokesperson(voice: Voices, at: int, start: int) -> Speaker | None:
    """Take "a spokesperson" without a name: who was last told of, in this paragraph, of those who have one."""
    scene = voice.scene
    words = scene.lower[max(start, at - MEMORY) : at].split()
    if len(words) < ADJACENT_WORDS - 1 or words[-1] not in scene.lexicon.spokespeople.set:
        return None
    if words[-2] not in scene.lexicon.determiners.set:
        return None
    paragraph = scene.paragraphs[scene.paragraph(at)][0]
    for named in reversed(voice.between(paragraph, start)):
        actor = scene.facts.actor(named.actor) if named.actor else None
        if actor and named.as_actor and actor.type != "person":
            speaker = of_mention(voice, named)
            return Speaker(speaker.actor, speaker.name, "speaker.spokesperson")
    return None


def by_collective_in(voice: Voices, start: int, end: int) -> Speaker | None:
    """Take the first such group of a clause whose country an adjective tells, unless it stands in a case."""
    adjective = bisect_left(voice.adjective_starts, start)
    if adjective < len(voice.adjectives) and voice.adjectives[adjective][1] < end:
        begin, stop, target = voice.adjectives[adjective]
        following = voice.scene.lower[stop + 1 : stop + 40]
        if following.startswith(_collectives(voice.scene.lexicon)) and not is_oblique(voice.scene, begin, start):
            return spoken_by(voice, target, "speaker.collective")
    return None


@lru_cache(maxsize=64)
def _collectives(lexicon: Lexicon) -> tuple[str, ...]:
    return tuple(lexicon.collective_country.set)


def owner(voice: Voices, at: int, start: int) -> Speaker | None:
    """Return the country whose adjective or name stands right before `at`."""
    place = bisect_right(voice.adjective_starts, at) - 1
    if (
        place >= 0
        and voice.adjectives[place][0] >= start
        and not voice.scene.text[voice.adjectives[place][1] : at].strip()
    ):
        return spoken_by(voice, voice.adjectives[place][2], "speaker.collective")
    before = bisect_left(voice.starts, at) - 1
    if before >= 0 and voice.mentions[before].start >= start:
        named = voice.mentions[before]
        between = voice.scene.lower[named.end : at].strip()
        if between in {"", *voice.scene.lexicon.possessive}:
            return of_mention(voice, named)
    return None
