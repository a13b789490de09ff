"""Direct quotations and who said them (convention 7 of a tag)."""

from collections.abc import Iterator, Sequence

from pipelines.tag.again import meant
from pipelines.tag.ahead import announced, clause_before, cue_before, cue_inside, is_led_to, outer, sentence_start
from pipelines.tag.behind import SCARE_WORDS, attributed_below, cue_after, past_marks
from pipelines.tag.descriptions import phrase_end
from pipelines.tag.mood import is_in_mood
from pipelines.tag.quotes import SPACED_DASHES, Quote, last_mark
from pipelines.tag.recall import Marked, last_speaker, left_out
from pipelines.tag.scene import Scene, ending_at
from pipelines.tag.spans import word_end
from pipelines.tag.speakers import clause_subject, subject
from pipelines.tag.speech import CUE_GAP, WORD, Said, cues_in, overlaps
from pipelines.tag.strangers import name_first
from pipelines.tag.voices import Heard, Speaker, Voices, is_oblique, is_person, of_mention

LOOSE_WORDS = 5
"""Quoted words from which a stretch counts as said even where nobody is said to have said it."""
END_MARKS = ".!?…"
SENTENCE_MARKS = ".!?…,"
PLAINLY = 8
"""Blanks from which on words need not be counted."""
MARK_AND_STOP = 3
"""Characters of punctuation that may close a paragraph behind a quotation."""


def direct(voice: Voices, quoted: Sequence[Quote]) -> Iterator[Said]:
    """Yield the quoted stretches that are speech, each with its speaker where the text tells."""
    if not quoted:
        return
    said = list(_in_turn(voice, quoted))
    titled = {each.start: each for each in said if each.start < voice.scene.body_at}
    for quote in quoted:
        if quote.start >= voice.scene.body_at:
            break
        here = titled.get(quote.start)
        named = here is not None and here.speaker is not None and (here.speaker.actor or here.speaker.name)
        again = None if named else _repeated(voice.scene, quote, said)
        if again or here:
            yield again or titled[quote.start]
    yield from said[len(titled) :]


def _repeated(scene: Scene, quote: Quote, others: Sequence[Said]) -> Said | None:
    """Return a quotation of the title with the speaker of the quotation in the text that it is taken from."""
    words = scene.lower[quote.start : quote.end].strip(" .,!?…")
    for other in others:
        if other.start >= scene.body_at and other.speaker and words in scene.lower[other.start : other.end]:
            return (
                Said(quote.start, quote.end, True, other.speaker, other.cue, "quote.repeated") if " " in words else None
            )
    return None


def _in_turn(voice: Voices, quoted: Sequence[Quote]) -> Iterator[Said]:
    last: Said | None = None
    last_quote: Quote | None = None
    marked = [(quote.opened, quote.closed) for quote in quoted]
    voice.quoted.extend(marked)
    earlier, later = _neighbours(voice.scene, quoted) if len(quoted) > 1 else ([None], [None])
    for place, (quote, previous, following) in enumerate(zip(quoted, earlier, later, strict=True)):
        said = _parted(voice.scene, quote, last, last_quote) or _attributed(voice, quote, previous, following, marked)
        if said is None and following is not None:
            behind = later[place + 1] if following is quoted[place + 1] else None
            said = _shared(voice, quote, (following, behind), marked)
        if said is not None and not _is_said(voice.scene, quote, cued_behind=said.rule == "quote.cue_after"):
            continue
        if said is None:
            said = _after_sentence(voice, quote, previous, marked)
        if said is None and last_quote:
            said = _told_of_since(voice, quote, last_quote)
        if said is None and last and last_quote and _goes_on(voice, last_quote, quote):
            said = Said(quote.start, quote.end, True, last.speaker, last.cue, "quote.continued")
        if said is None and _stands_as_speech(voice.scene, quote):
            said = _standing(voice, quote, last, last_quote, marked)
        if said is not None:
            said = said._replace(speaker=meant(voice, said.speaker, quote.opened))
            last, last_quote = said, quote
            if said.speaker is not None and (said.speaker.actor or said.speaker.name):
                voice.heard.append(Heard(quote.end, said.speaker))
            yield said


