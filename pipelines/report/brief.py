"""The brief of one day: from rows of the published snapshot to values, from values to a page.

    rows of sql/report/brief_*.sql ─assemble─▶ Brief ─brief_page─▶ Page

Nothing here opens, asks the time or knows who takes part in the talks. Every sentence is made from figures of the rows.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pipelines.report.pages import Page, ago, language_name, number, page, percent
from pipelines.report.reasons import FORMAT_REASONS, in_words
from pipelines.report.severity import gravity, stops_load

Row = Mapping[str, Any]
Rows = Sequence[Row]
Key = str | None

STORIES_SHOWN: Final = 7
QUOTES_SHOWN: Final = 8
REPORTED_SHOWN: Final = 5
MOVERS_SHOWN: Final = 6
DAYS_LINKED: Final = 5
NAMED_SHOWN: Final = 10
ACTORS_LISTED: Final = 40
NAMED_TOGETHER: Final = 3
"""More speakers than these who share the first place are no news."""

MEDIATOR: Final = "mediator"
"""The side that every pack calls so; the parties' sides come from the pack."""

PLACE: Final = "place"
_NOON: Final = time(12)


# ── What the page says ────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What the pack knows and the snapshot does not.

    `parties` are the sides of the parties to the talks, in the order of the pack; `names` gives actor ids their usual
    English names, `rounds` round ids theirs.
    """

    topic: str
    version: str
    parties: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    rounds: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A side in words and its hue, the name of a CSS variable without dashes."""

    word: str
    hue: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """One outlet that carried something, and when.

    `is_day` says that only the day of `at` is known, `is_seen` that `at` is when we first saw it, as the outlet gave no
    time. `later` is the interval after the first to carry it, empty where either time is not known. `href` is None
    unless it is http or https.
    """

    outlet: str
    href: str | None
    at: datetime
    is_day: bool = False
    is_seen: bool = False
    later: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One text with those who carried it on the day, the earliest first. `origin`: who had it on an earlier day."""

    title: str
    language: str
    carriers: tuple[Carrier, ...]
    articles: int
    revisions: int
    text_depth: str
    origin: str | None = None
    origin_on: date | None = None

    @property
    def href(self) -> str | None:
        """Return where it can be read: at the first who carried it on the web."""
        return next((each.href for each in self.carriers if each.href), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One thing said, with all who reported it in these words on the day, the earliest first."""

    content: str
    language: str
    is_quote: bool
    speaker: str | None
    side: Side
    words: tuple[str, ...]
    towards: str | None
    attributed_to: str | None
    carriers: tuple[Carrier, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mover:
    """Articles about the talks that name an actor, on the day and in the mean of the earlier days; None: no such day."""

    actor: str
    name: str
    side: Side
    articles: int
    mean: float | None

    @property
    def change(self) -> float:
        """Return by how many articles the day differs from the mean."""
        return self.articles - (self.mean or 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """Articles of a group of outlets, or acts and words of a side. `whole` is None where only `part` is counted."""

    key: str
    label: str
    hue: str
    part: int
    whole: int | None
    share: float | None


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
    """How complete and how sound the runs of the brief were. `verdict` is good, warning or bad."""

    verdict: str
    sources: tuple[SourceLine, ...]
    items: int
    loaded: int
    known: int
    full_articles: int
    others: tuple[tuple[str, str, int], ...]
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


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFigures:
    """What is held of one day."""

    day_on: date
    articles: int
    talks_articles: int
    outlets: int
    talks_outlets: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """All that the page of one day says. `now` (UTC) is when the last run of the brief took place."""

    day_on: date
    now: datetime
    zone: str
    topic: Topic
    figures: DayFigures
    outlets: int
    previous: DayFigures | None
    earlier: tuple[DayFigures, ...]
    rounds: tuple[tuple[str, int], ...]
    facets: tuple[tuple[str, int], ...]
    speakers: tuple[str, ...]
    speaker_outlets: int
    stories: tuple[Story, ...]
    statements: tuple[Statement, ...]
    movers: tuple[Mover, ...]
    coverage: Mapping[str, tuple[Share, ...]]
    voices: tuple[Share, ...]
    soundness: Soundness
    runs: tuple[Row, ...]
    queries: Mapping[str, str]

    @property
    def rising(self) -> tuple[Mover, ...]:
        """Return the actors named more often than before, the greatest change first."""
        return self._moved(1)

    @property
    def falling(self) -> tuple[Mover, ...]:
        """Return the actors named less often than before, the greatest change first."""
        return self._moved(-1)

    def _moved(self, sign: int) -> tuple[Mover, ...]:
        moved = [each for each in self.movers if each.mean is not None and sign * each.change > 0]
        return tuple(sorted(moved, key=lambda each: (-abs(each.change), -each.articles, each.name)))

    @property
    def quotes(self) -> tuple[Statement, ...]:
        """Return what was quoted."""
        return tuple(each for each in self.statements if each.is_quote)

    @property
    def reported(self) -> tuple[Statement, ...]:
        """Return what was reported in the outlets' own words."""
        return tuple(each for each in self.statements if not each.is_quote)


# ── Which day, which runs ─────────────────────────────────────────────────────────────────────────


def latest_day(days: Rows, runs: Rows, zone: str) -> date | None:
    """Return the last day with articles, none after the day of the last run: a wrong date must not be the news.

    None without any article.
    """
    held = [row["day_on"] for row in days]
    until = max((_local(row["planned_at"], zone).date() for row in runs), default=None)
    return max((each for each in held if until is None or each <= until), default=max(held, default=None))


def runs_of(day: date, runs: Rows, zone: str) -> tuple[Row, ...]:
    """Return the runs that the brief's completeness speaks of, in their order; empty only if there is no run.

    They are those planned from the beginning of the day to the noon after it: a daily run takes up the evening before.
    Without one it is the first run after that, without that the last of all.
    """
    start = datetime.combine(day, time(), ZoneInfo(zone))
    noon = datetime.combine(day + timedelta(days=1), _NOON, ZoneInfo(zone))
    planned = [(_local(row["planned_at"], zone), row) for row in runs]
    chosen = [row for at, row in planned if start <= at < noon]
    later = [row for at, row in planned if at >= noon]
    return tuple(chosen or later[:1] or list(runs)[-1:])


def _local(moment: datetime, zone: str) -> datetime:
    return moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone))


