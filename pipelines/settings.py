"""The only reader of the environment, and the only place that knows where shipped files lie."""

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pipelines.errors import SettingsError

PREFIX = "TRUCEWATCH_"
BY_REFERENCE = "secret_"
BUNDLED_PACK = "ceasefire_talks"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the environment decides. `help` and `example` of each field feed `trucewatch settings`."""

    data: Path = field(
        default=Path("data"),
        metadata={"help": "folder for raw bytes, warehouse, snapshots", "example": "/srv/trucewatch"},
    )
    pack: Path = field(
        default=Path(),
        metadata={"help": "folder of the topic pack; default: the one that ships", "example": "./my-pack"},
    )
    contact: str | None = field(
        default=None,
        metadata={"help": "address in the User-Agent, required for live fetching", "example": "desk@example.org"},
    )
    allow_hosts: frozenset[str] = field(
        default=frozenset(),
        metadata={"help": "host:port list that the address guard lets through", "example": "127.0.0.1:8800"},
    )
    connect_to: tuple[tuple[str, str], ...] = field(
        default=(),
        metadata={
            "help": "pattern=host:port list: dial there for host names that match",
            "example": "*.example=127.0.0.1:8800",
        },
    )
    workers: int = field(default=0, metadata={"help": "parser children; 0 = one a core", "example": "2"})
    day_zone: str = field(
        default="UTC", metadata={"help": "IANA time zone in which days begin", "example": "Europe/Zurich"}
    )
    warehouse: str = field(
        default="",
        metadata={
            "help": "the writer's DuckDB file; default: warehouse/warehouse.duckdb in the data folder",
            "example": "",
        },
    )
    politeness: float = field(
        default=1.0,
        metadata={"help": "factor on waiting between requests: 1 as configured, 0 no waiting", "example": "0"},
    )
    deadline_seconds: float = field(
        default=30.0, metadata={"help": "longest time of one request, redirects and body included", "example": "10"}
    )
    host_interval_seconds: float = field(
        default=1.0,
        metadata={"help": "seconds between two requests to the hosts of one operator", "example": "5"},
    )
    host_concurrency: int = field(
        default=2, metadata={"help": "requests at once to the hosts of one operator", "example": "1"}
    )
    poll_minutes: float = field(
        default=10.0, metadata={"help": "shortest time between two polls of a source", "example": "15"}
    )
    poll_hours: float = field(
        default=24.0, metadata={"help": "longest time between two polls of a source that answers", "example": "6"}
    )
    limits: Mapping[str, float] = field(
        default_factory=dict,
        metadata={
            "help": "name=number list: other numbers of pace and judgement of sources (docs/decisions/0013)",
            "example": "dead_days=30,moved_polls=5",
        },
    )
    revisit_hours: tuple[float, ...] = field(
        default=(1.0, 6.0, 24.0, 72.0, 168.0),
        metadata={"help": "hours after which a page about the talks is looked at again", "example": "1,6,24"},
    )
    inbox_seconds: float = field(
        default=2.0,
        metadata={"help": "a file in the inbox is taken once it has not changed for so many seconds", "example": "10"},
    )
    inbox_days: int = field(
        default=7,
        metadata={"help": "days for which delivered files stay in .done/ of their folder", "example": "1"},
    )
    notify: Path | None = field(
        default=None,
        metadata={
            "help": "file with the addresses to which briefs, alerts and failures go (docs/how-to/send-it-somewhere.md)",
            "example": "/etc/trucewatch/channels",
        },
    )
    watches: Path | None = field(
        default=None,
        metadata={
            "help": "folder of saved queries (YAML); default: watches in the data folder",
            "example": "/srv/desk/watches",
        },
    )
    secrets: Mapping[str, str] = field(
        default_factory=dict,
        repr=False,  # and never shown: see `shown`
        metadata={
            "help": "credentials of paid feeds, TRUCEWATCH_SECRET_<NAME> each, by the name the pack refers to",
            "example": "",
        },
    )

    def shown(self, name: str) -> str:
        """Return a setting as text for people; of secrets their names only."""
        value = getattr(self, name)
        if name == "secrets":
            return ", ".join(sorted(value))
        if name == "watches":
            return str(self.watches_path)
        return ", ".join(f"{each}={number:g}" for each, number in value.items()) if name == "limits" else str(value)

    @property
    def warehouse_path(self) -> Path:
        """Return the writer's file."""
        return Path(self.warehouse) if self.warehouse else self.data / "warehouse" / "warehouse.duckdb"

    @property
    def watches_path(self) -> Path:
        """Return the folder of saved queries."""
        return self.watches or self.data / "watches"

    @property
    def worker_count(self) -> int:
        """Return the number of parser children, at least 1."""
        return self.workers or os.cpu_count() or 1


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """Return the settings of this process.

    Raises `SettingsError` naming the variable for a value that cannot be used, and for an unknown
    `TRUCEWATCH_…` variable: a misspelt one would otherwise be a silent default.
    """
    given = {
        name.removeprefix(PREFIX).lower(): value.strip()
        for name, value in (os.environ if environ is None else environ).items()
        if name.startswith(PREFIX)
    }
    secrets = {
        name.removeprefix(BY_REFERENCE): given.pop(name) for name in list(given) if name.startswith(BY_REFERENCE)
    }
    known = {each.name for each in fields(Settings)} - {"secrets"}
    for name in given.keys() - known:
        raise SettingsError(
            f"{PREFIX}{name.upper()} is not a setting.",
            where="environment",
            next_step="`trucewatch settings` lists them all; unset it or correct its name.",
        )
    return Settings(
        data=Path(given.get("data") or "data").expanduser().absolute(),
        pack=Path(given["pack"]).expanduser().absolute() if given.get("pack") else bundled_pack(),
        contact=given.get("contact") or None,
        allow_hosts=frozenset(_host_ports(given.get("allow_hosts", ""))),
        connect_to=tuple(_connections(given.get("connect_to", ""))),
        workers=int(_number("workers", given.get("workers") or "0")),
        day_zone=_zone(given.get("day_zone") or "UTC"),
        warehouse=given.get("warehouse", ""),
        politeness=_number("politeness", given.get("politeness") or "1"),
        deadline_seconds=_number("deadline_seconds", given.get("deadline_seconds") or "30"),
        host_interval_seconds=_number("host_interval_seconds", given.get("host_interval_seconds") or "1"),
        host_concurrency=max(1, int(_number("host_concurrency", given.get("host_concurrency") or "2"))),
        poll_minutes=_number("poll_minutes", given.get("poll_minutes") or "10"),
        poll_hours=_number("poll_hours", given.get("poll_hours") or "24"),
        limits=dict(_limits(given.get("limits", ""))),
        revisit_hours=_hours(given.get("revisit_hours") or "1,6,24,72,168"),
        inbox_seconds=_number("inbox_seconds", given.get("inbox_seconds") or "2"),
        inbox_days=int(_number("inbox_days", given.get("inbox_days") or "7")),
        notify=Path(given["notify"]).expanduser().absolute() if given.get("notify") else None,
        watches=Path(given["watches"]).expanduser().absolute() if given.get("watches") else None,
        secrets=secrets,
    )


