"""Who bears an office that is told before the name, where verbs come last: «X Dışişleri Bakanı Ad Soyad»."""

import re
from collections.abc import Sequence

from pipelines.tag.leaders import of_country
from pipelines.tag.mentions import Named
from pipelines.tag.scene import Scene
from pipelines.tag.voices import Speaker, Voices, is_person, of_mention

_OFFICE_AND_NAME = re.compile(r"(?:[^\W\d_a-zçğıöşü][\w-]* (?:ve )?){1,7}(?:[ae]\w{1,2}-)?[^\W\d_a-zçğıöşü][\w-]*")
TWO_NAMES = 2
TOPIC_REACH = 8
"""Characters behind a subject that hold the mark which sets it off."""


def with_office(voice: Voices, owner: Named, end: int) -> Speaker | None:
    """Return who bears an office of a country or body named before it, in no case («X Dışişleri Bakanı Ad Soyad, …»); None without one."""
    scene = voice.scene
    if is_person(voice, owner) or scene.text[owner.end : owner.end + 1] != " ":
        return None
    behind = scene.lower[owner.end + 1 : end].split(maxsplit=1)
    if behind and behind[0].strip(",") in scene.lexicon.leaders.set:
        return of_country(voice, owner.actor, scene.text[owner.start : owner.end])  # «Ukrayna lideri, …»
    run = _OFFICE_AND_NAME.match(scene.folded, owner.end + 1, end)
    if run is None or scene.folded[run.end() : run.end() + 1] == "'":
        return None
    person = next((each for each in voice.between(owner.end, run.end()) if is_person(voice, each)), None)
    if person is not None:
        return of_mention(voice, person)
    name = _behind_office(scene, run.group().split(), least=1)
    return _named(name) if name and not name[0].endswith(scene.lexicon.possessed_endings) else None


def office_bearer(voice: Voices, start: int, end: int) -> Speaker | None:
    """Return who bears an office of a country outside the pack that opens a sentence, set off by a comma or "too"; None without one."""
    scene = voice.scene
    run = _OFFICE_AND_NAME.match(scene.folded, start, end)
    if run is None or not scene.after(run.end(), TOPIC_REACH).startswith((",", *scene.lexicon.topic_marks.padded)):
        return None
    if any(is_person(voice, each) for each in voice.between(start, run.end())):
        return None
    name = _behind_office(scene, run.group().split(), least=TWO_NAMES)
    return _named(name) if name else None


def _behind_office(scene: Scene, words: Sequence[str], *, least: int) -> Sequence[str]:
    """Return the full name that ends a run of words with capitals, an office of `least` words before it; nothing for a body's name."""
    office, name = words[:-TWO_NAMES], words[-TWO_NAMES:]
    if len(office) < least or not office[-1].endswith(scene.lexicon.possessed_endings):
        return ()
    return () if name[-1].lower().endswith(scene.lexicon.bodies) else name


def _named(name: Sequence[str]) -> Speaker:
    return Speaker(None, " ".join(name), "speaker.as_written")
