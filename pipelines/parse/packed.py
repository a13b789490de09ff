"""Gzip files → bytes. Sitemaps are served as files of that kind, with no Content-Encoding for the client to undo."""

import zlib

from pipelines.parse.refusal import reject
from pipelines.records import Reason, Rejected

MAGIC = b"\x1f\x8b"
MAX_MEMBERS = 100
"""A file may be several, one after the other (RFC 1952, section 2.2); a million empty ones are an attack."""


def unpack(body: bytes, max_bytes: int) -> bytes | Rejected:
    """Return what a gzip file holds, never holding more than `max_bytes` of it and its own size.

    TOO_LARGE beyond that, TRUNCATED where it breaks off, BAD_ENCODING where it is damaged or has too many members.
    """
    parts: list[bytes] = []
    room = max_bytes
    for _ in range(MAX_MEMBERS):
        stream = zlib.decompressobj(31)
        try:
            parts.append(stream.decompress(body, room + 1))
        except zlib.error as error:
            return reject(Reason.BAD_ENCODING, f"gzip: {error}")
        room -= len(parts[-1])
        if room < 0:
            return reject(Reason.TOO_LARGE, f"gzip: more than {max_bytes} bytes")
        if not stream.eof:
            return reject(Reason.TRUNCATED, f"gzip: breaks off after {max_bytes - room} bytes")
        body = stream.unused_data
        if not body.startswith(MAGIC):
            return b"".join(parts)  # what follows is padding
    return reject(Reason.BAD_ENCODING, f"gzip: more than {MAX_MEMBERS} members")
