"""The command line: the same functions as Airflow's tasks, without Airflow. `EXIT_CODES` says what they mean."""

import hashlib
import json
import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from pipelines import settings as environment
from pipelines.cli_article import article
from pipelines.cli_correct import correct_app
from pipelines.cli_export import EXAMPLES as EXPORTS
from pipelines.cli_export import export
from pipelines.cli_findings import findings_app
from pipelines.cli_notify import notify_app
from pipelines.cli_pack import pack_app
from pipelines.cli_plot import EXAMPLES as PICTURES
from pipelines.cli_plot import plot
from pipelines.cli_quarantine import quarantine_app
from pipelines.cli_sql import EXAMPLES as QUESTIONS
from pipelines.cli_sql import sql
from pipelines.cli_watch import watch_app
from pipelines.cli_wire import wire_app
from pipelines.errors import TrucewatchError
from pipelines.report.escaping import visible

if TYPE_CHECKING:
    from pipelines.collect.collector import CollectReport
    from pipelines.run.demo import DemoResult
    from pipelines.run.sources import CheckReport, Proposal

EXIT_CODES = (
    "Exit codes: 0 fine, 1 other failure, 2 settings or usage, 3 pack, 4 warehouse, 5 query refused, 6 stage, "
    "7 run stopped by validation, 8 run incomplete, 9 nothing heard, 10 expectations, 11 a watch."
)

EXAMPLES = (
    "Examples:",
    "`trucewatch demo`: two sample press days, no network needed",
    "`TRUCEWATCH_CONTACT=desk@example.org trucewatch run`: collect and monitor the live sources once",
    '`trucewatch sql --format csv "from talks_articles"`: ask the published snapshot',
    "`trucewatch export --format csv`: files for other programs, as rights allow",
    "`trucewatch plot share-of-voice`: pictures; also timeline and network",
    "`trucewatch brief`: the page of the latest day; `trucewatch quality`: is the data complete and sound?",
    "`trucewatch watch add swaps --text 'swap* OR \"prisoner exchange\"'`: tell me when that is reported",
    "`trucewatch status`: is everything accounted for?",
    "`trucewatch article ADDRESS`: one article, each edit of it and what the edit changed",
    "`trucewatch reprocess --since 2026-01-01`: work stored documents again",
    "`trucewatch tag --batch texts.jsonl --out tags.jsonl`: tag texts on disk",
    "`TRUCEWATCH_CONTACT=desk@example.org trucewatch sources check`: does every source answer, and with what?",
    "`trucewatch pack try report.txt --date 2025-05-17`: a text with every tag and its reason; `pack forms ID`: all forms of an actor",
    "`trucewatch wire show story.xml`: what is understood of an agency's document, and where it stood",
    "`trucewatch COMMAND --help`: options and an example of each command",
)

app = typer.Typer(
    name="trucewatch",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,  # a bug is a plain traceback, as logs and reports want it
    help="Watch what the media report about ceasefire talks: feeds and wires in, validated DuckDB tables out.",
    epilog="\n\n".join((*EXAMPLES, EXIT_CODES)),
)
app.add_typer(pack_app, name="pack")
sources_app = typer.Typer(no_args_is_help=True, help="The sources of the pack: do they answer, and how to add some.")
app.add_typer(sources_app, name="sources")
newsroom_app = typer.Typer(no_args_is_help=True, help="The bundled sample press.")
app.add_typer(newsroom_app, name="newsroom")
app.add_typer(wire_app, name="wire")
app.add_typer(correct_app, name="correct")
app.add_typer(findings_app, name="findings")
app.add_typer(watch_app, name="watch")
app.add_typer(quarantine_app, name="quarantine")
app.add_typer(notify_app, name="notify")

out = Console()
err = Console(stderr=True)

DATES = ["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S%z"]
Instant = Annotated[datetime | None, typer.Option(formats=DATES)]


# ── The main job ──────────────────────────────────────────────────────────────────────────────────