# ── Assembling ────────────────────────────────────────────────────────────────────────────────────


def assemble(
    rows: Mapping[str, Rows], *, day: date, zone: str, topic: Topic, queries: Mapping[str, str] | None = None
) -> Brief:
    """Return the brief of a day from the rows of each query, named as its file without `brief_`.

    `rows` has days, runs (those of the brief, in their order), rounds, facets, stories, statements, actors, coverage,
    sources, outcomes, checks, conservation and totals (those of `sql/report/sources.sql`). `queries` holds the text
    of each with its parameters filled in. The day has articles and there is a run.
    """
    days = [day_figures(row) for row in rows["days"]]
    weights = {row["facet"]: row["articles"] for row in rows["facets"]}
    statements = _statements(rows["statements"], topic, weights)
    speakers, speaker_outlets = _most_reported(rows["statements"])
    return Brief(
        day_on=day,
        now=max(row["planned_at"] for row in rows["runs"]),
        zone=zone,
        topic=topic,
        figures=next(each for each in days if each.day_on == day),
        outlets=len({row["publisher_id"] for row in rows["sources"]}),
        previous=next((each for each in days if each.day_on == day - timedelta(days=1)), None),
        earlier=tuple(each for each in days if day - timedelta(days=14) <= each.day_on < day),
        rounds=tuple((topic.rounds.get(row["round"], row["round"]), row["articles"]) for row in rows["rounds"]),
        facets=tuple((_spaced(row["facet"]), row["articles"]) for row in rows["facets"]),
        speakers=speakers,
        speaker_outlets=speaker_outlets,
        stories=_stories(rows["stories"], day, rows["sources"]),
        statements=statements,
        movers=_movers(rows["actors"], topic),
        coverage=_coverage(rows["coverage"], topic),
        voices=_voices(rows["actors"], topic),
        soundness=_soundness(rows, topic),
        runs=tuple(rows["runs"]),
        queries=queries or {},
    )


