"""Where the words of a label stand in a text. A label whose place is not clear is refused, never guessed."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from pipelines.workbench.sheets import Fault

BETWEEN = "\n\n"
"""What parts title and text while surfaces are looked for."""
OPENING, CLOSING = "“„«‘‚‹\"'”’—–", "”“»’‘›\"'‟—–"
"""Marks that may stand around a quotation, dashes of the style without marks among them."""


class Place(NamedTuple):
    """A stretch of the title or the text."""

    zone: str
    start: int
    end: int


def mention_spans(
    title: str, text: str, surfaces: Sequence[tuple[str, int | None]], report: Callable[[Fault], None]
) -> list[Place]:
    """Return the place of each surface, in reading order, title first; whole words only, none twice.

    Reports the first surface that is not there, and each one that could as well stand later without any other one's
    moving: such a one takes `@2` for the second place from the mention before it.
    """
    whole = title + BETWEEN + text
    first: list[tuple[int, int]] = []
    at = 0
    for number, (surface, nth) in enumerate(surfaces):
        found = list(_occurrences(whole, surface, at, len(whole)))
        if len(found) < (nth or 1):
            report(Fault(("mentions", number), _absent(whole, surface, surfaces[number - 1][0] if number else "")))
            return []
        first.append(found[(nth or 1) - 1])
        at = first[-1][1]
    limit = len(whole)
    for number in range(len(surfaces) - 1, -1, -1):
        surface, nth = surfaces[number]
        places = list(_occurrences(whole, surface, first[number][0], limit))
        if nth is None and len(places) > 1:
            shown = " and ".join(f"“{_context(whole, *place)}”" for place in places[:2])
            report(
                Fault(
                    ("mentions", number),
                    f"`{surface}` stands in two places here, {shown}: write `{surface}@1` or `{surface}@2`, "
                    "counted from the mention before it",
                )
            )
        limit = first[number][0]
    return [_place(title, *span) for span in first]


def _occurrences(whole: str, surface: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    for found in _pattern(surface).finditer(whole, start, stop):
        yield found.span()


@lru_cache(maxsize=4096)
def _pattern(surface: str) -> "re.Pattern[str]":
    """Return what finds a surface as whole words; a limit of the search is no end of a word."""
    before = r"(?<!\w)" if re.match(r"\w", surface) else ""
    after = r"(?!\w)" if re.search(r"\w\Z", surface) else ""
    return re.compile(before + re.escape(surface) + after)


def _absent(whole: str, surface: str, previous: str) -> str:
    if next(_occurrences(whole, surface, 0, len(whole)), None):
        return f"`{surface}` does not stand behind `{previous}`: list mentions in reading order, title first"
    if surface in whole:
        return f"`{surface}` stands in the text only as part of a longer word: write the whole word"
    if surface.casefold() in whole.casefold():
        return f"`{surface}` stands in the text with other capitals: write it as it stands there"
    return f"`{surface}` does not stand in title or text: write it as it stands there"


def statement_spans(
    title: str, text: str, statements: Sequence[tuple[str, bool, int | None]], report: Callable[[Fault], None]
) -> list[Place | None]:
    """Return the place of each statement (words, is it a quotation, `nth` place if that is said), title first.

    Words stand whole, outside longer labelled statements; a quotation between marks where there is such a place.
    Statements of the same words take the places in turn. Reports, and gives None for, what stands nowhere and what stands in more places than are labelled.
    """
    zones = {"title": title, "text": text}
    places = {words: _places(zones, words) for words, _, _ in statements}
    spans: list[Place | None] = []
    for number, (words, is_quote, nth) in enumerate(statements):
        found = places[words]
        if nth is None:
            found = [place for place in found if not any(_inside(place, each) for each in places.values())] or found
        if nth is None and is_quote:
            found = [place for place in found if _is_marked(zones[place.zone], place)] or found
        alike = [other for other, each in enumerate(statements) if each[:2] == (words, is_quote) and each[2] is None]
        fault = _why_not(words, len(found), len(alike), nth)
        if fault:
            report(Fault(("statements", number), fault))
        spans.append(None if fault else found[nth - 1 if nth else alike.index(number)])
    return spans


def _places(zones: Mapping[str, str], words: str) -> list[Place]:
    return [Place(zone, *each.span()) for zone in zones for each in _pattern(words).finditer(zones[zone])]


def _inside(place: Place, others: Sequence[Place]) -> bool:
    """Say whether one of the others is longer and holds this whole."""
    return any(
        place != other and place.zone == other.zone and other.start <= place.start and place.end <= other.end
        for other in others
    )


def _why_not(words: str, places: int, alike: int, nth: int | None) -> str:
    """Return why a statement's place is not clear; empty where it is."""
    if not places:
        return f"`{_short(words)}` stands in neither title nor text: copy it letter by letter"
    if nth is not None:
        return "" if nth <= places else f"`{_short(words)}` stands in {places} places: nth is too high"
    if places < alike:
        return f"`{_short(words)}` is labelled {alike} times and stands in {places} places: leave one out"
    if places > alike:
        return f"`{_short(words)}` stands in {places} places: say which with `nth`, from 1, title first"
    return ""


def _is_marked(text: str, place: Place) -> bool:
    before = text[: place.start].rstrip()[-1:]
    after = text[place.end :].lstrip()[:1]
    return bool(before) and before in OPENING and (not after or after in CLOSING)


def _place(title: str, start: int, end: int) -> Place:
    if start < len(title):
        return Place("title", start, end)
    offset = len(title) + len(BETWEEN)
    return Place("text", start - offset, end - offset)


def _context(whole: str, start: int, end: int) -> str:
    return " ".join(whole[max(0, start - 15) : end + 15].split())


def _short(words: str) -> str:
    return words if len(words) <= 40 else f"{words[:39]}…"
