"""Movement and shares: actors and facets against the earlier days, articles by groups of outlets, framing of the event."""

from collections import Counter
from collections.abc import Callable
from typing import Final

from pipelines.report.brief_values import Counted, Event, Frame, Key, Mover, Row, Rows, Share, Side, Topic, Turn
from pipelines.report.brief_words import grouped, side_of, spaced
from pipelines.report.pages import language_name

HEADLINES_SHOWN: Final = 2
FACETS_SHOWN: Final = 4
TERMS_SHOWN: Final = 6
_PLACE: Final = "place"
_NEUTRAL: Final = "neutral"


def turns_of(rows: Rows) -> tuple[Turn, ...]:
    """Return the facets of the topic in the day's articles and in those of the days before."""
    return tuple(
        Turn(facet=row["facet"], name=spaced(row["facet"]), articles=row["articles"], mean=row["earlier_mean"])
        for row in rows
    )


def movers_of(rows: Rows, topic: Topic) -> tuple[Mover, ...]:
    """Return the actors of the day and of the days before, without places."""
    return tuple(
        Mover(
            actor=row["actor"],
            name=row["name"] or row["actor"],
            side=side_of(row["side"], topic),
            articles=row["articles"],
            mean=row["earlier_mean"],
        )
        for row in rows
        if row["type"] != _PLACE
    )


def coverage_of(rows: Rows, topic: Topic) -> dict[str, tuple[Share, ...]]:
    """Return the day's articles by side, language and ownership of the outlets; the shares are of those on the talks."""
    return {
        "side": _shares(rows, lambda row: row["side"], lambda key: side_of(key, topic)),
        "language": _shares(rows, lambda row: row["language"], lambda key: Side(word=language_name(key), hue="quiet")),
        "ownership": _shares(
            rows,
            lambda row: row["ownership"],
            ownership_of,
        ),
    }


def _shares(rows: Rows, key_of: Callable[[Row], Key], words_of: Callable[[Key], Side]) -> tuple[Share, ...]:
    talks: Counter[Key] = Counter()
    articles: Counter[Key] = Counter()
    for row in rows:
        talks[key_of(row)] += row["talks_articles"]
        articles[key_of(row)] += row["articles"]
    return _ranked(talks, articles, words_of)


def voices_of(rows: Rows, topic: Topic) -> tuple[Share, ...]:
    """Return how often actors of each side act or speak in the day's articles about the talks."""
    acting: Counter[Key] = Counter()
    for row in rows:
        acting[row["side"]] += row["acting_mentions"]
    return _ranked(+acting, None, lambda key: side_of(key, topic))


def _ranked(parts: Counter[Key], wholes: Counter[Key] | None, words_of: Callable[[Key], Side]) -> tuple[Share, ...]:
    total = parts.total()
    found = [(key, words_of(key), parts[key]) for key in (parts if wholes is None else wholes)]
    return tuple(
        Share(
            key=key or "none",
            label=words.word,
            hue=words.hue,
            part=part,
            whole=None if wholes is None else wholes[key],
            share=part / total if total else None,
        )
        for key, words, part in sorted(found, key=lambda each: (-each[2], each[1].word))
    )


def ownership_of(key: Key) -> Side:
    """Return who owns an outlet in words."""
    return Side(word=spaced(key).capitalize() if key else "Not known", hue="quiet")


# ── The event of the day ──────────────────────────────────────────────────────────────────────────


def event_of(rows: Rows, topic: Topic) -> Event | None:
    """Return how groups of outlets told the round that most of the day's articles are about; None without a round."""
    if not rows:
        return None
    first = rows[0]
    words: dict[str, Callable[[Key], Side]] = {"side": lambda key: side_of(key, topic), "ownership": ownership_of}
    groups = grouped(rows, "grouped_by")
    return Event(
        round=topic.rounds.get(first["round"], first["round_name"]),
        by={
            by: tuple(
                sorted(
                    (
                        _frame(by, key, each, words_of(key), topic)
                        for key, each in grouped(groups[by], "outlets").items()
                    ),
                    key=lambda frame: (-frame.articles, frame.key),
                )
            )
            for by, words_of in words.items()
            if by in groups
        },
    )


def frame_figure(row: Row) -> str:
    """Return the name of the figure that a row of brief_framing.sql is."""
    group = f"framing.{row['grouped_by']}.{row['outlets'] or 'none'}"
    match row["measure"]:
        case "articles" | "originals":
            return f"{group}.{row['measure']}"
        case "statement":
            return f"{group}.statement.{row['side'] or 'none'}"
        case "said" | "quoted":
            return f"{group}.{row['measure']}.{row['what']}.{row['side'] or 'none'}"
        case _:
            return f"{group}.{row['measure']}.{row['what']}"


def _frame(by: str, key: Key, rows: Rows, outlets: Side, topic: Topic) -> Frame:
    measured = grouped(rows, "measure")
    counts = {name: each[0]["counted"] for name, each in measured.items()}

    def counted(measure: str, most: int | None = None) -> tuple[Counted, ...]:
        found = sorted(
            measured.get(measure, ()), key=lambda row: (-row["counted"], row["what"] or "", row["side"] or "")
        )
        return tuple(_counted(row, topic) for row in found if row["side"] != _NEUTRAL)[:most]

    return Frame(
        key=f"{by}.{key or 'none'}",
        outlets=outlets,
        articles=counts["articles"],
        originals=counts.get("originals", 0),
        statements=counted("statement"),
        headlines=counted("headline", HEADLINES_SHOWN),
        facets=counted("facet", FACETS_SHOWN),
        terms=counted("said", TERMS_SHOWN),
    )


def _counted(row: Row, topic: Topic) -> Counted:
    side = side_of(row["side"], topic)
    named = {"statement": side.word, "headline": row["what"]}.get(row["measure"]) or spaced(row["what"])
    return Counted(
        name=f"{named} ({side.word})" if row["measure"] == "said" else named,
        hue=side.hue if row["measure"] != "facet" else "quiet",
        count=row["counted"],
        figure=frame_figure(row),
    )