@app.command(epilog="Example: `trucewatch demo --data /tmp/demo`")
def demo(
    data: Annotated[Path, typer.Option(help="a folder of the demo's own; emptied first")] = Path("data-demo"),
) -> None:
    """Run two press days of the bundled newsroom end to end, without Airflow and without a network."""
    from pipelines.run.demo import demo as run_demo

    with steps() as tell:
        result = run_demo(data.absolute(), progress=tell)
    show_demo(result)


@app.command(epilog="Example: `TRUCEWATCH_CONTACT=desk@example.org trucewatch collect --all`")
def collect(
    everything: Annotated[bool, typer.Option("--all", help="every source that did not ask us to wait")] = False,
) -> None:
    """Poll the sources that are due, keep every body, fetch the pages that are wanted."""
    from pipelines import run

    with steps() as tell:
        report = run.collect(tell, everything=everything)
    show_collected(report)


@app.command(epilog="Example: `trucewatch backfill SOURCE --since 2025-05-10 --until 2025-05-20`")
def backfill(
    source: Annotated[str, typer.Argument(help="a source id of the pack")],
    since: Annotated[datetime, typer.Option(formats=DATES, help="publication from then on")],
    until: Annotated[datetime | None, typer.Option(formats=DATES, help="publication before then; default: now")] = None,
) -> None:
    """Go back in the archive of a source: numbered pages, RFC 5005 archives, links to the next page."""
    from pipelines import run

    with steps() as tell:
        found = run.backfill(source, _aware(since), _utc(until), tell)
    out.print(
        f"{found.pages_read} pages of the archive read, {found.pages_kept} kept: {found.items} entries, "
        f"{found.articles} of their pages fetched; ended {found.ended}.",
        highlight=False,
        markup=False,
    )


@app.command(name="import", epilog="Example: `trucewatch import --urls found.txt`")
def import_urls(
    urls: Annotated[Path, typer.Option("--urls", help="one address a line; # begins a comment", exists=True)],
) -> None:
    """Take addresses that a person found: fetch them as articles of whoever publishes them."""
    from pipelines import run

    report = run.import_addresses(urls.read_text(encoding="utf-8", errors="replace").splitlines())
    for each in report.taken:
        got = sum(page.reason is None for page in each.pages)
        lost = ", ".join(f"{page.url}: {page.reason.value}" for page in each.pages if page.reason)
        out.print(
            f"{each.source.publisher}: {got} pages fetched" + (f"; not had: {lost}" if lost else ""),
            highlight=False,
            markup=False,
            soft_wrap=True,
        )
    for url, reason in report.refused:
        out.print(f"refused: {url}: {reason}", highlight=False, markup=False, soft_wrap=True)
    if not report.taken:
        raise typer.Exit(2)


@app.command(epilog="Example: `trucewatch monitor --as-of 2025-05-17T23:59:59+0000`")
def monitor(
    as_of: Instant = None,
    batch_size: Annotated[int, typer.Option(min=1, help="documents in a batch")] = 400,
) -> None:
    """Work everything that waits: parse, extract, tag, cluster, validate, load, publish."""
    from pipelines import run

    with steps() as tell:
        run.monitor(as_of=_utc(as_of), batch_size=batch_size, progress=tell)
    show_run()


@app.command(name="run", epilog="Example: `TRUCEWATCH_CONTACT=desk@example.org trucewatch run`")
def run_once() -> None:
    """Collect and monitor once on the live sources of the pack."""
    collect(everything=True)
    monitor()


