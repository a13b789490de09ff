"""Every place that holds words of others: in which folder or column, who clears it of a killed story, and by when.

What is not listed here must hold none; tests compare the lists with a data folder and with the schema. Kills are obeyed
by way of it, and whatever else must vanish one day will be.

    load  ─▶ warehouse: rows out, the file rewritten          publish ─▶ snapshots replaced
    finish ─▶ `clear`: raw, held and inbox, briefs, exports, hand-over files, backups

One place is outside the data folder and out of reach of a run: Airflow's database keeps the parameters of the runs of
`decide`, among them the reasons as people wrote them, until `airflow db clean` takes the runs out (docs/operations.md).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from pipelines import warehouse
from pipelines.records import Kill
from pipelines.run import corrections, decisions
from pipelines.run.briefing import forget_the_unseen
from pipelines.run.exportplace import forget_exports
from pipelines.run.house import House
from pipelines.run.rebuildplace import discard_abandoned
from pipelines.run.sweeping import expire_backups, remove_killed, sweep_stage

AT_ONCE, A_DAY, A_MONTH = timedelta(minutes=15), timedelta(hours=24), timedelta(days=30)
"""The deadlines of a kill: what people read, what the pipeline keeps for itself, what was put aside."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasing:
    """What `clear` needs to know: the run that ends, all kills, and whether this run's own hand-over files hold any."""

    house: House
    run: str
    kills: tuple[Kill, ...]
    with_own: bool
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A folder of the data folder, and within which time a killed story is out of it.

    `clear` is what takes them out at the end of a run; where it is None, `load` and `publish` have done so before.
    """

    holds: str
    within: timedelta
    clear: Callable[[Erasing], object] | None = None


def _clear_raw(what: Erasing) -> None:
    remove_killed(what.house, what.kills)


def _clear_stage(what: Erasing) -> None:
    if what.house.stage(what.run).exists():
        sweep_stage(what.house, what.run, with_own=what.with_own)


def _clear_backups(what: Erasing) -> None:
    expire_backups(what.house.settings.data, what.now)


def _clear_rebuild(what: Erasing) -> None:
    discard_abandoned(what.house.settings)


def _clear_journal(what: Erasing) -> None:
    settings = what.house.settings
    killed = warehouse.killed_ids(settings)
    corrections.forget_words(settings.data, {id_ for kind, id_ in killed if kind == "article"})
    decisions.forget_words(settings.data, killed)


def _clear_reports(_: Erasing) -> None:
    forget_the_unseen()


def _clear_exports(what: Erasing) -> None:
    forget_exports(what.house.settings)


PLACES: Final[Mapping[str, Place]] = {
    "warehouse": Place(holds="the writer's file; a deleted row's bytes stay until it is rewritten", within=AT_ONCE),
    "published": Place(holds="snapshots for readers", within=AT_ONCE),
    "reports": Place(holds="briefs", within=AT_ONCE, clear=_clear_reports),
    "exports": Place(holds="what was exported; elsewhere it is out of our hands", within=AT_ONCE, clear=_clear_exports),
    "raw": Place(holds="bytes as they came, redacted where other stories stand beside", within=A_DAY, clear=_clear_raw),
    "held": Place(holds="bytes of stories under embargo or withheld; cleared with raw", within=A_DAY),
    "inbox": Place(holds="files as agencies delivered them; cleared with raw", within=A_DAY),
    "stage": Place(holds="hand-over files between tasks", within=A_DAY, clear=_clear_stage),
    "rebuild": Place(holds="a warehouse that is being built anew", within=A_DAY, clear=_clear_rebuild),
    "backup": Place(holds="older warehouses", within=A_MONTH, clear=_clear_backups),
    "watches": Place(holds="watches, in the words of whoever asks; no article's", within=AT_ONCE),
    "journal": Place(
        holds="what people and agencies decided; of an article that was killed no words of a correction or decision stay. "
        "alerts.jsonl has keys and titles of ours only, watches.jsonl ids of articles only",
        within=A_DAY,
        clear=_clear_journal,
    ),
}
"""The folders of the data folder, by name."""

TEXT_COLUMNS: Final[Mapping[str, frozenset[str]]] = {
    "sightings": frozenset({"guid", "url", "title"}),
    "article_revisions": frozenset({"url", "canonical_url", "title", "text", "authors", "site_name"}),
    "article_visits": frozenset({"url", "moved_to"}),
    "revision_mentions": frozenset({"surface"}),
    "revision_statements": frozenset({"content", "speaker_name", "condition"}),
    "revision_framing": frozenset({"surface"}),
    "revision_credits": frozenset({"surface", "name"}),
    "wire_versions": frozenset({
        *("guid", "slugline", "slug_base", "keywords", "genres", "subjects", "byline", "dateline", "located"),
        *("provider", "info_source", "rights", "usage_terms", "editorial_note", "associations", "signals", "cues"),
        "corrects",
    }),
    "uncorrected_revisions": frozenset({"mentions", "statements"}),
    "corrections": frozenset({"field_values", "why", "undone_why"}),
    "decisions": frozenset({"why"}),
    "documents": frozenset({"url", "final_url", "detail"}),
    "rejected_rows": frozenset({"detail", "key"}),
    "ledger": frozenset({"detail"}),
}  # fmt: skip
"""The columns that hold words of articles, or addresses made of them: a kill empties them or removes their rows."""


DERIVED_COLUMNS: Final[Mapping[str, frozenset[str]]] = {
    "claims": frozenset({"speaker_name"}),
    "first_reports": frozenset({"credited_to"}),
}
"""Names as texts have them, in tables that each load makes anew from those above."""


def clear(what: Erasing) -> None:
    """Take killed stories out of every place that a run's end has to clear. Running it again changes nothing."""
    for place in PLACES.values():
        if place.clear:
            place.clear(what)