def _parted(scene: Scene, quote: Quote, last: Said | None, before: Quote | None) -> Said | None:
    """Return a quotation that goes on in the middle of its sentence behind the clause that says whose it is (“…”, so X, “und …”)."""
    if last is None or before is None or last.rule != "quote.cue_after" or not scene.text[quote.start].islower():
        return None
    between = scene.text[before.closed + 1 : quote.opened].strip()
    parted = 0 < len(between) <= CUE_GAP and between[0] == between[-1] == ","
    if not parted or any(mark in END_MARKS for mark in between):
        return None
    return Said(quote.start, quote.end, True, last.speaker, last.cue, "quote.continued")


def _shared(voice: Voices, quote: Quote, behind: tuple[Quote, Quote | None], marked: Marked) -> Said | None:
    """Attribute a quotation to who is named behind the last one of its sentence (« … » mais « … », a dit X)."""
    scene = voice.scene
    following, after = behind
    start, end = scene.sentence(quote.opened)
    between = scene.text[quote.closed + 1 : following.opened]
    if not start <= following.opened < end or any(
        mark in END_MARKS for mark in between.strip() + last_mark(scene.text, quote)
    ):
        return None
    if not between.strip() or cues_in(voice, start, following.opened) or not _is_speech(scene, quote):
        return None
    found = cue_after(voice, following, after, marked)
    speaker, cue = found or (None, None)
    return Said(quote.start, quote.end, True, speaker, cue, "quote.shared") if speaker else None


def _neighbours(scene: Scene, quoted: Sequence[Quote]) -> tuple[list[Quote | None], list[Quote | None]]:
    """Return for each quotation the one before and the one behind in its paragraph.

    A name in marks (рассказал «Меридиану» …) is none, and neither is one whose words stand in a clause of another's.
    """
    named = [_is_name(scene.text, quote) for quote in quoted]
    return _nearest(quoted, named), _nearest(quoted[::-1], named[::-1])[::-1]


def _nearest(quoted: Sequence[Quote], named: Sequence[bool]) -> list[Quote | None]:
    nearest: list[Quote | None] = []
    last: Quote | None = None
    for quote, is_name in zip(quoted, named, strict=True):
        nearest.append(last if last is not None and last.paragraph == quote.paragraph else None)
        last = last if is_name and nearest[-1] is not None else None if is_name else quote
    return nearest


def _is_name(text: str, quote: Quote) -> bool:
    """Say whether two words at most, the first with a capital, stand between marks, and no sentence."""
    return (
        text[quote.start].isupper()
        and text[quote.end - 1] not in SENTENCE_MARKS
        and text.count(" ", quote.start, quote.end) <= 1
    )


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
    cues = cues_in(voice, *sentence)
    cue = outer(scene, cues[:-1], cues[-1]) if cues else None
    if (
        cue is None
        and is_in_mood(scene, *sentence)
        and (goes_on := last_speaker(voice, sentence[0], marked)) is not None
    ):
        return Said(quote.start, quote.end, True, goes_on, None, "quote.after_mood")
    if cue is None or sentence[1] - sentence[0] < CUE_GAP // 4 or overlaps(cue.start, cue.end, marked):
        return None
    speaker = subject(voice, cue, *sentence) or left_out(voice, cue, *sentence, marked)
    if (
        speaker is None and cue is not cues[0]
    ):  # the last one belongs to what was said („X erklärte, …, wie man gehofft habe“)
        speaker = subject(voice, cues[0], *sentence)
    return Said(quote.start, quote.end, True, speaker, None, "quote.after_sentence") if speaker else None


