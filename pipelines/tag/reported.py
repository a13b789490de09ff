"""What is reported with a verb of speech but without quotation marks (convention 7 of a tag)."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from pipelines.tag.index import Hit
from pipelines.tag.scene import Scene, padded
from pipelines.tag.speakers import Speaker, Voices, is_participle, subject
from pipelines.tag.speech import (
    CUE_GAP,
    LEAST_WORDS,
    WORD,
    Said,
    according,
    cues_in,
    first_speaker,
    named_source,
    overlaps,
    trimmed,
)

_FIRST_WORD = re.compile(r" ([^\W_]+)")
NEXT_TO_MARK = 4
"""Characters between a closing mark and the verb of speech that belongs to it."""
SOURCE_REACH = 120
"""Characters from the beginning of a sentence within which a source may be named first."""
MOST_CUES = 40
"""Verbs of speech looked at in one sentence: more stand in no sentence of a person."""


def reported(voice: Voices, marked: Sequence[tuple[int, int]]) -> Iterator[Said]:
    """Yield what verbs of speech report, sentence by sentence; nothing that touches a `marked` quotation."""
    done = -1
    for start, end in _cue_sentences(voice.scene):
        outer, body_start = _leading_source(voice, start, end)
        body_end, trailing = _trailing_source(voice, body_start, end)
        if outer is None and trailing is None:
            body_end, trailing = _closing_clause(voice, body_start, end, marked)
        source = outer or trailing
        told = list(_in_sentence(voice, (body_start, body_end), source, marked, done))
        if not told and source:
            told = list(_relayed(voice, body_start, body_end, source, marked))
        done = told[-1].end if told else done
        yield from told


def _in_sentence(
    voice: Voices, clause: tuple[int, int], source: Speaker | None, marked: Sequence[tuple[int, int]], done: int
) -> Iterator[Said]:
    """Yield what the verbs of one sentence report; the subject of one serves the next behind "and"."""
    scene = voice.scene
    start, end = clause
    carried: Speaker | None = None
    cues = cues_in(scene, start, end)[:MOST_CUES]
    for cue, following in zip_longest(cues, cues[1:]):
        if (
            cue.start < done
            or overlaps(cue.start, cue.end, marked)
            or _reports_nothing(scene, cue)
            or _closes_quotation(scene, cue, marked)
        ):
            continue
        coordinated = carried if _coordinated(scene, cue) else None
        speaker = coordinated or subject(voice, cue, start, end, inverted=_may_invert(scene, cue))
        span = _span(voice, cue, start, end, following) if speaker and (speaker.actor or speaker.name) else None
        if speaker is None or span is None or overlaps(*span, marked):
            continue
        carried, done = speaker, span[1]
        attributed = source.actor or source.name if source and source.name != speaker.name else None
        yield Said(*span, False, speaker, cue.entry.cue, f"reported.{cue.entry.cue}", attributed)


def _reports_nothing(scene: Scene, cue: Hit) -> bool:
    """Say whether the word is no verb of its own here: a noun, a passive, a participle inside another's clause."""
    if _is_noun(scene, cue) or _is_passive(scene, cue):
        return True
    if not is_participle(scene, cue):
        return False
    before = scene.before(cue.start, 12)
    return not before.rstrip().endswith((",", "”", '"')) and not before.endswith(padded(scene.lexicon.ands))


def _closes_quotation(scene: Scene, cue: Hit, marked: Sequence[tuple[int, int]]) -> bool:
    """Say whether the verb belongs to the quotation right before it: nothing but the speaker stands between."""
    at = bisect_left(marked, (cue.start, 0)) - 1
    return (
        at >= 0 and 0 <= cue.start - marked[at][1] <= NEXT_TO_MARK and "\n" not in scene.text[marked[at][1] : cue.start]
    )


def _is_noun(scene: Scene, cue: Hit) -> bool:
    """Say whether an article or a possessive makes the word a noun ("the demands", "its claims")."""
    before = scene.before(cue.start, 20)
    lexicon = scene.lexicon
    return before.endswith(padded(lexicon.determiners)) or (
        bool(lexicon.possessive) and not lexicon.verb_last and before.endswith(lexicon.possessive.opening)
    )


def _is_passive(scene: Scene, cue: Hit) -> bool:
    return bool(scene.lexicon.passive) and scene.after(cue.end, 12).startswith(padded(scene.lexicon.passive))


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
        start = scene.dateline if last[0] < scene.dateline < last[1] and last[0] >= scene.body_at else last[0]
        yield start, last[1]


def _relayed(voice: Voices, start: int, end: int, source: Speaker, marked: Sequence[tuple[int, int]]) -> Iterator[Said]:
    span = trimmed(voice.scene, start, end)
    if span and not overlaps(*span, marked) and (source.actor or source.name):
        yield Said(*span, False, source, "other", "reported.according_to")


