"""What leaves the house as a message: a brief, hits of watches, findings, runs that failed. Each once.

    Message ─▶ told before? ─▶ channels that take its kind ─▶ journal/alerts.jsonl

A line of the journal is written when a message was handed over, so a process that is killed in between repeats at most
that one message. Of watches and findings the journal keeps no title: it may be made of words of others.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from pipelines.run.channels import Channel, Kind, Letter, Post, read_channels
from pipelines.run.house import clock
from pipelines.run.journal import alone, append_lines, read_lines
from pipelines.settings import Settings

Outcome = Literal["sent", "already_sent", "no_channel", "failed"]

_TITLES_OF_OURS: frozenset[Kind] = frozenset({"brief", "run"})
_LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What is told. `key` makes it the same message; `text` is Markdown in which words of others are escaped.

    `html` is a page of ours, where there is one: mail shows it instead of the text. `covers` are the keys of what one
    message tells together.
    """

    title: str
    text: str
    key: str
    kind: Kind
    html: str | None = None
    covers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What became of a message. `detail` names channels by number, scheme and tags, never by address."""

    key: str
    outcome: Outcome
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the journal says of a key: since when, whether every channel of its time took it, which ones did."""

    kind: str
    at: datetime
    outcome: str
    channels: frozenset[str]
    covers: tuple[str, ...] = ()


def notify(messages: Iterable[Message], chosen: Settings, *, again: bool = False) -> tuple[Sent, ...]:
    """Send what was not sent before and return what became of each message, in their order.

    A message that some channel did not take is `failed`; the next call hands it to those that did not take it, and to
    no other. One for which there is no channel is noted once, and sent by a later call that finds one. With `again`
    what was sent is sent once more. What failed before is tried last: a channel that does not take one message is not
    asked for another in the same call. Processes wait for each other.
    Raises `SettingsError` as `read_channels` and `Post`.
    """
    wanted = tuple(messages)
    if not wanted:
        return ()
    channels = read_channels(chosen)
    path = chosen.data / "journal" / "alerts.jsonl"
    with alone(path):  # the others wait, and then find what was told
        told = {} if again else _told(path)
        outcomes = {key: each.outcome for key, each in told.items()}
        taken = {key: each.channels for key, each in told.items()}
        due = [each for each in wanted if outcomes.get(each.key) != "sent"]
        taking = [each for each in channels if any(each.takes(message.kind) for message in due)]
        post = Post(taking)
        sent: dict[int, Sent] = {}
        for place in sorted(range(len(wanted)), key=lambda place: outcomes.get(wanted[place].key) == "failed"):
            each = wanted[place]
            before = outcomes.get(each.key)
            if before == "sent":
                sent[place] = Sent(key=each.key, outcome="already_sent")
                continue
            asked = [one for one in taking if one.takes(each.kind)]
            answer, taken[each.key] = _hand_over(each, asked, taken.get(each.key, frozenset()), post)
            if not answer.outcome == before == "no_channel":
                append_lines(path, [_line(each, answer, taken[each.key])])
            outcomes[each.key] = answer.outcome
            sent[place] = answer
    return tuple(sent[place] for place in range(len(wanted)))


def told_before(chosen: Settings, kind: Kind) -> dict[str, Told]:
    """Return by key what the journal says of messages of a kind."""
    told = _told(chosen.data / "journal" / "alerts.jsonl")
    return {key: each for key, each in told.items() if each.kind == kind}


def _hand_over(
    message: Message, channels: Collection[Channel], before: frozenset[str], post: Post
) -> tuple[Sent, frozenset[str]]:
    """Return what became of it, and all channels that have taken it by now."""
    ids = {each: each.channel_id for each in channels}
    letter = Letter(title=message.title[:_LONGEST_TITLE], text=message.text, html=message.html)
    failed, taken = [], set(before)
    for channel in channels:
        if ids[channel] in before:
            continue
        if post.send(letter, channel):
            taken.add(ids[channel])
        else:
            failed.append(channel.name)
    outcome: Outcome = "failed" if failed else "sent" if taken else "no_channel"
    detail = f"not taken by {', '.join(failed)}" if failed else ""
    return Sent(key=message.key, outcome=outcome, detail=detail), frozenset(taken)


def _line(message: Message, sent: Sent, channels: Iterable[str]) -> Mapping[str, object]:
    line: dict[str, object] = {
        "at": clock().isoformat(),
        "kind": message.kind,
        "key": message.key,
        "title": message.title[:_LONGEST_TITLE] if message.kind in _TITLES_OF_OURS else None,
        "outcome": sent.outcome,
        "channels": sorted(channels),
        "detail": sent.detail,
    }
    return line | {"covers": list(message.covers)} if message.covers else line


def _told(path: Path) -> dict[str, Told]:
    """Return by key what its last line says; a message that was sent once is sent, whatever follows."""
    told: dict[str, Told] = {}
    for line in read_lines(path):
        key = str(line["key"])
        if key in told and told[key].outcome == "sent":
            continue
        told[key] = _entry(line, told[key].at if key in told else datetime.fromisoformat(line["at"]))
    return told


def _entry(line: Mapping[str, Any], at: datetime) -> Told:
    return Told(
        kind=str(line["kind"]),
        at=at,
        outcome=str(line["outcome"]),
        channels=frozenset(line["channels"]),
        covers=tuple(line.get("covers", ())),
    )
