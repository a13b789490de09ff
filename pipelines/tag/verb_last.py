"""Who speaks where verbs close the sentence: before the quotation, behind it, or in the sentence before."""

import re

from pipelines.tag.bearers import with_office
from pipelines.tag.index import Hit
from pipelines.tag.speakers import is_subject, topic
from pipelines.tag.strangers import name_first, small_words, unknown_before
from pipelines.tag.voices import Speaker, Voices, of_mention

SHORTEST = 3
"""Letters of a name that opens a sentence."""
MOST_OPENING = 5
"""Words looked at from the beginning of a sentence for who speaks."""


def opening_subject(voice: Voices, start: int, cue: Hit) -> Speaker | None:
    """Take the name that opens the sentence behind a quotation (“…” X … böyle konuştu)."""
    named = voice.first(start, min(cue.start, start + 4))
    return of_mention(voice, named) if named and named.as_actor and is_subject(voice, named) else None


def first_subject(voice: Voices, start: int, end: int) -> Speaker | None:
    """Return the subject of a sentence whose verb comes last: the name that stands right before `end`, else its topic."""
    named = [each for each in voice.between(start, end) if each.as_actor]
    adjacent = bool(named) and len(voice.scene.text[named[-1].end : end].split()) <= 1
    if adjacent and voice.scene.folded[named[-1].end : named[-1].end + 1] == "'":
        opener = topic(voice, start, named[-1].start)  # «X, … Y'nin “…” hazır olduğunu bildirdi»: X does
        adjacent = opener is None or voice.scene.text[opener.end : opener.end + 2] != ", "
    if adjacent and named[-1].kind != "demonym" and is_subject(voice, named[-1]):
        return of_mention(voice, named[-1])
    lead = voice.scene.text[start:end]
    stranger = unknown_before(voice, start + len(lead.rstrip(" ,")), start) if lead.rstrip().endswith(",") else None
    if stranger is not None and (not named or named[-1].end < end - len(stranger.name or "") - 3):
        return stranger
    chosen = topic(voice, start, end)
    if chosen is None or chosen.start > start:
        apart = set_off(voice, start, end)
        if apart is not None:
            return apart
    chosen = chosen or (named[0] if named else None)
    if chosen is not None:
        return with_office(voice, chosen, end) or of_mention(voice, chosen)
    return name_first(voice, start, end) or opening_words(voice, start, end)


def set_off(voice: Voices, start: int, end: int) -> Speaker | None:
    """Return who opens a sentence outside the pack, in no case and set off by a comma or "too": whoever follows is spoken of."""
    scene = voice.scene
    lexicon = scene.lexicon
    comma = scene.text.find(",", start, end)
    words = scene.text[start : comma if comma > 0 else end].split()
    marks = lexicon.topic_marks.set
    place = next((at for at, word in enumerate(words[: MOST_OPENING + 1]) if word.lower() in marks), len(words))
    if (comma < 0 and place == len(words)) or not 0 < place <= MOST_OPENING - 1:
        return None
    opening = words[:place]
    last = opening[-1].lower()
    if not opening[0][0].isupper() or not all(word.isalpha() for word in opening) or len(opening[0]) < SHORTEST:
        return None
    if last.endswith(lexicon.unbound_endings) or re.search(rf"(?:{lexicon.cased_endings})\Z", last):
        return None
    if any(word.lower() in small_words(lexicon) or word.lower() in lexicon.determiners.set for word in opening):
        return None
    if voice.between(start, start + len(" ".join(opening))):
        return None
    return Speaker(None, " ".join(opening), "speaker.as_written")


def opening_words(voice: Voices, start: int, end: int) -> Speaker | None:
    """Take the words that open a sentence as who speaks, in no case: up to a comma or its topic mark, else the first two."""
    scene = voice.scene
    words = scene.text[start:end].split()
    lexicon = scene.lexicon
    if (
        not words
        or not words[0][0].isupper()
        or any(word.lower() in lexicon.unnamed_nouns.set for word in words[:MOST_OPENING])
    ):
        return None
    opening: list[str] = []
    for word in words[:MOST_OPENING]:
        plain = word.strip(",;:“\"‘'")
        if plain.lower() in lexicon.topic_marks.set or plain.lower() in lexicon.auxiliaries.set:
            break
        if re.search(rf"(?:{lexicon.cased_endings})\Z", plain) or not plain.replace("-", "").isalpha():
            break
        opening.append(plain)
        if plain != word:
            break
    else:
        opening = opening[:2]
    return Speaker(None, " ".join(opening), "speaker.described") if opening else None


def earlier_subject(voice: Voices, before: int) -> Speaker | None:
    """Return the first actor of the sentence before, in the same paragraph (the verb alone carries the subject)."""
    scene = voice.scene
    start = scene.paragraphs[scene.paragraph(before)][0]
    return first_subject(voice, start, before)