def day_figures(row: Row) -> DayFigures:
    """Return a row of brief_days.sql as a value."""
    return DayFigures(**{name: row[name] for name in DayFigures.__dataclass_fields__})


def side_of(side: str | None, topic: Topic) -> Side:
    """Return a side in words with the hue that it has on every page."""
    if side is None:
        return Side(word="No side", hue="no-side")
    hues = dict(zip(topic.parties, ("first-party", "second-party"), strict=False))
    hues[MEDIATOR] = "mediator"
    return Side(word=topic.names.get(side) or _spaced(side).capitalize(), hue=hues.get(side, "other-side"))


def _spaced(name: str) -> str:
    return name.replace("_", " ").replace("-", " ")


def _stories(rows: Rows, day: date, sources: Rows) -> tuple[Story, ...]:
    """Return the stories, those of most outlets first, then the latest."""
    members: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        members[row["story_id"]].append(row)
    names = {row["publisher_id"]: row["publisher"] for row in sources}
    ordered = sorted(members.values(), key=lambda story: (_appeared(story[0]), story[0]["article_id"]), reverse=True)
    return tuple(sorted((_story(each, day, names) for each in ordered), key=lambda story: -len(story.carriers)))


def _story(members: Rows, day: date, names: Mapping[str, str]) -> Story:
    first = members[0]
    began = first["first_appeared_at"]
    # `place` counts from the story's beginning: whoever is second on this day and first of it has a forerunner.
    is_older = first["place"] > 1 and began is not None and began.date() < day
    return Story(
        title=first["title"],
        language=first["language"],
        carriers=_carriers(members),
        articles=len(members),
        revisions=max(row["revisions"] for row in members),
        text_depth=first["text_depth"],
        origin=names.get(first["first_publisher_id"], first["first_publisher_id"]) if is_older else None,
        origin_on=began.date() if is_older else None,
    )


def _carriers(rows: Iterable[Row]) -> tuple[Carrier, ...]:
    """Return each outlet once, with its earliest article."""
    ordered = sorted(rows, key=lambda row: (_appeared(row), row["article_id"]))
    carriers: dict[str, Carrier] = {}
    for row in ordered:
        carriers.setdefault(row["publisher_id"], _carrier(row, ordered[0]))
    return tuple(carriers.values())


def _carrier(row: Row, first: Row) -> Carrier:
    return Carrier(
        outlet=row["publisher"],
        href=web_address(row["url"]),
        at=_appeared(row),
        is_day=row["published_precision"] == "day",
        is_seen=row["published_at"] is None,
        later=_interval(first, row),
    )


def _interval(first: Row, row: Row) -> str:
    if any(each["published_at"] is None or each["published_precision"] == "day" for each in (first, row)):
        return ""
    words = ago(first["published_at"], row["published_at"])
    return words.replace("ago", "later") if words != "just now" else "at the same time"


def _appeared(row: Row) -> datetime:
    at: datetime = row["published_at"] or row["first_seen_at"]
    return at


_NOT_IN_ADDRESSES: Final = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029]")


