"""Whom a sentence names as its source: "According to X, …" before it, behind it, or in a clause that closes it."""

from collections.abc import Sequence
from functools import lru_cache

from pipelines.tag.clauses import adverb_start, has_no_subject
from pipelines.tag.index import Hit
from pipelines.tag.inserted import body_named, inserted, pronoun_opening, without_subject
from pipelines.tag.lexicon import Lexicon
from pipelines.tag.mentions import Named
from pipelines.tag.quotes import SPACED_DASHES
from pipelines.tag.referring import referred
from pipelines.tag.scene import Scene
from pipelines.tag.spans import adverbial_follows
from pipelines.tag.speakers import subject
from pipelines.tag.speech import CUE_GAP, according, cues_in, described_source, named_source, overlaps
from pipelines.tag.strangers import as_written
from pipelines.tag.unreported import APPOSITION
from pipelines.tag.voices import Speaker, Voices, is_cased, is_person, of_mention

NEXT_TO_NAME = 4
"""Characters behind a title within which the name begins that it stands before."""
WORDS_TO_NAME = 2
"""Words before the name of an opening source: the preposition, and what the source is («Podle serveru X»)."""
WORDS_OF_SOURCE = 5
"""Words that open a sentence before what tells that they are its source (“Dem Sprecher X zufolge”)."""
SOURCE_REACH = 120
"""Characters from the beginning of a sentence within which a source may be named first."""
INVERTING = (",", "—", "–", "-", "»", "”", '"', "¶", ".")
"""Marks before a verb whose subject may follow it."""
TWO = 2
MOST_CUES = 40
"""Verbs of speech looked at in one sentence: more stand in no sentence of a person."""


def may_invert(scene: Scene, cue: Hit) -> bool:
    """Say whether the subject may follow: the verb comes behind a comma or dash, or opens the sentence."""
    return scene.before(adverb_start(scene, cue.start), 4).rstrip().endswith(INVERTING)


def leading_source(
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


def behind_relative(scene: Scene, at: int, end: int) -> int:
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


def trailing_source(voice: Voices, start: int, end: int) -> tuple[int, Speaker | None]:
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


def closing_clause(
    voice: Voices, start: int, end: int, marked: Sequence[tuple[int, int]]
) -> tuple[int, Speaker | None]:
    """Return where a sentence ends before ", X said" when another verb reports inside it, and who X is."""
    scene = voice.scene
    if scene.lexicon.verb_last:
        return end, None
    cues = cues_in(voice, start, end)[:MOST_CUES]
    if len(cues) < TWO or cues[-1].entry.cue != "other" or asked_until(voice, cues, start) > start:
        return end, None
    last = cues[-1]
    set_off = apposed(voice, start, last)
    near = max(start, last.start - CUE_GAP)
    comma = set_off or max(scene.lower.rfind(mark, near, last.start) for mark in (", ", *SPACED_DASHES))
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
    speaker = subject(voice, last, comma + 2, end, inverted=may_invert(scene, last) and not set_off)
    return (comma, speaker) if speaker and (speaker.actor or speaker.name) else (end, None)


def asked_until(voice: Voices, cues: Sequence[Hit], start: int) -> int:
    """Return where what somebody was asked ends, if a sentence opens with it ("Asked whether X had agreed, Y said …"): no verb in it reports."""
    scene = voice.scene
    if len(cues) < TWO or not scene.lower.startswith(scene.lexicon.answering, start):
        return start
    answers = next((cue for cue in reversed(cues) if not voice.is_quoted(cue.start)), cues[-1])
    return max(start, scene.lower.rfind(", ", start, answers.start))


def referred_to(voice: Voices, cue: Hit, end: int) -> Speaker | None:
    """Return whom an outlet cites behind its verb, up to the end of the sentence («…, передает агентство со ссылкой на X»)."""
    scene = voice.scene
    for phrase in scene.lexicon.with_reference.padded:
        at = scene.lower.find(phrase, cue.end, min(end, cue.end + CUE_GAP))
        if at > 0:
            return named_source(voice, at + len(phrase) - 1, end) or described_source(voice, at + len(phrase), end)
    return None


def is_outlet(scene: Scene, speaker: Speaker, start: int, end: int) -> bool:
    """Say whether a paper or an agency is named: what it reports is what the text itself tells."""
    written = scene.folded.find(speaker.written or speaker.name or "", start, end)
    return written >= 0 and any(
        hit.entry.sign is not None and hit.entry.sign.outlet
        for hit in scene.between(scene.hits.signs, written, written + len(speaker.written or speaker.name or ""))
    )


def apposed(voice: Voices, start: int, cue: Hit) -> int | None:
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


@lru_cache(maxsize=64)
def _joining(lexicon: Lexicon) -> frozenset[str]:
    """Return words behind a comma that only go on."""
    return frozenset().union(lexicon.ands, lexicon.conjunctions, lexicon.that, lexicon.negations)
