"""All wires of a pack, one pick-up: a few folders at once, all APIs beside each other.

Neither the index nor the memory of feeds is touched: feeds may be polled meanwhile by another process, and the index
follows the records of both.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from pipelines.collect import wire
from pipelines.collect.client import Client
from pipelines.collect.desk import all_of
from pipelines.collect.fetches import FetchLog
from pipelines.collect.pace import Pace, operators_of
from pipelines.collect.raw import RawStore
from pipelines.collect.taking import Intake, Look, Note, Stamp, Tallies, Tally, look_away, note_nothing
from pipelines.collect.wireapi import Pull
from pipelines.records import Source, SourceKind, WireProfile
from pipelines.settings import Settings

FOLDERS_AT_ONCE = 4
"""Folders in hand at once: some wait for young files to stay as they are, and each holds a batch in memory."""


def intake_of(
    settings: Settings, clock: Callable[[], datetime], look: Look = look_away, note: Note = note_nothing
) -> Intake:
    """Return the stores of the data folder; `clock` gives aware UTC instants."""
    raw_root = settings.data / "raw"
    return Intake(
        raw=RawStore(raw_root, settings.data / "held"),
        log=FetchLog(raw_root / "fetches"),
        stamp=Stamp(clock),
        look=look,
        note=note,
    )


async def pick_up_all(
    sources: Sequence[Source], profiles: Mapping[str, WireProfile], *, settings: Settings, intake: Intake
) -> Tallies:
    """Pick up what the wires among the sources have delivered, and ask those that are due; return what each gave.

    A bug or a full disk in one wire's way does not keep the others from theirs; it is raised when they are done.
    """
    wires = [source for source in sources if source.kind is SourceKind.WIRE and source.paused_why is None]
    few = asyncio.Semaphore(FOLDERS_AT_ONCE)

    async def folder(source: Source) -> Tally:
        async with few:
            return await asyncio.to_thread(
                wire.pick_up,
                source,
                inbox=settings.data / "inbox",
                intake=intake,
                profile=profiles.get(source.profile or ""),
                stable_seconds=settings.inbox_seconds,
                keep_days=settings.inbox_days,
            )

    asked = [source for source in wires if source.url]
    async with Client.of(settings) as client:
        pace = Pace(
            settings.politeness,
            per_host=settings.host_concurrency,
            interval_seconds=settings.host_interval_seconds,
            operators=operators_of(asked),
        )
        pulls = [
            Pull(
                source,
                profiles.get(source.profile or ""),
                settings=settings,
                client=client,
                pace=pace,
                intake=intake,
            ).run()
            for source in asked
        ]
        tallies = await all_of([*(folder(source) for source in wires if not source.url), *pulls])
    return {tally.source_id: tally for tally in tallies}
