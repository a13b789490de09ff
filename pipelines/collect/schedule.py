"""When to poll a source next. Pure: numbers and the moment in, seconds and instants out.

Rules and figures are those of Media Cloud's rss-fetcher where nothing else is said (docs/decisions/0013).
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from pipelines.collect.retry import LONGEST_SECONDS, asked_seconds
from pipelines.records import Reason

SOFT = frozenset(
    {
        Reason.TIMEOUT,
        Reason.CONNECT,
        Reason.TLS,
        Reason.PROTOCOL,
        Reason.TRUNCATED,
        Reason.HTTP_GONE,  # feeds that answer 404 do come back
        Reason.HTTP_THROTTLED,
        Reason.HTTP_SERVER_ERROR,
        Reason.ROBOTS,  # also where robots.txt cannot be had for a moment
    }
)
"""Failures that often cure themselves. All others are hard, a body that is no feed among them."""

TEMPORARY_DNS = ("Errno -3]", "Temporary failure")
"""What the resolver says when it had no answer (EAI_AGAIN), in contrast to the answer that there is no such name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Every number of pace and judgement; the settings may change them.

    Pace. `politeness` scales every waiting, 0 means none. `shortest_seconds` to `longest_seconds` bound the poll
    interval and what Retry-After may ask; `default_seconds` is that of a new source. Below `least_known` of
    entries known already the interval shrinks, above `most_known` it grows by `growth`. `polls_in_cadence` polls
    fall into the usual wait for an entry. Until the next poll at most `roll_over_share` of the listed entries may
    be replaced at their mean pace: half, and half again because news come in bursts.

    Failures weigh `hard_failure`, `soft_failure` or `temporary_failure`; from `down_failures` on a source is down,
    with `dead_failures` after `dead_days` it is dead and probed every `probe_seconds`. An address to which
    `moved_polls` polls in a row led for good is used instead. Validators are sent for `validator_days` at most.

    Silence, in units of the usual wait: QUIET after `quiet_waits`, STALE after `stale_waits`. The usual wait is
    learned from `remembered_days`, never below `least_wait_hours`; it is `unknown_wait_hours` until then.
    """

    politeness: float = 1.0
    shortest_seconds: float = 600.0
    default_seconds: float = 1800.0
    longest_seconds: float = 86_400.0
    least_known: float = 0.33
    most_known: float = 0.67
    growth: float = 1.25
    polls_in_cadence: float = 4.0
    roll_over_share: float = 0.25
    hard_failure: float = 1.0
    soft_failure: float = 0.5
    temporary_failure: float = 0.25
    down_failures: float = 1.0
    dead_failures: float = 5.0
    dead_days: float = 14.0
    probe_seconds: float = 7 * 86_400.0
    moved_polls: int = 3
    validator_days: float = 7.0
    quiet_waits: float = 1.5
    stale_waits: float = 3.0
    least_wait_hours: float = 6.0
    unknown_wait_hours: float = 48.0
    remembered_days: int = 56
    remembered_keys: int = 2000
    jitter: float = 0.1


DEFAULT_LIMITS = Limits()


def failure_weight(reason: Reason, detail: str | None, limits: Limits) -> float:
    """Return how much a failed poll counts towards waiting and giving up."""
    if reason is Reason.DNS and any(sign in (detail or "") for sign in TEMPORARY_DNS):
        return limits.temporary_failure
    return limits.soft_failure if reason in SOFT else limits.hard_failure


def adapted_seconds(seconds: float, known_share: float, limits: Limits) -> float:
    """Return the poll interval after a poll of whose entries this share was known from the poll before.

    An interval that brought too much news falls back to the default at once, and is halved below it.
    """
    if known_share > limits.most_known:
        return seconds * limits.growth
    if known_share < limits.least_known:
        return min(seconds / 2, limits.default_seconds)
    return seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """How fast a feed moves: how many entries it lists, the span of their publication, what comes in a day.

    `peak_per_hour` is the fastest that entries came between two polls, fading by half a week. None where unknown.
    """

    usual_wait_hours: float
    listed: int | None = None
    span_seconds: float | None = None
    new_per_day: float | None = None
    peak_per_hour: float | None = None


def longest_safe_seconds(flow: Flow, limits: Limits) -> float:
    """Return the longest interval that keeps three promises.

    Silence is noticed; no entry is pushed out of the feed unseen; a poll brings one new entry on average, so that
    the interval in which an entry appeared is about as long as the wait between two of them.
    """
    bounds = [limits.longest_seconds, flow.usual_wait_hours * 3600 / limits.polls_in_cadence]
    if flow.span_seconds:
        bounds.append(flow.span_seconds * limits.roll_over_share)
    if flow.listed and flow.peak_per_hour:
        bounds.append(flow.listed / flow.peak_per_hour * 3600 / 2)
    if flow.new_per_day:
        bounds.append(86_400 / flow.new_per_day)
    return max(min(bounds), limits.shortest_seconds)


def next_poll_at(
    at: datetime,
    source_id: str,
    *,
    interval_seconds: float,
    failures: float,
    retry_after: str | None,
    is_dead: bool,
    limits: Limits,
) -> datetime:
    """Return when to poll after a poll at `at`: the interval times the weighted failures; a dead source weekly.

    Spread over the last tenth of the waiting by the hash of source and instant, so that sources that failed
    together do not come back together; never sooner than Retry-After asks.
    """
    chance = _chance(source_id, at)
    longest = limits.probe_seconds if is_dead else limits.longest_seconds
    waiting = limits.probe_seconds if is_dead else interval_seconds * max(failures, 1.0)
    seconds = max(min(waiting, longest) * (1 - limits.jitter * chance), limits.shortest_seconds)
    asked = asked_seconds(retry_after, at)
    if asked is not None:
        seconds = max(seconds, min(asked * (1 + limits.jitter * chance), LONGEST_SECONDS))
    return at + timedelta(seconds=limits.politeness * seconds)


def _chance(source_id: str, at: datetime) -> float:
    """Return a number in [0, 1) that is the same for the same source and instant."""
    digest = hashlib.blake2b(f"{source_id}\x1f{at.isoformat()}".encode("utf-8", "surrogatepass"), digest_size=4)
    return int.from_bytes(digest.digest()) / 2**32