def shipped(name: str) -> Path:
    """Return the folder `sql` or `expectations`, in the wheel or in the checkout.

    Raises `SettingsError` when neither is there: the installation is incomplete.
    """
    here = Path(__file__).parent
    for candidate in (here / name, here.parent / name):
        if candidate.is_dir():
            return candidate
    raise SettingsError(f"The folder {name}/ is missing.", where=str(here), next_step="Reinstall trucewatch.")


def state_folder(environ: Mapping[str, str] | None = None) -> Path:
    """Return the folder for what one person's commands remember (XDG Base Directory Specification 0.8).

    Raises `RuntimeError` for somebody without a home.
    """
    given = (os.environ if environ is None else environ).get("XDG_STATE_HOME", "")
    home = Path(given) if Path(given).is_absolute() else Path.home() / ".local" / "state"  # relative ones do not count
    return home / "trucewatch"


def bundled_pack() -> Path:
    """Return the folder of the topic pack that ships."""
    return Path(__file__).parent / "packs" / BUNDLED_PACK


def _number(name: str, value: str) -> float:
    try:
        number = float(value)
    except ValueError:
        number = -1.0
    if number < 0:
        raise SettingsError(
            f"{PREFIX}{name.upper()}={value!r} is not a number of at least 0.",
            where="environment",
            next_step="Set a number, or unset it for the default.",
        )
    return number


def _limits(value: str) -> Iterator[tuple[str, float]]:
    for entry in filter(None, (part.strip() for part in value.split(","))):
        name, _, number = entry.partition("=")
        yield name.strip(), _number(f"limits: {name.strip()}", number.strip())


def _hours(value: str) -> tuple[float, ...]:
    return tuple(sorted({_number("revisit_hours", each.strip()) for each in value.split(",") if each.strip()}))


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise SettingsError(
            f"{PREFIX}DAY_ZONE={value!r} is not an IANA time zone.",
            where="environment",
            next_step="Use a name such as UTC or Europe/Zurich.",
        ) from error
    return value


def _host_ports(value: str) -> list[str]:
    entries = [entry.strip().lower() for entry in value.split(",") if entry.strip()]
    for entry in entries:
        if not re.fullmatch(r"(\[[0-9a-f:.]+\]|[^\s:/@]+):\d{1,5}", entry):
            raise SettingsError(
                f"{PREFIX}ALLOW_HOSTS holds {entry!r}, which is not host:port.",
                where="environment",
                next_step="List host:port pairs, parted by commas, for example 127.0.0.1:8800.",
            )
    return entries


def _connections(value: str) -> list[tuple[str, str]]:
    pairs = []
    for entry in filter(None, (part.strip() for part in value.split(","))):
        pattern, separator, target = entry.partition("=")
        if not separator or not pattern:
            raise SettingsError(
                f"{PREFIX}CONNECT_TO holds {entry!r}, which is not pattern=host:port.",
                where="environment",
                next_step="Write for example *.example=127.0.0.1:8800.",
            )
        pairs.append((pattern.lower(), _host_ports(target)[0]))
    return pairs
