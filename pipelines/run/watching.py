"""Watches: looked at on the published snapshot, kept in the journal, told once.

    files ─▶ watches ┐
    snapshot ────────┴─matches─▶ not known yet? more than usual? ─▶ journal/watches.jsonl ─▶ messages ─▶ `notify`

The journal comes before the telling, and the messages are made of the journal: what a killed process raised and did not
tell, the next one tells. Titles are read when an alert is told, so one of a killed article tells nothing of it.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any, Final
from zoneinfo import ZoneInfo

from pipelines import settings as environment
from pipelines import warehouse
from pipelines import watch as saved
from pipelines.errors import NotDelivered, NothingPublished
from pipelines.report.escaping import markdown_cell
from pipelines.run import watchfiles, watchlog
from pipelines.run.house import clock, pack_in
from pipelines.run.journal import alone
from pipelines.run.notifying import Message, Sent, notify
from pipelines.run.telling import settings_with
from pipelines.run.watchlog import Entry, State
from pipelines.settings import Settings
from pipelines.warehouse.questions import Asking
from pipelines.watch import Verdict, Watch

WINDOW: Final = timedelta(days=14)
"""An article is looked at until so long after it was first seen: pages are looked at again for seven days at most."""
TELLING: Final = timedelta(days=3)
"""An alert that was not told for so long is not told any more; the journal keeps it."""
AT_ONCE: Final = timedelta(days=31)
"""Days of the archive that are read at once where all of it is: their texts lie in memory."""
MOST_LINES: Final = 30
"""Stories that one message names."""
LONGEST_TITLE: Final = 200
"""Characters that it shows of a title: of those that others write some are whole texts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """An article that a watch matches; instants are UTC."""

    article_id: str
    story_id: str
    publisher_id: str
    day_on: date
    first_seen_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A story as an alert tells it: title and link of its first article that is there, and who else has it."""

    article_ids: tuple[str, ...]
    title: str
    url: str
    publisher_id: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """What came of looking: new entries of the journal, and what became of the messages (of earlier ones too).

    `begun_before` are the watches for which the day of `since` meant nothing: their first look was an earlier one.
    """

    watches: int
    entries: tuple[Entry, ...] = ()
    sent: tuple[Sent, ...] = ()
    begun_before: tuple[str, ...] = ()

    @property
    def alerts(self) -> tuple[Entry, ...]:
        """Return the entries that are alerts."""
        return tuple(each for each in self.entries if each.kind in {"hits", "spike"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What a watch would tell: the stories of the last `days` up to `today` with their articles, and today's spike."""

    watch: Watch
    today: date
    days: int
    matches: tuple[Match, ...]
    told: tuple[Told, ...]
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A watch, or one that is only in the journal any more (None), with its alerts; `begun_at` is None before the first look."""

    watch_id: str
    watch: Watch | None
    begun_at: datetime | None
    is_current: bool
    alerts: tuple[Entry, ...]


def watch(*, ids: Collection[str] = (), since: date | None = None, channels: str | None = None) -> Watched:
    """Look at all watches, or at those of `ids`, on the published snapshot; journal what is new and tell it.

    The first look at a watch, or at what an edited one looks for now, counts what matches already as known; with `since`
    the articles from that day on are raised instead; at a watch that has begun it changes nothing. `channels` are addresses beside those of the settings' file.
    Raises `NothingPublished`; and once all is looked at and told that can be, `WatchError` for files that cannot be used
    and `NotDelivered` where a channel did not take a message: the next look hands it on again.
    """
    chosen = settings_with(channels)
    pack = pack_in(chosen.pack)
    watches, faults = watchfiles.look(chosen, pack)
    for each in ids:
        watchfiles.named(chosen, pack, each)
    some = tuple(each for each in watches if not ids or each.watch_id in ids)
    if not watches and not faults and not watchlog.path(chosen.data).exists():
        return Watched(watches=0)
    with alone(watchlog.path(chosen.data)):
        before = watchlog.read(chosen.data)
        states = watchlog.states(before)
        gone = set() if ids or faults else states.keys() - {each.watch_id for each in watches}
        ended = [Entry(kind="ended", watch=each, at=clock()) for each in sorted(gone) if states[each].version]
        with warehouse.asking(chosen) as asked:
            snapshot = Snapshot(asked, chosen)
            made = [entry for each in some for entry in _looked_at(each, snapshot, states, since)]
            entries = (*ended, *made)
            watchlog.append(chosen.data, entries)
            messages = tuple(_messages((*before, *entries), watches, snapshot))
    sent = notify(messages, chosen)
    if faults:
        raise saved.refusal(faults)
    if failed := [each for each in sent if each.outcome == "failed"]:
        raise NotDelivered(
            f"{len(failed)} alerts did not reach every channel.",
            where=failed[0].detail,
            next_step="`trucewatch notify test` says which ones answer; the next look asks those that did not take it.",
        )
    begun = [] if since is None else [each for each in some if _has_begun(each, states)]
    return Watched(watches=len(some), entries=entries, sent=sent, begun_before=tuple(each.watch_id for each in begun))


def trial(watch_id: str, days: int = 7) -> Trial:
    """Return what a watch would tell of the last days, known or not. Nothing is journalled or told.

    Raises `NothingPublished` and `WatchError`.
    """
    chosen = environment.load()
    found = watchfiles.named(chosen, pack_in(chosen.pack), watch_id)
    with warehouse.asking(chosen) as asked:
        snapshot = Snapshot(asked, chosen)
        first = snapshot.today - timedelta(days=days - 1)
        matches = snapshot.matches(found, from_on=min(first, snapshot.today - timedelta(days=saved.DAYS)))
        shown = tuple(each for each in matches if first <= each.day_on <= snapshot.today)
        return Trial(
            watch=found,
            today=snapshot.today,
            days=days,
            matches=shown,
            told=snapshot.told([[each.article_id for each in shown]])[0],
            verdict=_verdict(found, matches, snapshot),
        )


def matching(watch_id: str, since: date | None = None, until: date | None = None) -> frozenset[str]:
    """Return the ids of all articles that a watch matches, of days from `since` to before `until`.

    Raises `NothingPublished` and `WatchError`.
    """
    chosen = environment.load()
    found = watchfiles.named(chosen, pack_in(chosen.pack), watch_id)
    ids: set[str] = set()
    with warehouse.asking(chosen) as asked:
        snapshot = Snapshot(asked, chosen)
        first, last = snapshot.span
        day, end = max(first, since or first), min(last + timedelta(days=1), until or date.max)
        while day < end:
            step = min(day + AT_ONCE, end)
            ids.update(each.article_id for each in snapshot.matches(found, from_on=day, until_on=step))
            day = step
    return frozenset(ids)


def listed() -> tuple[Listed, ...]:
    """Return the watches with what the journal knows of them, and those that are gone. Raises `WatchError`."""
    chosen = environment.load()
    watches = {each.watch_id: each for each in watchfiles.checked(chosen, pack_in(chosen.pack))}
    entries = watchlog.read(chosen.data)
    states = watchlog.states(entries)
    return tuple(_listed(name, watches.get(name), states, entries) for name in sorted({*watches, *states}))


def one(watch_id: str) -> Listed:
    """Return a watch with what the journal knows of it. Raises `WatchError`."""
    chosen = environment.load()
    found = watchfiles.named(chosen, pack_in(chosen.pack), watch_id)
    entries = watchlog.read(chosen.data)
    return _listed(watch_id, found, watchlog.states(entries), entries)


def _listed(name: str, found: Watch | None, states: Mapping[str, State], entries: Iterable[Entry]) -> Listed:
    own = [each for each in entries if each.watch == name]
    state = states.get(name, State())
    begun = [each.at for each in own if each.kind == "begun"] if state.version else []
    return Listed(
        watch_id=name,
        watch=found,
        begun_at=begun[-1] if begun else None,
        is_current=found is not None and state.version == found.version,
        alerts=tuple(each for each in own if each.kind in {"hits", "spike"}),
    )


def history(watch_id: str | None = None) -> tuple[Entry, ...]:
    """Return what the journal says of a watch, or of all, oldest first. Raises `WatchError` for one that never was."""
    chosen = environment.load()
    entries = watchlog.read(chosen.data)
    found = tuple(each for each in entries if watch_id in {None, each.watch})
    if watch_id is not None and not found:
        watchfiles.named(chosen, pack_in(chosen.pack), watch_id)
    return found


def add(values: Mapping[str, Any]) -> tuple[Watch, str]:
    """Write a watch to a file of its own; return it and the file. Raises `WatchError`."""
    chosen = environment.load()
    made, path = watchfiles.add(chosen, pack_in(chosen.pack), values)
    return made, str(path)


def remove(watch_id: str) -> str:
    """Take a watch away, journal that it ended, and return the file. Raises `WatchError`."""
    chosen = environment.load()
    path = watchfiles.remove(chosen, pack_in(chosen.pack), watch_id)
    with alone(watchlog.path(chosen.data)):
        state = watchlog.states(watchlog.read(chosen.data)).get(watch_id, State())
        if state.version:
            watchlog.append(chosen.data, [Entry(kind="ended", watch=watch_id, at=clock())])
    return str(path)


# ── Looking ───────────────────────────────────────────────────────────────────────────────────────


class Snapshot:
    """The published snapshot as watches ask it: one file, however many questions."""

    def __init__(self, asked: Asking, chosen: Settings) -> None:
        """Read what it takes for now. Raises `NothingPublished` for a snapshot without articles."""
        self._asked = asked
        self.name = asked.snapshot
        (found,) = self._rows("reference")
        if found["seen_at"] is None or found["planned_at"] is None:
            raise NothingPublished(
                "No article has been published yet.",
                where=str(warehouse.published_path(chosen)),
                next_step="`trucewatch status` says what became of what was collected.",
            )
        zone = ZoneInfo(chosen.day_zone)
        self.today: Final[date] = found["planned_at"].replace(tzinfo=UTC).astimezone(zone).date()
        self.seen_at: Final[datetime] = found["seen_at"]
        self.span: Final[tuple[date, date]] = (found["first_on"], found["last_on"])

    def matches(
        self,
        found: Watch,
        *,
        seen_since: datetime | None = None,
        from_on: date | None = None,
        until_on: date | None = None,
    ) -> list[Match]:
        """Return the articles that a watch matches, earliest first: seen since a moment or of the days of a span."""
        sheet, expression = found.sheet, found.expression
        rows = self._rows(
            "candidates",
            **{key: list(getattr(sheet, key) or ()) or None for key in saved.LISTS},
            relevance=list(sheet.relevance),
            acting=sheet.acting,
            of_statements=found.of_statements,
            pattern=saved.pattern(expression) if expression else None,
            with_text=expression is not None,
            seen_since=seen_since,
            from_on=from_on,
            until_on=until_on,
        )
        return [
            Match(
                article_id=row["article_id"],
                story_id=row["story_id"],
                publisher_id=row["publisher_id"],
                day_on=row["day_on"],
                first_seen_at=row["first_seen_at"],
            )
            for row in rows
            if expression is None or saved.matches(expression, saved.Words.of(row["title"], row["text"]))
        ]

    def heard(self, from_on: date, to_on: date) -> frozenset[date]:
        """Return the days of a span, both ends in it, that have articles."""
        return frozenset(row["day_on"] for row in self._rows("heard", from_on=from_on, to_on=to_on))

    def unknown(self, matches: Iterable[Match], known: Collection[str]) -> list[Match]:
        """Return the articles that are not known, by no id either that they had before they were found to be one."""
        fresh = [each for each in matches if each.article_id not in known]
        former = self._rows("aliases", ids=[each.article_id for each in fresh]) if fresh and known else ()
        same = {row["article_id"] for row in former if row["alias_id"] in known}
        return [each for each in fresh if each.article_id not in same]

    def told(self, some: Iterable[Collection[str]]) -> list[tuple[Told, ...]]:
        """Return for each of some sets of articles its stories, each once; articles that are not there any more left out."""
        sets = [frozenset(each) for each in some]
        ids = frozenset().union(*sets)
        rows = self._rows("told", ids=sorted(ids)) if ids else []
        return [_stories(row for row in rows if row["article_id"] in each) for each in sets]

    def _rows(self, name: str, **parameters: object) -> list[dict[str, Any]]:
        text = (environment.shipped("sql") / "watch" / f"{name}.sql").read_text(encoding="utf-8")
        result = self._asked.ask(text, parameters or None)
        return [dict(zip(result.columns, row, strict=True)) for row in result.rows]


def _stories(rows: Iterable[Mapping[str, Any]]) -> tuple[Told, ...]:
    stories: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        stories[row["story_id"]].append(row)
    return tuple(
        Told(
            article_ids=tuple(row["article_id"] for row in members),
            title=members[0]["title"] or "",
            url=members[0]["url"] or "",
            publisher_id=members[0]["publisher_id"],
            others=tuple(row["publisher_id"] for row in members[1:]),
        )
        for members in stories.values()
    )


def _has_begun(found: Watch, states: Mapping[str, State]) -> bool:
    return states.get(found.watch_id, State()).version == found.version


def _looked_at(found: Watch, snapshot: Snapshot, states: Mapping[str, State], since: date | None) -> Iterator[Entry]:
    """Yield what the journal is to know of a watch after this look; nothing where nothing is new."""
    state = states.get(found.watch_id, State())
    is_new = not _has_begun(found, states)
    first = snapshot.today - timedelta(days=saved.DAYS)
    seen_since = snapshot.seen_at - WINDOW
    matches = snapshot.matches(found, seen_since=seen_since, from_on=min(first, since) if is_new and since else first)
    entry = partial(Entry, watch=found.watch_id, version=found.version, snapshot=snapshot.name)
    fresh = snapshot.unknown(matches, state.known)
    recent = [each for each in fresh if each.first_seen_at >= seen_since]
    if is_new:
        told = [each for each in fresh if since is not None and each.day_on >= since]
        yield entry(kind="begun", at=clock(), articles=_ids(set(recent) - set(told)))
    else:
        told = recent
    if told:  # where hits are not asked for they are known, so that asking for them one day begins with that day
        yield entry(kind="hits" if found.sheet.alert.hits else "begun", at=clock(), articles=_ids(told))
    if found.spike_rule:
        verdict = _verdict(found, matches, snapshot)
        if verdict.is_spike and verdict.day not in state.spikes:
            yield entry(
                kind="spike",
                at=clock(),
                articles=_ids(each for each in matches if each.day_on == verdict.day),
                day=verdict.day,
                count=verdict.count,
                expected=verdict.expected,
                threshold=verdict.threshold,
            )


def _verdict(found: Watch, matches: Iterable[Match], snapshot: Snapshot) -> Verdict:
    """Return what to think of today's stories: of copies, which come in swarms, one counts."""
    counts = Counter(day for _, day in {(each.story_id, each.day_on) for each in matches})
    heard = snapshot.heard(snapshot.today - timedelta(days=saved.DAYS), snapshot.today)
    return saved.judge(counts, heard, snapshot.today, found.spike_rule or saved.SpikeRule())


