"""`sources`: what a person does with the catalogue of a pack: look whether it answers, add to it, list it, exchange it."""

import asyncio
import json
import os
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, time
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pipelines import settings as environment
from pipelines.addresses import label
from pipelines.addresses import site as site_of
from pipelines.children import Children, Lost
from pipelines.collect import discovery, guard
from pipelines.collect.collector import limits_of, open_desk, require_contact
from pipelines.collect.desk import Desk, all_of
from pipelines.collect.discovery import Candidate, Found, Scout, Site
from pipelines.collect.health import Judgement
from pipelines.collect.probing import Parse, Permission, Probe, Prober, judge
from pipelines.collect.rounds import memory_of
from pipelines.errors import NothingHeard, NothingPublished, PackError, SettingsError, TrucewatchError
from pipelines.packs import opml
from pipelines.packs.sources import address_of
from pipelines.packs.stanzas import append_stanza, mark_verified, stanza
from pipelines.records import Document, FeedState, Format, Reason, Rejected, Source, SourceKind
from pipelines.report.cells import json_value
from pipelines.report.reasons import in_words
from pipelines.run.accounting import rejected_by_child
from pipelines.run.collecting import collecting
from pipelines.run.house import PARSE_SECONDS, clock, open_house, pack_in, report

LATEST_CHECK = "sources-check.json"
"""The findings of the last check, in `data/reports/` beside those of every check."""

CHANGED = (
    FeedState.MOVED,
    FeedState.DEAD,
    FeedState.DOWN,
    FeedState.BLOCKED,
    FeedState.HTML,
    FeedState.EMPTY,
    FeedState.STALE,
)
"""States in which a source is no more what its entry in the pack says, as a summary lists them."""

NOT_POLLED = "not polled"
"""What is shown as the state of a source that no run has judged."""

Progress = Callable[[str], None]


