"""What is reported with a verb of speech but without quotation marks (convention 7 of a tag)."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import zip_longest

from pipelines.tag.brackets import auxiliary, inside
from pipelines.tag.index import Hit
from pipelines.tag.inserted import Inserted, body_named, inserted, pronoun_opening, without_subject
from pipelines.tag.leaders import leader
from pipelines.tag.lexicon import Lexicon
from pipelines.tag.mentions import Named
from pipelines.tag.mood import going_on
from pipelines.tag.pointing import Pointer, pointer, sentence_before
from pipelines.tag.recall import left_out
from pipelines.tag.referring import referred
from pipelines.tag.scene import Scene
from pipelines.tag.spans import (
    adverbial_follows,
    after_that,
    before_break,
    before_next,
    behind_particle,
    content_span,
    skip_objects,
    word_end,
)
from pipelines.tag.speakers import DASHES, behind_dash, clause_subject, goes_on, has_no_subject, own_clause, subject
from pipelines.tag.speech import CUE_GAP, LEAST_WORDS, WORD, Said, according, cues_in, named_source, overlaps, trimmed
from pipelines.tag.standing_for import owner
from pipelines.tag.strangers import as_written
from pipelines.tag.unreported import APPOSITION, NEXT_TO_MARK, closes_quotation, leads_to_quotation, reports_nothing
from pipelines.tag.voices import Heard, Speaker, Voices, is_cased, is_person, last_before, of_mention

NEXT_TO_NAME = 4
"""Characters behind a title within which the name begins that it stands before."""
WORDS_TO_NAME = 2
"""Words before the name of an opening source: the preposition, and what the source is («Podle serveru X»)."""
WORDS_OF_SOURCE = 5
"""Words that open a sentence before what tells that they are its source (“Dem Sprecher X zufolge”)."""
SOURCE_REACH = 120
"""Characters from the beginning of a sentence within which a source may be named first."""
NEAR_WORDS = 8
"""Words from the beginning of a clause to its verb."""
INVERTING = (",", "—", "–", "-", "»", "”", '"', "¶", ".")
"""Marks before a verb whose subject may follow it."""
GOES_ON = 3
"""Words of a clause behind the quoted words in it."""
MOST_CUES = 40
"""Verbs of speech looked at in one sentence: more stand in no sentence of a person."""


def reported(voice: Voices, marked: Sequence[tuple[int, int]]) -> Iterator[Said]:
    """Return what verbs of speech report, sentence by sentence; nothing that touches a `marked` quotation.

    A sentence that only tells of what was said before it («Про це заявив …») makes the sentence before it a statement.
    """
    done = -1
    found: list[Said] = []
    lexicon = voice.scene.lexicon
    pointers = () if lexicon.articles else lexicon.pointing_back.opening  # “das” may be an article
    according = [hit.start for hit in voice.scene.hits.cues if hit.entry.according]
    for start, end in _cue_sentences(voice.scene):
        pointing = pointer(voice, start, end, marked)
        if pointing is not None and (said := _pointed(voice, pointing, start, found, marked)) is not None:
            found.append(said)
            voice.told.append(Heard(said.end, pointing.speaker))
        outer, body_start, body_end, trailing = None, start, end, None
        if according and bisect_left(according, start) < bisect_left(according, end):
            outer, body_start = _leading_source(voice, start, end, marked)
            body_start = _behind_relative(voice.scene, body_start, end) if outer else body_start
            body_end, trailing = _trailing_source(voice, body_start, end)
        if outer is None and trailing is None:
            body_end, trailing = _closing_clause(voice, body_start, end, marked)
        source = leader(voice, outer or trailing)
        told = list(_verb_second(voice, start, (body_start, body_end), outer, marked, done=done))
        told = told or list(_in_sentence(voice, (body_start, body_end), source, marked, done))
        if source is None and according and bisect_left(according, start) < bisect_left(according, end):
            told = _with_inserted(voice, (body_start, body_end), told, marked)
        if not told and source:
            told = list(_relayed(voice, body_start, body_end, source, marked))
        done = told[-1].end if told else done
        free = pointing.goes_on if pointing else start + voice.scene.lower.startswith(pointers, start)
        kept = [each for each in told if each.start >= free]
        voice.told.extend(Heard(each.end, each.speaker) for each in kept if each.speaker is not None)
        found += kept
    yield from found
    yield from going_on(voice, found, marked)
    if voice.scene.lexicon.content_endings:
        yield from _by_participles(voice, marked)


def _verb_second(
    voice: Voices,
    start: int,
    body: tuple[int, int],
    source: Speaker | None,
    marked: Sequence[tuple[int, int]],
    *,
    done: int,
) -> Iterator[Said]:
    """Yield what a verb right behind an opening source reports, its subject behind it (“Laut X fordert Y …”): of the pack only."""
    if source is None or not voice.scene.lexicon.nouns_capital or not cues_in(voice, body[0], body[0] + 1):
        return
    told = _in_sentence(voice, (start, body[1]), source, marked, done)
    yield from (said for said in told if said.speaker is not None and said.speaker.actor)


def _with_inserted(
    voice: Voices, clause: tuple[int, int], told: list[Said], marked: Sequence[tuple[int, int]]
) -> list[Said]:
    """Return what a sentence tells with the clause that a source inside it told; what is told in that clause is relayed by it."""
    found = inserted(voice, *clause)
    if found is None or not (found.source.actor or found.source.name):
        return told
    inside = [said for said in told if said.start < found.end and found.start < said.end]
    if not inside:
        return sorted([*told, *_relayed(voice, found.start, found.end, found.source, marked)])
    return [_relayed_by(voice.scene, said, found) if said in inside else said for said in told]


def _relayed_by(scene: Scene, said: Said, found: Inserted) -> Said:
    """Return what a verb in the clause of a source reports, behind the name of the source."""
    span = trimmed(scene, found.named_to, said.end, least=1) if said.start < found.named_to < said.end else None
    opens = span is not None and scene.lower.startswith(scene.lexicon.according_to.opening, said.start)
    if span is not None and opens:
        said = said._replace(start=span[0], end=span[1])
    if said.attributed_to is None and _differs(said.speaker, found.source):
        said = said._replace(attributed_to=_named(found.source))
    return said


def _told(scene: Scene, cue: Hit) -> bool:
    """Say whether what stands right before a verb is what it reports, where verbs come last («… olduğunu belirterek, “…”»)."""
    endings = scene.lexicon.content_endings
    return bool(endings) and scene.before(cue.start, 30).rstrip().endswith(endings)


def _by_participles(voice: Voices, marked: Sequence[tuple[int, int]]) -> Iterator[Said]:
    """Yield what a participle reports of whoever is named behind it («… olduğunu belirten X, …»): it opens the sentence."""
    scene = voice.scene
    for cue in voice.cues:
        if not scene.lower[cue.start : cue.end].endswith(scene.lexicon.participle_ending) or not _told(scene, cue):
            continue
        start = max(scene.sentence(cue.start)[0], scene.body_at)
        named = voice.first(cue.end, cue.end + TWO)
        if named is None or not named.as_actor or scene.folded[named.end : named.end + 1] == "'":
            continue
        before = cues_in(voice, start, cue.start)
        begin = max(
            [
                start,
                *(hit.end for hit in before),
                *(end + 1 for _, end in _marked_in(marked, start, cue.start) if start < end < cue.start),
            ]
        )
        span = trimmed(scene, begin, cue.start)
        if span is not None and not overlaps(*span, marked):
            yield Said(*span, False, of_mention(voice, named), "other", "reported.participle")


def _pointed(
    voice: Voices, pointing: Pointer, start: int, found: list[Said], marked: Sequence[tuple[int, int]]
) -> Said | None:
    """Return the sentence before as a statement; of one that is told there already, only who relays it is noted."""
    scene = voice.scene
    before = sentence_before(scene, start)
    span = trimmed(scene, *before) if before is not None else None
    if span is None or any(closed > span[0] for _, closed in _marked_in(marked, span[0], span[0] + 2)):
        return None
    told = []
    for place in range(len(found) - 1, -1, -1):  # what is told of a sentence stands at the end
        if found[place].start < span[0]:
            break
        if found[place].start < span[1]:
            told.append(place)
    for place in told:
        if found[place].attributed_to is None and _differs(found[place].speaker, pointing.speaker):
            found[place] = found[place]._replace(attributed_to=_named(pointing.speaker))
    return None if told else Said(*span, False, pointing.speaker, "other", "reported.pointed_back")


def _differs(one: Speaker | None, other: Speaker) -> bool:
    return one is not None and (one.actor, one.name) != (other.actor, other.name)


def _in_sentence(
    voice: Voices, clause: tuple[int, int], source: Speaker | None, marked: Sequence[tuple[int, int]], done: int
) -> Iterator[Said]:
    """Yield what the verbs of one sentence report; the subject of one serves the next behind "and"."""
    scene = voice.scene
    start, end = clause
    carried: Speaker | None = None
    told_by = start
    cues = cues_in(voice, start, end)[:MOST_CUES]
    for cue, following in zip_longest(cues, cues[1:]):
        if (
            cue.start < done
            or (marked and overlaps(cue.start, cue.end, marked))
            or reports_nothing(scene, cue, end)
            or (marked and closes_quotation(voice, cue, marked))
        ):
            continue
        verb = auxiliary(scene, cue)
        begin = cue.start if cue is cues[0] and _answers(scene, start, cue) else own_clause(voice, start, cue.start)
        speaker = _same(voice, cue, start, carried) or _subject(voice, verb or cue, begin, end)
        if speaker is None and cue is cues[0]:
            behind = begin == cue.start or behind_dash(scene, cue)
            speaker = left_out(voice, cue, cue.start if behind else start, end, marked)
        speaker = leader(voice, speaker)
        span = None
        if speaker and (speaker.actor or speaker.name):
            span = (
                inside(voice, verb, cue, before_next(voice, cue, following, end), speaker)
                if verb
                else content_span(voice, cue, start, end, following, closes=_closes(voice, cue, start, end, speaker))
            )
        span = _uncovered(scene, span, marked, cue) if span and marked else span
        span = _between_verbs(scene, told_by, cue.start) if span and start <= span[0] < done else span
        if speaker is None or span is None or _is_speaker(scene, span, speaker, cue):
            continue
        span = _before_teller(voice, span, cue)
        thing = scene.lexicon.articles and span[0] > cue.start  # "a proposal calls for …"
        if speaker.rule == "speaker.described" and (source is not None or thing):
            continue  # the source reports it, verb and all
        if marked and span[1] <= cue.start and leads_to_quotation(scene, cue, marked) and not _told(scene, cue):
            continue
        if scene.lexicon.verb_last and cue.entry.cue == "other" and _says_nothing(scene, span, cue):
            continue
        carried, done, told_by = speaker, span[1], cue.end
        inner = _nested(voice, cue, following, speaker, span)
        if inner is not None:
            done = following.end if scene.lexicon.verb_last and following else inner.end
            yield inner
            continue
        attributed = _named(source) if source and source.name != speaker.name else None
        yield Said(*span, False, speaker, cue.entry.cue, f"reported.{cue.entry.cue}", attributed)


def _answers(scene: Scene, start: int, cue: Hit) -> bool:
    """Say whether what somebody was asked opens the sentence, up to a comma before the verb («Na dotaz, zda …, odpověděl, že …»): nobody in it answers."""
    return scene.behind_comma(cue.start) and scene.lower.startswith(scene.lexicon.answering, start)


def _says_nothing(scene: Scene, span: tuple[int, int], cue: Hit) -> bool:
    """Say whether what stands before a verb that comes last only leads to what is said behind a colon, or points back («bunu salı günü»)."""
    if scene.lower.startswith(scene.lexicon.pointing_back.opening, span[0]):
        return True
    return scene.text.startswith(":", cue.end) and not _told(scene, cue)


def _closes(voice: Voices, cue: Hit, start: int, end: int, speaker: Speaker) -> bool:
    """Say whether a verb that only says stands behind a comma or a dash with its subject behind it («… — oznajmił X.»): it closes."""
    scene = voice.scene
    if cue.entry.cue != "other" or scene.lexicon.verb_last:
        return False
    if behind_dash(scene, cue):
        return scene.text.count(scene.text[cue.start - 3 : cue.start], start, cue.start) == 1
    written = speaker.written or speaker.name
    inverts = scene.lexicon.verb_genders or scene.lexicon.verb_first_behind or scene.lexicon.nouns_capital
    if not written or not inverts or not scene.behind_comma(cue.start):
        return False
    return scene.text.find(written, cue.end, end) >= 0 and scene.text.find(written, start, cue.start) < 0


def _between_verbs(scene: Scene, start: int, end: int) -> tuple[int, int] | None:
    """Return what a second verb that comes last reports, behind the first («… belirterek … istedi»); elsewhere all is told."""
    if not scene.lexicon.verb_last:
        return None
    joined = next((word for word in scene.lexicon.ands if scene.lower.startswith(f" {word} ", start)), "")
    return trimmed(scene, start + len(joined) + 1, end, least=2)


def _same(voice: Voices, cue: Hit, start: int, carried: Speaker | None) -> Speaker | None:
    """Return who goes on speaking in a sentence: the subject of the verb before, or who is quoted in it ("“…,” X said, adding that …")."""
    again = goes_on(voice.scene, cue)
    if carried is not None and (again or _coordinated(voice.scene, cue)):
        return carried
    last = last_before(voice.heard, cue.start) if again else None
    return last.speaker if last is not None and last.at > start else None


def _subject(voice: Voices, verb: Hit, start: int, end: int) -> Speaker | None:
    """Return who is the subject of a verb; where the verb is second in its clause, also behind it («Am Montag sagte X, …»)."""
    if (teller := _before_insertion(voice, verb, start)) is not None:
        return teller
    found = subject(voice, verb, start, end, inverted=_may_invert(voice.scene, verb))
    if found is None and (accuser := _accuser(voice.scene, verb, start)) is not None:
        return accuser
    if found is not None or not voice.scene.lexicon.subordinators:
        return found
    behind = subject(voice, verb, start, end)
    return behind if behind and behind.actor else None


def _accuser(scene: Scene, verb: Hit, start: int) -> Speaker | None:
    """Return, as written, a group of a place that opens a clause before a verb whose object is who is accused (“Das Ministerium in X warf Y vor, …”)."""
    if not scene.lower.startswith(scene.lexicon.accusing, verb.start) or not scene.lexicon.nouns_capital:
        return None
    words = scene.text[start : verb.start].split()
    if not 1 < len(words) <= WORDS_OF_SOURCE or words[0].lower() not in scene.lexicon.articles.set:
        return None
    return Speaker(None, " ".join(words[1:]), "speaker.as_written")


def _before_insertion(voice: Voices, verb: Hit, start: int) -> Speaker | None:
    """Return who is named right before an inserted source («X, согласно Y, сказал …»)."""
    scene = voice.scene
    if not scene.behind_comma(verb.start):
        return None
    for phrase in scene.lexicon.according_to:
        at = scene.lower.rfind(f", {phrase} ", start, verb.start)
        named = voice.last(max(start, at - CUE_GAP), at) if at > start else None
        if named is not None and named.end == at and named.as_actor:
            return of_mention(voice, named)
    return None


def _marked_in(marked: Sequence[tuple[int, int]], start: int, end: int) -> Sequence[tuple[int, int]]:
    """Return the quotations that open in a span, and the one before it, which may reach into it."""
    return marked[max(0, bisect_left(marked, (start, 0)) - 1) : bisect_left(marked, (end, 0))]


def _uncovered(
    scene: Scene, span: tuple[int, int], marked: Sequence[tuple[int, int]], cue: Hit
) -> tuple[int, int] | None:
    """Return a span up to the first quotation in it, which is a statement of its own; None where too little stands before.

    The whole clause where it says something around the quotation. Else a verb that only says has its content in the quotation.
    """
    start, end = span
    if not overlaps(start, end, marked):
        return span
    inner = [
        (max(opened, start), min(closed + 1, end))
        for opened, closed in _marked_in(marked, start, end)
        if start < closed
    ]
    if _says_more(scene, span, inner, cue):
        return span
    if cue.entry.cue == "other":
        return None
    first = next((opened for opened, closed in marked if opened < end and start <= closed), end)
    return trimmed(scene, start, first, least=LEAST_WORDS + 1) if first > start else None


def _says_more(scene: Scene, span: tuple[int, int], inner: Sequence[tuple[int, int]], cue: Hit) -> bool:
    """Say whether a clause behind a "that" says something around the quoted words in it, or goes on behind them."""
    start, end = span
    if not inner or scene.text[: inner[-1][0]].endswith((": ", ":")):
        return False
    if start < cue.end:
        return _is_clause_around(scene, span, inner)
    behind = len(WORD.findall(scene.text, inner[-1][1], end))
    if behind >= GOES_ON:
        return True
    outside = behind + len(WORD.findall(scene.text, start, inner[0][0]))
    return outside >= LEAST_WORDS and after_that(scene, cue, end) == start


def _is_clause_around(scene: Scene, span: tuple[int, int], inner: Sequence[tuple[int, int]]) -> bool:
    """Say whether a clause before its verb begins and ends outside the marks of a few quoted words (“Das Gespräch sei "…" gewesen, sagte X”)."""
    start, end = span
    if len(inner) > 1 or end > inner[0][1] + CUE_GAP or not scene.text[inner[0][0] + 1].islower():
        return False
    if scene.lexicon.verb_last and not scene.lower.endswith(scene.lexicon.content_endings, start, end):
        return False
    before = len(WORD.findall(scene.text, start, inner[0][0]))
    behind = len(WORD.findall(scene.text, inner[0][1], end))
    return bool(before and behind) and before + behind >= LEAST_WORDS


def _before_teller(voice: Voices, span: tuple[int, int], cue: Hit) -> tuple[int, int]:
    """Return what was said without who said it, who is described between commas before the verb ("…, X, the envoy, said")."""
    scene = voice.scene
    outer = _apposed(voice, span[0], cue) if span[1] == cue.start - 2 else None
    if outer is None:
        return span
    inner = scene.lower.rfind(", ", outer + 2, cue.start - 2)
    opens = scene.lower[inner + 2 : cue.start].partition(" ")[0]
    named = voice.last(inner, cue.start)
    closes = named is not None and named.end == cue.start - 2
    return (trimmed(scene, span[0], outer) or span) if closes or opens in scene.lexicon.articles.set else span


def _is_speaker(scene: Scene, span: tuple[int, int], speaker: Speaker, cue: Hit) -> bool:
    """Say whether a short span is rather who speaks, with an addition, in front of the verb."""
    written = _named(speaker) or "\n"
    if scene.text.startswith(written, span[0]) and len(scene.text[span[0] : span[1]].split()) <= NEAR_WORDS:
        return True
    return _is_described(scene, span, written, cue)


def _is_described(scene: Scene, span: tuple[int, int], written: str, cue: Hit) -> bool:
    """Say whether nothing but a comma stands between a verb and what is only its subject with a description ("X, the head of Y, confirmed …")."""
    if scene.lexicon.verb_last or span[1] > cue.start or scene.text[span[1] : cue.start] != ", ":
        return False
    opening = scene.text[span[0] : span[1]].partition(",")[0].rpartition(": ")[2].split()
    if 1 < len(opening) <= WORDS_OF_SOURCE and all(word[0].isupper() for word in opening):
        return "," in scene.text[span[0] : span[1]]
    at = scene.text.find(written, *span)
    if "," in scene.text[span[0] : at]:
        return False  # "What was said, X, the head of Y, confirmed"
    behind = scene.text.find(written, cue.end) == cue.end + 1
    return at >= 0 and scene.text.startswith(",", at + len(written)) and not behind


def _named(source: Speaker) -> str | None:
    """Return a source as the text names it."""
    return source.written or source.name


def _nested(voice: Voices, cue: Hit, following: Hit | None, speaker: Speaker, span: tuple[int, int]) -> Said | None:
    """Return what somebody else is reported to have demanded, offered, refused: X said that Y demanded …, relayed by X."""
    scene = voice.scene
    if scene.lexicon.verb_last:
        return _nested_last(voice, cue, following, speaker, span)
    if cue.entry.cue != "other" or following is None:
        return None
    kind = following.entry.cue
    if kind in {None, "other"} or not span[0] < following.start < span[1] or reports_nothing(scene, following, span[1]):
        return None
    if len(scene.text[span[0] : following.start].split()) > NEAR_WORDS:
        return None
    inner = subject(voice, following, span[0], span[1], inverted=False)
    if inner is None or inner.actor is None or inner.actor == speaker.actor:
        return None
    if inner.rule == "speaker.pronoun" and speaker.actor is None:
        return None  # "it" is who speaks, whom the pack does not have
    begin = after_that(scene, following, span[1])
    begin = begin or behind_particle(scene, skip_objects(scene, following.end), span[1])
    content = trimmed(scene, begin, before_break(scene, begin, span[1]), least=2)
    return Said(*content, False, inner, kind, "reported.nested", _named(speaker)) if content else None


def _nested_last(
    voice: Voices, cue: Hit, following: Hit | None, speaker: Speaker, span: tuple[int, int]
) -> Said | None:
    """Read the same where verbs come last («X, Y'nin … talep ettiğini söyledi»): the inner subject is in the genitive."""
    scene = voice.scene
    named = voice.first(*span)
    if following is None or following.entry.cue != "other" or following.start - cue.end > NEXT_TO_MARK:
        return None
    if named is None or named.start > span[0] or not scene.lower.startswith(scene.lexicon.possessive, named.end):
        return None
    teller = of_mention(voice, named)
    content = trimmed(scene, word_end(scene, named.end), span[1], least=1)
    if cue.entry.cue in {None, "other"} or content is None or teller.actor is None or teller.actor == speaker.actor:
        return None
    return Said(*content, False, teller, cue.entry.cue, "reported.nested", _named(speaker))


def _may_invert(scene: Scene, cue: Hit) -> bool:
    """Say whether the subject may follow: the verb comes behind a comma or dash, or opens the sentence."""
    return scene.before(cue.start, 4).rstrip().endswith(INVERTING)


def _cue_sentences(scene: Scene) -> Iterator[tuple[int, int]]:
    """Yield each sentence that has a verb of speech or an "according to", once."""
    last = (-1, -1)
    for cue in scene.hits.cues:
        if cue.start < last[1]:
            continue
        last = scene.sentence(cue.start)
        start = scene.dateline if last[0] < scene.dateline < last[1] and last[0] >= scene.body_at else last[0]
        yield from _clauses(scene, start, last[1])


def _clauses(scene: Scene, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the parts of a sentence between semicolons that have a verb of speech."""
    while (stop := scene.text.find("; ", start, end)) > 0:
        if scene.between(scene.hits.cues, start, stop):
            yield start, stop
        elif scene.lower[start:stop].rpartition(" ")[2] in scene.lexicon.occasions.set:
            break  # its verb is yet to come («X, yaptığı açıklamada; … bildirdi»)
        start = stop + 2
    yield start, end


def _relayed(voice: Voices, start: int, end: int, source: Speaker, marked: Sequence[tuple[int, int]]) -> Iterator[Said]:
    span = trimmed(voice.scene, start, end)
    if span and not overlaps(*span, marked) and (source.actor or source.name):
        typed = (cue.entry.cue for cue in cues_in(voice, *span) if cue.entry.cue != "other")
        yield Said(*span, False, source, next(typed, "other"), "reported.according_to")


def _leading_source(
    voice: Voices, start: int, end: int, marked: Sequence[tuple[int, int]]
) -> tuple[Speaker | None, int]:
    """Return who an opening "According to X," names, and where the sentence proper begins."""
    lexicon = voice.scene.lexicon
    if (him := pronoun_opening(voice, start, end) or without_subject(voice, start, end, marked)) is not None:
        return him
    if voice.scene.lower.startswith(lexicon.according_to.opening, start, end):
        return _opening_source(voice, start, end)
    for word in lexicon.according_to_after:
        at = voice.scene.lower.find(f" {word}", start, min(end, start + SOURCE_REACH))
        if at > 0 and (lexicon.verb_last or _names_one(voice, start, at)):
            return named_source(voice, start, at), at + len(word) + 1
    return None, start


def _behind_relative(scene: Scene, at: int, end: int) -> int:
    """Return where a sentence goes on behind a clause on its source (“Laut X, die sich auf Y beruft, …”)."""
    begin = at + 1 if scene.text.startswith(" ", at) else at
    lexicon = scene.lexicon
    opens = lexicon.relatives.set | (lexicon.articles.set if lexicon.nouns_capital else frozenset())
    if scene.text[begin - 2 : begin] != ", " or scene.lower[begin:end].partition(" ")[0] not in opens:
        return at
    comma = scene.text.find(", ", begin, end)
    return comma + 2 if comma > 0 else at


def _names_one(voice: Voices, start: int, end: int) -> bool:
    """Say whether the words that open a sentence name nobody but its source (“Dem Sprecher X zufolge”)."""
    few = len(voice.scene.text[start:end].split()) <= WORDS_OF_SOURCE
    return few and len({named.actor for named in voice.between(start, end)}) <= 1


def _opening_source(voice: Voices, start: int, end: int) -> tuple[Speaker | None, int]:
    """Return the same: up to a comma, or where none is written behind it, up to the end of who is named first."""
    scene = voice.scene
    for gender, phrases in scene.lexicon.according_pronoun.items():
        phrase = next((each for each in phrases if scene.lower.startswith(f"{each} ", start)), None)
        if phrase is not None and scene.lexicon.verb_genders:
            return referred(voice, gender, start), start + len(
                phrase
            ) + 1  # „Podle něj Moskva …“: who stands behind is told of
    comma = scene.lower.find(", ", start, end)
    first = voice.first(start, min(end, start + SOURCE_REACH))
    written = scene.lexicon.verb_genders or scene.lexicon.nouns_capital
    if first is not None and written and not 0 < comma <= first.end:
        person = voice.last(first.start, first.end + NEXT_TO_NAME) or first
        last = person if is_person(voice, person) and not scene.text[first.end : person.start].strip() else first
        other = scene.lexicon.verb_genders and not is_person(voice, first)
        stranger = _named_before(voice, start, first.start) if other else None
        return stranger or _described_before(voice, start, first) or (of_mention(voice, last), last.end + 1)
    return (according(voice, start, comma + 1), comma + 2) if comma > 0 else (None, start)


def _described_before(voice: Voices, start: int, first: Named) -> tuple[Speaker, int] | None:
    """Return who else is described before whoever is named first, and is told of by them («Podle odborníků Moskva …», “Laut Behörden hat Russland …”)."""
    scene = voice.scene
    longest = max((each.end for each in scene.between(scene.hits.cues, start, start + 1)), default=first.start)
    if (body := body_named(voice, longest + 1)) is not None:
        return body[0], body[1] + 1
    words = scene.text[longest : first.start].split()
    if not words:
        return None
    opens = 0
    if scene.lexicon.nouns_capital:
        noun = next((place for place, word in enumerate(words) if word[0].isupper()), None)
        links = scene.lexicon.articles.set | scene.lexicon.obliques.set
        owns = first.as_actor or words[-1] not in scene.lexicon.place_before.set
        if not owns and noun == len(words) - TWO:
            city = scene.facts.actor(first.actor) if first.actor else None
            speaks = words[noun].lower() in scene.lexicon.collective_country.set and city and city.stands_for
            described = Speaker(None, words[noun], "speaker.described")
            return (of_mention(voice, first) if speaks else described), first.end + 1
        if noun is None or (owns and all(word[0].isupper() or word in links for word in words[noun + 1 :])):
            return None
        run = next((place for place, word in enumerate(words) if place > noun and not word[0].isupper()), len(words))
        opens, noun = (run - TWO if run - noun > TWO else 0), run - 1  # “Gouverneurs Vorname Name”
    elif scene.between(scene.hits.actors, longest, first.start):
        return None
    else:
        noun = len(words) - 1
        if is_cased(voice, first) or len(words) > WORDS_TO_NAME or words[-1][0].isupper():
            return None
    written = " ".join(word for word in words[opens : noun + 1] if word not in scene.lexicon.articles.set)
    behind = scene.text.index(words[noun], longest) + len(words[noun])
    return Speaker(None, written, "speaker.described"), behind + 1


def _named_before(voice: Voices, start: int, end: int) -> tuple[Speaker, int] | None:
    """Return who else is named, in small words and a name, before the first of the pack («Podle serveru X jsou …»), and where the rest begins."""
    words = voice.scene.text[start:end].split()
    capitals = [place for place, word in enumerate(words[1:], 1) if word[0].isupper()]
    if not capitals or capitals[0] > WORDS_TO_NAME:
        return None
    at = voice.scene.text.index(words[capitals[0]], start + len(words[0]))
    speaker = as_written(voice, at, at + len(words[capitals[0]]), -1)
    return (speaker, at + len(words[capitals[0]]) + 1) if speaker is not None else None


def _trailing_source(voice: Voices, start: int, end: int) -> tuple[int, Speaker | None]:
    """Return where the sentence ends before a closing ", according to X", and who X is."""
    for phrase in voice.scene.lexicon.according_to:
        at = voice.scene.lower.rfind(f", {phrase} ", start, end)
        if at >= 0 and pronoun_opening(voice, at + 2, end) is not None:
            continue  # «…, podle něj rozhodne X»: who decides is told of
        if at >= 0 and not (_is_inserted(voice, at + 2, end) or inserted(voice, start, end)):
            return at, named_source(voice, at + len(phrase) + 3, end)
    return end, None


def _is_inserted(voice: Voices, start: int, end: int) -> bool:
    """Say whether a verb goes on behind an "according to", which is only inserted between commas («X, согласно Y, сказал …»)."""
    return any(voice.scene.behind_comma(cue.start) for cue in cues_in(voice, start, end))


def _closing_clause(
    voice: Voices, start: int, end: int, marked: Sequence[tuple[int, int]]
) -> tuple[int, Speaker | None]:
    """Return where a sentence ends before ", X said" when another verb reports inside it, and who X is."""
    scene = voice.scene
    if scene.lexicon.verb_last:
        return end, None
    cues = cues_in(voice, start, end)[:MOST_CUES]
    if len(cues) < TWO or cues[-1].entry.cue != "other":
        return end, None
    last = cues[-1]
    apposed = _apposed(voice, start, last)
    near = max(start, last.start - CUE_GAP)
    comma = apposed or max(scene.lower.rfind(mark, near, last.start) for mark in (", ", *DASHES))
    if comma < 0 or cues[-2].end > comma or overlaps(last.start, last.end, marked):
        return end, None
    if has_no_subject(scene, last):
        return end, None
    opening = scene.lower[comma + 2 : last.end].split()[0]
    if (
        opening in _joining(scene.lexicon)
        or scene.lower.startswith(scene.lexicon.breaks, comma)
        or not _goes_no_further(scene, last, end)
    ):
        return end, None
    speaker = subject(voice, last, comma + 2, end, inverted=_may_invert(scene, last) and not apposed)
    return (comma, speaker) if speaker and (speaker.actor or speaker.name) else (end, None)


def _apposed(voice: Voices, start: int, cue: Hit) -> int | None:
    """Return the comma before who closes a sentence between commas (", X, the envoy, said", ", the envoy, X, said"); None without one."""
    scene = voice.scene
    if not scene.behind_comma(cue.start) or not scene.lexicon.articles:
        return None
    inner = scene.lower.rfind(", ", max(start, cue.start - APPOSITION), cue.start - 2)
    outer = scene.lower.rfind(", ", max(start, inner - APPOSITION), inner) if inner > 0 else -1
    if outer < 0 or cues_in(voice, outer, cue.start):
        return None
    named = [each for each in voice.between(outer, cue.start) if each.as_actor]
    beside = [each for each in named if each.start == outer + 2 or each.end == cue.start - 2]
    opens = scene.lower[outer + 2 : cue.start].split()[0]
    return outer if beside and (opens in scene.lexicon.articles or beside[0].start == outer + 2) else None


def _goes_no_further(scene: Scene, cue: Hit, end: int) -> bool:
    """Say whether nothing that could be reported stands behind a verb: a time, a place, or its own subject."""
    if adverbial_follows(scene, cue, end):
        return True
    behind = scene.lower[cue.end : end]
    inverted = scene.behind_comma(cue.start)
    return inverted and not any(f" {word} " in behind for word in scene.lexicon.that)


TWO = 2


@lru_cache(maxsize=64)
def _joining(lexicon: Lexicon) -> frozenset[str]:
    """Return words behind a comma that only go on."""
    return frozenset().union(lexicon.ands, lexicon.conjunctions, lexicon.that, lexicon.negations)


def _coordinated(scene: Scene, cue: Hit) -> bool:
    return scene.before(cue.start, 30).endswith(_linking(scene.lexicon))


@lru_cache(maxsize=64)
def _linking(lexicon: Lexicon) -> tuple[str, ...]:
    return lexicon.ands.padded + lexicon.conjunctions.padded


def nominal(voice: Voices, marked: Sequence[tuple[int, int]]) -> Iterator[Said]:
    """Read what a noun reports: with its owner ("Russia's demand for …", "its refusal to …"), or as agreed by nobody named."""
    scene = voice.scene
    for cue in scene.hits.cues:
        kind = cue.entry.noun_cue
        if kind is None or overlaps(cue.start, cue.end, marked):
            continue
        start, end = scene.sentence(cue.start)
        speaker = _noun_owner(voice, cue, start)
        if speaker is None and kind != "agree":
            continue
        span = trimmed(scene, cue.end, before_break(scene, cue.end, end), least=2)
        if span and not overlaps(*span, marked):
            yield Said(*span, False, speaker, kind, f"reported.noun.{kind}")


def _noun_owner(voice: Voices, cue: Hit, start: int) -> Speaker | None:
    """Return whose demand or refusal it is: the name or adjective before the noun, or the subject that "its" stands for."""
    scene = voice.scene
    before = scene.lower[start : cue.start].rstrip()
    if before.rpartition(" ")[2] in scene.lexicon.possessors.set:
        clause = max((before.rfind(word) for word in scene.lexicon.breaks), default=-1)
        return clause_subject(voice, start + max(0, clause), cue.start)
    return owner(voice, start + len(before) + 1, start)
