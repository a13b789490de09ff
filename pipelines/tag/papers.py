"""Whose paper or office speaks: "a statement from X said", «сообщили в X», «X'ten yapılan açıklamada»."""

import re
from functools import lru_cache

from pipelines.tag.clauses import CLAUSE_END, INVERTED_REACH, is_plural
from pipelines.tag.index import Hit
from pipelines.tag.inversion import CASED_REACH
from pipelines.tag.lexicon import Lexicon
from pipelines.tag.mentions import Named
from pipelines.tag.scene import Scene
from pipelines.tag.speech import described_source
from pipelines.tag.strangers import NAME
from pipelines.tag.voices import Speaker, Voices, of_mention

CLOSING = (", ", "— ", "– ", "- ")
"""What stands before a verb that closes a sentence."""
BACK = 2
"""Paragraphs in which a body is looked for that a bare noun takes up."""
REACH = 2_000
"""Characters of them, at most."""
LEAST_WORDS = 2
MEMORY = 40
"""Mentions of one run of capitalised words looked at, at most."""


def seat_behind(voice: Voices, cue: Hit, end: int) -> Speaker | None:
    """Take the office that somebody in it speaks for, behind a verb in the plural that closes the sentence («…, сообщили в X»)."""
    scene = voice.scene
    seats = scene.lexicon.seat_speaks
    if not seats or scene.text[cue.start - 2 : cue.start] not in CLOSING or not is_plural(scene, cue):
        return None
    word = next((each for each in seats if scene.lower.startswith(f" {each} ", cue.end)), None)
    if word is None:
        return None
    begin = cue.end + len(word) + 2
    named = voice.first(begin, begin + 1)
    return of_mention(voice, named) if named is not None else described_source(voice, begin, end)


def whose_paper(voice: Voices, cue: Hit, start: int, end: int) -> Speaker | None:
    """Return whose paper it stands in, or whose office it is said in: named behind a verb without a subject, else before it."""
    if voice.scene.lexicon.verb_last:
        return issuer(voice, start, cue.start)
    closing = CLAUSE_END.search(voice.scene.text, cue.end, min(end, cue.end + INVERTED_REACH))
    stop = closing.start() if closing else min(end, cue.end + INVERTED_REACH)
    behind = voice.between(cue.end, stop)
    comma = voice.scene.text.rfind(", ", start, cue.start)  # «…, про який мир ідеться»: nobody's paper
    named = behind[0] if behind else voice.last(max(start, comma), cue.start)
    return of_mention(voice, named) if named is not None else None


def issuer(voice: Voices, start: int, end: int) -> Speaker | None:
    """Return whose paper a sentence tells of where verbs come last: named in a case before it («X'ten yapılan açıklamada»)."""
    scene = voice.scene
    found = [at for word in scene.lexicon.occasions if (at := scene.lower.find(f" {word}", start, end)) >= 0]
    named = voice.last(max(start, min(found) - CASED_REACH), min(found)) if found else None
    if named is None:
        return None
    by = scene.after(named.end, CASED_REACH).startswith(scene.lexicon.agents.padded)
    return of_mention(voice, named) if by or scene.folded[named.end : named.end + 1] == "'" else None


def is_in_paper(scene: Scene, named: Named, start: int) -> bool:
    """Say whether a name belongs to a paper in which it speaks ("a statement from X said")."""
    words = scene.before(named.start).split()
    if words and words[-1] in scene.lexicon.articles.set:
        words.pop()
    return len(words) > 1 and words[-2] in scene.lexicon.papers.set and named.start > start


def issued(voice: Voices, start: int, end: int) -> Speaker | None:
    """Return whose paper a sentence tells of: of a name in a case, of a body as written, of one told of before."""
    found = issuer(voice, start, end)
    if found is not None or not _tells_of_paper(voice.scene, start, end):
        return found
    run = NAME.match(voice.scene.folded, start, end)
    if run is None:
        return None
    if " " in run.group():
        return _as_written(voice, *run.span())
    return _taken_up(voice, run.group().lower(), start)


def _tells_of_paper(scene: Scene, start: int, end: int) -> bool:
    """Say whether words on where something was said stand in a span."""
    lead = scene.lower[start:end]
    return bool(scene.lexicon.bodies_again) and any(f" {word}" in lead for word in scene.lexicon.occasions)


def _as_written(voice: Voices, start: int, end: int) -> Speaker | None:
    """Return the body of several words that opens a sentence in a case, without the ending of it."""
    words = voice.scene.text[start:end].split()
    if not words[-1].lower().startswith(voice.scene.lexicon.bodies_again) or not _case(voice.scene.lexicon).search(
        words[-1]
    ):
        return None
    return Speaker(None, " ".join([*words[:-1], _case(voice.scene.lexicon).sub("", words[-1])]), "speaker.as_written")


def _taken_up(voice: Voices, noun: str, at: int) -> Speaker | None:
    """Return the body of which a noun in a case is the last word, told of in the paragraphs before («Bakanlığın açıklamasında»)."""
    scene = voice.scene
    stem = next((each for each in scene.lexicon.bodies_again if noun.startswith(each)), None)
    if stem is None or not _case(voice.scene.lexicon).search(noun):
        return None
    begin = max(scene.paragraphs[max(0, scene.paragraph(at) - BACK)][0], scene.body_at, at - REACH)
    for run in reversed([*NAME.finditer(scene.folded, begin, at)]):
        words = run.group().split()
        place = next((place for place, word in enumerate(words) if word.lower().startswith(stem)), 0)
        if place + 1 < LEAST_WORDS:
            continue
        stop = run.start() + len(" ".join(words[: place + 1]))
        ours = [
            named for named in voice.between(run.start(), stop)[:MEMORY] if stem in scene.lower[named.start : named.end]
        ]
        return of_mention(voice, ours[-1]) if ours else Speaker(None, scene.text[run.start() : stop], "speaker.pronoun")
    return None


@lru_cache(maxsize=64)
def _case(lexicon: Lexicon) -> re.Pattern[str]:
    """Return what finds the ending of a body whose paper it is."""
    return re.compile(rf"(?:{lexicon.body_cases})\Z")
