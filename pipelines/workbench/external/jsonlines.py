"""JSON Lines: {"id", "text", "language", "title"?, "published_at"?, "mentions"?, "label"?, "quotes"?}, one text a line.

A mention has start, end (code points of `text`), who it is as `actor` (id of the pack), `wikidata` or `name`, and may have
a `kind` and a `zone` (title | text). A quote has start, end and a `speaker`: an id, a Wikidata id or a name; null: nobody's.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipelines.packs.model import Pack
from pipelines.records import Statement
from pipelines.workbench.external.closed import Label, Spoken, closed_text, read_text
from pipelines.workbench.external.naming import Names
from pipelines.workbench.labelled import NAMED, LabelledStatement, LabelledText, LabelsError
from pipelines.workbench.mentions import folded
from pipelines.workbench.sheets import Kind
from pipelines.workbench.sheets import Label as Relevance

ENDINGS = frozenset({".jsonl", ".ndjson"})
_EXPECTED = "gold/README.md shows a line; offsets count code points from 0, the end behind the last one."


class _Row(BaseModel):
    """What is read of a row; keys that are not asked for are passed over."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class _Stretch(_Row):
    start: int = Field(ge=0)
    end: int
    zone: Literal["title", "text"] = "text"


class _MentionRow(_Stretch):
    actor: str | None = None
    wikidata: str | None = None
    name: str | None = None
    kind: Kind | None = None


class _QuoteRow(_Stretch):
    speaker: str | None = None


class _TextRow(_Row):
    id: str | int
    text: str
    language: str | None = None
    title: str | None = None
    published_at: datetime | date | None = None
    mentions: tuple[_MentionRow, ...] | None = None
    label: Relevance | None = None
    quotes: tuple[_QuoteRow, ...] | None = None


class _Known:
    """The pack's actors by the names that rows use."""

    def __init__(self, names: Names | None, pack: Pack) -> None:
        self._names = names
        self._pack = pack
        self._by_wikidata = {each.wikidata: each.actor_id for each in pack.actors.values() if each.wikidata}
        self._by_name = {folded(each.name): each.actor_id for each in pack.actors.values()}

    def of(self, mention: _MentionRow) -> str | None:
        """Return who a mention means; None for somebody that the pack does not know."""
        return mention.actor or self._by_wikidata.get(mention.wikidata or "") or self.named(mention.name)

    def named(self, name: str | None) -> str | None:
        """Return who bears a name, by the map, then by the pack."""
        if not name:
            return None
        return (self._names.actor([name]) if self._names else None) or self._by_name.get(folded(name))

    def speaker(self, name: str | None) -> str | None:
        """Return who is meant by an id, a Wikidata id or a name."""
        return name if name in self._pack.actors else self._by_wikidata.get(name or "") or self.named(name)


def read(
    files: Sequence[Path], _every: Sequence[Path], names: Names | None, pack: Pack, spoken: Spoken
) -> Iterator[LabelledText]:
    """Yield the text of each row. The closed list is that of the map; without a map, every actor that is labelled."""
    known = _Known(names, pack)
    rows = [(row, path) for path in files for row in _rows(path, pack)]
    actors = {actor for row, _ in rows for each in row.mentions or () if (actor := known.of(each))}
    closed = names.closed if names else frozenset(actors)
    kinds = frozenset(each.kind for row, _ in rows for each in row.mentions or () if each.kind)
    for row, path in rows:
        yield _text(row, row.language or spoken(path), closed=closed, kinds=kinds, known=known, pack=pack)


def _rows(path: Path, pack: Pack) -> Iterator[_TextRow]:
    for number, line in enumerate(read_text(path).split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = _TextRow.model_validate_json(line)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            key = ".".join(str(part) for part in first["loc"])
            raise LabelsError(
                f"A row is not understood: {first['msg']}.", where=f"{path}:{number}: {key}", next_step=_EXPECTED
            ) from error
        where = f"{path}:{number}: {row.id}"
        for stretch in (*(row.mentions or ()), *(row.quotes or ())):
            zone = (row.title or "") if stretch.zone == "title" else row.text
            if not stretch.start < stretch.end <= len(zone):
                raise LabelsError(
                    f"{stretch.start} to {stretch.end} is no stretch of the {stretch.zone}, which has {len(zone)} characters.",
                    where=where,
                    next_step=_EXPECTED,
                )
        _check_actors(row.mentions or (), pack, where)
        yield row


def _check_actors(mentions: Iterable[_MentionRow], pack: Pack, where: str) -> None:
    for each in mentions:
        if each.actor is not None and each.actor not in pack.actors:
            raise LabelsError(
                f"The pack {pack.pack_id} has no actor {each.actor!r}.",
                where=where,
                next_step="Write an id of the pack, or say who it is with `wikidata` or `name`.",
            )


def _text(
    row: _TextRow,
    language: str | None,
    *,
    closed: frozenset[str],
    kinds: frozenset[str],
    known: _Known,
    pack: Pack,
) -> LabelledText:
    labels = [
        Label(start=each.start, end=each.end, actor=known.of(each), kind=each.kind or "name", zone=each.zone)
        for each in row.mentions or ()
    ]
    text = closed_text(str(row.id), language, row.text, labels, closed=closed, pack=pack)
    titled = any(each.zone == "title" for each in (*(row.mentions or ()), *(row.quotes or ())))
    return replace(
        text,
        title=row.title or "",
        published_on=_day(row.published_at),
        mentions=None if row.mentions is None else text.mentions,
        label=row.label,
        quotes=None if row.quotes is None else tuple(_quote(each, known) for each in row.quotes),
        kinds=kinds or NAMED,
        judges_kinds=bool(kinds),
        zones=frozenset({"text", "title"} if titled else {"text"}),
    )


def _day(published_at: datetime | date | None) -> date | None:
    """Return the day (UTC) of an instant; one without an offset is UTC."""
    if isinstance(published_at, datetime):
        return (published_at.astimezone(UTC) if published_at.tzinfo else published_at).date()
    return published_at


def _quote(row: _QuoteRow, known: _Known) -> LabelledStatement:
    speaker = known.speaker(row.speaker)
    return LabelledStatement(
        wanted=Statement(
            zone=row.zone,
            start=row.start,
            end=row.end,
            is_quote=True,
            speaker=speaker,
            speaker_name=None if speaker else row.speaker,
            rule="label",
        ),
        judged=frozenset({"speaker"} if "speaker" in row.model_fields_set else ()),
    )