@app.command(epilog="Example: `trucewatch reprocess --from quarantine --reason extract_empty`")
def reprocess(
    *,
    since: Instant = None,
    until: Instant = None,
    source: Annotated[list[str] | None, typer.Option(help="source id; may be repeated")] = None,
    outcome: Annotated[list[str] | None, typer.Option(help="ledger outcome, such as quarantined")] = None,
    reason: Annotated[list[str] | None, typer.Option(help="ledger reason, such as extract_empty")] = None,
    stage: Annotated[
        list[str] | None, typer.Option(help="stage that refused something: parse, extract, validate …")
    ] = None,
    pack_version: Annotated[
        str | None, typer.Option(help="`stale`: tagged by another version than the present one; or a version")
    ] = None,
    article: Annotated[list[str] | None, typer.Option(help="article id or address; may be repeated")] = None,
    from_quarantine: Annotated[
        str | None, typer.Option("--from", help="`quarantine`: what was refused, for --outcome quarantined")
    ] = None,
    batch_size: Annotated[int, typer.Option(min=1, help="documents in a batch")] = 400,
) -> None:
    """Work stored documents again, from raw: after a fix, or with a new pack."""
    from pipelines import run

    if from_quarantine not in {None, "quarantine"}:
        raise typer.BadParameter("must be quarantine", param_hint="--from")
    if from_quarantine:
        outcome = [*(outcome or ()), "quarantined"]
    selection = run.Selection(
        since=_utc(since),
        until=_utc(until),
        sources=frozenset(source or ()),
        outcomes=frozenset(outcome or ()),
        reasons=frozenset(reason or ()),
        stages=frozenset(stage or ()),
        pack_version=pack_version,
        articles=frozenset(article or ()),
    )
    with steps() as tell:
        run.monitor(selection=selection, batch_size=batch_size, progress=tell)
    show_run()


@app.command(epilog="Examples: `trucewatch rebuild --check`, `trucewatch rebuild --check --pack ./my-pack --json`")
def rebuild(
    *,
    check: Annotated[bool, typer.Option("--check", help="only compare; exit code 1 where anything differs")] = False,
    pack: Annotated[
        Path | None, typer.Option(help="with --check: tag with the pack in this folder", exists=True)
    ] = None,
    window: Annotated[int, typer.Option(min=1, help="documents that are loaded together")] = 4000,
    batch_size: Annotated[int, typer.Option(min=1, help="documents in a batch")] = 400,
    as_json: Annotated[bool, typer.Option("--json", help="for programs")] = False,
) -> None:
    """Build the warehouse anew from raw documents and journal, beside the old one, and swap it in when it is whole."""
    from dataclasses import asdict

    from pipelines import run
    from pipelines.report import tables

    if pack and not check:
        raise typer.BadParameter("only with --check; to change the pack, set TRUCEWATCH_PACK", param_hint="--pack")
    with steps() as tell:
        made = run.rebuild(check=check, pack=pack, window_size=window, batch_size=batch_size, progress=tell)
    rows = [
        (each.table, "same" if each.is_same else "differs", each.rows_before, each.rows_after, each.after)
        for each in made.tables
    ]
    if as_json:
        sys.stdout.write(json.dumps({**asdict(made), "is_same": made.is_same}, indent=2, default=str) + "\n")
    else:
        sys.stdout.write(tables.format_rows(("table", "is", "rows before", "rows now", "hash now"), rows, "table"))
        err.print(
            f"{made.documents} documents with pack {made.pack_version}: "
            + ("everything is the same" if made.is_same else "not the same")
            + (f"; the old warehouse is {made.backup}" if made.backup else ""),
            highlight=False,
            markup=False,
            soft_wrap=True,
        )
    if check and not made.is_same:
        raise typer.Exit(1)


# ── Reading ───────────────────────────────────────────────────────────────────────────────────────


app.command(epilog="\n\n".join(QUESTIONS))(sql)


app.command(epilog="Example: `trucewatch article https://outlet.example/news/48213`")(article)
app.command(epilog="\n\n".join(EXPORTS))(export)
app.command(epilog="\n\n".join(PICTURES))(plot)


@app.command(epilog="Example: `trucewatch status --json`")
def status(
    as_json: Annotated[bool, typer.Option("--json", help="for programs")] = False,
    hashes: Annotated[bool, typer.Option(help="also print the content hash of each table")] = False,
) -> None:
    """Show the last run, what became of each source, what waits, and whether everything is accounted for."""
    from pipelines import warehouse
    from pipelines.run.house import report

    if as_json:
        sys.stdout.write(json.dumps({name: report(name) for name in STATUS}, indent=2, default=str) + "\n")
    else:
        show_run()
    if hashes:
        for table, digest in warehouse.content_hashes(warehouse.published_path(environment.load())).items():
            sys.stdout.write(f"{table}  {digest}\n")


