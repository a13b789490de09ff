"""No page, however it is made, raises, loses its text or costs more than its limit (docs of faults: HTML and text)."""

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
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40,
    "a document": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj",
    "JSON": b'{"a": 1}',
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


def test_the_memory_of_a_child_suffices(document):
    pages = [
        document(body)
        for body in (KEPT["1,900 nested elements"], EMPTY["100,000 nested elements"], page(ARTICLE * 4000))
    ]
    with Children(1) as children:
        results = list(children.map(extract, pages, timeout_seconds=60))
    assert [type(result) for result in results] == [Article, Rejected, Article]


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
