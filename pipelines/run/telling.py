"""What the house itself has to say: the brief of a day, a run that failed, a word to see whether a channel works."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Final

from pipelines import settings
from pipelines.errors import NotDelivered, NothingHeld, RunIncomplete, RunStopped, SettingsError, TrucewatchError
from pipelines.report.escaping import markdown_cell, visible
from pipelines.run.channels import CONNECTION, KINDS, Channel, Letter, Post, read_channels
from pipelines.run.house import clock, report, run_name
from pipelines.run.notifying import Message, Sent, notify
from pipelines.settings import Settings

_ALL_DAY: Final = frozenset({"collect"})
"""DAGs that run every few minutes: while the network is down all of their runs fail."""


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
    """Send the brief of a day (None: the latest with articles) to the channels for briefs, once, and say what became of it.

    With `again` it is sent although it was. Raises `NotDelivered` when a channel did not take it, `NothingPublished` and
    `NothingHeld` as `briefing.brief`, `SettingsError` as `notify`.
    """
    from pipelines.run.briefing import delivered

    chosen = settings_with(channels)
    day = day or _latest()
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


def _latest() -> date:
    """Return the latest day with articles. Raises `NothingHeld`."""
    from pipelines.report.brief import latest_day

    chosen = settings.load()
    day = latest_day(report("brief_days", chosen), report("brief_runs", chosen), chosen.day_zone)
    if day is None:
        raise NothingHeld("No article has been published yet: there is nothing to send.", next_step="trucewatch run")
    return day


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
