"""`collect`: poll the sources of the pack once, keep every body, fetch the pages that are due."""

import asyncio
from collections.abc import Callable

from pipelines import parse
from pipelines.children import Children, Lost
from pipelines.collect.collector import CollectReport
from pipelines.collect.collector import collect as collect_sources
from pipelines.errors import NothingHeard, TrucewatchError
from pipelines.records import Document, ParsedDocument, Rejected
from pipelines.run.accounting import rejected_by_child
from pipelines.run.house import PARSE_SECONDS, clock, open_house, single


def collect(progress: Callable[[str], None] | None = None) -> CollectReport:
    """Poll every source that is not paused and return what came of it.

    Raises `NothingHeard` when not one source answered, and `TrucewatchError` when another process is collecting
    into the same data folder.
    """
    house = open_house()
    with single(house.settings.data / "collect.lock") as mine, house.children() as children:
        if not mine:
            raise TrucewatchError(
                "Another process is collecting into this data folder.",
                where=str(house.settings.data),
                next_step="Wait for it to end; what it stores is not lost.",
            )
        report = asyncio.run(
            collect_sources(
                house.pack.sources,
                settings=house.settings,
                clock=clock,
                parse=lambda document: parse_in_child(children, document),
                progress=progress,
            )
        )
    if report.is_network_silent:
        raise NothingHeard(
            "Not one feed could be reached: the network is down or closed, not the sources.",
            where=", ".join(f"{count} × {reason.value}" for reason, count in sorted(report.reasons.items())),
            next_step="Check the connection, then run it again; the failed requests are on record, nothing was lost.",
        )
    return report


def parse_in_child(children: Children, document: Document) -> ParsedDocument | Rejected:
    """Parse where a hostile document can be killed."""
    result = children.call(parse.parse, document, timeout_seconds=PARSE_SECONDS)
    return rejected_by_child("parse", result) if isinstance(result, Lost) else result
