"""Where the forms of a pack stand in one text, whether they count or not: for people who ask why something was not tagged.

The engine looks for what counts, at ten megabytes a second. This looks for everything, in one text.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipelines.packs.model import Form, FormKind, Pack
from pipelines.tag.lexicon import lexicon

MOST_WORDS = 10
"""Words of the longest form that is looked for."""
_WORD = re.compile(r"[^\W_]+")
UNDETERMINED = "und"
"""The language of a text in which the forms of all languages count."""
EVERY = "*"
"""The language of forms that count in all."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A stretch of the text, `start` to before `end`, and all forms of the pack that read like it."""

    start: int
    end: int
    forms: tuple[Form, ...]

    def covers(self, other: "Occurrence") -> bool:
        """Say whether this is longer and holds the other whole."""
        return self.start <= other.start and other.end <= self.end and self != other


def occurrences(pack: Pack, language: str, text: str) -> list[Occurrence]:
    """Return every stretch of whole words that reads like a form of that language, in reading order, the longer first."""
    known = _surfaces(pack, language)
    folded = text.replace("’", "'")
    endings = re.compile(f"(?:{lexicon(language).term_endings})\\Z") if lexicon(language).term_endings else None
    found = []
    for start, end in _stretches(folded):
        surface = folded[start:end]
        forms = list(known.get(surface, ()))
        if not forms and endings and (ending := endings.search(surface)) and ending.start():
            forms = [form for form in known.get(surface[: ending.start()], ()) if form.kind is FormKind.TERM]
        if forms:
            found.append(Occurrence(start, end, tuple(forms)))
    return sorted(found, key=lambda each: (each.start, -each.end))


def _surfaces(pack: Pack, language: str) -> Mapping[str, Sequence[Form]]:
    """Return surface → forms: as written, in capitals, with an initial capital."""
    known: dict[str, list[Form]] = {}
    for form in pack.forms:
        if language == UNDETERMINED or form.language in {language, EVERY}:
            text = form.text.replace("’", "'")
            for surface in {text, text.upper(), text[:1].upper() + text[1:]}:
                known.setdefault(surface, []).append(form)
    return known


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of every run of one to `MOST_WORDS` words on one line, with a full stop behind or without."""
    words = [(found.start(), found.end()) for found in _WORD.finditer(text)]
    for at, (start, _) in enumerate(words):
        for _, end in words[at : at + MOST_WORDS]:
            if "\n" in text[start:end]:
                break
            yield start, end
            if text[end : end + 1] == ".":
                yield start, end + 1
