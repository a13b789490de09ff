"""The clause behind a quotation that says who said it: `,” X said`, `», — заявил X`, `” dedi`."""

import re
from bisect import bisect_left
from functools import lru_cache

from pipelines.tag.ahead import sentence_start
from pipelines.tag.descriptions import described, described_behind, phrase_end
from pipelines.tag.index import Hit
from pipelines.tag.inversion import right_behind
from pipelines.tag.inverted import INVERTED_GAP, MOST_BEFORE_NAME, inverted, taken_up
from pipelines.tag.lexicon import Lexicon
from pipelines.tag.papers import issued, issuer
from pipelines.tag.quotes import DASHES, Quote, last_mark
from pipelines.tag.recall import Marked, last_speaker, left_out
from pipelines.tag.referring import gender_of, last_heard, referred
from pipelines.tag.scene import Scene
from pipelines.tag.speakers import subject
from pipelines.tag.speech import CUE_GAP, WORD, according, cues_in, first_speaker, overlaps
from pipelines.tag.strangers import first_stranger, name_first, name_last
from pipelines.tag.verb_last import earlier_subject, first_subject, opening_subject
from pipelines.tag.voices import Speaker, Voices, of_mention

REACH = CUE_GAP + 20
"""Characters behind a quotation within which its verb of speech begins."""
INNER = ",.!?…"
TOLD_BY = 2
"""Words from the mark of a quotation to a participle whose subject stands behind it («… değerlendirmesini yapan X»)."""
SCARE_WORDS = 3
"""Quoted words up to which marks without a verb of speech only distance or name something."""
_DASH = re.compile(r"[,.!?…]*\s*[—–-]\s+(?=[^\W\d_])")
_JOIN = re.compile(r"[,.!?…]?\s*[—–-]")


def cue_after(
    voice: Voices, quote: Quote, following: Quote | None, marked: Marked
) -> tuple[Speaker | None, str | None] | None:
    """Look behind: `,” X said`, `», — заявил X`, `” dedi`."""
    scene = voice.scene
    if quote.runs_on:
        return None
    start = quote.closed if quote.dashed else quote.closed + 1
    stop = following.opened if following else scene.paragraphs[quote.paragraph][1]
    if not _joined(scene, quote, start, stop) or scene.lower.startswith(scene.lexicon.ands.padded, start):
        return None
    if scene.lexicon.verb_genders and scene.lower.startswith(_also(scene.lexicon), start):
        return None  # «…», і пообіцяв: the subject goes on
    begin = past_marks(scene.text, start, stop)
    small = scene.text[begin : begin + 1].islower()
    if small and (cited := _cited(voice, quote, begin)) is not None:
        return cited, "other"
    if small and (source := _according(voice, begin, stop)):
        return source, "other"
    if not small and quote.start >= scene.body_at and not cues_in(voice, start, start + REACH):
        return None  # before the sentence is looked for: most quotations have their verb in front, or none
    end = _clause_end(scene, quote, start, following)
    found = _by_cue(voice, quote, start, begin, end=end, marked=marked) or _by_place(
        voice, quote, start, begin, end=end, marked=marked
    )
    return found or (_set_off(voice, start, end) if quote.start < scene.body_at else None)


@lru_cache(maxsize=64)
def _also(lexicon: Lexicon) -> tuple[str, ...]:
    """Return "and" as it goes on behind a comma."""
    return tuple(f", {word} " for word in lexicon.ands)


def attributed_below(voice: Voices, quote: Quote) -> tuple[Speaker | None, str | None] | None:
    """Look at the next paragraph if a quotation closes its own and that one opens with a dash and a verb («— сказал X»)."""
    scene = voice.scene
    below = quote.paragraph + 1
    if below >= len(scene.paragraphs) or scene.paragraphs[quote.paragraph][1] - quote.closed > 1:
        return None
    start, end = scene.paragraphs[below]
    begin = start + 2
    if scene.text[start] not in DASHES or not scene.text[begin : begin + 1].islower():
        return None
    cue = next(iter(cues_in(voice, begin, begin + 1)), None)
    if cue is None:
        return None
    stop = min(end, scene.sentence(begin)[1])
    speaker = subject(voice, cue, begin, stop, beside=True) or described_behind(voice, cue.end, stop)
    return speaker or left_out(voice, cue, begin, stop, [(quote.opened, quote.closed)]), cue.entry.cue


