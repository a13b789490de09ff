"""The fifth part of `make bench`: every view, every macro and every question of sql/examples over 300,000 articles, on two cores.

The archive is made up by SQL (`archive`) in a warehouse of its own, published as a run would publish it, and asked
through a read-only connection with the memory and the threads that `trucewatch sql` gives a question. A view of sums is
read whole, each column of it; one with a row for each article, mention, statement or look is asked what people ask of it:
how many rows there are by day. Ends with exit code 1 when a goal is missed.
"""

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bench import archive, runs
from bench.collect import Goal, judge, say
from pipelines.run import desk, desk_items
from pipelines.settings import Settings
from pipelines.warehouse import connect, published_path, query, statements
from pipelines.warehouse.connect import Connection
from pipelines.warehouse.publication import publish
from pipelines.warehouse.questions import MEMORY, THREADS

GOAL_SECONDS = 2.0
GOAL_PAGE_SECONDS = 1.0
GOAL_PUBLISH_SECONDS = 30.0
GOAL_BYTES = 2e9
MENTIONS_EACH = 34
"""So many mentions an article: ten million in 300,000."""

PAGE = "page "
"""How the names of pages of the desk begin, which have a goal of their own."""

BY_DAY = {
    "articles": "day_on",
    "credits": "day_on",
    "framing_terms": "day_on",
    "mentions": "day_on",
    "statement_amounts": "day_on",
    "statement_places": "day_on",
    "statements": "day_on",
    "talks_articles": "day_on",
    "talks_stories": "day_on",
    "article_actors": "day_on",
}
"""Views with a row for each thing that is stored, and the column by which their rows are counted."""

GROUPED = {"voice_by_outlets_daily": ("outlet", "language", "country", "ownership", "side")}
"""Views of several kinds of groups, which people also ask of one kind at a time, as `grouped_by`."""

OF_MACROS = {"mentions_of": "mentions_of('actor-1')", "talks": f"talks('{archive.BEGINS_ON}')"}
"""What is asked of each macro: the rows of one actor, of one day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question, how long its answer took, the faster of two times, and its rows: None where its memory did not do."""

    name: str
    seconds: float
    rows: int | None


def main() -> int:
    """Measure and print. Return the exit code."""
    options = argparse.ArgumentParser(prog="bench.questions", description=__doc__)
    options.add_argument("--articles", type=int, default=300_000)
    options.add_argument("--keep", type=Path, help="folder in which the archive stays; asked again if it is there")
    given = options.parse_args()
    say(f"{given.articles} articles x {MENTIONS_EACH} mentions; {runs.machine()}", "")
    folder = given.keep or Path(tempfile.mkdtemp(prefix="bench-"))
    settings = Settings(data=folder, workers=2)
    try:
        published = None if published_path(settings).exists() else _published(settings, given.articles)
        size = published_path(settings).stat().st_size
        with connect.reader(published_path(settings), memory=MEMORY, threads=THREADS, locked_down=True) as connection:
            asked = [_timed(connection, name, sql) for name, sql in questions(connection)]
        asked += [_turned(name, page) for name, page in pages(settings)]
    finally:
        if given.keep is None:
            shutil.rmtree(folder)
    for each in sorted(asked, key=lambda each: each.seconds, reverse=True):
        told = "MORE MEMORY THAN IT IS GIVEN" if each.rows is None else f"{each.rows} rows"
        say(f"  {each.seconds:6.2f} s  {each.name:50} {told}")
    return judge(goals(asked, published, size))


def _published(settings: Settings, articles: int) -> float:
    """Make up the archive and publish it. Return how many seconds publishing took."""
    seconds = _filled(settings, articles)
    begun, cpu = time.perf_counter(), time.process_time()
    path = publish(settings, "bench")
    published, cpu = time.perf_counter() - begun, time.process_time() - cpu
    size = path.stat().st_size / 1e6
    say(f"  made up in {seconds:.0f} s, published in {published:.1f} s ({cpu:.1f} s CPU), {size:.0f} MB", "")
    return published


def _filled(settings: Settings, articles: int) -> float:
    begun = time.perf_counter()
    with connect.writer(settings) as connection:
        archive.fill(connection, articles, MENTIONS_EACH)
        connection.execute(f"checkpoint {connect.CATALOG}")
    return time.perf_counter() - begun


