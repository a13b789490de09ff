"""Pick up the wires: folders of files, APIs that are due. Beside `collect`, whose feeds may be polled meanwhile."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from pipelines.children import Children, Lost
from pipelines.collect.collector import SourceRow, line_of, require_contact, row_of_wire
from pipelines.collect.taking import Look, Seen, Tallies, Tally
from pipelines.collect.wires import intake_of, pick_up_all
from pipelines.records import Document, FetchOutcome, Reason, Source, SourceKind
from pipelines.run.accounting import rejected_by_child
from pipelines.run.house import PARSE_SECONDS, House, clock, open_house, single
from pipelines.run.urgent import Notes, call_urgent, open_reasons

LOCK = "wire.lock"


@dataclass(frozen=True, slots=True, kw_only=True)
class WireReport:
    """One pick-up; rows in source order. `is_busy`: another process is at it, and nothing was done here."""

    rows: tuple[SourceRow, ...] = ()
    tallies: Tallies = field(default_factory=dict)
    is_busy: bool = False

    @property
    def outcomes(self) -> Mapping[FetchOutcome, int]:
        """Return how many records were written, by how they ended."""
        return sum((each.outcomes for each in self.tallies.values()), Counter[FetchOutcome]())

    @property
    def reasons(self) -> Mapping[Reason, int]:
        """Return how many of them were not had, by reason."""
        return sum((each.reasons for each in self.tallies.values()), Counter[Reason]())


def collect_wires(
    progress: Callable[[str], None] | None = None,
    *,
    secrets: Mapping[str, str] | None = None,
    now: Callable[[], datetime] = clock,
) -> WireReport:
    """Pick up every file in the folders of the wires, ask the APIs that are due, and return what came of it.

    What is held back is out of sight when this returns, and what is urgent is noted. `secrets` are credentials by the
    name the pack refers to, beside those of the environment. Raises `SettingsError` when a live API is to be asked
    without a contact, once the folders are done.
    """
    house = with_secrets(open_house(), secrets)
    wires = [each for each in house.pack.sources if each.kind is SourceKind.WIRE and each.paused_why is None]
    if not wires:
        return WireReport()
    with single(house.settings.data / LOCK) as mine:
        if not mine:
            return WireReport(is_busy=True)
        tallies = _pick_up(house, wires, now)
    rows = tuple(row_of_wire(tallies[each.source_id]) for each in wires)
    for row in rows:
        if row.is_due and progress is not None:
            progress(line_of(row))
    return WireReport(rows=rows, tallies=tallies)


def reasons_to_run(*, calling: bool = False, now: Callable[[], datetime] = clock) -> list[str]:
    """Return why a run of `monitor` is wanted, one line each; with `calling` only what did not call in the last ten minutes.

    What is returned with `calling` has called.
    """
    settings = open_house().settings
    return call_urgent(settings, now()) if calling else open_reasons(settings, now())


def with_secrets(house: House, secrets: Mapping[str, str] | None) -> House:
    """Return the house with these credentials too; they stay in memory."""
    if not secrets:
        return house
    return replace(house, settings=replace(house.settings, secrets={**house.settings.secrets, **secrets}))


def _pick_up(house: House, wires: Sequence[Source], now: Callable[[], datetime]) -> Tallies:
    folders, apis = [each for each in wires if not each.url], [each for each in wires if each.url]
    tallies: dict[str, Tally] = {}
    with house.children() as children:
        intake = intake_of(house.settings, now, look_in(children), Notes(house.settings).write)
        for some in filter(None, (folders, apis)):
            require_contact(some, house.settings)
            given = pick_up_all(some, house.pack.profiles, settings=house.settings, intake=intake)
            tallies |= asyncio.run(given)
    return tallies


def look_in(children: Children) -> Look:
    """Return a way to look into documents where a hostile one can be killed."""

    def look(documents: Sequence[Document]) -> Iterable[Seen]:
        from pipelines.run.glancing import glance  # with all that parses, which a pick-up of nothing does not need

        seen = children.map(glance, documents, timeout_seconds=PARSE_SECONDS)
        return [_refused(each) if isinstance(each, Lost) else each for each in seen]

    return look


def _refused(lost: Lost) -> Seen:
    rejected = rejected_by_child("parse", lost)
    return Seen(refused=rejected.reason, detail=rejected.detail)
