"""Sentences that tell who said the one before: «… . Об этом заявил X», “… . Das teilte X mit”, «… . Bunu X açıkladı».

The lists are in the language files: `pointing_back` opens such a sentence, `pointed_at` stands right behind its verb.
"""

from functools import lru_cache
from typing import NamedTuple

from pipelines.tag.index import Hit
from pipelines.tag.lexicon import Lexicon, Words
from pipelines.tag.recall import Marked, left_out, verb_gender
from pipelines.tag.sources import is_outlet, referred_to
from pipelines.tag.speakers import subject
from pipelines.tag.speech import CUE_GAP, cues_in
from pipelines.tag.voices import Speaker, Voices, is_nominative, is_person, of_mention

LOOK = 20
MOST_BEFORE = 2
"""Words before what points back («Первым об этом написал X»)."""
CLOSING = ' .!?)»”"'
ADJACENT = 8
"""Characters between what points back and its verb where articles are written (“Das hat X gesagt”): elsewhere it is a subject."""


class Pointer(NamedTuple):
    """Who said the sentence before, by which verb; `goes_on` is where the pointing sentence may say more."""

    cue: Hit
    speaker: Speaker
    goes_on: int


def pointer(voice: Voices, start: int, end: int, marked: Marked = ()) -> Pointer | None:
    """Read a sentence that points back and says who said so; None for any other, or where nobody is named."""
    scene = voice.scene
    if start < scene.body_at:
        return None
    found = _opened(voice, start, end) or _inverted(voice, start, end) or _before_verb(voice, start, end)
    if found is None:
        return None
    cue, begin = found
    clause = scene.text.find(", ", cue.end, end)
    goes_on = clause if clause > 0 else end
    negated = scene.before(cue.start, 12).endswith(scene.lexicon.negations.padded)
    if negated or scene.text.startswith(":", cue.end) or scene.lower.startswith(_clauses(scene.lexicon), cue.end):
        return None
    speaker = _by(voice, cue, end) or subject(voice, cue, begin, end)
    outlet = speaker is not None and is_outlet(scene, speaker, start, end)
    cited = referred_to(voice, cue, end) if speaker is None or outlet else None
    speaker = cited or speaker or _goes_on(voice, cue, start, end, marked)
    speaker = _closing_name(voice, cue, end, speaker)
    if speaker is None or not (speaker.actor or " " in (speaker.name or "")) or (outlet and cited is None):
        return None  # a single word that opens the sentence may be any («Pierwsza napisała o tym …»)
    return Pointer(cue, speaker, goes_on)


def _closing_name(voice: Voices, cue: Hit, end: int, found: Speaker | None) -> Speaker | None:
    """Return the person by whose name the sentence ends behind titles of a line's length («сообщил представитель X, глава Y Имя Фамилия»).

    Only where the form tells a subject, and nobody was found who is a person.
    """
    actor = voice.scene.facts.actor(found.actor) if found and found.actor else None
    named = voice.last(cue.end, end)
    if (actor is not None and actor.type == "person") or named is None or not is_person(voice, named):
        return found
    first = next(
        (each for each in voice.between(cue.end, end) if is_person(voice, each) and is_nominative(voice, each)), None
    )
    if first is not None and not any(mark in voice.scene.text[cue.end : first.start] for mark in ",;:"):
        return of_mention(voice, first)  # a title may name a country before its bearer
    closes = not voice.scene.text[named.end : end].strip(CLOSING) and is_nominative(voice, named)
    return of_mention(voice, named) if closes and not cues_in(voice, cue.end, named.start) else found


def _goes_on(voice: Voices, cue: Hit, start: int, end: int, marked: Marked) -> Speaker | None:
    """Return who spoke last where the verb stands without a subject, one person's («Uvedl to v úterý»): several may be anybody."""
    return left_out(voice, cue, start, end, marked) if verb_gender(voice.scene, cue) in {"m", "f"} else None


