"""Which stored documents a run of `reprocess` takes up again: by themselves, or by what earlier runs made of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from pipelines import warehouse
from pipelines.addresses import clean_url
from pipelines.errors import SettingsError
from pipelines.records import Fetch
from pipelines.run.house import House

OTHER_VERSIONS = frozenset({"stale", "other"})
"""How a selection asks for what another pack than the present one tagged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which stored documents `reprocess` takes up again; empty parts select everything, the others must all hold.

    `stages`: where something of it was refused when it was worked last. `pack_version`: what its articles were tagged
    with, or `stale` (`other`) for any other than the present one. `articles`: ids or addresses.
    """

    since: datetime | None = None
    until: datetime | None = None
    sources: frozenset[str] = frozenset()
    outcomes: frozenset[str] = frozenset()
    reasons: frozenset[str] = frozenset()
    stages: frozenset[str] = frozenset()
    pack_version: str | None = None
    articles: frozenset[str] = frozenset()

    def takes(self, fetch: Fetch, endings: Iterable[warehouse.Ending]) -> bool:
        """Say whether a document is selected, by its own fields and by how it or its items ended."""
        if (self.since and fetch.fetched_at < self.since) or (self.until and fetch.fetched_at >= self.until):
            return False
        if self.sources and fetch.source_id not in self.sources:
            return False
        if not self.outcomes and not self.reasons:
            return True
        return any(
            (not self.outcomes or each.outcome in self.outcomes) and (not self.reasons or each.reason in self.reasons)
            for each in endings
        )


def named_documents(house: House, selection: Selection) -> frozenset[str] | None:
    """Return the documents that a selection names by what came of them; None where it names none so.

    Raises `SettingsError` for articles that no document brought.
    """
    found = []
    if selection.stages:
        found.append(warehouse.rejected_documents(house.settings, selection.stages))
    if selection.pack_version in OTHER_VERSIONS:
        found.append(warehouse.tagged_documents(house.settings, (), other_than=house.pack.version))
    elif selection.pack_version:
        found.append(warehouse.tagged_documents(house.settings, (selection.pack_version,)))
    if selection.articles:
        cleaned = {clean_url(each) for each in selection.articles if "://" in each}
        asked = {each for each in (*selection.articles, *cleaned) if each}
        found.append(warehouse.article_documents(house.settings, asked))
        if not found[-1]:
            raise SettingsError(
                f"No document brought {', '.join(sorted(selection.articles))[:200]}.",
                where="articles of the selection",
                next_step='Give whole ids or addresses: `trucewatch sql "select article_id, url from articles"`.',
            )
    return frozenset.intersection(*found) if found else None
