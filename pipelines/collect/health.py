"""What is remembered of a polled source, and what state that shows. Pure: values and the moment in, values out.

    poll ─▶ Polled ─remember─▶ Memory ─judge─▶ Judgement        is_due, validators, url_of: what the next poll needs

The memory of a source is all that its next poll and its state depend on; a restart forgets nothing of it.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime, timedelta
from typing import Any, Self
from urllib.parse import urlsplit

from pipelines.collect.restdays import Day, learned_weights, local_day, working_hours
from pipelines.collect.schedule import (
    DEFAULT_LIMITS,
    Flow,
    Limits,
    adapted_seconds,
    failure_weight,
    longest_safe_seconds,
    next_poll_at,
)
from pipelines.collect.wording import one_line
from pipelines.records import FeedState, FetchOutcome, Reading, Reason, Source, SourceKind

BLOCKING = frozenset({Reason.HTTP_FORBIDDEN, Reason.HTTP_THROTTLED, Reason.ROBOTS, Reason.SOFT_BLOCK})
"""Failures by which a publisher refuses us; `SOFT_BLOCK` is a challenge page in place of the feed."""

HOURS_SHOWN = 100
"""A wait of fewer hours is told in hours, a longer one in days."""

OURS = frozenset({Reason.RAW_MISSING, Reason.RAW_CORRUPT})
"""Rejections of a body that say nothing of its publisher: our own store lost it."""

UNREACHED = frozenset({Reason.DNS, Reason.CONNECT, Reason.TIMEOUT, Reason.TLS})
"""Failures that a network of our own that is down looks like, as long as there is no HTTP status."""

HOSTS_FOR_A_VERDICT = 3
"""From so many hosts, all of them well until now, silence is our own network's."""

LEARNED_GAPS = 5
"""The usual wait is learned from so many days with entries; it is the second longest, so that one outage does not count."""

OLDEST = timedelta(days=3650)
"""Older than this no entry of a feed is; its date is wrong, and some dates no calendar can be asked about."""

