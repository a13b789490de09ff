"""Whom a pronoun takes up: who was quoted last, or who was told of, in the pack or outside it."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import lru_cache

from pipelines.tag.lexicon import Lexicon
from pipelines.tag.mentions import Named
from pipelines.tag.scene import Scene
from pipelines.tag.strangers import first_stranger, is_outlet
from pipelines.tag.voices import Heard, Speaker, Voices, is_cased, is_oblique, last_before, of_mention

OPENING = 40
"""Characters within which the subject of a sentence begins."""
THING = "thing"
"""The gender of "it": a country, an organisation."""
CLOSING = 140
"""Characters before the end of a sentence within which the verb of its closing clause begins."""
MOST_AHEAD = 3
"""Words of a country's adjective and a title before the name by which a sentence opens."""
MOST_BETWEEN = 4
"""Paragraphs looked at between two places."""
ENDS = '.!?…:»”“"'
MEMORY = 40
"""Mentions that a pronoun looks back over."""
SENTENCES = 30
"""Sentences that it looks back over for somebody whom the pack does not have."""


def referred(voice: Voices, gender: str, at: int) -> Speaker:
    """Return the person, by gender, that a pronoun at this place refers to; nobody if none fits.

    Who spoke last, unless somebody who fits has been told of since; nobody who is only named between quotation marks.
    """
    sentence = voice.scene.sentence(at)[0]
    if (here := _subject_of(voice, sentence, at, gender)) is not None:
        return Speaker(*of_mention(voice, here)[:2], "speaker.pronoun")
    heard = last_heard(voice, at, gender)
    reached = bisect_left(voice.starts, at)
    fitting = [
        named
        for named in voice.mentions[max(0, reached - MEMORY) : reached]
        if _fits(voice, named, gender) and not voice.is_quoted(named.start)
    ]
    before_sentence = [named for named in fitting if named.start < sentence]
    chosen = _subject_of_last_sentence(voice, before_sentence) or (fitting[-1] if fitting else None)
    if gender in {"m", "f", "person"}:
        since = max(chosen.start if chosen else -1, heard.at if heard else -1)
        stranger = _told_of(voice, since, at) or (
            _opens_before(voice, chosen) if chosen and chosen.start >= since else None
        )
        if stranger is not None:
            return stranger
    if (
        chosen is not None
        and gender in {"m", "f"}
        and (beyond := _heard_beyond(voice, chosen, sentence, at)) is not None
    ):
        return beyond
    if heard is not None and (chosen is None or chosen.start < heard.at):
        return Speaker(heard.speaker.actor, heard.speaker.name, "speaker.pronoun")
    return of_mention(voice, chosen) if chosen else Speaker(None, None, "speaker.pronoun")


def _heard_beyond(voice: Voices, chosen: Named, sentence: int, at: int) -> Speaker | None:
    """Return who was quoted last, two paragraphs before, where the one between only speaks of somebody in a case that no subject has."""
    scene = voice.scene
    heard = _heard_before(voice, at) if scene.lexicon.verb_genders and chosen.start < sentence else None
    if heard is None or heard.speaker.actor is None or heard.at > chosen.start or not is_cased(voice, chosen):
        return None
    here = scene.paragraph(at)
    if scene.paragraph(chosen.start) != here - 1 or scene.paragraph(heard.at - 1) != here - 2:
        return None
    if any(cue.entry.cue for cue in scene.between(scene.hits.cues, *scene.paragraphs[here - 1])):
        return None  # somebody was asked, or told something
    actor = scene.facts.actor(heard.speaker.actor)
    other = scene.facts.actor(chosen.actor) if chosen.actor else None
    if actor is None or actor.type != "person" or (other is not None and actor.gender != other.gender):
        return None
    return Speaker(heard.speaker.actor, heard.speaker.name, "speaker.pronoun")


def last_heard(voice: Voices, at: int, gender: str) -> Heard | None:
    """Return, with where the sentence ends, who was quoted last, in this paragraph or the one before, if a word of this gender may mean them."""
    heard = _heard_before(voice, at) if voice.heard or voice.told else None
    if heard is None or _paragraphs_apart(voice.scene, heard.at - 1, at) > 1:
        return None
    actor = voice.scene.facts.actor(heard.speaker.actor) if heard.speaker.actor else None
    if actor is None or gender == "any":
        return heard
    fits = actor.type == "person" and (gender == "person" or actor.gender in {gender, None})
    return heard if fits else None


def _paragraphs_apart(scene: Scene, earlier: int, later: int) -> int:
    """Return how many paragraphs lie between two places, subheads and captions not counted: no mark ends them."""
    first, last = scene.paragraph(earlier), scene.paragraph(later)
    if last - first <= 1:
        return last - first
    return 1 + sum(
        scene.text[scene.paragraphs[number][1] - 1] in ENDS
        for number in range(first + 1, min(last, first + MOST_BETWEEN))
    )


def _heard_before(voice: Voices, at: int) -> Heard | None:
    """Return who spoke last with where the sentence ends: who is named in it is told of no later."""
    found = [last for said in (voice.heard, voice.told) if (last := _closed_before(voice, said, at)) is not None]
    return max(found, default=None, key=lambda each: each.at)