def web_address(url: str | None) -> str | None:
    """Return an address that may be a link: http or https, with a host, without blanks or controls; else None."""
    if not url or _NOT_IN_ADDRESSES.search(url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:  # a bracket without its pair, as urlsplit says of IPv6 hosts
        return None
    return url if parts.scheme in {"http", "https"} and parts.netloc else None


# ── Statements ────────────────────────────────────────────────────────────────────────────────────

_NOT_WORDS: Final = re.compile(r"[\W_]+")
_TELLING: Final = range(25, 320)
"""Characters: shorter ones are fragments more often than not, longer ones are no quotes to read in the morning."""


def _statements(rows: Rows, topic: Topic, weights: Mapping[str, int]) -> tuple[Statement, ...]:
    """Return what was said, equal words of one speaker once.

    Quotes come first, then what most outlets carry, then what speakers of the pack say, in words of a telling length
    and of a known type, on what most articles speak of (`weights`: articles by facet); then the latest.
    """
    same: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in rows:
        said = _NOT_WORDS.sub(" ", row["content"].casefold()).strip() or row["content"]
        same[row["is_quote"], row["speaker"] or row["speaker_name"], row["language"], said].append(row)
    ranked = sorted(same.values(), key=lambda each: _rank(each, weights))
    return tuple(_statement(each, topic) for each in ranked)


def _rank(rows: Rows, weights: Mapping[str, int]) -> tuple[object, ...]:
    first = rows[0]
    return (
        not first["is_quote"],
        -len({row["publisher_id"] for row in rows}),
        first["speaker"] is None,
        len(first["content"]) not in _TELLING,
        _kind(first) is None,
        -weights.get(first["facet"] or "", 0),
        -_appeared(first).timestamp(),
        first["article_id"],
        first["position"],
    )


def _kind(row: Row) -> str | None:
    return None if row["type"] in {None, "other"} else _spaced(row["type"])


def _statement(rows: Rows, topic: Topic) -> Statement:
    first = rows[0]
    kind = _kind(first)
    return Statement(
        # The comma before "she said" belongs to the sentence around the quote.
        content=first["content"].rstrip(" ,"),
        language=first["language"],
        is_quote=first["is_quote"],
        speaker=first["speaker_name"],
        side=side_of(first["speaker_side"], topic),
        words=tuple(each for each in (kind, _spaced(first["facet"]) if first["facet"] else None) if each),
        towards=first["aimed_at"],
        attributed_to=first["attributed_to"],
        carriers=_carriers(rows),
    )


def _most_reported(rows: Rows) -> tuple[tuple[str, ...], int]:
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


# ── Movement and shares ───────────────────────────────────────────────────────────────────────────


def _movers(rows: Rows, topic: Topic) -> tuple[Mover, ...]:
    return tuple(
        Mover(
            actor=row["actor"],
            name=row["name"] or row["actor"],
            side=side_of(row["side"], topic),
            articles=row["articles"],
            mean=row["earlier_mean"],
        )
        for row in rows
        if row["type"] != PLACE
    )


def _coverage(rows: Rows, topic: Topic) -> dict[str, tuple[Share, ...]]:
    """Return the day's articles by side, language and ownership of the outlets; the shares are of those on the talks."""
    return {
        "side": _shares(rows, lambda row: row["side"], lambda key: side_of(key, topic)),
        "language": _shares(rows, lambda row: row["language"], lambda key: Side(word=language_name(key), hue="quiet")),
        "ownership": _shares(
            rows,
            lambda row: row["ownership"],
            lambda key: Side(word=_spaced(key).capitalize() if key else "Not known", hue="quiet"),
        ),
    }


def _shares(rows: Rows, key_of: Callable[[Row], Key], words_of: Callable[[Key], Side]) -> tuple[Share, ...]:
    talks: Counter[Key] = Counter()
    articles: Counter[Key] = Counter()
    for row in rows:
        talks[key_of(row)] += row["talks_articles"]
        articles[key_of(row)] += row["articles"]
    return _ranked(talks, articles, words_of)


def _voices(rows: Rows, topic: Topic) -> tuple[Share, ...]:
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


# ── Soundness ─────────────────────────────────────────────────────────────────────────────────────


def _soundness(rows: Mapping[str, Rows], topic: Topic) -> Soundness:
    sources = _source_lines(rows, topic)
    items: Counter[str] = Counter()
    for row in rows["outcomes"]:
        items[row["outcome"]] += row["items"]
    others = tuple(
        (_spaced(row["outcome"]), "" if row["outcome"] == row["reason"] else in_words(row["reason"]), row["items"])
        for row in sorted(rows["outcomes"], key=lambda row: (-row["items"], row["outcome"], row["reason"] or ""))
        if row["outcome"] not in {"loaded", "duplicate"}
    )
    failed = _failed_checks(rows["checks"])
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
            state=_state(row),
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


def _state(row: Row) -> str:
    if row["is_heard"]:
        return "heard"
    if row["asked"]:
        return "not heard"
    return "paused" if row["paused_why"] else "not asked"


def _why(row: Row) -> str:
    """Return why a source was not heard, the last time that it was not, in words; empty if it always was."""
    match _state(row):
        case "heard" if not row["missed"]:
            return ""
        case "paused":
            return str(row["paused_why"])
        case "not asked":
            return "no request to it is recorded"
        case _:
            words = in_words(row["missed_reason"])
            return f"{words} ({row['missed_detail']})" if row["missed_detail"] else words


def _failed_checks(rows: Rows) -> tuple[FailedCheck, ...]:
    """Return the expectations that were not met, the gravest first."""
    failed = [_failed_check(row) for row in rows if not row["success"]]
    return tuple(sorted(failed, key=lambda each: gravity(each.severity)))


def _failed_check(row: Row) -> FailedCheck:
    named = f"{row['suite']}: {row['expectation'].removeprefix('expect_')}"
    first_sentence = re.split(r"(?<=[.!?])\s", row["notes"] or "", maxsplit=1)[0]
    return FailedCheck(
        words=first_sentence or _spaced(named),
        severity=row["severity"],
        unexpected=row["unexpected"],
        evaluated=row["evaluated"],
        is_stop=stops_load(row),
    )


# ── The page ──────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """The days around that of a brief: the next, the earlier ones (the latest first), how many there are in all.

    `root` is the address under which the desk answers, ending with a slash.
    """

    newer: date | None
    earlier: tuple[date, ...]
    count: int
    root: str


def around(day: date, days: Rows, *, root: str) -> Around:
    """Return the days around one; rows of brief_days.sql."""
    held = sorted(row["day_on"] for row in days)
    return Around(
        newer=next((each for each in held if each > day), None),
        earlier=tuple(each for each in reversed(held) if each < day)[:DAYS_LINKED],
        count=len(held),
        root=root,
    )


def brief_page(brief: Brief, days: Around | None = None) -> Page:
    """Render a brief: the same brief gives the same bytes. With `days` it links to those around."""
    return page(
        "brief.html",
        "brief.css",
        brief=brief,
        days=days,
        charts=_charts(brief),
        most={
            "stories": STORIES_SHOWN,
            "quotes": QUOTES_SHOWN,
            "reported": REPORTED_SHOWN,
            "movers": MOVERS_SHOWN,
            "actors": ACTORS_LISTED,
        },
    )


def _charts(brief: Brief) -> dict[str, object]:
    from pipelines.report import charts

    def movers(key: str, title: str, rows: Sequence[Mover]) -> object:
        shown = rows[: MOVERS_SHOWN if brief.earlier else NAMED_SHOWN]
        return charts.bars(
            [
                charts.Bar(
                    label=each.name,
                    note=each.side.word if each.side.word not in {each.name, "No side"} else "",
                    value=each.articles,
                    shown=number(each.articles) if each.mean is None else f"{each.articles}, mean {number(each.mean)}",
                    hue=f"--{each.side.hue}",
                    reference=each.mean,
                )
                for each in shown
            ],
            key=key,
            title=title,
            description="; ".join(
                f"{each.name}: {each.articles}" + ("" if each.mean is None else f", mean {number(each.mean)}")
                for each in shown
            ),
            most=max((max(each.articles, each.mean or 0) for each in brief.movers), default=None),
        )

    def shares(key: str, title: str, rows: Sequence[Share]) -> object:
        def shown(each: Share) -> str:
            of = "" if each.whole is None else f" of {each.whole}"
            return f"{each.part}{of}, {percent(each.share)}"

        return charts.bars(
            [
                charts.Bar(label=each.label, value=each.part, whole=each.whole, shown=shown(each), hue=f"--{each.hue}")
                for each in rows
            ],
            key=key,
            title=title,
            description="; ".join(f"{each.label}: {shown(each)}" for each in rows),
        )

    on_talks = "Articles about the talks, of all articles, and share of those about the talks"
    return {
        "rising": movers("rising", "Actors in more articles than before", brief.rising),
        "falling": movers("falling", "Actors in fewer articles than before", brief.falling),
        "named": movers("named", "Actors in most articles", [each for each in brief.movers if each.articles]),
        **{by: shares(by, f"{on_talks}, by {by} of the outlet", rows) for by, rows in brief.coverage.items()},
        "voices": shares("voices", "How often actors of each side act or speak", brief.voices),
    }
