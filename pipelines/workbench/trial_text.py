"""A trial as a person reads it in a terminal, 80 cells wide: the text with its tags, then one table for each question."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipelines.packs.model import Pack
from pipelines.records import Mention, Statement
from pipelines.report.escaping import visible
from pipelines.workbench.grid import Grid
from pipelines.workbench.occurrences import UNDETERMINED
from pipelines.workbench.owned_text import language_name
from pipelines.workbench.paragraphs import GLUE, glued, hanging
from pipelines.workbench.reasons import TYPES, explain
from pipelines.workbench.trial import ZONES, Trial, name_of, side_of
from pipelines.workbench.untagged import Untagged

PARTY_COLOURS = ("#56B4E9", "#E69F00", "#CC79A7")
"""One hue for each party, in the order of the pack, from the palette of Okabe and Ito (2008), which the colour-blind can tell apart."""
OTHERS = "#009E73"
NOBODY = "#999999"
KIND_STYLES: Mapping[str, str] = {
    "name": "bold",
    "role": "underline",
    "metonym": "bold italic",
    "demonym": "italic",
    "unnamed": "not bold",
}
KINDS: Mapping[str, str] = {
    "name": "named",
    "role": "by title",
    "metonym": "seat of government",
    "demonym": "a people",
    "unnamed": "source without a name",
}
"""Kinds of mentions, in words."""
LABELS: Mapping[str, str] = {
    "talks": "about the talks",
    "passing": "mentions the talks in passing",
    "no": "not about the talks",
}
MOST_ROWS = 300
"""Rows shown of one table: a report has fewer, a book more than anybody reads."""
LONGEST = 300
"""Characters shown of a statement."""


def show(out: Console, pack: Pack, trial: Trial) -> None:
    """Print a trial."""
    hanging(out, Text(_about(pack, trial), style="dim"), 2)
    out.print()
    if not (trial.title or trial.text).strip():
        out.print(Text("The text is empty: there is nothing to tag."))
        return
    for zone in ZONES:
        if trial.zone(zone):
            for line in glued(out, marked(pack, trial, zone)):
                out.print(line, soft_wrap=True)
            out.print()
    out.print(legend(pack, trial))
    _section(out, "Mentions", mentions_table(pack, trial), "Nobody of the pack is named.")
    left = [each for zone in ZONES for each in trial.untagged[zone]]
    _section(out, "Not tagged", untagged_table(pack, left), "Nothing that reads like the pack was left out.")
    out.print()
    out.print(relevance_text(pack, trial))
    _section(out, "Facets", facets_table(trial), "No facet of the topic is spoken of in earnest.")
    if trial.tags.framing:
        _section(out, "Framing terms", framing_table(pack, trial), "")
    if trial.tags.credits:
        _section(out, "Credits", credits_table(trial), "")
    _section(out, "Rounds", rounds_table(pack, trial), "No round of talks is spoken of.")
    out.print()
    out.print(Text("Statements", style="bold"))
    if not trial.tags.statements:
        out.print(Text("Nobody is quoted or reported.", style="dim"))
    for letter, statement in islice(zip(letters(), trial.tags.statements, strict=False), MOST_ROWS):
        _statement(out, pack, trial, letter, statement)
    _rest(out, len(trial.tags.statements))


def _about(pack: Pack, trial: Trial) -> str:
    """Return what the text was read as: language, day, pack."""
    language = trial.tags.language
    if language == UNDETERMINED:
        read = "Language not told by the text: forms of all languages count"
    elif language in pack.languages:
        read = language_name(language)
    else:
        read = f"{language_name(language)}, a language that the pack does not have"
    dated = f"published on {trial.published_on:%d %B %Y}" if trial.published_on else "undated: no title has a holder"
    return f"{read}; {dated}; pack {pack.pack_id} {pack.version}"


def _section(out: Console, title: str, table: Grid, empty: str) -> None:
    out.print()
    out.print(Text(title, style="bold"))
    if table.rows:
        table.show(out, MOST_ROWS)
        _rest(out, len(table.rows))
    else:
        out.print(Text(empty, style="dim"))


def _rest(out: Console, count: int) -> None:
    if count > MOST_ROWS:
        out.print(Text(f"… and {count - MOST_ROWS} more (--json has them all)", style="dim"))


# ── The text ──────────────────────────────────────────────────────────────────────────────────────


def marked(pack: Pack, trial: Trial, zone: str) -> Text:
    """Return title or text with its tags in place: `[3 Name]` is mention 3, `{b …}` statement b, `<…>` a framing term."""
    written = trial.zone(zone)
    text = Text(style="bold" if zone == "title" else "")
    at = 0
    for place, mark, style in sorted(_marks(pack, trial, zone), key=lambda each: each[0]):
        text.append(_lines(written[at:place]))
        text.append(mark, style=style)
        at = place
    text.append(_lines(written[at:]))
    for mention, start in _named_spans(text.plain, trial, zone):
        text.stylize(_style(pack, trial, mention), start, start + len(_lines(mention.surface)))
    return text


def _marks(pack: Pack, trial: Trial, zone: str) -> Iterator[tuple[int, str, str]]:
    """Yield (place, mark, style): a statement opens before and closes behind the mention that stands at its edge."""
    statements = [each for each in zip(letters(), trial.tags.statements, strict=False) if each[1].zone == zone]
    mentions = [each for each in enumerate(trial.tags.mentions, 1) if each[1].zone == zone]
    yield from ((each.end, "]", _style(pack, trial, each)) for _, each in mentions)
    yield from ((each.end, ">", _worded(pack, each.side)) for each in trial.tags.framing if each.zone == zone)
    yield from ((each.end, "}", "dim") for _, each in statements)
    yield from ((each.start, f"{{{letter}{GLUE}", "dim") for letter, each in statements)
    yield from ((each.start, "<", _worded(pack, each.side)) for each in trial.tags.framing if each.zone == zone)
    yield from ((each.start, f"[{number}{GLUE}", _style(pack, trial, each)) for number, each in mentions)


def _named_spans(plain: str, trial: Trial, zone: str) -> Iterator[tuple[Mention, int]]:
    """Yield each mention with where its surface stands in the marked text."""
    at = 0
    for number, mention in enumerate(trial.tags.mentions, 1):
        if mention.zone == zone:
            opening = f"[{number}{GLUE}"
            at = plain.index(opening, at) + len(opening)
            yield mention, at


def _lines(text: str) -> str:
    """Return a text of others with its line breaks, all else that is no letter made visible."""
    return "\n".join(visible(line) for line in text.split("\n"))


def _style(pack: Pack, trial: Trial, mention: Mention) -> str:
    return (
        f"{KIND_STYLES[mention.kind]} {_colour(pack, side_of(pack, mention.actor, trial.published_on), mention.actor)}"
    )


def _worded(pack: Pack, side: str) -> str:
    return f"bold {_colour(pack, side, side)}"


def _colour(pack: Pack, side: str | None, actor: str | None) -> str:
    if side in pack.parties:
        return PARTY_COLOURS[pack.parties.index(side) % len(PARTY_COLOURS)]
    return OTHERS if actor else NOBODY


def legend(pack: Pack, trial: Trial) -> Text:
    """Return what marks, colours and styles mean, as far as the text has them."""
    text = Text(style="dim")
    if trial.tags.mentions:
        text.append("[number mention]")
    if trial.tags.statements:
        text.append("  {letter statement}")
    if trial.tags.framing:
        text.append("  <framing term>")
    sides = dict.fromkeys(
        (side if side in pack.parties else None, bool(each.actor))
        for each in trial.tags.mentions
        for side in [side_of(pack, each.actor, trial.published_on)]
    )
    for side, known in sides:
        text.append("  ")
        text.append("■ ", style=_colour(pack, side, "somebody" if known else None))
        text.append(f"{name_of(pack, side)}’s side" if side else "others" if known else "nobody of the pack")
    kinds = dict.fromkeys(each.kind for each in trial.tags.mentions)
    text.append("\n" if kinds else "")
    for kind in kinds:
        text.append(f"{KINDS[kind]}", style=f"{KIND_STYLES[kind]} not dim")
        text.append("  ")
    return text


def letters() -> Iterator[str]:
    """Yield a, b … z, aa, ab …: how statements are called."""
    alphabet = "abcdefghijklmnopqrstuvwxyz"
    yield from alphabet
    yield from (first + second for first in alphabet for second in alphabet)


# ── The tables ────────────────────────────────────────────────────────────────────────────────────


def mentions_table(pack: Pack, trial: Trial) -> Grid:
    """Return one row a mention: what is written, who is meant, how, whether they act, and why it was tagged."""
    table = Grid((("#", 3), ("written", 16), ("who", 16), ("kind", 8), ("acts", 4), ("why", None)))
    for number, each in enumerate(trial.tags.mentions, 1):
        who = each.name or ("nobody known on that day" if each.kind == "role" else "–")
        table.add(
            str(number),
            Text(visible(each.surface), style=_style(pack, trial, each)),
            visible(who),
            each.kind,
            "yes" if each.as_actor else "no",
            explain(each.rule),
        )
    return table


def untagged_table(pack: Pack, left: Sequence[Untagged]) -> Grid:
    """Return one row a stretch that reads like the pack, the same ones together, with why it does not count."""
    table = Grid((("written", 24), ("like", 18), ("why not", None)))
    for (surface, actor, why), count in _counted(left).items():
        times = f" ({count} times)" if count > 1 else ""
        table.add(visible(surface) + times, visible(name_of(pack, actor)) or "–", visible(why))
    return table


def _counted(left: Sequence[Untagged]) -> Mapping[tuple[str, str | None, str], int]:
    counts: dict[tuple[str, str | None, str], int] = {}
    for each in left:
        key = (each.surface, each.actor, each.why)
        counts[key] = counts.get(key, 0) + 1
    return counts


def relevance_text(pack: Pack, trial: Trial) -> Text:
    """Return the verdict and its evidence, one line each."""
    relevance = trial.tags.relevance
    text = Text("Relevance  ", style="bold")
    text.append(f"{LABELS[relevance.label]} ({relevance.label}, {relevance.score:.2f})", style="not bold")
    for each in relevance.evidence:
        text.append(f"\n  {visible(_evidence(pack, each))}", style="not bold")
    return text


def _evidence(pack: Pack, evidence: str) -> str:
    kind, _, rest = evidence.partition(": ")
    if kind == "party":
        return f"parties named: {', '.join(name_of(pack, each) for each in rest.split(', '))}"
    if evidence == "no party":
        return "no party to the talks is named"
    return f"{kind.replace('_', ' ')}: “{rest}”" if rest else evidence.replace("_", " ")


def facets_table(trial: Trial) -> Grid:
    """Return one row a facet: how strongly the text speaks of it, and which terms of the pack counted, where they stand."""
    table = Grid((("facet", 24), ("score", 6), ("by the terms", None)))
    for each in trial.tags.facets:
        table.add(each.facet.replace("_", " "), f"{each.score:.2f}", visible(", ".join(each.evidence)))
    return table


def framing_table(pack: Pack, trial: Trial) -> Grid:
    """Return one row a framing term: what is written, for what, in whose words, and whether the outlet only quotes it."""
    table = Grid((("written", 18), ("for", 14), ("in the words of", 15), ("quoted", 6), ("why", None)))
    for each in trial.tags.framing:
        table.add(
            Text(visible(each.surface), style=_worded(pack, each.side)),
            each.concept.replace("_", " "),
            visible(name_of(pack, each.side)),
            "yes" if each.quoted else "no",
            explain(each.rule),
        )
    return table


def credits_table(trial: Trial) -> Grid:
    """Return one row a credit: what is written, which outlet that is, and by which rule it is the source."""
    table = Grid((("written", 22), ("outlet", 28), ("why", None)))
    for each in trial.tags.credits:
        table.add(visible(each.surface), visible(each.name) if each.outlet else "none of the pack", explain(each.rule))
    return table


def rounds_table(pack: Pack, trial: Trial) -> Grid:
    """Return one row a round of talks: what it is to the text, and by what it was known."""
    names = {each.round_id: each.name for each in pack.rounds} | {"unknown": "a round that the pack does not list"}
    table = Grid((("round", 40), ("is", 11), ("known by", None)))
    for each in trial.tags.rounds:
        table.add(visible(names[each.round]), each.aspect, visible(each.evidence.replace("+", ", ")))
    return table


def _statement(out: Console, pack: Pack, trial: Trial, letter: str, statement: Statement) -> None:
    """Print a statement: what was said, and below it who said it to whom, and of what kind it is."""
    content = " ".join(visible(trial.zone(statement.zone)[statement.start : statement.end]).replace("\\n", " ").split())
    content = content if len(content) <= LONGEST else content[: LONGEST - 1] + "…"
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True, min_width=10)
    table.add_column(overflow="fold")
    table.add_row(letter, Text(f"“{content}”" if statement.is_quote else content, style="bold"))
    for key, value in _facts(pack, statement):
        table.add_row(f" {key}", visible(value))
    out.print(table)


def _facts(pack: Pack, statement: Statement) -> Iterator[tuple[str, str]]:
    yield "who", name_of(pack, statement.speaker) or statement.speaker_name or "not told"
    if statement.attributed_to:
        yield "relayed by", name_of(pack, statement.attributed_to)
    if statement.type:
        yield "does what", TYPES[statement.type] + (f" ({statement.modality})" if statement.modality else "")
    if statement.condition:
        yield "on condition", " ".join(statement.condition.split())
    if statement.target:
        yield "to whom", name_of(pack, statement.target)
    if statement.facet:
        yield "about", statement.facet.replace("_", " ")
    if statement.negated:
        yield "negated", "yes"
    if statement.places:
        yield "places", ", ".join(name_of(pack, each.place) for each in statement.places)
    if statement.amounts:
        yield (
            "amounts",
            ", ".join(
                f"{each.value:g} {each.unit}" + (f" ({each.side})" if each.side else "") for each in statement.amounts
            ),
        )
    yield "why", explain(statement.rule)
