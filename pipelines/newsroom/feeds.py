"""The feeds of the press world: one function per format, each from an outlet and an edition to bytes."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape

from pipelines.newsroom.content import EDITIONS, NOTICE, Outlet, Version

Feed = tuple[str, bytes]
"""Content type and body."""


def feed(outlet: Outlet, edition: int) -> Feed:
    """Return the feed of an outlet at an edition; what its encoding lacks becomes a character reference."""
    content_type, text = FORMATS[outlet.feed_format](outlet, edition)
    return content_type, text.encode(outlet.encoding, "xmlcharrefreplace")


def changed_at(outlet: Outlet, edition: int) -> datetime:
    """Return when the newest entry of that edition's feed changed."""
    return max((version.modified_at for version in outlet.listed(edition)), default=EDITIONS[edition]).astimezone(UTC)


def _link(outlet: Outlet, version: Version) -> str:
    return escape(outlet.address(version) + outlet.link_suffix)


def _rfc822(version: Version) -> str:
    """Return the publication time as RFC 822 has it, without a zone where the version is naive; or what stands there."""
    if version.feed_date is not None:
        return version.feed_date
    written = format_datetime(version.published_at)
    return written.rsplit(" ", 1)[0] if version.naive else written


def _rss2(outlet: Outlet, edition: int) -> tuple[str, str]:
    entries = "".join(_rss2_item(outlet, version) for version in outlet.listed(edition))
    return (
        f"application/rss+xml; charset={outlet.charset}",
        f"""<?xml version="1.0" encoding="{outlet.charset}"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
<title>{escape(outlet.name)}</title>
<link>{outlet.home}/</link>
<description>{escape(outlet.tagline)}</description>
<language>{outlet.language}</language>
<copyright>{NOTICE}</copyright>
<lastBuildDate>{format_datetime(changed_at(outlet, edition))}</lastBuildDate>
<atom:link href="{outlet.home}{outlet.feed_path}" rel="self" type="application/rss+xml"/>
{entries}</channel>
</rss>
""",
    )


def _rss2_item(outlet: Outlet, version: Version) -> str:
    creator = f"<dc:creator>{escape(version.author)}</dc:creator>\n" if version.author else ""
    return f"""<item>
<title>{escape(version.title)}</title>
<link>{_link(outlet, version)}</link>
<guid isPermaLink="false">{escape(outlet.guid_of(version) or version.path)}</guid>
<description><![CDATA[<p>{escape(version.summary)}</p>]]></description>
{creator}<category>{escape(version.section)}</category>
<pubDate>{_rfc822(version)}</pubDate>
</item>
"""


def _rss091(outlet: Outlet, edition: int) -> tuple[str, str]:
    """RSS 0.91 knows neither guid nor date of an item; real ones carry the DOCTYPE of Netscape's DTD."""
    entries = "".join(
        f"""<item>
<title>{escape(version.title)}</title>
<link>{_link(outlet, version)}</link>
<description>{escape(version.summary)}</description>
</item>
"""
        for version in outlet.listed(edition)
    )
    return (
        "text/xml",
        f"""<?xml version="1.0" encoding="{outlet.charset}"?>
<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">
<rss version="0.91">
<channel>
<title>{escape(outlet.name)}</title>
<link>{outlet.home}/</link>
<description>{escape(outlet.tagline)}</description>
<language>{outlet.language}</language>
<copyright>{NOTICE}</copyright>
<pubDate>{format_datetime(changed_at(outlet, edition), usegmt=True)}</pubDate>
{entries}</channel>
</rss>
""",
    )


def _rdf(outlet: Outlet, edition: int) -> tuple[str, str]:
    listed = outlet.listed(edition)
    order = "".join(f'<rdf:li rdf:resource="{_link(outlet, version)}"/>\n' for version in listed)
    entries = "".join(
        f"""<item rdf:about="{_link(outlet, version)}">
<title>{escape(version.title)}</title>
<link>{_link(outlet, version)}</link>
<description>{escape(version.summary)}</description>
<dc:date>{version.published_at.isoformat()}</dc:date>
<dc:subject>{escape(version.section)}</dc:subject>
</item>
"""
        for version in listed
    )
    return (
        "application/rdf+xml",
        f"""<?xml version="1.0" encoding="{outlet.charset}"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="{outlet.home}{outlet.feed_path}">
<title>{escape(outlet.name)}</title>
<link>{outlet.home}/</link>
<description>{escape(outlet.tagline)}</description>
<dc:language>{outlet.language}</dc:language>
<dc:rights>{NOTICE}</dc:rights>
<items>
<rdf:Seq>
{order}</rdf:Seq>
</items>
</channel>
{entries}</rdf:RDF>
""",
    )


