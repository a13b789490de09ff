"""The clause before a quotation, or inside its marks, that says who said it: `X said: “`, `according to X, “`, `X: «`."""

import re
from collections.abc import Sequence

from pipelines.tag.brackets import auxiliary
from pipelines.tag.clauses import has_no_subject, own_clause
from pipelines.tag.descriptions import before_colon, whole_clause
from pipelines.tag.index import Hit
from pipelines.tag.quotes import Quote
from pipelines.tag.recall import ANYBODY, Marked, gender_by_ending, last_speaker, left_out
from pipelines.tag.referring import referred
from pipelines.tag.scene import Scene
from pipelines.tag.speakers import clause_subject, colon_speaker, is_set_off, subject
from pipelines.tag.speech import CUE_GAP, according, according_within, cues_in
from pipelines.tag.standing_for import inverted_gender
from pipelines.tag.voices import Speaker, Voices, last_before, of_mention

NEAR = 12
"""Characters before a verb within which what joins it to another stands."""
ALONE_REACH = 120
"""Characters before a colon within which a verb may stand alone."""
MOST_BEHIND_VERB = 4
"""Words of a sentence without a subject that leads to a quotation, its verb first («Postawił jednak warunek: „»)."""
_TURN = re.compile(r"[,.!?…](?:\s+-|\s*[—–])\s+(?=[^\W\d_])")
_TURN_BARE = re.compile(r"[,.!?…]?\s+[—–-]\s+(?=[^\W\d_])")
"""The same where no punctuation stands before the dash of a clause that tells who speaks („Słowa – napisał X. – …”)."""
_TURN_BACK = re.compile(r"[,.](?:\s+-|\s*[—–])\s")


def cue_before(
    voice: Voices, quote: Quote, previous: Quote | None, marked: Marked
) -> tuple[Speaker | None, str | None] | None:
    """Look before: `X said: “`, `according to X, “`, `X: «`."""
    scene = voice.scene
    if quote.continues or not scene.text[scene.paragraphs[quote.paragraph][0] : quote.opened].strip():
        return None
    start = max(sentence_start(scene, quote), previous.closed + 1 if previous else 0)
    semicolon = scene.text.rfind("; ", start, quote.opened)
    start = semicolon + 2 if semicolon >= 0 else start
    lead = scene.text[start : quote.opened].rstrip()
    if not lead:
        return None
    source = according(voice, start, quote.opened) or according_within(voice, start, quote.opened)
    cues = cues_in(voice, start, quote.opened)
    if source:
        return _own(voice, cues, start, quote) or (source, "other")
    reach = 0 if lead.endswith(":") else quote.opened - CUE_GAP
    for place in range(len(cues) - 1, -1, -1):
        cue = cues[place]
        if cue.end < reach:
            break
        cue = outer(scene, cues[:place], cue)
        apart = scene.behind_comma(cue.start) and scene.lexicon.verb_first_behind and not is_set_off(voice, cue, start)
        begin = own_clause(voice, start, cue.start)
        verb = auxiliary(scene, cue) or cue
        speaker = (
            (subject(voice, cue, cue.start, quote.opened, beside=True) if apart else None)
            or subject(voice, verb, begin, quote.opened, inverted=False)
            or subject(voice, cue, begin, quote.opened)
            or left_out(voice, cue, start, quote.opened, marked)
            or _who_goes_on(voice, cue, start)
            or (_joined_to(voice, quote, cue) if cue is cues[place] else None)
        )
        if speaker is not None:
            return speaker, cue.entry.cue
    if lead.endswith(":"):
        colon = start + len(lead) - 1
        if scene.lower.startswith(scene.lexicon.labels, start):
            named = voice.last(start, colon)
            owner = of_mention(voice, named) if named is not None and named.end == colon else None  # «Пряма мова X:»
            label = owner or last_speaker(voice, start, marked)
            return (label, None) if label is not None else None
        if (last := _alone(voice, start, colon, marked)) is not None:
            return last, None
        speaker = (
            colon_speaker(voice, start, colon)
            or clause_subject(voice, start, colon)
            or (before_colon(voice, start, colon) if start >= scene.body_at else None)
        )
        return (speaker, None) if speaker else None
    return None


def _who_goes_on(voice: Voices, cue: Hit, start: int) -> Speaker | None:
    """Return who is quoted right before a verb that leans on its clause ("“…”, adding: “")."""
    scene = voice.scene
    leans = has_no_subject(scene, cue) and scene.text[start : cue.start].strip() in {",", ""}
    last = last_before(voice.heard, cue.start) if leans and scene.lexicon.articles else None
    return last.speaker if last is not None and start - last.at <= NEAR else None


def _joined_to(voice: Voices, quote: Quote, cue: Hit) -> Speaker | None:
    """Return the subject of the verb before one that is joined to it by "and" or "but" ("X described …, but warned that “")."""
    scene = voice.scene
    lexicon = scene.lexicon
    if not scene.before(cue.start, NEAR).endswith((*lexicon.ands.padded, *lexicon.conjunctions.padded)):
        return None
    start = sentence_start(scene, quote)
    earlier = next(iter(reversed(cues_in(voice, start, cue.start))), None)
    return subject(voice, earlier, start, cue.start, inverted=False) if earlier is not None else None


