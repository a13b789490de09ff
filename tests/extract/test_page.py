"""What a page is before it is an article: a picture, reserved, the beginning of its site, an empty shell."""

import pytest

from pipelines.extract import extract
from pipelines.records import Article, Reason

BODY = (
    "<p>The delegations met for four hours on Monday and will meet again before the end of the month, officials said.</p>"
    * 3
)
PAGE = f"<html><head><title>Talks resume</title>{{}}</head><body><h1>Talks resume</h1>{BODY}</body></html>"
RESERVED = (
    '<meta name="tdm-reservation" content="1"><meta name="tdm-policy" content="https://press.example/policy.json">'
)


@pytest.mark.parametrize("content_type", [None, "text/html; charset=utf-8", "application/pdf"])
@pytest.mark.parametrize(
    "body",
    [
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", b"\r\n\r\n%PDF-1.4 ", b"\x89PNG\r\n\x1a\n" + bytes(99), b"\xff\xd8\xff\xe0\x00\x10JFIF", b"GIF89a\x01",
        b"RIFF\x00\x00\x00\x00WEBPVP8 ", b"\x00\x00\x00\x20ftypisom", b"\x1aE\xdf\xa3\x01", b"PK\x03\x04", b"\x1f\x8b\x08\x00", b"OggS\x00",
        b'{"a": 1}', b'[{"a": "<p>"}]', b"<?xml version='1.0'?><rss version='2.0'>", b"<feed xmlns='http://www.w3.org/2005/Atom'>",
    ],
)  # fmt: skip
def test_what_is_no_page_is_not_parsed(document, body, content_type):
    rejected = extract(document(body + BODY.encode(), content_type=content_type))
    assert (rejected.reason, rejected.stage) == (Reason.NOT_HTML, "extract")


@pytest.mark.parametrize(
    "content_type", ["image/png", "video/mp4; x=y", "application/pdf", "Application/JSON", "application/rss+xml"]
)
def test_a_label_is_believed_too(document, content_type):
    assert extract(document(PAGE.format("").encode(), content_type=content_type)).reason == Reason.NOT_HTML


@pytest.mark.parametrize(
    "content_type", [None, "text/html", "application/xhtml+xml", "text/plain", "application/octet-stream", "garbage"]
)
@pytest.mark.parametrize(
    "before", ["", "\ufeff", "<?xml version='1.0' encoding='utf-8'?>\n<!DOCTYPE html>", "<!-- %PDF-1.7 -->", "\n\n"]
)
def test_a_page_is_one_whatever_its_label(document, before, content_type):
    assert isinstance(extract(document((before + PAGE.format("")).encode(), content_type=content_type)), Article)


def test_a_reserved_page_is_not_mined(document):
    rejected = extract(document(PAGE.format(RESERVED).encode()))
    assert (rejected.reason, rejected.detail) == (Reason.RESERVED, "https://press.example/policy.json")
    assert isinstance(extract(document(PAGE.format(RESERVED).encode()), licensed=True), Article)
    assert isinstance(extract(document(PAGE.format(RESERVED.replace('"1"', '"0"')).encode())), Article)


@pytest.mark.parametrize(
    ("link", "final", "is_article"),
    [
        ("https://press.example/world/talks", "https://press.example/", False),
        ("https://press.example/world/talks", "https://www.press.example", False),
        ("https://press.example/uk/talks", "https://press.example/uk/", False),
        ("https://press.example/?p=7", "https://press.example/", False),
        ("https://press.example/?p=7", "https://press.example/?p=7", True),
        ("https://press.example/world/talks", "https://press.example/world/talks/", True),
        ("https://press.example/", "https://press.example/", True),
        (None, "https://press.example/", True),
    ],
)
def test_the_beginning_of_the_site_is_no_article(document, entry, link, final, is_article):
    result = extract(document(PAGE.format("").encode(), url=final), entry(url=link))
    assert isinstance(result, Article) == is_article
    assert is_article or (result.reason, result.detail) == (Reason.SOFT_BLOCK, "not_found")


@pytest.mark.parametrize(
    ("markup", "kind"),
    [
        ("<body><div id=root></div><script src=/main.js></script>", "javascript"),
        ('<body><noscript>You need to enable JavaScript to run this app.</noscript><div id="root"></div><script src=x></script>', "javascript"),
        ("<body><div id='__next'></div><script src=x></script>", "javascript"),
        ("<body><app-root></app-root><script src=x></script>", "javascript"),
        ("<body><p>Для работы сайта требуется JavaScript</p><script>start()</script>", "javascript"),
        ("<head><script src=/__qrator/qauth_utm_v2.js></script></head><body></body>", "challenge"),
        ("<body><script>var dd={'host':'geo.captcha-delivery.com'}</script></body>", "challenge"),
        (("<head><title>Access to this page has been denied</title></head><body><div id=px-captcha></div><p>Press & Hold to confirm you are a human</p>"
         "<script src=/px.js></script>"), "challenge"),
        (("<head><title>Access Denied</title></head><body><h1>Access Denied</h1>You don't have permission to access \"http://press.example/a\" on this "
         "server.<p>Reference #18.2f1e0a17</p></body>"), "challenge"),
    ],
)  # fmt: skip
def test_shells(document, markup, kind):
    rejected = extract(document(f"<html>{markup}</html>".encode()))
    assert (rejected.reason, rejected.detail) == (Reason.SOFT_BLOCK, kind)


def test_a_shell_that_brings_its_text_as_data_is_an_article(document):
    text = "The delegations met for four hours on Monday and will meet again. " * 4
    told = f'<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "Talks", "articleBody": "{text}"}}</script>'
    article = extract(document(f"<html><head>{told}</head><body><div id=root></div></body></html>".encode()))
    assert article.text == text.strip()
    assert "jsonld_body" in article.flags


@pytest.mark.parametrize("tier", ["free", "metered", "locked"])
def test_a_locked_article_is_a_teaser(document, tier):
    result = extract(document(PAGE.format(f'<meta property="article:content_tier" content="{tier}">').encode()))
    assert isinstance(result, Article) == (tier != "locked")