def _atom(outlet: Outlet, edition: int) -> tuple[str, str]:
    entries = "".join(
        f"""<entry>
<id>{escape(outlet.guid_of(version) or version.path)}</id>
<title type="html">{escape(escape(version.title))}</title>
<link rel="alternate" type="text/html" href="{_link(outlet, version)}"/>
<published>{version.published_at.isoformat()}</published>
<updated>{version.modified_at.isoformat()}</updated>
<author><name>{escape(version.author or outlet.name)}</name></author>
<category term="{escape(version.section)}"/>
<summary type="html">{escape("<p>" + escape(version.summary) + "</p>")}</summary>
</entry>
"""
        for version in outlet.listed(edition)
    )
    return (
        f"application/atom+xml; charset={outlet.charset}",
        f"""<?xml version="1.0" encoding="{outlet.charset}"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{outlet.language}">
<id>{outlet.home}/</id>
<title>{escape(outlet.name)}</title>
<subtitle>{escape(outlet.tagline)}</subtitle>
<rights>{NOTICE}</rights>
<link rel="self" href="{outlet.home}{outlet.feed_path}"/>
<link rel="alternate" href="{outlet.home}/"/>
<updated>{changed_at(outlet, edition).isoformat()}</updated>
{entries}</feed>
""",
    )


def _atom03(outlet: Outlet, edition: int) -> tuple[str, str]:
    """Atom 0.3, which content systems of 2004 still send: `issued` and `modified` where 1.0 has other names."""
    entries = "".join(
        f"""<entry>
<id>{escape(outlet.guid_of(version) or version.path)}</id>
<title mode="escaped" type="text/html">{escape(escape(version.title))}</title>
<link rel="alternate" type="text/html" href="{_link(outlet, version)}"/>
<issued>{version.published_at.isoformat()}</issued>
<modified>{version.modified_at.isoformat()}</modified>
<summary type="text/plain">{escape(version.summary)}</summary>
</entry>
"""
        for version in outlet.listed(edition)
    )
    return (
        f"application/xml; charset={outlet.charset}",
        f"""<?xml version="1.0" encoding="{outlet.charset}"?>
<feed version="0.3" xmlns="http://purl.org/atom/ns#" xml:lang="{outlet.language}">
<title>{escape(outlet.name)}</title>
<tagline>{escape(outlet.tagline)}</tagline>
<copyright>{NOTICE}</copyright>
<link rel="alternate" type="text/html" href="{outlet.home}/"/>
<modified>{changed_at(outlet, edition).isoformat()}</modified>
{entries}</feed>
""",
    )


def _json_feed(outlet: Outlet, edition: int) -> tuple[str, str]:
    entries = [
        {
            "id": outlet.guid_of(version),
            "url": outlet.address(version) + outlet.link_suffix,
            "title": version.title,
            "summary": version.summary,
            "date_published": version.published_at.isoformat(),
            "date_modified": version.modified_at.isoformat(),
            "authors": [{"name": version.author or outlet.name}],
            "tags": [version.section],
            "language": version.language,
        }
        for version in outlet.listed(edition)
    ]
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": outlet.name,
        "home_page_url": outlet.home + "/",
        "feed_url": outlet.home + outlet.feed_path,
        "description": f"{outlet.tagline} {NOTICE}",
        "language": outlet.language,
        "items": entries,
    }
    return "application/feed+json", json.dumps(document, ensure_ascii=False, indent=1)


FORMATS: Mapping[str, Callable[[Outlet, int], tuple[str, str]]] = {
    "rss2": _rss2,
    "rss091": _rss091,
    "rdf": _rdf,
    "atom": _atom,
    "atom03": _atom03,
    "jsonfeed": _json_feed,
}
