"""What the house itself has to say: the brief of a day, new findings, a run that failed, a word to try a channel."""

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from pipelines import settings
from pipelines.errors import NotDelivered, NothingHeld, RunIncomplete, RunStopped, SettingsError, TrucewatchError
from pipelines.report.escaping import markdown_cell, visible
from pipelines.run.channels import CONNECTION, KINDS, Channel, Letter, Post, read_channels
from pipelines.run.house import clock, reading, run_name
from pipelines.run.notifying import Message, Sent, Told, notify, told_before
from pipelines.settings import Settings

if TYPE_CHECKING:
    from pipelines.report.findings import FindingLine

_ALL_DAY: Final = frozenset({"collect"})
"""DAGs that run every few minutes: while the network is down all of their runs fail."""

GRAVE: Final = ("critical", "warning")
"""Findings that are told of, by severity."""
MOST_LINES: Final = 20
"""Findings that one message names."""
LONGEST_LINE: Final = 200
"""Characters of what a finding is about, and of what it says."""
TELLING: Final = timedelta(days=3)
"""So long a message about findings is handed to a channel that did not take it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A run of a DAG that ended red.

    `task` is the one that failed, None where none did (the run took too long); `reason` is what the scheduler says then;
    `page` is where a person can look, None where nobody knows under which address the pages answer.
    """

    dag: str
    run_id: str
    run_after: datetime
    task: str | None = None
    error: BaseException | str | None = None
    reason: str = ""
    page: str | None = None


def settings_with(channels: str | None) -> Settings:
    """Return the settings of this process with these addresses (one a line or parted by blanks) beside those of its file."""
    chosen = settings.load()
    return replace(chosen, secrets={**chosen.secrets, CONNECTION: channels}) if channels else chosen


def send_brief(day: date | None = None, *, again: bool = False, channels: str | None = None) -> Sent:
    """Send the brief of a day to the channels for briefs, once, and say what became of it.

    None is the last day with articles that is over in the zone of days, and that a run was planned after: what is sent
    once is a whole day. With `again` it is sent although it was. Raises `NotDelivered` when a channel did not take it, `NothingPublished` and
    `NothingHeld` as `briefing.brief`, `SettingsError` as `notify`.
    """
    from pipelines.run.briefing import delivered

    chosen = settings_with(channels)
    day = day or day_to_send(chosen)
    title, text, html = delivered(day)
    message = Message(title=title, text=text, html=html, key=f"brief/{day.isoformat()}", kind="brief")
    (sent,) = notify([message], chosen, again=again)
    if sent.outcome == "failed":
        raise NotDelivered(
            f"The brief of {day} did not reach every channel.",
            where=sent.detail,
            next_step="`trucewatch notify test` says which ones answer; sending again asks only those that did not take it.",
        )
    return sent


def tell_findings(*, channels: str | None = None) -> tuple[Sent, ...]:
    """Tell of the grave findings that stand, that nobody acknowledged and that were not told of: all in one message.

    What a channel took is not told of again, whatever becomes of the finding, until it has closed and comes back; the
    channels that did not take a message get it from later calls, without what has closed by then. Without a channel for
    findings nothing is noted: the first there is hears in one message of all that stand.
    Raises `NotDelivered` when a channel did not take one, `NothingPublished`, `SettingsError` as `notify`.
    """
    from pipelines.run.findings import open_findings

    chosen = settings_with(channels)
    if not any(each.takes("finding") for each in read_channels(chosen)):
        return ()
    lines = {
        _key_of(line): line for line in open_findings(chosen) if line.acknowledged_at is None and line.severity in GRAVE
    }
    sent = notify(_of_findings(lines, told_before(chosen, "finding")), chosen)
    if failed := [each for each in sent if each.outcome == "failed"]:
        raise NotDelivered(
            "What was found did not reach every channel.",
            where=failed[0].detail,
            next_step="`trucewatch notify test` says which ones answer; the next call asks those that did not take it.",
        )
    return sent


def tell_failure(failure: Failure, *, channels: str | None = None) -> Sent:
    """Tell of a run that failed, once a run, however many of its tasks did; of `collect`, which runs all day, once a day.

    Of our own errors all three sentences, of others their type: what they say may hold anything.
    """
    (sent,) = notify([message_of(failure)], settings_with(channels))
    return sent


def message_of(failure: Failure) -> Message:
    """Return what a person is told about a run that failed: what happened, where, and what to do next."""
    how = _how(failure)
    lines = [f"{_plain(how[0].upper() + how[1:])}.", f"DAG {_plain(failure.dag)}, run {_plain(failure.run_id)}"]
    if failure.task:
        lines[1] += f", task {_plain(failure.task)}"
    lines[1] += "."
    next_step = "See the log of the task in the Airflow UI; the next run takes up what waits."
    if isinstance(failure.error, TrucewatchError):
        lines += [f"What happened: {_plain(failure.error.what)}"]
        lines += [f"Where: {_plain(failure.error.where)}"] if failure.error.where else []
        next_step = failure.error.next_step or next_step
    elif failure.error is not None and not isinstance(failure.error, str):
        lines += [f"What happened: {type(failure.error).__name__}; the log says more."]
    elif failure.reason:
        lines += [f"What the scheduler says: {_plain(failure.reason)}."]
    lines += [f"What to do next: {_plain(next_step)}"]
    lines += [f"Page: {failure.page}"] if failure.page else []
    return Message(
        title=f"trucewatch: {visible(failure.dag)}: {how}",
        text="\n\n".join(lines),
        key=f"run/{failure.dag}/{_which(failure)}",
        kind="run",
    )


