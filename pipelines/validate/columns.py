"""Columns that the frames lack and the suites need: whether a span fits its text, how much of a text is mojibake.

Great Expectations looks at one frame at a time; what needs two frames or Python is computed here, by name.
Values are numbers, booleans or None (nothing to say, which every expectation passes over).
"""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from unicodedata import is_normalized

import pandas as pd

ARTICLE_KEY = ["article_id", "revision", "item_id", "item_revision"]
"""One revision of an article as taken from one item: offsets count in exactly that text."""

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


def without_articles(frame: pd.DataFrame, refused: frozenset[tuple[str | None, str | None]]) -> pd.DataFrame:
    """Return the rows of mentions or statements whose (article_id, revision) is not refused."""
    keys = zip(frame["article_id"], frame["revision"], strict=True)
    # A series, because an empty list would select columns, not rows.
    return frame[pd.Series([key not in refused for key in keys], index=frame.index, dtype="bool")]


def with_columns(name: str, frame: pd.DataFrame, articles: pd.DataFrame | None, now: datetime) -> pd.DataFrame:
    """Return the frame with the computed columns of its suite; `now` is naive UTC.

    Rows are numbered from 0 in their order, so that positions name them. `articles` is the frame in which the
    spans of mentions and statements lie; without it those columns are None.
    """
    frame = frame.reset_index(drop=True)
    match name:
        case "items":
            return frame.assign(**_item_columns(frame))
        case "articles":
            return frame.assign(**_article_columns(frame, now))
        case "mentions":
            return frame.assign(**_span_columns(frame, articles, said="surface"))
        case "statements":
            return frame.assign(**_span_columns(frame, articles, said="content"))
        case _:
            return frame


def _item_columns(frame: pd.DataFrame) -> dict[str, Any]:
    has_article = frame["article_id"].notna()
    return {
        "article_complete": has_article == frame["revision"].notna(),
        "outcome_fits_article": has_article | ~frame["outcome"].isin(["loaded", "duplicate"]),
        "reason_given": frame["reason"].notna() | ~frame["outcome"].isin(["quarantined", "failed", "held"]),
    }


def _article_columns(frame: pd.DataFrame, now: datetime) -> dict[str, Any]:
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
        "published_ahead_days": (published_at - pd.Timestamp(now)) / pd.Timedelta(days=1),
        "publication_complete": (frame["published_precision"].notna() == dated)
        & (frame["published_origin"].notna() == dated),
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


def _span_columns(frame: pd.DataFrame, articles: pd.DataFrame | None, *, said: str) -> dict[str, Any]:
    """Return `article_known`, `span_in_text` and `<said>_matches_text` of mentions or statements."""
    if articles is None:
        nothing = pd.Series(None, index=frame.index, dtype="object")
        return {"article_known": nothing, "span_in_text": nothing, f"{said}_matches_text": nothing}
    texts = {
        tuple(key): {"title": title, "text": text}
        for *key, title, text in zip(*(articles[column] for column in [*ARTICLE_KEY, "title", "text"]), strict=True)
    }
    known: list[bool] = []
    inside: list[bool | None] = []
    matches: list[bool | None] = []
    columns: Iterable[Any] = (frame[column] for column in [*ARTICLE_KEY, "zone", "start", "end", said])
    for *key, zone, start, end, words in zip(*columns, strict=True):
        zones = texts.get(tuple(key))
        text = zones.get(zone) if zones else None
        known.append(zones is not None)
        if isinstance(text, str) and pd.notna(start) and pd.notna(end):
            inside.append(bool(0 <= start < end <= len(text)))
            matches.append(text[max(int(start), 0) : max(int(end), 0)] == words)
        else:
            inside.append(None)
            matches.append(None)
    return {
        "article_known": known,
        "span_in_text": pd.Series(inside, index=frame.index, dtype="object"),
        f"{said}_matches_text": pd.Series(matches, index=frame.index, dtype="object"),
    }


def _count(values: object) -> int:
    """Return how many values a list column holds in one row; 0 for None."""
    try:
        return len(values)  # type: ignore[arg-type]  # lists, tuples and numpy arrays alike
    except TypeError:
        return 0
