"""Who speaks again where only an office says so: "the diplomat said", «наголосив міністр», “so der Kanzler”."""

from collections.abc import Sequence

from pipelines.tag.leaders import leader
from pipelines.tag.recall import last_speaker
from pipelines.tag.voices import Speaker, Voices

MOST_WORDS = 3
"""Words of an office that alone says who speaks."""
AS_WORDS = frozenset({"speaker.described", "speaker.as_written", "speaker.unnamed", "speaker.source"})
"""Rules of speakers that are given as the text describes them."""


def meant(voice: Voices, speaker: Speaker | None, at: int) -> Speaker | None:
    """Return who is meant by a described speaker, if that can be told; `at` is where they speak."""
    if speaker is None or speaker.actor or speaker.rule not in AS_WORDS:
        return speaker
    return _taken_up(voice, (speaker.name or "").lower().split(), at) or leader(voice, speaker, at)


def _taken_up(voice: Voices, words: Sequence[str], at: int) -> Speaker | None:
    """Return who spoke last where only the noun of an office says who speaks now ("the diplomat said", «наголосив міністр»)."""
    scene = voice.scene
    lexicon = scene.lexicon
    nouns = [word for word in words if word.startswith(lexicon.office_nouns or "\0")]
    if (
        not nouns
        or not _is_known(voice, words, at)
        or len(words) > MOST_WORDS
        or not lexicon.former.set.isdisjoint(words)
    ):
        return None
    sentence = scene.sentence(at)[0]
    last = last_speaker(voice, sentence, (), "person")
    actor = scene.facts.actor(last.actor) if last is not None and last.actor else None
    if last is None or actor is None or actor.type != "person" or not _is_of(voice, words, actor.actor_id, at):
        return None
    return last._replace(rule="speaker.taken_up")


def _is_known(voice: Voices, words: Sequence[str], at: int) -> bool:
    """Say whether the words mean somebody told of before: behind a definite article, or one word where none are written."""
    scene = voice.scene
    if not scene.lexicon.articles:
        return len(words) == 1
    start, end = scene.sentence(at)
    place = scene.lower.find(" ".join(words), start, end)
    before = scene.before(place) if place >= 0 else ""
    return before.endswith(scene.lexicon.bare_after.padded) or (
        bool(scene.lexicon.elided) and before.endswith(tuple(f" {article}" for article in scene.lexicon.elided))
    )


def _is_of(voice: Voices, words: Sequence[str], actor: str, at: int) -> bool:
    """Say whether the countries and bodies that the words name are those of an actor ("the Kremlin official", "the Armenian minister")."""
    scene = voice.scene
    start, end = scene.sentence(at)
    place = scene.lower.find(" ".join(words), start, end)
    if place < 0:
        return True
    own = scene.facts.homes.get(actor, frozenset()) | {actor}
    stop = place + len(" ".join(words))
    named = [
        hit.entry.forms[0].target
        for hit in scene.between(scene.hits.actors, place, stop)
        if not hit.entry.forms[0].bare  # "the minister" may be one of any country
    ]
    offices, actors = scene.facts.pack.offices, scene.facts.pack.actors
    for each in named:
        whose = offices[each].of if each in offices else each
        if whose in actors and whose not in own and own.isdisjoint(scene.facts.homes.get(whose, ())):
            return False
    capitals = sum(word[0].isupper() for word in scene.text[place:stop].split())
    return scene.lexicon.nouns_capital or capitals <= len(named)
