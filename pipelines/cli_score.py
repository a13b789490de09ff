"""`trucewatch pack score`: how well the tagger does on labelled texts."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from pipelines import settings as environment
from pipelines.errors import SettingsError

if TYPE_CHECKING:
    from pipelines.packs.model import Pack
    from pipelines.workbench.judging import Judged
    from pipelines.workbench.labelled import LabelledText

EXAMPLES = (
    "Examples: `trucewatch pack score`; `trucewatch pack score --part dev --language uk --errors`; "
    "`trucewatch pack score --external ./their-set --language ru`"
)
PARTS = ("dev", "test")


def score(
    path: Annotated[
        Path, typer.Argument(help="a folder of gold: one file a language in PATH/test and PATH/dev")
    ] = Path("gold"),
    *,
    folder: Annotated[Path | None, typer.Option(help="folder of the pack; default: the one in use")] = None,
    part: Annotated[str, typer.Option(help="dev | test")] = "test",
    external: Annotated[
        Path | None, typer.Option(help="a labelled set from elsewhere; gold/README.md names the formats")
    ] = None,
    language: Annotated[
        str | None, typer.Option(help="this one only; with --external: that of texts which name none")
    ] = None,
    errors: Annotated[bool, typer.Option("--errors", help="list every miss and false alarm where it stands")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="for programs")] = False,
    write_floors: Annotated[
        bool, typer.Option("--write-floors", help="raise PATH/floors.yaml to the figures of the test part")
    ] = False,
) -> None:
    """Score the tagger on labelled texts: precision, recall and F1 of mentions, relevance, facets, quotes, statements.

    Exit codes: 0 scored, 1 labels cannot be read or a figure is below its floor, 2 usage, 3 pack.
    """
    from pipelines import packs
    from pipelines.workbench import floors, scoreboard, scoring

    _check_usage(part, external, language, write_floors=write_floors)
    pack = packs.load(folder or environment.load().pack)
    if external:
        from pipelines.workbench.external import read_external

        texts, sheet = read_external(external, pack, language), floors.FloorsSheet()
    else:
        from pipelines.workbench import gold

        texts, sheet = gold.read(path, part, pack, [language] if language else None), floors.read(path)
    results = _results(texts, pack)
    figures = scoring.by_language(results)
    if part != "test" or language:
        sheet = floors.targets_only(sheet)
    if write_floors:
        count = floors.write(path, figures)
        _print(f"{path / floors.FILE}: {count} floors raised or new")
        return
    if as_json:
        about = {"set": str(external or path / part), "pack": pack.pack_id, "version": pack.version}
        sys.stdout.write(scoreboard.as_json(figures, about, results, listed=errors))
    else:
        scoreboard.show(_console(), results, figures, sheet, with_errors=errors)
    fallen = list(floors.falls(sheet, figures))
    if fallen:
        raise floors.refusal(path, fallen)


def _results(texts: "Sequence[LabelledText]", pack: "Pack") -> "list[Judged]":
    """Tag and judge the texts, a bar on a terminal meanwhile."""
    from pipelines.tag import Tagger
    from pipelines.workbench.scoring import judged

    tell = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=tell, transient=True, disable=not tell.is_terminal) as bar:
        task = bar.add_task("texts", total=len(texts))
        return judged(texts, Tagger(pack), pack, lambda: bar.advance(task))


def _check_usage(part: str, external: Path | None, language: str | None, *, write_floors: bool) -> None:
    if part not in PARTS:
        raise SettingsError(f"There is no part {part!r}.", where="--part", next_step="Name dev or test.")
    if write_floors and (external or language or part != "test"):
        raise SettingsError(
            "Floors hold the whole test part of the gold.",
            where="--write-floors",
            next_step="Leave out --external, --language and --part.",
        )


def _console() -> Console:
    """Return a console of at most the width of the terminal; 80 columns, without colours, elsewhere."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=80)


def _print(line: str) -> None:
    Console(highlight=False, markup=False, soft_wrap=True).print(line)


def register(pack_app: typer.Typer) -> None:
    """Add the command to those about the pack."""
    pack_app.command(name="score", epilog=EXAMPLES)(score)