# ── check ─────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What one source gave. `state` is None for one that was not asked: `why` says why not.

    `final_url` is where its answer came from, None for the address of the pack; `moved_to` the same where nothing but
    permanent redirects led there. `member_url` is the sitemap of an index that was looked into.
    """

    source_id: str
    publisher: str
    url: str | None
    state: FeedState | None = None
    why: str | None = None
    is_heard: bool = False
    status: int | None = None
    reason: Reason | None = None
    detail: str | None = None
    format: Format | None = None
    items: int = 0
    newest_at: datetime | None = None
    member_url: str | None = None
    final_url: str | None = None
    moved_to: str | None = None
    robots: Permission | None = None
    reserved: str | None = None
    paused_why: str | None = None
    was_verified: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """One check: its rows in the order of the pack, the entries that were marked as verified, the files written."""

    checked_at: datetime
    pack: str
    rows: tuple[Checked, ...]
    marked: tuple[str, ...] = ()
    files: tuple[Path, ...] = ()

    @property
    def asked(self) -> int:
        """Return how many sources were asked."""
        return sum(row.state is not None for row in self.rows)

    @property
    def heard(self) -> int:
        """Return how many answered with a feed."""
        return sum(row.is_heard for row in self.rows)

    @property
    def changed(self) -> dict[FeedState, int]:
        """Return how many are no more what the pack says, by state; one that moved and is silent counts as both."""
        counts = Counter(row.state for row in self.rows)
        counts[FeedState.MOVED] = sum(row.is_heard and row.moved_to not in {None, row.url} for row in self.rows)
        return {state: counts[state] for state in CHANGED if counts[state]}

    @property
    def summary(self) -> str:
        """Return the check in one line."""
        changed = ", ".join(f"{count} {state}" for state, count in self.changed.items())
        unasked = len(self.rows) - self.asked
        return (
            f"{self.heard} of {self.asked} sources answer with a feed or sitemap"
            + (f"; {unasked} not asked" if unasked else "")
            + f"; changed against the pack: {changed or 'none'}."
        )

    def to_json(self) -> str:
        """Return the findings as JSON, instants ISO 8601."""
        rows = [asdict(row) for row in self.rows]
        found = {
            "checked_at": self.checked_at,
            "pack": self.pack,
            "asked": self.asked,
            "heard": self.heard,
            "changed": self.changed,
            "marked_verified": self.marked,
            "sources": rows,
        }
        return json.dumps(json_value(found), indent=2) + "\n"


def check(
    ids: Sequence[str] = (),
    *,
    everything: bool = False,
    write: bool = False,
    progress: Progress | None = None,
    now: Callable[[], datetime] = clock,
) -> CheckReport:
    """Ask each source once, unconditionally, and return what it gave; nothing that the collector knows is changed.

    Without `ids` these are the sources that are not paused, with `everything` also those that are and have a URL.
    Findings are written to `data/reports/`; with `write` what answered with entries is marked in the pack. Raises
    `TrucewatchError` for an unknown id and while another process collects, `SettingsError` without a contact,
    `PackError` where the pack cannot be written.
    """
    with collecting() as (house, parse):
        if write:
            require_writable(house.settings.pack)
        chosen = _chosen(house.pack.sources, ids, everything=everything)
        require_contact([each for each in chosen if each.url], house.settings)

        async def ask() -> tuple[Checked, ...]:
            async with open_desk(house.settings, now, house.pack.sources) as desk:
                prober = Prober(desk, parse)
                return await all_of(_check(desk, prober, each, progress or _unwatched) for each in chosen)

        found = CheckReport(checked_at=now(), pack=house.pack.version, rows=asyncio.run(ask()))
        if write:
            day = found.checked_at.date()
            heard = {row.source_id: day for row in found.rows if row.is_heard and row.items}
            found = replace(found, marked=mark_verified(house.settings.pack, heard))
            pack_in.cache_clear()
        return replace(found, files=_write(house.settings.data / "reports", found))


def nothing_heard(found: CheckReport) -> NothingHeard:
    """Return what to raise where sources were asked and not one answered."""
    reasons = Counter(row.reason for row in found.rows if row.reason is not None)
    return NothingHeard(
        f"Not one of {found.asked} sources answered with a feed.",
        where="; ".join(f"{count} × {in_words(reason)}" for reason, count in reasons.most_common(3)),
        next_step="Check the connection first; then look into data/reports/sources-check.json for each of them.",
    )


def _chosen(sources: Iterable[Source], ids: Sequence[str], *, everything: bool) -> tuple[Source, ...]:
    by_id = {source.source_id: source for source in sources}
    for each in ids:
        if each not in by_id:
            near = get_close_matches(each, by_id, n=3)
            raise TrucewatchError(
                f"The pack has no source {each!r}.",
                where=f"Did you mean {' or '.join(near)}?" if near else "",
                next_step="`trucewatch sources list` shows every id.",
            )
    if ids:
        return tuple(by_id[each] for each in dict.fromkeys(ids))
    return tuple(
        source
        for source in by_id.values()
        if source.kind is not SourceKind.WIRE and (source.paused_why is None or (everything and source.url))
    )


async def _check(desk: Desk, prober: Prober, source: Source, progress: Progress) -> Checked:
    row = Checked(
        source_id=source.source_id,
        publisher=source.publisher,
        url=source.url,
        paused_why=source.paused_why,
        was_verified=source.verified,
    )
    if source.url is None:
        why = f"a wire: files in {source.path}" if source.kind is SourceKind.WIRE else "it has no address"
        return replace(row, why=f"{why}; {source.paused_why}" if source.paused_why else why)
    if until := prober.rests_until(source.url):
        return replace(row, why=f"its host asked to be left alone until {until:%Y-%m-%d %H:%M} UTC")
    probe = await prober.probe(source, source.url)
    if probe is None:
        return replace(row, why="its host would have its turn too late; ask again later")
    row = _row(row, probe, judge(memory_of(desk, source), probe, source, limits_of(desk.settings)))
    progress(f"{source.source_id}: {row.state}, {row.items} items")
    return row


def _row(row: Checked, probe: Probe, judgement: Judgement) -> Checked:
    response = probe.response
    return replace(
        row,
        state=judgement.state,
        why=judgement.why,
        is_heard=probe.is_heard,
        status=response.status,
        reason=probe.reason,
        detail=probe.detail,
        format=probe.format,
        items=len(probe.items),
        newest_at=probe.newest_at,
        member_url=probe.member_url,
        final_url=None if response.final_url == row.url else response.final_url,
        moved_to=response.moved_to,
        robots=probe.robots,
        reserved=probe.reserved.detail if probe.reserved else None,
    )


def _write(folder: Path, found: CheckReport) -> tuple[Path, ...]:
    """Write the findings under the instant of the check and under the name that is always the latest."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = (folder / f"sources-{found.checked_at:%Y%m%dT%H%M%SZ}.json", folder / LATEST_CHECK)
    for path in paths:
        half = path.with_suffix(".json.new")
        half.write_text(found.to_json(), encoding="utf-8")
        half.replace(path)
    return paths


def _unwatched(_line: str) -> None:
    """Nobody watches."""


# ── add ───────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What can be added for an address: everything that was found there, the best of it, and its entry for the pack."""

    folder: Path
    found: Found
    chosen: Candidate
    source_id: str
    text: str