def _by_cue(
    voice: Voices, quote: Quote, start: int, begin: int, *, end: int, marked: Marked
) -> tuple[Speaker | None, str | None] | None:
    """Look for a verb of speech and its subject."""
    for cue in cues_in(voice, start, min(end, start + REACH)):
        if voice.scene.lexicon.verb_first_behind and not _is_verb_first(voice.scene, start, cue.start):
            closing = _closes_behind_tail(voice, quote, cue, start, end)
            if closing is not None:
                return closing, cue.entry.cue
            break  # another clause begins: « … », X a dit …
        speaker = _who_adds(voice, cue, start, end, marked)
        speaker = speaker or _subject_behind(voice, quote, cue, start, end) or left_out(voice, cue, begin, end, marked)
        if speaker is not None:
            return taken_up(voice, speaker, quote), cue.entry.cue
    return None


def _who_adds(voice: Voices, cue: Hit, start: int, end: int, marked: Marked) -> Speaker | None:
    """Return who spoke last where a verb tells that a pronoun goes on speaking (“…,” he added): somebody named since is spoken of."""
    scene = voice.scene
    verb = scene.lower[cue.start : cue.end]
    if not any(stem in verb for stem in scene.lexicon.adding):
        return None
    behind = scene.lower[cue.end : end].split(maxsplit=1)
    words = [scene.lower[start : cue.start].strip(" ,.!?…—–-"), behind[0].strip(".,:;") if behind else ""]
    gender = next((found for word in words if (found := gender_of(scene, word)) is not None), None)
    if gender is None:
        return None
    last = last_heard(voice, start - 1, gender)
    between = cues_in(voice, last.at, start - 1) if last is not None else ()
    since = any(each.entry.cue and not overlaps(each.start, each.end, marked) for each in between)
    speaker = last.speaker if last is not None and not since else last_speaker(voice, start - 1, marked, gender)
    return speaker._replace(rule="speaker.pronoun") if speaker is not None and speaker.actor else None


def _by_place(
    voice: Voices, quote: Quote, start: int, begin: int, *, end: int, marked: Marked
) -> tuple[Speaker | None, str | None] | None:
    """Look for a verb of any sort where only one of speech can stand."""
    scene = voice.scene
    if scene.lexicon.verb_last:
        return _quotative(voice, quote, start, end)
    last = last_mark(scene.text, quote)
    dashed = bool(_JOIN.match(scene.text, start, end))
    if last not in INNER and not dashed and scene.text.count(" ", quote.start, quote.end) <= 1:
        return None  # a name rather than words said
    parted = dashed or last in INNER or scene.text[start : start + 1] in {",", "!", "?"}
    speaker = inverted(voice, begin, end, marked, parted=parted)
    return (taken_up(voice, speaker, quote), "other") if speaker else None


def _set_off(voice: Voices, start: int, end: int) -> tuple[Speaker | None, str | None] | None:
    """Take the name behind a dash in a title: “…” – X."""
    dash = _DASH.match(voice.scene.text, start, end)
    named = voice.between(start, end) if dash else ()
    if dash and named and named[0].start <= dash.end() + 1:
        return first_speaker(voice, named[0].start, end), None
    return None