@app.command(epilog="Examples: `trucewatch quality --out quality.html`, `trucewatch quality --format prometheus`")
def quality(
    as_json: Annotated[bool, typer.Option("--json", help="for programs")] = False,
    for_monitors: Annotated[
        str | None, typer.Option("--format", help="for monitors, ids and figures only: json or prometheus")
    ] = None,
    out_file: Annotated[Path | None, typer.Option("--out", help="also write the page, one HTML file")] = None,
) -> None:
    """Say whether the data is complete and sound, and what a person should do now."""
    from dataclasses import asdict

    from pipelines.report import desk_text, findings, monitors
    from pipelines.report.cells import json_value
    from pipelines.report.desk import quality_page
    from pipelines.run import desk

    if for_monitors not in {None, "json", "prometheus"}:
        raise typer.BadParameter("must be json or prometheus", param_hint="--format")
    found = desk.quality()
    stand = found.findings or ()
    if out_file:
        out_file.write_text(quality_page(found, sources=desk.sources(14)).html, encoding="utf-8")
    if for_monitors == "prometheus":
        sys.stdout.write(monitors.prometheus(found, stand))
        return
    if for_monitors == "json":
        sys.stdout.write(json.dumps(monitors.as_json(found, stand), indent=2) + "\n")
        return
    if as_json:
        said = {name: value for name, value in asdict(found).items() if name != "questions"}
        said["sources"] = [
            asdict(row.line) for row in desk.sources(14).rows
        ]  # with their items, which `found` does not count
        sys.stdout.write(json.dumps(json_value(said), indent=2) + "\n")
        return
    for part in (*desk_text.summary(found), *findings.summary(stand, steps=False)):
        out.print(part)
    if out_file:
        out.print(str(out_file), highlight=False, markup=False, soft_wrap=True)


@app.command(epilog="Example: `trucewatch brief --day 2025-05-17 --out brief.html`")
def brief(
    day: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="default: the latest day with articles")
    ] = None,
    out_file: Annotated[Path | None, typer.Option("--out", help="default: data/reports/brief-<day>.html")] = None,
    form: Annotated[
        str, typer.Option("--format", help="html, md or json: which one is named, or written with --out")
    ] = "html",
    send: Annotated[
        bool, typer.Option("--send", help="send it, once; without --day that of the last day that is over")
    ] = False,
    again: Annotated[bool, typer.Option("--again", help="with --send: although it was sent")] = False,
) -> None:
    """Write the brief of a day as HTML, Markdown and JSON, files that need nothing else, and print the path of one."""
    from pipelines.run.briefing import Format
    from pipelines.run.briefing import brief as write_brief

    if form not in set(Format):
        raise typer.BadParameter("must be html, md or json", param_hint="--format")
    path = write_brief(day.date() if day else None, out=out_file, form=Format(form))
    out.print(str(path), highlight=False, markup=False, soft_wrap=True)
    if send:
        from pipelines.run.telling import send_brief

        sent = send_brief(day.date() if day else None, again=again)
        err.print(f"{sent.key}: {_OUTCOMES[sent.outcome]}", highlight=False, markup=False)


_OUTCOMES = {
    "sent": "sent",
    "already_sent": "was sent before (--again sends it once more)",
    "no_channel": "not sent: no channel takes briefs (TRUCEWATCH_NOTIFY)",
}


@app.command(epilog="Example: `trucewatch settings`")
def settings() -> None:
    """List every setting, its value in this environment, and what it does."""
    from pipelines.report.tables import format_rows

    now = environment.load()
    rows = [
        (f"{environment.PREFIX}{each.name.upper()}", now.shown(each.name), each.metadata["help"])
        for each in fields(now)
    ]
    sys.stdout.write(format_rows(("setting", "value", "what it does"), rows, "table"))


# ── Batch commands ────────────────────────────────────────────────────────────────────────────────

Batch = Annotated[Path, typer.Option("--batch", help="JSON Lines, one input a row", exists=True, dir_okay=False)]
Out = Annotated[Path, typer.Option("--out", help="JSON Lines, one answer a row, same order")]


