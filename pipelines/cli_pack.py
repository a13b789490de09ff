"""The commands about the topic pack: look at it, try it, change it, check it."""

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from pipelines import settings as environment
from pipelines.cli_score import register
from pipelines.errors import PackError, SettingsError, TrucewatchError
from pipelines.report.escaping import json_text, visible

if TYPE_CHECKING:
    from pipelines.packs.model import Actor

Done = TypeVar("Done")
pack_app = typer.Typer(no_args_is_help=True, help="Check and maintain the topic pack.")
LONGEST_SHOWN = 60
"""Characters of a wrong answer that a message repeats."""
Folder = Annotated[Path | None, typer.Option(help="folder of the pack; default: the one in use")]


def _out() -> Console:
    return Console(highlight=False, markup=False, soft_wrap=True)


@contextmanager
def _busy(what: str) -> Iterator[None]:
    """Say on a terminal what takes some seconds, while it does."""
    with Console(stderr=True).status(what):
        yield


@contextmanager
def _page() -> Iterator[Console]:
    """Yield a console for tables and paragraphs: as wide as the terminal; 80 cells, without trailing blanks elsewhere."""
    out = Console(highlight=False, markup=False)
    if out.is_terminal:
        yield out
        return
    with out.capture() as captured:
        yield out
    sys.stdout.write("".join(f"{line.rstrip()}\n" for line in captured.get().splitlines()))


@pack_app.command(name="lint", epilog="Example: `trucewatch pack lint --folder ./my-pack`")
def pack_lint(
    *,
    folder: Folder = None,
    everything: Annotated[bool, typer.Option("--all", help="show all warnings, not some of each kind")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="for programs; always all")] = False,
) -> None:
    """Check a pack: schema, references, tenures, collisions, weak forms, doubtful entries, and its own examples.

    Exit codes: 0 the pack can be used (warnings change nothing), 2 usage, 3 there is an error, or no pack.
    """
    from pipelines.run.house import clock
    from pipelines.workbench import checking, findings_text

    with _busy("checking the pack and trying its examples …"):
        findings = checking.check(folder or environment.load().pack, clock().date())
    if as_json:
        _as_json([asdict(each) for each in findings])
    else:
        with _page() as out:
            findings_text.show(out, findings, everything=everything)
    if any(each.severity == "error" for each in findings):
        raise typer.Exit(3)


@pack_app.command(name="forms", epilog="Examples: `trucewatch pack forms ID`, `trucewatch pack forms --write`")
def pack_forms(
    actor: Annotated[str | None, typer.Argument(help="an actor id")] = None,
    *,
    write: Annotated[bool, typer.Option("--write", help="generate forms.lock anew (needs the extra `pack`)")] = False,
    folder: Folder = None,
) -> None:
    """Print every form under which an actor is recognised, by language and case, and what has the same form.

    With --write, write the lock of all forms.

    Exit codes: 0 printed or written, 2 usage, 3 no such actor, or a pack that cannot be used.
    """
    from pipelines import packs

    where = folder or environment.load().pack
    if write:
        with _busy("generating forms …"):
            written = packs.write_forms(where)
        _out().print(str(written))
    if not actor:
        if not write:
            raise SettingsError(
                "Whose forms?",
                where="pack forms",
                next_step="Name an actor: `trucewatch pack forms ID`, or say --write.",
            )
        return
    _show_forms(where, actor)


def _show_forms(where: Path, actor: str) -> None:
    """Print the forms of an actor. Raises `TrucewatchError` for an id that the pack does not have."""
    from pipelines import packs
    from pipelines.packs.loading import checked
    from pipelines.workbench import owned, owned_text

    pack = packs.load(where)
    if actor not in pack.actors:
        raise unknown_actor(pack.actors.values(), actor, where)
    with _page() as out:
        found = owned.collisions(checked(where), pack, packs.forms_of(pack, actor))
        owned_text.show(out, pack, pack.actors[actor], owned.groups(pack, actor), found)


def unknown_actor(actors: "Iterable[Actor]", actor: str, where: Path) -> PackError:
    """Return what to say of an id that the pack does not have: which ones are like it, or who is called so."""
    some = list(actors)
    called = [each.actor_id for each in some if actor.casefold() in each.name.casefold()]
    near = called[:3] or get_close_matches(actor.casefold(), [each.actor_id for each in some], n=3, cutoff=0.5)
    hint = f"Did you mean {' or '.join(near)}?" if near else "Ids stand behind `- id:` in the files of the pack."
    return PackError(f"The pack has no actor {_short(actor)!r}.", where=str(where), next_step=hint)


# ── Adding ────────────────────────────────────────────────────────────────────────────────────────


