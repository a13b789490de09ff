"""One text under a pack: every tag with its reason, and what was left out, as values."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from pipelines.packs.model import FormKind, Pack, covers
from pipelines.records import Mention, Statement, Tags
from pipelines.tag import Tagger
from pipelines.workbench.occurrences import occurrences
from pipelines.workbench.reasons import explain
from pipelines.workbench.untagged import Untagged, untagged

ZONES = ("title", "text")
LONGEST_TITLE = 300
"""Characters up to which a first line of its own is a title."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What a pack makes of a text. `untagged` and `terms` are by zone and by facet; `terms` are as written."""

    title: str
    text: str
    published_on: date | None
    tags: Tags
    untagged: Mapping[str, Sequence[Untagged]]
    terms: Mapping[str, Sequence[str]]

    def zone(self, name: str) -> str:
        """Return title or text."""
        return self.title if name == "title" else self.text


def attempt(
    pack: Pack, tagger: Tagger, *, title: str, text: str, language: str | None, published_at: datetime | None
) -> Trial:
    """Tag a text and look for what was left out. `tagger` is that of `pack`; without a language it is detected."""
    from pipelines.extract.language import detect_language

    language = language or detect_language(f"{title}\n{text}", None)
    tags = tagger.tag(title=title, text=text, language=language, published_at=published_at)
    left: dict[str, Sequence[Untagged]] = {}
    terms: dict[str, dict[str, None]] = {each.facet: {} for each in tags.facets}
    for zone, words in zip(ZONES, (title, text), strict=True):
        found = occurrences(pack, tags.language, words)
        spans = [(each.start, each.end) for each in tags.mentions if each.zone == zone]
        left[zone] = untagged(pack, tags.language, words, found, spans)
        for each in found:
            for form in each.forms:
                if form.kind is FormKind.TERM and form.target in terms:
                    terms[form.target][words[each.start : each.end].casefold()] = None
    return Trial(
        title=title,
        text=text,
        published_on=published_at.date() if published_at else None,
        tags=tags,
        untagged=left,
        terms={facet: tuple(some) for facet, some in terms.items()},
    )


def parted(written: str) -> tuple[str, str]:
    """Return title and text: the first line is a title where an empty line follows it, and more text after that."""
    first, empty, rest = written.partition("\n\n")
    if empty and rest.strip() and "\n" not in first and len(first) <= LONGEST_TITLE:
        return first.strip(), rest.lstrip("\n")
    return "", written


def side_of(pack: Pack, actor_id: str | None, on: date | None) -> str | None:
    """Return whose side an actor is on that day; a party is on its own side; undated, the side that has no end."""
    actor = pack.actors.get(actor_id or "")
    if actor is None:
        return None
    if actor.actor_id in pack.parties:
        return actor.actor_id
    if actor.stands_for in pack.parties:
        return actor.stands_for
    fitting = [each for each in actor.sides if (covers(each, on) if on else each.to_on is None)]
    return fitting[0].side if fitting else None


def name_of(pack: Pack, actor_id: str | None) -> str:
    """Return the name of an actor, its id where the pack does not have it, nothing for nobody."""
    actor = pack.actors.get(actor_id or "")
    return actor.name if actor else actor_id or ""


def as_json(pack: Pack, trial: Trial) -> dict[str, Any]:
    """Return a trial as JSON can say it: the tags, with their reasons in words, sides, and what was left out."""
    return {
        "pack": {"id": pack.pack_id, "version": pack.version},
        "language": trial.tags.language,
        "published_on": trial.published_on.isoformat() if trial.published_on else None,
        "relevance": asdict(trial.tags.relevance),
        "mentions": [_mention(pack, trial, each) for each in trial.tags.mentions],
        "untagged": [{"zone": zone, **asdict(each)} for zone, some in trial.untagged.items() for each in some],
        "facets": [{**asdict(each), "terms": list(trial.terms[each.facet])} for each in trial.tags.facets],
        "framing": [{**asdict(each), "why": explain(each.rule)} for each in trial.tags.framing],
        "credits": [{**asdict(each), "why": explain(each.rule)} for each in trial.tags.credits],
        "rounds": [asdict(each) for each in trial.tags.rounds],
        "statements": [_statement(trial, each) for each in trial.tags.statements],
    }


def _mention(pack: Pack, trial: Trial, mention: Mention) -> dict[str, Any]:
    side = side_of(pack, mention.actor, trial.published_on)
    return {**asdict(mention), "side": side, "why": explain(mention.rule)}


def _statement(trial: Trial, statement: Statement) -> dict[str, Any]:
    content = trial.zone(statement.zone)[statement.start : statement.end]
    return {**asdict(statement), "content": content, "why": explain(statement.rule)}
