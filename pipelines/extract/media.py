"""What bytes are, whatever their label says: a page, or a picture, a document, an archive, data for programs."""

import re

# Beginnings of formats (WHATWG MIME Sniffing Standard, chapters 6 and 7; PKZIP; Matroska), and where they stand.
SIGNATURES = (
    (0, b"%PDF-", "pdf"),
    (0, b"\x89PNG\r\n\x1a\n", "png"),
    (0, b"\xff\xd8\xff", "jpeg"),
    (0, b"GIF87a", "gif"),
    (0, b"GIF89a", "gif"),
    (8, b"WEBP", "webp"),
    (8, b"AVI ", "avi"),
    (8, b"WAVE", "wave"),
    (4, b"ftyp", "mp4"),
    (0, b"\x1aE\xdf\xa3", "webm"),
    (0, b"OggS\x00", "ogg"),
    (0, b"ID3\x03", "mp3"),
    (0, b"ID3\x04", "mp3"),
    (0, b"FLV\x01", "flv"),
    (0, b"\x00\x00\x01\x00", "icon"),
    (0, b"wOFF", "font"),
    (0, b"wOF2", "font"),
    (0, b"PK\x03\x04", "zip"),
    (0, b"\x1f\x8b\x08", "gzip"),
    (0, b"Rar!\x1a\x07", "rar"),
    (0, b"7z\xbc\xaf\x27\x1c", "7z"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "doc"),
    (0, b"{\\rtf", "rtf"),
)
RIFF = frozenset({"webp", "avi", "wave"})

NO_PAGES = re.compile(
    r"\s*(?:image|video|audio|font)/|\s*application/(?:pdf|zip|gzip|msword|json|(?:[\w.-]+\+)json|(?:rss|atom)\+xml)\b",
    re.IGNORECASE,
)
"""Media types that are no page even where the bytes do not tell."""

PDF_SPAN = 1024
"""Bytes among which the mark of a PDF may stand, garbage before it (ISO 32000-1, implementation note 13)."""

DATA = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:[\[{]\s*[\"\[{]"
    rb"|(?:<\?xml[^>]{0,300}>\s*)?(?:<!--.{0,2000}?-->\s*)?<(?:rss|feed|rdf:RDF|urlset|sitemapindex)\b)",
    re.DOTALL,
)
"""JSON, feeds and sitemaps: for programs to read."""

HEAD_BYTES = 4096


def not_html(body: bytes, content_type: str | None) -> str | None:
    """Return what a body is that is no page, None if it can be one. Looks at its first bytes before its label."""
    head = body[:HEAD_BYTES]
    for offset, mark, name in SIGNATURES:
        if head.startswith(mark, offset) and (name not in RIFF or head.startswith(b"RIFF")):
            return name
    if b"%PDF-" in head[:PDF_SPAN] and b"<" not in head[: head.index(b"%PDF-")]:
        return "pdf"
    if match := NO_PAGES.match(content_type or ""):
        return match[0].strip().lower()
    return "data" if DATA.match(head) else None
