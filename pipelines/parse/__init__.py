"""Bytes of a feed, a sitemap or a wire in, items out: no network, no clock, no file.

parse ─▶ packed ─┬─▶ textwires ─▶ iptc7901, anpa      text wires, in their own charsets and control characters
                 └─▶ charset ─▶ prolog ─┬─▶ feed      RSS, RDF, Atom (feedparser)
                                        ├─▶ jsonfeed  JSON Feed
                                        ├─▶ sitemap   news sitemaps, sitemaps, indexes of them
                                        ├─▶ newsml    NewsML-G2, with NITF or XHTML inside
                                        ├─▶ newsml1   NewsML 1.x
                                        ├─▶ nitf      NITF
                                        └─▶ ninjs     ninjs
and from each of them a list of `Entry`, each of which `entry.finish` makes an `Item`, beside what was `Rejected`
"""

from pipelines.parse.document import parse
from pipelines.parse.redaction import redact

__all__ = ["parse", "redact"]