@app.command(epilog="Example: `trucewatch parse --batch feeds.jsonl --out items.jsonl`")
def parse(batch: Batch, out_file: Out) -> None:
    """Parse feed and wire documents on disk: rows of {"id", "path", "url", "content_type", "time_zone", "received_at"}."""
    from pipelines.run.jsonlines import parse_batch

    _batch(parse_batch, batch, out_file)


@app.command(epilog="Example: `trucewatch extract --batch pages.jsonl --out articles.jsonl`")
def extract(batch: Batch, out_file: Out) -> None:
    """Extract article pages on disk: rows of {"id", "path", "url", "published_at"}."""
    from pipelines.run.jsonlines import extract_batch

    _batch(extract_batch, batch, out_file)


@app.command(epilog="Example: `trucewatch tag --batch texts.jsonl --out tags.jsonl`")
def tag(batch: Batch, out_file: Out) -> None:
    """Tag texts: rows of {"id", "title", "text", "language", "published_at"}."""
    from pipelines.run.jsonlines import tag_batch

    _batch(tag_batch, batch, out_file)


def _batch(work: Callable[[Path, Path, Callable[[int], None]], int], batch: Path, out_file: Path) -> None:
    with batch.open("rb") as lines:
        total = sum(1 for line in lines if line.strip())
    with _progress() as bar:
        task = bar.add_task("rows", total=total)
        count = work(batch, out_file, lambda done: bar.update(task, completed=done))
    err.print(f"{count} rows written to {out_file}", highlight=False, markup=False)


# ── Sources ───────────────────────────────────────────────────────────────────────────────────────


@sources_app.command(
    name="check",
    epilog="Examples: `trucewatch sources check`, `trucewatch sources check SOURCE --json`, "
    "`trucewatch sources check --write`",
)
def sources_check(
    ids: Annotated[list[str] | None, typer.Argument(help="source ids; default: all not paused")] = None,
    everything: Annotated[bool, typer.Option("--all", help="also paused ones that have an address")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="for programs")] = False,
    out_file: Annotated[Path | None, typer.Option("--out", help="also write the findings there, as JSON")] = None,
    write: Annotated[
        bool, typer.Option("--write", help="set `verified: true` and the day in the pack's sources.yaml")
    ] = False,
) -> None:
    """Ask each source once and show what it gives: state, newest entry, format, redirects, robots.txt, reservations.

    The collector's memory is left as it is. Findings are also written to reports/ in the data folder.
    """
    from pipelines.run import sources

    with steps() as tell:
        found = sources.check(ids or (), everything=everything, write=write, progress=tell)
    if out_file:
        out_file.write_text(found.to_json(), encoding="utf-8")
    if as_json:
        sys.stdout.write(found.to_json())
    else:
        show_check(found, *([out_file] if out_file else []))
    if found.asked and not found.heard:
        raise sources.nothing_heard(found)


@sources_app.command(
    name="add",
    epilog="Examples: `trucewatch sources add https://gazette.example.org`, "
    "`trucewatch sources add https://gazette.example.org/world/rss --id gazette_world_en --dry-run`",
)
def sources_add(
    url: Annotated[str, typer.Argument(help="address of a site, a feed or a sitemap")],
    *,
    source_id: Annotated[str | None, typer.Option("--id", help="id of the source; default: publisher_language")] = None,
    publisher: Annotated[str | None, typer.Option(help="id of the house; default: by its host")] = None,
    language: Annotated[str | None, typer.Option(help="ISO 639-1; default: what the feed says")] = None,
    country: Annotated[str | None, typer.Option(help="ISO 3166-1; default: by its top level domain")] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="do not ask before adding")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only show what would be added")] = False,
) -> None:
    """Find the feeds of a site, or its news sitemap, and add the best to the pack's sources.yaml."""
    from pipelines.run import sources

    with steps() as tell:
        tell(f"looking at {ascii(url)[1:-1]}")
        proposal = sources.propose(url, source_id=source_id, publisher=publisher, language=language, country=country)
    show_proposal(proposal)
    if dry_run:
        return
    if not yes and sys.stdin.isatty():
        typer.confirm(f"Add it to {proposal.folder / 'sources.yaml'}?", abort=True)
    sources.add(proposal)
    err.print(
        f"Added to {proposal.folder / 'sources.yaml'}. Fill in what no machine knows, then: trucewatch pack lint",
        highlight=False,
        markup=False,
        soft_wrap=True,
    )


