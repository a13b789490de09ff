"""Bytes of a feed or a wire in, items out: no network, no clock, no file.

parse ─▶ charset ─▶ prolog ─┬─▶ feed       RSS, RDF, Atom (feedparser)
                            ├─▶ jsonfeed   JSON Feed
                            ├─▶ newsml     NewsML-G2, with NITF or XHTML inside
                            ├─▶ nitf       NITF
                            └─▶ ninjs      ninjs
and from each of them a list of `Entry`, which `entry.finish` makes `Item` or `Rejected`
"""

from pipelines.parse.document import parse

__all__ = ["parse"]
