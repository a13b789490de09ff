"""The brief as Markdown for mail and chat, and as JSON for programs.

In Markdown the text of others is text: nothing of it is mark-up, and links lead to http or https or are none.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Final

from pipelines.report import edits
from pipelines.report.brief import CLAIMS_SHOWN, QUOTES_SHOWN, REVISIONS_SHOWN, RIGHTS, STORIES_SHOWN, Brief
from pipelines.report.brief_values import Carrier, Claim, Counted, Frame, Report, Revision, Side, Statement, Story
from pipelines.report.cells import json_value
from pipelines.report.escaping import json_text, markdown_cell
from pipelines.report.pages import day, instant, language_name, number

OUTLETS_NAMED: Final = 3
MOVERS_SHOWN: Final = 5
VERSION: Final = 1
"""Of the keys of the JSON: a change that could break a reader raises it."""

_VERDICTS: Final = {"good": "Complete and sound", "warning": "Sound, with gaps", "bad": "Not to be relied on"}
_FOR_ADDRESSES: Final = {ord(sign): f"%{ord(sign):02X}" for sign in "<>\\`*_[]()|~$!\"'"}


def title_of(brief: Brief) -> str:
    """Return the brief's title in one line of plain text."""
    return f"Brief of {day(brief.day_on)}: {brief.topic.topic}"


# ── Markdown ──────────────────────────────────────────────────────────────────────────────────────


def brief_markdown(brief: Brief) -> str:
    """Return the brief as Markdown: what a reader needs in the morning; the page has the rest."""
    parts = (
        _top,
        _claims,
        _said,
        _movement,
        _framing,
        _stories,
        _revisions,
        _silence,
        _method,
    )
    return "\n".join(line for part in parts for line in part(brief)).rstrip() + "\n"


def text(words: str | None) -> str:
    """Return words of others as Markdown in which nothing is mark-up or becomes a link."""
    return markdown_cell(words or "").replace("@", "\\@").replace("://", "\\://").replace("www.", "www\\.")


def link(words: str, href: str | None) -> str:
    """Return a link, where there is an address of the web; else the words."""
    return f"[{text(words)}](<{href.translate(_FOR_ADDRESSES)}>)" if href else text(words)


def _n(brief: Brief, name: str) -> str:
    return number(brief.figures[name].value)


def _top(brief: Brief) -> Iterator[str]:
    yield f"# {text(title_of(brief))}"
    yield ""
    yield sentence(brief)
    yield ""
    yield f"**{_VERDICTS[brief.soundness.verdict]}**: {completeness(brief)}"


def sentence(brief: Brief) -> str:
    """Return what changed in the talks, in one sentence of Markdown."""
    said = [
        (
            f"{_n(brief, 'talks_articles')} of {_n(brief, 'articles')} articles are about the talks, by "
            f"{_n(brief, 'talks_outlets')} of {_n(brief, 'outlets')} outlets"
        )
    ]
    if "change" in brief.figures:
        change = brief.figures["change"].value
        said.append(
            f"{number(abs(change))} {'more' if change > 0 else 'fewer'} than the day before"
            if change
            else "as many as the day before"
        )
    if brief.rounds:
        said.append(f"{_n(brief, 'round_articles')} about the {text(brief.rounds[0])}")
    if brief.new_claims:
        said.append(f"{_n(brief, 'claims_new')} new claims")
    return f"{'; '.join(said)}."


def completeness(brief: Brief) -> str:
    """Return the box of completeness in one line."""
    said = [
        f"{_n(brief, 'sources_heard')} of {_n(brief, 'sources')} sources heard",
        f"{_n(brief, 'items_loaded')} of {_n(brief, 'items')} items loaded",
        f"{_n(brief, 'checks_failed')} of {_n(brief, 'checks')} checks not met",
        f"{_n(brief, 'unaccounted')} things not accounted for",
    ]
    missing = [text(line.name) for line in brief.soundness.not_heard]
    return "; ".join(said) + (f"; not heard: {', '.join(missing)}" if missing else "")


def _claims(brief: Brief) -> Iterator[str]:
    yield from _heading("What is new, claim by claim")
    if not brief.claims:
        yield "No claim of the day."
        return
    yield f"{_n(brief, 'claims_new')} new, {_n(brief, 'claims_spread')} from before that more sources took up."
    yield ""
    for each in brief.claims[:CLAIMS_SHOWN]:
        yield f"- {_who(each)}{' (new)' if each.is_new else ''}: {_words(each)}  "
        firsts = "; ".join(f"{link(one.outlet, one.href)}, {span(one)}" for one in each.first)
        tie = " (nobody can say which of them)" if len(each.first) > 1 else ""
        yield f"  first among monitored sources: {firsts}{tie}{_pickup(brief, each)}"
    yield from _more(len(brief.claims), CLAIMS_SHOWN)