def _ids(matches: Iterable[Match]) -> tuple[str, ...]:
    return tuple(sorted(each.article_id for each in matches))


# ── Telling ───────────────────────────────────────────────────────────────────────────────────────


def _messages(entries: Iterable[Entry], watches: Iterable[Watch], snapshot: Snapshot) -> Iterator[Message]:
    """Yield the message of each alert of the last days; none of one of which nothing is there any more."""
    named = {each.watch_id: each for each in watches}
    now = clock()
    alerts = [
        each for each in entries if each.kind in {"hits", "spike"} and each.watch in named and now - each.at <= TELLING
    ]
    for each, told in zip(alerts, snapshot.told(each.articles for each in alerts), strict=True):
        if told:
            found = named[each.watch]
            yield Message(title=_title(each, found, told), text=_text(each, found, told), key=each.key, kind="watch")


def _title(entry: Entry, found: Watch, told: tuple[Told, ...]) -> str:
    if entry.kind == "spike":
        return f"{found.sheet.name}: more than usual, {entry.count} on {entry.day}"
    count = sum(len(each.article_ids) for each in told)
    return f"{found.sheet.name}: {count} new article{'' if count == 1 else 's'}"


def _text(entry: Entry, found: Watch, told: tuple[Told, ...]) -> str:
    lines = [markdown_cell(found.sheet.note), ""] if found.sheet.note else []
    if entry.kind == "spike":
        lines += [
            f"On {entry.day} there are {entry.count} so far, copies counted once.",
            f"Expected were {entry.expected:g}; from {entry.threshold:g} on it is told.",
            "",
        ]
    lines += [_line(each) for each in told[:MOST_LINES]]
    if len(told) > MOST_LINES:
        lines.append(f"- and {len(told) - MOST_LINES} more")
    return "\n".join((*lines, "", f"Watch `{found.watch_id}`: `trucewatch watch show {found.watch_id}`"))


def _line(told: Told) -> str:
    title = told.title or "(no title)"
    title = markdown_cell(title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1]}…")
    link = f"[{title}](<{_address(told.url)}>)" if told.url.startswith(("http://", "https://")) else title
    others = Counter(told.others)
    also = ", ".join(
        markdown_cell(name) if times == 1 else f"{markdown_cell(name)} ({times})" for name, times in others.items()
    )
    return f"- {link}, {markdown_cell(told.publisher_id)}" + (f"; also {also}" if also else "")


def _address(url: str) -> str:
    """Return an address in which nothing ends the link that it stands in."""
    return "".join(f"%{ord(each):02X}" if each in "<>\"'`\\ ()[]" or ord(each) < 0x20 else each for each in url)
