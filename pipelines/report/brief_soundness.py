"""How complete and how sound the runs of a brief were, and who was silent."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from pipelines.report.brief_values import Row, Rows, Side, Silent, Topic
from pipelines.report.brief_words import side_of, spaced
from pipelines.report.reasons import FORMAT_REASONS, in_words
from pipelines.report.severity import gravity, stops_load

THERE: Final = frozenset({"loaded", "duplicate"})
"""Outcomes of what is in the warehouse."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLine:
    """One source in the runs of the brief. `state`: heard, not heard, not asked, paused.

    `missed` counts the requests that brought nothing readable; `why` says it of the last of them, or of the pause.
    `standing` is the state that its polls by now have put it in, empty for one that was not judged.
    """

    source_id: str
    name: str
    language: str
    side: Side
    state: str
    why: str
    standing: str
    changed_format: bool
    missed: int
    last_heard_at: datetime | None
    new_items: int
    articles: int
    talks_articles: int
    items: int
    loaded: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedCheck:
    """An expectation that was not met: why it is there, in a sentence; `is_stop` if failing stops a load."""

    words: str
    severity: str
    unexpected: int
    evaluated: int
    is_stop: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Soundness:
    """How complete and how sound the runs of the brief were. `verdict` is good, warning or bad.

    `others` are the outcomes of what was not loaded, in words, why, and the name of the figure.
    """

    verdict: str
    sources: tuple[SourceLine, ...]
    items: int
    loaded: int
    known: int
    full_articles: int
    others: tuple[tuple[str, str, str], ...]
    checks: int
    failed: tuple[FailedCheck, ...]
    unaccounted: int
    lost_batches: int
    stops: tuple[str, ...]

    @property
    def asked(self) -> tuple[SourceLine, ...]:
        """Return the sources that should have been heard: those that are not paused."""
        return tuple(line for line in self.sources if line.state != "paused")

    @property
    def heard(self) -> tuple[SourceLine, ...]:
        """Return the sources whose last request brought something readable."""
        return self._in("heard")

    @property
    def not_heard(self) -> tuple[SourceLine, ...]:
        """Return the sources whose last request did not."""
        return self._in("not heard")

    @property
    def changed(self) -> tuple[SourceLine, ...]:
        """Return those of the unheard that answered in another format."""
        return tuple(line for line in self.not_heard if line.changed_format)

    @property
    def silent(self) -> tuple[SourceLine, ...]:
        """Return those of the unheard that did not answer as they should for any other reason."""
        return tuple(line for line in self.not_heard if not line.changed_format)

    @property
    def recovered(self) -> tuple[SourceLine, ...]:
        """Return the sources that were heard in the end, after requests that brought nothing readable."""
        return tuple(line for line in self.heard if line.missed)

    @property
    def not_asked(self) -> tuple[SourceLine, ...]:
        """Return the sources that the runs hold no request to."""
        return self._in("not asked")

    @property
    def paused(self) -> tuple[SourceLine, ...]:
        """Return the sources that the pack pauses."""
        return self._in("paused")

    @property
    def without_news(self) -> tuple[SourceLine, ...]:
        """Return the sources that were heard and had nothing new."""
        return tuple(line for line in self.heard if not line.new_items)

    @property
    def off_topic(self) -> tuple[SourceLine, ...]:
        """Return the sources that had something new and nothing about the talks on the day."""
        return tuple(line for line in self.heard if line.new_items and not line.talks_articles)

    def _in(self, state: str) -> tuple[SourceLine, ...]:
        return tuple(line for line in self.sources if line.state == state)


