"""What every page shares: templates that escape, one palette, the words for times, numbers, languages, countries.

A page is one self-contained HTML file: its style stands inside, nothing is fetched, no script is needed to read it.
"""

import base64
import hashlib
import operator
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from importlib import resources
from typing import Final

import jinja2
from babel import Locale, UnknownLocaleError
from markupsafe import Markup

from pipelines.report.desk_addresses import SECTIONS, path_of
from pipelines.report.edits import Piece, as_html
from pipelines.report.escaping import visible

THIN_SPACE: Final = "\u2009"
NO_REFERRER: Final = "no-referrer"
SAME_ORIGIN: Final = "same-origin"
"""Of pages with forms: under `no-referrer` a browser does not say either which page sent one (Fetch Standard, 3.1)."""
_ENGLISH: Final = Locale("en")
_RIGHT_TO_LEFT: Final = "right-to-left"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A rendered page and the Content-Security-Policy under which it works: its own style and nothing else.

    The page repeats the policy in a `meta` element, so that it also holds for a file opened from disk; there
    `frame-ancestors` has no say (CSP Level 3, section 3.3), so `policy` belongs into the header where there is one.
    `referrer` is its Referrer-Policy, which it repeats likewise.
    """

    html: str
    policy: str
    referrer: str = NO_REFERRER


def page(template: str, style: str, *, forms: bool = False, **values: object) -> Page:
    """Render a template of this package with the style sheets `tokens.css` and `style`.

    With `forms` the page may send what a person fills in to where it came from, and nowhere else.
    Every value is escaped, undefined names are errors. The template finds the style in `style_sheet` and the policy
    for its `meta` element in `policy`.
    """
    sheet = _resource("tokens.css") + _resource(style)
    digest = base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()
    target = "'self'" if forms else "'none'"
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action {target}"
    html = (
        _templates()
        .get_template(template)
        .render(
            style_sheet=Markup(sheet),  # noqa: S704 - our own file, and no style sheet of ours holds "</"
            referrer=SAME_ORIGIN if forms else NO_REFERRER,
            policy=policy,
            **values,
        )
    )
    return Page(html=html, policy=f"{policy}; frame-ancestors 'self'", referrer=SAME_ORIGIN if forms else NO_REFERRER)


@cache
def _templates() -> jinja2.Environment:
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("pipelines.report"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(
        instant=instant,
        day=day,
        number=number,
        percent=percent,
        language=language_name,
        direction=direction,
        country=country_name,
        visible=visible,
        diff=_diff,
        cut=cut,
        negated=operator.not_,
        lines=lines,
        sentence=sentence,
    )
    made.globals.update(ago=ago, path_of=path_of, sections=SECTIONS)
    return made


def _diff(pieces: Iterable[Piece]) -> Markup:
    return Markup(as_html(pieces))  # noqa: S704 - escaped there, piece by piece


@cache
def _resource(name: str) -> str:
    return (resources.files("pipelines.report") / "templates" / name).read_text("utf-8")


# ── Words ─────────────────────────────────────────────────────────────────────────────────────────


def instant(moment: datetime | None) -> str:
    """Return "16 May 2025, 14:05 UTC"; a moment without a zone is UTC, as all that the warehouse stores."""
    if moment is None:
        return "never"
    utc = moment.astimezone(UTC) if moment.tzinfo else moment
    return f"{day(utc.date())}, {utc:%H:%M} UTC"


def day(value: date) -> str:
    """Return "16 May 2025"."""
    return f"{value.day} {_ENGLISH.months['format']['wide'][value.month]} {value.year}"


def ago(moment: datetime | None, now: datetime) -> str:
    """Return how long before `now` the moment was, in its largest unit: "3 h ago"; empty for None."""
    if moment is None:
        return ""
    seconds = (_naive(now) - _naive(moment)).total_seconds()
    if seconds < 0:
        return "later"
    for unit, length in (("d", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= length:
            return f"{int(seconds // length)} {unit} ago"
    return "just now"


def _naive(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


def number(value: float) -> str:
    """Return a number with thin spaces between thousands; at most one decimal."""
    text = f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"
    return text.replace(",", THIN_SPACE)


def cut(text: str, most: int) -> str:
    """Return at most so many characters of a text, and an ellipsis where there were more."""
    return text if len(text) <= most else f"{text[:most]}…"


def lines(text: str) -> str:
    """Return a text as it stands, line by line, each control or invisible character in it as an escape."""
    return "\n".join(visible(line.removesuffix("\r")) for line in text.split("\n"))


def sentence(text: str) -> str:
    """Return a text with its first letter as that of a sentence."""
    return text[:1].upper() + text[1:]


def percent(share: float | None) -> str:
    """Return a share (0 to 1) as whole percent: 0.348 is "35 %"; "–" for None."""
    return "–" if share is None else f"{share * 100:.0f}{THIN_SPACE}%"


def language_name(code: str | None) -> str:
    """Return the English name of a language by its ISO 639-1 code (CLDR); the code itself where there is none."""
    return str(_ENGLISH.languages.get(code, code)) if code and code != "und" else "unknown language"


def direction(code: str | None) -> str:
    """Return the value for `dir`: "rtl" for languages written from right to left (CLDR), else "ltr"."""
    try:
        found = Locale.parse(code or "und")
    except (ValueError, UnknownLocaleError):
        return "ltr"
    return "rtl" if found.character_order == _RIGHT_TO_LEFT else "ltr"


def country_name(code: str | None) -> str:
    """Return the English name of a country by its ISO 3166-1 code (CLDR); the code itself where there is none."""
    return str(_ENGLISH.territories.get(code, code)) if code else "unknown country"
