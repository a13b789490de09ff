"""Addresses lose what does not name the text, and nothing that does."""

from importlib import resources
from urllib.parse import urlsplit

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from pipelines.addresses import address_key, clean_url, label, site

PAGE = "https://www.press.example/world/talks-resume-4711"


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        ("https://a.example/x?utm_source=rss&id=7&fbclid=z#top", "https://a.example/x?id=7"),
        ("HTTPS://A.Example:443/x", "https://a.example/x"),
        (" https://a.example/x\n", "https://a.example/x"),
        ("http://a.example:8080/x/amp/", "http://a.example:8080/x/"),
        ("https://a.example/x.amp.html", "https://a.example/x.html"),
        ("https://a.example/x?amp=1&outputType=amp", "https://a.example/x"),
        ("https://a.example", "https://a.example/"),
        ("https://a.example/новини?q=тиша", "https://a.example/новини?q=тиша"),
        ("https://a.example/a b?q=<c>", "https://a.example/a%20b?q=%3Cc%3E"),
        ("https://a.example/?ad9093da-8e71", "https://a.example/?ad9093da-8e71"),
        ("https://a.example/x?a=&b=2", "https://a.example/x?a=&b=2"),
        ("https://a.example/x?id=7&amp;utm_source=rss", "https://a.example/x?id=7"),
        ("https://a.example/x;jsessionid=0A1B?id=7", "https://a.example/x?id=7"),
        ("https://a.example/#!/news/7", "https://a.example/#!/news/7"),
        ("https://[2001:DB8::1]:444/x", "https://[2001:db8::1]:444/x"),
        ("https://user:word@a.example/x", None),
        ("javascript:alert(1)", None),
        ("//a.example/x", None),
        ("/x", None),
        ("https://a.example:99999/x", None),
        ("https://[::1/x", None),
        ("https://a b.example/x", None),
        ("https://a.example/" + "x" * 3000, None),
        ("", None),
    ],
)
def test_clean_url(url, clean):
    assert clean_url(url) == clean


@pytest.mark.parametrize(
    "query",
    [
        "id=4711", "p=4711", "page_id=7", "article=7", "newsid=7", "nid=7", "aid=7", "cid=7", "ref=20250602", "uid=7", "eid=7",
        "page=article&id_article=7", "4711", "reference=a7", "keyword=talks", "gallery=7", "game=2", "campaign=spring",
        "lang=uk", "session=3", "affair=7", "source=12", "amp=volt", "mod=article", "in=kyiv", "from=2025",
    ],
)  # fmt: skip
def test_what_names_a_text_stays(query):
    assert clean_url(f"https://a.example/x?{query}") == f"https://a.example/x?{query}"
    assert address_key(f"https://a.example/x?{query}") != address_key("https://a.example/x")


@pytest.mark.parametrize(
    "variant",
    [
        "http://www.press.example/world/talks-resume-4711",
        "https://press.example/world/talks-resume-4711/",
        "https://www.press.example:443/world/talks-resume-4711",
        "HTTPS://WWW.PRESS.EXAMPLE/world/talks-resume-4711",
        "https://www.press.example//world/talks-resume-4711",
        "https://www.press.example/world/%74alks-resume-4711",
        "https://m.press.example/world/talks-resume-4711",
        "https://mobile.press.example/world/talks-resume-4711",
        "https://amp.press.example/world/talks-resume-4711",
        PAGE + "/amp",
        PAGE + "/amp/",
        PAGE + "/AMP/",
        PAGE + ".amp",
        PAGE + "?amp",
        PAGE + "?amp=1",
        PAGE + "?amp=true",
        PAGE + "?outputType=amp",
        PAGE + "?view=amp",
        "https://www.press.example/amp/world/talks-resume-4711",
        "https://www.press.example/world/amp/talks-resume-4711",
        "https://www-press-example.cdn.ampproject.org/c/s/www.press.example/world/talks-resume-4711",
        "https://www-press-example.cdn.ampproject.org/v/s/www.press.example/world/talks-resume-4711/amp?amp_js_v=a6&usqp=mq",
        "https://cdn.ampproject.org/c/s/www.press.example/world/talks-resume-4711",
        "https://www.google.com/amp/s/www.press.example/world/talks-resume-4711",
        "https://www.google.com.tr/amp/www.press.example/world/talks-resume-4711",
        "https://www-press-example.bing-amp.com/c/s/www.press.example/world/talks-resume-4711",
        "https://www-press-example.turbopages.org/www.press.example/s/world/talks-resume-4711",
        "https://yandex.ru/turbo/press.example/s/world/talks-resume-4711",
        *(
            f"{PAGE}?{query}"
            for query in (
                "utm_source=rss&utm_medium=feed", "UTM_Source=rss", "fbclid=IwAR0", "gclid=x", "yclid=7", "ysclid=lx1",
                "at_medium=RSS&at_campaign=KARANGA", "xtor=RSS-3208", "maca=en-rss-en-all-1573-rdf", "ocid=wsnews",
                "CMP=share_btn_tw", "smid=tw-share", "mc_cid=1&mc_eid=2", "ref=rss", "from=main", "source=feed", "cid=social",
                "wt_zmc=sm.int", "WT.mc_id=tm", "traffic_source=rss", "share=twitter", "_ga=2.1", "igshid=x", "__cf_chl_tk=x",
            )
        ),
        PAGE + "#comments",
        PAGE + "#xtor=AL-32",
    ],
)  # fmt: skip
def test_variants_of_an_address_have_its_key(variant):
    assert address_key(variant) == address_key(PAGE) == "press.example/world/talks-resume-4711"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/x?id=1", "https://a.example/x?id=2"),
        ("https://a.example/x?1", "https://a.example/x?2"),
        ("https://a.example/X", "https://a.example/x"),
        ("https://a.example/uk/x", "https://a.example/ru/x"),
        ("https://uk.press.example/x", "https://ru.press.example/x"),
        ("https://a.example/#!/news/7", "https://a.example/#!/news/8"),
        ("https://a.example/x%2Fy", "https://a.example/x/y"),
        ("https://a.example:8080/x", "https://a.example/x"),
        ("https://m.co.uk/x", "https://www.co.uk/x"),
        ("https://a.example/campus/x", "https://a.example/us/x"),
        ("https://a.example/amplifier", "https://a.example/lifier"),
    ],
)
def test_different_addresses_have_different_keys(one, other):
    assert address_key(one) != address_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/новини", "https://a.example/%d0%bd%d0%be%d0%b2%d0%b8%d0%bd%d0%b8"),
        ("https://a.example/x?b=2&a=1", "https://a.example/x?a=1&b=2"),
        ("https://a.example/x?q=a+b", "https://a.example/x?q=a%20b"),
        ("https://a.example/x?q=тиша", "https://a.example/x?q=%D1%82%D0%B8%D1%88%D0%B0"),
        ("https://приклад.укр/x", "https://xn--80aikifvh.xn--j1amh/x"),
        ("https://a.example./x", "https://a.example/x"),
        ("https://www2.press.example/x", "https://press.example/x"),
    ],
)
def test_spellings_of_one_address_have_one_key(one, other):
    assert address_key(one) == address_key(other)


