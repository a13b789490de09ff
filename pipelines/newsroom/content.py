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
EDITIONS: Mapping[int, datetime] = {
    1: datetime(2025, 5, 16, 20, tzinfo=UTC),
    2: datetime(2025, 5, 17, 11, tzinfo=UTC),
    3: datetime(2025, 5, 17, 20, tzinfo=UTC),
}
"""The moments at which the world is collected, in their order: one on the first press day, two on the second."""

NOTICE = "Sample page written for trucewatch. Not a news report."

_FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n(.*)\Z", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of one article as its publisher put it online.

    `published_at` carries the offset of the newsroom, except where `naive`: then feed and page leave it out.
    `editions` are those whose feed lists this version; it is online from the first of them on, until another one is
    listed (an edit that is taken back: the first version has the editions 1 and 3, the other 2).
    `serve` is `full`, `gone` (404), `missing` (the same, with status 200), `consent` (a consent wall with status 200
    stands in its place) or `paywall` (nothing but the first paragraph).
    `silent` is an edit of the page alone: the feed goes on listing the version before, as if nothing had changed.
    `garbled` is a page whose text was stored as UTF-8 and read back as windows-1252; its feed entry is sound.
    `feed_date` stands in an RSS 2.0 entry in place of the publication time, however little of a date it is.
    """

    article_id: str
    slug: str
    language: str
    title: str
    summary: str
    path: str
    editions: tuple[int, ...]
    published_at: datetime
    updated_at: datetime | None
    paragraphs: tuple[str, ...]
    author: str | None = None
    section: str = ""
    naive: bool = False
    json_ld: bool = True
    serve: str = "full"
    silent: bool = False
    garbled: bool = False
    feed_date: str | None = None

    def latest(self, edition: int) -> tuple[int, int]:
        """Return the latest edition up to one that lists this version, and its first: by them the current one is told."""
        return max(each for each in self.editions if each <= edition), min(self.editions)

    @property
    def modified_at(self) -> datetime:
        """Return when this version last changed."""
        return self.updated_at or self.published_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """One house with its feed. `faults` maps an edition to `down` (503 everywhere) or `html` (a page for a feed).

    `declares` is the charset that its headers, feed and pages name, where that is not the `encoding` they are in.
    """

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
    declares: str | None = None
    compressed: bool = False
    faults: Mapping[int, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    sections: tuple[str, ...] = ()
    teasers: tuple[str, ...] = ()
    versions: tuple[Version, ...] = ()

    @property
    def charset(self) -> str:
        """Return the charset that the house says it writes in."""
        return self.declares or self.encoding

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

    def listed(self, edition: int) -> list[Version]:
        """Return what the feed of that edition lists, newest first."""
        found = [version for version in self.versions if edition in version.editions and not version.silent]
        return sorted(found, key=lambda version: (version.modified_at, version.slug), reverse=True)

    def online(self, edition: int) -> list[Version]:
        """Return the current version of every article at that edition, newest first."""
        current: dict[str, Version] = {}
        begun = [version for version in self.versions if min(version.editions) <= edition]
        for version in sorted(begun, key=lambda version: version.latest(edition)):
            current[version.article_id] = version
        return sorted(current.values(), key=lambda version: (version.modified_at, version.slug), reverse=True)


def as_of(day: int) -> datetime:
    """Return the last second of press day 1 or 2, in UTC: the "now" of a run over that day."""
    return datetime.combine(PRESS_DAYS[day - 1], time(23, 59, 59), tzinfo=UTC)


def press_day(edition: int) -> int:
    """Return the press day, 1 or 2, of an edition."""
    return PRESS_DAYS.index(EDITIONS[edition].date()) + 1


def editions_of(day: int) -> tuple[int, ...]:
    """Return the editions of press day 1 or 2, in their order."""
    return tuple(edition for edition in EDITIONS if press_day(edition) == day)


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
        editions=tuple(given.pop("editions")),
        published_at=datetime.fromisoformat(given.pop("published")),
        updated_at=datetime.fromisoformat(updated) if updated else None,
        paragraphs=paragraphs,
        **given,
    )