@sources_app.command(name="list", epilog="Example: `trucewatch sources list --language fr --state paused`")
def sources_list(
    state: Annotated[list[str] | None, typer.Option(help="ok, quiet, stale, down, paused …; may be repeated")] = None,
    language: Annotated[list[str] | None, typer.Option(help="ISO 639-1; may be repeated")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="for programs")] = False,
) -> None:
    """List the sources of the pack with the state in which the last run saw them; paused ones with the reason."""
    from pipelines.report import tables
    from pipelines.report.cells import json_value
    from pipelines.run import sources

    rows = sources.catalogue(state or (), language or ())
    if as_json:
        sys.stdout.write(json.dumps(json_value(rows), indent=2) + "\n")
        return
    out.print(tables.catalogue_table(rows))
    out.print(f"{len(rows)} sources", highlight=False)


@sources_app.command(
    name="import",
    epilog="Examples: `trucewatch sources import feeds.opml --dry-run`, `trucewatch sources import feeds.opml`",
)
def sources_import(
    file: Annotated[Path, typer.Argument(help="subscription list of a feed reader, OPML", exists=True, dir_okay=False)],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only show what would be added")] = False,
) -> None:
    """Add the feeds of a feed reader's list (OPML) that the pack does not have yet."""
    from pipelines.run import sources

    imported = sources.import_list(file, dry_run=dry_run)
    if dry_run:
        sys.stdout.write(imported.text)
    err.print(
        f"{len(imported.ids)} {'would be ' if dry_run else ''}added, {imported.known} known already, "
        f"{imported.refused} refused: no address on the web",
        highlight=False,
        markup=False,
    )


@sources_app.command(name="export", epilog="Example: `trucewatch sources export --by language --out feeds.opml`")
def sources_export(
    by: Annotated[str, typer.Option(help="folders by `country` or `language`")] = "country",
    everything: Annotated[bool, typer.Option("--all", help="also paused sources that have an address")] = False,
    out_file: Annotated[Path | None, typer.Option("--out", help="default: standard output")] = None,
) -> None:
    """Write the sources as a list that feed readers take (OPML 2.0); credentials are not in it."""
    from pipelines.run import sources

    if by not in {"country", "language"}:
        raise typer.BadParameter("must be country or language", param_hint="--by")
    body = sources.export_list(by, everything=everything)
    if out_file:
        out_file.write_bytes(body)
    else:
        sys.stdout.write(body.decode())


@newsroom_app.command(name="serve", epilog="Example: `trucewatch newsroom serve --edition 2 --port 8800`")
def newsroom_serve(
    edition: Annotated[int, typer.Option(min=1, max=3, help="1 = 16 May, evening; 2 = 17 May, noon; 3 = evening")] = 1,
    port: int = 8800,
) -> None:
    """Serve the sample press on 127.0.0.1 until interrupted, and say how to collect from it."""
    from threading import Event

    from pipelines.newsroom import SECRET, TOKEN, Newsroom

    with Newsroom(port) as press:
        press.edition = edition
        out.print(
            f"export TRUCEWATCH_ALLOW_HOSTS='{press.allow_hosts}' TRUCEWATCH_CONNECT_TO='{press.connect_to}'"
            f" TRUCEWATCH_SECRET_{SECRET.upper()}='{TOKEN}'",
            markup=False,
            highlight=False,
            soft_wrap=True,
        )
        Event().wait()


# ── What a person sees ────────────────────────────────────────────────────────────────────────────

STATUS = ("run_ends", "sources", "conservation", "waiting", "failed_checks", "killed_copies")
"""What `status` reads, each a file of sql/report/."""


