"""A page's own address, from what it claims and where it was found; what cannot be it is told by a flag."""

import pytest

from pipelines.extract import extract

URL = "https://www.press.example/world/talks-resume-in-istanbul-4711"
BODY = (
    "<p>The delegations met for four hours on Monday and will meet again before the end of the month, officials said.</p>"
    * 2
)
JSONLD = '<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "Talks", {}}}</script>'


def article(document, head, *, url=URL, body=""):
    page = f"<html><head><title>Talks</title>{head}</head><body><h1>Talks</h1>{BODY}{body}</body></html>"
    return extract(document(page.encode(), url=url))


def link(address, relation="canonical"):
    return f'<link rel="{relation}" href="{address}">'


def found(result):
    return result.canonical_url, [flag for flag in result.flags if flag.startswith("canonical")]


@pytest.mark.parametrize(
    ("address", "canonical", "flags"),
    [
        ("https://press.example/b-1", "https://press.example/b-1", []),
        ("https://press.example/b-1?utm_source=x#top", "https://press.example/b-1", []),
        ("https://press.example/b-1/amp/", "https://press.example/b-1/", []),
        (
            "http://press.example/world/talks-resume-in-istanbul-4711/",
            "http://press.example/world/talks-resume-in-istanbul-4711/",
            [],
        ),
        ("/articles/4711", "https://www.press.example/articles/4711", []),
        ("/talks-resume", "https://www.press.example/talks-resume", []),
        ("talks-4711", "https://www.press.example/world/talks-4711", []),
        ("/?p=4711", "https://www.press.example/?p=4711", []),
        ("https://elsewhere.example/b", URL, ["canonical_elsewhere"]),
        ("https://press.example.elsewhere.example/b", URL, ["canonical_elsewhere"]),
        ("https://www.press.example/", URL, ["canonical_section"]),
        ("https://www.press.example", URL, ["canonical_section"]),
        ("https://www.press.example/world/", URL, ["canonical_section"]),
        ("/politics", URL, ["canonical_section"]),
        ("javascript:void(0)", URL, ["canonical_invalid"]),
        ("https://user@www.press.example/b", URL, ["canonical_invalid"]),
        ("https://[x/", URL, ["canonical_invalid"]),
        ("", URL, []),
    ],
)
def test_the_link_in_the_head(document, address, canonical, flags):
    assert found(article(document, link(address))) == (canonical, flags)


@pytest.mark.parametrize(
    ("head", "canonical", "flags"),
    [
        (link("https://elsewhere.example/a") + link("/talks-1"), "https://www.press.example/talks-1", ["canonical_elsewhere"]),
        (link("/talks-1") + link("/talks-2"), "https://www.press.example/talks-1", []),
        ("<meta property=og:url content='/talks-3'>", "https://www.press.example/talks-3", []),
        (link("/") + "<meta property=og:url content='/talks-3'>", "https://www.press.example/talks-3", ["canonical_section"]),
        (link("/talks-1") + "<meta property=og:url content='/talks-3'>", "https://www.press.example/talks-1", []),
        (
            JSONLD.format('"mainEntityOfPage": {"@id": "https://press.example/talks-4"}, "url": "https://press.example/talks-5"'),
            "https://press.example/talks-4",
            [],
        ),
        (JSONLD.format('"url": "https://press.example/talks-5"'), "https://press.example/talks-5", []),
        (
            JSONLD.format('"mainEntityOfPage": "https://press.example/", "url": "https://press.example/talks-5"'),
            "https://press.example/talks-5",
            ["canonical_section"],
        ),
        (link("/mobile-form-4711") + link("/mobile-form-4711", "amphtml"), URL, []),
        ("<base href='https://press.example/archive/'>" + link("talks-1"), "https://press.example/archive/talks-1", []),
        ("<noscript><img src=/pixel></noscript><div></div>" + link("/talks-1"), "https://www.press.example/talks-1", []),
    ],
)  # fmt: skip
def test_the_first_claim_that_can_be_is_taken(document, head, canonical, flags):
    assert found(article(document, head)) == (canonical, flags)


def test_a_link_below_the_head_may_be_a_readers(document):
    result = article(document, "", body=f"<div class=comments>{link('/talks-99')}</div>")
    assert found(result) == (URL, [])


@pytest.mark.parametrize(
    "url",
    [
        "https://www-press-example.cdn.ampproject.org/c/s/www.press.example/b-17",
        "https://www.google.com/amp/s/www.press.example/b-17",
        "https://www.press.example/b-17/amp?utm_source=rss",
        "https://amp.press.example/b-17",
    ],
)
def test_an_amp_form_gives_way_to_the_page(document, url):
    assert found(article(document, link("https://press.example/b-1"), url=url)) == ("https://press.example/b-1", [])
    assert article(document, "", url=url).canonical_url.endswith("press.example/b-17")


def test_pages_of_an_article_belong_to_it(document):
    result = article(document, link("/world/talks"), url="https://www.press.example/world/talks/2")
    assert result.canonical_url == "https://www.press.example/world/talks"


def test_a_page_of_unknown_origin_is_believed(document):
    assert found(article(document, link("https://press.example/a"), url=None)) == ("https://press.example/a", [])
    assert article(document, "", url=None).canonical_url is None
