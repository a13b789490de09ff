"""Every figure of the brief: from which query's rows it is counted, and how.

A page can show no other: its template takes figures by name from what `figures` returns.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Final

from pipelines.report.brief_movement import frame_figure
from pipelines.report.brief_soundness import THERE, failed_rows, state_of
from pipelines.report.brief_statements import alike, most_reported, said_by
from pipelines.report.brief_values import Excerpt, Figure, Right, Row, Rows
from pipelines.report.brief_words import grouped
from pipelines.report.cells import plain
from pipelines.report.reasons import FORMAT_REASONS

EARLIER_DAYS: Final = 14
ROWS_SHOWN: Final = 12
CELL_SHOWN: Final = 90

Values = Mapping[str, float]

_OF_A_SOURCE: Final = {"coverage": ("articles", "talks_articles"), "totals": ("items", "loaded")}


def figures(rows: Mapping[str, Rows], day: date) -> dict[str, Figure]:
    """Return all figures by name; `rows` are those of each query by its name, as `assemble` takes them."""
    found = {
        name: Figure(value=value, query=query)
        for query in COUNTED
        for name, value in recount(query, rows[query], day).items()
    }
    # Groups without a row are nought: a source without an article of the day, or without an item ever.
    for row in rows["sources"]:
        for query, names in _OF_A_SOURCE.items():
            for name in names:
                found.setdefault(f"source.{row['source_id']}.{name}", Figure(value=0, query=query))
    return found


def recount(query: str, rows: Rows, day: date) -> Values:
    """Return the figures that are counted from the rows of one query."""
    return COUNTED[query](rows, day)


# ── The day ───────────────────────────────────────────────────────────────────────────────────────


def _days(rows: Rows, day: date) -> Values:
    held = {row["day_on"]: row for row in rows}
    today = held[day]
    before = held.get(day - timedelta(days=1))
    earlier = {
        f"day.{each.isoformat()}.talks_articles": row["talks_articles"]
        for each, row in held.items()
        if day - timedelta(days=EARLIER_DAYS) <= each < day
    }
    return {
        **{name: today[name] for name in ("articles", "talks_articles", "talks_outlets")},
        **({"change": today["talks_articles"] - before["talks_articles"]} if before else {}),
        "earlier_days": len(earlier),
        **earlier,
    }


def _rounds(rows: Rows, _: date) -> Values:
    return {"round_articles": rows[0]["articles"]} if rows else {}


def _facets(rows: Rows, _: date) -> Values:
    return _against(rows, "facet")


def _actors(rows: Rows, _: date) -> Values:
    acting: Counter[str] = Counter()
    for row in rows:
        acting[row["side"] or "none"] += row["acting_mentions"]
    return _against(rows, "actor") | {f"voices.{side}.mentions": count for side, count in acting.items()}


def _against(rows: Rows, key: str) -> dict[str, float]:
    found = {f"{key}.{row[key]}.articles": row["articles"] for row in rows}
    means = {f"{key}.{row[key]}.mean": row["earlier_mean"] for row in rows if row["earlier_mean"] is not None}
    return found | means


def _coverage(rows: Rows, _: date) -> Values:
    found: Counter[str] = Counter()
    for row in rows:
        groups = [f"{by}.{row[by] or 'none'}" for by in ("side", "language", "ownership")]
        for group in (*groups, f"source.{row['source_id']}"):
            found[f"{group}.articles"] += row["articles"]
            found[f"{group}.talks_articles"] += row["talks_articles"]
        found["full_articles"] += row["full_articles"]
    found["full_articles"] += 0
    return found


# ── What was said and printed ─────────────────────────────────────────────────────────────────────


def _claims(rows: Rows, day: date) -> Values:
    claims = grouped(rows, "claim_id")
    new = [each for each in claims.values() if all(row["day_on"] >= day for row in each)]
    found: dict[str, float] = {"claims": len(claims), "claims_new": len(new), "claims_spread": len(claims) - len(new)}
    for claim, reports in claims.items():
        found[f"claim.{claim}.sources"] = len(reports)
        found[f"claim.{claim}.sources_today"] = sum(row["day_on"] == day for row in reports)
        found[f"claim.{claim}.copies"] = sum(not row["is_original"] for row in reports)
    return found


def _statements(rows: Rows, _: date) -> Values:
    groups = alike(rows)
    quotes = sum(each[0]["is_quote"] for each in groups)
    found: dict[str, float] = {"statements": len(rows), "quotes": quotes, "reported": len(groups) - quotes}
    found["speaker_outlets"] = most_reported(rows)[1]
    by_type: Counter[str] = Counter()
    for (kind, side), count in said_by(rows).items():
        found[f"said.{kind}.{side}"] = count
        by_type[kind] += count
    return found | {f"said.{kind}": count for kind, count in by_type.items()}


def _stories(rows: Rows, _: date) -> Values:
    stories = grouped(rows, "story_id")
    found: dict[str, float] = {"stories": len(stories), "stories_articles": len(rows)}
    found["stories_copies"] = sum(row["place"] > 1 for row in rows)
    for story, members in stories.items():
        found[f"story.{story}.outlets"] = len({row["publisher_id"] for row in members})
        found[f"story.{story}.articles"] = len(members)
        found[f"story.{story}.copies"] = sum(row["place"] > 1 for row in members)
        found[f"story.{story}.versions"] = max(row["revisions"] for row in members)
        found[f"story.{story}.credited_by"] = members[0]["credited_by"] or 0
    return found


def _revisions(rows: Rows, _: date) -> Values:
    return {"revisions": len(rows), "revised_articles": len({row["article_id"] for row in rows})}


def _framing(rows: Rows, _: date) -> Values:
    found: dict[str, float] = {frame_figure(row): row["counted"] for row in rows}
    by_side = [row for row in rows if row["measure"] == "articles" and row["grouped_by"] == "side"]
    return found | ({"framing.articles": sum(row["counted"] for row in by_side)} if by_side else {})


# ── Completeness, soundness, silence ──────────────────────────────────────────────────────────────


def _sources(rows: Rows, _: date) -> Values:
    states = Counter(state_of(row) for row in rows)
    changed = sum(state_of(row) == "not heard" and row["missed_reason"] in FORMAT_REASONS for row in rows)
    return {
        "outlets": len({row["publisher_id"] for row in rows}),
        "sources": len(rows) - states["paused"],
        "sources_heard": states["heard"],
        "sources_silent": states["not heard"] - changed,
        "sources_changed_format": changed,
        "sources_not_asked": states["not asked"],
        "sources_paused": states["paused"],
        "sources_recovered": sum(state_of(row) == "heard" and row["missed"] > 0 for row in rows),
        **{f"source.{row['source_id']}.new_items": row["new_items"] for row in rows},
    }


def _totals(rows: Rows, _: date) -> Values:
    return {f"source.{row['source_id']}.{name}": row[name] for row in rows for name in ("items", "loaded")}


def _outcomes(rows: Rows, _: date) -> Values:
    by_outcome: Counter[str] = Counter()
    for row in rows:
        by_outcome[row["outcome"]] += row["items"]
    return {
        "items": by_outcome.total(),
        "items_loaded": sum(by_outcome[name] for name in THERE),
        "items_known": by_outcome["duplicate"],
        **{f"outcome.{row['outcome']}.{row['reason'] or 'none'}": row["items"] for row in rows},
    }


def _checks(rows: Rows, _: date) -> Values:
    failed = failed_rows(rows)
    found: dict[str, float] = {"checks": len(rows), "checks_failed": len(failed)}
    for number, row in enumerate(failed):
        found[f"check.{number}.unexpected"] = row["unexpected"]
        found[f"check.{number}.evaluated"] = row["evaluated"]
    return found


def _conservation(rows: Rows, _: date) -> Values:
    return {"unaccounted": len(rows)}


def _runs(rows: Rows, _: date) -> Values:
    return {"lost_batches": sum(row["lost_batches"] for row in rows)}


def _silence(rows: Rows, _: date) -> Values:
    found: dict[str, float] = {
        f"silent_{kind}": len({row["source_id"] for row in rows if row["silence"] == kind})
        for kind in ("topic", "outlet", "feed")
    }
    for row in rows:
        found[f"silence.{row['source_id']}.items"] = row["items"]
        if row["expected"] is not None:
            found[f"silence.{row['source_id']}.expected"] = row["expected"]
    return found


COUNTED: Final[Mapping[str, Callable[[Rows, date], Values]]] = {
    "days": _days,
    "rounds": _rounds,
    "facets": _facets,
    "actors": _actors,
    "coverage": _coverage,
    "claims": _claims,
    "statements": _statements,
    "stories": _stories,
    "revisions": _revisions,
    "framing": _framing,
    "sources": _sources,
    "totals": _totals,
    "outcomes": _outcomes,
    "checks": _checks,
    "conservation": _conservation,
    "runs": _runs,
    "silence": _silence,
}
"""The queries of the brief by name, and how figures are counted from their rows."""


# ── The rows behind them ──────────────────────────────────────────────────────────────────────────

WORDS: Final = frozenset({"content", "text", "earlier_text", "statements_in", "statements_out", "attributed_to"})
"""Columns with words of an article other than its title; and `speaker_name` where the pack does not know who speaks."""


def excerpt(rows: Rows, right: Right) -> Excerpt:
    """Return the first rows as text, long cells cut; words that may not be shown are left out."""
    return Excerpt(
        columns=tuple(rows[0]) if rows else (),
        rows=tuple(tuple(_cell(row, name, right) for name in row) for row in rows[:ROWS_SHOWN]),
        total=len(rows),
    )


def is_withheld(row: Row, column: str, right: Right) -> bool:
    """Return whether a cell holds words that may not be shown."""
    if row.get(right, True):
        return False
    return column in WORDS or (column in {"speaker_name", "credited_to"} and not row.get("speaker"))


def _cell(row: Row, name: str, right: Right) -> str:
    text = "(title and link only)" if is_withheld(row, name, right) else plain(row[name])
    return text if len(text) <= CELL_SHOWN else f"{text[:CELL_SHOWN]}…"
