"""`collect`: poll the sources that are due, keep every body, fetch the pages that are wanted."""

import asyncio
import gc
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from pipelines.children import Children, Lost
from pipelines.collect.archive import Archive, Backfilled, Range
from pipelines.collect.collector import CollectReport, open_desk, require_contact
from pipelines.collect.collector import collect as collect_sources
from pipelines.collect.desk import all_of
from pipelines.collect.imported import Imported, sorted_out, take
from pipelines.collect.polling import Parse
from pipelines.collect.revisits import KnownArticle
from pipelines.errors import NothingHeard, NothingPublished, TrucewatchError
from pipelines.records import Document, ParsedDocument, Reason, Rejected
from pipelines.run import imports
from pipelines.run.accounting import rejected_by_child
from pipelines.run.house import EXTRACT_SECONDS, PARSE_SECONDS, House, clock, naive, open_house, report, single
from pipelines.run.wiring import collect_wires, with_secrets
from pipelines.settings import Settings

KEEPING_OUT = frozenset({"challenge", "login", "consent", "geo_block", "paywall"})
"""Kinds of pages by which a publisher keeps us out, in contrast to maintenance and errors."""


def collect(
    progress: Callable[[str], None] | None = None,
    *,
    everything: bool = False,
    secrets: Mapping[str, str] | None = None,
    now: Callable[[], datetime] = clock,
) -> CollectReport:
    """Pick up the wires, poll every source that is due, or `everything` that did not ask us to wait, and report.

    `secrets` are credentials by the name the pack refers to, beside those of the environment; they stay in memory.
    Raises `NothingHeard` when sources were polled and not one answered, and `TrucewatchError` when another process is
    collecting into the same data folder.
    """
    wires = collect_wires(progress, secrets=secrets, now=now)
    with collecting(secrets) as (house, parse):
        report = asyncio.run(
            collect_sources(
                house.sources,
                settings=house.settings,
                clock=now,
                parse=parse,
                known=known_articles(house.settings, now()),
                everything=everything,
                progress=progress,
                picked_up=wires.tallies,
            )
        )
    if report.is_network_silent:
        raise NothingHeard(
            "Not one feed could be reached: the network is down or closed, not the sources.",
            where=", ".join(f"{count} × {reason.value}" for reason, count in sorted(report.reasons.items())),
            next_step="Check the connection, then run it again; the failed requests are on record, nothing was lost.",
        )
    return report


@contextmanager
def collecting(secrets: Mapping[str, str] | None = None) -> Iterator[tuple[House, Parse]]:
    """Open the house for the one process that collects into its data folder, with a way to parse in children.

    Raises `TrucewatchError` when another process is collecting.
    """
    house = with_secrets(open_house(), secrets)
    with single(house.settings.data / "collect.lock") as mine, house.children() as children, collected_seldom():
        if not mine:
            raise TrucewatchError(
                "Another process is collecting into this data folder.",
                where=str(house.settings.data),
                next_step="Wait for it to end; what it stores is not lost.",
            )
        yield house, lambda document: parse_in_child(children, document)


@contextmanager
def collected_seldom() -> Iterator[None]:
    """Let the garbage collector look seldom, and never at what was there before.

    Ten thousand requests make few cycles and many objects that live for a second: looking for cycles among them took
    a seventh of a run that found nothing new.
    """
    thresholds = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
        gc.unfreeze()


def secret_names() -> tuple[str, ...]:
    """Return the names under which the pack refers to credentials."""
    return tuple(sorted({source.secret for source in open_house().pack.sources if source.secret}))


def known_articles(settings: Settings, now: datetime) -> list[KnownArticle]:
    """Return the articles of the last snapshot whose pages may be due for another look."""
    if not settings.revisit_hours:
        return []
    if not (settings.data / "published").exists():  # spares a first run the import of the warehouse
        return []
    since = now - timedelta(hours=max(settings.revisit_hours), days=1)
    try:
        rows = report("revisits_due", settings, since=naive(since))
    except NothingPublished:
        return []
    return [
        KnownArticle(
            article_id=row["article_id"],
            item_id=row["item_id"],
            item_revision=row["item_revision"],
            source_id=row["source_id"],
            url=row["url"],
            parent_fetch_id=row["fetch_id"],
            seen_at=row["seen_at"].replace(tzinfo=UTC),
        )
        for row in rows
    ]


def parse_in_child(children: Children, document: Document) -> ParsedDocument | Rejected:
    """Parse where a hostile document can be killed."""
    from pipelines import parse

    result = children.call(parse.parse, document, timeout_seconds=PARSE_SECONDS)
    if isinstance(result, Lost):
        return rejected_by_child("parse", result)
    if isinstance(result, Rejected) and result.reason is Reason.NOT_A_FEED and "HTML" in result.detail:
        return _as_a_wall(children, document, result)
    return result


def _as_a_wall(children: Children, document: Document, rejected: Rejected) -> Rejected:
    """Return the refusal of a page in place of a feed, as a soft block where the page keeps us out."""
    from pipelines.run.batches import PageWork, extract_page

    page = children.call(extract_page, PageWork(document=document), timeout_seconds=EXTRACT_SECONDS)
    if isinstance(page, Rejected) and page.reason is Reason.SOFT_BLOCK and page.detail in KEEPING_OUT:
        return replace(rejected, reason=Reason.SOFT_BLOCK, detail=page.detail)
    return rejected


# ── What a person asks for ────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What came of a list of addresses, by publisher, and its lines that were no address, each with the reason."""

    taken: tuple[Imported, ...]
    refused: tuple[tuple[str, str], ...]


def import_addresses(lines: Iterable[str], *, now: Callable[[], datetime] = clock) -> ImportReport:
    """Take addresses that a person found: fetch their pages as articles of whoever publishes them.

    Raises `SettingsError` without a contact, `TrucewatchError` when another process is collecting.
    """
    with collecting() as (house, parse):
        urls, refused = sorted_out(lines, house.settings.allow_hosts)
        by_source = imports.by_source(urls, house.pack.sources)
        asked = (replace(source, url=url) for source, found in by_source.items() for url in found)
        require_contact(asked, house.settings)
        imports.remember(house.settings.data, by_source, now())

        async def fetch() -> tuple[Imported, ...]:
            async with open_desk(house.settings, now, house.pack.sources) as desk:
                return await all_of(take(desk, source, found, parse) for source, found in by_source.items())

        return ImportReport(taken=asyncio.run(fetch()), refused=refused)


def backfill(
    source_id: str,
    since: datetime,
    until: datetime | None = None,
    progress: Callable[[str], None] | None = None,
    *,
    now: Callable[[], datetime] = clock,
) -> Backfilled:
    """Read the archive of a source for a range of publication, and fetch the pages of its entries.

    Raises `TrucewatchError` for a source that the pack does not have or that has no address, `SettingsError` without
    a contact.
    """
    with collecting() as (house, parse):
        source = next((each for each in house.pack.sources if each.source_id == source_id), None)
        if source is None or not (source.url or source.archive_url):
            raise TrucewatchError(
                f"The pack has no feed {source_id!r} to go back in.",
                where=str(house.settings.pack),
                next_step="`trucewatch sources list` shows the ids; a paused source needs a url first.",
            )
        require_contact([source], house.settings)
        wanted = Range(since=since, until=until or now())

        async def walk() -> Backfilled:
            async with open_desk(house.settings, now, house.pack.sources) as desk:
                return await Archive(desk, source, wanted, parse).backfill(progress or (lambda _: None))

        return asyncio.run(walk())