def _leading_source(voice: Voices, start: int, end: int) -> tuple[Speaker | None, int]:
    """Return who an opening "According to X," names, and where the sentence proper begins."""
    lexicon = voice.scene.lexicon
    lead = voice.scene.lower[start:end]
    if lead.startswith(lexicon.according_to.opening) or (
        lexicon.according_pronoun
        and lead.startswith(tuple(f"{phrase}," for phrases in lexicon.according_pronoun.values() for phrase in phrases))
    ):
        comma = voice.scene.lower.find(", ", start, end)
        return (according(voice, start, comma + 1), comma + 2) if comma > 0 else (None, start)
    for word in lexicon.according_to_after:
        at = voice.scene.lower.find(f" {word}", start, min(end, start + SOURCE_REACH))
        if at > 0:
            return named_source(voice, start, at), at + len(word) + 1
    return None, start


def _trailing_source(voice: Voices, start: int, end: int) -> tuple[int, Speaker | None]:
    """Return where the sentence ends before a closing ", according to X", and who X is."""
    for phrase in voice.scene.lexicon.according_to:
        at = voice.scene.lower.rfind(f", {phrase} ", start, end)
        if at >= 0:
            return at, named_source(voice, at + len(phrase) + 3, end)
    return end, None


def _closing_clause(
    voice: Voices, start: int, end: int, marked: Sequence[tuple[int, int]]
) -> tuple[int, Speaker | None]:
    """Return where a sentence ends before ", X said" when another verb reports inside it, and who X is."""
    scene = voice.scene
    cues = cues_in(scene, start, end)[:MOST_CUES]
    if scene.lexicon.verb_last or len(cues) < TWO or cues[-1].entry.cue != "other":
        return end, None
    last = cues[-1]
    comma = scene.lower.rfind(", ", max(start, last.start - CUE_GAP), last.start)
    if comma < 0 or cues[-2].end > comma or overlaps(last.start, last.end, marked) or is_participle(scene, last):
        return end, None
    opening = scene.lower[comma + 2 : last.end].split()[0]
    if opening in {*scene.lexicon.ands, *scene.lexicon.conjunctions} or not _goes_no_further(scene, last, end):
        return end, None
    speaker = subject(voice, last, comma + 2, end, inverted=_may_invert(scene, last))
    return (comma, speaker) if speaker and (speaker.actor or speaker.name) else (end, None)


def _goes_no_further(scene: Scene, cue: Hit, end: int) -> bool:
    """Say whether nothing that could be reported stands behind a verb: a time, a place, or its own subject."""
    behind = scene.lower[cue.end : end]
    return _adverbial_follows(scene, cue, end) or not any(f" {word} " in behind for word in scene.lexicon.that)


TWO = 2


def _coordinated(scene: Scene, cue: Hit) -> bool:
    before = scene.before(cue.start, 30)
    return before.endswith(padded(scene.lexicon.ands) + padded(scene.lexicon.conjunctions))


def _span(voice: Voices, cue: Hit, start: int, end: int, following: Hit | None) -> tuple[int, int] | None:
    """Return the content of a reported statement; None where the verb governs none."""
    scene = voice.scene
    if scene.lexicon.verb_last:
        return _before_last_verb(voice, cue, start)
    limit = _before_next(scene, cue, following, end)
    begin = _after_that(scene, cue, limit)
    if begin is None:
        if cue.entry.cue == "other" and (
            _adverbial_follows(scene, cue, limit) or _closes_with_subject(voice, cue, end)
        ):
            return _before_cue(voice, cue, start, end)
        if cue.entry.cue == "other" and scene.lexicon.about and not _about_follows(scene, cue):
            return _before_cue(voice, cue, start, end)
        begin = _skip_objects(scene, cue.end)
        limit = _before_break(scene, begin, limit)
    if cue.entry.cue == "decline_comment":
        return trimmed(scene, begin, limit, least=1) or (cue.start, cue.end)
    least = LEAST_WORDS if cue.entry.cue == "other" and begin == cue.end + 1 else 2
    return trimmed(scene, begin, limit, least=least) or _before_cue(voice, cue, start, end)


def _before_next(scene: Scene, cue: Hit, following: Hit | None, end: int) -> int:
    """Return where the content ends if the subject goes on with another verb ("… and denied …")."""
    if following is None:
        return end
    left = scene.lower[cue.end : following.start].rstrip()
    for word in scene.lexicon.ands:
        if left.endswith(f" {word}"):
            return cue.end + len(left) - len(word)
    if left.endswith(",") and is_participle(scene, following):
        return cue.end + len(left)
    return end