def _told_of_since(voice: Voices, quote: Quote, before: Quote) -> Said | None:
    """Attribute a quotation to the person whom its own sentence, begun since the one before, is about."""
    if quote.paragraph != before.paragraph or not _is_speech(voice.scene, quote):
        return None
    start = max(sentence_start(voice.scene, quote), before.closed + 1)
    named = voice.first(start, quote.opened)
    if named is None or not is_person(voice, named) or is_oblique(voice.scene, named.start, start):
        return None
    return Said(quote.start, quote.end, True, of_mention(voice, named), None, "quote.nearby")


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
            cue = next(iter(reversed(cues_in(voice, *before))), None)
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
    start = sentence_start(scene, quote)
    tail = quote.closed + 1
    behind = phrase_end(scene, past_marks(scene.text, tail, stop), word_end(scene, min(stop, tail + CUE_GAP)))
    before = scene.sentence(start - 2)[0] if start - 1 > paragraph else start
    spans = [(start, quote.opened), (tail, behind), (before, start)]
    if quote.opened <= paragraph + 1 and scene.text[quote.end - 1] in END_MARKS and tail + 1 < stop:
        spans.append(scene.sentence(tail + 1))
    for begin, end in spans:
        if end > begin and not overlaps(begin, end - 1, [span for span in marked if span[0] != quote.opened]):
            speaker = _told_in(voice, begin, end)
            if speaker is not None:
                return speaker
    return None


def _told_in(voice: Voices, start: int, end: int) -> Speaker | None:
    """Return who a clause is about: who speaks in it, never who is only spoken of behind its verb of speech."""
    cue = next(iter(cues_in(voice, start, end)), None)
    if cue is not None:
        speaker = subject(voice, cue, start, end)
        if speaker is not None:
            return speaker
    elif _opens_with_several(voice, start, end):
        return None
    return clause_subject(voice, start, cue.start if cue else end) or name_first(voice, start, end)


def _opens_with_several(voice: Voices, start: int, end: int) -> bool:
    """Say whether a clause opens with two whom "and" joins: what they did together none of them says alone."""
    scene = voice.scene
    first = voice.first(start, start + 1)
    second = voice.first(first.end, end) if first is not None else None
    if first is None or second is None or not (first.as_actor and second.as_actor):
        return False
    return scene.lower[first.end : second.start].strip() in scene.lexicon.ands.set


def _attributed(
    voice: Voices, quote: Quote, previous: Quote | None, following: Quote | None, marked: Marked
) -> Said | None:
    """Find the clause that says who said it: behind the quotation, before it, or inside its marks."""
    led = is_led_to(voice.scene, quote)
    found, rule = (cue_before(voice, quote, previous, marked) if led else None), "quote.cue_before"
    if found is None or voice.scene.text[quote.start].isupper():
        behind = None if _ends_inside(voice, quote) else cue_after(voice, quote, following, marked)
        if behind is not None and (found is None or _is_named_behind(voice.scene, quote, behind[0])):
            found, rule = behind, "quote.cue_after"
    if found is None and not led:
        found, rule = cue_before(voice, quote, previous, marked), "quote.cue_before"
    if found is None:
        found, rule = clause_before(voice, quote), "quote.cue_before"
    if found is None:
        found, rule = _in_next_paragraphs(voice, quote, marked)
    if found is None:
        found, rule = cue_inside(voice, quote), "quote.cue_inside"
    if found is None:
        return None
    speaker, cue = found
    if rule == "quote.cue_after":
        speaker = _behind_relay(voice, quote, marked) or speaker
    if speaker is not None and speaker.rule == "speaker.pronoun" and not (speaker.actor or speaker.name):
        speaker = last_speaker(voice, sentence_start(voice.scene, quote), marked) or speaker
    return Said(quote.start, quote.end, True, speaker, cue, rule)


def _ends_inside(voice: Voices, quote: Quote) -> bool:
    """Say whether a quotation that ends with its sentence has its cue inside the marks: the sentence behind it is another's."""
    closed = voice.scene.text[quote.end - 1] in END_MARKS
    return closed and cue_inside(voice, quote) is not None


