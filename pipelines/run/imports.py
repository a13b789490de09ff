"""Publishers of addresses that people found: as sources beside those of the pack, kept in the journal."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from pipelines.addresses import site
from pipelines.collect import guard
from pipelines.records import Source, SourceKind
from pipelines.run.journal import append_lines, read_lines

PREFIX = "import-"
"""Begins the ids of these sources; the pack's ids do not."""


def by_source(urls: Iterable[str], known: Iterable[Source]) -> dict[Source, list[str]]:
    """Return the addresses by the source they belong to: of the publisher whose feed has their domain, else of their host."""
    at_home: dict[str, list[Source]] = defaultdict(list)
    for each in known:
        if domain := _domain(each.url or ""):
            at_home[domain].append(each)
    found: dict[Source, list[str]] = defaultdict(list)
    for url in urls:
        domain = _domain(url) or url
        found[_source_at(domain, at_home.get(domain, []))].append(url)
    return found


def _source_at(domain: str, same: Sequence[Source]) -> Source:
    """Return the source of addresses of a domain; `same` are those of the pack that have their feeds there."""
    if not same:
        return _source(publisher_id=_slug(domain), publisher=domain, language="und", country=None)
    first = same[0]
    languages = {each.language for each in same}
    return _source(
        publisher_id=first.publisher_id,
        publisher=first.publisher,
        language=languages.pop() if len(languages) == 1 else "und",
        country=first.country,
        article_id_pattern=next((each.article_id_pattern for each in same if each.article_id_pattern), None),
        time_zone=first.time_zone,
    )


def remember(data: Path, sources: Iterable[Source], now: datetime) -> None:
    """Append the sources that the journal does not hold; durable on return."""
    known = {source.source_id for source in read(data)}
    new = [source for source in sources if source.source_id not in known]
    append_lines(_path(data), [{"imported_at": now.isoformat(), **_kept(source)} for source in new])


def read(data: Path) -> tuple[Source, ...]:
    """Return the sources of all addresses that were ever imported."""
    found: dict[str, Source] = {}
    for given in read_lines(_path(data)):
        given.pop("imported_at")
        source = _source(**given)
        found[source.source_id] = source
    return tuple(found.values())


def _source(
    *,
    publisher_id: str,
    publisher: str,
    language: str,
    country: str | None,
    article_id_pattern: str | None = None,
    time_zone: str = "UTC",
) -> Source:
    return Source(
        source_id=f"{PREFIX}{publisher_id}",
        publisher_id=publisher_id,
        publisher=publisher,
        kind=SourceKind.FEED,
        language=language,
        country=country,
        article_id_pattern=article_id_pattern,
        time_zone=time_zone,
        paused_why="holds the addresses that people imported; no feed of its own",
    )


def _kept(source: Source) -> dict[str, str | None]:
    names = ("publisher_id", "publisher", "language", "country", "article_id_pattern", "time_zone")
    return {name: getattr(source, name) for name in names}


def _slug(domain: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", domain.lower()).strip("-")[:57] or "unknown"


def _domain(url: str) -> str | None:
    place = guard.origin(url)
    return site(place[1]) if place else None


def _path(data: Path) -> Path:
    return data / "journal" / "imports.jsonl"
