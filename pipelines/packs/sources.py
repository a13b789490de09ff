"""What a maintainer should know of the sources of a pack: warnings, none of which stops it from being loaded."""

from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

from pipelines.packs.folder import Problem, Sheets
from pipelines.packs.schema import OF_A_STATE, SourceSheet

FILE = "sources.yaml"
ENOUGH = 3
"""Usable sources below which a language of the pack is thinly covered: one that fails leaves no comparison."""
DEFAULT_PORTS = {"http": ":80", "https": ":443"}


def source_warnings(sheets: Sheets) -> Iterator[Problem]:
    """Yield every warning about the sources, first those of single entries in the order of the file."""
    first: dict[str, str] = {}
    for position, source in enumerate(sheets.sources):
        for key, message in (*_incomplete(source, sheets.pack.languages), *_risky(source)):
            yield _problem(sheets, (position, *key), message)
        if source.url:
            other = first.setdefault(address_of(source.url), source.id)
            if other != source.id:
                yield _problem(sheets, (position, "url"), f"{source.id} has the address of {other}: leave one out")
    yield from _thin(sheets)
    unverified = sum(not source.verified for source in sheets.sources)
    if unverified:
        message = (
            f"{unverified} of {len(sheets.sources)} sources are not verified: `trucewatch sources check` hears them"
        )
        yield Problem(FILE, 1, "verified", message)


def address_of(url: str) -> str:
    """Return an address as far as it tells feeds apart: without scheme, default port, fragment, final slash, case of host.

    A text that is no address is returned as it is.
    """
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return url
    host = parts.netloc.lower().removesuffix(DEFAULT_PORTS.get(parts.scheme.lower(), ""))
    return host + parts.path.rstrip("/") + (f"?{parts.query}" if parts.query else "")


def _incomplete(source: SourceSheet, languages: tuple[str, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if source.is_usable and source.language not in {*languages, "und"}:
        yield ("language",), f"{source.id} writes in {source.language}, of which the pack has no forms"
    if source.is_usable and source.cadence_hours is None:
        message = f"{source.id} has no `cadence_hours`: its silence cannot be told from its rest"
        yield ("id",), message
    for number, each in enumerate(source.periods):
        if each.ownership in OF_A_STATE and each.state is None:
            key = ("affiliations", number) if source.affiliations else ("ownership",)
            yield key, f"{source.id} belongs to a state: write which, under `state` or `country`"
    for number, sanction in enumerate(source.sanctions):
        if sanction.from_on is None:
            yield ("sanctions", number), f"{sanction.regime} has no `from`: write the day from which it applies"


def _risky(source: SourceSheet) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if source.secret and source.url and urlsplit(source.url).scheme != "https":
        yield ("secret",), f"the secret {source.secret} would travel unencrypted: write an https address"
    if source.redistributable and source.rights is None:
        yield ("redistributable",), "write under `rights` which licence allows it"


def _thin(sheets: Sheets) -> Iterator[Problem]:
    usable = Counter(source.language for source in sheets.sources if source.is_usable)
    for number, language in enumerate(sheets.pack.languages):
        if usable[language] < ENOUGH:
            line = sheets.files["pack.yaml"].line_of(("languages", number))
            message = f"{usable[language]} usable sources in {language}, fewer than {ENOUGH}: add some to {FILE}"
            yield Problem("pack.yaml", line, "languages", message)


def _problem(sheets: Sheets, key: tuple[str | int, ...], message: str) -> Problem:
    return Problem(FILE, sheets.files[FILE].line_of(key), ".".join(map(str, key)), message)