@pack_app.command(
    name="add-actor",
    epilog="Examples: `trucewatch pack add-actor` asks; without questions: `trucewatch pack add-actor --id berg "
    "--name 'Ada Berg' --type person --gender f --alias 'en=Ada Berg' --example 'Ada Berg smiled. | Ada Berg'`",
)
def pack_add_actor(  # noqa: PLR0917 - typer passes by name
    actor_id: Annotated[str | None, typer.Option("--id", help="id in the pack; default: made of the name")] = None,
    name: Annotated[str | None, typer.Option(help="English name")] = None,
    kind: Annotated[str, typer.Option("--type", help="person, government, organisation or place")] = "person",
    side: Annotated[list[str] | None, typer.Option(help="SIDE, SIDE:FROM or SIDE:FROM:TO; may be repeated")] = None,
    gender: Annotated[str | None, typer.Option(help="m or f, for pronouns and inflection")] = None,
    alias: Annotated[
        list[str] | None, typer.Option(help="LANGUAGE=NAME, or LANGUAGE=NAME | CONDITION; may be repeated")
    ] = None,
    example: Annotated[list[str] | None, typer.Option(help="TEXT | WHAT MUST BE TAGGED IN IT; may be repeated")] = None,
    wikidata: Annotated[str | None, typer.Option(help="Q…, if you are sure")] = None,
    stands_for: Annotated[str | None, typer.Option(help="of a place: the actor whose decisions it reports")] = None,
    note: Annotated[str | None, typer.Option(help="what could not be confirmed, or why it is there")] = None,
    *,
    unverified: Annotated[bool, typer.Option("--unverified", help="identity, side or dates are not confirmed")] = False,
    folder: Folder = None,
) -> None:
    """Add somebody or something to the pack; without options, step by step. Nothing that is there is overwritten.

    Exit codes: 0 added, 1 broken off, nothing was changed, 2 usage, 3 refused and nothing was changed, or added with an error
    that stands in the output.
    """
    from pipelines.packs.loading import checked
    from pipelines.run.house import clock
    from pipelines.workbench import checking, newcomer, newcomer_text

    where = folder or environment.load().pack
    sheets = checked(where)
    if name is None and not (actor_id or alias or example):
        answers = newcomer_text.questions(newcomer_text.Interview(_ask, _wrong), sheets)
        _out().print(f"\nThe same without questions:\n{answers.command()}")
    elif name is None or not name.strip():
        raise SettingsError(
            "A new actor needs a name.", where="--name", next_step="Give it, or give no option at all to be asked."
        )
    else:
        taken = {actor.id for actor in sheets.every_actor}
        answers = newcomer.Answers(
            actor_id=actor_id or newcomer.proposed_id(name, taken, kind),
            name=name,
            type=kind,
            sides=tuple(side or ()),
            gender=gender,
            wikidata=wikidata,
            stands_for=stands_for,
            aliases=tuple(alias or (f"en={each}" for each in newcomer.proposed_aliases(name, kind))),
            examples=tuple(example or ()),
            note=note,
            verified=not unverified,
        )
    with _busy("generating forms and trying the examples …"):
        added = newcomer.add(where, answers)
        findings = checking.about(checking.check(where, clock().date()), added.path.name, added.line)
    _show_forms(where, answers.actor_id)
    with _page() as out:
        newcomer_text.show(out, added, answers, findings)
    if any(each.severity == "error" for each in findings):
        raise typer.Exit(3)


def _ask(question: str, proposal: str) -> str:
    """Return the answer of a person. Raises `TrucewatchError` where there is none to come: end of input, or Ctrl-C."""
    try:
        return str(typer.prompt(question, default=proposal, show_default=bool(proposal))).strip()
    except typer.Abort:
        sys.stderr.write("\n")
        raise TrucewatchError(
            "Broken off: nothing was changed.",
            where="pack add-actor",
            next_step="Begin anew, or give every answer as an option: `trucewatch pack add-actor --help`.",
        ) from None


def _wrong(error: PackError) -> None:
    """Say on standard error what is wrong with an answer."""
    _told(f"{error.what} {error.next_step}")


# ── Trying ────────────────────────────────────────────────────────────────────────────────────────


@pack_app.command(name="try", epilog="Example: `trucewatch pack try report.txt --date 2025-05-17`")
def pack_try(
    file: Annotated[str, typer.Argument(help="a text file (UTF-8), or - for standard input")],
    *,
    language: Annotated[str | None, typer.Option(help="ISO 639-1; default: detected")] = None,
    date: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="day of publication")] = None,
    title: Annotated[
        str | None, typer.Option(help="default: the first line of the text, if an empty line follows it")
    ] = None,
    folder: Folder = None,
    as_json: Annotated[bool, typer.Option("--json", help="for programs")] = False,
) -> None:
    """Show a text with every tag in place, the reason of each, and what was not tagged and why.

    Exit codes: 0 shown, 2 the file cannot be read, or usage, 3 pack.
    """
    from pipelines.run.house import pack_in, tagger_of
    from pipelines.workbench import trial, trial_text

    _check_language(language)
    written = _read(file)
    heading, text = (title, written) if title is not None else trial.parted(written)
    where = (folder or environment.load().pack).absolute()
    pack = pack_in(where)
    found = trial.attempt(
        pack,
        tagger_of(where),
        title=heading,
        text=text,
        language=language,
        published_at=date.replace(tzinfo=UTC) if date else None,
    )
    if as_json:
        _as_json(trial.as_json(pack, found))
    else:
        with _page() as out:
            trial_text.show(out, pack, found)


