"""The places inside a statement, and what the statement does with each.

Roles, a closed list, told by the words next to a place, else by the place before it in an enumeration:

- `withdrawal_from`: somebody leaves it, or is to leave it
- `strike_on`: it was struck, or something in it was
- `venue`: somebody meets there, or is to meet there
- none of them: it is only named
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping

from pipelines.packs.model import Pack
from pipelines.records import PlaceInStatement
from pipelines.tag.lexicon import Words
from pipelines.tag.scene import Scene
from pipelines.tag.voices import Voices

NEAR = 60
"""Characters left of a place within which a word gives it its role."""
LISTED = 12
"""Characters between two places of one enumeration."""
ENDS = ".!?…;"
REGION_WORDS = 2
_WORD = re.compile(r"[^\W\d_]+")
_REGIONS: dict[tuple[str, str, str], Mapping[str, str]] = {}
"""(pack, its version, language) → adjective → region: read once from the names of the pack."""


def places(voice: Voices, start: int, end: int) -> tuple[PlaceInStatement, ...]:
    """Return each place named in a span once, with its role at its first mention."""
    named = _named(voice, start, end)
    if voice.scene.lexicon.region_words:
        named += _regions_of(voice.scene, start, end)
    if not named:
        return ()
    found: dict[str, str | None] = {}
    reached = start
    role: str | None = None
    for at, stop, place in sorted(named):
        if at < reached:
            continue
        listed = bool(found) and at - reached <= LISTED
        role = _by_words(voice.scene, reached, at, stop, end) or (role if listed else None)
        role = role or ("venue" if _is_venue(voice, start, at, stop, place) else None)
        found.setdefault(place, role)
        reached = stop
    return tuple(PlaceInStatement(place=place, role=role) for place, role in found.items())


def _is_venue(voice: Voices, start: int, at: int, stop: int, place: str) -> bool:
    """Say whether a place only says where it was agreed: it is in a city of talks, or where the words behind the verb begin."""
    scene = voice.scene
    lexicon = scene.lexicon
    if lexicon.verb_last:
        inside = scene.lower.startswith(lexicon.venue_suffixes, stop)
    else:
        inside = scene.before(at).endswith(lexicon.venue_before.padded)
    if not inside:
        return False
    if any(city == place for _, _, city in scene.facts.meetings):
        return True
    opens = len(scene.lower[start:at].split()) == 1
    cue = bisect_left(voice.cue_starts, start) - 1
    return opens and cue >= 0 and voice.cues[cue].end == start - 1


def of_sentence(voice: Voices, start: int) -> tuple[PlaceInStatement, ...]:
    """Return the places told of in the sentence before a span: what a denial without places of its own denies."""
    return places(voice, voice.scene.sentence(start)[0], start)


def _named(voice: Voices, start: int, end: int) -> list[tuple[int, int, str]]:
    """Return the places that are mentions and do not act."""
    actors = voice.scene.facts.pack.actors
    return [
        (each.start, each.end, actor.actor_id)
        for each in voice.between(start, end)
        if each.actor and not each.as_actor and (actor := actors.get(each.actor)) is not None and actor.type == "place"
    ]


def _regions_of(scene: Scene, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Yield regions whose noun they share («Донецкой, Луганской и Херсонской областей»)."""
    plural = scene.lexicon.region_words
    if all(scene.lower.find(word, start, end) < 0 for word in plural):
        return
    adjectives = _adjectives(scene.facts.pack, scene.lexicon.language, plural)
    for word in _WORD.finditer(scene.lower, start, end):
        if word.group() in adjectives:
            yield word.start(), word.end(), adjectives[word.group()]


def _adjectives(pack: Pack, language: str, plural: Words) -> Mapping[str, str]:
    """Return the adjectives of the pack's regions by the names of two words that end in a word for region."""
    key = (pack.pack_id, pack.version, language)
    if key not in _REGIONS:
        stems = tuple({word[:SHARED] for word in plural})
        names = (
            (form.text.lower().split(" "), form)
            for form in pack.forms
            if form.language == language and " " in form.text
        )
        _REGIONS[key] = {
            words[0] if words[1].startswith(stems) else words[1]: form.target
            for words, form in names
            if len(words) == REGION_WORDS
            and any(word.startswith(stems) for word in words)
            and form.target in pack.actors
        }
    return _REGIONS[key]


SHARED = 4
"""First letters that the cases of a word for region share."""


def _by_words(scene: Scene, after: int, at: int, stop: int, end: int) -> str | None:
    """Return the role whose words stand nearest left of a place in its sentence, else, where verbs come last, right behind it."""
    roles = scene.lexicon.place_roles
    if not roles:
        return None
    left = scene.lower[max(after, at - NEAR) : at]
    sentence = max(left.rfind(mark) for mark in ENDS)
    for word in reversed(left[sentence + 1 :].split()):
        found = _role(roles, word.strip("“”„«»\"'(),—–-"))
        if found:
            return found
    if not (scene.lexicon.verb_last or scene.lexicon.verb_closes):
        return None
    behind = scene.lower[stop : min(end, stop + NEAR)]
    if scene.lexicon.verb_closes:
        behind = behind.partition(",")[0]
    return next((role for word in behind.split() if (role := _role(roles, word))), None)


def _role(roles: Mapping[str, Words], word: str) -> str | None:
    return next((role for role, stems in roles.items() if word.startswith(stems)), None)
