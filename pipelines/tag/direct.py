"""Direct quotations and who said them (convention 7 of a tag)."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from pipelines.tag.index import Hit
from pipelines.tag.quotes import Quote
from pipelines.tag.recall import Marked, left_out
from pipelines.tag.scene import Scene
from pipelines.tag.speakers import (
    clause_subject,
    colon_speaker,
    inverted_gender,
    of_mention,
    referred,
    right_behind,
    subject,
)
from pipelines.tag.speech import CUE_GAP, WORD, Said, according, cues_in, first_speaker, overlaps
from pipelines.tag.strangers import (
    described,
    described_behind,
    name_last,
    phrase_end,
    unknown_behind,
)
from pipelines.tag.verb_last import earlier_subject, first_subject, opening_subject
from pipelines.tag.voices import Speaker, Voices, is_oblique

SCARE_WORDS = 3
"""Quoted words up to which marks without a verb of speech only distance or name something."""
LOOSE_WORDS = 5
"""Quoted words from which a stretch counts as said even where nobody is said to have said it."""
END_MARKS = ".!?…"
SENTENCE_MARKS = ".!?…,"
INVERTED_GAP = 40
"""Characters between a quotation and the name of who said it, a verb between."""
MOST_BEFORE_NAME = 3
"""Small words between a quotation and its verb."""
MARK_AND_STOP = 3
"""Characters of punctuation that may close a paragraph behind a quotation."""
_DASH = re.compile(r"[,.!?…]*\s*[—–-]\s+(?=[^\W\d_])")
_JOIN = re.compile(r"[,.!?…]?\s*[—–-]")
_TURN = re.compile(r"[,.!?…]\s+[—–-]\s+(?=[^\W\d_])")
_TURN_BACK = re.compile(r"[,.]\s+[—–-]\s")


def direct(voice: Voices, quoted: Sequence[Quote]) -> Iterator[Said]:
    """Yield the quoted stretches that are speech, each with its speaker where the text tells."""
    last: Said | None = None
    last_quote: Quote | None = None
    marked = [(quote.opened, quote.closed) for quote in quoted]
    for place, quote in enumerate(quoted):
        previous = quoted[place - 1] if place and quoted[place - 1].paragraph == quote.paragraph else None
        following = (
            quoted[place + 1] if place + 1 < len(quoted) and quoted[place + 1].paragraph == quote.paragraph else None
        )
        said = _attributed(voice, quote, previous, following, marked)
        if said is not None and not _is_said(voice.scene, quote, cued_behind=said.rule == "quote.cue_after"):
            continue
        if said is None:
            said = _after_sentence(voice, quote, previous, marked)
        if said is None and last and last_quote and _goes_on(voice, last_quote, quote):
            said = Said(quote.start, quote.end, True, last.speaker, last.cue, "quote.continued")
        if said is None and _stands_as_speech(voice.scene, quote):
            said = _standing(voice, quote, last, last_quote, marked)
        if said is not None:
            last, last_quote = said, quote
            yield said


def _after_sentence(voice: Voices, quote: Quote, previous: Quote | None, marked: Marked) -> Said | None:
    """Attribute a quotation that is a sentence of its own to who speaks in the sentence before it, in the same paragraph."""
    scene = voice.scene
    paragraph = scene.paragraphs[quote.paragraph][0]
    at = quote.opened - 1
    while at > paragraph and scene.text[at].isspace():
        at -= 1
    if at <= paragraph or scene.text[at] not in END_MARKS or not _is_speech(scene, quote):
        return None
    sentence = max(scene.sentence(at)[0], previous.closed + 1 if previous else 0), at
    cue = next(iter(reversed(cues_in(scene, *sentence))), None)
    if cue is None or sentence[1] - sentence[0] < CUE_GAP // 4 or overlaps(cue.start, cue.end, marked):
        return None
    speaker = subject(voice, cue, *sentence) or left_out(voice, cue, *sentence, marked)
    return Said(quote.start, quote.end, True, speaker, None, "quote.after_sentence") if speaker else None


def _standing(voice: Voices, quote: Quote, last: Said | None, last_quote: Quote | None, marked: Marked) -> Said:
    """Attribute a quotation that no clause attributes: one that is a paragraph of its own goes on with what was said before."""
    scene = voice.scene
    start, end = scene.paragraphs[quote.paragraph]
    speaker: Speaker | None = None
    rule = "quote.unattributed"
    if quote.opened <= start + 1 and end - quote.closed <= MARK_AND_STOP and start > scene.body_at:
        if last and last_quote and last_quote.paragraph == quote.paragraph - 1:
            speaker, rule = last.speaker, "quote.next_paragraph"
        elif scene.paragraphs[quote.paragraph - 1][0] >= scene.body_at:
            before = scene.sentence(scene.paragraphs[quote.paragraph - 1][1] - 1)
            cue = next(iter(reversed(cues_in(scene, *before))), None)
            speaker = subject(voice, cue, *before) or left_out(voice, cue, *before, marked) if cue else None
            rule = "quote.after_report" if speaker else rule
    if speaker is None:
        speaker = _nearby(voice, quote, marked)
        rule = "quote.nearby" if speaker else rule
    return Said(quote.start, quote.end, True, speaker, None, rule)


def _nearby(voice: Voices, quote: Quote, marked: Marked) -> Speaker | None:
    """Take who the sentence around a quotation is about, before it or behind, else the sentence before it in the paragraph."""
    scene = voice.scene
    paragraph, stop = scene.paragraphs[quote.paragraph]
    start = _sentence_start(scene, quote)
    tail = quote.closed + 1
    behind = phrase_end(scene, tail + _lead(scene.text[tail : tail + INVERTED_GAP]), min(stop, tail + CUE_GAP))
    before = scene.sentence(start - 2)[0] if start - 1 > paragraph else start
    spans = [(start, quote.opened), (tail, behind), (before, start)]
    for begin, end in spans:
        if end > begin and not overlaps(begin, end - 1, [span for span in marked if span[0] != quote.opened]):
            speaker = clause_subject(voice, begin, end) or name_first(voice, begin, end)
            if speaker is not None:
                return speaker
    return None


def _attributed(
    voice: Voices, quote: Quote, previous: Quote | None, following: Quote | None, marked: Marked
) -> Said | None:
    """Find the clause that says who said it: behind the quotation, before it, or inside its marks."""
    led = _is_led_to(voice.scene, quote)
    found, rule = (_cue_before(voice, quote, previous, marked) if led else None), "quote.cue_before"
    if found is None or voice.scene.text[quote.start].isupper():
        behind = _cue_after(voice, quote, following, marked)
        if behind is not None and (found is None or _is_named_behind(voice.scene, quote, behind[0])):
            found, rule = behind, "quote.cue_after"
    if found is None and not led:
        found, rule = _cue_before(voice, quote, previous, marked), "quote.cue_before"
    if found is None:
        found, rule = _announced(voice, quote, marked), "quote.announced"
    if found is None:
        found, rule = _cue_inside(voice, quote), "quote.cue_inside"
    return Said(quote.start, quote.end, True, *found, rule) if found else None


def _is_named_behind(scene: Scene, quote: Quote, speaker: Speaker | None) -> bool:
    """Say whether the clause behind a quotation has the speaker's name, not a pronoun."""
    written = (speaker.written or speaker.name) if speaker else None
    return bool(written) and scene.text.find(written or "", quote.closed, quote.closed + CUE_GAP) >= 0


