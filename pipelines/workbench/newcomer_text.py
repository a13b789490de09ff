"""The questions about a new actor, and what a person reads once it stands in the pack."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from rich.console import Console
from rich.text import Text

from pipelines.errors import PackError
from pipelines.packs import Finding
from pipelines.packs.folder import Sheets
from pipelines.report.escaping import visible
from pipelines.workbench import typed
from pipelines.workbench.newcomer import TYPES, Added, Answers, proposed_aliases, proposed_id, refuse_known
from pipelines.workbench.owned_text import language_name
from pipelines.workbench.paragraphs import hanging

Ask = Callable[[str, str], str]
"""Asks a question, with what is meant by an empty answer; returns the answer."""
Tell = Callable[[PackError], None]
"""Says what is wrong with an answer, before the question is asked once more."""


@dataclass(frozen=True, slots=True)
class Interview:
    """Questions to a person, each asked until its answer can be read."""

    ask: Ask
    tell: Tell

    def answer(self, question: str, proposal: str, read: Callable[[str], object]) -> str:
        """Return an answer that `read` takes; it raises `PackError` for one that it does not."""
        while True:
            written = self.ask(question, proposal)
            try:
                read(written)
            except PackError as error:
                self.tell(error)
            else:
                return written


def questions(interview: Interview, sheets: Sheets) -> Answers:
    """Ask for a new actor step by step. Aliases in other languages than English are proposed empty: nobody guesses spellings."""
    taken = {actor.id for actor in sheets.every_actor}
    languages = sheets.pack.languages
    sides = typed.sides(sheets)
    answer = interview.answer
    name = typed.text(answer("English name", "", lambda each: _new_name(sheets, each)), "name")
    kind = answer(f"Type ({', '.join(TYPES)})", TYPES[0], lambda each: typed.known(each, TYPES, "type"))
    actor_id = answer("Id in the pack", proposed_id(name, taken, kind), lambda each: _new_id(sheets, each))
    side = answer(
        f"Side, as SIDE, SIDE:FROM or SIDE:FROM:TO ({', '.join(sides)}; empty: none)",
        "",
        lambda each: each and typed.side(each, sides),
    )
    gender = (
        answer(
            "Gender for pronouns and inflection (m, f)", "m", lambda each: typed.known(each, typed.GENDERS, "gender")
        )
        if kind == "person"
        else ""
    )
    wikidata = answer("Wikidata id, if you are sure (Q…; empty: none)", "", lambda each: each and typed.wikidata(each))
    aliases = [each for language in languages for each in _aliases(interview, language, languages, name, kind)]
    return Answers(
        actor_id=actor_id,
        name=name,
        type=kind,
        sides=(side,) if side else (),
        gender=gender or None,
        wikidata=wikidata or None,
        aliases=tuple(aliases),
        examples=tuple(_examples(interview, languages)),
    )


def _new_name(sheets: Sheets, written: str) -> None:
    if not written:
        raise PackError("A new actor needs a name.", where="English name", next_step="Give the usual English name.")
    refuse_known(sheets, "", typed.text(written, "name"))


def _new_id(sheets: Sheets, written: str) -> None:
    refuse_known(sheets, typed.actor_id(written), "")


def _aliases(interview: Interview, language: str, languages: Sequence[str], name: str, kind: str) -> Sequence[str]:
    proposal = ", ".join(proposed_aliases(name, kind)) if language == "en" else ""

    def read(written: str) -> list[str]:
        found = [f"{language}={each.strip()}" for each in typed.text(written, "alias").split(",") if each.strip()]
        for each in found:
            typed.alias(each, languages)
        return found

    question = f"Names in {language_name(language)}, parted by commas (basic form; empty: none yet)"
    return read(interview.answer(question, proposal, read))


def _examples(interview: Interview, languages: Sequence[str]) -> Sequence[str]:
    found = []
    question = "An example: TEXT | WHAT MUST BE TAGGED IN IT (empty: no more)"
    while written := interview.answer(
        question, "", lambda each: each and typed.example(typed.text(each, "example"), languages)
    ):
        found.append(written)
    return found


def show(out: Console, added: Added, answers: Answers, findings: Sequence[Finding]) -> None:
    """Print what was written where, what lint says of it, and what to do next."""
    out.print()
    out.print(Text(f"Written to {_near(added.path)}, line {added.line}:", style="bold"), soft_wrap=True)
    out.print(Text(added.stanza.rstrip("\n")), soft_wrap=True)
    out.print()
    wrong = [each for each in findings if each.severity == "error"]
    for _, alike in groupby(findings, key=attrgetter("kind")):
        for each in (some := list(alike)):
            style = "bold red" if each in wrong else "yellow"
            hanging(out, Text(f"{each.severity}: ", style=style) + Text(visible(each.message), style="not bold"), 2)
        hanging(out, Text(f"  → {some[0].advice}", style="dim"), 4)
    held = len(answers.examples) - sum(each.kind == "example" for each in findings)
    if answers.examples:
        out.print(
            Text(f"{held} of {len(answers.examples)} examples are tagged as they say.", style="" if wrong else "green")
        )
    out.print()
    out.print(Text("Next", style="bold"))
    for number, step in enumerate(_steps(added, answers, wrong=bool(wrong)), 1):
        hanging(out, Text(f"{number}. {step}"), 3)


def _near(path: Path) -> Path:
    """Return a path as seen from here, if it lies below."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _steps(added: Added, answers: Answers, *, wrong: bool) -> Sequence[str]:
    """Return what is left to do, in order."""
    steps = []
    if wrong:
        steps.append(
            f"Mend the entry in line {added.line} of {added.path.name}, or take it out; then `trucewatch pack forms --write`."
        )
    if added.missing:
        steps.append(f"Write the names in {', '.join(map(language_name, added.missing))}: their lists are empty.")
    if not answers.examples:
        steps.append("Add examples: one sentence that names the actor, one with the same word for something else.")
    steps.append(f"Look at all forms: `trucewatch pack forms {answers.actor_id}`.")
    steps.append("Try a real text: `trucewatch pack try FILE`.")
    steps.append("See what it changes in stored articles: `trucewatch pack diff`.")
    steps.append("Commit the file, and forms.lock where the pack has one.")
    return steps
