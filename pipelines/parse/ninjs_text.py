"""The words of a ninjs item: headline, summary and body, each of which it may give in several forms."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.parse.content import BESIDE_CLASSES, read_nitf, story_text
from pipelines.parse.entry import MAX_FIELD
from pipelines.parse.jsonpart import Part, plain_value
from pipelines.parse.plain import body_of_html, body_of_text, plain_title, read_xml
from pipelines.parse.profiled import Found
from pipelines.parse.prolog import read_prolog

_NOT_THE_STORY = frozenset({"caption", "summary", "abstract", "teaser", "promo", "footer", "alt", "alttext"})
_NOT_THE_SUMMARY = frozenset({"caption", "creditline", "credit", "alt", "alttext", "location", "footer"})
_MAIN = ("", "main", "headline", "hld")
_SUMMARY = ("summary", "abstract", "", "text", "main", "lead", "lede")
_FORMS = frozenset({"text", "html", "xhtml", "html5", "richtext"})
"""What may follow a name without an underscore: `bodyText`."""
_PARAGRAPH = re.compile(r"</?(?:p|div|br|h[1-6]|ul|ol|table|blockquote|section|article)\b", re.IGNORECASE)
SHARE = 0.8
"""Of the plain form's length, below which a marked-up form is only part of the story."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Variant:
    role: str
    media: str
    value: str
    place: str

    @property
    def purpose(self) -> str:
        """Return the first word of its role: `caption` of `caption_xhtml`."""
        return self.role.partition("_")[0]

    @property
    def is_html(self) -> bool:
        """Return whether it is marked up, by its name, its media type or its tags."""
        return "html" in self.media or "html" in self.role or bool(_PARAGRAPH.search(self.value))

    @property
    def is_nitf(self) -> bool:
        """Return whether it is a whole NITF document."""
        return self.role == "nitf" or "nitf" in self.media

    @property
    def is_foreign(self) -> bool:
        """Return whether it is in a vocabulary that only its agency knows."""
        return self.role.endswith("nitf") or ("xml" in self.media and "html" not in self.media)


def headline(item: Part) -> Found | None:
    """Return the main headline, else the first of any role, else the title that the item is known by inside."""
    found = sorted(_variants(item, "headline", "headlines"), key=lambda each: _rank(each.purpose, _MAIN))
    for each in found:
        if words := plain_title(each.value, markup=True):
            return Found(value=words, place=each.place)
    return item.text("title") if item.spelled else None


def summary(item: Part) -> Found | None:
    """Return the description that sums the story up."""
    found = sorted(_variants(item, "description", "descriptions"), key=lambda each: _rank(each.purpose, _SUMMARY))
    for each in found:
        if each.purpose in _NOT_THE_SUMMARY:
            continue
        if words := plain_title(each.value, markup=True):
            return Found(value=words, place=each.place)
    return None


def body(item: Part) -> Found | None:
    """Return the story: marked-up forms know their paragraphs, unless they are much shorter than the plain one."""
    marked_up = unmarked = Found(value="", place="")
    others = []
    for each in _variants(item, "body", "bodies"):
        if each.purpose in _NOT_THE_STORY:
            continue
        if each.is_foreign or each.is_nitf:
            others.append(each)
        elif each.is_html:
            marked_up = _longer(marked_up, story_text(body_of_html(each.value, BESIDE_CLASSES)), each.place)
        else:
            unmarked = _longer(unmarked, body_of_text(each.value), each.place)
    if not marked_up.value:
        for each in others:
            marked_up = _longer(marked_up, _nitf(each.value) if each.is_nitf else "", each.place)
    best = marked_up if len(marked_up.value) >= SHARE * len(unmarked.value) else unmarked
    return best if best.value else None


def paragraphs(value: str) -> str:
    """Return a text, marked up or not, as paragraphs parted by a blank line."""
    return body_of_html(value) if _PARAGRAPH.search(value) else body_of_text(value)


def _longer(best: Found, text: str, place: str) -> Found:
    return Found(value=text, place=place) if len(text) > len(best.value) else best


def _rank(role: str, ranks: tuple[str, ...]) -> int:
    return ranks.index(role) if role in ranks else len(ranks)


def _nitf(value: str) -> str:
    prolog = read_prolog(value)
    if prolog is None or prolog.entities:
        return ""
    root = read_xml(prolog.text)
    return "" if isinstance(root, str) else read_nitf(root).text.text


def _variants(item: Part, single: str, several: str) -> Iterator[_Variant]:
    """Yield the forms of a text in document order: `headline`, `headline_seo`, the members of `headlines`."""
    for name, value in item.values.items():
        role = _role(name, single)
        if role is not None and isinstance(value, str):
            variants = [_Variant(role=role, media="", value=value[:MAX_FIELD], place=item.place(name))]
        elif name in {single, several}:
            variants = [_member(part) for part in item.parts(name)]
        else:
            continue
        yield from (each for each in variants if each.value.strip())


def _role(name: str, single: str) -> str | None:
    """Return what a property's name says beyond `headline`, None for the name of something else."""
    rest = name.removeprefix(single)
    is_form = name.startswith(single) and (not rest or rest[0] == "_" or rest in _FORMS)
    return rest.strip("_") if is_form else None


def _member(part: Part) -> _Variant:
    """Return a member of `headlines` or `bodies`; a bare string in such a list is its value, and plays no role."""
    spelled = "name" if not part.spelled else "value" if "value" in part.spelled else "text"
    role = (part.text("role") or part.text("name")) if part.spelled else None
    return _Variant(
        role=role.value.lower() if role else "",
        media=plain_value(part.values.get("contenttype") or part.values.get("mimetype")).lower(),
        value=plain_value(part.values.get(spelled))[:MAX_FIELD],
        place=part.place(spelled),
    )
