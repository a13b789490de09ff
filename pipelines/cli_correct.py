"""The commands by which analysts correct the tagger; what they decide lies in the journal."""

import json
import sys
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

if TYPE_CHECKING:
    from pipelines.records import Correction

correct_app = typer.Typer(no_args_is_help=True, help="Say what the tagger got wrong; survives every reprocessing.")

Article = Annotated[str, typer.Argument(help="article id, its first 8 characters or more, or its address")]
Why = Annotated[str, typer.Option("--why", help="the reason, for everybody who sees the corrected row")]
Who = Annotated[str | None, typer.Option("--who", help="who corrects; default: the user of this machine")]
Revision = Annotated[str | None, typer.Option(help="beginning of a revision's hash; default: the current one")]
At = Annotated[int, typer.Option("--at", min=0, help="a place inside it, in code points from 0")]
Zone = Annotated[str, typer.Option(help="title or text")]
Now = Annotated[bool, typer.Option("--now", help="run monitor at once, so that it takes effect")]


@correct_app.command(epilog='Example: `trucewatch correct label 3f2a9c41 no --why "a football match"`')
def label(
    article: Article,
    relevance: Annotated[str, typer.Argument(help="talks, passing or no")],
    *,
    why: Why,
    who: Who = None,
    revision: Annotated[str | None, typer.Option(help="beginning of a revision's hash; default: all revisions")] = None,
    now: Now = False,
) -> None:
    """Say whether an article is about the talks."""
    from pipelines.run import correcting

    _done(correcting.label(article, relevance, why=why, who=who, revision=revision), now=now)


@correct_app.command(epilog='Example: `trucewatch correct mention 3f2a9c41 --at 120 --actor none --why "his namesake"`')
def mention(
    article: Article,
    *,
    at: At,
    actor: Annotated[str, typer.Option(help="actor id of the pack, or `none`: nobody is named there")],
    why: Why,
    to: Annotated[int | None, typer.Option("--to", help="end, exclusive; needed where nothing is tagged yet")] = None,
    zone: Zone = "text",
    as_actor: Annotated[bool, typer.Option("--as-actor/--not-as-actor", help="does the actor act or speak?")] = True,
    who: Who = None,
    revision: Revision = None,
    now: Now = False,
) -> None:
    """Say who is named at a place of an article."""
    from pipelines.run import correcting

    made = correcting.mention(
        article, at, actor, why=why, who=who, revision=revision, zone=zone, to=to, as_actor=as_actor
    )
    _done(made, now=now)


@correct_app.command(epilog='Example: `trucewatch correct statement 3f2a9c41 --at 210 --type offer --why "an offer"`')
def statement(
    article: Article,
    *,
    at: At,
    why: Why,
    speaker: Annotated[str | None, typer.Option(help="actor id, or none")] = None,
    attributed_to: Annotated[str | None, typer.Option(help="who relays it, in the words of the text, or none")] = None,
    type: Annotated[str | None, typer.Option(help="demand, offer …, or none")] = None,  # noqa: A002 - the option's name
    facet: Annotated[str | None, typer.Option(help="facet of the pack, or none")] = None,
    target: Annotated[str | None, typer.Option(help="actor id, or none")] = None,
    negated: Annotated[bool | None, typer.Option("--negated/--not-negated", help="does it deny its type?")] = None,
    modality: Annotated[str | None, typer.Option(help="future, conditional, hypothetical, or none")] = None,
    remove: Annotated[bool, typer.Option("--remove", help="nobody says anything there")] = False,
    zone: Zone = "text",
    who: Who = None,
    revision: Revision = None,
    now: Now = False,
) -> None:
    """Say what a statement of an article is; only what is given changes."""
    from pipelines.run import correcting

    given = {
        "speaker": speaker,
        "attributed_to": attributed_to,
        "type": type,
        "facet": facet,
        "target": target,
        "negated": negated,
        "modality": modality,
        "removed": remove or None,
    }
    changes = {name: value for name, value in given.items() if value is not None}
    _done(correcting.statement(article, at, changes, why=why, who=who, revision=revision, zone=zone), now=now)


@correct_app.command(
    epilog='Example: `trucewatch correct identity 3f2a9c41 77b01d2e --same --why "one page, two addresses"`'
)
def identity(
    article: Article,
    other: Annotated[str, typer.Argument(help="the other article, named likewise")],
    *,
    same: Annotated[bool, typer.Option("--same/--different", help="are they one article?")],
    why: Why,
    who: Who = None,
    now: Now = False,
) -> None:
    """Say that two articles are one, or that they are not."""
    from pipelines.run import correcting

    _done(correcting.identity(article, other, same=same, why=why, who=who), now=now)


@correct_app.command(epilog='Example: `trucewatch correct undo 5be1f00c22aa --why "the tagger was right"`')
def undo(
    correction: Annotated[str, typer.Argument(help="id of the correction, or its beginning")],
    *,
    why: Why,
    who: Who = None,
    now: Now = False,
) -> None:
    """Take a correction back: what the tagger said stands again."""
    from pipelines.run import correcting

    made = correcting.undo(correction, why=why, who=who)
    _told(f"Taken back: correction {made.correction_id} ({made.kind.value} of {made.article_id}).")
    _effect(now=now)


@correct_app.command(name="list", epilog="Example: `trucewatch correct list --json`")
def list_all(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="for programs")] = False,
) -> None:
    """List every correction: who, when, why, and whether it stands (applied, superseded, open, undone, waiting)."""
    from pipelines.report.tables import format_rows
    from pipelines.run import correcting

    found = correcting.listed()
    if as_json:
        rows = [{**correcting.shown(each.correction), "state": each.state} for each in found]
        sys.stdout.write(json.dumps(rows, indent=2) + "\n")
        return
    columns = ("id", "state", "kind", "article", "what", "who", "when", "why")
    table = [
        (
            each.correction.correction_id,
            each.state,
            each.correction.kind.value,
            each.correction.article_id[:12],
            correcting.said(each.correction),
            each.correction.who,
            each.correction.corrected_at.strftime("%Y-%m-%d %H:%M"),
            each.correction.why,
        )
        for each in found
    ]
    sys.stdout.write(format_rows(columns, table, "table"))


def _done(made: "Correction", *, now: bool) -> None:
    from pipelines.run import correcting

    _told(f"Journalled: correction {made.correction_id} by {made.who}: {made.kind.value} of {made.article_id}, {correcting.said(made)}.")  # fmt: skip
    _effect(now=now)


def _effect(*, now: bool) -> None:
    if not now:
        _told("It takes effect with the next run of monitor (`trucewatch monitor`, or --now).")
        return
    from pipelines import run

    finished = run.monitor(progress=lambda step: Console(stderr=True).print(step, highlight=False, markup=False))
    _told(f"Loaded and published: {finished.snapshot}")


def _told(line: str) -> None:
    Console(highlight=False, markup=False, soft_wrap=True).print(line)