def propose(
    url: str,
    *,
    source_id: str | None = None,
    publisher: str | None = None,
    language: str | None = None,
    country: str | None = None,
    now: Callable[[], datetime] = clock,
) -> Proposal:
    """Look for the feeds of a site, or at a feed, and return the entry that would be added; nothing is written yet.

    What is given is taken instead of what was found. Raises `SettingsError` for what is no address and without a
    contact, `PackError` for an address that the pack has and for values that its schema refuses, `NothingHeard` where
    nobody answers, `TrucewatchError` where no feed is found and while another process collects.
    """
    with collecting() as (house, parse), house.children() as children:
        url = _web_address(url, house.settings.allow_hosts)
        sources = house.pack.sources
        _refuse_known(url, sources)
        require_contact([_asked(url)], house.settings)

        async def look() -> Found:
            async with open_desk(house.settings, now, sources) as desk:
                return await _scout(desk, parse, children).look(url)

        found = asyncio.run(look())
        chosen = discovery.best(found.candidates)
        if chosen is None:
            raise _not_found(url, found)
        for each in (chosen.probe.url, chosen.url):
            _refuse_known(each, sources, found)
        given = {"id": source_id, "publisher": publisher, "language": language, "country": country}
        keys = _keys(chosen, found.site, sources, now().date()) | {key: each for key, each in given.items() if each}
        if source_id is None:
            keys["id"] = _new_id(_slug(f"{keys['publisher']}_{keys['language']}"), sources)
        text = stanza(**keys)
        return Proposal(folder=house.settings.pack, found=found, chosen=chosen, source_id=str(keys["id"]), text=text)


def add(proposal: Proposal) -> None:
    """Append the entry to the pack. Raises `PackError` where the pack cannot be written or would be spoilt by it."""
    require_writable(proposal.folder)
    append_stanza(proposal.folder, proposal.text)
    pack_in.cache_clear()


def require_writable(folder: Path) -> None:
    """Raise `PackError` for the pack of an installed package, which the next release replaces, and for one that is read-only."""
    is_installed = folder == environment.bundled_pack() and not (folder.parents[2] / "pyproject.toml").is_file()
    if is_installed or not os.access(folder, os.W_OK):
        raise PackError(
            "The pack that ships is part of the installed package: nothing is written to it."
            if is_installed
            else "The folder of the pack cannot be written to.",
            where=str(folder),
            next_step=(
                "Make a folder with a pack.yaml that says `extends: ceasefire_talks` (README, Add a source, an actor, a "
                "topic), name it in TRUCEWATCH_PACK, and repeat this; or put the entry into its sources.yaml by hand."
            ),
        )


def _scout(desk: Desk, parse: Parse, children: Children) -> Scout:
    def read_page(document: Document) -> Site | Rejected:
        read = children.call(discovery.read_site, document, timeout_seconds=PARSE_SECONDS)
        return rejected_by_child("collect", read) if isinstance(read, Lost) else read

    return Scout(desk, parse, read_page)


def _web_address(text: str, allowed: frozenset[str]) -> str:
    """Return what a person typed as an address; https where no scheme stands before it."""
    url = text.strip()
    url = url if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:(?!\d)", url) else f"https://{url}"
    refusal = guard.check_url(url, allowed)
    if refusal is not None:
        raise SettingsError(
            f"This address cannot be asked: {in_words(refusal)}.",
            where=repr(text[:200]),
            next_step="Write the address of a site or feed as a browser shows it, like https://gazette.example.org/.",
        )
    return url if urlsplit(url).path else f"{url}/"


def _refuse_known(url: str, sources: Iterable[Source], found: Found | None = None) -> None:
    known = next((each for each in sources if each.url and address_of(each.url) == address_of(url)), None)
    if known is None:
        return
    others = [each.url for each in found.candidates if address_of(each.url) != address_of(url)] if found else []
    raise PackError(
        f"The pack has this address already: {known.source_id}.",
        where=url,
        next_step=f"Name another feed of the site to add that: {', '.join(others[:3])}"
        if others
        else f"`trucewatch sources check {known.source_id}` says how it is.",
    )


def _asked(url: str) -> Source:
    return Source(source_id=url, publisher_id="", publisher="", kind=SourceKind.FEED, language="und", url=url)


def _not_found(url: str, found: Found) -> TrucewatchError:
    named = found.named
    if named.response.reason is not None:
        return NothingHeard(
            f"Nothing could be had from this address: {in_words(named.reason)}.",
            where=f"{url}: {named.detail or named.reason}",
            next_step="Open it in a browser; if it works there, the site may refuse programs: ask its publisher.",
        )
    tried = Counter(in_words(reason) for _, reason in found.failed)
    return TrucewatchError(
        "No feed and no sitemap was found.",
        where=f"{url}; tried {len(found.failed)} addresses: " + "; ".join(f"{n} × {why}" for why, n in tried.items()),
        next_step="Look for RSS on the site and name that address, or write an entry with `paused_why` by hand.",
    )