def try_channels(kind: str | None = None) -> list[tuple[Channel, bool]]:
    """Send a word to each channel (of a kind: to those that take it) and return which ones took it. No journal has it.

    Raises `SettingsError` when there is none, or no such kind.
    """
    if kind is not None and kind not in KINDS:
        raise SettingsError(f"{kind!a} is no tag.", where="--tag", next_step=f"Use one of {', '.join(KINDS)}.")
    channels = [each for each in configured() if kind is None or each.takes(kind)]
    if not channels:
        raise SettingsError(
            f"No channel takes {kind}.", where="--tag", next_step="`trucewatch notify list` shows what each takes."
        )
    post = Post(channels)
    letter = Letter(
        title="trucewatch: a test",
        text=f"This channel is heard. Sent {clock():%Y-%m-%d %H:%M} UTC by `trucewatch notify test`; nothing has happened.",
    )
    return [(each, post.send(letter, each)) for each in channels]


def configured() -> tuple[Channel, ...]:
    """Return the channels of this process.

    Raises `SettingsError` when there is none.
    """
    channels = read_channels(settings.load())
    if not channels:
        raise SettingsError(
            "No channel is configured.",
            where="environment",
            next_step="Set TRUCEWATCH_NOTIFY to a file of addresses: docs/how-to/send-it-somewhere.md.",
        )
    return channels


def day_to_send(chosen: Settings) -> date:
    """Return the last day with articles that was over when the last run was planned that took up articles.

    Raises `NothingHeld`.
    """
    with reading(chosen) as snapshot:
        days, runs = snapshot.rows("brief_days"), snapshot.rows("brief_runs")
    day = last_over(days, runs, chosen.day_zone)
    if day is None:
        raise NothingHeld(
            "No day with articles is over yet: there is nothing to send.",
            where=f"TRUCEWATCH_DAY_ZONE, {chosen.day_zone}",
            next_step="The first run that is planned after midnight there sends the day before; --day names another.",
        )
    return day


def last_over(days: Sequence[Mapping[str, Any]], runs: Sequence[Mapping[str, Any]], zone: str) -> date | None:
    """Return the last day with articles before the day of the last run, by rows of `brief_days` and `brief_runs`.

    Runs that loaded nothing, and those that work again what was taken up before, do not make a day whole.
    """
    from pipelines.report.brief_words import local

    planned = [row["planned_at"] for row in runs if not row["stopped"] and row["mode"] != "reprocess"]
    today = max((local(each, zone).date() for each in planned), default=date.min)
    return max((row["day_on"] for row in days if row["day_on"] < today), default=None)


def _of_findings(lines: "Mapping[str, FindingLine]", told: Mapping[str, Told]) -> Iterator[Message]:
    """Yield the messages that some channel has not taken yet, then the one of what no channel was told of."""
    begun = {key: each for key, each in told.items() if each.channels}
    known = {covered for each in begun.values() for covered in each.covers}
    for key, each in begun.items():
        still = [covered for covered in each.covers if covered in lines]
        if each.outcome == "failed" and still and clock() - each.at <= TELLING:
            yield _findings_message(key, each.covers, [lines[covered] for covered in still])
    new = [key for key in lines if key not in known]
    if new:
        digest = hashlib.sha256("\n".join(sorted(new)).encode()).hexdigest()[:16]
        key = new[0] if len(new) == 1 else f"findings/{digest}"
        yield _findings_message(key, new, [lines[each] for each in new])


def _findings_message(key: str, covers: "Collection[str]", lines: "Sequence[FindingLine]") -> Message:
    critical = sum(line.severity == "critical" for line in lines)
    if len(lines) == 1:
        title = f"{lines[0].title} ({lines[0].severity})"
    else:
        title = f"{len(lines)} new findings" + (f", {critical} critical" if critical else "")
    text, explained = [], set()
    for line in lines[:MOST_LINES]:
        text.append(f"- {line.severity}, {line.rule} {_cut(line.subject)}: {_plain(line.title)}. {_cut(line.detail)}")
        if line.next_step and line.rule not in explained:
            text.append(f"  What to do: {_plain(line.next_step)}")
        explained.add(line.rule)
    if len(lines) > MOST_LINES:
        text.append(f"- and {len(lines) - MOST_LINES} more")
    text += [
        "",
        "All of them: the page Findings, or `trucewatch findings list`; one that is acknowledged is not told of.",
    ]
    return Message(
        title=f"trucewatch: {visible(title)}", text="\n".join(text), key=key, kind="finding", covers=tuple(covers)
    )


def _key_of(line: "FindingLine") -> str:
    subject = hashlib.sha256(line.subject.encode()).hexdigest()[:16]
    return f"finding/{line.rule}/{subject}/{line.first_seen_at.isoformat()}"


def _cut(text: str) -> str:
    return _plain(text if len(text) <= LONGEST_LINE else f"{text[: LONGEST_LINE - 1]}…")


def _which(failure: Failure) -> str:
    if failure.dag in _ALL_DAY:
        return f"{failure.run_after.astimezone(UTC):%Y-%m-%d}"
    return run_name(failure.run_after, failure.run_id)


def _how(failure: Failure) -> str:
    if isinstance(failure.error, RunStopped):
        return "stopped by validation, nothing was loaded"
    if isinstance(failure.error, RunIncomplete):
        return "published, but some batches were lost"
    return f"the task {visible(failure.task)} failed" if failure.task else "the run failed"


def _plain(text: str) -> str:
    return markdown_cell(text)