def _closes_behind_tail(voice: Voices, quote: Quote, cue: Hit, start: int, end: int) -> Speaker | None:
    """Return who stands behind a verb that closes the sentence where words of it follow the quotation (« … » échangés hier, a dit X)."""
    scene = voice.scene
    small = scene.text[start : start + 2].strip()[:1].islower()
    tail = scene.text[start : cue.start]
    if not small or not scene.behind_comma(cue.start) or quote.dashed or any(mark in tail for mark in ".!?…:;—–"):
        return None
    speaker = subject(voice, cue, cue.start, end)
    written = (speaker.written or speaker.name) if speaker else None
    return speaker if written and scene.text.find(written, cue.end, end) >= 0 else None


def _cited(voice: Voices, quote: Quote, start: int) -> Speaker | None:
    """Return whom an outlet cites by a pronoun or a title behind a quotation (“…“, zitierte ihn die Agentur X)."""
    scene = voice.scene
    if not scene.lexicon.citing or not scene.lower.startswith(scene.lexicon.citing, start):
        return None
    words = scene.lower[start : start + INVERTED_GAP].split()
    object_at = start + len(words[0]) + 1
    named = voice.first(object_at, object_at + 1)
    if named is not None and named.as_actor:
        return of_mention(voice, named)  # «…», – цитує міністра пресслужба
    for gender, pronouns in scene.lexicon.cited.items():
        if len(words) > 1 and words[1].strip(",.") in pronouns.set:
            return referred(voice, gender, quote.opened)
    return None


def past_marks(text: str, start: int, stop: int) -> int:
    """Return where the words begin behind the punctuation that parts a quotation from its clause."""
    while start < stop and text[start] in " ,.!?…—–-":
        start += 1
    return start


def _according(voice: Voices, start: int, end: int) -> Speaker | None:
    """Return whom an "according to" right behind a quotation names or describes."""
    lower, phrases = voice.scene.lower, voice.scene.lexicon.according_to.opening
    if not lower.startswith(phrases, start):
        return according(voice, start, end)
    begin = start + len(next(phrase for phrase in phrases if lower.startswith(phrase, start)))
    stop = phrase_end(voice.scene, begin, end)
    words = voice.scene.text[begin:stop].split()
    return according(voice, start, stop) or (Speaker(None, " ".join(words), "speaker.described") if words else None)


def _is_verb_first(scene: Scene, start: int, cue: int) -> bool:
    """Say whether nothing but small words, a pronoun among them, parts a verb of speech from the quotation before it."""
    words = scene.text[start:cue].strip(" ,.!?…—–-").split()
    return len(words) <= MOST_BEFORE_NAME and not any(word[0].isupper() for word in words)


def _subject_behind(voice: Voices, quote: Quote, cue: Hit, start: int, end: int) -> Speaker | None:
    scene = voice.scene
    if not scene.lexicon.verb_last:
        return (
            _with_apposition(voice, start, cue)
            or subject(voice, cue, start, end, beside=True)
            or described(voice, start, cue.start)
            or described_behind(voice, cue.end, end)
        )
    if voice.scene.lower[cue.start : cue.end] in voice.scene.lexicon.impersonal.set:
        at = sentence_start(voice.scene, quote)
        found = issued(voice, at, quote.opened) or _issued_before(voice, at) or name_first(voice, at, quote.opened)
        return found or Speaker(None, None, "speaker.unknown")
    behind = right_behind(voice, cue, end) or opening_subject(voice, start, cue) or name_last(voice, cue, end)
    if behind is not None:
        return behind
    if (closing := _closing(voice, cue.end, end)) is not None:
        return closing
    within = (
        subject(voice, cue, cue.start, end)
        if scene.lower[cue.start : cue.end].endswith(scene.lexicon.participle_endings)
        else None
    )
    sentence = sentence_start(scene, quote)
    opening = first_subject(voice, sentence, quote.opened)
    return within or opening or earlier_subject(voice, sentence) or _referred(voice, quote)


