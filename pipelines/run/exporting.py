"""Exports: rows of the published snapshot as files for other programs, and raw pages as a web archive.

    snapshot ─selected─▶ rows by day ─▶ files beside the target ─place─▶ `data/exports/`, or wherever they were asked for

What a source does not let pass on stays here: of it go title and link.
"""

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Final

from pipelines import settings
from pipelines.collect.raw import RawCorruptError, RawMissingError, RawStore
from pipelines.errors import NothingHeld, SettingsError
from pipelines.report.rowfiles import CsvFile, JsonLinesFile, RowFile
from pipelines.report.spreadsheet import XlsxFile
from pipelines.report.webarchive import WarcFile
from pipelines.run.exportplace import check_still_seen, forget_exports, place, scratch, settled, target
from pipelines.settings import Settings
from pipelines.warehouse.exports import PAGES, Choice, DatabaseError, Selected, selected

DATASETS: Final = ("articles", "mentions", "statements", "claims", "first_reports", "stories", "revisions")
FORMATS: Final = ("parquet", "csv", "xlsx", "jsonl", "warc")

Progress = Callable[[str, int, int], None]
"""Is told what is being written, and how many rows of how many are."""

_ROWS_AT_ONCE: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One file, or folder of Parquet files, with its rows; of `links_only` of them title and link are all there is.

    Of pages, `left_out` counts those whose bytes are not kept any more, or must not be seen.
    """

    dataset: str
    path: Path
    rows: int
    links_only: int
    left_out: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    """What writing a dataset needs: the rows, the folder in which its file grows, who is told, where raw bytes lie."""

    rows: Selected
    folder: Path
    progress: Progress
    data: Path


def export(
    datasets: Sequence[str],
    file_format: str,
    choice: Choice,
    *,
    out: Path | None = None,
    progress: Progress | None = None,
) -> tuple[Written, ...]:
    """Write datasets in one format to a folder (None: `data/exports/`) and return what was written.

    Readers see the old files or the new ones. Raises `SettingsError` for what cannot be asked, `NothingPublished`,
    `NothingHeld` when no row is chosen, and `WarehouseError` when a kill was obeyed meanwhile: then nothing is written.
    """
    chosen = settings.load()
    wanted = _wanted(datasets, file_format)
    if choice.since and choice.until and choice.until <= choice.since:
        raise SettingsError(
            f"No day is before {choice.until} and not before {choice.since}.",
            where="--since, --until",
            next_step="--until is the first day that is left out: for one day, write the day after it.",
        )
    forget_exports(chosen)
    folder = target(chosen, out)
    with scratch(folder) as beside:
        tombstones, made = _written(chosen, wanted, file_format, choice, beside, progress=progress or _untold)
        if not any(each.rows for each in made):
            raise NothingHeld(
                "The snapshot has no row that these filters let through.",
                where=f"{', '.join(wanted)}",
                next_step='`trucewatch sql "select day_on, count(*) from articles group by day_on"` shows what there is.',
            )
        with settled(chosen, tombstones, folder):
            placed = tuple(replace(each, path=folder / each.path.name) for each in made)
            for grown, each in zip(made, placed, strict=True):
                place(grown.path, each.path)
    return placed


def _wanted(datasets: Sequence[str], file_format: str) -> tuple[str, ...]:
    if file_format not in FORMATS:
        raise SettingsError(
            f"{file_format!a} is no format.", where="--format", next_step=f"There are: {', '.join(FORMATS)}."
        )
    if file_format == "warc":
        if set(datasets) - {PAGES, "articles"}:
            raise SettingsError(
                "A web archive holds the raw pages of articles and nothing else.",
                where=f"--format warc, {', '.join(map(ascii, datasets))}",
                next_step="Leave the datasets away, or choose another format.",
            )
        return (PAGES,)
    unknown = [each for each in datasets if each not in DATASETS]
    if unknown:
        raise SettingsError(
            f"{unknown[0]!a} is no dataset.",
            where="DATASET",
            next_step=f"There are: {', '.join(DATASETS)}; raw pages with --format warc; snapshot, by itself.",
        )
    return tuple(dict.fromkeys(datasets)) or DATASETS[:1]


def _written(
    chosen: Settings,
    datasets: Sequence[str],
    file_format: str,
    choice: Choice,
    beside: Path,
    *,
    progress: Progress,
) -> tuple[str, tuple[Written, ...]]:
    """Write the files beside the target; return the tombstones that they know, and what they are."""
    with selected(chosen, choice, writes_to=beside) as rows:
        tombstones = rows.snapshot.tombstones_sha256
        job = _Job(rows=rows, folder=beside, progress=progress, data=chosen.data)
        try:
            return tombstones, tuple(_write(job, each, file_format) for each in datasets)
        except (OSError, DatabaseError):
            check_still_seen(chosen, tombstones)  # or were they cleared away while they grew?
            raise


def _write(job: _Job, dataset: str, file_format: str) -> Written:
    match file_format:
        case "parquet":
            return _write_parquet(job, dataset)
        case "warc":
            return _write_pages(job)
        case _:
            return _write_rows(job, dataset, file_format)


def _write_parquet(job: _Job, dataset: str) -> Written:
    path = job.folder / dataset
    path.mkdir()
    days = job.rows.days(dataset)
    total, done = sum(days.values()), 0
    for day, count in days.items():
        job.rows.write_parquet(dataset, day, path)
        done += count
        job.progress(dataset, done, total)
    if not days:
        job.rows.write_empty_parquet(dataset, path)
    return Written(dataset=dataset, path=path, rows=total, links_only=job.rows.links_only(dataset))


def _write_rows(job: _Job, dataset: str, file_format: str) -> Written:
    path = job.folder / f"{dataset}.{file_format}"
    days = job.rows.days(dataset)
    total, done = sum(days.values()), 0
    with closing(_row_file(path, job.rows.columns(dataset), file_format)) as file:
        for day in days:
            found = job.rows.rows(dataset, day)
            while some := tuple(islice(found, _ROWS_AT_ONCE)):
                file.add(some)
                done += len(some)
                job.progress(dataset, done, total)
    return Written(dataset=dataset, path=path, rows=done, links_only=job.rows.links_only(dataset))


def _row_file(path: Path, columns: Sequence[str], file_format: str) -> RowFile:
    match file_format:
        case "csv":
            return CsvFile(path, columns)
        case "xlsx":
            return XlsxFile(path, columns, path.stem)
        case _:
            return JsonLinesFile(path, columns)


def _write_pages(job: _Job) -> Written:
    path = job.folder / f"{PAGES}.warc.gz"
    raw = RawStore(job.data / "raw", job.data / "held")
    days = job.rows.days(PAGES)
    total, done, links, left_out = sum(days.values()), 0, 0, 0
    about = {
        "software": "trucewatch",
        "format": "WARC File Format 1.1",
        "description": f"pages of articles, of the snapshot {job.rows.snapshot.name}",
    }
    with closing(WarcFile(path, about, job.rows.loaded_at)) as archive:
        for page in (page for day in days for page in job.rows.pages(day)):
            if not page.may_pass_on:
                archive.add_link(url=page.url, fetch_id=page.fetch_id, at=page.fetched_at, title=page.title)
                links += 1
            elif (body := _body(raw, page.raw_sha256)) is None:
                left_out += 1
            else:
                archive.add_page(
                    url=page.url,
                    fetch_id=page.fetch_id,
                    at=page.fetched_at,
                    content_type=page.content_type,
                    body=body,
                )
            done += 1
            job.progress(PAGES, done, total)
    return Written(dataset=PAGES, path=path, rows=done - left_out, links_only=links, left_out=left_out)


def _body(raw: RawStore, sha256: str) -> bytes | None:
    """Return the bytes of a page as they came; None where they are held, killed, redacted or not kept any more."""
    if raw.is_held(sha256) or raw.current(sha256) != sha256:
        return None
    try:
        return raw.get(sha256)
    except (RawMissingError, RawCorruptError):
        return None


def _untold(_: str, __: int, ___: int) -> None:
    pass
