"""Which tags texts gain and lose: under the pack at hand against what was stored, or against another pack."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, NamedTuple

from pipelines.records import Tags
from pipelines.run import house
from pipelines.settings import Settings
from pipelines.tag import Tagger
from pipelines.workbench.trial import parted

AT_ONCE = 200
"""Articles read from the snapshot in one query."""
ANY_TIME = date(1970, 1, 1)


class Tag(NamedTuple):
    """What is compared of a mention: where it stands, as what kind, and who is meant."""

    zone: str
    start: int
    end: int
    surface: str
    kind: str
    actor: str | None


class Said(NamedTuple):
    """What is compared of a statement: where it stands, who speaks, and what it is taken for."""

    zone: str
    start: int
    end: int
    is_quote: bool
    speaker: str | None
    type: str | None
    facet: str | None
    target: str | None
    negated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text with the tags, statements and relevance it had before. `name` is publisher and id of an article, or the path of a file."""

    name: str
    title: str
    text: str
    language: str | None
    published_at: datetime | None
    tags: tuple[Tag, ...]
    relevance: str
    statements: tuple[Said, ...] = ()

    def zone(self, name: str) -> str:
        """Return title or text."""
        return self.title if name == "title" else self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What one text gains and loses; what only changed, as a mention its actor or a statement its type, is both."""

    text: Text
    gained: tuple[Tag, ...]
    lost: tuple[Tag, ...]
    relevance: str
    gained_statements: tuple[Said, ...] = ()
    lost_statements: tuple[Said, ...] = ()

    @property
    def is_none(self) -> bool:
        """Say whether nothing changed."""
        tags = (*self.gained, *self.lost, *self.gained_statements, *self.lost_statements)
        return not tags and self.relevance == self.text.relevance


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorChange:
    """What one actor gains and loses over all texts; `articles` are texts in which it does either."""

    actor: str | None
    gained: int
    lost: int
    articles: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Stored articles to compare, newest first, and how many of them each version of the pack tagged."""

    articles: tuple[str, ...]
    versions: Mapping[str, int]


def compared(texts: Iterable[Text], tagger: Tagger) -> Iterator[Change]:
    """Yield one change a text, those that are none included: who counts them knows how far it is."""
    for each in texts:
        tags = tagger.tag(title=each.title, text=each.text, language=each.language, published_at=each.published_at)
        after = tags_of(tags)
        known, now = set(each.tags), set(after)
        said = said_of(tags)
        said_before, said_now = set(each.statements), set(said)
        yield Change(
            text=each,
            gained=tuple(tag for tag in after if tag not in known),
            lost=tuple(tag for tag in each.tags if tag not in now),
            relevance=tags.relevance.label,
            gained_statements=tuple(one for one in said if one not in said_before),
            lost_statements=tuple(one for one in each.statements if one not in said_now),
        )


def by_actor(changes: Iterable[Change]) -> list[ActorChange]:
    """Return what each actor gains and loses, those with most changes first."""
    gained: Counter[str | None] = Counter()
    lost: Counter[str | None] = Counter()
    articles: Counter[str | None] = Counter()
    for each in changes:
        gained.update(tag.actor for tag in each.gained)
        lost.update(tag.actor for tag in each.lost)
        articles.update({tag.actor for tag in (*each.gained, *each.lost)})
    found = [
        ActorChange(actor=actor, gained=gained[actor], lost=lost[actor], articles=articles[actor]) for actor in articles
    ]
    return sorted(found, key=lambda each: (-each.gained - each.lost, each.actor or ""))


def tags_of(tags: Tags) -> tuple[Tag, ...]:
    """Return the mentions of a text as they are compared."""
    return tuple(Tag(each.zone, each.start, each.end, each.surface, each.kind, each.actor) for each in tags.mentions)


def said_of(tags: Tags) -> tuple[Said, ...]:
    """Return the statements of a text as they are compared."""
    return tuple(Said(*(getattr(each, name) for name in Said._fields)) for each in tags.statements)


def relevance_moved(changes: Iterable[Change]) -> Mapping[tuple[str, str], int]:
    """Return how many texts went from one relevance to another, by (before, after)."""
    return Counter((each.text.relevance, each.relevance) for each in changes if each.relevance != each.text.relevance)


# ── Texts on disk ─────────────────────────────────────────────────────────────────────────────────


def of_files(written: Iterable[tuple[str, str]], before: Tagger) -> Iterator[Text]:
    """Yield texts given as (name, content) with the tags that the other pack gives them; they have no date."""
    from pipelines.extract.language import detect_language

    for name, content in written:
        title, text = parted(content)
        language = detect_language(f"{title}\n{text}", None)
        yield retagged(
            Text(name=name, title=title, text=text, language=language, published_at=None, tags=(), relevance="no"),
            before,
        )


def retagged(text: Text, before: Tagger) -> Text:
    """Return a text with the tags of another pack in place of its own."""
    tags = before.tag(title=text.title, text=text.text, language=text.language, published_at=text.published_at)
    return Text(
        name=text.name,
        title=text.title,
        text=text.text,
        language=text.language,
        published_at=text.published_at,
        tags=tags_of(tags),
        relevance=tags.relevance.label,
        statements=said_of(tags),
    )


# ── Stored articles ───────────────────────────────────────────────────────────────────────────────


def choose(settings: Settings, *, since: date | None, version: str, limit: int | None) -> Chosen:
    """Return the stored articles to compare: published since a day, tagged with one version of the pack ('' = any).

    Raises `NothingPublished` when there is no snapshot.
    """
    start = datetime.combine(since or ANY_TIME, time(), UTC).replace(tzinfo=None)
    rows = house.report("pack_diff_ids", settings, since=start, pack_version=version)[:limit]
    return Chosen(
        articles=tuple(str(row["article_id"]) for row in rows),
        versions=Counter(str(row["pack_version"]) for row in rows),
    )


def stored(settings: Settings, articles: Sequence[str]) -> Iterator[Text]:
    """Yield stored articles with their stored tags, some at a time; one that is gone meanwhile is left out."""
    for some in _some(articles, AT_ONCE):
        rows = {row["article_id"]: row for row in house.report("pack_diff_texts", settings, articles=some)}
        yield from (_text(rows[each]) for each in some if each in rows)


def _some(articles: Sequence[str], size: int) -> Iterator[list[str]]:
    for at in range(0, len(articles), size):
        yield list(articles[at : at + size])


def _text(row: Mapping[str, Any]) -> Text:
    published_at = row["published_at"]
    return Text(
        name=f"{row['publisher_id']} {row['article_id']}",
        title=row["title"] or "",
        text=row["text"] or "",
        language=row["language"],
        published_at=published_at.replace(tzinfo=UTC) if published_at else None,
        tags=tuple(Tag(*(each[name] for name in Tag._fields)) for each in row["mentions"] or ()),
        relevance=row["relevance"],
        statements=tuple(Said(*(each[name] for name in Said._fields)) for each in row["statements"] or ()),
    )