def _is_led_to(scene: Scene, quote: Quote) -> bool:
    """Say whether what stands before a quotation leads to it: a colon, or a clause that its small first letter goes on with."""
    return scene.text[quote.start].islower() or scene.text[max(0, quote.opened - 3) : quote.opened].rstrip().endswith(
        ":"
    )


def _cue_after(
    voice: Voices, quote: Quote, following: Quote | None, marked: Marked
) -> tuple[Speaker | None, str | None] | None:
    """Look behind: `,” X said`, `», — заявил X`, `” dedi`."""
    scene = voice.scene
    if quote.runs_on:
        return None
    start = quote.closed if quote.dashed else quote.closed + 1
    tail = scene.text[start : following.opened if following else scene.paragraphs[quote.paragraph][1]]
    if not _joined(scene, quote, tail) or tail.lower().startswith(scene.lexicon.ands.padded):
        return None
    in_title = quote.start < scene.body_at
    if not in_title and not cues_in(scene, start, start + CUE_GAP + 20) and not tail[_lead(tail) :][:1].islower():
        return None  # before the sentence is looked for: most quotations have their verb in front, or none
    end = _clause_end(scene, quote, start, following)
    for cue in cues_in(scene, start, min(end, start + CUE_GAP + 20)):
        if scene.lexicon.verb_first_behind and not _is_verb_first(scene, start, cue.start):
            break  # another clause begins: « … », X a dit …
        speaker = _subject_behind(voice, quote, cue, start, end) or left_out(
            voice, cue, start + _lead(tail), end, marked
        )
        if speaker is not None:
            return speaker, cue.entry.cue
    inverted = None if scene.lexicon.verb_last else _inverted(voice, start + _lead(tail), end)
    if inverted is not None:
        return inverted, "other"
    dash = _DASH.match(scene.text, start, end)
    if dash and in_title:
        named = voice.between(start, end)
        if named and named[0].start <= dash.end() + 1:
            return first_speaker(voice, named[0].start, end), None
    return None


