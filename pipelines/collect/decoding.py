"""Content codings, undone under a cap (RFC 9110, section 8.4.1). Pure: bytes in, bytes out."""

import zlib

from pipelines.records import Reason

CODINGS = frozenset({"gzip", "x-gzip", "deflate"})
MAX_GZIP_MEMBERS = 100


class BodyError(Exception):
    """The body is not what its headers say, or more than we take."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


class Decoder:
    """Decodes one content coding, at most `max_bytes` of it, and demands its end-of-stream mark.

    It pauses when more than `first_bytes` are decoded: `go_on` says that memory for the rest has been found.
    """

    def __init__(self, encoding: str | None, max_bytes: int, first_bytes: int | None = None) -> None:
        self._encoding = encoding
        self._max_bytes = max_bytes
        self._pause_bytes = max_bytes if first_bytes is None else min(first_bytes, max_bytes)
        self._stream: zlib._Decompress | None = None
        self._waiting = b""
        self._body = bytearray()
        self._received_bytes = 0
        self._members = 0

    @property
    def is_over(self) -> bool:
        """Whether more than `max_bytes` came, decoded or as received: empty blocks can go on for ever."""
        return len(self._body) > self._max_bytes or self._received_bytes > self._max_bytes

    @property
    def is_paused(self) -> bool:
        """Whether it waits for `go_on`, with bytes in hand that it has not decoded."""
        return self._pause_bytes < len(self._body) <= self._max_bytes

    def go_on(self) -> None:
        """Decode what waits, and all that follows. Raises `BodyError`."""
        self._pause_bytes = self._max_bytes
        if self._stream is not None and not self._stream.eof:
            self._waiting = self._decode(self._waiting)  # zlib may hold output back though its input is used up
        self.feed(b"")

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes as received; beyond the cap they are dropped. Raises `BodyError`."""
        self._received_bytes += len(chunk)
        if self._encoding is None:
            self._body += chunk
            return
        pending = self._waiting + chunk
        self._waiting = b""
        if self._stream is None and len(pending) < 2:
            self._waiting = pending
            return
        while pending and not self.is_over and not self.is_paused:
            pending = self._decode(pending)
        self._waiting = pending

    def cut(self) -> bytes:
        """Return the first `max_bytes`."""
        return bytes(self._body[: self._max_bytes])

    def finish(self) -> bytes:
        """Return the body. Raises `BodyError` if the coded stream has no end; no byte at all is an empty body."""
        has_ended = self._encoding is None or (self._stream is not None and self._stream.eof)
        if not has_ended and self._received_bytes:
            raise BodyError(Reason.TRUNCATED, f"{self._encoding} breaks off after {self._received_bytes} bytes")
        return bytes(self._body)

    def _decode(self, pending: bytes) -> bytes:
        """Decode what fits under the cap and return what is left of `pending`."""
        if self._stream is None or self._stream.eof:
            if self._members and not (self._encoding != "deflate" and pending.startswith(b"\x1f")):
                return b""  # padding after the end, which browsers ignore too
            self._stream = self._open(pending)
        try:
            self._body += self._stream.decompress(pending, self._pause_bytes - len(self._body) + 1)
        except zlib.error as error:
            raise BodyError(Reason.BAD_ENCODING, f"{self._encoding}: {error}") from error
        return self._stream.unused_data if self._stream.eof else self._stream.unconsumed_tail

    def _open(self, first: bytes) -> "zlib._Decompress":
        """Return a decoder for the next member (RFC 1952, section 2.2). Raises `BodyError` for absurdly many."""
        self._members += 1
        if self._members > MAX_GZIP_MEMBERS:
            raise BodyError(Reason.BAD_ENCODING, f"more than {MAX_GZIP_MEMBERS} gzip members")
        if self._encoding != "deflate":
            return zlib.decompressobj(31)
        # "deflate" means a zlib stream (RFC 9110, section 8.4.1.2); some servers send it bare.
        is_zlib = first[0] & 0x0F == 8 and int.from_bytes(first[:2]) % 31 == 0
        return zlib.decompressobj(15 if is_zlib else -15)
