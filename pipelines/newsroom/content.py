"""The written world: outlets and article versions, read from `articles/<outlet>/`.

`outlet.yaml` describes the house (host, feed, template, words of its furniture); every other file is one version of
one article: YAML front matter between two `---` lines, then paragraphs parted by blank lines. Two files of an outlet
with the same `id` are two versions of one article.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
PRESS_DAYS = (date(2025, 5, 16), date(2025, 5, 17))
NOTICE = "Sample page written for trucewatch. Not a news report."

_FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n(.*)\Z", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of one article as its publisher put it online.

    `published_at` carries the offset of the newsroom, except where `naive`: then feed and page leave it out.
    `days` are the press days whose feed lists this version; it is online from the first of them on.
    `serve` is `full`, `gone` (404) or `consent` (a consent wall with status 200 stands in its place).
    """

    article_id: str
    slug: str
    language: str
    title: str
    summary: str
    path: str
    days: tuple[int, ...]
    published_at: datetime
    updated_at: datetime | None
    paragraphs: tuple[str, ...]
    author: str | None = None
    section: str = ""
    naive: bool = False
    json_ld: bool = True
    serve: str = "full"

    @property
    def modified_at(self) -> datetime:
        """Return when this version last changed."""
        return self.updated_at or self.published_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """One house with its feed. `faults` maps a press day to `down` (503 everywhere) or `html` (a page for a feed)."""

    outlet_id: str
    name: str
    host: str
    language: str
    feed_path: str
    feed_format: str
    template: str
    tagline: str
    robots: str
    guid: str | None = None
    link_suffix: str = ""
    encoding: str = "utf-8"
    compressed: bool = False
    faults: Mapping[int, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    sections: tuple[str, ...] = ()
    teasers: tuple[str, ...] = ()
    versions: tuple[Version, ...] = ()

    @property
    def home(self) -> str:
        """Return the address of the front page, without a trailing slash."""
        return f"http://{self.host}"

    def address(self, version: Version) -> str:
        """Return the canonical address of an article."""
        return self.home + version.path

    def guid_of(self, version: Version) -> str | None:
        """Return the identity the feed gives an article, None where the format has none."""
        return self.guid.format(id=version.article_id) if self.guid else None

    def listed(self, day: int) -> list[Version]:
        """Return what the feed of that press day lists, newest first."""
        found = [version for version in self.versions if day in version.days]
        return sorted(found, key=lambda version: (version.modified_at, version.slug), reverse=True)

    def online(self, day: int) -> list[Version]:
        """Return the current version of every article that day, newest first."""
        current: dict[str, Version] = {}
        for version in sorted(self.versions, key=lambda version: version.days):
            if min(version.days) <= day:
                current[version.article_id] = version
        return sorted(current.values(), key=lambda version: (version.modified_at, version.slug), reverse=True)


def as_of(day: int) -> datetime:
    """Return the last second of press day 1 or 2, in UTC: the "now" of a run over that day."""
    return datetime.combine(PRESS_DAYS[day - 1], time(23, 59, 59), tzinfo=UTC)


@cache
def outlets() -> Mapping[str, Outlet]:
    """Return the houses of the press world by host name."""
    found = (_outlet(path.parent) for path in sorted((HERE / "articles").glob("*/outlet.yaml")))
    return {outlet.host: outlet for outlet in found}


def _outlet(folder: Path) -> Outlet:
    given = yaml.safe_load((folder / "outlet.yaml").read_text(encoding="utf-8"))
    for name in ("sections", "teasers"):
        given[name] = tuple(given.get(name, ()))
    versions = tuple(_version(path) for path in sorted(folder.glob("*.md")))
    return Outlet(outlet_id=folder.name, versions=versions, **given)


def _version(path: Path) -> Version:
    matched = _FRONT_MATTER.match(path.read_text(encoding="utf-8"))
    if matched is None:
        raise ValueError(f"{path.name} has no front matter between two lines of three hyphens")
    given: dict[str, Any] = yaml.safe_load(matched[1])
    slug, language = path.stem.rsplit(".", 1)
    paragraphs = tuple(" ".join(part.split()) for part in matched[2].split("\n\n") if part.strip())
    updated = given.pop("updated", None)
    return Version(
        article_id=str(given.pop("id")),
        slug=slug,
        language=language,
        days=tuple(given.pop("days")),
        published_at=datetime.fromisoformat(given.pop("published")),
        updated_at=datetime.fromisoformat(updated) if updated else None,
        paragraphs=paragraphs,
        **given,
    )
