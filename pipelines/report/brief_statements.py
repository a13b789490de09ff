"""What was said on a day: statements as their rows tell them, equal words of one speaker once, and by type and side."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Final

from pipelines.report.brief_values import Kind, Right, Row, Rows, Side, Statement, Topic
from pipelines.report.brief_words import appeared, carriers, side_of, spaced

NAMED_TOGETHER: Final = 3
"""More speakers than these who share the first place are no news."""
OTHER: Final = "other"
NONE: Final = "none"

_NOT_WORDS: Final = re.compile(r"[\W_]+")
TELLING: Final = range(25, 320)
"""Characters: shorter ones are fragments more often than not, longer ones are no quotes to read in the morning."""


def statements_of(rows: Rows, topic: Topic, weights: Mapping[str, int], right: Right) -> tuple[Statement, ...]:
    """Return what was said, equal words of one speaker once.

    Quotes come first, then what most outlets carry, then what speakers of the pack say, in words of a telling length
    and of a known type, on what most articles speak of (`weights`: articles by facet); then the latest.
    """
    ranked = sorted(alike(rows), key=lambda each: _rank(each, weights))
    return tuple(_statement(each, topic, right) for each in ranked)


def alike(rows: Rows) -> list[list[Row]]:
    """Return the rows in groups: one speaker, one language, the same words but for case and marks."""
    same: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in rows:
        said = _NOT_WORDS.sub(" ", row["content"].casefold()).strip() or row["content"]
        same[row["is_quote"], row["speaker"] or row["speaker_name"], row["language"], said].append(row)
    return list(same.values())


def kinds_of(rows: Rows, statements: tuple[Statement, ...], topic: Topic) -> tuple[tuple[Side, ...], tuple[Kind, ...]]:
    """Return the sides of those who speak, and the statements of each type: how many of each side, and what they say.

    Sides stand in the order of the parties, then by how often they speak; types by how often they occur, `other` last.
    """
    counts = said_by(rows)
    by_side: Counter[str] = Counter()
    by_type: Counter[str] = Counter()
    for (kind, side), count in counts.items():
        by_side[side] += count
        by_type[kind] += count
    parties = {party: place for place, party in enumerate(topic.parties)}
    sides = sorted(by_side, key=lambda side: (parties.get(side, len(parties)), side == NONE, -by_side[side], side))
    types = sorted(by_type, key=lambda kind: (kind == OTHER, -by_type[kind], kind))
    return tuple(side_of(None if side == NONE else side, topic) for side in sides), tuple(
        Kind(
            type=kind,
            name=spaced(kind),
            counts=tuple((side, counts[kind, side]) for side in sides),
            statements=tuple(each for each in statements if each.type == kind),
        )
        for kind in types
    )


def said_by(rows: Rows) -> Counter[tuple[str, str]]:
    """Return how many statements there are by type and side of the speaker."""
    return Counter((row["type"] or OTHER, row["speaker_side"] or NONE) for row in rows)


def _rank(rows: Rows, weights: Mapping[str, int]) -> tuple[object, ...]:
    first = rows[0]
    return (
        not first["is_quote"],
        -len({row["publisher_id"] for row in rows}),
        first["speaker"] is None,
        len(first["content"]) not in TELLING,
        _kind(first) is None,
        -weights.get(first["facet"] or "", 0),
        -appeared(first).timestamp(),
        first["article_id"],
        first["position"],
    )


def _kind(row: Row) -> str | None:
    return None if row["type"] in {None, "other"} else spaced(row["type"])


def _statement(rows: Rows, topic: Topic, right: Right) -> Statement:
    first = rows[0]
    kind = _kind(first)
    shown = next((row for row in rows if row[right]), None)
    return Statement(
        # The comma before "she said" belongs to the sentence around the quote.
        content=shown["content"].rstrip(" ,") if shown else None,
        title=first["title"],
        type=first["type"] or OTHER,
        language=first["language"],
        is_quote=first["is_quote"],
        speaker=first["speaker_name"] if shown or first["speaker"] else None,
        side=side_of(first["speaker_side"], topic),
        words=tuple(each for each in (kind, spaced(first["facet"]) if first["facet"] else None) if each),
        towards=first["aimed_at"],
        attributed_to=shown["attributed_to"] if shown else None,
        carriers=carriers(rows),
    )


def most_reported(rows: Rows) -> tuple[tuple[str, ...], int]:
    """Return who is quoted or reported by most outlets and by how many; nobody if too many share the first place."""
    outlets: dict[str, set[str]] = defaultdict(set)
    names = {}
    for row in rows:
        if row["speaker"]:
            outlets[row["speaker"]].add(row["publisher_id"])
            names[row["speaker"]] = row["speaker_name"]
    most = max(map(len, outlets.values()), default=0)
    first = sorted(names[speaker] for speaker, heard_by in outlets.items() if len(heard_by) == most)
    return (tuple(first), most) if len(first) <= NAMED_TOGETHER else ((), 0)