def span(report: Report) -> str:
    """Return when a report appeared: a moment, or an interval where no more is known."""
    if report.is_exact:
        return instant(report.since)
    return (
        f"by {instant(report.until)}"
        if report.since is None
        else f"between {instant(report.since)} and {instant(report.until)}"
    )


def _pickup(brief: Brief, claim: Claim) -> str:
    later = [each for each in claim.reports if each not in claim.first]
    if not later:
        return ""
    named = ", ".join(
        link(each.outlet, each.href) + (f" ({each.later})" if each.later else "") for each in later[:OUTLETS_NAMED]
    )
    more = f" and {len(later) - OUTLETS_NAMED} more" if len(later) > OUTLETS_NAMED else ""
    copies = f", {len(claim.copies)} of them copies" if claim.copies else ""
    return f"; carried by {_n(brief, f'claim.{claim.claim_id}.sources')} sources{copies}: {named}{more}"


def _who(it: Claim | Statement) -> str:
    towards = f" towards {text(it.towards)}" if it.towards else ""
    words = f", {text(', '.join(it.words))}" if it.words else ""
    return f"**{text(it.speaker or 'Not named')}** ({text(it.side.word)}){towards}{words}"


def _words(it: Claim | Statement) -> str:
    language = text(language_name(it.language))
    if it.content is None:
        return f"{text(it.title)} ({language}; title and link only)"
    said = text(it.content)
    return f"“{said}” ({language})" if it.is_quote else f"{said} ({language})"


def _said(brief: Brief) -> Iterator[str]:
    yield from _heading("Who said what")
    if not brief.kinds:
        yield "No statement was found in the day's articles about the talks."
        return
    yield from _table(
        ("type", *(text(side.word) for side in brief.speaking_sides), "all"),
        (
            (
                text(kind.name),
                *(_n(brief, f"said.{kind.type}.{side}") if count else "–" for side, count in kind.counts),
                _n(brief, f"said.{kind.type}"),
            )
            for kind in brief.kinds
        ),
    )
    yield ""
    for each in brief.quotes[:QUOTES_SHOWN]:
        yield f"- {_who(each)}: {_words(each)}, {_carriers(each.carriers)}"
    yield from _more(len(brief.quotes), QUOTES_SHOWN)


def _carriers(carriers: Sequence[Carrier]) -> str:
    named = ", ".join(link(each.outlet, each.href) for each in carriers[:OUTLETS_NAMED])
    return named + (f" and {len(carriers) - OUTLETS_NAMED} more" if len(carriers) > OUTLETS_NAMED else "")


def _movement(brief: Brief) -> Iterator[str]:
    yield from _heading("Movement")
    if not brief.earlier:
        yield "No earlier day to compare with."
        return
    yield f"Articles about the talks, against the mean of the {_n(brief, 'earlier_days')} earlier days that are held of the 14 before."
    yield ""
    for word, movers in (("Rising", brief.rising), ("Falling", brief.falling)):
        named = ", ".join(
            f"{text(each.name)} {_n(brief, f'actor.{each.actor}.articles')} (mean {number(each.mean or 0)})"
            for each in movers[:MOVERS_SHOWN]
        )
        yield f"- {word}: {named or 'nobody'}"
    facets = ", ".join(
        f"{text(each.name)} {number(each.articles)} (mean {number(each.mean or 0)})"
        for each in brief.facets[:MOVERS_SHOWN]
    )
    yield f"- What they speak of: {facets or 'nothing the pack knows'}"


def _framing(brief: Brief) -> Iterator[str]:
    yield from _heading("The event of the day, side by side")
    if brief.event is None:
        yield "No event this day: no article about the talks is about a round of talks of the pack."
        return
    yield f"{_n(brief, 'framing.articles')} articles are about the {text(brief.event.round)}."
    for by, frames in brief.event.by.items():
        yield ""
        yield from _table(
            (
                f"outlets by {by}",
                "articles",
                "originals",
                "who speaks",
                "first in headlines",
                "what they turn to",
                "words they use",
            ),
            (_frame(each) for each in frames),
        )


def _frame(frame: Frame) -> tuple[str, ...]:
    def named(all_of: Iterable[Counted]) -> str:
        return ", ".join(f"{text(each.name)} {number(each.count)}" for each in all_of) or "–"

    return (
        text(frame.outlets.word),
        number(frame.articles),
        number(frame.originals),
        named(frame.statements),
        named(frame.headlines),
        named(frame.facets),
        named(frame.terms),
    )


def _stories(brief: Brief) -> Iterator[str]:
    yield from _heading("Stories and who took them up")
    if not brief.stories:
        yield "No article of the day is about the talks."
        return
    yield (
        f"{_n(brief, 'stories_articles')} articles, {_n(brief, 'stories')} texts, {_n(brief, 'stories_copies')} copies, "
        "versions or rewrites."
    )
    yield ""
    for each in brief.stories[:STORIES_SHOWN]:
        yield f"- {_story(each)}"
    yield from _more(len(brief.stories), STORIES_SHOWN)


