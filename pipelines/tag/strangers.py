"""Speakers that the pack does not have: names as written, and descriptions ("the union's lawyer")."""

import re
from collections.abc import Sequence

from pipelines.tag.index import Hit
from pipelines.tag.lexicon import Lexicon
from pipelines.tag.scene import Scene
from pipelines.tag.voices import Speaker, Voices, is_oblique

ADJACENT_WORDS = 3
MOST_DESCRIBING = 6
NAME_REACH = 45
"""Characters between a verb and a name behind it."""
MOST_ABBREVIATION = 5
MOST_NOUNS = 3
SHORTEST_NOUN = 4
ARTICLE_AND_NOUN = 2
_SMALL = "".join(filter(str.islower, map(chr, range(0x80, 0x530))))
"""Small letters of Latin beyond ASCII, Greek and Cyrillic: `re` has no class for them."""
_PROPER = rf"(?<![^\W_])[^\W\d_a-z{_SMALL}][\w'’-]*"
_NAME = re.compile(rf"{_PROPER}(?: (?:(?:de|von|van|al|el|bin|bint|der) )?{_PROPER}){{0,3}}")
_NAME_LAST = re.compile(rf"((?:{_PROPER} ){{0,3}}{_PROPER})\W{{0,3}}\Z")
_PHRASE_END = re.compile(r"[.,;:!?—–“”«»\"„(\n]| - ")


def unknown_before(voice: Voices, at: int, start: int) -> Speaker | None:
    """Return a name that the pack does not have and that ends here."""
    found = _NAME_LAST.search(voice.scene.folded, max(start, at - 60), at)
    if not found or found.end(1) < at - 2 or is_oblique(voice.scene, found.start(1), start):
        return None
    return _as_written(voice, found.start(1), found.end(1), start)


def unknown_behind(voice: Voices, start: int, end: int) -> Speaker | None:
    """Return a name that the pack does not have, if one follows soon and no preposition governs it."""
    scene = voice.scene
    found = _NAME.search(scene.folded, start, end)
    if not found or found.start() - start > NAME_REACH:
        return None
    if found.group().isupper() and len(found.group()) <= MOST_ABBREVIATION and found.start() > start + 1:
        return None  # an agency or a broadcaster that was told
    words = scene.lower[start : found.start()].split()
    governing = [place for place, word in enumerate(words) if word in scene.lexicon.obliques.set]
    if governing and len(words) - governing[-1] <= ADJACENT_WORDS and not _is_time(scene, words[governing[-1] + 1 :]):
        return None
    begin = found.start()
    if scene.lexicon.nouns_capital and found.group().count(" ") > 1 and " von " not in found.group():
        begin = scene.folded.rfind(" ", begin, scene.folded.rfind(" ", begin, found.end())) + 1
    return _as_written(voice, begin, found.end(), -1)


def _is_time(scene: Scene, words: Sequence[str]) -> bool:
    """Say whether a preposition has its object in words of time or occasion ("on Monday", «на брифинге»)."""
    lexicon = scene.lexicon
    return any(word in lexicon.days.set or word in lexicon.months.set for word in words)


def _as_written(voice: Voices, start: int, end: int, clause: int) -> Speaker | None:
    """Return a name that the pack does not have; single words that open a sentence are none."""
    name = voice.scene.text[start:end]
    words = name.lower().split()
    lexicon = voice.scene.lexicon
    if any(word in lexicon.days or word in lexicon.months for word in words):
        return None
    if start == clause and len(words) == 1 and not _opens_with_name(lexicon, words[0]):
        return None
    if words[0] in {*lexicon.determiners, *lexicon.stopwords, *lexicon.obliques, *lexicon.conjunctions}:
        return _as_written(voice, start + len(words[0]) + 1, end, clause) if len(words) > 1 else None
    return Speaker(None, name, "speaker.as_written")


def _opens_with_name(lexicon: Lexicon, word: str) -> bool:
    """Say whether the word that opens a sentence before a verb of speech may be a name: no adverb, no small word."""
    if not lexicon.adverb_endings or word.endswith(lexicon.adverb_endings):
        return False
    return not any(
        word in known.set
        for known in (
            lexicon.auxiliaries,
            lexicon.adverbial,
            lexicon.negations,
            lexicon.former,
            lexicon.ors,
            lexicon.ands,
        )
    )