def _behind_relay(voice: Voices, quote: Quote, marked: Marked) -> Speaker | None:
    """Return who speaks where the clause behind a quotation has an outlet that relays it, or "it" for who spoke right before."""
    if voice.scene.text[quote.start].islower() and _is_relayed(voice, quote):
        return _inner(voice, quote, marked)
    says_it = voice.scene.lexicon.neuters and _says_it(voice.scene, quote)
    return _body_before(voice, quote) if says_it else None


def _says_it(scene: Scene, quote: Quote) -> bool:
    """Say whether "it" is the subject behind a quotation ("…", it said; “…”, teilte es mit), and no verb without a subject."""
    behind = scene.lower[quote.closed + 1 : quote.closed + CUE_GAP].lstrip(" ,.!?…—–-")
    words = behind.split(" ", 2)[:2]
    return not scene.lexicon.neuters.set.isdisjoint(words) and not behind.startswith(tuple(scene.lexicon.impersonal))


def _body_before(voice: Voices, quote: Quote) -> Speaker | None:
    """Return who spoke in the sentence right before a quotation, no person: an office, a ministry, as the text has it."""
    scene = voice.scene
    before = scene.sentence_before(scene.sentence(quote.opened)[0])
    if before is None:
        return None
    for cue in reversed(cues_in(voice, *before)):
        speaker = subject(voice, cue, *before)
        actor = scene.facts.actor(speaker.actor) if speaker and speaker.actor else None
        if speaker is not None and (speaker.actor or speaker.name) and (actor is None or actor.type != "person"):
            return Speaker(speaker.actor, speaker.name, "speaker.last")
    return None


def _in_next_paragraphs(
    voice: Voices, quote: Quote, marked: Marked
) -> tuple[tuple[Speaker | None, str | None] | None, str]:
    """Find the clause in the paragraph before, or behind, with the name of the rule."""
    above = announced(voice, quote, marked)
    return (above, "quote.announced") if above is not None else (attributed_below(voice, quote), "quote.cue_below")


def _is_relayed(voice: Voices, quote: Quote) -> bool:
    """Say whether an outlet stands in the clause behind a quotation («…» - przekazała agencja X)."""
    scene = voice.scene
    stop = phrase_end(scene, past_marks(scene.text, quote.closed + 1, quote.closed + CUE_GAP), quote.closed + CUE_GAP)
    return bool(scene.between(scene.hits.signs, quote.closed, stop))


def _inner(voice: Voices, quote: Quote, marked: Marked) -> Speaker | None:
    """Return who speaks in the clause before a quotation that an outlet only relays, however far its verb stands before."""
    start = sentence_start(voice.scene, quote)
    for cue in cues_in(voice, start, quote.opened):
        if not overlaps(cue.start, cue.end, marked):
            return subject(voice, cue, start, quote.opened, inverted=False)
    return None


def _is_named_behind(scene: Scene, quote: Quote, speaker: Speaker | None) -> bool:
    """Say whether the clause behind a quotation has the speaker's name, not a pronoun."""
    written = (speaker.written or speaker.name) if speaker else None
    return bool(written) and scene.text.find(written or "", quote.closed, quote.closed + CUE_GAP) >= 0


def _goes_on(voice: Voices, before: Quote, quote: Quote) -> bool:
    """Say whether the speaker goes on: from the paragraph before, or behind a clause of the same paragraph."""
    if quote.continues or before.runs_on:
        return quote.paragraph == before.paragraph + 1
    if quote.paragraph == before.paragraph:
        if _has_other_subject(voice.scene, before, quote):
            return False
        return _is_speech(voice.scene, quote) or _goes_on_in_sentence(voice.scene, before, quote)
    return False


def _has_other_subject(scene: Scene, before: Quote, quote: Quote) -> bool:
    """Say whether a quotation stands inside another sentence, which opens with a noun and its article, in no reported mood."""
    start, _ = scene.sentence(quote.opened)
    if start <= before.opened or not scene.text[quote.start].islower():
        return False
    words = scene.lower[start : quote.opened].split()
    lexicon = scene.lexicon
    return len(words) > SCARE_WORDS and words[0] in lexicon.articles.set and lexicon.subjunctive.set.isdisjoint(words)


