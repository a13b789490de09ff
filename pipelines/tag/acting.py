"""Whether a named place or country acts, or is only where something happens (conventions 4 and 5 of a tag)."""

import re
from bisect import bisect_left

from pipelines.packs.model import Actor
from pipelines.tag.lexicon import Words
from pipelines.tag.scene import Scene, padded

NEAR = 25


def place_acts(scene: Scene, start: int, end: int) -> bool:
    """Say whether the name of a capital stands for its government here."""
    lexicon = scene.lexicon
    if scene.body_at <= start < scene.dateline:
        return False
    before, after = scene.before(start), scene.after(end)
    if _ends_with(before, lexicon.seat_speaks) and (_speech_follows(scene, end) or _speech_ends(scene, start)):
        return True
    if _ends_with(before, lexicon.seat_before) or _second_of_pair(scene, start):
        return True
    suffixed = after.startswith(lexicon.place_suffixes) if lexicon.place_suffixes else False
    if suffixed:
        return _second_word(after).startswith(lexicon.seat_after) if lexicon.seat_after else False
    if _ends_with(before, lexicon.place_nouns_before) or _ends_with(before, lexicon.place_before):
        return False
    return not _starts_with(after, lexicon.place_nouns)


def country_acts(scene: Scene, start: int, end: int) -> bool:
    """Say whether a country or a seat of power acts: it does unless something only happens there."""
    lexicon = scene.lexicon
    if scene.body_at <= start < scene.dateline:
        return False
    after = scene.after(end)
    if lexicon.mild_place_suffixes and after.startswith(lexicon.mild_place_suffixes):
        return bool(lexicon.seat_after) and _second_word(after).startswith(lexicon.seat_after)
    before = scene.before(start)
    if _ends_with(before, lexicon.seat_speaks) and (_speech_follows(scene, end) or _speech_ends(scene, start)):
        return True
    return not _ends_with(before, lexicon.mild_place_before)


def acts(scene: Scene, actor: Actor, start: int, end: int) -> bool:
    """Say whether an actor named here acts, by its type."""
    if actor.type == "person":
        return True
    if not actor.acts_by_default:
        return False
    return country_acts(scene, start, end)


def _speech_follows(scene: Scene, end: int) -> bool:
    """Say whether a verb of speech comes next, one word between at most («в … вчера заявили»)."""
    cues = scene.hits.cues
    place = bisect_left(cues, (end,))
    if place == len(cues) or cues[place].start - end >= NEAR:
        return False
    between = scene.lower[end : cues[place].start]
    return "," not in between and len(between.split()) <= 1


def _speech_ends(scene: Scene, start: int) -> bool:
    """Say whether an impersonal verb of speech stands right before the preposition («…, заявили в …»)."""
    if not scene.lexicon.plural_ending:
        return False
    cues = scene.hits.cues
    at = bisect_left(cues, (start,)) - 1
    if at < 0 or scene.lower[cues[at].end : start].strip() not in scene.lexicon.seat_speaks:
        return False
    verb = scene.lower[cues[at].start : cues[at].end]
    return re.search(rf"{scene.lexicon.plural_ending}\Z", verb) is not None and (
        scene.before(cues[at].start, 4).rstrip().endswith((",", "—", "–", "-", "»", "”"))
    )


def _second_of_pair(scene: Scene, start: int) -> bool:
    """Say whether this is the second of two seats of which the first acts ("between … and …")."""
    before = scene.before(start)
    return any(
        before.endswith(f" {word} ") and f" {opener} " in before[-40:]
        for word in scene.lexicon.ands
        for opener in PAIR_OPENERS.get(scene.lexicon.language, ())
    )


PAIR_OPENERS = {
    "en": ("between",),
    "ru": ("между",),
    "uk": ("між",),
    "de": ("zwischen",),
    "fr": ("entre",),
    "pl": ("między",),
    "cs": ("mezi",),
}


def _ends_with(before: str, words: Words) -> bool:
    """Say whether one of the words stands right before, an article left aside."""
    if not words:
        return False
    ready = padded(words)
    return before.endswith(ready) or before.removesuffix("the ").endswith(ready)


def _starts_with(after: str, words: Words) -> bool:
    return bool(words) and after.startswith(padded(words))


def _second_word(after: str) -> str:
    return after.partition(" ")[2]