def _story(story: Story) -> str:
    earlier = (
        f"; first on {day(story.earlier_on)} by {text(story.earlier)}" if story.earlier and story.earlier_on else ""
    )
    made = f"; by {text(story.made_by)}" if story.made_by else ""
    carried = ", ".join(
        link(each.outlet, each.href) + (f" ({each.later})" if each.later and number_at else "")
        for number_at, each in enumerate(story.carriers[:OUTLETS_NAMED])
    )
    return f"{link(story.title, story.href)} ({text(language_name(story.language))}): {carried}{earlier}{made}"


def _revisions(brief: Brief) -> Iterator[str]:
    yield from _heading("Changed after publication")
    if not brief.revisions:
        yield "No change of an article about the talks is known of this day."
        return
    for each in brief.revisions[:REVISIONS_SHOWN]:
        yield f"- {link(each.outlet, each.href)}, {instant(each.at)}: {_revision(each)}"
    yield from _more(len(brief.revisions), REVISIONS_SHOWN)


def _revision(revision: Revision) -> str:
    parts = [_diff(revision.title) or text(revision.headline)]
    if revision.text:
        parts.append(_diff(revision.text))
    if revision.is_withheld:
        parts.append("(title and link only)")
    return " / ".join([*parts, *(text(each) for each in revision.changes)])


def _diff(pieces: Iterable[edits.Piece]) -> str:
    marks = {edits.Fate.REMOVED: "~~", edits.Fate.ADDED: "**", edits.Fate.KEPT: ""}
    return " ".join(
        f"{marks[each.fate]}{text(each.text.strip())}{marks[each.fate]}" for each in pieces if each.text.strip()
    )


def _silence(brief: Brief) -> Iterator[str]:
    yield from _heading("Silence")
    for kind, words in (
        ("topic", "Silent on the topic"),
        ("outlet", "Nothing of that day"),
        ("feed", "The feed did not work, so that nothing can be said"),
    ):
        named = ", ".join(text(each.outlet) for each in brief.silent if each.silence == kind)
        yield f"- {words} ({_n(brief, f'silent_{kind}')}): {named or 'none'}"


def _method(brief: Brief) -> Iterator[str]:
    yield from _heading("Method and versions")
    yield f"- A day begins and ends in {text(brief.zone)}. The page has every figure with its query and its rows."
    yield f"- {RIGHTS[brief.right]}"
    runs = ", ".join(text(str(run["run"])) for run in brief.runs)
    yield f"- Topic pack {text(str(brief.runs[-1]['pack_version']))}; runs {runs}"


def _heading(words: str) -> Iterator[str]:
    yield ""
    yield f"## {words}"
    yield ""


def _more(held: int, shown: int) -> Iterator[str]:
    if held > shown:
        yield ""
        yield f"and {held - shown} more."


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(columns)} |"
    yield f"|{'---|' * len(columns)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


# ── JSON ──────────────────────────────────────────────────────────────────────────────────────────


def brief_json(brief: Brief) -> str:
    """Return the brief as JSON; docs/how-to/read-the-brief.md says what its keys are.

    Every figure stands under its name with its value and its query, whose text stands under `queries`.
    """
    said = {
        "version": VERSION,
        "day": brief.day_on,
        "day_zone": brief.zone,
        "topic": brief.topic.topic,
        "verdict": brief.soundness.verdict,
        "rights": RIGHTS[brief.right],
        "pack_version": brief.runs[-1]["pack_version"],
        "runs": [row["run"] for row in brief.runs],
        "rounds": brief.rounds,
        "claims": [_claim_value(each) for each in brief.claims],
        "statements": brief.statements,
        "movement": {"actors": brief.movers, "facets": brief.facets},
        "framing": brief.event,
        "coverage": brief.coverage,
        "stories": brief.stories,
        "revisions": [_revision_value(each) for each in brief.revisions],
        "silence": brief.silent,
        "sources": brief.soundness.sources,
        "figures": brief.figures,
        "queries": brief.queries,
    }
    lines = json.dumps(json_value(_plain(said)), ensure_ascii=False, indent=1, allow_nan=False).split("\n")
    return "".join(f"{json_text(line)}\n" for line in lines)


def _claim_value(claim: Claim) -> dict[str, object]:
    given = {each.name: getattr(claim, each.name) for each in fields(claim)}
    return {**given, "first": [each.source_id for each in claim.first]}


def _revision_value(revision: Revision) -> dict[str, object]:
    given = {each.name: getattr(revision, each.name) for each in fields(revision)}
    pieces = {name: [{"fate": each.fate, "text": each.text} for each in given[name]] for name in ("title", "text")}
    return given | pieces


def _plain(value: object) -> object:
    """Return a value with its records as mappings, sides as their word."""
    if isinstance(value, Side):
        return value.word
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value
