"""The article of an entry that brings its own text, or of one whose page cannot be had."""

from datetime import UTC

from pipelines.addresses import clean_url
from pipelines.extract.authors import clean_authors
from pipelines.extract.language import detect_language, normal_language
from pipelines.extract.letters import misleading
from pipelines.extract.page import flags_of
from pipelines.extract.text import clean, clean_line, first_line
from pipelines.records import Article, Item, TextDepth

CUT = ("…", "...", "[…]", "[...]")


def from_item(item: Item, *, flags: tuple[str, ...] = (), headline_only: bool = False) -> Article:
    """Return the article of a wire story, or as much of one as a feed entry holds.

    A story's own text is `full`, a feed's text that breaks off and a summary are `summary`, and a title alone, or
    `headline_only` (reserved text and data mining), is `headline` with no text at all.
    """
    text, depth = _text(item, headline_only=headline_only)
    title = clean_line(item.title) or first_line(text)
    declared = normal_language(item.language)
    language = detect_language(f"{title}\n{text}", declared)
    is_wire = item.version is not None or item.urgency is not None
    at = item.published_at
    own = flags_of(is_dated=at is not None, language=language, declared=declared)
    return Article(
        title=title,
        text=text,
        language=language,
        text_depth=depth,
        authors=clean_authors(item.authors),
        published_at=at.astimezone(UTC) if at else None,
        published_offset_minutes=item.published_offset_minutes if at else None,
        published_precision="second" if at else None,
        published_origin=("wire" if is_wire else "feed") if at else None,
        declared_language=declared,
        canonical_url=clean_url(item.url) if item.url else None,
        site_name=item.provider,
        flags=tuple(dict.fromkeys((*item.flags, *flags, *misleading(f"{title}\n{text}"), *own))),
    )


def _text(item: Item, *, headline_only: bool) -> tuple[str, TextDepth]:
    if headline_only:
        return "", TextDepth.HEADLINE
    if text := clean(item.text or ""):
        return text, TextDepth.SUMMARY if text.endswith(CUT) else TextDepth.FULL
    if summary := clean(item.summary):
        return summary, TextDepth.SUMMARY
    return "", TextDepth.HEADLINE