ACTIVE_DAYS, HEARD_DAYS = 3, 7
"""The pace of a source is known after so many days with entries, or after so many days heard."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """What one poll of a source gave.

    `retry_after` as sent; `moved_to` is where nothing but permanent redirects led; `rejected` says why the body
    was no feed, None if it was one or if there was no new body. `keys` identify the entries of a new body, as
    listed; None without one (304, same body, failure). `newest_at`, `oldest_at` are the publication times of its
    newest and oldest entry, none later than `at`.
    """

    at: datetime
    url: str
    outcome: FetchOutcome
    reason: Reason | None = None
    status: int | None = None
    retry_after: str | None = None
    moved_to: str | None = None
    rejected: Reason | None = None
    detail: str | None = None
    body_sha256: str | None = None
    final_url: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    keys: tuple[str, ...] | None = None
    newest_at: datetime | None = None
    oldest_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """The failures since the last answer: their weighted count, how often each reason, and the last of them.

    `bad_sha256` is the last body that was no feed: the same bytes again, or "not modified", cannot cure it.
    """

    weight: float
    since_at: datetime
    reason: Reason
    detail: str | None = None
    is_html: bool = False
    bad_sha256: str | None = None
    kinds: tuple[tuple[Reason, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """All that is remembered of a polled source.

    `pack_url` is the address the pack gave, `url` the one in use; `moved_to` was confirmed by `moved_polls` polls in
    a row. `final_url` to `got_at` describe the last 200 with a feed. `days` hold the arrivals of the last weeks,
    `weights` (of the weekdays, Monday first) and `wait_hours` what was learned from them on `learned_on`. `keys` are
    short hashes of the entries of the last body that had any, `items` their number, 0 after an empty feed;
    `new_items` is None when the last poll brought no new body. `last_new_at` is the poll that last found a new entry.
    """

    pack_url: str | None
    url: str
    last_at: datetime
    next_poll_at: datetime
    interval_seconds: float
    state: FeedState = FeedState.OK
    state_since_at: datetime
    why: str | None = None
    moved_to: str | None = None
    moved_polls: int = 0
    final_url: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    body_sha256: str | None = None
    got_at: datetime | None = None
    trouble: Trouble | None = None
    last_good_at: datetime | None = None
    last_new_at: datetime | None = None
    newest_at: datetime | None = None
    days: tuple[Day, ...] = ()
    weights: tuple[float, ...] = (1.0,) * 7
    wait_hours: float | None = None
    learned_on: date | None = None
    keys: tuple[str, ...] = ()
    items: int | None = None
    new_items: int | None = None
    span_seconds: float | None = None
    peak_per_hour: float | None = None
    is_gap: bool = False

    @property
    def failures(self) -> float:
        """Return the weighted count of failures since the last answer."""
        return self.trouble.weight if self.trouble else 0.0

    def to_json(self) -> str:
        """Return the memory as one line of JSON."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return json.dumps(values, ensure_ascii=True, separators=(",", ":"), default=_as_json)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Return the memory of a line by `to_json`. Raises `ValueError`, `KeyError` or `TypeError` for any other text."""
        return cls(**_read_memory(json.loads(text)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """The state of a source and the sentence that says why, None where there is nothing to say."""

    state: FeedState
    why: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What to ask with: the ETag and Last-Modified that `final_url` gave with its last 200, whose body had this hash."""

    final_url: str | None
    etag: str | None
    last_modified: str | None
    body_sha256: str | None


# ── Before a poll ─────────────────────────────────────────────────────────────────────────────────


def url_of(memory: Memory | None, source: Source) -> str | None:
    """Return the address to poll: the one the source moved to, unless the pack names another by now."""
    return memory.url if memory is not None and memory.pack_url == source.url else source.url


def is_due(memory: Memory | None, source: Source, now: datetime, limits: Limits = DEFAULT_LIMITS) -> bool:
    """Return whether to poll now: never a paused source, always one whose address in the pack is new.

    A last poll in the future was dated by a clock that has been put back since: then it is due as well.
    """
    if source.url is None or source.paused_why is not None:
        return False
    if memory is None or memory.pack_url != source.url:
        return True
    return memory.next_poll_at <= now or memory.last_at > now + timedelta(seconds=limits.shortest_seconds)


def validators(
    memory: Memory | None, source: Source, now: datetime, limits: Limits = DEFAULT_LIMITS
) -> Validators | None:
    """Return what a conditional request is made with, None to ask without conditions.

    None without a 200 to refer to and after any failure, because "not modified" could not tell that it is over
    (as Taranis has it). And so that a wrong 304 cannot silence a source: None within a week of that 200, or
    within the time that the source usually takes for a new entry, once it has taken longer.
    """
    if memory is None or memory.pack_url != source.url or memory.got_at is None or memory.trouble is not None:
        return None
    lasting = timedelta(days=limits.validator_days)
    usual = timedelta(hours=usual_wait_hours(memory, source, limits))
    if memory.last_new_at is not None and now - memory.last_new_at > usual:
        lasting = min(lasting, usual)
    next_interval = timedelta(seconds=memory.interval_seconds)  # the poll after this one would be too late
    if now + next_interval >= memory.got_at + lasting or not (memory.etag or memory.last_modified):
        return None
    return Validators(
        final_url=memory.final_url,
        etag=memory.etag,
        last_modified=memory.last_modified,
        body_sha256=memory.body_sha256,
    )


# ── After a poll ──────────────────────────────────────────────────────────────────────────────────


def remember(memory: Memory | None, polled: Polled, source: Source, limits: Limits = DEFAULT_LIMITS) -> Memory:
    """Return the memory after a poll. Never raises."""
    before = _at_this_address(memory, polled, source, limits)
    trouble = _trouble(before.trouble, polled, limits)
    if trouble is None:
        after = _answered(before, polled, source, limits)
        interval_seconds = _interval(before, after, polled, source, limits)
    else:
        after = _failed(before, trouble, source, limits)
        interval_seconds = before.interval_seconds
    again_at = next_poll_at(
        polled.at,
        source.source_id,
        interval_seconds=interval_seconds,
        failures=after.failures,
        retry_after=polled.retry_after if trouble else None,
        is_dead=trouble is not None and _is_dead(trouble, polled.at, limits),
        limits=limits,
    )
    after = replace(after, last_at=polled.at, interval_seconds=interval_seconds, next_poll_at=again_at)
    judgement = judge(after, source, polled.at, limits)
    is_as_before = memory is not None and memory.state is judgement.state
    since_at = before.state_since_at if is_as_before else polled.at
    return replace(after, state=judgement.state, why=judgement.why, state_since_at=since_at)


def excused(memory: Memory | None, at: datetime, limits: Limits = DEFAULT_LIMITS) -> Memory | None:
    """Return the memory from before a poll that failed with our own network: as if it had not been, to be soon repeated."""
    if memory is None:
        return None
    return replace(memory, next_poll_at=at + timedelta(seconds=limits.politeness * limits.shortest_seconds))


def is_network_silent(polls: Iterable[tuple[Memory | None, Polled]]) -> bool:
    """Return whether the polls of one run, with the memory from before each, show that our own network was down.

    So it is when at least three hosts that had answered the last time could not be reached, and no poll of the run,
    of whatever source, got an answer. What failed before any dialling tells nothing.
    """
    unreached: set[str] = set()
    for before, polled in polls:
        if polled.status is not None or polled.outcome in {FetchOutcome.OK, FetchOutcome.NOT_MODIFIED}:
            return False
        if polled.reason in UNREACHED and (before is None or before.trouble is None):
            unreached.add(_host(polled.url))
    return len(unreached) >= HOSTS_FOR_A_VERDICT


def reading(memory: Memory, source: Source, fetch_id: str) -> Reading:
    """Return the row of the last poll for the history of states."""
    return Reading(
        source_id=source.source_id,
        fetch_id=fetch_id,
        read_at=memory.last_at,
        state=memory.state,
        state_since_at=memory.state_since_at,
        why=memory.why,
        items=None if memory.new_items is None else memory.items,
        new_items=memory.new_items,
        is_gap=memory.is_gap,
        newest_item_at=memory.newest_at,
        failures=memory.failures,
        interval_seconds=memory.interval_seconds,
        next_poll_at=memory.next_poll_at,
    )


def _at_this_address(memory: Memory | None, polled: Polled, source: Source, limits: Limits) -> Memory:
    """Return the memory to go on with: a first one, or without what belonged to an address the pack gave up."""
    first = Memory(
        pack_url=source.url,
        url=source.url or polled.url,
        last_at=polled.at,
        next_poll_at=polled.at,
        interval_seconds=limits.default_seconds,
        state_since_at=polled.at,
        weights=learned_weights(source, ()),
    )
    if memory is None:
        return first
    if memory.pack_url == source.url:
        return memory
    kept = (
        "state_since_at",
        "last_good_at",
        "last_new_at",
        "newest_at",
        "days",
        "weights",
        "wait_hours",
        "learned_on",
        "keys",
        "items",
    )
    return replace(first, **{name: getattr(memory, name) for name in kept})


def _trouble(before: Trouble | None, polled: Polled, limits: Limits) -> Trouble | None:
    """Return the failures up to this poll, None if it gave a feed or confirmed one."""
    rejected = None if polled.rejected in OURS else polled.rejected
    reason = rejected
    if polled.outcome in {FetchOutcome.FAILED, FetchOutcome.REFUSED}:
        reason = polled.reason or Reason.PROTOCOL
    elif before is not None and reason is None and _confirms(before, polled):
        return replace(before, weight=before.weight + limits.soft_failure)
    if reason is None:
        return None
    kinds = Counter(dict(before.kinds)) if before else Counter()
    kinds[reason] += 1
    detail = one_line(polled.detail) if polled.detail else None
    return Trouble(
        weight=(before.weight if before else 0.0) + failure_weight(reason, detail, limits),
        since_at=before.since_at if before else polled.at,
        reason=reason,
        detail=detail,
        is_html=reason is Reason.NOT_A_FEED and "html" in (detail or "").lower(),
        bad_sha256=polled.body_sha256 if rejected else before.bad_sha256 if before else None,
        kinds=tuple(sorted(kinds.items())),
    )


def _confirms(trouble: Trouble, polled: Polled) -> bool:
    """Return whether an answer without a new body only repeats the failure it follows."""
    is_same_body = polled.keys is None and polled.body_sha256 is not None and polled.body_sha256 == trouble.bad_sha256
    return polled.outcome is FetchOutcome.NOT_MODIFIED or is_same_body


def _failed(before: Memory, trouble: Trouble, source: Source, limits: Limits) -> Memory:
    """Return the memory with this failure. An address the source moved to is given up when it is down."""
    url = source.url or before.url if trouble.weight >= limits.down_failures else before.url
    return replace(before, trouble=trouble, url=url, moved_to=None, moved_polls=0, new_items=None, is_gap=False)


def _answered(before: Memory, polled: Polled, source: Source, limits: Limits) -> Memory:
    """Return the memory after an answer with a feed, or with nothing new. Only a 200 replaces the validators."""
    changes: dict[str, Any] = {"trouble": None, "last_good_at": polled.at, "new_items": None, "is_gap": False}
    changes |= _moved(before, polled, limits)
    if polled.outcome is FetchOutcome.OK:
        changes |= {
            "final_url": polled.final_url,
            "etag": polled.etag,
            "last_modified": polled.last_modified,
            "body_sha256": polled.body_sha256,
            "got_at": polled.at,
        }
    if polled.keys is not None:
        changes |= _listed(before, polled, polled.keys, limits)
    if _was_heard(before, polled, limits):
        changes |= _counted(before, polled, changes, source, limits)
    return _learned(replace(before, **changes), polled, source, limits)


def _moved(before: Memory, polled: Polled, limits: Limits) -> dict[str, Any]:
    """Return the address in use, changed after enough equal answers."""
    if polled.moved_to is None or polled.moved_to == before.url:
        return {"moved_to": None, "moved_polls": 0}
    polls = before.moved_polls + 1 if polled.moved_to == before.moved_to else 1
    if polls < limits.moved_polls:
        return {"moved_to": polled.moved_to, "moved_polls": polls}
    return {"url": polled.moved_to, "moved_to": None, "moved_polls": 0}


def _listed(before: Memory, polled: Polled, keys: tuple[str, ...], limits: Limits) -> dict[str, Any]:
    """Return what a new body lists. One that shares no entry with the one before may hide a gap.

    Unless it is the same entries under other ids: as many, of the same time. They are nothing new.
    """
    hashed = tuple(dict.fromkeys(map(_short, keys)))[: limits.remembered_keys]
    if not hashed:
        return {"items": 0, "new_items": 0}
    known = set(before.keys)
    new = sum(key not in known for key in hashed)
    span_seconds = _span_seconds(polled)
    is_apart = bool(known) and new == len(hashed)
    was = (before.newest_at, before.span_seconds, before.items)
    is_rekeyed = is_apart and bool(span_seconds) and was == (polled.newest_at, span_seconds, len(hashed))
    last_new_at = polled.at if new and not is_rekeyed else before.last_new_at
    return {
        "keys": hashed,
        "items": len(hashed),
        "new_items": 0 if is_rekeyed else new,
        "is_gap": is_apart and not is_rekeyed,
        "span_seconds": span_seconds,
        "newest_at": max(filter(None, (before.newest_at, polled.newest_at)), default=None),
        "last_new_at": _first_new_at(polled) if before.last_new_at is None else last_new_at,
    }


def _first_new_at(polled: Polled) -> datetime:
    """Return since when a source is silent at its first poll: what it was found with was published some time."""
    return max(polled.newest_at or polled.at, polled.at - OLDEST)


def _span_seconds(polled: Polled) -> float | None:
    if polled.newest_at is None or polled.oldest_at is None:
        return None
    return max((polled.newest_at - polled.oldest_at).total_seconds(), 0.0)


def _was_heard(before: Memory, polled: Polled, limits: Limits) -> bool:
    """Return whether there was an answer shortly before this one.

    What comes first, or after a time in which the source was not heard, came at an unknown pace: it teaches nothing.
    """
    if before.last_good_at is None:
        return False
    seconds = (polled.at - before.last_good_at).total_seconds()
    return 0 <= seconds <= 2 * before.interval_seconds + limits.default_seconds


def _counted(before: Memory, polled: Polled, changes: dict[str, Any], source: Source, limits: Limits) -> dict[str, Any]:
    """Return the days with this poll's arrivals, and the peak. Of days after the last arrival only some are kept."""
    new = changes["new_items"] or 0
    last_new_at = changes.get("last_new_at", before.last_new_at)
    hours = (polled.at - (before.last_good_at or polled.at)).total_seconds() / 3600
    hours = max(hours, limits.shortest_seconds / 3600)
    faded = (before.peak_per_hour or 0.0) * 0.5 ** (hours / (7 * 24))
    peak = {"peak_per_hour": max(faded, (new - 1) / hours)}
    on = local_day(source, polled.at)
    last_on = local_day(source, last_new_at) if last_new_at else on
    remembered = timedelta(days=limits.remembered_days)
    if on - last_on >= remembered:
        return peak
    today = next((day for day in before.days[-1:] if day.on == on), Day(on=on))
    if new:
        today = _with_wait(replace(today, new=today.new + new), before.last_new_at, polled.at)
    earlier = tuple(day for day in before.days if day.on != on and last_on - day.on < remembered)
    return {**peak, "days": (*earlier, today)}


def _with_wait(day: Day, from_at: datetime | None, to_at: datetime) -> Day:
    """Return the day with a wait for a new entry that ended on it, if it is the longest."""
    if from_at is None:
        return day
    longest = day.gap_to_at - day.gap_from_at if day.gap_to_at and day.gap_from_at else timedelta()
    return replace(day, gap_from_at=from_at, gap_to_at=to_at) if to_at - from_at > longest else day


def _learned(after: Memory, polled: Polled, source: Source, limits: Limits) -> Memory:
    """Return the memory with what its days teach, once a day. A silence that lasts teaches nothing."""
    on = local_day(source, polled.at)
    if after.learned_on == on or after.last_new_at is None:
        return after
    last_on = local_day(source, after.last_new_at)
    days = [day for day in after.days if day.on <= last_on]
    sure = learned_weights(source, days, unknown=1.0)  # a wait over days not known yet must not look short
    waits = sorted(
        working_hours(source, sure, day.gap_from_at, day.gap_to_at) for day in days if day.gap_from_at and day.gap_to_at
    )
    wait_hours = max(waits[-2], limits.least_wait_hours) if len(waits) >= LEARNED_GAPS else None
    return replace(after, weights=learned_weights(source, days), wait_hours=wait_hours, learned_on=on)


def _interval(before: Memory, after: Memory, polled: Polled, source: Source, limits: Limits) -> float:
    """Return the poll interval after an answer; a possible gap makes it the shortest."""
    if after.is_gap:
        return limits.shortest_seconds
    seconds = before.interval_seconds
    if _was_heard(before, polled, limits):
        share = 1.0 if not after.items or after.new_items is None else 1 - after.new_items / after.items
        seconds = adapted_seconds(seconds, share, limits)
    flow = Flow(
        usual_wait_hours=usual_wait_hours(after, source, limits),
        listed=after.items,
        span_seconds=after.span_seconds,
        new_per_day=_new_per_day(after),
        peak_per_hour=after.peak_per_hour,
    )
    longest = longest_safe_seconds(flow, limits)
    if not _is_pace_known(after):
        longest = min(longest, limits.default_seconds if after.span_seconds else limits.shortest_seconds)
    return max(min(seconds, longest), limits.shortest_seconds)


def _new_per_day(memory: Memory) -> float | None:
    """Return the entries of a day on which there are any; at first at the pace of those that the feed lists."""
    if _is_pace_known(memory):
        days = [day.new for day in memory.days if day.new]
        return sum(days) / len(days) if days else None
    return memory.items * 86_400 / memory.span_seconds if memory.items and memory.span_seconds else None


def _is_pace_known(memory: Memory) -> bool:
    """Return whether the source was heard for long enough to know its days, nights and bursts."""
    return len(memory.days) >= HEARD_DAYS or sum(1 for day in memory.days if day.new) >= ACTIVE_DAYS


# ── The state ─────────────────────────────────────────────────────────────────────────────────────


def judge(memory: Memory | None, source: Source, now: datetime, limits: Limits = DEFAULT_LIMITS) -> Judgement:
    """Return the state of a source, also between polls: silence grows without one, until the next is due.

    After that it is the collector that is silent, and no source is blamed for it.
    """
    if source.paused_why is not None:
        return Judgement(state=FeedState.PAUSED, why=one_line(source.paused_why))
    if memory is None or memory.pack_url != source.url:
        return Judgement(state=FeedState.OK, why="not polled yet")
    trouble = memory.trouble
    if trouble is not None and (trouble.weight >= limits.down_failures or memory.last_good_at is None):
        return _judged_trouble(trouble, memory.last_at, limits)
    silence = _judged_silence(memory, source, now, limits)
    if memory.items == 0 and (source.kind is not SourceKind.SITEMAP or silence is not None):
        return Judgement(state=FeedState.EMPTY, why="the feed has no entries")
    if silence is not None:
        return silence
    if memory.url != source.url:
        return Judgement(state=FeedState.MOVED, why=f"answers from {one_line(memory.url)}: correct its url in the pack")
    return Judgement(state=FeedState.OK, why=_counted_failures(trouble) if trouble else None)


def usual_wait_hours(memory: Memory, source: Source, limits: Limits = DEFAULT_LIMITS) -> float:
    """Return the longest usual wait for a new entry, in working hours: the pack's word, else what was learned."""
    return source.cadence_hours or memory.wait_hours or limits.unknown_wait_hours


def _judged_trouble(trouble: Trouble, at: datetime, limits: Limits) -> Judgement:
    why = _counted_failures(trouble)
    if trouble.reason in BLOCKING:
        return Judgement(state=FeedState.BLOCKED, why=why)
    if trouble.is_html:
        return Judgement(state=FeedState.HTML, why=why)
    if trouble.reason is Reason.EMPTY:
        return Judgement(state=FeedState.EMPTY, why=why)
    return Judgement(state=FeedState.DEAD if _is_dead(trouble, at, limits) else FeedState.DOWN, why=why)


def _counted_failures(trouble: Trouble) -> str:
    kinds = ", ".join(f"{count} x {reason}" for reason, count in trouble.kinds)
    detail = f" ({trouble.detail})" if trouble.detail else ""
    return f"since {trouble.since_at:%Y-%m-%d %H:%M} UTC: {kinds}{detail}"


def _is_dead(trouble: Trouble, at: datetime, limits: Limits) -> bool:
    """Return whether a source is given up but for weekly probes. One that refuses us or shows a page is alive."""
    if trouble.reason in BLOCKING or trouble.is_html or trouble.reason is Reason.EMPTY:
        return False
    return trouble.weight >= limits.dead_failures and at - trouble.since_at >= timedelta(days=limits.dead_days)


def _judged_silence(memory: Memory, source: Source, now: datetime, limits: Limits) -> Judgement | None:
    """Return QUIET or STALE, None for a source that is not silent for longer than it may."""
    if memory.last_new_at is None or memory.last_good_at is None:
        return None
    until = memory.last_good_at if memory.trouble else max(memory.last_good_at, min(now, memory.next_poll_at))
    usual_hours = usual_wait_hours(memory, source, limits)
    all_hours = (until - memory.last_new_at).total_seconds() / 3600
    if all_hours <= limits.quiet_waits * usual_hours:  # no rest can make it longer
        return None
    hours = working_hours(source, memory.weights, memory.last_new_at, until)
    if hours <= limits.quiet_waits * usual_hours:
        return None
    state = FeedState.STALE if hours > limits.stale_waits * usual_hours else FeedState.QUIET
    why = f"nothing new for {_span(all_hours)}, {_span(hours)} of it at work; usually within {_span(usual_hours)}"
    return Judgement(state=state, why=why)


# ── Small things ──────────────────────────────────────────────────────────────────────────────────


def _span(hours: float) -> str:
    return f"{hours:.0f} h" if hours < HOURS_SHOWN else f"{hours / 24:.0f} days"


def _short(key: str) -> str:
    """Return 40 bits of the key's hash: two entries of one source are mistaken for each other once in 10^9 pairs."""
    return hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=5).hexdigest()


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


# ── JSON ──────────────────────────────────────────────────────────────────────────────────────────


def _as_json(value: object) -> object:
    if isinstance(value, Day | Trouble):
        return asdict(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is no value of a memory")


def _read_memory(values: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a memory; one that is not known any more is left out, a new one has its default."""
    read = {field.name: values[field.name] for field in fields(Memory) if field.name in values}
    instants = {name: _instant(value) for name, value in read.items() if name.endswith("_at")}
    return (
        read
        | instants
        | {
            "state": FeedState(read["state"]),
            "trouble": _read_trouble(read.get("trouble")),
            "days": tuple(_read_day(each) for each in read["days"]),
            "learned_on": None if read["learned_on"] is None else date.fromisoformat(read["learned_on"]),
            "weights": tuple(read["weights"]),
            "keys": tuple(read["keys"]),
        }
    )


def _read_day(values: dict[str, Any]) -> Day:
    return Day(
        on=date.fromisoformat(values["on"]),
        new=values["new"],
        gap_from_at=_instant(values["gap_from_at"]),
        gap_to_at=_instant(values["gap_to_at"]),
    )


def _read_trouble(values: dict[str, Any] | None) -> Trouble | None:
    if values is None:
        return None
    return Trouble(
        **values
        | {
            "since_at": _instant(values["since_at"]),
            "reason": Reason(values["reason"]),
            "kinds": tuple((Reason(reason), count) for reason, count in values["kinds"]),
        }
    )


def _instant(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value)