HOSTS = st.sampled_from(
    ["press.example", "www.press.example", "m.a.co.uk", "amp.amp.example", "приклад.укр", "127.0.0.1", "[::1]"]
)
PARTS = st.sampled_from(
    [
        "amp",
        ".amp",
        ".amp.html",
        "x",
        "%41",
        "%2f",
        "..",
        "",
        "тиша",
        ";jsessionid=1",
        ";",
        "a b",
        "\ud800",
        "%",
        "cdn.ampproject.org",
    ]
)
FIELDS = st.sampled_from(
    ["amp", "amp=1", "id=7", "7", "=", "utm_source=x", "a=amp", "&amp;amp", "ref=x", "%", "b=\x00", "ї=é", "+"]
)
ADDRESSES = st.builds(
    "{}://{}/{}?{}#{}".format,
    st.sampled_from(["http", "https", "HTTP"]),
    HOSTS,
    st.lists(PARTS, max_size=5).map("/".join),
    st.lists(FIELDS, max_size=5).map("&".join),
    st.sampled_from(["", "top", "!/a", "/b c", "utm_source=x"]),
)


@example("HTTP://0/\x85#")
@example("https://a.example/x\u2028#")
@given(st.one_of(st.text(max_size=80), ADDRESSES, st.text(max_size=40).map("https://a.example/{}".format)))
def test_cleaning_once_is_enough_and_never_raises(url):
    key = address_key(url)
    label(url)
    if clean := clean_url(url):
        assert clean_url(clean) == clean
        assert address_key(clean) == key
        assert clean.startswith(("http://", "https://"))
        assert urlsplit(clean).hostname


@given(ADDRESSES)
def test_a_key_is_the_address_of_its_page(url):
    key = address_key(url)
    assert address_key(f"https://{key}") == key


@given(st.text(max_size=60))
def test_sites_of_any_host(host):
    assert site(site(host)) == site(host)


@pytest.mark.parametrize(
    ("host", "owner"),
    [
        ("www.bbc.co.uk", "bbc.co.uk"),
        ("uk.press.example", "press.example"),
        ("news.press.co.example", "co.example"),
        ("www.mid.gov.ua", "mid.gov.ua"),
        ("press.kiev.ua", "press.kiev.ua"),
        ("one.blogspot.com", "one.blogspot.com"),
        ("127.0.0.1", "127.0.0.1"),
        ("[::1]", "[::1]"),
        ("localhost", "localhost"),
        ("", ""),
    ],
)
def test_sites(host, owner):
    assert site(host) == owner


def test_the_list_of_parameters_is_written_as_it_is_compared():
    said = yaml.safe_load(resources.files("pipelines.addresses").joinpath("tracking.yaml").read_text("utf-8"))
    assert set(said) == {"prefixes", "names", "unless_numbered", "by_site", "amp_names", "amp_values"}
    for names in (said["prefixes"], said["names"], said["unless_numbered"], *said["by_site"].values()):
        assert all(name == name.lower() for name in names)
        assert len(names) == len(set(names))
    assert not set(said["names"]) & set(said["unless_numbered"])
    assert not [name for name in said["names"] if name.startswith(tuple(said["prefixes"]))]
    assert all(site(owner) == owner for owner in said["by_site"])
