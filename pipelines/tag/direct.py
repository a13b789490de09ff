"""Direct quotations and who said them (convention 7 of a tag)."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from pipelines.tag.index import Hit
from pipelines.tag.quotes import Quote
from pipelines.tag.scene import Scene
from pipelines.tag.speakers import Speaker, Voices, colon_speaker, described, right_behind, subject
from pipelines.tag.speech import CUE_GAP, WORD, Said, according, cues_in, first_speaker

SCARE_WORDS = 3
"""Quoted words up to which marks without a verb of speech only distance or name something."""
LOOSE_WORDS = 5
"""Quoted words from which a stretch counts as said even where nobody is said to have said it."""
END_MARKS = ".!?…"
_DASH = re.compile(r"[,.!?…]*\s*[—–-]\s+(?=[^\W\d_])")
_JOIN = re.compile(r"[,!?…]?\s*[—–-]")
_TURN = re.compile(r"[,.!?…]\s+[—–-]\s+(?=[^\W\d_])")
_TURN_BACK = re.compile(r"[,.]\s+[—–-]\s")


def direct(voice: Voices, quoted: Sequence[Quote]) -> Iterator[Said]:
    """Yield the quoted stretches that are speech, each with its speaker where the text tells."""
    last: Said | None = None
    last_quote: Quote | None = None
    for place, quote in enumerate(quoted):
        previous = quoted[place - 1] if place and quoted[place - 1].paragraph == quote.paragraph else None
        following = (
            quoted[place + 1] if place + 1 < len(quoted) and quoted[place + 1].paragraph == quote.paragraph else None
        )
        said = _attributed(voice, quote, previous, following)
        if said is None and last and last_quote and _goes_on(voice, last_quote, quote):
            said = Said(quote.start, quote.end, True, last.speaker, last.cue, "quote.continued")
        if said is None and _stands_as_speech(voice.scene, quote):
            said = Said(quote.start, quote.end, True, None, None, "quote.unattributed")
        if said is not None:
            last, last_quote = said, quote
            yield said


def _attributed(voice: Voices, quote: Quote, previous: Quote | None, following: Quote | None) -> Said | None:
    """Find the clause that says who said it: behind the quotation, before it, or inside its marks."""
    for rule, search in (
        ("quote.cue_after", _cue_after),
        ("quote.cue_before", _cue_before),
        ("quote.cue_inside", _cue_inside),
    ):
        found = search(voice, quote, following if search is _cue_after else previous)
        if found is not None:
            speaker, cue = found
            return Said(quote.start, quote.end, True, speaker, cue, rule)
    return None


def _cue_after(voice: Voices, quote: Quote, following: Quote | None) -> tuple[Speaker | None, str | None] | None:
    """Look behind: `,” X said`, `», — заявил X`, `” dedi`."""
    scene = voice.scene
    if quote.runs_on:
        return None
    start = quote.closed if quote.dashed else quote.closed + 1
    tail = scene.text[start : following.opened if following else scene.paragraphs[quote.paragraph][1]]
    if not _joined(scene, quote, tail):
        return None
    in_title = quote.start < scene.body_at
    if not in_title and not cues_in(scene, start, start + CUE_GAP + 20):
        return None  # before the sentence is looked for: most quotations have their verb in front, or none
    end = _clause_end(scene, quote, start, following)
    for cue in cues_in(scene, start, min(end, start + CUE_GAP + 20)):
        speaker = _subject_behind(voice, quote, cue, start, end)
        if speaker is not None:
            return speaker, cue.entry.cue
    dash = _DASH.match(scene.text, start, end)
    if dash and in_title:
        named = voice.between(start, end)
        if named and named[0].start <= dash.end() + 1:
            return first_speaker(voice, named[0].start, end), None
    return None


def _subject_behind(voice: Voices, quote: Quote, cue: Hit, start: int, end: int) -> Speaker | None:
    scene = voice.scene
    if not scene.lexicon.verb_last:
        return subject(voice, cue, start, end, beside=True) or described(voice, start, cue.start)
    behind = right_behind(voice, cue, end)
    if behind is not None:
        return behind
    within = (
        subject(voice, cue, cue.start, end)
        if scene.lower[cue.start : cue.end].endswith(scene.lexicon.participle_ending or "\0")
        else None
    )
    sentence = _sentence_start(scene, quote)
    opening = _first(voice, sentence, quote.opened)
    return within or opening or _earlier_speaker(voice, sentence) or Speaker(None, None, "speaker.unknown")


def _first(voice: Voices, start: int, end: int) -> Speaker | None:
    named = [each for each in voice.between(start, end) if each.as_actor]
    return first_speaker(voice, named[0].start, end) if named else None


def _earlier_speaker(voice: Voices, before: int) -> Speaker | None:
    """Return the first actor of the sentence before, in the same paragraph (the verb alone carries the subject)."""
    scene = voice.scene
    start = scene.paragraphs[scene.paragraph(before)][0]
    return _first(voice, start, before)


def _joined(scene: Scene, quote: Quote, tail: str) -> bool:
    """Say whether what follows belongs to the quotation: punctuation joins them, or the sentence goes on."""
    content = scene.text[quote.start : quote.end]
    inner = content[-1:]
    lead = tail.lstrip()
    if _JOIN.match(tail) or inner in ",!?…" or tail[:1] in ",!?":
        return True
    if scene.lexicon.verb_last:
        return True
    if inner == ".":
        return lead[:1].islower()
    return len(WORD.findall(content)) > SCARE_WORDS and lead[:1].islower()


def _clause_end(scene: Scene, quote: Quote, start: int, following: Quote | None) -> int:
    """Return where the clause behind a quotation ends: its sentence, its paragraph or the next quotation."""
    end = following.opened if following else scene.paragraphs[quote.paragraph][1]
    sentences = scene.sentences(quote.paragraph)
    place = bisect_left(sentences, (start + 2, 0))
    at = (
        sentences[place - 1]
        if place and sentences[place - 1][1] > start + 1
        else (sentences[place] if place < len(sentences) else None)
    )
    return min(end, at[1]) if at else end


def _cue_before(voice: Voices, quote: Quote, previous: Quote | None) -> tuple[Speaker | None, str | None] | None:
    """Look before: `X said: “`, `according to X, “`, `X: «`."""
    scene = voice.scene
    if quote.continues or not scene.text[scene.paragraphs[quote.paragraph][0] : quote.opened].strip():
        return None
    start = max(_sentence_start(scene, quote), previous.closed + 1 if previous else 0)
    lead = scene.text[start : quote.opened].rstrip()
    if not lead:
        return None
    source = according(voice, start, quote.opened)
    if source:
        return source, "other"
    cues = [cue for cue in cues_in(scene, start, quote.opened) if quote.opened - cue.end <= CUE_GAP]
    for cue in reversed(cues):
        speaker = subject(voice, cue, start, quote.opened)
        if speaker is not None:
            return speaker, cue.entry.cue
    if lead.endswith(":"):
        speaker = colon_speaker(voice, start, start + len(lead) - 1)
        return (speaker, None) if speaker else None
    return None


def _cue_inside(voice: Voices, quote: Quote, _: Quote | None) -> tuple[Speaker | None, str | None] | None:
    """Look inside: «Words, — said X, — more words»."""
    scene = voice.scene
    for turn in _TURN.finditer(scene.text[quote.start : quote.end]):
        start = quote.start + turn.end()
        if not scene.text[start].islower():
            continue
        stop = _TURN_BACK.search(scene.text, start, quote.end)
        end = stop.start() if stop else quote.end
        for cue in cues_in(scene, start, end)[:1]:
            speaker = subject(voice, cue, start, end)
            if speaker:
                return speaker, cue.entry.cue
    return None


def _sentence_start(scene: Scene, quote: Quote) -> int:
    return scene.sentence(max(quote.opened, scene.paragraphs[quote.paragraph][0]))[0]


def _goes_on(voice: Voices, before: Quote, quote: Quote) -> bool:
    """Say whether the speaker goes on: from the paragraph before, or behind a clause of the same paragraph."""
    if quote.continues or before.runs_on:
        return quote.paragraph == before.paragraph + 1
    if quote.paragraph == before.paragraph:
        return _is_speech(voice.scene, quote)
    return False


def _is_speech(scene: Scene, quote: Quote) -> bool:
    words = WORD.findall(scene.text[quote.start : quote.end])
    return len(words) > SCARE_WORDS or (len(words) > 1 and scene.text[quote.end - 1] in END_MARKS)


def _stands_as_speech(scene: Scene, quote: Quote) -> bool:
    text = scene.text[quote.start : quote.end]
    words = WORD.findall(text)
    if len(words) >= LOOSE_WORDS:
        return not all(word[0].isupper() for word in words if len(word) > SCARE_WORDS)
    return False