def show_run() -> None:
    """Show the last run, its sources, what waits, and whether everything is accounted for."""
    from pipelines.report import tables
    from pipelines.run.house import report

    for row in report("run_ends")[:1]:
        out.print(tables.run_summary(row))
    out.print(tables.sources_table(report("sources")))
    if failed := report("failed_checks"):
        out.print(tables.checks_table(failed))
    if waiting := report("waiting"):
        out.print("Waiting", style="bold")
        sys.stdout.write(tables.format_rows(tuple(waiting[0]), [tuple(row.values()) for row in waiting], "table"))
    if copies := report("killed_copies"):
        out.print("Copies of killed stories: a person decides", style="bold")
        shown = ("publisher_id", "title", "killed_at")
        sys.stdout.write(tables.format_rows(shown, [tuple(row[name] for name in shown) for row in copies], "table"))
    out.print(tables.conservation_line(report("conservation")))


def show_demo(result: "DemoResult") -> None:
    """Show what the demo published."""
    from pipelines.report import tables
    from pipelines.run.house import report

    show_run()
    out.print(tables.actors_table(report("actors")))
    out.print(tables.headlines(report("headlines")))
    out.print(f"Content hash: {hashlib.sha256(json.dumps(result.hashes).encode()).hexdigest()}", highlight=False)
    out.print(f"Published: {result.snapshot}", highlight=False, markup=False, soft_wrap=True)
    out.print(f"Brief: {result.brief}", highlight=False, markup=False, soft_wrap=True)
    out.print(
        f'Ask it: TRUCEWATCH_DATA={result.data} trucewatch sql "from talks_articles"',
        highlight=False,
        markup=False,
        soft_wrap=True,
    )


def show_collected(collected: "CollectReport") -> None:
    """Show what came of the requests."""
    counts = ", ".join(f"{count} {name.value}" for name, count in collected.outcomes.items())
    out.print(
        f"{collected.heard} of {collected.due} sources heard, {len(collected.rows) - collected.due} not due, "
        f"{collected.paused} paused; requests: {counts or 'none'}",
        highlight=False,
    )
    if collected.reasons:
        reasons = ", ".join(f"{count} {name.value}" for name, count in collected.reasons.items())
        out.print(f"Not had: {reasons}", highlight=False)


def show_check(found: "CheckReport", *also: Path) -> None:
    """Show what came of a look at the sources, and where the findings lie."""
    from dataclasses import asdict

    from pipelines.report import tables

    out.print(tables.check_table([asdict(row) for row in found.rows], found.checked_at))
    out.print(found.summary, highlight=False, markup=False, soft_wrap=True)
    if found.marked:
        out.print(f"Marked as verified: {', '.join(found.marked)}", highlight=False, markup=False, soft_wrap=True)
    out.print(f"Findings: {', '.join(map(str, (*found.files, *also)))}", highlight=False, markup=False, soft_wrap=True)


def show_proposal(proposal: "Proposal") -> None:
    """Show what was found on a site, and the entry that comes of the best of it."""
    from pipelines.report import tables

    rows = [
        {
            "is_chosen": each is proposal.chosen,
            "format": each.probe.format,
            "items": len(each.probe.items),
            "newest_at": each.probe.newest_at,
            "url": each.url,
            "found": each.found,
        }
        for each in proposal.found.candidates
    ]
    err.print(tables.candidates_table(rows, proposal.chosen.probe.at))
    sys.stdout.write(proposal.text)


def _progress() -> Progress:
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=err,
        transient=True,
    )


@contextmanager
def steps() -> Iterator[Callable[[str], None]]:
    """Show the current step with a spinner on a terminal, a line for each step elsewhere."""
    if not err.is_terminal:
        yield lambda step: err.print(step, highlight=False, markup=False)
        return
    with err.status("…") as shown:
        yield shown.update


def _utc(instant: datetime | None) -> datetime | None:
    return _aware(instant) if instant else None


def _aware(instant: datetime) -> datetime:
    """Return an instant of the command line; one without an offset is UTC."""
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def main() -> None:
    """Run the command line; a failure of ours is three lines and an exit code, never a traceback."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    try:
        app(standalone_mode=True)
    except TrucewatchError as error:
        err.print("[bold]trucewatch:[/bold] ", end="")
        err.print("\n".join(map(visible, str(error).split("\n"))), highlight=False, markup=False, soft_wrap=True)
        sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
