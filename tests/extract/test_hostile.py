"""No page, however it is made, raises, loses its text or costs more than its limit (docs of faults: HTML and text)."""

import pathlib
import re
import threading
import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.children import Children
from pipelines.extract import extract
from pipelines.records import Article, Document, Reason, Rejected

SENTENCE = "<p>Paragraph {} tells that the ministers met on Friday and agreed to exchange prisoners of war before the month ends.</p>"
ARTICLE = "".join(SENTENCE.format(number) for number in range(12))
JSONLD = '<script type="application/ld+json">{}</script>'


def page(inner, head=""):
    markup = f"<html lang=en><head><title>Talks resume</title>{head}</head><body>{inner}</body></html>"
    return markup.encode("utf-8", "surrogatepass")


KEPT = {
    "300 nested elements": page("<div>" * 300 + ARTICLE),
    "1,900 nested elements": page("<div>" * 1900 + ARTICLE),
    "attribute of a megabyte": page(f"<div data-x='{'a' * 1_000_000}'>{ARTICLE}</div>"),
    "100,000 line breaks": page(f"<article>{ARTICLE}{'<br>' * 100_000}</article>"),
    "20,000 links": page(f"<article>{ARTICLE}</article><ul>{'<li><a href=/x>Link</a></li>' * 20_000}</ul>"),
    "endless table": page(
        f"<article>{ARTICLE}<table><tr><td colspan=9007199254740991 rowspan=9999999>1</table></article>"
    ),
    "bad JSON-LD of a megabyte": page(
        f"<article>{ARTICLE}</article>", JSONLD.format('{"@type":"NewsArticle","x":"' + "x" * 1_000_000)
    ),
    "deep JSON-LD": page(f"<article>{ARTICLE}</article>", JSONLD.format("[" * 500_000)),
    "wide JSON-LD": page(
        f"<article>{ARTICLE}</article>", JSONLD.format('{"@graph":[' + '{"@graph":[1]},' * 100_000 + "1]}")
    ),
    "surrogates in bytes": page(ARTICLE.replace("Friday", "Fri\ud800day")),
    "surrogates as references": page(ARTICLE.replace("Friday", "Fri&#xD800;day")),
    "controls": page(ARTICLE.replace("Friday", "Fri\x00\x01\x0bday")),
    "a wrapper with a misleading name": page(
        f"<div class=related-wide><h1>Talks resume</h1>{ARTICLE}</div><p>{'The Ledger appears six days a week. ' * 8}</p>"
    ),
    "a body with the class of a margin": page(f"<div>{ARTICLE}</div>").replace(
        b"<body>", b"<body class=cookies-not-set>"
    ),
    "fields without end": page(f"<article>{ARTICLE}</article>{'<form><input></form>' * 20_000}"),
    "comment that never ends, after the text": page(f"<article>{ARTICLE}</article><!-- "),
}
EMPTY = {
    "comment that never ends": b"<html><body><!-- " + ARTICLE.encode(),
    "100,000 nested elements": page("<div>" * 100_000 + ARTICLE),
    "nothing": b"",
    "space": b" \n ",
    "bytes of no format": b"\x7fELF" + bytes(range(256)) * 40,
    "brackets": b"<" * 1_000_000,
    "scripts": b"<script>" * 100_000,
}


@pytest.mark.parametrize("name", KEPT)
def test_the_text_is_kept(document, name):
    started = time.process_time()
    article = extract(document(KEPT[name]))
    assert time.process_time() - started < 15
    assert isinstance(article, Article)
    for number in range(12):
        assert f"Paragraph {number} tells that the ministers met on Fri" in article.text
    assert "Friday and agreed" in article.text


@pytest.mark.parametrize("name", EMPTY)
def test_there_is_no_article(document, name):
    started = time.process_time()
    rejected = extract(document(EMPTY[name]))
    assert time.process_time() - started < 15
    assert (rejected.stage, rejected.reason) == ("extract", Reason.EXTRACT_EMPTY)


def test_a_page_too_large_is_not_parsed(document):
    started = time.process_time()
    assert extract(document(b"<p>" * 20_000_000)).reason == Reason.TOO_LARGE
    assert time.process_time() - started < 0.5


def test_a_text_too_long_is_a_machines(document):
    assert extract(document(page(f"<p>{'word ' * 250_000}</p>"))).reason == Reason.TOO_LARGE


