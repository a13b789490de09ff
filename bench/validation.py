"""The sixth part of `make bench`: what Great Expectations costs of a run with 6,000 new articles.

The articles are sentences of our own general news, of the sample newsroom and of the labelled texts (`bench.tagging`), in
eight languages, each put together anew, on pages in the house styles of `bench.world`. They are laid down as `collect`
leaves them, without a network. One process then works them task by task; CPU is its own and its children's. Ends with exit
code 1 when validation takes more than its share.
"""

import argparse
import json
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from pathlib import Path
from random import Random

from bench import runs, tagging, world
from bench.collect import Goal, judge, say
from pipelines import packs, parse
from pipelines.collect.fetches import FetchLog
from pipelines.collect.raw import RawStore
from pipelines.records import Document, Fetch, FetchKind, FetchOutcome, Rejected, make_id
from pipelines.settings import bundled_pack
from pipelines.tag import Tagger

GOAL_SHARE = 0.05
PER_FEED = 10
BEGINS_AT = datetime(2025, 5, 17, 6, tzinfo=UTC)
SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")
PARAGRAPHS = range(6, 13)
SENTENCES = 3
"""A text has as many paragraphs and about 2.5 KB, as news does."""


@dataclass(frozen=True, kw_only=True)
class Worked:
    """CPU seconds by task, and what the run made: rows by table, checks, and what failed of them."""

    cpu_seconds: Mapping[str, float]
    again_seconds: float
    rows: Mapping[str, int]
    checks: int
    failed: Sequence[str]

    @property
    def total_seconds(self) -> float:
        """Return what the whole run cost."""
        return sum(self.cpu_seconds.values())

    @property
    def share(self) -> float:
        """Return the part of it that validation took, 0 to 1."""
        return self.cpu_seconds["validate"] / self.total_seconds


def main() -> int:
    """Measure and print. Return the exit code."""
    options = argparse.ArgumentParser(prog="bench.validation")
    options.add_argument("--articles", type=int, default=6_000)
    options.add_argument("--work", action="store_true", help="work what the environment names, and say what it cost")
    given = options.parse_args()
    if given.work:
        sys.stdout.write(json.dumps(work()) + "\n")
        return 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        count = lay_down(folder, given.articles)
        say(f"validating a run of {count} articles; {runs.machine()}", "")
        environment = {"TRUCEWATCH_DATA": str(folder / "data"), "TRUCEWATCH_PACK": str(folder / "pack")}
        said = runs.told("bench.validation", "--work", environment=environment)
    said.pop("descriptors")
    worked = Worked(**said)
    show(worked)
    return judge(goals(count, worked))


def work() -> dict[str, object]:
    """Work everything that waits, task by task, in this process and its children; validate once more."""
    from pipelines import run, warehouse
    from pipelines.run.house import clock
    from pipelines.run.processing import process_all

    used: dict[str, float] = {}

    def timed(name: str, before: float) -> float:
        now = runs.cpu_seconds()
        used[name] = now - before
        return now

    before = runs.cpu_seconds()
    planned = run.plan(run_after=clock(), dag_run_id="bench", as_of=BEGINS_AT + timedelta(days=1))
    before = timed("plan", before)
    process_all(planned.batches, lambda _: None)
    before = timed("process", before)
    run.cluster(planned.run)
    before = timed("cluster", before)
    run.validate(planned.run)
    before = timed("validate", before)
    run.load(planned.run)
    before = timed("load", before)
    run.publish(planned.run)
    before = timed("publish", before)
    run.validate(planned.run)
    timed("again", before)
    again_seconds = used.pop("again")
    settings = run.open_house().settings

    def ask(query: str) -> list[tuple[object, ...]]:
        return [tuple(row) for row in warehouse.query(settings, query).rows]

    tables = ("article_revisions", "revision_mentions", "revision_statements", "revision_facets")
    return {
        "cpu_seconds": used,
        "again_seconds": again_seconds,
        "rows": {table: int(str(ask(f"select count(*) from {table}")[0][0])) for table in tables},  # noqa: S608  # ours
        "checks": int(str(ask("select count(*) from quality_results")[0][0])),
        "failed": [
            " ".join(map(str, row))
            for row in ask(
                "select severity, level, suite, expectation, kwargs, observed from quality_results"
                " where not success order by all"
            )
        ],
    }


def show(worked: Worked) -> None:
    """Print what each task cost, and what it was for."""
    say(*(f"{name:10} {seconds:7.2f} s CPU" for name, seconds in worked.cpu_seconds.items()))
    say(
        f"{'the run':10} {worked.total_seconds:7.2f} s CPU",
        f"validation once more, imports done: {worked.again_seconds:.2f} s",
        ", ".join(f"{count} {table}" for table, count in worked.rows.items()) + f"; {worked.checks} expectations",
        *(f"not met: {each}" for each in worked.failed),
        "",
    )


def goals(count: int, worked: Worked) -> Iterator[Goal]:
    """Yield what is wanted, and whether it is so."""
    loaded = worked.rows["article_revisions"]
    yield Goal("every article is loaded", f"{loaded} of {count}", is_kept=loaded == count)
    yield Goal(
        f"validation takes at most {GOAL_SHARE:.0%} of the run",
        f"{worked.share:.1%} ({worked.cpu_seconds['validate']:.2f} of {worked.total_seconds:.1f} s CPU)",
        is_kept=worked.share <= GOAL_SHARE,
    )