def questions(connection: Connection) -> Iterator[tuple[str, str]]:
    """Yield name and SQL of what is asked: of every view, of every macro, and every example."""
    for path in statements.files("views"):
        asked = _whole(connection, path.stem)
        yield path.stem, asked
        for kind in GROUPED.get(path.stem, ()):
            yield f"{path.stem} by {kind}", f"{asked} where grouped_by = '{kind}'"
    for path in statements.files("macros"):
        yield path.stem, _whole(connection, OF_MACROS[path.stem])
    for path in statements.files("examples"):
        yield f"examples/{path.stem}", path.read_text(encoding="utf-8")


def _whole(connection: Connection, view: str) -> str:
    """Return a question for which every row of a view has to be there."""
    if day := BY_DAY.get(view):
        return f"select {day}, count(*) from {view} group by {day}"  # noqa: S608  # our own names
    columns = [str(name) for name, *_ in connection.execute(f"describe from {view}").fetchall()]
    hashed = ", ".join(f'max(hash("{column}"))' for column in columns)
    return f"select count(*), {hashed} from {view}"  # noqa: S608


def _timed(connection: Connection, name: str, sql: str) -> Asked:
    """Ask twice."""
    took = []
    rows: list[tuple[object, ...]] = []
    for _ in range(2):
        begun = time.perf_counter()
        try:
            rows = connection.execute(sql).fetchall()
        except connect.DatabaseError as error:
            if "Out of Memory" not in str(error):
                raise
            return Asked(name=name, seconds=time.perf_counter() - begun, rows=None)
        took.append(time.perf_counter() - begun)
    return Asked(name=name, seconds=min(took), rows=int(str(rows[0][0])) if "max(hash(" in sql else len(rows))


def pages(settings: Settings) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield the pages of the desk, each with what reads all that stands on it."""
    run, key, article, document = _samples(settings)
    yield f"{PAGE}quality", lambda: desk.quality(settings)
    yield f"{PAGE}runs", lambda: desk.runs(settings)
    yield f"{PAGE}run", lambda: desk.run_report(run, settings)
    yield f"{PAGE}sources", lambda: desk.sources(30, settings)
    yield f"{PAGE}source", lambda: desk.source("source-1", settings)
    yield f"{PAGE}quarantine", lambda: desk_items.quarantine(settings)
    yield f"{PAGE}entry", lambda: desk_items.entry(key, settings)
    yield f"{PAGE}article", lambda: desk_items.article(article, settings)
    yield f"{PAGE}document", lambda: desk_items.document(document, settings)
    yield f"{PAGE}findings", lambda: desk_items.findings(settings)


def _samples(settings: Settings) -> list[str]:
    asked = (
        "select run from runs order by token desc limit 1",
        "select kind || '/' || id || '/' || revision from ledger order by outcome = 'quarantined' desc, id limit 1",
        "select article_id from article_heads order by article_id limit 1",
        "select fetch_id from documents order by fetch_id limit 1",
    )
    return [str(query(settings, sql).rows[0][0]) for sql in asked]


def _turned(name: str, page: Callable[[], object]) -> Asked:
    """Turn to a page twice."""
    took = []
    for _ in range(2):
        begun = time.perf_counter()
        found = page()
        took.append(time.perf_counter() - begun)
    return Asked(name=name, seconds=min(took), rows=int(found is not None))


def goals(asked: list[Asked], published: float | None, size: int) -> Iterator[Goal]:
    """Yield what has to be kept: the time of every question, the time of publishing where it was measured, the size."""
    turned = [each for each in asked if each.name.startswith(PAGE)]
    asked = [each for each in asked if each not in turned]
    slow = [each for each in asked if each.seconds > GOAL_SECONDS or each.rows is None]
    yield Goal(
        f"every view and question in {GOAL_SECONDS:g} s",
        ", ".join(f"{each.name} {each.seconds:.1f} s" for each in slow)
        or f"the slowest {max(each.seconds for each in asked):.1f} s",
        is_kept=not slow,
    )
    if turned:
        slowest = max(turned, key=lambda each: each.seconds)
        yield Goal(
            f"every page of the desk read in {GOAL_PAGE_SECONDS:g} s",
            f"the slowest {slowest.name.removeprefix(PAGE)} {slowest.seconds:.2f} s",
            is_kept=slowest.seconds <= GOAL_PAGE_SECONDS,
        )
    if published is not None:
        yield Goal(
            f"published in {GOAL_PUBLISH_SECONDS:g} s", f"{published:.1f} s", is_kept=published <= GOAL_PUBLISH_SECONDS
        )
    yield Goal(f"a snapshot of {GOAL_BYTES / 1e9:g} GB", f"{size / 1e9:.2f} GB", is_kept=size <= GOAL_BYTES)


if __name__ == "__main__":
    sys.exit(main())
