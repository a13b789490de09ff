"""Feeds, and what comes in their place. Each public function is a behaviour of the table, by its name.

Links lead to `/page/1`, `/page/2` … of the same host unless the table says otherwise.
"""

import json
from html import escape

from tests.faults.server import Reply, Request

XML = "<?xml version='1.0' encoding='utf-8'?>\n"
TYPE = "application/rss+xml"
SUMMARY = "What the delegations are said to have agreed on, in one sentence of the feed itself."


def _reply(said: str | bytes, type: str = TYPE, **headers: str) -> Reply:  # noqa: A002 - as HTTP calls it
    body = said if isinstance(said, bytes) else said.encode("utf-8", "surrogatepass")
    return Reply(
        body=body, content_type=type, headers=[(name.replace("_", "-"), value) for name, value in headers.items()]
    )


def _item(number: int, host: str, *, title: str = "", link: str | None = None, more: str = "") -> str:
    address = f"http://{host}/page/{number}" if link is None else link
    shown = title or f"{host.removesuffix('.example')}, entry {number}"
    return (
        f"<item><title>{shown}</title><link>{escape(address)}</link><guid isPermaLink='false'>{host}#{number}</guid>"
        f"<description>{SUMMARY}</description>{more}</item>\n"
    )


def _channel(items: str, before: str = "", root: str = "rss version='2.0'") -> str:
    return f"{XML}{before}<{root}><channel><title>A feed</title><language>en</language>\n{items}</channel></rss>"


def rss(request: Request, count: int = 1, links: list[str] | None = None, titles: list[str] | None = None) -> Reply:
    """Return a feed as it should be; `links` and `titles` as they stand in the table, not escaped twice."""
    number_of = len(links or titles or ()) or count
    items = (
        _item(
            number,
            request.host,
            title=(titles or {})[number - 1] if titles else "",
            link=links[number - 1] if links else None,
        )
        for number in range(1, number_of + 1)
    )
    return _reply(_channel("".join(items)))


def items(request: Request, entries: list[str], before: str = "") -> Reply:
    """Return a feed of items written out in the table: what stands between `<item>` and `</item>`."""
    entries = [each.replace("{host}", request.host) for each in entries]
    return _reply(_channel("".join(f"<item>{each}</item>\n" for each in entries), before))


def conditional(request: Request, etag: str = '"v1"') -> Reply:
    """Answer 304 to whoever knows the ETag."""
    if request.headers.get("if-none-match") == etag:
        return Reply(status="304 Not Modified", content_type=None)
    return _reply(rss(request).body, ETag=etag)


def new_guids(request: Request) -> Reply:
    """Give the same two entries a new guid at each request."""
    entries = "".join(
        _item(number, request.host).replace(f"{request.host}#{number}", f"{request.number}-{number}")
        for number in (1, 2)
    )
    return _reply(_channel(entries))


# ── XML ───────────────────────────────────────────────────────────────────────────────────────────


def external_entity(request: Request, address: str) -> Reply:
    """Declare an entity that lies elsewhere, and use it in a title."""
    doctype = f'<!DOCTYPE rss [<!ENTITY out SYSTEM "{address}">]>\n'
    return _reply(_channel(_item(1, request.host, title="Before &out; after") + _item(2, request.host), doctype))


def external_dtd(request: Request, address: str) -> Reply:
    """Name a DTD that lies elsewhere."""
    return _reply(_channel(_item(1, request.host), f'<!DOCTYPE rss SYSTEM "{address}">\n'))


def billion_laughs(request: Request) -> Reply:
    """Declare entities that stand for ten of one another, nine times over."""
    names = "abcdefghij"
    nested = "".join(
        f'<!ENTITY {name} "{f"&{names[at - 1]};" * 10 if at else "lol"}">' for at, name in enumerate(names)
    )
    return _reply(_channel(_item(1, request.host, title="&j;"), f"<!DOCTYPE rss [{nested}]>\n"))


def quadratic_blowup(request: Request) -> Reply:
    """Declare one long entity, and use it a thousand times."""
    doctype = f'<!DOCTYPE rss [<!ENTITY a "{"a" * 100_000}">]>\n'
    return _reply(_channel(_item(1, request.host, title="&a;" * 1000), doctype))


def many_attributes(request: Request, count: int) -> Reply:
    """Put that many attributes on one tag."""
    crowd = " ".join(f"a{number}='x'" for number in range(count))
    return _reply(_channel(_item(1, request.host) + f"<item {crowd}><title>Crowded</title></item>"))


def nested_tags(request: Request, count: int) -> Reply:
    """Put an entry below that many tags."""
    return _reply(_channel("<a>" * count + _item(1, request.host) + "</a>" * count))


def large_description(request: Request, megabytes: float) -> Reply:
    """Put a description of that many megabytes in the first of three entries."""
    part = "a paragraph of no news "
    large = f"<description>{part * int(megabytes * 1_000_000 / len(part))}</description>"
    first = _item(1, request.host).replace(f"<description>{SUMMARY}</description>", large)
    return _reply(_channel(first + _item(2, request.host) + _item(3, request.host)))


def unclosed(request: Request, count: int) -> Reply:
    """Break off after that many good entries."""
    whole = _channel("".join(_item(number, request.host) for number in range(1, count + 1)))
    return _reply(whole.removesuffix("</channel></rss>"))


def padded(request: Request, megabytes: int) -> Reply:
    """Send more bytes than a feed may have."""
    return _reply(_channel(_item(1, request.host) + f"<!-- {'x' * megabytes * 1_000_000} -->"))


def encoded(request: Request, words: str, codec: str, declared: str, lang: str = "ru") -> Reply:
    """Write a feed in one encoding and declare another, or none."""
    declaration = f'<?xml version="1.0" encoding="{declared}"?>' if declared else '<?xml version="1.0"?>'
    items = "".join(f"<item><title>{words}</title><guid>{n}</guid></item>" for n in range(3))
    said = f'{declaration}<rss version="2.0"><channel><title>{words}</title><language>{lang}</language>{items}</channel></rss>'
    return _reply(said.encode(codec), "application/rss+xml")


# ── JSON ──────────────────────────────────────────────────────────────────────────────────────────


def json_feed(request: Request, count: int = 1) -> Reply:
    """Return a JSON Feed of that many entries."""
    entries = [{"id": f"{number}", "title": f"Entry {number}"} for number in range(count)]
    said = {"version": "https://jsonfeed.org/version/1.1", "title": "A feed", "items": entries}
    return _reply(json.dumps(said), "application/feed+json")
