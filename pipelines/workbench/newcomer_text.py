"""The questions about a new actor, and what a person reads once it stands in the pack."""

from collections.abc import Callable, Sequence
from pathlib import Path

from rich.console import Console
from rich.text import Text

from pipelines.packs import Finding
from pipelines.packs.folder import Sheets
from pipelines.report.escaping import visible
from pipelines.workbench.newcomer import TYPES, Added, Answers, proposed_aliases, proposed_id
from pipelines.workbench.owned_text import language_name

Ask = Callable[[str, str], str]
"""Asks a question, with what is meant by an empty answer; returns the answer."""


def questions(ask: Ask, sheets: Sheets) -> Answers:
    """Ask for a new actor step by step. Aliases in other languages than English are proposed empty: nobody guesses spellings."""
    taken = {actor.id for actor in sheets.every_actor}
    name = ask("English name", "")
    kind = ask(f"Type ({', '.join(TYPES)})", TYPES[0])
    actor_id = ask("Id in the pack", proposed_id(name, taken, kind))
    sides = sorted({side.side for actor in sheets.every_actor for side in actor.side})
    side = ask(f"Side, as SIDE, SIDE:FROM or SIDE:FROM:TO ({', '.join(sides)}; empty: none)", "")
    gender = ask("Gender for pronouns and inflection (m, f)", "m") if kind == "person" else ""
    wikidata = ask("Wikidata id, if you are sure (Q…; empty: none)", "")
    aliases = [each for language in sheets.pack.languages for each in _aliases(ask, language, name, kind)]
    examples = list(_examples(ask))
    return Answers(
        actor_id=actor_id,
        name=name,
        type=kind,
        sides=(side,) if side else (),
        gender=gender or None,
        wikidata=wikidata or None,
        aliases=tuple(aliases),
        examples=tuple(examples),
    )


def _aliases(ask: Ask, language: str, name: str, kind: str) -> Sequence[str]:
    proposal = ", ".join(proposed_aliases(name, kind)) if language == "en" else ""
    written = ask(f"Names in {language_name(language)}, parted by commas (basic form; empty: none yet)", proposal)
    return [f"{language}={each.strip()}" for each in written.split(",") if each.strip()]


def _examples(ask: Ask) -> Sequence[str]:
    found = []
    while written := ask("An example: TEXT | WHAT MUST BE TAGGED IN IT (empty: no more)", ""):
        found.append(written)
    return found


def show(out: Console, added: Added, answers: Answers, findings: Sequence[Finding]) -> None:
    """Print what was written where, what lint says of it, and what to do next."""
    out.print()
    out.print(Text(f"Written to {_near(added.path)}, line {added.line}:", style="bold"), soft_wrap=True)
    out.print(Text(added.stanza.rstrip("\n")), soft_wrap=True)
    out.print()
    wrong = [each for each in findings if each.severity == "error"]
    for each in findings:
        out.print(
            Text(f"{each.severity}: ", style="bold red" if each in wrong else "yellow") + Text(visible(each.message))
        )
        out.print(Text(f"  → {each.advice}", style="dim"))
    held = len(answers.examples) - sum(each.kind == "example" for each in findings)
    if answers.examples:
        out.print(
            Text(f"{held} of {len(answers.examples)} examples are tagged as they say.", style="" if wrong else "green")
        )
    out.print()
    out.print(Text("Next", style="bold"))
    for number, step in enumerate(_steps(added, answers, wrong=bool(wrong)), 1):
        out.print(Text(f"{number}. {step}"))


def _near(path: Path) -> Path:
    """Return a path as seen from here, if it lies below."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _steps(added: Added, answers: Answers, *, wrong: bool) -> Sequence[str]:
    """Return what is left to do, in order."""
    steps = []
    if wrong:
        steps.append(f"Mend line {added.line} of {added.path.name}, then `trucewatch pack forms --write`.")
    if added.missing:
        steps.append(f"Write the names in {', '.join(map(language_name, added.missing))}: their lists are empty.")
    if not answers.examples:
        steps.append("Add examples: one sentence that names the actor, one with the same word for something else.")
    steps.append(f"Look at all forms: `trucewatch pack forms {answers.actor_id}`.")
    steps.append("Try a real text: `trucewatch pack try FILE`.")
    steps.append("See what it changes in stored articles: `trucewatch pack diff`.")
    steps.append("Commit the file, and forms.lock where the pack has one.")
    return steps