def _check_language(language: str | None) -> None:
    """Raise `SettingsError` for what is no code of a language: nothing would be found, and nothing would say why."""
    if language and not (len(language) in {2, 3} and language.isascii() and language.islower()):
        raise SettingsError(
            f"{_short(language)!r} is no code of a language.",
            where="--language",
            next_step="Write two letters like en, uk, pl; leave it out, and it is detected.",
        )


# ── Comparing ─────────────────────────────────────────────────────────────────────────────────────


@pack_app.command(
    name="diff",
    epilog="Examples: `trucewatch pack diff --since 2025-05-01`; two packs on texts of yours: "
    "`trucewatch pack diff report.txt --folder ./my-pack --against ./their-pack`",
)
def pack_diff(
    files: Annotated[list[str] | None, typer.Argument(help="texts to compare on; default: the stored articles")] = None,
    *,
    against: Annotated[
        str, typer.Option(help="folder of another pack, or a version that articles were stored with; default: any")
    ] = "",
    since: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="published from that day on")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="at most so many articles, the newest")] = None,
    folder: Folder = None,
    everything: Annotated[bool, typer.Option("--all", help="show every text and every tag")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="for programs; always all")] = False,
) -> None:
    """Show which texts gain or lose tags under the pack at hand, and where: against what was stored, or another pack.

    Exit codes: 0 compared, 2 usage, or a text that cannot be read, 3 pack, 4 nothing is stored yet.
    """
    from pipelines.run.house import pack_in, tagger_of
    from pipelines.workbench import difference, difference_text

    settings = environment.load()
    where = (folder or settings.pack).absolute()
    pack, tagger = pack_in(where), tagger_of(where)
    other = tagger_of(Path(against).absolute()) if against and Path(against).is_dir() else None
    if files:
        if other is None:
            raise SettingsError(
                "Texts on disk have no stored tags to compare with.",
                where="--against",
                next_step="Name the folder of the other pack: `--against FOLDER`.",
            )
        texts, total = difference.of_files(((file, _read(file)) for file in files), other), len(files)
    else:
        version = "" if other else against
        chosen = difference.choose(settings, since=since.date() if since else None, version=version, limit=limit)
        if version and not chosen.articles:
            raise SettingsError(
                f"No stored article was tagged with version {version!r}, and no folder is called so.",
                where="--against",
                next_step='`trucewatch sql "select pack_version, count(*) from articles group by all"` lists versions.',
            )
        if not chosen.articles and not as_json:
            _out().print(
                f"No article published since {since:%d %B %Y} is stored." if since else "No article is stored yet."
            )
            return
        stored, total = difference.stored(settings, chosen.articles), len(chosen.articles)
        texts = (difference.retagged(each, other) for each in stored) if other else stored
        versions = ", ".join(f"{name} ({count})" for name, count in chosen.versions.items())
        before = f"the pack in {against}" if other else f"what was stored with {versions or 'no version'}"
        _told(f"Pack {pack.pack_id} {pack.version} against {before}")
    changes = [each for each in _watched(difference.compared(texts, tagger), total) if not each.is_none]
    if as_json:
        _as_json(difference_text.as_json(changes, total))
        return
    with _page() as out:
        difference_text.show(out, pack, changes, total, everything=everything)


def _as_json(value: object) -> None:
    """Print a value for programs; characters that nobody sees are written as escapes."""
    for line in json.dumps(value, ensure_ascii=False, indent=2).split("\n"):
        sys.stdout.write(f"{json_text(line)}\n")


def _short(written: str) -> str:
    return written if len(written) <= LONGEST_SHOWN else f"{written[: LONGEST_SHOWN - 1]}…"


def _told(line: str) -> None:
    Console(stderr=True, highlight=False, markup=False, soft_wrap=True).print(line)


def _watched(work: Iterable[Done], total: int) -> Iterator[Done]:
    """Yield what is done, with a bar, the rate and the time that is left on a terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), _Rate(), TimeRemainingColumn())
    err = Console(stderr=True)
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        task = bar.add_task("texts", total=total)
        for each in work:
            yield each
            bar.advance(task)


class _Rate(ProgressColumn):
    """Texts per second."""

    def render(self, task: Task) -> Text:
        """Return the rate so far."""
        return Text(f"{task.speed:.0f}/s" if task.speed else "", style="dim")


def _read(file: str) -> str:
    """Return a text as it is stored: NFC, with plain line ends. Raises `SettingsError` for what is no UTF-8 text."""
    import unicodedata

    try:
        body = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        text = body.decode("utf-8-sig")
    except OSError as error:
        raise SettingsError(
            "The text cannot be read.",
            where=f"{visible(_short(file))}: {error.strerror}",
            next_step="Name a text file, or - to pipe one.",
        ) from error
    except UnicodeDecodeError as error:
        raise SettingsError(
            "This is no text in UTF-8.",
            where=f"{visible(file)}: byte {error.start}",
            next_step="Save it as UTF-8 plain text.",
        ) from error
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip("\n")


register(pack_app)