def _closed_before(voice: Voices, said: Sequence[Heard], at: int) -> Heard | None:
    """Return the last of what was said whose sentence has ended at a position, with where it ends."""
    last = last_before(said, at)
    while last is not None and (stop := max(last.at, voice.scene.sentence(last.at)[1])) > at:
        last = last_before(said, min(voice.scene.sentence(last.at)[0], last.at - 1))
    return Heard(stop, last.speaker) if last is not None else None


def _told_of(voice: Voices, after: int, at: int) -> Speaker | None:
    """Return a person outside the pack whom the sentences before tell of, in this paragraph and behind a position."""
    scene = voice.scene
    paragraph = scene.paragraph(at)
    begin = max(after, scene.paragraphs[paragraph][0])
    sentences = scene.sentences(paragraph)
    reached = bisect_left(sentences, (at,))
    for start, end in reversed(sentences[max(0, reached - SENTENCES) : reached]):
        if end <= at and end > begin:
            found = first_stranger(voice, max(start, begin), end)
            if found is not None and not is_outlet(scene, found[0], found[1]):
                return Speaker(None, found[2].name, "speaker.pronoun")
    return None


def _opens_before(voice: Voices, chosen: Named) -> Speaker | None:
    """Return a person outside the pack who opens the sentence in which somebody of the pack is only spoken of."""
    start, _ = voice.scene.sentence(chosen.start)
    if voice.scene.lexicon.nouns_capital or chosen.start <= start:
        return None  # every noun there has a capital
    found = first_stranger(voice, start, chosen.start)
    if found is None:
        return None
    ahead = voice.scene.text[start : found[0]].split()  # "X-ian Prime Minister Y, who dined with Z, insisted …"
    opens = len(ahead) <= MOST_AHEAD and all(word[0].isupper() for word in ahead)
    return Speaker(None, found[2].name, "speaker.pronoun") if opens else None


def _subject_of_last_sentence(voice: Voices, fitting: Sequence[Named]) -> Named | None:
    """Return the first fitting mention of the last sentence that has one: its subject more often than the others."""
    if not fitting:
        return None
    start, end = voice.scene.sentence(fitting[-1].start)
    inside = [named for named in fitting if start <= named.start < end]
    if len(inside) > 1 and (closing := _closes_with(voice, inside, start, end)) is not None:
        return closing
    return next((named for named in inside if not is_oblique(voice.scene, named.start, start)), fitting[-1])


def _closes_with(voice: Voices, inside: Sequence[Named], start: int, end: int) -> Named | None:
    """Return who speaks in the clause that closes a sentence ("…, X said", «…, сообщил X»): the others are only spoken of."""
    scene = voice.scene
    for cue in scene.between(scene.hits.cues, max(start, end - CLOSING), end) if not scene.lexicon.verb_last else ():
        if not cue.entry.cue or voice.is_quoted(cue.start):
            continue
        if scene.behind_comma(cue.start):
            behind = next((each for each in inside if each.start > cue.start), None)
            between = scene.lower[cue.end : behind.start] if behind is not None else ","
            if "," not in between and scene.lexicon.that.set.isdisjoint(between.split()):
                return behind
        before = next((each for each in reversed(inside) if each.end < cue.start), None)
        if before is not None and before.end == cue.start - 1:
            comma = scene.text.rfind(", ", max(start, before.start - OPENING), before.start)
            alone = not any(named.start > comma for named in inside if named.end < before.start)
            titled = comma > 0 and alone and not scene.between(scene.hits.cues, comma, before.start)
            if titled:
                return before
    return None


def _subject_of(voice: Voices, sentence: int, at: int, gender: str) -> Named | None:
    """Return who opens the sentence of a pronoun and may be meant by it ("X did not answer, but he said …")."""
    for named in voice.between(sentence, min(at, sentence + OPENING)):
        if is_oblique(voice.scene, named.start, sentence):
            continue
        fits = named.as_actor and _fits(voice, named, gender) and not voice.is_quoted(named.start)
        return named if fits and not voice.scene.folded.startswith("'", named.end) else None
    return None


def _fits(voice: Voices, named: Named, gender: str) -> bool:
    actor = voice.scene.facts.actor(named.actor) if named.actor else None
    if actor is None:
        return named.kind in {"unnamed", "role"}
    if gender == "person":
        return actor.type == "person"
    if gender == "any":
        return named.kind in {"demonym", "unnamed"} or actor.type != "place"
    if gender == THING:
        return named.as_actor and actor.type != "person" and named.kind in {"name", "metonym"}
    return actor.type == "person" and actor.gender in {gender, None}


def gender_of(scene: Scene, word: str, *, inner: bool = False) -> str | None:
    """Return the gender of a pronoun; None for any other word. `inner`: it stands behind a hyphen ("s'emporte-t-elle")."""
    return _genders(scene.lexicon).get(f"-{word}" if inner else word)


@lru_cache(maxsize=64)
def _genders(lexicon: Lexicon) -> Mapping[str, str]:
    """Return pronoun → gender."""
    ordered = reversed(list(lexicon.pronouns.items()))
    return {word.lower(): gender for gender, words in ordered for word in words}
