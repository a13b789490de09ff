"""Which format a document has, by content alone, and the one door into all of them."""

import re
from dataclasses import replace

from pipelines.parse import feed, jsonfeed, newsml, newsml1, ninjs, nitf, packed, sitemap, textwires
from pipelines.parse.charset import Decoded, decode
from pipelines.parse.jsonvalue import read_json
from pipelines.parse.prolog import Prolog, read_prolog
from pipelines.parse.refusal import reject
from pipelines.records import Document, ParsedDocument, Reason, Rejected

MAX_FEED_BYTES = 5 * 1024 * 1024
MAX_BYTES = 20 * 1024 * 1024
"""Of a wire document or a sitemap, unpacked. sitemaps.org allows 50 MB; one of 50,000 usual addresses has 10."""

_MAGIC = (b"%PDF-", b"\x1f\x8b", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x28\xb5\x2f\xfd")
_HTML_ROOTS = frozenset({"html", "head", "body", "!doctype html"})
_UTF7_MARKUP = re.compile(rb"\+ADw-|charset=['\"]?utf-?7|encoding=['\"]utf-?7", re.IGNORECASE)


def parse(document: Document) -> ParsedDocument | Rejected:
    """Return every entry of a feed, sitemap or wire document, in document order. A gzip file is unpacked first.

    Never raises: bytes that are none of these give one `Rejected` (NOT_A_FEED for pages, other JSON, files of other
    kinds and nothing at all; UNKNOWN_FORMAT for XML that we do not read; TOO_LARGE above 5 MiB for feeds and 20 MiB
    for all else; TRUNCATED for a gzip file that breaks off; BAD_ENCODING where no encoding gives words;
    ENTITIES_DECLARED; PARSE_TIMEOUT for markup made to take minutes; FEED_INVALID for a known format that is broken
    beyond reading).
    """
    if document.body.startswith(packed.MAGIC):
        unpacked = packed.unpack(document.body, MAX_BYTES)
        if isinstance(unpacked, Rejected):
            return unpacked
        document = replace(document, body=unpacked)
    return _parse_plain(document)


def _parse_plain(document: Document) -> ParsedDocument | Rejected:
    body = document.body
    if len(body) > MAX_BYTES:
        return reject(Reason.TOO_LARGE, f"{len(body)} bytes")
    if not body.strip(b"\x00 \t\r\n\xef\xbb\xbf\xfe\xff"):
        return reject(Reason.NOT_A_FEED, "nothing but white space")
    if body.startswith(_MAGIC):
        return reject(Reason.NOT_A_FEED, f"a file that begins with {body[:4]!r}")
    # UTF-7 hides markup from everything that looks for it; no publisher has a reason to send it.
    if _UTF7_MARKUP.search(body[:1024]) or "utf-7" in (document.content_type or "").lower():
        return reject(Reason.NOT_A_FEED, "UTF-7")
    # Before any decoding: their control characters and charsets are their own.
    if textwires.might_be(body) and (wire := textwires.parse_text_wire(document)):
        return wire
    decoded = decode(body, document.content_type)
    if decoded is None:
        return reject(Reason.BAD_ENCODING, "no encoding gives readable words")
    if decoded.text.lstrip("\ufeff \t\r\n")[:1] in {"{", "["}:
        return _parse_json(document, decoded)
    return _parse_xml(document, decoded)


def _parse_json(document: Document, decoded: Decoded) -> ParsedDocument | Rejected:
    value = read_json(decoded.text.lstrip("\ufeff"))
    if isinstance(value, ValueError):
        return reject(Reason.NOT_A_FEED, f"looks like JSON but is not: {value}")
    if jsonfeed.recognises(value):
        if len(document.body) > MAX_FEED_BYTES:
            return reject(Reason.TOO_LARGE, f"{len(document.body)} bytes")
        return jsonfeed.parse_json_feed(document, value, decoded.flags)
    if ninjs.recognises(value):
        return ninjs.parse_ninjs(document, value, decoded.flags)
    return reject(Reason.NOT_A_FEED, "JSON that is neither a JSON Feed nor ninjs")


def _parse_xml(document: Document, decoded: Decoded) -> ParsedDocument | Rejected:
    prolog = read_prolog(decoded.text)
    if prolog is None:
        return _parse_lines(document, decoded)
    if prolog.root in sitemap.ELEMENT_OF:
        return sitemap.parse_sitemap(document, prolog, decoded.flags)
    if prolog.root in newsml.ROOTS | {newsml1.ROOT, nitf.ROOT}:
        return _parse_wire(document, prolog, decoded.flags)
    if prolog.root.lower() in _HTML_ROOTS or prolog.doctype_name == "html":
        if prolog.root.lower() not in feed.ROOTS:
            return reject(Reason.NOT_A_FEED, "an HTML page")
    elif prolog.root in newsml.PARTS:
        return reject(Reason.UNKNOWN_FORMAT, f"a {prolog.root} of NewsML-G2 without the item that it is part of")
    elif prolog.root.lower() not in feed.ROOTS:
        return reject(Reason.UNKNOWN_FORMAT, f"XML with the root element {prolog.root!r}")
    if len(document.body) > MAX_FEED_BYTES:
        return reject(Reason.TOO_LARGE, f"{len(document.body)} bytes")
    return feed.parse_feed(document, prolog, decoded.flags)


def _parse_lines(document: Document, decoded: Decoded) -> ParsedDocument | Rejected:
    if sitemap.is_text_sitemap(decoded.text):
        return sitemap.parse_text_sitemap(document, decoded.text, decoded.flags)
    return reject(Reason.NOT_A_FEED, "no markup")


def _parse_wire(document: Document, prolog: Prolog, flags: tuple[str, ...]) -> ParsedDocument | Rejected:
    if prolog.entities:
        return reject(Reason.ENTITIES_DECLARED, f"the DOCTYPE declares {len(prolog.entities)} entities")
    if prolog.root == nitf.ROOT:
        return nitf.parse_nitf(document, prolog.text, flags)
    if prolog.root == newsml1.ROOT:
        return newsml1.parse_newsml1(document, prolog.text, flags)
    return newsml.parse_newsml(document, prolog.text, flags)