def _own(voice: Voices, cues: Sequence[Hit], start: int, quote: Quote) -> tuple[Speaker, str | None] | None:
    """Return who says it behind an "according to" that only tells where it was read («Согласно релизу X, Y заявил, что „…“»)."""
    if not cues or quote.opened - cues[-1].end > CUE_GAP:
        return None
    speaker = subject(voice, cues[-1], start, quote.opened, inverted=False, beside=True)
    return (speaker, cues[-1].entry.cue) if speaker is not None and speaker.actor else None


def _alone(voice: Voices, start: int, colon: int, marked: Marked) -> Speaker | None:
    """Return who spoke last if a verb stands alone before a colon, whatever verb (, odvětil: „)."""
    scene = voice.scene
    genders = scene.lexicon.verb_genders
    words = scene.text[max(start, scene.text.rfind(",", start, colon) + 1, colon - ALONE_REACH) : colon].split()
    opens = (
        start >= scene.body_at and 1 < len(words) <= MOST_BEHIND_VERB and all(word[0].islower() for word in words[1:])
    )
    if not genders or not words or not (opens or (len(words) == 1 and words[0][0].islower())):
        return None
    gender = gender_by_ending(scene, words[0])
    return None if gender == ANYBODY else last_speaker(voice, start, marked, gender)


def clause_before(voice: Voices, quote: Quote) -> tuple[Speaker | None, str | None] | None:
    """Look for a clause that is nothing but the subject of the quotation behind it: « La direction « prend note » »."""
    if not voice.scene.lexicon.articles or not voice.scene.text[quote.start].islower():
        return None
    start = sentence_start(voice.scene, quote)
    if start >= quote.opened:
        return None
    speaker = whole_clause(voice, start, quote.opened)
    return (speaker, None) if speaker else None


def outer(scene: Scene, earlier: Sequence[Hit], cue: Hit) -> Hit:
    """Return the verb whose clause holds this one ("X said that Y rejected “…”": the words are X's), else this one."""
    if cue.entry.cue == "other":
        return cue
    for holding in earlier:
        between = scene.lower[holding.end : cue.start]
        if any(word in between for word in scene.lexicon.that.padded):
            return holding
    return cue


def announced(voice: Voices, quote: Quote, marked: Marked) -> tuple[Speaker | None, str | None] | None:
    """Look at the paragraph before if it ends with a colon and the quotation opens this one."""
    scene = voice.scene
    start = scene.paragraphs[quote.paragraph][0]
    if quote.opened > start or quote.continues or start <= scene.body_at:
        return None
    begin, stop = scene.paragraphs[quote.paragraph - 1]
    if begin < scene.body_at or not scene.text[begin:stop].rstrip().endswith(":"):
        return None
    sentence = scene.sentence(stop - 1)
    for cue in reversed(cues_in(voice, *sentence)):
        speaker = subject(voice, cue, *sentence) or left_out(voice, cue, *sentence, marked)
        if speaker is not None:
            return speaker, cue.entry.cue
    colon = begin + len(scene.text[begin:stop].rstrip()) - 1
    speaker = colon_speaker(voice, sentence[0], colon) or clause_subject(voice, sentence[0], colon)
    return (speaker, None) if speaker is not None and speaker.actor else None


def cue_inside(voice: Voices, quote: Quote) -> tuple[Speaker | None, str | None] | None:
    """Look inside: «Words, — said X, — more words»."""
    scene = voice.scene
    inside = scene.text[quote.start : quote.end]
    dashed = "— " in inside or "– " in inside or " - " in inside
    turns = _TURN_BARE if scene.lexicon.dash_speech_bare else _TURN
    for turn in turns.finditer(inside) if dashed else ():
        start = quote.start + turn.end()
        if not scene.text[start].islower():
            continue
        stop = _TURN_BACK.search(scene.text, start, quote.end)
        end = stop.start() if stop else quote.end
        for cue in cues_in(voice, start, end)[:1]:
            if turns is _TURN_BARE and cue.start != start:
                continue
            speaker = subject(voice, cue, start, end)
            if speaker:
                return speaker, cue.entry.cue
    for cue in cues_in(voice, quote.start, quote.end) if scene.lexicon.articles else ():
        if not scene.behind_comma(cue.start):
            continue
        gender = inverted_gender(scene, cue)
        if gender:
            return referred(voice, gender, quote.opened), cue.entry.cue
        speaker = subject(voice, cue, cue.start, quote.end) if scene.lexicon.verb_first_behind else None
        name = (speaker.written or speaker.name or "") if speaker else ""
        behind = scene.text[cue.end + 1 : quote.end]
        first, _, rest = behind.partition(" ")
        if name and (behind if first not in scene.lexicon.articles.set else rest).startswith(name):
            return speaker, cue.entry.cue
    return None


def is_led_to(scene: Scene, quote: Quote) -> bool:
    """Say whether what stands before a quotation leads to it: a colon, or a clause that its small first letter goes on with."""
    return scene.text[quote.start].islower() or scene.text[max(0, quote.opened - 3) : quote.opened].rstrip().endswith(
        ":"
    )


def sentence_start(scene: Scene, quote: Quote) -> int:
    """Return where the sentence around a quotation begins."""
    paragraph = scene.paragraphs[quote.paragraph][0]
    return scene.sentence(quote.opened)[0] if quote.opened > paragraph else paragraph