def _keys(chosen: Candidate, site: Site, sources: Sequence[Source], on: date) -> dict[str, object]:
    """Return the keys of the entry: what the pack knows of the house, else what the feed, its page and its host tell."""
    host = urlsplit(chosen.url).hostname or ""
    relative = next((each for each in sources if _site(each) == site_of(host)), None)
    parsed = chosen.probe.parsed
    title = "" if parsed is None or isinstance(parsed, Rejected) else (parsed.title or "")
    name = relative.publisher if relative else site.name or title or site.title or site_of(host)
    return {
        "publisher": relative.publisher_id if relative else _publisher(host, sources),
        "name": _name(name),
        "kind": chosen.kind,
        "url": chosen.url,
        "language": chosen.language or site.language or "und",
        "country": relative.country if relative else discovery.country_of(host),
        "operator": relative.operator if relative else None,
        "cadence_hours": discovery.cadence_hours(chosen.probe),
        "verified": bool(chosen.probe.items),
        "note": f"Found by `trucewatch sources add`. Answered on {on}.",
    }


def _site(source: Source) -> str | None:
    host = urlsplit(source.url or "").hostname
    return site_of(host) if host else None


def _publisher(host: str, sources: Iterable[Source]) -> str:
    """Return an id for the house behind a host that no publisher of the pack has."""
    taken = {each.publisher_id for each in sources}
    short, full = _slug(label(f"http://{host}/")), _slug(site_of(host))
    return full if short in taken or not short or short.isdigit() else short


def _new_id(stem: str, sources: Iterable[Source]) -> str:
    taken, number, name = {each.source_id for each in sources}, 1, stem
    while name in taken:
        number += 1
        name = f"{stem}_{number}"
    return name


def _slug(text: str) -> str:
    return "_".join(re.findall(r"[a-z0-9]+", text.lower()))[:50].strip("_")


def _name(text: str) -> str:
    line = "".join(each if each.isprintable() else " " for each in text)
    return " ".join(line.split())[:200].strip() or "unnamed"


# ── list, import, export ──────────────────────────────────────────────────────────────────────────


def catalogue(states: Collection[str] = (), languages: Collection[str] = ()) -> list[dict[str, Any]]:
    """Return one row a source of the pack, with the state that the published snapshot last saw it in and why.

    Without a snapshot, and for a source that it does not know, a source is paused or not polled. Raises
    `SettingsError` for a state that there is none of.
    """
    known = (*(state.value for state in FeedState), NOT_POLLED)
    for each in states:
        if each not in known:
            raise SettingsError(
                f"{each!r} is no state of a source.", where="--state", next_step=f"Write one of {', '.join(known)}."
            )
    house = open_house()
    rows = [_listed(source, seen) for source, seen in _with_states(house.pack.sources)]
    return [
        row
        for row in rows
        if (not states or row["state"] in states) and (not languages or row["language"] in languages)
    ]


def import_list(path: Path, *, dry_run: bool = False) -> opml.Imported:
    """Add the feeds of a subscription list that the pack does not have. Raises `PackError`."""
    house = open_house()
    imported = opml.to_stanzas(opml.read_opml(path.read_bytes()), house.pack.sources)
    if imported.text and not dry_run:
        require_writable(house.settings.pack)
        append_stanza(house.settings.pack, imported.text)
        pack_in.cache_clear()
    return imported


def export_list(by: str = "country", *, everything: bool = False) -> bytes:
    """Return the sources that are polled as OPML, in folders by `country` or `language`; with `everything` paused ones too."""
    pack = open_house().pack
    wanted = [each for each in pack.sources if everything or each.paused_why is None]
    return opml.write_opml(wanted, by=by, title=pack.topic)


def _with_states(sources: Iterable[Source]) -> Iterator[tuple[Source, dict[str, Any]]]:
    try:
        seen = {
            row["source_id"]: row
            for row in report("desk_health", since=datetime.combine(date.min, time()), source=None)
        }
    except NothingPublished:
        seen = {}
    for source in sources:
        yield source, seen.get(source.source_id, {})


def _listed(source: Source, seen: dict[str, Any]) -> dict[str, Any]:
    state = FeedState.PAUSED if source.paused_why else seen.get("state") or NOT_POLLED
    heard_at = seen.get("last_good_at")
    return {
        "source_id": source.source_id,
        "publisher": source.publisher,
        "language": source.language,
        "country": source.country,
        "kind": source.kind.value,
        "state": str(state),
        "why": source.paused_why or seen.get("why"),
        "last_heard_at": heard_at.replace(tzinfo=UTC) if heard_at else None,
        "verified": source.verified,
        "url": source.url,
    }
