"""Columns that the frames lack and the suites need, and the frames that follow from others.

Great Expectations looks at one frame at a time; what needs two frames or Python is brought beside it here, by name: the
text that a span lies in, what the feed said of a publication, how much of a text is mojibake. None has nothing to say, and
every expectation passes over it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from unicodedata import is_normalized

import pandas as pd

ARTICLE_KEY = ["article_id", "revision", "item_id", "item_revision"]
"""One revision of an article as taken from one item: offsets count in exactly that text."""

GONE = (404, 410)
"""Statuses of a page that is not there any more."""

UNKNOWN = "und"
HOUR, DAY = pd.Timedelta(hours=1), pd.Timedelta(days=1)

MOJIBAKE_WINDOW = 1_000
"""Code points looked at per text: a wrong decoder spoils a text from its first line on."""

_CONTINUATION_1252 = "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
# What bytes 80-BF are in windows-1251, without the letters that Ukrainian and Russian put after Р and С.
_CONTINUATION_1251 = "\u0080-\u00a7©«-®°±µ-·»ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—™љ›њќћџЎўЈјЅѕ№"
_MOJIBAKE = re.compile(
    "|".join(
        (
            "\ufffd",
            f"[ÂÃÄÅÎÏÐÑâ][{_CONTINUATION_1252}]",  # UTF-8 read as latin-1 or windows-1252, two bytes
            f"[à-ï](?!\u00a0»)[{_CONTINUATION_1252}]{{2}}",  # the same, three bytes; French sets « déjà » so
            f"[РС][{_CONTINUATION_1251}]",  # UTF-8 read as windows-1251
            "[À-ÖØ-öø-ÿ]{5,}",  # windows-1251 read as latin-1: no language writes five such letters in a row
        )
    )
)
_MOJIBAKE_LEAST = 3
"""Fewer matches than this are honest typography (`СССР»`)."""

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")


def mojibake_share(text: str) -> float:
    """Return the share of a text's first 1,000 code points that look wrongly decoded, 0 to 1."""
    if text.isascii():
        return 0.0
    window = text[:MOJIBAKE_WINDOW]
    lengths = [match.end() - match.start() for match in _MOJIBAKE.finditer(window)]
    return sum(lengths) / len(window) if len(lengths) >= _MOJIBAKE_LEAST else 0.0