def _is_verb_first(scene: Scene, start: int, cue: int) -> bool:
    """Say whether nothing but small words, a pronoun among them, parts a verb of speech from the quotation before it."""
    words = scene.text[start:cue].strip(" ,.!?…—–-").split()
    return len(words) <= MOST_BEFORE_NAME and not any(word[0].isupper() for word in words)


def _inverted(voice: Voices, start: int, end: int) -> Speaker | None:
    """Take the name behind a small word that follows a quotation at once, whatever verb that is («…», — бросила X)."""
    scene = voice.scene
    lexicon = scene.lexicon
    first = scene.lower[start : start + INVERTED_GAP].partition(" ")[0]
    small = (lexicon.obliques, lexicon.conjunctions, lexicon.ands, lexicon.ors, lexicon.that, lexicon.adverbial)
    if not scene.text[start].islower() or any(first in each.set for each in small):
        return None
    behind = start + len(first)
    stop = min(phrase_end(scene, behind, end), behind + INVERTED_GAP)
    named = next(iter(voice.between(behind, stop)), None)
    if named is not None and (named.as_actor or named.kind in {"role", "unnamed"}):
        return None if is_oblique(scene, named.start, start) else of_mention(voice, named)
    return unknown_behind(voice, behind, stop) if named is None else None


def _lead(tail: str) -> int:
    """Return how many characters of punctuation part a quotation from its cue clause."""
    return len(tail) - len(tail.lstrip(" ,.!?…—–-"))


def _subject_behind(voice: Voices, quote: Quote, cue: Hit, start: int, end: int) -> Speaker | None:
    scene = voice.scene
    if not scene.lexicon.verb_last:
        return (
            subject(voice, cue, start, end, beside=True)
            or described(voice, start, cue.start)
            or described_behind(voice, cue, end)
        )
    behind = right_behind(voice, cue, end) or opening_subject(voice, start, cue) or name_last(voice, cue, end)
    if behind is not None:
        return behind
    within = (
        subject(voice, cue, cue.start, end)
        if scene.lower[cue.start : cue.end].endswith(scene.lexicon.participle_ending or "\0")
        else None
    )
    sentence = _sentence_start(scene, quote)
    opening = first_subject(voice, sentence, quote.opened)
    return within or opening or earlier_subject(voice, sentence) or Speaker(None, None, "speaker.unknown")


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


