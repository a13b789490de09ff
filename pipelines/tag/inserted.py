"""A source that is named inside the clause it told: «Moskva podle X zastává …», «Россия, по словам X, готова …».

`according_loosely` are the words for "according to" that go with plans and laws as well: behind them only somebody who can
speak is a source. `according_relative` open a clause whose source stands before its comma («…, podle něhož …»).
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from pipelines.packs.model import FormKind
from pipelines.tag.index import Hit
from pipelines.tag.lexicon import Lexicon
from pipelines.tag.quotes import SPACED_DASHES
from pipelines.tag.recall import Marked, gender_by_ending, last_speaker
from pipelines.tag.referring import referred
from pipelines.tag.scene import Scene
from pipelines.tag.speech import CUE_GAP, described_source, trimmed
from pipelines.tag.strangers import name_at, unknown_before
from pipelines.tag.voices import Speaker, Voices, of_mention, spoken_by

SHORT = 30
PRONOUN = "speaker.pronoun"
BESIDE = 1
"""Characters between an "according to" and the name behind it."""
SHORTEST_BODY = 4
MOST_FRONTED = 4
LEAST_BEHIND = 2
"""Words of a clause behind a source that is set off in it by commas."""


class Inserted(NamedTuple):
    """A source inside a clause, and what of that clause was told.

    `named_to` is where the name of the source ends. Behind a name as a rule, whole around a pronoun («Turecko je podle něj …») and where its verb stands before the name.
    """

    source: Speaker
    start: int
    end: int
    named_to: int


def inserted(voice: Voices, start: int, end: int) -> Inserted | None:
    """Return the first source named inside a sentence with the clause it told; none that opens the sentence or closes it."""
    scene = voice.scene
    for hit in _phrases(scene, start, end):
        if hit.start == start:
            continue
        if (relative := _relative(voice, hit, start, end)) is not None:
            return relative
        if scene.lower[hit.start : hit.end] in scene.lexicon.according_relative.set:
            continue
        found = _source(voice, hit, start, end)
        if found is None:
            continue
        source, behind = found
        if scene.behind_comma(hit.start) and not _set_off(scene, start, hit.start, behind, end):
            continue
        stop = _clause_end(voice, behind, end)
        whole = source.rule == PRONOUN or scene.lexicon.nouns_capital
        rest = None if whole else trimmed(scene, behind, stop)
        span = rest or trimmed(scene, _clause_start(voice, start, hit.start), stop)
        if span is not None and span[1] > behind:
            return Inserted(source, *span, behind)
    return None


def pronoun_opening(voice: Voices, start: int, end: int) -> tuple[Speaker, int] | None:
    """Return whom an opening "according to him" means, and where the sentence proper begins; no comma need follow."""
    scene = voice.scene
    if not scene.lower.startswith(_pronouns(scene.lexicon), start, end):
        return None
    for gender, phrases in scene.lexicon.according_pronoun.items():
        for phrase in phrases:
            behind = start + len(phrase)
            if scene.lower.startswith(phrase, start, end) and scene.lower[behind : behind + 1] in {" ", ","}:
                return referred(voice, gender, start), behind + 1
    return None


def without_subject(voice: Voices, start: int, end: int, marked: Marked) -> tuple[Speaker, int] | None:
    """Return who goes on speaking by an opening "as he added" without a pronoun («Jak dodał, …»), and where the sentence proper begins."""
    scene = voice.scene
    comma = scene.text.find(",", start, min(end, start + SHORT)) if scene.lexicon.verb_genders else -1
    if comma < 0 or scene.lower[start:comma] not in scene.lexicon.according_to.set:
        return None
    gender = gender_by_ending(scene, scene.lower[start:comma].rpartition(" ")[2])
    speaker = last_speaker(voice, start, marked, gender)
    return (speaker, comma + 2) if speaker is not None else None


def _phrases(scene: Scene, start: int, end: int) -> Sequence[Hit]:
    """Return the words for "according to" in a span, the longest of those that begin at one place."""
    found: dict[int, Hit] = {}
    for hit in scene.between(scene.hits.cues, start, end):
        if hit.entry.according and (hit.start not in found or hit.end > found[hit.start].end):
            found[hit.start] = hit
    return list(found.values())


@lru_cache(maxsize=64)
def _pronouns(lexicon: Lexicon) -> tuple[str, ...]:
    """Return all phrases for "according to him": one look for them settles most sentences."""
    return tuple(phrase for phrases in lexicon.according_pronoun.values() for phrase in phrases)


def _relative(voice: Voices, hit: Hit, start: int, end: int) -> Inserted | None:
    """Read «…, podle něhož …»: the source stands right before the comma."""
    scene = voice.scene
    if scene.lower[hit.start : hit.end] not in scene.lexicon.according_relative.set or not scene.behind_comma(
        hit.start
    ):
        return None
    stop = hit.start - 2
    named = voice.last(start, stop)
    source = of_mention(voice, named) if named is not None and named.end == stop else unknown_before(voice, stop, start)
    span = trimmed(scene, hit.end, end)
    return Inserted(source, *span, hit.end) if source is not None and span is not None else None


def _source(voice: Voices, hit: Hit, start: int, end: int) -> tuple[Speaker, int] | None:
    """Return who is meant by an "according to", and where that is said."""
    scene = voice.scene
    phrase = scene.lower[hit.start : hit.end]
    for gender, phrases in scene.lexicon.according_pronoun.items():
        if phrase in phrases.set:
            return referred(voice, gender, hit.start)._replace(rule=PRONOUN), hit.end
    if phrase in scene.lexicon.according_to_after.set:
        named = voice.last(max(start, hit.start - CUE_GAP), hit.start)
        beside = named is not None and named.end == hit.start - 1 and named.start > start
        return (of_mention(voice, named), hit.end) if named is not None and beside else None
    if scene.lexicon.verb_genders and scene.text.startswith((", ", *SPACED_DASHES), hit.end):
        gender = gender_by_ending(scene, phrase.rpartition(" ")[2])
        speaker = last_speaker(voice, start, (), gender) if gender in {"m", "f"} else None
        return (speaker._replace(rule=PRONOUN), hit.end) if speaker is not None else None
    return _named_behind(voice, hit, end)


def _named_behind(voice: Voices, hit: Hit, end: int) -> tuple[Speaker, int] | None:
    """Return who is named or described right behind an "according to", and where the name ends."""
    scene = voice.scene
    at = hit.end + 1
    article = scene.lower[at : min(end, at + CUE_GAP)].partition(" ")[0]
    at += len(article) + 1 if article in scene.lexicon.articles.set else 0
    named = voice.first(at, at + BESIDE)
    if named is not None:
        return of_mention(voice, named), _behind_title(voice, named.end, end)
    titles = [each for each in scene.between(scene.hits.actors, at, at + BESIDE) if _leans(each)]
    if titles and (named := voice.first(titles[0].end, titles[0].end + 1 + BESIDE)) is not None:
        return of_mention(voice, named), named.end
    if (body := body_named(voice, at)) is not None:
        return body
    stranger = None if scene.lexicon.nouns_capital else name_at(voice, at, end)
    loosely = scene.lower[hit.start : hit.end] in scene.lexicon.according_loosely.set
    if stranger is None and not loosely and scene.behind_comma(hit.start):
        stranger = described_source(voice, at, end)
    return (stranger, at + len(stranger.name or "")) if stranger is not None else None


def body_named(voice: Voices, at: int) -> tuple[Speaker, int] | None:
    """Return the country whose delegation or army is named here by its adjective, in any case («ukrajinského letectva»)."""
    scene = voice.scene
    adjective = voice.adjective_at(at)
    if adjective is None:
        return None
    noun = scene.lower[adjective[1] + 1 : adjective[1] + CUE_GAP].split(" ", 1)[0]
    if not noun.startswith(_bodies(scene.lexicon)):
        return None
    return spoken_by(voice, adjective[2], "speaker.collective"), adjective[1] + 1 + len(noun)


@lru_cache(maxsize=64)
def _bodies(lexicon: Lexicon) -> tuple[str, ...]:
    """Return the nouns for whoever speaks for a country, without the letter that their case changes."""
    return tuple(word[:-1] for word in lexicon.collective_country if len(word) > SHORTEST_BODY)


def _leans(hit: Hit) -> bool:
    return hit.entry.forms[0].kind in {FormKind.ROLE, FormKind.ADJECTIVE}


def _behind_title(voice: Voices, at: int, end: int) -> int:
    """Return where a name ends that follows a title at once."""
    named = voice.first(at, min(end, at + 1 + BESIDE))
    return named.end if named is not None else at


def _set_off(scene: Scene, start: int, begin: int, at: int, end: int) -> bool:
    """Say whether the clause goes on behind a source that a comma opens (", according to X, will …"); none that closes it.

    A name behind the second comma is that of the source, unless few words stand before the first.
    """
    comma = scene.lower.find(", ", at, end)
    if comma < 0 or len(scene.text[at:comma].split()) > LEAST_BEHIND:
        return False
    behind = scene.lower[comma + 2 : end].split()
    names = scene.text[comma + 2].isupper() and len(scene.text[start:begin].split()) > MOST_FRONTED
    return len(behind) >= LEAST_BEHIND and behind[0] not in _others(scene.lexicon) and not names


@lru_cache(maxsize=64)
def _others(lexicon: Lexicon) -> frozenset[str]:
    """Return words that open another clause, or a description of who was named."""
    return frozenset().union(
        lexicon.articles.set,
        lexicon.relatives.set,
        lexicon.conjunctions.set,
        lexicon.that.set,
        lexicon.going_on.set,
    )


def _clause_start(voice: Voices, start: int, at: int) -> int:
    """Return where the clause around a source begins: behind the last "but" before it."""
    scene = voice.scene
    places = [place + len(word) for word in scene.lexicon.breaks if (place := scene.lower.rfind(word, start, at)) > 0]
    return max(places, default=start)


def _clause_end(voice: Voices, at: int, end: int) -> int:
    """Return where the clause around a source ends: before a "but", or a comma behind which somebody else acts."""
    scene = voice.scene
    stop = min((place for word in scene.lexicon.breaks if (place := scene.lower.find(word, at, end)) > 0), default=end)
    comma = scene.lower.find(", ", at + 2, stop)
    while comma > 0:
        named = voice.first(comma + 2, comma + 3)
        if named is not None and named.as_actor:
            return comma
        comma = scene.lower.find(", ", comma + 2, stop)
    return stop
