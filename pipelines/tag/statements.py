"""Direct quotations with their speakers, and what is reported with a verb of speech (convention 7 of a tag)."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipelines.tag.content import content
from pipelines.tag.index import Hit
from pipelines.tag.quotes import Quote, quotes
from pipelines.tag.scene import Scene
from pipelines.tag.speakers import Speaker, Voices, colon_speaker, subject

SCARE_WORDS = 3
"""Quoted words up to which marks without a verb of speech only distance or name something."""
LOOSE_WORDS = 5
"""Quoted words from which a stretch counts as said even where nobody is said to have said it."""
CUE_GAP = 80
"""Characters between a quotation and its verb of speech."""
LEAST_WORDS = 3
_WORD = re.compile(r"[^\W_]+")
_END_MARKS = ".!?…"


@dataclass(frozen=True, slots=True)
class Said:
    """A statement in the coordinates of the scene."""

    start: int
    end: int
    is_quote: bool
    speaker: Speaker | None
    cue: str | None
    rule: str
    attributed_to: str | None = None


def statements(voice: Voices) -> list[Said]:
    """Return quotations and reported statements in reading order."""
    quoted = quotes(voice.scene)
    direct = list(_direct(voice, quoted))
    marked = [(quote.opened, quote.closed) for quote in quoted]
    reported = list(_reported(voice, marked)) + list(_headline(voice, marked))
    reported += _nominal(voice, marked)
    return sorted((*direct, *_apart(reported)), key=lambda said: (said.start, said.end))


def _apart(reported: Sequence[Said]) -> list[Said]:
    kept: list[Said] = []
    for said in sorted(reported, key=lambda each: (each.start, -each.end)):
        if not kept or said.start >= kept[-1].end:
            kept.append(said)
    return kept


# ── Direct quotations ─────────────────────────────────────────────────────────────────────────────


def _direct(voice: Voices, quoted: Sequence[Quote]) -> Iterator[Said]:
    last: Said | None = None
    last_quote: Quote | None = None
    for place, quote in enumerate(quoted):
        previous = quoted[place - 1] if place and quoted[place - 1].paragraph == quote.paragraph else None
        following = quoted[place + 1] if place + 1 < len(quoted) and quoted[place + 1].paragraph == quote.paragraph else None
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
    for rule, search in (("quote.cue_after", _cue_after), ("quote.cue_before", _cue_before), ("quote.cue_inside", _cue_inside)):
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
    end = _clause_end(scene, quote, start, following)
    tail = scene.text[start:end]
    joined = _joined(scene, quote, tail)
    if not joined:
        return None
    for cue in _cues(scene, start, min(end, start + CUE_GAP + 20)):
        speaker = _subject_behind(voice, quote, cue, start, end)
        if speaker is not None:
            return speaker, cue.entry.cue
    dash = re.match(r"[,.!?…]*\s*[—–-]\s+(?=[^\W\d_])", tail)
    if dash and quote.start < scene.body_at:
        named = voice.between(start, end)
        if named and named[0].start <= start + dash.end() + 1:
            return _speaker(voice, named[0].start, end), None
    return None


def _subject_behind(voice: Voices, quote: Quote, cue: Hit, start: int, end: int) -> Speaker | None:
    scene = voice.scene
    if not scene.lexicon.verb_last:
        return subject(voice, cue, start, end)
    within = subject(voice, cue, cue.start, end) if scene.lower[cue.start : cue.end].endswith("en") else None
    sentence = _sentence_start(scene, quote)
    opening = _first(voice, sentence, quote.opened)
    return within or opening or _earlier_speaker(voice, sentence) or Speaker(None, None, "speaker.unknown")


def _first(voice: Voices, start: int, end: int) -> Speaker | None:
    named = [each for each in voice.between(start, end) if each.as_actor]
    return _speaker(voice, named[0].start, end) if named else None


def _earlier_speaker(voice: Voices, before: int) -> Speaker | None:
    """Return the first actor of the sentence before, in the same paragraph (the verb alone carries the subject)."""
    scene = voice.scene
    start = scene.paragraphs[scene.paragraph(before)][0]
    return _first(voice, start, before)


def _speaker(voice: Voices, start: int, end: int) -> Speaker | None:
    from pipelines.tag.speakers import _of_mention

    named = voice.between(start, end)
    return _of_mention(voice, named[0]) if named else None


def _joined(scene: Scene, quote: Quote, tail: str) -> bool:
    """Say whether what follows belongs to the quotation: punctuation joins them, or the sentence goes on."""
    content = scene.text[quote.start : quote.end]
    inner = content[-1:]
    lead = tail.lstrip()
    if re.match(r"[,!?…]?\s*[—–-]", tail) or inner in ",!?…" or tail[:1] in ",!?":
        return True
    if scene.lexicon.verb_last:
        return True
    if inner == ".":
        return lead[:1].islower()
    return len(_WORD.findall(content)) > SCARE_WORDS and lead[:1].islower()


def _clause_end(scene: Scene, quote: Quote, start: int, following: Quote | None) -> int:
    """Return where the clause behind a quotation ends: its sentence, its paragraph or the next quotation."""
    end = following.opened if following else scene.paragraphs[quote.paragraph][1]
    sentences = scene.sentences(quote.paragraph)
    place = bisect_left(sentences, (start + 2, 0))
    at = sentences[place - 1] if place and sentences[place - 1][1] > start + 1 else (sentences[place] if place < len(sentences) else None)
    return min(end, at[1]) if at else end


def _cue_before(voice: Voices, quote: Quote, previous: Quote | None) -> tuple[Speaker | None, str | None] | None:
    """Look before: `X said: “`, `according to X, “`, `X: «`."""
    scene = voice.scene
    if quote.continues:
        return None
    start = max(_sentence_start(scene, quote), previous.closed + 1 if previous else 0)
    lead = scene.text[start : quote.opened].rstrip()
    if not lead:
        return None
    source = _according(voice, start, quote.opened)
    if source:
        return source, "other"
    cues = [cue for cue in _cues(scene, start, quote.opened) if quote.opened - cue.end <= CUE_GAP]
    for cue in reversed(cues):
        speaker = subject(voice, cue, start, quote.opened)
        if speaker is not None:
            return speaker, cue.entry.cue
    if lead.endswith(":"):
        speaker = colon_speaker(voice, start, start + len(lead) - 1)
        return (speaker, None) if speaker else None
    return None


def _cue_inside(voice: Voices, quote: Quote, previous: Quote | None) -> tuple[Speaker | None, str | None] | None:
    """Look inside: «Words, — said X, — more words»."""
    scene = voice.scene
    for turn in re.finditer(r"[,.!?…]\s+[—–-]\s+(?=[^\W\d_])", scene.text[quote.start : quote.end]):
        start = quote.start + turn.end()
        if not scene.text[start].islower():
            continue
        stop = re.compile(r"[,.]\s+[—–-]\s").search(scene.text, start, quote.end)
        end = stop.start() if stop else quote.end
        for cue in _cues(scene, start, end)[:1]:
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
    words = _WORD.findall(scene.text[quote.start : quote.end])
    return len(words) > SCARE_WORDS or (len(words) > 1 and scene.text[quote.end - 1] in _END_MARKS)


def _stands_as_speech(scene: Scene, quote: Quote) -> bool:
    text = scene.text[quote.start : quote.end]
    words = _WORD.findall(text)
    if len(words) >= LOOSE_WORDS:
        return not all(word[0].isupper() for word in words if len(word) > SCARE_WORDS)
    return False


def _cues(scene: Scene, start: int, end: int) -> list[Hit]:
    cues = scene.hits.cues
    low = bisect_left(cues, start, key=lambda hit: hit.start)
    high = bisect_left(cues, end, key=lambda hit: hit.start)
    return [cue for cue in cues[low:high] if cue.entry.cue]


def _according(voice: Voices, start: int, end: int) -> Speaker | None:
    """Return whom an "according to" at the beginning of a clause names."""
    scene = voice.scene
    lead = scene.lower[start:end].lstrip(" ,—–")
    at = start + (end - start - len(scene.lower[start:end].lstrip(" ,—–")))
    for phrase in scene.lexicon.according_to:
        if lead.startswith(phrase + " "):
            comma = scene.lower.find(",", at + len(phrase), end)
            return _named_source(voice, at + len(phrase), comma if comma > 0 else end)
    for word in scene.lexicon.according_to_after:
        place = scene.lower.find(f" {word}, ", start, end)
        if place > 0:
            return _named_source(voice, start, place)
    return None


def _named_source(voice: Voices, start: int, end: int) -> Speaker | None:
    from pipelines.tag.speakers import _of_mention, _unknown_behind

    named = voice.between(start, end)
    people = [each for each in named if each.kind in {"role", "unnamed"} or _person(voice, each.actor)]
    chosen = (people or list(named))[:1]
    return _of_mention(voice, chosen[0]) if chosen else _unknown_behind(voice, start, end)


def _person(voice: Voices, actor_id: str | None) -> bool:
    actor = voice.scene.facts.actor(actor_id) if actor_id else None
    return actor is not None and actor.type == "person"


# ── Reported statements ───────────────────────────────────────────────────────────────────────────


def _reported(voice: Voices, marked: Sequence[tuple[int, int]]) -> Iterator[Said]:
    scene = voice.scene
    done = -1
    for start, end in _cue_sentences(scene):
        carried: Speaker | None = None
        outer, body_start = _leading_source(voice, start, end)
        body_end, trailing = _trailing_source(voice, body_start, end)
        relayed = outer or trailing
        cues = _cues(scene, body_start, body_end)
        if not cues and relayed and (outer or trailing):
            yield from _relayed(voice, body_start, body_end, relayed, marked)
        for place, cue in enumerate(cues):
            if cue.start < done or _overlaps(cue.start, cue.end, marked):
                continue
            following = cues[place + 1] if place + 1 < len(cues) else None
            if _is_noun(scene, cue) or _is_passive(scene, cue):
                continue
            coordinated = carried if _coordinated(scene, cue) else None
            speaker = coordinated or subject(voice, cue, body_start, body_end, inverted=_may_invert(scene, cue))
            if speaker is None or (speaker.actor is None and speaker.name is None):
                continue
            span = _span(voice, cue, body_start, body_end, following)
            if span is None or _overlaps(*span, marked):
                continue
            carried = speaker
            done = span[1]
            attributed = relayed.actor or relayed.name if relayed and relayed.name != speaker.name else None
            yield Said(*span, False, speaker, cue.entry.cue, f"reported.{cue.entry.cue}", attributed)


def _is_noun(scene: Scene, cue: Hit) -> bool:
    """Say whether an article or a possessive makes the word a noun ("the demands", "its claims")."""
    before = scene.before(cue.start, 20)
    lexicon = scene.lexicon
    return before.endswith(tuple(f" {word} " for word in lexicon.determiners)) or (
        bool(lexicon.possessive) and not lexicon.verb_last and before.endswith(tuple(f"{word} " for word in lexicon.possessive))
    )


def _is_passive(scene: Scene, cue: Hit) -> bool:
    return bool(scene.lexicon.passive) and scene.after(cue.end, 12).startswith(
        tuple(f" {word} " for word in scene.lexicon.passive)
    )


def _may_invert(scene: Scene, cue: Hit) -> bool:
    """Say whether the subject may follow: the verb comes behind a comma or dash, or opens the sentence."""
    return scene.before(cue.start, 4).rstrip().endswith((",", "—", "–", "-", "»", "”", '"', "¶", "."))


def _cue_sentences(scene: Scene) -> Iterator[tuple[int, int]]:
    """Yield each sentence that has a verb of speech or an "according to", once."""
    last = (-1, -1)
    for cue in scene.hits.cues:
        if cue.start < last[1]:
            continue
        last = scene.sentence(cue.start)
        yield last


def _relayed(voice: Voices, start: int, end: int, source: Speaker, marked: Sequence[tuple[int, int]]) -> Iterator[Said]:
    span = _trimmed(voice.scene, start, end)
    if span and not _overlaps(*span, marked) and (source.actor or source.name):
        yield Said(*span, False, source, "other", "reported.according_to")


def _leading_source(voice: Voices, start: int, end: int) -> tuple[Speaker | None, int]:
    """Return who an opening "According to X," names, and where the sentence proper begins."""
    lead = voice.scene.lower[start:end]
    opens = any(lead.startswith(phrase + " ") for phrase in voice.scene.lexicon.according_to)
    comma = voice.scene.lower.find(", ", start, end) if opens else -1
    if comma < 0:
        return None, start
    return _according(voice, start, comma + 1), comma + 2


def _trailing_source(voice: Voices, start: int, end: int) -> tuple[int, Speaker | None]:
    """Return where the sentence ends before a closing ", according to X", and who X is."""
    for phrase in voice.scene.lexicon.according_to:
        at = voice.scene.lower.rfind(f", {phrase} ", start, end)
        if at >= 0:
            return at, _named_source(voice, at + len(phrase) + 3, end)
    return end, None


def _coordinated(scene: Scene, cue: Hit) -> bool:
    before = scene.before(cue.start, 30)
    return before.endswith(tuple(f" {word} " for word in (*scene.lexicon.ands, *scene.lexicon.conjunctions)))


def _span(voice: Voices, cue: Hit, start: int, end: int, following: Hit | None) -> tuple[int, int] | None:
    """Return the content of a reported statement; None where the verb governs none."""
    scene = voice.scene
    if scene.lexicon.verb_last:
        return _before_last_verb(voice, cue, start)
    limit = _before_next(scene, cue, following, end)
    begin = _after_that(scene, cue, limit)
    if begin is None:
        if cue.entry.cue == "other" and _adverbial_follows(scene, cue, limit):
            return _before_cue(voice, cue, start, end)
        begin = _skip_objects(scene, cue.end)
        limit = _before_break(scene, begin, limit)
    if cue.entry.cue == "decline_comment":
        return _trimmed(scene, begin, limit, least=1) or (cue.start, cue.end)
    return _trimmed(scene, begin, limit) or _before_cue(voice, cue, start, end)


def _before_next(scene: Scene, cue: Hit, following: Hit | None, end: int) -> int:
    """Return where the content ends if the subject goes on with another verb ("… and denied …")."""
    if following is None:
        return end
    left = scene.lower[cue.end : following.start].rstrip()
    for word in scene.lexicon.ands:
        if left.endswith(f" {word}"):
            return cue.end + len(left) - len(word)
    return end


def _before_break(scene: Scene, start: int, end: int) -> int:
    """Return where another clause begins (", while …"): a verb without "that" does not govern it."""
    places = [at for word in scene.lexicon.breaks if (at := scene.lower.find(word, start, end)) > 0]
    return min(places, default=end)


def _after_that(scene: Scene, cue: Hit, end: int) -> int | None:
    """Return where the clause after "that" begins."""
    if not scene.lexicon.that:
        return None
    that = _THAT.setdefault(scene.lexicon.language, _that_pattern(scene.lexicon.that))
    found = that.match(scene.lower, cue.end, end)
    return found.end() if found else None


_THAT: dict[str, re.Pattern[str]] = {}


def _that_pattern(words: Sequence[str]) -> re.Pattern[str]:
    alternatives = "|".join(re.escape(word) for word in words)
    return re.compile(rf"[^,;:.!?“”«»\"]{{0,80}}?,?\s(?:{alternatives})\s|:\s")


def _skip_objects(scene: Scene, at: int) -> int:
    after = scene.lower[at : at + CUE_GAP]
    skipped = len(after) - len(after.lstrip(" ,"))
    for phrase in scene.lexicon.content_after:
        if after.startswith(phrase, skipped):
            skipped += len(phrase)
    return at + skipped


def _adverbial_follows(scene: Scene, cue: Hit, end: int) -> bool:
    """Say whether no clause follows the verb: the sentence ends, or goes on with a time or a place."""
    rest = scene.lower[cue.end : end].lstrip(" ,")
    word = _WORD.match(rest)
    return word is None or word.group() in {*scene.lexicon.adverbial, *scene.lexicon.days} or len(_WORD.findall(rest[:CUE_GAP])) < LEAST_WORDS


def _before_cue(voice: Voices, cue: Hit, start: int, end: int) -> tuple[int, int] | None:
    """Return what stands before a closing "…, X said" or «…, заявил X»."""
    scene = voice.scene
    comma = max(scene.lower.rfind(", ", start, cue.start + 1), scene.lower.rfind(" — ", start, cue.start + 1), scene.lower.rfind(" – ", start, cue.start + 1))
    if comma < 0 or cue.start - comma > CUE_GAP:
        return None
    mid = scene.lower.find(", ", cue.end, end)
    before = _trimmed(scene, start, comma)
    after = _trimmed(scene, mid + 2, end) if mid >= 0 and not voice.scene.lexicon.verb_last else None
    if before and after and len(_WORD.findall(scene.text[slice(*before)])) <= LEAST_WORDS:
        return after
    return before


def _before_last_verb(voice: Voices, cue: Hit, start: int) -> tuple[int, int] | None:
    """Return what stands between the subject, or its comma, and the verb that closes the sentence."""
    scene = voice.scene
    named = [each for each in voice.between(start, cue.start) if each.as_actor]
    if not named:
        return None
    comma = scene.lower.find(", ", named[0].end, min(cue.start, named[0].end + CUE_GAP))
    return _trimmed(scene, comma + 1 if comma > 0 else _word_end(scene, named[0].end), cue.start)


def _word_end(scene: Scene, at: int) -> int:
    """Return the end of the word at a position, a suffix after an apostrophe included."""
    while at < len(scene.text) and (scene.folded[at].isalnum() or scene.folded[at] == "'"):
        at += 1
    return at


def _trimmed(scene: Scene, start: int, end: int, least: int = LEAST_WORDS) -> tuple[int, int] | None:
    """Strip blanks, punctuation and conjunctions at both ends; None when fewer words remain."""
    text = scene.text[start:end]
    inner = text.strip(" ,;:.!?…—–-\n")
    if len(_WORD.findall(inner)) < least:
        return None
    begin = start + text.index(inner)
    return begin, begin + len(inner)


def _overlaps(start: int, end: int, marked: Sequence[tuple[int, int]]) -> bool:
    at = bisect_left(marked, (start, start))
    return any(begin < end and start < stop for begin, stop in marked[max(0, at - 1) : at + 1])


def _nominal(voice: Voices, marked: Sequence[tuple[int, int]]) -> Iterator[Said]:
    """Read what a noun reports without saying who ("a mutual agreement to …")."""
    scene = voice.scene
    for cue in scene.hits.cues:
        kind = cue.entry.noun_cue
        if kind is None or _overlaps(cue.start, cue.end, marked):
            continue
        span = _trimmed(scene, cue.end, scene.sentence(cue.start)[1])
        if span and not _overlaps(*span, marked):
            yield Said(*span, False, None, kind, f"reported.noun.{kind}")


# ── Headlines ─────────────────────────────────────────────────────────────────────────────────────


def _headline(voice: Voices, marked: Sequence[tuple[int, int]]) -> Iterator[Said]:
    """Read "X: words" and "words — X" in the title."""
    scene = voice.scene
    if scene.body_at == 0 or not scene.paragraphs:
        return
    start, end = scene.paragraphs[0]
    if start >= scene.body_at or _overlaps(start, end, marked):
        return
    colon = scene.text.find(": ", start, end)
    if 0 < colon - start <= CUE_GAP:
        named = [each for each in voice.between(start, colon) if each.as_actor and each.end >= colon - 1]
        span = _trimmed(scene, colon + 2, end)
        if named and span:
            yield Said(*span, False, _speaker(voice, named[-1].start, colon), "other", "headline.colon")
            return
    dash = max(scene.text.rfind(" — ", start, end), scene.text.rfind(" – ", start, end), scene.text.rfind(" - ", start, end))
    if dash > 0:
        named = voice.between(dash + 3, end)
        span = _trimmed(scene, start, dash)
        if named and span and named[0].start <= dash + 4 and named[0].as_actor and end - named[0].end <= 2:
            yield Said(*span, False, _speaker(voice, named[0].start, end), "other", "headline.dash")


def read(voice: Voices, said: Said) -> object:
    """Return what a statement says."""
    return content(voice, said.start, said.end, said.cue, said.speaker.actor if said.speaker else None)