def _cue_before(
    voice: Voices, quote: Quote, previous: Quote | None, marked: Marked
) -> tuple[Speaker | None, str | None] | None:
    """Look before: `X said: “`, `according to X, “`, `X: «`."""
    scene = voice.scene
    if quote.continues or not scene.text[scene.paragraphs[quote.paragraph][0] : quote.opened].strip():
        return None
    start = max(_sentence_start(scene, quote), previous.closed + 1 if previous else 0)
    start = max(start, scene.text.rfind("; ", start, quote.opened) + 2)
    lead = scene.text[start : quote.opened].rstrip()
    if not lead:
        return None
    source = according(voice, start, quote.opened)
    if source:
        return source, "other"
    cues = cues_in(scene, start, quote.opened)
    reach = 0 if lead.endswith(":") else quote.opened - CUE_GAP
    for place in range(len(cues) - 1, -1, -1):
        cue = cues[place]
        if cue.end < reach:
            break
        cue = _outer(scene, cues[:place], cue)
        speaker = (
            subject(voice, cue, start, quote.opened, inverted=False)
            or subject(voice, cue, start, quote.opened)
            or left_out(voice, cue, start, quote.opened, marked)
        )
        if speaker is not None:
            return speaker, cue.entry.cue
    if lead.endswith(":"):
        colon = start + len(lead) - 1
        speaker = colon_speaker(voice, start, colon) or clause_subject(voice, start, colon)
        return (speaker, None) if speaker else None
    return None


def _outer(scene: Scene, earlier: Sequence[Hit], cue: Hit) -> Hit:
    """Return the verb whose clause holds this one ("X said that Y rejected “…”": the words are X's), else this one."""
    if cue.entry.cue == "other":
        return cue
    for outer in earlier:
        between = scene.lower[outer.end : cue.start]
        if outer.entry.cue == "other" and any(word in between for word in scene.lexicon.that.padded):
            return outer
    return cue


def _announced(voice: Voices, quote: Quote, marked: Marked) -> tuple[Speaker | None, str | None] | None:
    """Look at the paragraph before if it ends with a colon and the quotation opens this one."""
    scene = voice.scene
    start = scene.paragraphs[quote.paragraph][0]
    if quote.opened > start or quote.continues or start <= scene.body_at:
        return None
    begin, stop = scene.paragraphs[quote.paragraph - 1]
    if begin < scene.body_at or not scene.text[begin:stop].rstrip().endswith(":"):
        return None
    sentence = scene.sentence(stop - 1)
    for cue in reversed(cues_in(scene, *sentence)):
        speaker = subject(voice, cue, *sentence) or left_out(voice, cue, *sentence, marked)
        if speaker is not None:
            return speaker, cue.entry.cue
    return None


def _cue_inside(voice: Voices, quote: Quote) -> tuple[Speaker | None, str | None] | None:
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
    for cue in cues_in(scene, quote.start, quote.end) if scene.lexicon.articles else ():
        gender = inverted_gender(scene, cue)
        if gender and scene.text[cue.start - 2 : cue.start] == ", ":
            return referred(voice, gender, quote.opened), cue.entry.cue
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


def _is_said(scene: Scene, quote: Quote, *, cued_behind: bool) -> bool:
    """Say whether marks that a verb of speech accompanies hold something said: three words, or a sentence; no name of a thing."""
    text = scene.text[quote.start : quote.end]
    words = text.split()
    closed = text[-1] in SENTENCE_MARKS or scene.text[quote.closed + 1 : quote.closed + 2] == ","
    sentence = text[0].isupper() and (closed or (scene.lexicon.verb_last and cued_behind))
    if quote.dashed or sentence:
        return True
    if len(words) < SCARE_WORDS:
        return False
    return len(words) > SCARE_WORDS or not all(word[0].isupper() for word in words if len(word) > SCARE_WORDS)


def _stands_as_speech(scene: Scene, quote: Quote) -> bool:
    text = scene.text[quote.start : quote.end]
    words = WORD.findall(text)
    if len(words) >= LOOSE_WORDS:
        return not all(word[0].isupper() for word in words if len(word) > SCARE_WORDS)
    return False
