"""The commands of saved queries: `trucewatch watch`."""

import json
import sys
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

if TYPE_CHECKING:
    from pipelines.run.watching import Listed, Trial
    from pipelines.run.watchlog import Entry

EXAMPLES = (
    "Examples:",
    '`trucewatch watch add swaps --name "Prisoner swaps" --facet prisoner_exchange --text \'swap* OR "prisoner exchange"\'`',
    '`trucewatch watch add pullback --statement-type demand --text "withdraw* NEAR/9 (border OR river)" --spike --times 3`',
    "`trucewatch watch try swaps --days 7`: what it would tell, without telling it",
    "`trucewatch watch run`: look now; the DAG `brief` does so whenever a snapshot is published",
    "`trucewatch export articles --watch swaps`",
    "In texts AND, OR, NOT and NEAR/n are written in capitals; case and accents do not count (docs/how-to/watch-for-something.md).",
)

watch_app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="Saved queries that tell what is new.",
    epilog="\n\n".join(EXAMPLES),
)

Id = Annotated[str, typer.Argument(metavar="ID", help="small letters, digits, _ and -")]
Json = Annotated[bool, typer.Option("--json", help="for programs")]
Some = list[str] | None


@watch_app.command(epilog='Example: `trucewatch watch add swaps --name "Prisoner swaps" --facet prisoner_exchange`')
def add(
    watch_id: Id,
    *,
    name: Annotated[str | None, typer.Option(help="what alerts call it; default: the id")] = None,
    note: Annotated[str | None, typer.Option(help="why; alerts begin with it")] = None,
    actor: Annotated[Some, typer.Option(help="an article names one; may be repeated")] = None,
    acting: Annotated[bool, typer.Option("--acting", help="only where the actor acts or speaks")] = False,
    facet: Annotated[Some, typer.Option(help="may be repeated")] = None,
    statement_type: Annotated[Some, typer.Option(help="demand, offer …; may be repeated")] = None,
    speaker: Annotated[Some, typer.Option(help="actor who says it; may be repeated")] = None,
    place: Annotated[Some, typer.Option(help="actor id of a place; may be repeated")] = None,
    source: Annotated[Some, typer.Option(help="id of a source or publisher; may be repeated")] = None,
    language: Annotated[Some, typer.Option(help="ISO 639-1; may be repeated")] = None,
    relevance: Annotated[Some, typer.Option(help="talks (default), passing or no; may be repeated")] = None,
    text: Annotated[str | None, typer.Option(help='a boolean text: swap* AND (ship OR "the harbour")')] = None,
    spike: Annotated[bool, typer.Option("--spike", help="tell when there are more than usual")] = False,
    times: Annotated[float | None, typer.Option(help="of a spike: as many times as expected; default 3")] = None,
    at_least: Annotated[int | None, typer.Option(help="of a spike: at least so many; default 5")] = None,
    hits: Annotated[
        bool | None, typer.Option("--hits/--no-hits", help="tell each new article; default: unless --spike")
    ] = None,
) -> None:
    """Write a watch to a file of its own. All that is given must hold; of what is repeated any."""
    from pipelines.run import watching

    given = {
        "id": watch_id,
        "name": name or watch_id,
        "note": note,
        "actors": actor,
        "acting": acting or None,
        "facets": facet,
        "statement_types": statement_type,
        "speakers": speaker,
        "places": place,
        "sources": source,
        "languages": language,
        "relevance": relevance,
        "text": text,
    }
    has_spike = spike or times is not None or at_least is not None
    alert: dict[str, object] = {"hits": (not has_spike) if hits is None else hits}
    if has_spike:
        numbers = {"times": times, "at_least": at_least}
        alert["spike"] = {key: value for key, value in numbers.items() if value is not None}
    values = {key: value for key, value in given.items() if value is not None}
    _, path = watching.add({**values, "alert": alert})
    _say(path)
    _say("What matches now is not told: `trucewatch watch try` shows it, `watch run --since DAY` tells it.", err=True)


@watch_app.command(name="list", epilog="Example: `trucewatch watch list --json`")
def list_all(*, as_json: Json = False) -> None:
    """List the watches, since when each is looked at, and how many alerts there were."""
    from pipelines.report.tables import format_rows
    from pipelines.run import watching

    found = watching.listed()
    if as_json:
        _json([_listed(each) for each in found])
        return
    columns = ("id", "name", "tells", "looked at since", "alerts", "last alert")
    rows = [
        (
            each.watch_id,
            each.watch.sheet.name if each.watch else "(removed)",
            _tells(each),
            _when(each.begun_at) if each.is_current else "not yet",
            len(each.alerts),
            _when(each.alerts[-1].at) if each.alerts else "",
        )
        for each in found
    ]
    sys.stdout.write(format_rows(columns, rows, "table"))


@watch_app.command(epilog="Example: `trucewatch watch show swaps`")
def show(watch_id: Id, *, as_json: Json = False) -> None:
    """Show what a watch looks for, where it stands, and what the journal knows of it."""
    from pipelines import watch as saved
    from pipelines.run import watching

    found = watching.one(watch_id)
    if as_json:
        _json(_listed(found))
        return
    if found.watch:
        sys.stdout.write(saved.written(found.watch.sheet))
        _say(f"# {found.watch.file}:{found.watch.line}, version {found.watch.version}")
    if not found.begun_at:
        _say("# not looked at yet: the first look counts what is there as known")
    elif not found.is_current:
        _say("# edited since the last look: the next one counts what is there as known")
    else:
        _say(f"# looked at since {_when(found.begun_at)}; alerts: {len(found.alerts)}")