def soundness_of(rows: Mapping[str, Rows], topic: Topic) -> Soundness:
    """Return how complete and how sound the runs are, from the rows of all queries by name."""
    sources = _source_lines(rows, topic)
    items: Counter[str] = Counter()
    for row in rows["outcomes"]:
        items[row["outcome"]] += row["items"]
    others = tuple(
        (
            spaced(row["outcome"]),
            "" if row["outcome"] == row["reason"] else in_words(row["reason"]),
            f"outcome.{row['outcome']}.{row['reason'] or 'none'}",
        )
        for row in sorted(rows["outcomes"], key=lambda row: (-row["items"], row["outcome"], row["reason"] or ""))
        if row["outcome"] not in THERE
    )
    failed = tuple(map(_failed_check, failed_rows(rows["checks"])))
    stops = tuple(row["stop_reason"] or "no reason is recorded" for row in rows["runs"] if row["stopped"])
    lost = sum(row["lost_batches"] for row in rows["runs"])
    unaccounted = len(rows["conservation"])
    is_bad = stops or unaccounted or any(check.is_stop for check in failed)
    is_short = (
        lost
        or failed
        or items["failed"]
        or items["quarantined"]
        or any(line.state.startswith("not") for line in sources)
    )
    return Soundness(
        verdict="bad" if is_bad else "warning" if is_short else "good",
        sources=sources,
        items=items.total(),
        loaded=items["loaded"],
        known=items["duplicate"],
        full_articles=sum(row["full_articles"] for row in rows["coverage"]),
        others=others,
        checks=len(rows["checks"]),
        failed=failed,
        unaccounted=unaccounted,
        lost_batches=lost,
        stops=stops,
    )


def _source_lines(rows: Mapping[str, Rows], topic: Topic) -> tuple[SourceLine, ...]:
    articles: Counter[str] = Counter()
    talks: Counter[str] = Counter()
    for row in rows["coverage"]:
        articles[row["source_id"]] += row["articles"]
        talks[row["source_id"]] += row["talks_articles"]
    totals = {row["source_id"]: row for row in rows["totals"]}
    return tuple(
        SourceLine(
            source_id=row["source_id"],
            name=row["publisher"],
            language=row["language"],
            side=side_of(row["side"], topic),
            state=state_of(row),
            why=_why(row),
            standing=row["state"] or "",
            changed_format=row["missed_reason"] in FORMAT_REASONS,
            missed=row["missed"],
            last_heard_at=row["last_good_at"],
            new_items=row["new_items"],
            articles=articles[row["source_id"]],
            talks_articles=talks[row["source_id"]],
            items=totals.get(row["source_id"], {}).get("items", 0),
            loaded=totals.get(row["source_id"], {}).get("loaded", 0),
        )
        for row in rows["sources"]
    )


def state_of(row: Row) -> str:
    """Return whether a source was heard: heard, not heard, not asked, paused."""
    if row["is_heard"]:
        return "heard"
    if row["asked"]:
        return "not heard"
    return "paused" if row["paused_why"] else "not asked"


def _why(row: Row) -> str:
    """Return why a source was not heard, the last time that it was not, in words; empty if it always was."""
    match state_of(row):
        case "heard" if not row["missed"]:
            return ""
        case "paused":
            return str(row["paused_why"])
        case "not asked":
            return "no request to it is recorded"
        case _:
            words = in_words(row["missed_reason"])
            return f"{words} ({row['missed_detail']})" if row["missed_detail"] else words


def failed_rows(rows: Rows) -> list[Row]:
    """Return the rows of expectations that were not met, the gravest first."""
    return sorted((row for row in rows if not row["success"]), key=lambda row: gravity(row["severity"]))


def _failed_check(row: Row) -> FailedCheck:
    named = f"{row['suite']}: {row['expectation'].removeprefix('expect_')}"
    first_sentence = re.split(r"(?<=[.!?])\s", row["notes"] or "", maxsplit=1)[0]
    return FailedCheck(
        words=first_sentence or spaced(named),
        severity=row["severity"],
        unexpected=row["unexpected"],
        evaluated=row["evaluated"],
        is_stop=stops_load(row),
    )


# ── Silence ───────────────────────────────────────────────────────────────────────────────────────


def silent_of(rows: Rows) -> tuple[Silent, ...]:
    """Return the sources that were silent on the day, each once: on the topic first, then outlets, then feeds."""
    order = ("topic", "outlet", "feed")
    found = {row["source_id"]: row for row in reversed(rows)}
    silent = [
        Silent(
            outlet=row["publisher"],
            source_id=row["source_id"],
            language=row["language"],
            silence=row["silence"],
            feed_state=row["feed_state"] or "",
            items=row["items"],
            expected=row["expected"],
        )
        for row in found.values()
    ]
    return tuple(sorted(silent, key=lambda each: (order.index(each.silence), -(each.expected or 0), each.source_id)))