def _about_follows(scene: Scene, cue: Hit) -> bool:
    """Say whether the verb reports a topic («заявил о …»)."""
    return scene.after(cue.end, 12).startswith(padded(scene.lexicon.about))


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
    word = WORD.match(rest)
    return (
        word is None
        or word.group() in scene.lexicon.adverbial.set
        or word.group() in scene.lexicon.days.set
        or len(WORD.findall(rest[:CUE_GAP])) < LEAST_WORDS
    )


def _closes_with_subject(voice: Voices, cue: Hit, end: int) -> bool:
    """Say whether nothing but the speaker stands behind the verb (", erklärte der Minister X", ", fügte X hinzu")."""
    scene = voice.scene
    named = voice.between(cue.end, end)
    if not named or scene.text[cue.start - 2 : cue.start] != ", " or "," in scene.text[cue.end : named[-1].end]:
        return False
    before, after = scene.text[cue.end : named[0].start], scene.text[named[-1].end : end]
    return len(WORD.findall(before)) <= LEAST_WORDS and len(WORD.findall(after)) <= 1


def _before_cue(voice: Voices, cue: Hit, start: int, end: int) -> tuple[int, int] | None:
    """Return what stands before a closing "…, X said" or «…, заявил X»."""
    scene = voice.scene
    comma = max(
        scene.lower.rfind(", ", start, cue.start + 1),
        scene.lower.rfind(" — ", start, cue.start + 1),
        scene.lower.rfind(" – ", start, cue.start + 1),
    )
    if comma < 0 or cue.start - comma > CUE_GAP:
        return None
    mid = scene.lower.find(", ", cue.end, end)
    before = trimmed(scene, start, comma)
    after = trimmed(scene, mid + 2, end) if mid >= 0 and not voice.scene.lexicon.verb_last else None
    if before and after and len(WORD.findall(scene.text[slice(*before)])) <= LEAST_WORDS:
        return after
    return before


def _before_last_verb(voice: Voices, cue: Hit, start: int) -> tuple[int, int] | None:
    """Return what stands between the subject, or its comma, and the verb that closes the sentence."""
    scene = voice.scene
    named = [each for each in voice.between(start, cue.start) if each.as_actor]
    if not named:
        return None
    comma = scene.lower.find(", ", named[0].end, min(cue.start, named[0].end + CUE_GAP))
    begin = comma + 1 if comma > 0 else _word_end(scene, named[0].end)
    while (word := _FIRST_WORD.match(scene.lower, begin, cue.start)) and word[1] in scene.lexicon.auxiliaries:
        begin = word.end()
    return trimmed(scene, begin, cue.start, least=LEAST_WORDS if cue.entry.cue == "other" else 1)


def _word_end(scene: Scene, at: int) -> int:
    """Return the end of the word at a position, a suffix after an apostrophe included."""
    while at < len(scene.text) and (scene.folded[at].isalnum() or scene.folded[at] == "'"):
        at += 1
    return at


def nominal(voice: Voices, marked: Sequence[tuple[int, int]]) -> Iterator[Said]:
    """Read what a noun reports without saying who ("a mutual agreement to …")."""
    scene = voice.scene
    for cue in scene.hits.cues:
        kind = cue.entry.noun_cue
        if kind is None or overlaps(cue.start, cue.end, marked):
            continue
        span = trimmed(scene, cue.end, scene.sentence(cue.start)[1])
        if span and not overlaps(*span, marked):
            yield Said(*span, False, None, kind, f"reported.noun.{kind}")


# ── Headlines ─────────────────────────────────────────────────────────────────────────────────────


def headline(voice: Voices, marked: Sequence[tuple[int, int]]) -> Iterator[Said]:
    """Read "X: words" and "words — X" in the title."""
    scene = voice.scene
    if scene.body_at == 0 or not scene.paragraphs:
        return
    start, end = scene.paragraphs[0]
    if start >= scene.body_at or overlaps(start, end, marked):
        return
    colon = scene.text.find(": ", start, end)
    if 0 < colon - start <= CUE_GAP:
        named = [each for each in voice.between(start, colon) if each.as_actor and each.end >= colon - 1]
        span = trimmed(scene, colon + 2, end)
        if named and span:
            yield Said(*span, False, first_speaker(voice, named[-1].start, colon), "other", "headline.colon")
            return
    dash = max(
        scene.text.rfind(" — ", start, end), scene.text.rfind(" – ", start, end), scene.text.rfind(" - ", start, end)
    )
    if dash > 0:
        behind = voice.between(dash + 3, end)
        span = trimmed(scene, start, dash)
        if behind and span and behind[0].start <= dash + 4 and behind[0].as_actor and end - behind[0].end <= 2:
            yield Said(*span, False, first_speaker(voice, behind[0].start, end), "other", "headline.dash")
