"""Titles, authors and addresses as a reader would give them."""

import pytest

from pipelines.extract import extract
from pipelines.extract.authors import clean_authors

BODY = (
    "<p>The delegations met for four hours on Monday and will meet again before the end of the month, officials said.</p>"
    * 2
)


@pytest.mark.parametrize(
    ("raw", "authors"),
    [
        (["By Ann Lee and Bo Chen"], ["Ann Lee", "Bo Chen"]),
        (["Ann Lee, AP Diplomatic Writer"], ["Ann Lee"]),
        (["Ann Lee. Harbour Courier"], ["Ann Lee"]),
        (["Harbour Courier"], []),
        (["ann@press.example (Ann Lee)"], ["Ann Lee"]),
        (["https://www.facebook.example/annlee"], []),
        (["@annlee"], []),
        (["Автор: Олена Гайова та Марко Дуб"], ["Олена Гайова", "Марко Дуб"]),
        (["Пётр Лесной и Анна Ильина"], ["Пётр Лесной", "Анна Ильина"]),
        (["Yazar: Deniz Ak ve Ece Su"], ["Deniz Ak", "Ece Su"]),
        (["Ann Lee", "ANN LEE"], ["Ann Lee"]),
        (["admin"], []),
        (["siteadmin"], []),
        (["Гость"], []),
        (["Analysis by Ann Lee"], ["Ann Lee"]),
        (["Ann Lee, MD, PhD"], ["Ann Lee"]),
        (["Ann Lee, Valley Media for valley.example"], ["Ann Lee"]),
        (["The Valley staff"], []),
        (["@valley.example"], []),
        (["Andrea Band"], ["Andrea Band"]),
        (["John A Smith"], ["John A Smith"]),
        (["Ann Lee AND Bo Chen"], ["Ann Lee", "Bo Chen"]),
        (["x" * 200], []),
    ],
)
def test_clean_authors(raw, authors):
    assert list(clean_authors(raw, "Harbour Courier")) == authors


@pytest.mark.parametrize(
    ("head", "heading", "title"),
    [
        ("<title>Talks go on | Harbour Courier</title>", "", "Talks go on"),
        ("<title>Harbour Courier - Talks go on</title>", "", "Talks go on"),
        ("<title>Talks - the second day - Harbour Courier</title>", "", "Talks - the second day"),
        ("<title>Talks go on | World</title>", "Talks go on", "Talks go on"),
        ("<title>Talks go on | Harbour Courier</title>", "Harbour Courier", "Talks go on"),
        (
            "<title>x</title><meta property=og:title content='Why the envoys talk on &amp; on'>",
            "",
            "Why the envoys talk on & on",
        ),
        (
            "<title>Envoys talk on in the palace by the l…</title>",
            "Envoys talk on in the palace by the lake",
            "Envoys talk on in the palace by the lake",
        ),
        ("", "Talks <b>go</b> on", "Talks go on"),
        ("<title>Talks go on :: Harbour Courier</title>", "", "Talks go on"),
        ("<title>Talks go on / World / Harbour Courier</title>", "</h1><h2>Talks go on</h2><h1>", "Talks go on"),
        ("<title>Talks go on - Dağ Işığı</title>", "", "Talks go on"),
    ],
)
def test_titles(document, head, heading, title):
    site = "<meta property=og:site_name content='Harbour Courier'>"
    body = f"<html><head>{site}{head}</head><body><h1>{heading}</h1>{BODY}</body></html>"
    assert extract(document(body.encode(), url="https://dagisigi.example/a")).title == title


def test_the_feed_gives_a_title_where_the_page_has_none(document, entry):
    page = document(f"<html><body>{BODY}</body></html>".encode())
    assert extract(page, entry(title="Talks go on")).title == "Talks go on"
    assert extract(page).title.startswith("The delegations met")


def test_the_date_of_another_article_is_not_taken(document):
    teasers = "".join(f"<li><time datetime='2025-01-0{day}'></time> Another story</li>" for day in (1, 2))
    page = document(f"<html><body><article><h1>Talks</h1>{BODY}</article><ul>{teasers}</ul></body></html>".encode())
    article = extract(page)
    assert article.published_at is None
    assert "no_date" in article.flags


@pytest.mark.parametrize(
    ("url", "day", "origin"),
    [
        ("https://a.example/2025/06/02/talks", "2025-06-03", "jsonld"),
        ("https://a.example/2025/07/14/talks", "2025-07-14", "meta"),
        ("https://a.example/2024/01/30/talks", "2024-01-30", "url"),
        ("https://a.example/talks", "2025-06-03", "jsonld"),
    ],
)
def test_a_time_far_from_the_day_in_the_url_is_not_taken(document, url, day, origin):
    told = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2025-06-03T09:00:00Z"}</script>'
    )
    head = f'{told}<meta property="article:published_time" content="2025-07-14T20:00:00Z">'
    article = extract(document(f"<html><head>{head}</head><body>{BODY}</body></html>".encode(), url=url))
    assert (article.published_at.date().isoformat(), article.published_origin) == (day, origin)