@watch_app.command(name="try", epilog="Example: `trucewatch watch try swaps --days 7`")
def try_out(
    watch_id: Id,
    *,
    days: Annotated[int, typer.Option(min=1, max=3660, help="the last days, today among them")] = 7,
    as_json: Json = False,
) -> None:
    """Show what a watch would tell of the last days, and what today's number says. Nothing is told or kept."""
    from pipelines.report.tables import format_rows
    from pipelines.run import watching

    found = watching.trial(watch_id, days)
    if as_json:
        _json(_tried(found))
        return
    columns = ("title", "publisher", "also", "link")
    rows = [(each.title, each.publisher_id, len(each.others), each.url) for each in found.told]
    if rows:
        sys.stdout.write(format_rows(columns, rows, "table"))
    _say(f"{len(found.matches)} articles, {len(found.told)} stories in {days} days up to {found.today}")
    verdict = found.verdict
    _say(
        f"Today {verdict.count}, copies counted once; expected {verdict.expected:g}, a spike from {verdict.threshold:g} on"
        + ("" if verdict.days >= 7 else f" and after 7 days with articles: there are {verdict.days}")
    )


@watch_app.command(epilog="Examples: `trucewatch watch run`, `trucewatch watch run swaps --since 2026-03-01`")
def run(
    ids: Annotated[list[str] | None, typer.Argument(metavar="[ID]…", help="default: all")] = None,
    *,
    since: Annotated[
        datetime | None,
        typer.Option(
            "--since", "--backfill", formats=["%Y-%m-%d"], help="of a new watch: tell what there is from that day on"
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Look at the published snapshot, keep in the journal what is new, and tell it to whoever is to be told."""
    from pipelines.run import watching

    done = watching.watch(ids=ids or (), since=since.date() if since else None)
    if as_json:
        _json(
            {
                "watches": done.watches,
                "alerts": [_entry(each) for each in done.alerts],
                "begun_before": list(done.begun_before),
                "sent": [asdict(each) for each in done.sent],
            }
        )
        return
    for each in done.entries:
        _say(_said(each))
    for name in done.begun_before:
        _say(
            f"{name}: has begun, so --since changes nothing; `trucewatch watch try {name} --days N` shows what there is"
        )
    outcomes = {each.outcome for each in done.sent}
    told = ", ".join(f"{sum(each.outcome == outcome for each in done.sent)} {outcome}" for outcome in sorted(outcomes))
    _say(f"{done.watches} watches, {len(done.alerts)} alerts" + (f"; messages: {told}" if told else ""))


@watch_app.command(epilog="Example: `trucewatch watch remove swaps`")
def remove(watch_id: Id) -> None:
    """Take a watch out of its file. What it told stays in the journal, and is not told again should it come back."""
    from pipelines.run import watching

    _say(f"Removed from {watching.remove(watch_id)}")


@watch_app.command(epilog="Example: `trucewatch watch history swaps --json`")
def history(watch_id: Annotated[str | None, typer.Argument(metavar="[ID]")] = None, *, as_json: Json = False) -> None:
    """List what the journal says: first looks, alerts, ends."""
    from pipelines.report.tables import format_rows
    from pipelines.run import watching

    found = watching.history(watch_id)
    if as_json:
        _json([_entry(each) for each in found])
        return
    columns = ("at", "watch", "what", "articles", "figures", "version")
    rows = [
        (
            _when(each.at),
            each.watch,
            each.kind,
            len(each.articles),
            f"{each.count} on {each.day}, expected {each.expected:g}" if each.kind == "spike" else "",
            each.version,
        )
        for each in found
    ]
    sys.stdout.write(format_rows(columns, rows, "table"))


def _said(each: "Entry") -> str:
    match each.kind:
        case "begun":
            return f"{each.watch}: begun; {len(each.articles)} articles match already and count as known"
        case "hits":
            return f"{each.watch}: {len(each.articles)} new"
        case "spike":
            return f"{each.watch}: more than usual, {each.count} on {each.day}, expected {each.expected:g}"
        case "ended":
            return f"{each.watch}: ended; it is in no file any more"


def _tells(each: "Listed") -> str:
    if not each.watch:
        return ""
    alert = each.watch.sheet.alert
    return " and ".join(word for word, is_on in (("hits", alert.hits), ("spikes", alert.spike)) if is_on)


def _listed(each: "Listed") -> dict[str, object]:
    return {
        "id": each.watch_id,
        "watch": each.watch.sheet.model_dump(mode="json", exclude_none=True) if each.watch else None,
        "file": each.watch.file if each.watch else None,
        "version": each.watch.version if each.watch else None,
        "begun_at": each.begun_at.isoformat() if each.begun_at else None,
        "is_current": each.is_current,
        "alerts": [_entry(one) for one in each.alerts],
    }


def _tried(found: "Trial") -> dict[str, object]:
    return {
        "id": found.watch.watch_id,
        "today": str(found.today),
        "days": found.days,
        "articles": [each.article_id for each in found.matches],
        "stories": [asdict(each) for each in found.told],
        "spike": {**asdict(found.verdict), "day": str(found.verdict.day), "is_spike": found.verdict.is_spike},
    }


def _entry(each: "Entry") -> dict[str, object]:
    values = {**asdict(each), "at": each.at.isoformat(), "day": str(each.day) if each.day else None}
    figures = {"day", "count", "expected", "threshold"} if each.kind != "spike" else set()
    return {name: value for name, value in values.items() if name not in figures}


def _when(at: datetime | None) -> str:
    return at.strftime("%Y-%m-%d %H:%M") if at else ""


def _json(value: object) -> None:
    sys.stdout.write(json.dumps(value, indent=2) + "\n")


def _say(text: str, *, err: bool = False) -> None:
    from pipelines.report.escaping import visible

    Console(stderr=err, highlight=False, markup=False, soft_wrap=True).print(visible(text))