def _issued_before(voice: Voices, at: int) -> Speaker | None:
    """Return whose paper the sentence before tells of, or who speaks in it, where this one opens with the paper («Açıklamada, …»)."""
    scene = voice.scene
    opening = scene.lower[at : at + INVERTED_GAP].partition(",")[0].split()[:MOST_BEFORE_NAME]
    before = None if scene.lexicon.occasions.set.isdisjoint(opening) else scene.sentence_before(at)
    if before is None:
        return None
    told = (subject(voice, cue, *before) for cue in reversed(cues_in(voice, *before)))
    found = issuer(voice, *before) or next((each for each in told if each and (each.actor or each.name)), None)
    return found._replace(rule="speaker.last") if found else None


def _with_apposition(voice: Voices, start: int, cue: Hit) -> Speaker | None:
    """Return who is named right behind a quotation and described between commas before the verb (“…,” X, the spokesman of Y, told …)."""
    scene = voice.scene
    begin = past_marks(scene.text, start, cue.start)
    comma = scene.text.find(", ", begin, cue.start - 2)
    if comma < 0 or not scene.behind_comma(cue.start):
        return None
    named = voice.last(begin, comma)
    if named is None or named.end != comma or not named.as_actor:
        stranger = first_stranger(voice, begin, comma)
        return stranger[2] if stranger is not None and stranger[:2] == (begin, comma) else None
    titled = not any(word[0].islower() for word in scene.text[begin : named.start].split())
    return of_mention(voice, named) if titled else None


def _referred(voice: Voices, quote: Quote) -> Speaker:
    """Return the last person told of before a quotation, for a verb that carries its subject."""
    found = referred(voice, "person", quote.opened)
    return found if found.actor or found.name else Speaker(None, None, "speaker.unknown")


def _closing(voice: Voices, start: int, end: int) -> Speaker | None:
    """Return whom a sentence names last behind its verb, in no case (“…” diye şaka yaptı BM Genel Sekreteri.)."""
    scene = voice.scene
    named = voice.last(start, end)
    if named is None or not named.as_actor or scene.text[named.end : end].strip(" .!?…"):
        return None
    return of_mention(voice, named)


def _quotative(voice: Voices, quote: Quote, start: int, end: int) -> tuple[Speaker | None, str | None] | None:
    """Look for what marks a quotation as such where verbs come last («… diye yakındı», «…» yanıtı): the verb may be any."""
    scene = voice.scene
    words = scene.lower[start : min(end, start + INVERTED_GAP)].split()
    if not words or words[0].strip(",.") not in scene.lexicon.quotatives.set:
        return None
    participle = scene.lexicon.participle_endings
    for place, word in enumerate(words[: TOLD_BY + 1]):
        small = place and "'" not in word and "’" not in word and scene.text[scene.lower.index(word, start)].islower()
        if small and participle and word.endswith(participle):
            behind = scene.lower.index(f" {word}", start) + len(word) + 2
            named = voice.first(behind, behind + 1)
            if named is not None:
                return of_mention(voice, named), "other"
    sentence = sentence_start(scene, quote)
    before = voice.first(max(sentence, quote.opened - INVERTED_GAP), quote.opened)
    if before is not None and len(scene.text[before.end : quote.opened].split()) <= 1:
        return of_mention(voice, before), "other"
    speaker = (
        _closing(voice, start, end)
        or issued(voice, sentence, quote.opened)
        or first_subject(voice, sentence, quote.opened)
        or earlier_subject(voice, sentence)
        or _referred(voice, quote)
    )
    return speaker, "other"


def _joined(scene: Scene, quote: Quote, start: int, stop: int) -> bool:
    """Say whether what follows belongs to the quotation: punctuation joins them, or the sentence goes on."""
    text = scene.text
    inner = last_mark(text, quote)
    if inner in ",!?…" or text[start : start + 1] in {",", "!", "?"} or scene.lexicon.verb_last:
        return True
    if _JOIN.match(text, start, stop):
        return True
    at = start
    while at < stop and text[at].isspace():
        at += 1
    small = at < stop and text[at].islower()
    return small and (inner == "." or len(WORD.findall(text, quote.start, quote.end)) > SCARE_WORDS)


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