def _opened(voice: Voices, start: int, end: int) -> tuple[Hit, int] | None:
    """Return the verb of a sentence that opens with what points back, and where its subject may begin."""
    scene = voice.scene
    if scene.lower.startswith(scene.lexicon.according_to.opening, start):
        start = max(start, scene.lower.find(", ", start, start + CUE_GAP) + 2)  # «Як пише X, про це Y розповів …»
    lead = f" {scene.lower[start : start + CUE_GAP]}"
    for phrase in scene.lexicon.pointing_back.padded:
        if phrase in lead:
            break
    else:
        return None
    at = lead.find(phrase)
    if len(lead[:at].split()) > MOST_BEFORE or any(mark in lead[:at] for mark in ",:—–"):
        return None
    behind = start + at + len(phrase) - 1
    reach = ADJACENT if scene.lexicon.articles and not scene.lexicon.verb_last else end - behind
    cue = next(iter(cues_in(voice, behind, min(end, behind + reach))), None)
    return (cue, behind) if cue is not None and cue.entry.cue == "other" else None


def _before_verb(voice: Voices, start: int, end: int) -> tuple[Hit, int] | None:
    """Return the verb that has what points back right before it, behind when and where it was said («Ve čtvrtek to oznámil X»)."""
    scene = voice.scene
    words = scene.lexicon.pointing_before.padded
    cue = next(iter(cues_in(voice, start, min(end, start + CUE_GAP + LOOK))), None) if words else None
    if cue is None or cue.entry.cue != "other" or not scene.before(cue.start, 8).endswith(words):
        return None
    lead = scene.lower[start : cue.start].split()
    opens = (
        bool(lead)
        and lead[0] in scene.lexicon.obliques.set | scene.lexicon.adverbial.set | scene.lexicon.auxiliaries.set
    )
    return (cue, cue.end) if opens and "," not in scene.text[start : cue.start] else None


def _inverted(voice: Voices, start: int, end: int) -> tuple[Hit, int] | None:
    """Return the verb that has what points back right behind it, opening its sentence («Uvedl to X») or closing it ("X said this")."""
    scene = voice.scene
    words = scene.lexicon.pointed_at
    lead = scene.lower[start : min(end, start + CUE_GAP + LOOK)]
    for word in _behind_blank(words):
        if word in lead:
            break
    else:
        return None  # before a verb is looked for: few sentences have one of the words
    cue = next(iter(cues_in(voice, start, min(end, start + CUE_GAP))), None)
    phrase = (
        next((word for word in words.opening if scene.after(cue.end, 12).startswith(f" {word}")), "") if cue else ""
    )
    calls = cue is not None and scene.lower.startswith(scene.lexicon.calling, cue.start)  # «nazywa to żądanie …»
    if cue is None or cue.entry.cue != "other" or not phrase or calls:
        return None
    behind = scene.lower[cue.end + len(phrase) : end].split(maxsplit=1)
    governed = not scene.lexicon.articles or not behind or behind[0].strip(".") in _adverbials(scene.lexicon)
    return (cue, start) if governed else None  # "said this week would be hard"


@lru_cache(maxsize=64)
def _behind_blank(words: Words) -> tuple[str, ...]:
    return tuple(f" {word}" for word in words)


@lru_cache(maxsize=64)
def _adverbials(lexicon: Lexicon) -> frozenset[str]:
    return lexicon.obliques.set | lexicon.adverbial.set | lexicon.days.set | {""}


@lru_cache(maxsize=64)
def _clauses(lexicon: Lexicon) -> tuple[str, ...]:
    return tuple(f", {word} " for word in lexicon.that)


def _by(voice: Voices, cue: Hit, end: int) -> Speaker | None:
    """Return by whom it was said, where the verb is passive ("This was announced by X")."""
    scene = voice.scene
    word = next((each for each in scene.lexicon.passive.padded if scene.lower.startswith(each, cue.end)), "")
    named = voice.first(cue.end, min(end, cue.end + CUE_GAP)) if word else None
    return of_mention(voice, named) if named is not None and named.as_actor else None