# Pages of a few MB whose trees would take a gigabyte, and one whose attributes take libxml2 minutes.
SWELLING = b"<table>" + b"<tr><td>x" * 900_000
SLOW = page("<p " + " ".join(f"a{number}=1" for number in range(200_000)) + f">{ARTICLE}</p>")


def test_pages_that_swell_or_hang_cost_only_themselves(document):
    """Each is lost in its time, no child grows beyond its 512 MB, and the pages after it are read."""
    good = document(KEPT["1,900 nested elements"])
    with Children(1) as children:

        def read(body, timeout_seconds=60):
            return children.call(extract, document(body), timeout_seconds=timeout_seconds)

        assert isinstance(children.call(extract, good, timeout_seconds=60), Article)
        assert isinstance(read(page(ARTICLE * 700)), Article)
        (child,) = children._alive
        peak = Peak(child._process.pid)
        assert read(SWELLING).why == "memory"
        assert 200 < peak.end() < 512
        assert isinstance(read(EMPTY["100,000 nested elements"]), Rejected)
        started = time.monotonic()
        assert read(SLOW, timeout_seconds=1).why == "timeout"
        assert time.monotonic() - started < 10
        assert isinstance(children.call(extract, good, timeout_seconds=60), Article)


class Peak:
    """Reads the peak of a process's resident memory until it is asked for it, since a lost child is gone by then."""

    def __init__(self, process_id):
        self.status = pathlib.Path(f"/proc/{process_id}/status")
        self.megabytes, self.running = 0, True
        self.thread = threading.Thread(target=self.watch)
        self.thread.start()

    def watch(self):
        while self.running:
            try:
                found = re.search(r"VmHWM:\s+(\d+) kB", self.status.read_text())
            except (FileNotFoundError, ProcessLookupError):
                return
            self.megabytes = max(self.megabytes, int(found[1]) / 1024 if found else 0)
            time.sleep(0.005)

    def end(self):
        self.running = False
        self.thread.join()
        return self.megabytes


TAGS = ["html", "head", "body", "title", "h1", "p", "div", "article", "script", "style", "svg", "table", "td", "time", "meta",
        "link", "base", "a", "iframe", "template", "noscript", "form", "li", "!--", "![CDATA[", "?xml"]  # fmt: skip
ATTRIBUTES = [
    "href",
    "content",
    "property",
    "name",
    "rel",
    "datetime",
    "type",
    "class",
    "lang",
    "xml:lang",
    "itemprop",
    "charset",
]
VALUES = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        [
            "og:title",
            "og:url",
            "canonical",
            "author",
            "application/ld+json",
            "datePublished",
            "article:published_time",
            "2025-05-16",
            "http://[",
            "https://a.example/\\",
            "//",
            "javascript:1",
            "xx-YY",
            "utf-16",
        ]
    ),
)
PIECES = st.one_of(
    st.builds("<{} {}='{}'>".format, st.sampled_from(TAGS), st.sampled_from(ATTRIBUTES), VALUES),
    st.builds("</{}>".format, st.sampled_from(TAGS)),
    st.text(max_size=60),
    st.sampled_from(
        [
            '{"@type": ["Article", 1], "author": [[{"name": [1, {}]}]], "url": "http://["}',
            "&#xD800;",
            "&#1114112;",
            SENTENCE,
        ]
    ),
)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.binary(max_size=2000), st.lists(PIECES, max_size=40).map(lambda parts: "".join(parts).encode("utf-8", "replace"))),
       st.one_of(st.none(), st.text(max_size=30), st.just("https://a.example/2025/05/16/x")))  # fmt: skip
def test_extract_never_raises(body, url):
    page = Document(document_id="d", source_id="s", body=body, url=url, content_type=url)
    result = extract(page)
    assert isinstance(result, Article | Rejected)
    if isinstance(result, Article):
        for text in (result.title, result.text, *result.authors, result.site_name or ""):
            assert unicodedata.is_normalized("NFC", text)
            assert not any(unicodedata.category(letter) in {"Cc", "Cs"} for letter in text.replace("\n", ""))
        assert (
            (result.published_at is None) == (result.published_origin is None) == (result.published_precision is None)
        )
        assert result.canonical_url is None or result.canonical_url.startswith(("http://", "https://"))
