"""What is reported with a verb of speech but without quotation marks (convention 7 of a tag)."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import zip_longest

from pipelines.tag.again import meant
from pipelines.tag.brackets import auxiliary, inside
from pipelines.tag.clauses import behind_dash, goes_on, has_no_subject, is_participle, own_clause
from pipelines.tag.index import Hit
from pipelines.tag.inserted import Inserted, inserted
from pipelines.tag.inversion import behind_verb
from pipelines.tag.lexicon import Lexicon
from pipelines.tag.mood import going_on
from pipelines.tag.objects import follows_object, subject_behind_verb
from pipelines.tag.pointing import Pointer, pointer
from pipelines.tag.recall import left_out
from pipelines.tag.remainders import (
    NEAR_WORDS,
    as_named,
    before_teller,
    has_fragments,
    is_speaker,
    marked_in,
    uncovered,
)
from pipelines.tag.scene import Scene
from pipelines.tag.sources import (
    MOST_CUES,
    TWO,
    WORDS_OF_SOURCE,
    asked_until,
    behind_relative,
    closing_clause,
    is_outlet,
    leading_source,
    may_invert,
    referred_to,
    trailing_source,
)
from pipelines.tag.spans import (
    after_that,
    before_break,
    before_cited,
    before_mark,
    before_next,
    behind_particle,
    content_span,
    skip_objects,
    word_end,
)
from pipelines.tag.speakers import subject
from pipelines.tag.speech import CUE_GAP, Said, cues_in, overlaps, trimmed
from pipelines.tag.unreported import NEXT_TO_MARK, closes_quotation, leads_to_quotation, reports_nothing
from pipelines.tag.verb_last import set_off
from pipelines.tag.voices import Heard, Speaker, Voices, last_before, of_mention


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
            outer, body_start = leading_source(voice, start, end, marked)
            body_start = behind_relative(voice.scene, body_start, end) if outer else body_start
            body_end, trailing = trailing_source(voice, body_start, end)
        cited_at = body_end if trailing is not None else end
        if outer is None and trailing is None:
            body_end, trailing = closing_clause(voice, body_start, end, marked)
        source = meant(voice, outer or trailing, start)
        told = list(_verb_second(voice, start, (body_start, body_end), outer, marked, done=done))
        told = told or list(_in_sentence(voice, (body_start, body_end), source, marked, done))
        if source is None and according and bisect_left(according, start) < bisect_left(according, end):
            told = _with_inserted(voice, (body_start, body_end), told, marked)
        if not told and source:
            told = list(_relayed(voice, body_start, body_end, source, marked))
        if cues_in(voice, cited_at, end):  # « …, selon X, qui a prévenu que … »
            told += _in_sentence(voice, (cited_at, end), None, marked, told[-1].end if told else done)
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
        said = said._replace(attributed_to=as_named(found.source))
    return said


def _told(scene: Scene, cue: Hit) -> bool:
    """Say whether what stands right before a verb is what it reports, where verbs come last («… olduğunu belirterek, “…”»)."""
    endings = scene.lexicon.content_endings
    return bool(endings) and scene.lower.endswith(endings, 0, before_mark(scene, cue.start))


def _by_participles(voice: Voices, marked: Sequence[tuple[int, int]]) -> Iterator[Said]:
    """Yield what a participle reports of whoever is named behind it («… olduğunu belirten X, …»): it opens the sentence."""
    scene = voice.scene
    for cue in voice.cues:
        if not scene.lower[cue.start : cue.end].endswith(scene.lexicon.participle_endings) or not _told(scene, cue):
            continue
        start = max(scene.sentence(cue.start)[0], scene.body_at)
        named = voice.first(cue.end, cue.end + TWO)
        if named is None or not named.as_actor or scene.folded[named.end : named.end + 1] == "'":
            continue
        before = [hit for hit in cues_in(voice, start, cue.start) if hit.end < cue.start - 1]  # not what is told itself
        begin = max(
            [
                start,
                *(hit.end for hit in before),
                *(end + 1 for _, end in marked_in(marked, start, cue.start) if start < end < cue.start),
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
    before = scene.sentence_before(start)
    span = trimmed(scene, *before) if before is not None else None
    if span is None or any(closed > span[0] for _, closed in marked_in(marked, span[0], span[0] + 2)):
        return None
    told = []
    for place in range(len(found) - 1, -1, -1):  # what is told of a sentence stands at the end
        if found[place].start < span[0]:
            break
        if found[place].start < span[1]:
            told.append(place)
    for place in told:
        if found[place].attributed_to is None and _differs(found[place].speaker, pointing.speaker):
            found[place] = found[place]._replace(attributed_to=as_named(pointing.speaker))
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
    asked = asked_until(voice, cues, start)
    for cue, following in zip_longest(cues, cues[1:]):
        verb = auxiliary(scene, cue)
        if cue.start < max(asked, done) or _reports_nothing(voice, cue, verb, end, marked):
            continue
        if marked and closes_quotation(voice, cue, marked):
            told_by = cue.end
            continue
        speaker = _who(voice, cue, clause, carried, marked=marked, verb=verb, opens=cue is cues[0])
        span = _span(voice, cue, clause, speaker, verb=verb, following=following)
        if span and (start <= span[0] < done or (scene.lexicon.verb_last and span[0] < told_by)):
            span = _between_verbs(scene, told_by, span[1])
        span = uncovered(scene, span, marked, cue) if span and marked else span
        if speaker is None or span is None or is_speaker(scene, span, speaker, cue):
            continue
        span = before_teller(voice, before_cited(scene, span), cue)
        thing = scene.lexicon.articles and span[0] > cue.start and cue.entry.cue != "other"  # "a proposal calls for …"
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
        attributed = as_named(source) if source and source.name != speaker.name else None
        yield Said(*span, False, speaker, cue.entry.cue, f"reported.{cue.entry.cue}", attributed)


def _span(
    voice: Voices,
    cue: Hit,
    clause: tuple[int, int],
    speaker: Speaker | None,
    *,
    verb: Hit | None,
    following: Hit | None,
) -> tuple[int, int] | None:
    """Return the content of what somebody reports; None where nobody does."""
    start, end = clause
    if speaker is None or not (speaker.actor or speaker.name):
        return None
    if verb is not None:
        return inside(voice, verb, cue, before_next(voice, cue, following, end), speaker)
    return content_span(voice, cue, start, end, following, closes=_closes(voice, cue, start, end, speaker))


def _reports_nothing(voice: Voices, cue: Hit, verb: Hit | None, end: int, marked: Sequence[tuple[int, int]]) -> bool:
    """Say whether a verb is one of a quotation, reports nothing, or is itself reported by its mood (“X habe zugesagt, …”)."""
    scene = voice.scene
    if marked and overlaps(cue.start, cue.end, marked):
        return True
    spoken = voice.heard or voice.told
    told = spoken and verb is not None and scene.lower[verb.start : verb.end] in scene.lexicon.subjunctive.set
    return bool(told) or reports_nothing(scene, cue, end)


def _who(
    voice: Voices,
    cue: Hit,
    clause: tuple[int, int],
    carried: Speaker | None,
    *,
    marked: Sequence[tuple[int, int]],
    verb: Hit | None,
    opens: bool,
) -> Speaker | None:
    """Return who speaks by a verb, or its auxiliary `verb`: who goes on, its subject, or whoever spoke before it; `opens`: no verb stands before it."""
    start, end = clause
    if (named := subject_behind_verb(voice, cue, start, end)) is not None:
        return of_mention(voice, named)
    if follows_object(voice, cue, start) and (follows := behind_verb(voice, cue, end)) is not None:
        return _meant(voice, cue, clause, follows)
    begin = cue.start if opens and _answers(voice.scene, start, cue) else own_clause(voice, start, cue.start)
    speaker = _same(voice, cue, start, carried) or _subject(voice, verb or cue, begin, end)
    if speaker is None and voice.scene.lexicon.verb_last:
        speaker = _who_spoke(voice, cue, start)
    if speaker is None and opens:
        behind = begin == cue.start or behind_dash(voice.scene, cue)
        speaker = left_out(voice, cue, cue.start if behind else start, end, marked)
    return _meant(voice, cue, clause, speaker)


def _who_spoke(voice: Voices, cue: Hit, start: int) -> Speaker | None:
    """Return who spoke in the sentence before, or before a semicolon, for a verb that comes last where nobody is named («Ardından … söyledi»)."""
    scene = voice.scene
    begin = scene.sentence(start)[0]
    before = (begin, start) if start > begin + 1 else scene.sentence_before(start)
    if before is None or not _told(scene, cue) or any(each.as_actor for each in voice.between(start, cue.start)):
        return None
    spoken = [last_before(voice.heard, start), last_before(voice.told, start)]
    last = max(
        (each for each in spoken if each is not None and each.at > before[0]), key=lambda each: each.at, default=None
    )
    return last.speaker._replace(rule="speaker.last") if last is not None else None


def _meant(voice: Voices, cue: Hit, clause: tuple[int, int], speaker: Speaker | None) -> Speaker | None:
    """Return whom an outlet that speaks refers to, or who is meant by an office alone; else the speaker."""
    if speaker is None or is_outlet(voice.scene, speaker, *clause):
        speaker = referred_to(voice, cue, clause[1]) or speaker
    return meant(voice, speaker, cue.start)


def _answers(scene: Scene, start: int, cue: Hit) -> bool:
    """Say whether what somebody was asked opens the sentence, up to a comma before the verb («Na dotaz, zda …, odpověděl, že …»): nobody in it answers."""
    if not scene.behind_comma(cue.start):
        return False
    asked = scene.lexicon.verb_genders and cue.entry.cue == "decline_comment"  # «Kdy se sejdou, neupřesnil»
    return scene.lower.startswith(scene.lexicon.answering, start) or bool(
        asked and scene.lower.startswith(scene.lexicon.asking.opening, start)
    )


def _says_nothing(scene: Scene, span: tuple[int, int], cue: Hit) -> bool:
    """Say whether what stands before a verb that comes last only leads to what is said behind a colon, or points back («bunu salı günü»)."""
    if scene.lower.startswith(scene.lexicon.pointing_back.opening, span[0]):
        return True
    return scene.text.startswith(":", cue.end) and not _told(scene, cue)


def _closes(voice: Voices, cue: Hit, start: int, end: int, speaker: Speaker) -> bool:
    """Say whether a verb that only says stands behind a comma or a dash with its subject behind it («… — oznajmił X.»): it closes."""
    scene = voice.scene
    if scene.lexicon.verb_last:
        return False
    if cue.entry.cue != "other":
        return _closes_with(scene, cue, end, speaker)
    if behind_dash(scene, cue):
        return scene.text.count(scene.text[cue.start - 3 : cue.start], start, cue.start) == 1
    written = speaker.written or speaker.name
    inverts = scene.lexicon.verb_genders or scene.lexicon.verb_first_behind or scene.lexicon.nouns_capital
    if not written or not inverts or not scene.behind_comma(cue.start):
        return False
    return scene.text.find(written, cue.end, end) >= 0 and scene.text.find(written, start, cue.start) < 0


def _closes_with(scene: Scene, cue: Hit, end: int, speaker: Speaker) -> bool:
    """Say whether a verb behind a comma or a dash and the name of who speaks close a sentence («…, пригрозив іще зранку X»)."""
    written = speaker.written or speaker.name
    parted = scene.behind_comma(cue.start) or behind_dash(scene, cue)
    if not written or not parted or not scene.lexicon.verb_genders or has_no_subject(scene, cue):
        return False
    return scene.text[cue.end : end].rstrip(" .!?»”").endswith(f" {written}")


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
    leans = again or (is_participle(voice.scene, cue) and voice.scene.behind_comma(cue.start))
    last = last_before(voice.heard, cue.start) if leans else None
    return last.speaker if last is not None and last.at > start else None


def _subject(voice: Voices, verb: Hit, start: int, end: int) -> Speaker | None:
    """Return who is the subject of a verb; where the verb is second in its clause, also behind it («Am Montag sagte X, …»), where it is last, set off («X, …»)."""
    if (teller := _before_insertion(voice, verb, start)) is not None:
        return teller
    found = subject(voice, verb, start, end, inverted=may_invert(voice.scene, verb))
    if found is None and (accuser := _accuser(voice.scene, verb, start)) is not None:
        return accuser
    if found is None and voice.scene.lexicon.verb_last:
        return set_off(voice, start, verb.start)
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
    return Said(*content, False, inner, kind, "reported.nested", as_named(speaker)) if content else None


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
    return Said(*content, False, teller, cue.entry.cue, "reported.nested", as_named(speaker))


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
    if (
        span
        and (source.actor or source.name)
        and (not overlaps(*span, marked) or (has_fragments(voice.scene, span, marked) and not cues_in(voice, *span)))
    ):
        typed = (cue.entry.cue for cue in cues_in(voice, *span) if cue.entry.cue != "other")
        yield Said(*span, False, source, next(typed, "other"), "reported.according_to")


def _coordinated(scene: Scene, cue: Hit) -> bool:
    return scene.before(cue.start, 30).endswith(_linking(scene.lexicon))


@lru_cache(maxsize=64)
def _linking(lexicon: Lexicon) -> tuple[str, ...]:
    return lexicon.ands.padded + lexicon.conjunctions.padded