# ── What was collected ────────────────────────────────────────────────────────────────────────────


def lay_down(folder: Path, articles: int) -> int:
    """Write a pack and a data folder with so many articles, ten to a feed, as `collect` leaves them. Return how many."""
    pools = _sentences()
    languages = sorted(pools)
    sources = max(1, articles // PER_FEED)
    shutil.copytree(bundled_pack(), folder / "pack")
    stanzas = (
        f"- id: outlet-{number:04d}\n  publisher: outlet-{number:04d}\n  name: Outlet {number}\n  kind: feed\n"
        f"  url: {world.feed_url(number)}\n  language: {languages[number % len(languages)]}\n  cadence_hours: 12\n"
        for number in range(sources)
    )
    (folder / "pack" / "sources.yaml").write_text("\n".join(stanzas), encoding="utf-8")
    raw = RawStore(folder / "data" / "raw", folder / "data" / "held")
    log = FetchLog(folder / "data" / "raw" / "fetches")
    for number in range(sources):
        for fetch in _outlet(
            raw, number, pools[languages[number % len(languages)]], languages[number % len(languages)]
        ):
            log.append(fetch)
    return sources * PER_FEED


def _sentences() -> dict[str, list[str]]:
    """Return sentences by language: of ten seven are of general news, two of texts that look like those about the talks, one of these."""
    pools = tagging.our_own(Tagger(packs.load(bundled_pack())))
    by_language: dict[str, list[str]] = {}
    for each in tagging.mixed(pools, 2 * tagging.MEGABYTE):
        parts = (part for paragraph in each.text.split("\n") for part in SENTENCE_END.split(paragraph))
        by_language.setdefault(each.language, []).extend(part for part in parts if len(part) > len("A short one."))
    return by_language


def _outlet(raw: RawStore, number: int, pool: Sequence[str], language: str) -> Iterator[Fetch]:
    """Store a feed with its pages; yield the records of both."""
    random = Random(number)  # noqa: S311  # the same in each run
    site = f"http://{world.host_name(number)}"
    source_id = f"outlet-{number:04d}"
    entries, pages = [], []
    for article in range(PER_FEED):
        published_at = BEGINS_AT - timedelta(minutes=13 * article + number % 40)
        title = f"{random.choice(pool)[:90]} ({number}-{article})"
        paragraphs = [" ".join(random.choices(pool, k=SENTENCES)) for _ in range(random.choice(PARAGRAPHS))]
        entries.append(
            f"<item><title>{escape(title)}</title><link>{site}/articles/{article}.html</link>"
            f'<guid isPermaLink="false">{number}-{article}</guid><pubDate>{format_datetime(published_at)}</pubDate>'
            f"<description>{escape(paragraphs[0])}</description></item>"
        )
        pages.append(_page(number, f"{site}/articles/{article}.html", title, paragraphs, published_at))
    body = (
        f'<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel><title>Outlet {number}</title>'
        f"<language>{language}</language>{''.join(entries)}</channel></rss>"
    ).encode()
    feed = Fetch(
        fetch_id=make_id("poll", source_id), source_id=source_id, kind=FetchKind.FEED, url=world.feed_url(number),
        fetched_at=BEGINS_AT, outcome=FetchOutcome.OK, status=200, content_type="application/rss+xml",
        raw_sha256=raw.put(body), body_bytes=len(body),
    )  # fmt: skip
    yield feed
    found = parse.parse(Document(document_id=feed.fetch_id, source_id=source_id, body=body, url=feed.url))
    if isinstance(found, Rejected):
        raise RuntimeError(f"the feed cannot be read: {found.detail}")  # noqa: TRY004  # no type of the caller
    for item in found.items:
        page = pages[int((item.guid or "").partition("-")[2])]
        yield Fetch(
            fetch_id=make_id("page", item.item_id), source_id=source_id, kind=FetchKind.PAGE, url=item.url or "",
            final_url=item.url, fetched_at=BEGINS_AT + timedelta(minutes=5), outcome=FetchOutcome.OK, status=200,
            content_type="text/html; charset=utf-8", raw_sha256=raw.put(page), body_bytes=len(page),
            parent_fetch_id=feed.fetch_id, item_id=item.item_id, item_revision=item.item_revision,
        )  # fmt: skip


def _page(number: int, address: str, title: str, paragraphs: Sequence[str], published_at: datetime) -> bytes:
    heading, appeared = escape(title), published_at.isoformat()
    own = (
        f'<title>{heading} | Outlet {number}</title>\n<link rel="canonical" href="{address}">\n'
        f'<meta property="og:title" content="{heading}">\n<meta property="article:published_time" content="{appeared}">\n'
        f'</head>\n<body class="story">\n<main id="content"><article>\n<h1>{heading}</h1>\n'
        f'<time datetime="{appeared}">{appeared}</time>\n'
        + "\n".join(f"<p>{escape(each)}</p>" for each in paragraphs)
        + "\n</article>\n"
    )
    return world.dressed(number, own.encode())


if __name__ == "__main__":
    sys.exit(main())
