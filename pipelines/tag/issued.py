"""Whose paper speaks where verbs come last: «X'ten yapılan açıklamada», and «Bakanlığın açıklamasında» of a ministry told of before."""

import re

from pipelines.tag.scene import Scene
from pipelines.tag.speakers import issuer
from pipelines.tag.strangers import NAME
from pipelines.tag.voices import Speaker, Voices, of_mention

BACK = 2
"""Paragraphs in which a body is looked for that a bare noun takes up."""
REACH = 2_000
"""Characters of them, at most."""
LEAST_WORDS = 2
MEMORY = 40
"""Mentions of one run of capitalised words looked at, at most."""
_CASE = re.compile(r"(?:n?(?:[dt][ae]n|[ıiuü]n)|n?[dt][ae])\Z")
"""The ending of whose paper it is, behind the noun of a body."""


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
    if not words[-1].lower().startswith(voice.scene.lexicon.bodies_again) or not _CASE.search(words[-1]):
        return None
    return Speaker(None, " ".join([*words[:-1], _CASE.sub("", words[-1])]), "speaker.as_written")


def _taken_up(voice: Voices, noun: str, at: int) -> Speaker | None:
    """Return the body of which a noun in a case is the last word, told of in the paragraphs before («Bakanlığın açıklamasında»)."""
    scene = voice.scene
    stem = next((each for each in scene.lexicon.bodies_again if noun.startswith(each)), None)
    if stem is None or not _CASE.search(noun):
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
