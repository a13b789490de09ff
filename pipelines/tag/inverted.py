"""Who said it where the verb behind a quotation may be any: the place tells that it must be one of speech."""

from functools import lru_cache

from pipelines.tag.ahead import sentence_start
from pipelines.tag.descriptions import described_behind, noun_behind, phrase_end
from pipelines.tag.lexicon import Lexicon
from pipelines.tag.quotes import Quote
from pipelines.tag.recall import Marked, gender_by_ending, last_speaker
from pipelines.tag.referring import gender_of, last_heard, referred
from pipelines.tag.scene import Scene
from pipelines.tag.speakers import clause_subject
from pipelines.tag.strangers import name_first, unknown_behind
from pipelines.tag.voices import Speaker, Voices, is_oblique, is_person, of_mention

INVERTED_GAP = 40
"""Characters between a quotation and the name of who said it, a verb between."""
MOST_BEFORE_NAME = 3
"""Small words between a quotation and its verb."""


def inverted(voice: Voices, start: int, end: int, marked: Marked, *, parted: bool) -> Speaker | None:
    """Take who stands behind a small word that follows a quotation at once, whatever verb that is («…», — бросила X).

    A name, a pronoun, a description; or nobody, where verbs may stand alone: who spoke last. `parted`: punctuation parts the
    quotation from the clause, so that it can hardly be its object.
    """
    scene = voice.scene
    if not scene.text[start : start + 1].islower():
        return None
    closing = phrase_end(scene, start, end)
    words = scene.lower[start : min(closing, start + INVERTED_GAP)].split()
    if not words or _opens_otherwise(scene, words[0]):
        return None
    gender = gender_of(scene, words[0].rpartition("-")[2], inner="-" in words[0])
    gender = gender or (gender_of(scene, words[1]) if len(words) > 1 else None)
    if gender:
        return referred(voice, gender, start)
    behind, words = _behind_verb(scene, start, words)
    named = voice.first(behind, min(closing, behind + INVERTED_GAP))
    if named is not None and parted and (noun := _noun_before(voice, behind, named.start, end)):
        return noun
    if named is not None and (named.as_actor or named.kind in {"role", "unnamed"}):
        return None if is_oblique(scene, named.start, behind) else of_mention(voice, named)
    if named is None and (stranger := unknown_behind(voice, behind, closing)):
        return stranger
    return _unnamed(voice, behind, end, words, marked) if parted else None


def _behind_verb(scene: Scene, start: int, words: list[str]) -> tuple[int, list[str]]:
    """Return where the verb that begins here ends, with its participle or reflexive, and its last word with what follows."""
    behind = start + len(words[0])
    if len(words) > 1 and (words[0] in scene.lexicon.auxiliaries.set or words[1] in scene.lexicon.reflexives.set):
        return scene.lower.index(words[1], behind) + len(words[1]), words[1:]
    return behind, words


def _noun_before(voice: Voices, behind: int, named: int, end: int) -> Speaker | None:
    """Take the noun between a verb and whom it belongs to as who speaks («упевнений посол однієї з країн …»)."""
    scene = voice.scene
    first = next(iter(voice.between(named, named + 1)))
    if scene.lexicon.articles or named <= behind + 1 or is_person(voice, first):
        return None
    return None if scene.between(scene.hits.actors, behind, named) else noun_behind(voice, behind, end)


def _unnamed(voice: Voices, behind: int, end: int, words: list[str], marked: Marked) -> Speaker | None:
    """Take a description behind a verb, or who spoke last where the verb stands alone."""
    lexicon = voice.scene.lexicon
    if lexicon.articles:
        return described_behind(voice, behind, end)
    noun = noun_behind(voice, behind, end)
    if noun is not None and not (noun.name or "").partition(" ")[0].endswith(lexicon.object_endings):
        return noun
    alone = len(words) <= MOST_BEFORE_NAME
    return last_speaker(voice, behind, marked, gender_by_ending(voice.scene, words[0])) if alone else None


def _opens_otherwise(scene: Scene, word: str) -> bool:
    """Say whether a clause that a word opens is none of speech: a preposition, a conjunction, an adverb of time."""
    return word in _openers(scene.lexicon)


@lru_cache(maxsize=64)
def _openers(lexicon: Lexicon) -> frozenset[str]:
    return frozenset().union(
        lexicon.obliques.set,
        lexicon.conjunctions.set,
        lexicon.ands.set,
        lexicon.ors.set,
        lexicon.that.set,
        lexicon.adverbial.set,
        lexicon.relatives.set,
    )


def taken_up(voice: Voices, speaker: Speaker, quote: Quote) -> Speaker:
    """Read a single definite noun ("the company", «дипломат») as the one the sentence before is about, or as who spoke last."""
    scene = voice.scene
    lexicon = scene.lexicon
    name = speaker.name or ""
    if speaker.actor or speaker.rule not in {"speaker.described", "speaker.as_written"} or " " in name:
        return speaker
    at = scene.text.find(name, quote.closed)
    definite = scene.lower[quote.closed : at].rpartition(" ")[0].rpartition(" ")[2] in lexicon.bare_after.set
    if not (definite if lexicon.articles else name[:1].islower()):
        return speaker
    paragraph = scene.paragraphs[quote.paragraph][0]
    start = sentence_start(scene, quote)
    if start - 1 > paragraph:
        sentence = scene.sentence(start - 2)
        about = clause_subject(voice, *sentence) or name_first(voice, *sentence)
        if about is not None and (lexicon.articles or about.actor is None or _is_person(voice, about)):
            written = f"{name} {about.name}"
            again = about.actor is None and written in scene.text[slice(*sentence)]
            return Speaker(about.actor, written if again else about.name, "speaker.taken_up")
    heard = last_heard(voice, quote.opened, "any")
    if heard is not None and heard.at > paragraph:
        return Speaker(heard.speaker.actor, heard.speaker.name, "speaker.taken_up")
    return speaker


def _is_person(voice: Voices, speaker: Speaker) -> bool:
    actor = voice.scene.facts.actor(speaker.actor) if speaker.actor else None
    return actor is not None and actor.type == "person"
