"""What a page says of its article in JSON-LD (schema.org), read from every block, sound or nearly so."""

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import lxml.html

MAXIMUM_CHARACTERS = 2_000_000
MAXIMUM_NODES = 2_000
MAXIMUM_DEPTH = 6

# schema.org types of one published text; a subtype of Article ends in "Article" or stands here.
ARTICLE_TYPES = frozenset(
    {"BlogPosting", "ClaimReview", "LiveBlogPosting", "Report", "SocialMediaPosting", "VideoObject"}
)
SECOND_CHOICE = frozenset({"VideoObject", "SocialMediaPosting"})

# Properties that lead to the article from what wraps it. Lists of other articles (itemListElement, hasPart) do not.
LEADING = ("@graph", "mainEntity", "mainEntityOfPage", "item", "article")

PUBLISHED = ("datePublished", "dateCreated", "uploadDate")

WRAPPING = re.compile(
    r"^\s*(?:<!--|<!\[CDATA\[|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?:-->|//\s*\]\]>|\]\]>|/\*\s*\]\]>\s*\*/)?;?\s*$"
)
TRAILING_COMMA = re.compile(r",(\s*[}\]])")
TAG = re.compile(r"</?[A-Za-z][^<>]*>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """The article as JSON-LD describes it, each value as written, markup and character references resolved.

    `free` is isAccessibleForFree; `is_article` that it describes an article rather than a video or post; `urls` in order of trust; `authors` persons and organisations.
    """

    headline: str = ""
    authors: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    body: str = ""
    language: str = ""
    publisher: str = ""
    urls: tuple[str, ...] = ()
    free: bool | None = None
    is_article: bool = False


def read(root: lxml.html.HtmlElement) -> Described:
    """Return what the JSON-LD of the page says of its article; nothing where there is none or it cannot be read."""
    nodes = [node for block in _blocks(root) for node in _nodes(block)]
    articles = [node for node in nodes if _is_article(node)]
    pages = [node for node in nodes if any(kind.endswith("WebPage") for kind in _types(node))]
    if not articles and not pages:
        return Described()
    # The fullest description: templates often emit a stub beside it.
    best = max(articles or pages, key=lambda node: (not SECOND_CHOICE.intersection(_types(node)), _fullness(node)))
    return Described(
        headline=_text(best.get("headline")) or _text(best.get("name")),
        authors=tuple(_names(best.get("author"))) or tuple(_names(best.get("creator"))),
        published=tuple(filter(None, (_text(node.get(key)) for node in (best, *pages) for key in PUBLISHED))),
        body=_text(best.get("articleBody")),
        language=_language(best.get("inLanguage")),
        publisher=next(iter(_names(best.get("publisher"))), ""),
        urls=tuple(_urls(best)),
        free=_free(articles or pages),
        is_article=bool(articles) and not SECOND_CHOICE.issuperset(_types(best)),
    )


def _blocks(root: lxml.html.HtmlElement) -> Iterator[Any]:
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        text = script.text or ""
        if len(text) <= MAXIMUM_CHARACTERS:
            block = _load(text)
            if block is not None:
                yield block


def _load(text: str) -> Any:  # noqa: ANN401  # whatever JSON holds
    """Return the value of a block. Mended where templates often break it: comments around it, trailing commas."""
    for attempt in (text, TRAILING_COMMA.sub(r"\1", WRAPPING.sub("", text))):
        try:
            return json.loads(attempt, strict=False)  # line breaks inside strings are common
        except (ValueError, RecursionError):
            continue
    return None


def _nodes(block: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401
    """Yield the objects of a block that may be the article or wrap it, outer ones first."""
    queue: list[tuple[Any, int]] = [(block, 0)]
    count = 0
    while queue and count < MAXIMUM_NODES:
        value, depth = queue.pop(0)
        count += 1
        if depth > MAXIMUM_DEPTH:
            continue
        if isinstance(value, list):
            queue.extend((each, depth + 1) for each in value[:MAXIMUM_NODES])
        elif isinstance(value, dict):
            yield value
            queue.extend((value[key], depth + 1) for key in LEADING if isinstance(value.get(key), (dict, list)))


def _types(node: dict[str, Any]) -> list[str]:
    kinds = node.get("@type")
    return [str(kind).rpartition("/")[2] for kind in (kinds if isinstance(kinds, list) else [kinds]) if kind]


def _is_article(node: dict[str, Any]) -> bool:
    return any(kind.endswith("Article") or kind in ARTICLE_TYPES for kind in _types(node))


def _fullness(node: dict[str, Any]) -> int:
    return sum(
        bool(node.get(key)) for key in ("headline", "datePublished", "author", "articleBody", "url", "publisher")
    )


def _text(value: Any) -> str:  # noqa: ANN401
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name") or ""
    if not isinstance(value, str):
        return ""
    return html.unescape(TAG.sub(" ", html.unescape(value))).strip()


def _names(value: Any) -> Iterator[str]:  # noqa: ANN401
    for each in value if isinstance(value, list) else [value]:
        name = each.get("name") if isinstance(each, dict) else each
        for one in name if isinstance(name, list) else [name]:
            if text := _text(one):
                yield text


def _language(value: Any) -> str:  # noqa: ANN401
    if isinstance(value, dict):
        value = value.get("alternateName") or value.get("name")
    return _text(value)


def _urls(node: dict[str, Any]) -> Iterator[str]:
    for key in ("mainEntityOfPage", "url", "@id"):
        value = node.get(key)
        if isinstance(value, dict):
            value = value.get("@id") or value.get("url")
        if isinstance(value, str) and value.strip().lower().startswith(("http://", "https://")):
            yield value.strip()


def _free(articles: list[dict[str, Any]]) -> bool | None:
    said = [truth for node in articles if (truth := _truth(node.get("isAccessibleForFree"))) is not None]
    return all(said) if said else None


def _truth(value: Any) -> bool | None:  # noqa: ANN401
    if isinstance(value, bool):
        return value
    word = str(value).strip().lower().rpartition("/")[2]
    return {"true": True, "false": False}.get(word)
