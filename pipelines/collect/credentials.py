"""The secret of a paid feed, as a value that shows itself to nobody but the server it is meant for. Pure."""

import re
from dataclasses import dataclass, field
from typing import NoReturn
from urllib.parse import parse_qsl, quote, urlsplit, urlunsplit

HIDDEN = "[secret]"

_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
"""A field name, RFC 9110 section 5.6.2."""


@dataclass(frozen=True, slots=True)
class Credential:
    """What a publisher gave us to be let in: `value`, sent as the header or as the query parameter of that name.

    Raises `ValueError`, without the value in its text, for a value that is empty or cannot be sent, and unless
    exactly one of `header` and `parameter` is given. It cannot be pickled: nothing carries it between processes.
    """

    value: str = field(repr=False)
    header: str | None = None
    parameter: str | None = None
    _traces: tuple[re.Pattern[str], ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if (self.header is None) == (self.parameter is None):
            raise ValueError("a credential is sent as a header or as a query parameter")
        if self.header is not None and not _HEADER_NAME.fullmatch(self.header):
            raise ValueError("a credential's header has no name that can be sent")
        if not self.value or self.value != self.value.strip() or not all(" " <= each <= "~" for each in self.value):
            raise ValueError("a credential's value is empty or cannot be sent as a header")
        # "Bearer abc" may come back as "abc"
        pieces = dict.fromkeys((self.value, self.value.rpartition(" ")[2]))
        object.__setattr__(self, "_traces", tuple(_trace(each) for each in pieces))

    def __reduce__(self) -> NoReturn:
        raise TypeError("a credential never leaves the memory of its process")

    @property
    def headers(self) -> dict[str, str]:
        """Return the header to send, if it is one."""
        return {self.header: self.value} if self.header else {}

    def put_into(self, url: str) -> str:
        """Return the URL to ask for: with the query parameter, if it is one."""
        if self.parameter is None:
            return url
        parts = urlsplit(url)
        given = f"{quote(self.parameter, safe='')}={quote(self.value, safe='')}"
        return urlunsplit(parts._replace(query=f"{parts.query}&{given}" if parts.query else given))

    def taken_out_of(self, url: str) -> str:
        """Return the URL without our parameter, which servers copy into their redirects."""
        parts = urlsplit(url)
        pairs = parts.query.split("&")
        others = [each for each in pairs if not self._is_ours(each)]
        return url if others == pairs else urlunsplit(parts._replace(query="&".join(others)))

    def is_in(self, text: str) -> bool:
        """Return whether the text shows the value, raw or percent-encoded."""
        return any(trace.search(text) for trace in self._traces)

    def hidden_in(self, text: str) -> str:
        """Return the text with the value, raw or percent-encoded, replaced wherever it stands."""
        for trace in self._traces:
            text = trace.sub(HIDDEN, text)
        return text

    def hidden_in_bytes(self, body: bytes) -> bytes:
        """Return the body likewise: a feed's link to itself repeats the URL that was asked for.

        Finds it in every encoding that extends ASCII.
        """
        text = body.decode("latin-1")  # one character a byte, there and back
        return self.hidden_in(text).encode("latin-1") if self.is_in(text) else body

    def _is_ours(self, pair: str) -> bool:
        return parse_qsl(pair, keep_blank_values=True) == [(self.parameter, self.value)]


def _trace(value: str) -> re.Pattern[str]:
    """Return what the value looks like in a URL or a text: any of its characters may be encoded, once or twice."""
    return re.compile("".join(_any_spelling(each) for each in value))


def _any_spelling(character: str) -> str:
    digits = "".join(f"[{each}{each.lower()}]" if each.isalpha() else each for each in f"{ord(character):02X}")
    spellings = [re.escape(character), f"%(?:25)?{digits}"]
    spellings += {" ": [r"\+"], "&": ["&amp;", r"\\u0026"], "/": [r"\\/"]}.get(character, [])
    return f"(?:{'|'.join(spellings)})"
