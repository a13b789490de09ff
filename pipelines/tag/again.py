"""Who speaks again where only an office says so: "the diplomat said", «наголосив міністр», “so der Kanzler”."""

from collections.abc import Sequence

from pipelines.tag.leaders import AS_WORDS, leader
from pipelines.tag.recall import ANYBODY, last_speaker
from pipelines.tag.voices import Speaker, Voices

MOST_WORDS = 3
"""Words of an office that alone says who speaks."""
DESCRIBED = AS_WORDS | {"speaker.unnamed", "speaker.source"}
"""Rules of speakers that are given as the text describes them, sources included."""


def meant(voice: Voices, speaker: Speaker | None, at: int) -> Speaker | None:
    """Return who is meant by a described speaker, if that can be told; `at` is where they speak."""
    if speaker is None or speaker.actor or speaker.rule not in DESCRIBED:
        return speaker
    return _taken_up(voice, (speaker.name or "").lower().split(), at) or leader(voice, speaker, at)


def _taken_up(voice: Voices, words: Sequence[str], at: int) -> Speaker | None:
    """Return who spoke last where only the noun of an office says who speaks now ("the diplomat said", «наголосив міністр»)."""
    scene = voice.scene
    lexicon = scene.lexicon
    if (
        not any(word.startswith((*lexicon.trade_nouns, *lexicon.office_nouns)) for word in words)
        or len(words) > MOST_WORDS
        or not lexicon.former.set.isdisjoint(words)
    ):
        return None
    start, end = scene.sentence(at)
    place = scene.lower.find(" ".join(words), start, end)
    if not _is_known(voice, words, place):
        return None
    last = last_speaker(voice, start, (), ANYBODY)
    actor = scene.facts.actor(last.actor) if last is not None and last.actor else None
    if last is None or actor is None or actor.type != "person" or not _may_hold(voice, words, actor.actor_id):
        return None
    of_theirs = place < 0 or _is_of(voice, (place, place + len(" ".join(words))), actor.actor_id, opens=place == start)
    return last._replace(rule="speaker.taken_up") if of_theirs else None


def _may_hold(voice: Voices, words: Sequence[str], actor: str) -> bool:
    """Say whether a person may be meant by the noun of an office: the pack knows of no other, or calls one of theirs so."""
    scene = voice.scene
    nouns = scene.lexicon.office_nouns
    stem = next((stem for stem in nouns for word in words if word.startswith(stem)), None)
    held = scene.facts.held.get(actor)
    if stem is None or not held:
        return True
    titles = (scene.facts.titled.get((scene.lexicon.language, office), "") for office in held)
    return any(stem in title for title in titles)


def _is_known(voice: Voices, words: Sequence[str], place: int) -> bool:
    """Say whether the words at a place mean somebody told of before: behind a definite article, or one word where none are written."""
    scene = voice.scene
    if not scene.lexicon.articles:  # the noun itself: a name may begin with the same letters
        return len(words) == 1 and words[0] in scene.lexicon.trade_nouns + scene.lexicon.office_nouns
    before = scene.before(place) if place >= 0 else ""
    return before.endswith(scene.lexicon.bare_after.padded) or (
        bool(scene.lexicon.elided) and before.endswith(tuple(f" {article}" for article in scene.lexicon.elided))
    )


def _is_of(voice: Voices, span: tuple[int, int], actor: str, *, opens: bool) -> bool:
    """Say whether the countries and bodies that a description names are those of an actor ("the Kremlin official", "the Armenian minister").

    `opens`: it opens its sentence, so that its first capital tells nothing.
    """
    scene = voice.scene
    own = scene.facts.homes.get(actor, frozenset()) | {actor}
    named = [
        hit.entry.forms[0].target
        for hit in scene.between(scene.hits.actors, *span)
        if not hit.entry.forms[0].bare  # "the minister" may be one of any country
    ]
    offices, actors = scene.facts.pack.offices, scene.facts.pack.actors
    for each in named:
        whose = offices[each].of if each in offices else each
        if whose in actors and whose not in own and own.isdisjoint(scene.facts.homes.get(whose, ())):
            return False
    words = scene.text[slice(*span)].split()[opens and not scene.lexicon.articles :]
    capitals = sum(word[0].isupper() for word in words)
    return scene.lexicon.nouns_capital or capitals <= len(named)