def name_at(voice: Voices, at: int, end: int) -> Speaker | None:
    """Return a name of several words that begins here and has no suffix behind an apostrophe."""
    found = _NAME.match(voice.scene.folded, at, end)
    if not found or voice.scene.folded[found.end() : found.end() + 1] == "'" or " " not in found.group():
        return None
    return _as_written(voice, found.start(), found.end(), -1)


def name_first(voice: Voices, start: int, end: int) -> Speaker | None:
    """Return the first name of several words of a span that no preposition makes an object."""
    scene = voice.scene
    for found in _NAME.finditer(scene.folded, start, end):
        if " " in found.group() and not is_oblique(scene, found.start(), start):
            speaker = _as_written(voice, found.start(), found.end(), start)
            if speaker is not None and " " in (speaker.name or ""):
                return speaker
    return None


def name_last(voice: Voices, cue: Hit, end: int) -> Speaker | None:
    """Return a name of several words that closes the sentence behind its verb («…» dedi başmüzakereci X Y.)."""
    scene = voice.scene
    rest = scene.folded[cue.end : end].rstrip(" .!?…")
    found = _NAME_LAST.search(rest)
    if not found or " " not in found[1] or found.end(1) != len(rest) or len(rest.split()) > MOST_DESCRIBING:
        return None
    return _as_written(voice, cue.end + found.start(1), cue.end + found.end(1), -1)


def phrase_end(scene: Scene, start: int, end: int) -> int:
    """Return where the phrase that begins here ends: at punctuation."""
    closing = _PHRASE_END.search(scene.text, start, end)
    return closing.start() if closing else end


def described_before(voice: Voices, segment: int, end: int, start: int) -> Speaker | None:
    """Take a described speaker between a comma and the verb as written ("…, the mayor said")."""
    scene = voice.scene
    words = scene.lower[segment:end].split()
    if segment == start or not 1 < len(words) <= MOST_DESCRIBING or words[0] not in scene.lexicon.bare_after:
        return None
    begin = segment + len(words[0]) + 1
    return Speaker(None, scene.text[begin:end].strip(), "speaker.described")


def described(voice: Voices, start: int, end: int) -> Speaker | None:
    """Take who is described between a quotation and its verb, as written (”, the union's lawyer said)."""
    scene = voice.scene
    words = scene.lower[start:end].split()
    articles = (*scene.lexicon.determiners, *scene.lexicon.articles)
    if not 1 < len(words) <= MOST_DESCRIBING or words[0] not in articles:
        return None
    begin = scene.lower.index(words[0], start) + len(words[0])
    return Speaker(None, scene.text[begin:end].strip(), "speaker.described")


def described_behind(voice: Voices, cue: Hit, end: int) -> Speaker | None:
    """Take who is described behind a verb with an article, as written (”, said a neighbour; », prévient une diplomate)."""
    scene = voice.scene
    closing = _PHRASE_END.search(scene.text, cue.end, end)
    words = scene.text[cue.end : closing.start() if closing else end].split()
    articles = {*scene.lexicon.determiners, *scene.lexicon.articles}
    if len(words) < ARTICLE_AND_NOUN or words[0].lower() not in articles:
        return None
    return Speaker(None, " ".join(_phrase(scene, words[1:])), "speaker.described")


def noun_behind(voice: Voices, cue: Hit, end: int) -> Speaker | None:
    """Take the words right behind a verb as who speaks, in a language without articles («розповів співробітник компанії»)."""
    scene = voice.scene
    closing = _PHRASE_END.search(scene.text, cue.end, end)
    words = scene.text[cue.end : closing.start() if closing else end].split()
    lexicon = scene.lexicon
    small = (
        lexicon.adverbial,
        lexicon.days,
        lexicon.that,
        lexicon.auxiliaries,
        lexicon.conjunctions,
        lexicon.stopwords,
    )
    if (
        not words
        or not words[0][0].islower()
        or len(words[0]) < SHORTEST_NOUN
        or any(words[0] in each.set for each in small)
    ):
        return None
    phrase = _phrase(scene, words)[:MOST_NOUNS]
    return Speaker(None, " ".join(phrase), "speaker.described") if phrase else None


def _phrase(scene: Scene, words: Sequence[str]) -> Sequence[str]:
    """Return the words up to a preposition or a time."""
    lexicon = scene.lexicon
    ends = (
        place for place, word in enumerate(words) if word in lexicon.obliques.set or word.lower() in lexicon.days.set
    )
    return words[: next(ends, MOST_DESCRIBING)]
