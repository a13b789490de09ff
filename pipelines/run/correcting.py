"""`trucewatch correct`: what an analyst says against the tagger, checked against the published snapshot, then journalled.

The text itself is not copied into the journal: a correction says where, by offsets, and what should stand there.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from difflib import get_close_matches
from typing import Any

from pipelines import settings as environment
from pipelines.errors import SettingsError
from pipelines.records import Correction, CorrectionKind, FieldValue, make_id
from pipelines.run import corrections
from pipelines.run.house import House, clock, open_house, report
from pipelines.run.people import author_of, reason_of

NOBODY = "none"
"""How a person writes that a field is to be empty, or that nobody is named."""
SHORTEST_ID = 8
"""Characters of an article's id that are enough, where only one begins so."""
AROUND = 30
"""Characters of the text shown on each side of a place where nothing is tagged."""
SUITES: Mapping[str, str] = {"type": "statements", "modality": "statements", "relevance": "revisions"}
"""Which suite of expectations says what a field may hold."""
ACTORS = frozenset({"actor", "speaker", "target"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A correction and its state: applied | superseded | open | undone, or `waiting` for the next load."""

    correction: Correction
    state: str


def label(article: str, relevance: str, *, why: str, who: str | None = None, revision: str | None = None) -> Correction:
    """Say how relevant an article is, in every revision of it unless one is named. Raises `SettingsError`."""
    house = open_house()
    found = _revision(article, revision)
    fields = {"relevance": _allowed(house, "relevance", relevance)}
    return _journalled(
        house, CorrectionKind.LABEL, found, fields, why=why, who=who, revision=revision and found["revision"]
    )


def mention(
    article: str,
    at: int,
    actor: str,
    *,
    why: str,
    who: str | None = None,
    revision: str | None = None,
    zone: str = "text",
    to: int | None = None,
    as_actor: bool = True,
) -> Correction:
    """Say who is named at a place, or `none`: at the mention that covers `at`, or from there up to `to`, exclusive.

    Raises `SettingsError` where nothing is tagged and no end is given, or the text is shorter.
    """
    house = open_house()
    found = _revision(article, revision)
    span = (at, to) if to is not None else _covering(found, "mentions", zone, at)
    _check_span(found, zone, *span)
    fields = {"actor": _allowed(house, "actor", actor), "as_actor": _truth(as_actor)}
    return _journalled(house, CorrectionKind.MENTION, found, fields, why=why, who=who, span=(zone, *span))


def statement(
    article: str,
    at: int,
    changes: Mapping[str, str | bool],
    *,
    why: str,
    who: str | None = None,
    revision: str | None = None,
    zone: str = "text",
) -> Correction:
    """Say what fields of the statement that covers a place are to hold; `none` empties one, `removed` takes it away.

    Raises `SettingsError` where nothing is said there, or a value is none that the pack or the tables know.
    """
    if not changes:
        raise _refused("Nothing is to be changed.", "correct statement", "Give at least one of --type, --speaker …")
    house = open_house()
    found = _revision(article, revision)
    span = _covering(found, "statements", zone, at)
    fields = {
        name: _truth(value) if isinstance(value, bool) else _allowed(house, name, value)
        for name, value in sorted(changes.items())
    }
    return _journalled(house, CorrectionKind.STATEMENT, found, fields, why=why, who=who, span=(zone, *span))


def identity(article: str, other: str, *, same: bool, why: str, who: str | None = None) -> Correction:
    """Say that two articles are one, or that they are not. Raises `SettingsError`."""
    one, two = _native_id(article), _native_id(other)
    if one == two:
        raise _refused("Both are the same article already.", f"article {one}", "Name two articles.")
    first, second = sorted((one, two))
    return _journalled(
        open_house(), CorrectionKind.IDENTITY, {"article_id": first}, {}, why=why, who=who, other=second, same=same
    )


def undo(correction_id: str, *, why: str, who: str | None = None) -> Correction:
    """Take a correction back, named by its id or the beginning of it. Raises `SettingsError` for one that is not there."""
    data = open_house().settings.data
    named = [each for each in corrections.read(data) if correction_id and each.correction_id.startswith(correction_id)]
    if len(named) != 1 or named[0].undone_at:
        what = "is undone already" if len(named) == 1 else "is not one" if not named else "is more than one"
        raise _refused(f"Correction {correction_id!r} {what}.", "journal", "`trucewatch correct list` shows their ids.")
    (found,) = named
    corrections.append_undoing(
        data, found.correction_id, who=author_of(who), why=reason_of(why, "A correction"), at=clock()
    )
    return found


def listed() -> list[Listed]:
    """Return every correction with its state, oldest first. What the last load did not know yet is waiting."""
    house = open_house()
    has_snapshot = (house.settings.data / "published").exists()
    states = (
        {row["correction_id"]: row["state"] for row in report("correct_list", house.settings)} if has_snapshot else {}
    )
    found = []
    for each in corrections.read(house.settings.data):
        state = states.get(each.correction_id, "waiting")
        is_waiting = each.undone_at is not None and state != "undone"
        found.append(Listed(correction=each, state="waiting" if is_waiting else state))
    return found


def shown(each: Correction) -> dict[str, Any]:
    """Return a correction as it is printed for programs."""
    instants = {name: value.isoformat() for name, value in asdict(each).items() if isinstance(value, datetime)}
    return asdict(each) | instants


def said(each: Correction) -> str:
    """Return what a correction changes, as one line."""
    if each.kind is CorrectionKind.IDENTITY:
        return f"{'is' if each.same else 'is not'} {each.other_article_id}"
    values = ", ".join(f"{given.field} {NOBODY if given.value is None else given.value}" for given in each.field_values)
    return f"{each.zone} {each.start}-{each.end}: {values}" if each.zone else values


# ── What is meant ─────────────────────────────────────────────────────────────────────────────────


def _revision(article: str, revision: str | None) -> dict[str, Any]:
    """Return the current revision of an article, or the one that is named by the beginning of its hash."""
    rows = report("correct_article", article=article) if len(article) >= SHORTEST_ID else []
    ids = {row["article_id"] for row in rows}
    if len(ids) != 1:
        raise _refused(
            f"{'More than one article' if ids else 'No article'} is called {article[:80]!r}.",
            "published snapshot",
            'Give its id or its address: `trucewatch sql "select article_id, title, url from articles"` lists them.',
        )
    chosen = [row for row in rows if (row["revision"].startswith(revision) if revision else row["is_current"])]
    if len(chosen) != 1:
        raise _refused(
            f"The article has {'no' if not chosen else 'more than one'} revision {revision!r}.",
            f"article {rows[0]['article_id']}",
            'Look them up: `trucewatch sql "select revision, title from article_revisions where article_id = …"`.',
        )
    return chosen[0]


def _native_id(article: str) -> str:
    """Return the id that an item gave its article: of two that were found to be one, each still has its own."""
    rows = report("correct_native", article=article) if len(article) >= SHORTEST_ID else []
    if len(rows) == 1:
        return str(rows[0]["article_id"])
    raise _refused(
        f"{'More than one article' if rows else 'No article'} is called {article[:80]!r}.",
        "published snapshot",
        'Give its own id: `trucewatch sql "select native_article_id, article_id, url from article_revisions"`.',
    )


def _covering(found: Mapping[str, Any], kind: str, zone: str, at: int) -> tuple[int, int]:
    """Return the shortest span of a mention or statement that covers a place."""
    tagged = [each for each in found[kind] or () if each["zone"] == zone]
    spans = [(each["start"], each["end"]) for each in tagged if each["start"] <= at < each["end"]]
    if spans:
        return min(spans, key=lambda span: (span[1] - span[0], span))
    text = found[zone] if zone in {"title", "text"} else ""
    near = " ".join(text[max(at - AROUND, 0) : at + AROUND].split()) if 0 <= at < len(text) else "behind the end"
    others = ", ".join(f"{each['start']}-{each['end']}" for each in tagged[:8]) or "none"
    way = " Or give the end too: --to." if kind == "mentions" else ""
    raise _refused(
        f"No {kind.removesuffix('s')} of the {zone} covers {at} ({near!r}).",
        f"article {found['article_id']}, revision {found['revision'][:12]}",
        f"Those there are stand at: {others}.{way}",
    )


def _check_span(found: Mapping[str, Any], zone: str, start: int, end: int) -> None:
    length = len(found[zone]) if zone in {"title", "text"} else 0
    if not 0 <= start < end <= length:
        raise _refused(
            f"{start} to {end} is no place in the {zone}, which has {length} characters.",
            f"article {found['article_id']}, revision {found['revision'][:12]}",
            "Offsets count code points from 0, in `title` or `text`; the end is the first one behind.",
        )


def _allowed(house: House, field: str, value: str) -> str | None:
    """Return a value that a field may hold, None for `none`. Raises `SettingsError` for one that nothing knows."""
    if field == "relevance":
        return _one_of(field, value, in_suite(field))
    if value == NOBODY:
        return None
    if field in ACTORS:
        return _one_of(field, value, house.pack.actors)
    if field == "facet":
        return _one_of(field, value, house.pack.facets)
    return _one_of(field, value, in_suite(field)) if field in SUITES else value


def _one_of(field: str, value: str, known: Collection[str]) -> str:
    if value in known:
        return value
    near = get_close_matches(value.casefold(), known, n=3, cutoff=0.5)
    some = near or sorted(known)[:12]
    raise _refused(
        f"{value[:60]!r} is no {field}.", f"--{field}", f"Known are: {', '.join(some)}{'' if near else ' …'}"
    )


def in_suite(field: str) -> list[str]:
    """Return the values that the expectations of the tables allow for a column."""
    suite = json.loads((environment.shipped("expectations") / f"{SUITES[field]}.json").read_text(encoding="utf-8"))
    return next(
        each["kwargs"]["value_set"]
        for each in suite["expectations"]
        if each["type"] == "expect_column_values_to_be_in_set" and each["kwargs"]["column"] == field
    )


# ── Journal ───────────────────────────────────────────────────────────────────────────────────────


def _journalled(
    house: House,
    kind: CorrectionKind,
    found: Mapping[str, Any],
    fields: Mapping[str, str | None],
    *,
    why: str,
    who: str | None,
    span: tuple[str, int, int] | None = None,
    revision: str | None = None,
    other: str | None = None,
    same: bool | None = None,
) -> Correction:
    at, author, reason = clock(), author_of(who), reason_of(why, "A correction")
    zone, start, end = span or (None, None, None)
    made = Correction(
        correction_id=make_id("correction", kind, found["article_id"], author, at.isoformat())[: corrections.ID_DIGITS],
        kind=kind,
        article_id=found["article_id"],
        revision=found["revision"] if span else revision,
        who=author,
        why=reason,
        corrected_at=at,
        other_article_id=other,
        same=same,
        zone=zone,
        start=start,
        end=end,
        field_values=tuple(_values(fields.items())),
    )
    corrections.append(house.settings.data, made)
    return made


def _values(fields: Iterable[tuple[str, str | None]]) -> Iterable[FieldValue]:
    return (FieldValue(field=name, value=value) for name, value in fields)


def _truth(value: bool) -> str:  # noqa: FBT001  # it is the value itself
    return "true" if value else "false"


def _refused(what: str, where: str, next_step: str) -> SettingsError:
    return SettingsError(what, where=where, next_step=next_step)
