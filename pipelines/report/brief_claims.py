"""Claims of a day, each once: who said what to whom, which monitored source had it first, who took it up.

rows of brief_claims.sql (one is one source of a claim) ─claims_of─▶ Claim
"""

from collections.abc import Mapping
from datetime import date

from pipelines.report.brief_statements import TELLING
from pipelines.report.brief_values import Claim, Report, Right, Row, Rows, Topic
from pipelines.report.brief_words import bounds, grouped, interval, side_of, spaced, web_address


def claims_of(rows: Rows, day: date, topic: Topic, weights: Mapping[str, int], right: Right) -> tuple[Claim, ...]:
    """Return the claims that a source began to report on the day.

    Those that most outlets took up on the day come first, then those that are new on it, then those of the pack's
    speakers, on what most articles speak of (`weights`: articles by facet), with words to show.
    """
    made = [(_claim(each, day, topic, right), each[0]) for each in grouped(rows, "claim_id").values()]
    return tuple(claim for claim, _ in sorted(made, key=lambda each: _rank(each[0], each[1], weights)))


def _rank(claim: Claim, row: Row, weights: Mapping[str, int]) -> tuple[object, ...]:
    return (
        -len({each.outlet for each in claim.reports if each.is_new}),
        not claim.is_new,
        claim.speaker is None or row["speaker"] is None,
        claim.content is None,
        -weights.get(row["facet"] or "", 0),
        not claim.is_quote,
        claim.claim_id,
    )


def _claim(rows: Rows, day: date, topic: Topic, right: Right) -> Claim:
    first = rows[0]
    shown = _to_show(rows, right)
    reports = tuple(_report(row, first, day) for row in rows)
    kind = ("denied " if first["negated"] else "") + spaced(first["type"] or "")
    return Claim(
        claim_id=first["claim_id"],
        speaker=first["speaker_name"] if first["speaker"] or any(row[right] for row in rows) else None,
        side=side_of(first["speaker_side"], topic),
        words=tuple(each for each in (kind, spaced(first["facet"] or "")) if each),
        towards=first["aimed_at"],
        content=shown["content"].rstrip(" ,") if shown else None,
        title=first["title"],
        is_quote=bool(shown and shown["is_quote"]),
        language=(shown or first)["language"],
        told_by=(shown or first)["publisher"],
        told_href=web_address((shown or first)["url"]),
        first=tuple(report for report, row in zip(reports, rows, strict=True) if row["rank"] == 1),
        reports=reports,
        credited=tuple(sorted({name for row in rows if row[right] for name in row["credited_to"] or ()})),
        is_new=all(row["day_on"] >= day for row in rows),
    )


def _to_show(rows: Rows, right: Right) -> Row | None:
    """Return the report whose words are shown, of those that may be: of a telling length, quoted, the earliest."""
    allowed = [row for row in rows if row[right] and row["content"]]
    return min(allowed, key=lambda row: (len(row["content"]) not in TELLING, not row["is_quote"]), default=None)


def _report(row: Row, first: Row, day: date) -> Report:
    since, until = bounds(row)
    return Report(
        outlet=row["publisher"],
        source_id=row["source_id"],
        href=web_address(row["url"]),
        language=row["language"],
        since=since,
        until=until,
        later=interval(first, row),
        is_new=row["day_on"] == day,
        is_copy=not row["is_original"],
    )
