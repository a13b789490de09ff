"""Bytes of a feed, a sitemap or a wire in, items out: no network, no clock, no file.

parse ─▶ packed ─▶ charset ─▶ prolog ─┬─▶ feed       RSS, RDF, Atom (feedparser)
                                      ├─▶ jsonfeed   JSON Feed
                                      ├─▶ sitemap    news sitemaps, sitemaps, indexes of them
                                      ├─▶ newsml     NewsML-G2, with NITF or XHTML inside
                                      ├─▶ nitf       NITF
                                      └─▶ ninjs      ninjs
and from each of them a list of `Entry`, each of which `entry.finish` makes an `Item`, beside what was `Rejected`
"""

from pipelines.parse.document import parse

__all__ = ["parse"]