def kept(frame: pd.DataFrame, refused: frozenset[tuple[str | None, ...]], columns: Sequence[str]) -> pd.DataFrame:
    """Return the rows whose values in these columns are not among the refused."""
    if not refused:
        return frame
    keys = zip(*(frame[column] for column in columns), strict=True)
    # A series, because an empty list would select columns, not rows.
    return frame[pd.Series([key not in refused for key in keys], index=frame.index, dtype="bool")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What the columns of one frame are computed from. `now` is naive UTC; `languages` says what each source writes."""

    now: datetime
    items: pd.DataFrame | None = None
    revisions: pd.DataFrame | None = None
    languages: Mapping[str, str] = field(default_factory=dict)


def with_columns(name: str, frame: pd.DataFrame, beside: Beside) -> pd.DataFrame:
    """Return the frame with the computed columns of its suite.

    Rows are numbered from 0 in their order, so that positions name them. Spans lie in the texts of `beside.revisions`;
    without them, columns that need them are None, as those are that need `beside.items`.
    """
    frame = frame.reset_index(drop=True)
    match name:
        case "documents":
            return frame.assign(**_document_columns(frame))
        case "items":
            return frame.assign(**_item_columns(frame))
        case "revisions":
            return frame.assign(**_revision_columns(frame, beside))
        case "mentions" | "statements" | "framing" | "credits":
            return frame.assign(**_span_columns(frame, beside.revisions))
        case "facets" | "rounds":
            return frame.assign(article_known=_known(frame, beside.revisions))
        case "visits":
            return frame.assign(gone_fits_status=frame["revision"].isna() == frame["status"].isin(GONE))
        case "wires":
            ahead = pd.to_datetime(frame["version_created_at"]) - pd.to_datetime(frame["seen_at"])
            return frame.assign(created_ahead_hours=ahead / HOUR)
        case _:
            return frame


# ── Frames that follow from the revisions ─────────────────────────────────────────────────────────


def articles_of(revisions: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each article of the run: how many revisions, publishers and languages, how far apart its dates are."""
    known = revisions.assign(language=revisions["language"].where(revisions["language"] != UNKNOWN))
    groups = known.groupby("article_id", sort=False)
    return pd.DataFrame(
        {
            "revisions": groups["revision"].nunique(),
            "publishers": groups["publisher_id"].nunique(),
            "languages": groups["language"].nunique(),
            "published_span_days": _span_days(groups, revisions),
        }
    ).reset_index()


def stories_of(revisions: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each story of the run, as far as it is known before the load: articles with the same words.

    `story_id` is the article that was published, else fetched, first. Stories of copies that differ are only found beside
    the archive, within the load.
    """
    shown_at = pd.to_datetime(revisions["published_at"]).fillna(pd.to_datetime(revisions["observed_at"]))
    # An article counts once for each text that it had.
    ordered = revisions.assign(
        shown_at=shown_at, language=revisions["language"].where(revisions["language"] != UNKNOWN)
    ).sort_values(["shown_at", "article_id"])
    ordered = ordered.drop_duplicates(["text_fingerprint", "article_id"])
    groups = ordered.groupby("text_fingerprint", sort=False)
    most_of_one = ordered.groupby(["text_fingerprint", "publisher_id"], sort=False).size().groupby(level=0).max()
    return pd.DataFrame(
        {
            "story_id": groups["article_id"].first(),
            "articles": groups.size(),
            "publishers": groups["publisher_id"].nunique(),
            "most_of_one_publisher": most_of_one,
            "languages": groups["language"].nunique(),
            "published_span_days": _span_days(groups, revisions),
        }
    ).reset_index(drop=True)


def _span_days(groups: Any, revisions: pd.DataFrame) -> Any:  # noqa: ANN401  # pandas' own, by overload
    if revisions["published_at"].isna().all():
        return None
    days = groups["published_at"]
    return (pd.to_datetime(days.max()) - pd.to_datetime(days.min())) / DAY


# ── Columns ───────────────────────────────────────────────────────────────────────────────────────


def _document_columns(frame: pd.DataFrame) -> dict[str, Any]:
    return {
        "body_named": frame["raw_sha256"].notna() | (frame["fetch_outcome"] != "ok"),
        "reason_given": frame["reason"].notna() | ~frame["outcome"].isin(["quarantined", "failed"]),
    }


def _item_columns(frame: pd.DataFrame) -> dict[str, Any]:
    has_article = frame["article_id"].notna()
    return {
        "article_complete": has_article == frame["revision"].notna(),
        "outcome_fits_article": has_article | ~frame["outcome"].isin(["loaded", "duplicate"]),
        "reason_given": frame["reason"].notna() | ~frame["outcome"].isin(["quarantined", "failed", "held"]),
    }


def _revision_columns(frame: pd.DataFrame, beside: Beside) -> dict[str, Any]:
    texts = [text if isinstance(text, str) else "" for text in frame["text"]]
    titles = [title if isinstance(title, str) else "" for title in frame["title"]]
    published_at = pd.to_datetime(frame["published_at"])
    length = pd.Series([len(text) for text in texts], index=frame.index, dtype="int64")
    is_full = frame["text_depth"] == "full"
    dated = published_at.notna()
    return {
        "full_text_length": length.where(is_full),
        "short_text_length": length.where(~is_full),
        "published_year": published_at.dt.year,
        "published_ahead_days": (published_at - pd.Timestamp(beside.now)) / DAY,
        "publication_complete": (frame["published_precision"].notna() == dated)
        & (frame["published_origin"].notna() == dated),
        "feed_published_at": _feed_published_at(frame, beside.items),
        "source_language": frame["source_id"].map(dict(beside.languages)).astype("object"),
        "mojibake_share": [
            max(mojibake_share(title), mojibake_share(text)) for title, text in zip(titles, texts, strict=True)
        ],
        "control_characters": [
            len(_CONTROLS.findall(title)) + len(_CONTROLS.findall(text))
            for title, text in zip(titles, texts, strict=True)
        ],
        "is_nfc": [
            is_normalized("NFC", title) and is_normalized("NFC", text)
            for title, text in zip(titles, texts, strict=True)
        ],
        "author_count": [_count(authors) for authors in frame["authors"]],
    }


def _feed_published_at(frame: pd.DataFrame, items: pd.DataFrame | None) -> pd.Series:
    """Return what the item said of its publication, of which each revision was taken."""
    if items is None:
        return pd.Series(pd.NaT, index=frame.index)
    keys = zip(items["item_id"], items["item_revision"], strict=True)
    said = dict(zip(keys, pd.to_datetime(items["published_at"]), strict=True))
    return pd.Series(
        [said.get(key, pd.NaT) for key in zip(frame["item_id"], frame["item_revision"], strict=True)],
        index=frame.index,
        dtype="datetime64[us]",
    )


def _keys(frame: pd.DataFrame) -> Iterable[tuple[Any, ...]]:
    return zip(*(frame[column].tolist() for column in ARTICLE_KEY), strict=True)


def _known(frame: pd.DataFrame, revisions: pd.DataFrame | None) -> pd.Series:
    """Say of each row whether its article revision, as taken from its item, is among those of the run."""
    if revisions is None:
        return pd.Series(None, index=frame.index, dtype="object")
    known = set(_keys(revisions))
    return pd.Series([key in known for key in _keys(frame)], index=frame.index, dtype="object")


def _span_columns(frame: pd.DataFrame, revisions: pd.DataFrame | None) -> dict[str, Any]:
    """Return `article_known` and `zone_text`, the title or the text that the span of each row lies in."""
    texts = (
        {}
        if revisions is None
        else {
            (*key, zone): text
            for zone in ("title", "text")
            for key, text in zip(_keys(revisions), revisions[zone].tolist(), strict=True)
        }
    )
    found = [texts.get((*key, zone)) for key, zone in zip(_keys(frame), frame["zone"].tolist(), strict=True)]
    return {
        "article_known": _known(frame, revisions),
        "zone_text": pd.Series(found, index=frame.index, dtype="object"),
    }


def _count(values: object) -> int:
    """Return how many values a list column holds in one row; 0 for None."""
    try:
        return len(values)  # type: ignore[arg-type]  # lists, tuples and numpy arrays alike
    except TypeError:
        return 0