def _goes_on_in_sentence(scene: Scene, before: Quote, quote: Quote) -> bool:
    """Say whether a source that opens a sentence covers a second quotation of three words in it («По словам X, «…», а … «…»»)."""
    start, end = scene.sentence(quote.opened)
    if not start <= before.opened < end or not scene.lower.startswith(scene.lexicon.according_to.opening, start):
        return False
    words = len(WORD.findall(scene.text[quote.start : quote.end]))
    return words >= SCARE_WORDS and scene.text[quote.start].islower()


def _is_speech(scene: Scene, quote: Quote) -> bool:
    if quote.dashed or scene.text.count(" ", quote.start, quote.end) > PLAINLY:
        return True
    words = WORD.findall(scene.text[quote.start : quote.end])
    return len(words) > SCARE_WORDS or (len(words) > 1 and scene.text[quote.end - 1] in END_MARKS)


def _is_said(scene: Scene, quote: Quote, *, cued_behind: bool) -> bool:
    """Say whether marks that a verb of speech accompanies hold something said: three words, or a sentence; no name of a thing."""
    text = scene.text[quote.start : quote.end]
    if quote.dashed or (text[-1] in SENTENCE_MARKS and text[0].isupper()):
        return True
    if _is_called(scene, quote) or _is_term(scene, quote):
        return False
    words = text.split()
    behind = scene.text[quote.closed + 1 : quote.closed + 3]
    parted = behind[:1] == "," or (len(words) > 1 and f" {behind.strip()} " in SPACED_DASHES)
    capitals = sum(word[0].isupper() for word in words)
    named = capitals == len(words) if scene.lexicon.nouns_capital else 2 * capitals > len(words)
    if named and len(words) > 1 and not cued_behind and not _opens_speech(scene, quote):
        return False
    if text[0].isupper() and cued_behind and not _opens_speech(scene, quote) and not (parted and len(words) > 1):
        return False  # the name of a paper, of an organisation, in the middle of a clause («согласно анонсу «X», сказал …»)
    if text[0].isupper() and cued_behind and (parted or scene.lexicon.verb_last):
        return True
    if len(words) < SCARE_WORDS:
        return False
    return len(words) > SCARE_WORDS or not all(word[0].isupper() for word in words if len(word) > SCARE_WORDS)


def _is_called(scene: Scene, quote: Quote) -> bool:
    """Say whether marks hold what something is called by the noun right before them («по формуле «тысяча на тысячу»»)."""
    named = scene.lexicon.named_so
    if not named or scene.text[quote.opened - 1] != " " or scene.text.count(" ", quote.start, quote.end) >= LOOSE_WORDS:
        return False
    word = scene.lower[max(0, quote.opened - CUE_GAP) : quote.opened - 1].rpartition(" ")[2]
    return word in named.set


def _is_term(scene: Scene, quote: Quote) -> bool:
    """Say whether marks hold a word of one side and nothing else, from which the text keeps its distance."""
    ending = ending_at(scene.hits.framings, quote.end)
    return any(hit.start == quote.start and hit.entry.framings for hit in ending)


def _opens_speech(scene: Scene, quote: Quote) -> bool:
    """Say whether a quotation opens its sentence, or stands behind a mark."""
    before = scene.text[sentence_start(scene, quote) : quote.opened].rstrip()
    return scene.lexicon.verb_last or not before or not (before[-1].isalnum() or before[-1] == ")")


def _stands_as_speech(scene: Scene, quote: Quote) -> bool:
    text = scene.text[quote.start : quote.end]
    words = WORD.findall(text)
    sentence = len(words) >= SCARE_WORDS and text[0].isupper() and text[-1] in END_MARKS
    if len(words) >= LOOSE_WORDS or sentence:
        return not all(word[0].isupper() for word in words if len(word) > SCARE_WORDS)
    return False
