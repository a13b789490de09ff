"""Where messages go: addresses in the notation of Apprise, and the only place that imports it.

An address holds a password or a token. It leaves this module in no error, log or row: a channel is known by its number,
its scheme and its tags.
"""

import hashlib
import logging
import re
import threading
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, get_args

from pipelines.errors import SettingsError
from pipelines.report.escaping import markdown_cell, visible
from pipelines.settings import Settings

if TYPE_CHECKING:
    from apprise import NotifyBase

Kind = Literal["brief", "watch", "run", "finding"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

CONNECTION: Final = "trucewatch_notify"
"""The Airflow Connection whose password holds addresses; the environment may have them in TRUCEWATCH_SECRET_<the same>."""

SCHEMES: Final = frozenset({
    *("mailto", "mailtos", "json", "jsons", "xml", "xmls", "form", "forms"),
    *("discord", "gotify", "gotifys", "matrix", "matrixs", "mmost", "mmosts", "ntfy", "ntfys"),
    *("rocket", "rockets", "slack", "tgram", "workflow", "workflows"),
})  # fmt: skip
"""What may be asked to deliver: mail, and services that are spoken to over HTTP. Apprise also knows how to write to the
system's log, pop up windows and run programs of the machine it runs on."""

_CHATS: Final = frozenset({
    *("discord", "matrix", "matrixs", "mmost", "mmosts", "rocket", "rockets", "slack", "tgram", "workflow", "workflows"),
})  # fmt: skip
_READ_MARKDOWN: Final = frozenset({"discord", "mmost", "mmosts", "json", "jsons", "xml", "xmls", "form", "forms"})
"""Where Markdown is read whatever format is declared, or where a program reads it: the escapes stay."""

TIMEOUT_SECONDS: Final = 30.0
"""After which a channel that has not taken a message counts as failed."""

_LARGEST_BYTES: Final = 64 * 1024
_LINE: Final = re.compile(r"(?:(?P<tags>[a-z, ]+)=\s*)?(?P<url>(?P<scheme>[a-z0-9]+)://\S+)", re.IGNORECASE)
_ESCAPED: Final = re.compile(r"\\([\\`*_\[\]<>|&~$#!])")
_CALLS: Final = re.compile(r"@(?=\S)|<(?=[@!#&])")
_ZERO_WIDTH_SPACE: Final = "\u200b"


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """One address. `number` counts from 1 in the order of the list; without tags it takes messages of every kind."""

    number: int
    scheme: str
    tags: frozenset[str]
    url: str = field(repr=False)

    @property
    def name(self) -> str:
        """Return how people are told of it."""
        return f"channel {self.number} ({', '.join([self.scheme, *sorted(self.tags)])})"

    @property
    def channel_id(self) -> str:
        """Return what the journal knows it by: 12 hex digits that are slow to try addresses against."""
        return _slow_hash(self.url)

    def takes(self, kind: str) -> bool:
        """Say whether messages of this kind go there."""
        return not self.tags or kind in self.tags


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What is handed to a channel: plain words, Markdown in which words of others are escaped, and perhaps a page."""

    title: str
    text: str
    html: str | None = None


@lru_cache(maxsize=64)
def _slow_hash(url: str) -> str:
    return hashlib.pbkdf2_hmac("sha256", url.encode(), b"trucewatch channel", 100_000).hex()[:12]


def read_channels(chosen: Settings) -> tuple[Channel, ...]:
    """Return the channels of the file that the settings name, then those of the secret; none where neither is given.

    Raises `SettingsError` for a file that others may read, an address or a tag that is not understood, and a scheme
    that is not allowed.
    """
    found: list[Channel] = []
    if chosen.notify is not None:
        found += _channels(_read(chosen.notify), str(chosen.notify))
    if secret := chosen.secrets.get(CONNECTION):
        found += _channels("\n".join(secret.split()), f"connection {CONNECTION}", after=len(found))
    return tuple(found)


class Post:
    """The channels made ready, for one call: services that want a pause between two messages get it.

    One that has failed is not asked again: whoever hangs holds up the others once, not once a message.
    Raises `SettingsError` when Apprise is not installed, and for an address that it does not understand.
    """

    def __init__(self, channels: Collection[Channel], *, timeout_seconds: float = TIMEOUT_SECONDS) -> None:
        """Nothing is sent yet, and nobody is asked."""
        self._timeout = timeout_seconds
        self._services = {each: _service(each) for each in channels}
        self._failed: set[Channel] = set()

    def send(self, letter: Letter, channel: Channel) -> bool:
        """Hand a letter to a channel and return whether it was taken, after `timeout_seconds` at the latest."""
        if channel in self._failed:
            return False
        taken: list[bool] = []
        # No pool: its threads are waited for when the process ends, however long a server lets them hang.
        thread = threading.Thread(
            target=lambda: taken.append(_deliver(self._services[channel], letter, channel.scheme)), daemon=True
        )
        thread.start()
        thread.join(self._timeout)
        if taken != [True]:
            self._failed.add(channel)
        return channel not in self._failed


def worded(text: str, scheme: str) -> str:
    """Return a text as this kind of channel shows it: nothing in it is mark-up, and it calls nobody.

    Control and invisible characters become escapes, but for line breaks.
    """
    shown = "\n".join(map(visible, text.splitlines()))
    if scheme in _CHATS:
        shown = _CALLS.sub(rf"\g<0>{_ZERO_WIDTH_SPACE}", shown)  # @everyone, <!channel>
    return shown if scheme in _READ_MARKDOWN else _ESCAPED.sub(r"\1", shown)


def _read(path: Path) -> str:
    try:
        mode = path.stat().st_mode
        with path.open("rb") as file:
            body = file.read(_LARGEST_BYTES + 1)
        text = body.decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"The list of channels cannot be read: {type(error).__name__}.",
            where=str(path),
            next_step="Set TRUCEWATCH_NOTIFY to a text file with one address a line, or unset it.",
        ) from None
    if mode & 0o077:
        raise SettingsError(
            "The list of channels can be read by others, and it holds passwords.",
            where=str(path),
            next_step=f"chmod 600 {path}",
        )
    if len(body) > _LARGEST_BYTES:
        raise SettingsError(f"The list of channels is longer than {_LARGEST_BYTES} bytes.", where=str(path))
    return text


def _channels(text: str, where: str, after: int = 0) -> list[Channel]:
    entries = _of_yaml(text, where) if re.search(r"^urls:", text, re.MULTILINE) else _of_lines(text, where)
    return [_channel(after + at, tags, url, where) for at, (tags, url) in enumerate(entries, start=1)]


def _of_lines(text: str, where: str) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(text.splitlines(), start=1):
        entry = line.strip()
        if not entry or entry[0] in "#;":
            continue
        match = _LINE.fullmatch(entry)
        if match is None:
            raise _not_understood(f"line {number}", where)
        yield match["tags"] or "", match["url"]


def _of_yaml(text: str, where: str) -> Iterator[tuple[str, str]]:
    """Yield tags and address of each entry: `urls` is a list of addresses, or of an address with its `tag`."""
    import yaml

    try:
        given = yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError):  # its message quotes the line, with what is secret in it
        raise _not_understood("the YAML", where) from None
    if not isinstance(given, dict) or set(given) - {"version", "urls"} or not isinstance(given["urls"], list):
        raise _not_understood("the YAML, which may hold `version` and a list `urls`,", where)
    for number, entry in enumerate(given["urls"], start=1):
        match entry:
            case str():
                yield "", entry
            case dict() if len(entry) == 1:
                ((url, options),) = entry.items()
                yield _tags_of(options, number, where), str(url)
            case _:
                raise _not_understood(f"entry {number} of `urls`", where)


def _tags_of(options: object, number: int, where: str) -> str:
    """Return the tags in the options of an entry: a mapping, or a list of one, as Apprise has it."""
    given = options[0] if isinstance(options, list) and len(options) == 1 else options
    if given is None:
        return ""
    if not isinstance(given, dict) or set(given) != {"tag"}:
        raise _not_understood(f"entry {number} of `urls`, which may hold a `tag`,", where)
    tags = given["tag"]
    return ",".join(map(str, tags)) if isinstance(tags, list) else str(tags)


def _not_understood(what: str, where: str) -> SettingsError:
    return SettingsError(
        f"In the list of channels {what} is not understood.",
        where=where,
        next_step="Write one address a line, such as `brief,watch=mailtos://user:password@mail.example?to=desk@example.org`.",
    )


def _channel(number: int, tags: str, url: str, where: str) -> Channel:
    match = _LINE.fullmatch(url)
    if match is None or match["tags"]:
        raise _not_understood(f"the address of channel {number}", where)
    scheme = match["scheme"].lower()
    if scheme not in SCHEMES:
        raise SettingsError(
            f"Channel {number} is of a kind that is not allowed: {scheme}.",
            where=where,
            next_step=f"Use one of {', '.join(sorted(SCHEMES))}.",
        )
    named = frozenset(filter(None, re.split(r"[,\s]+", tags.lower())))
    if unknown := named - set(KINDS):
        raise SettingsError(
            f"Channel {number} has a tag that no message has: {visible(', '.join(sorted(unknown)))}.",
            where=where,
            next_step=f"Tags are {', '.join(KINDS)}; without one a channel takes everything.",
        )
    return Channel(number=number, scheme=scheme, tags=named, url=url)


def _service(channel: Channel) -> "NotifyBase":
    try:
        import apprise
    except ImportError:
        raise SettingsError(
            "Channels are configured, but Apprise, which speaks to them, is not installed.",
            where=channel.name,
            next_step="Install it: pip install 'trucewatch[notify]'.",
        ) from None
    # They write addresses into their logs, with the token where that is part of the path.
    for name in ("apprise", "urllib3", "requests_oauthlib"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    asset = apprise.AppriseAsset(
        storage_mode="memory",
        secure_logging=True,
        allow_templates=False,
        http_redirects=False,
        app_id="trucewatch",
        app_desc="trucewatch",
        app_url="",
        image_url_mask="",
    )
    service = apprise.Apprise.instantiate(channel.url, asset=asset)
    if service is None or isinstance(service, dict):
        raise SettingsError(
            f"Apprise does not understand the address of {channel.name}.",
            where=channel.name,
            next_step="See https://appriseit.com/services/ for how addresses of this kind are written.",
        )
    if any(getattr(service, name, None) for name in ("template", "pgp_key", "pgp_privkey", "attach")):
        raise SettingsError(
            f"The address of {channel.name} names a file to read.",
            where=channel.name,
            next_step="Leave template, pgppub, pgpprv and attach out of it.",
        )
    return service


def _one_line(title: str, scheme: str) -> str:
    line = " ".join(title.split())
    return markdown_cell(line) if scheme in _CHATS & _READ_MARKDOWN else line


def _deliver(service: "NotifyBase", letter: Letter, scheme: str) -> bool:
    import apprise

    takes_html = letter.html is not None and scheme.startswith("mailto")
    wants_html = takes_html and service.resolve_format("html") == apprise.NotifyFormat.HTML
    sender = apprise.Apprise()
    sender.add(service)
    try:
        return bool(
            sender.notify(
                title=worded(_one_line(letter.title, scheme), scheme),
                body=letter.html if wants_html and letter.html else worded(letter.text, scheme),
                body_format=apprise.NotifyFormat.HTML if wants_html else apprise.NotifyFormat.TEXT,
                interpret_escapes=False,
            )
        )
    except Exception:  # noqa: BLE001 - of a hundred plugins: what one of them raises may hold the address
        return False
