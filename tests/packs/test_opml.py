"""Subscription lists: read whatever readers export, written so that any reader can, hostile ones refused."""

import time
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pipelines import packs
from pipelines.errors import PackError
from pipelines.packs.opml import Found, read_opml, to_stanzas, write_opml
from pipelines.packs.stanzas import append_stanza
from pipelines.records import Source, SourceKind

LIST = """\
<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0">
  <head><title>Mine</title><dateCreated>Mon, 05 May 2025 10:00:00 GMT</dateCreated></head>
  <body>
    <outline text="Harbour &amp; sea">
      <outline text="Towns">
        <outline type="rss" text="Вістник &lt;моря&gt;" title="unused" xmlUrl="https://sea.example/rss?a=1&amp;b=2"
                 htmlUrl="https://sea.example/" language="uk-UA" category="/News/Sea,harbour"/>
      </outline>
      <outline type="sitemap" text="The Buoy" xmlUrl="https://buoy.example/news.xml"/>
    </outline>
    <outline type="rss" text="The Tide" xmlUrl="http://tide.example/rss.xml"/>
    <outline type="rss" text="The Tide again" xmlUrl="http://tide.example/rss.xml"/>
    <outline type="link" text="Another list" url="https://lists.example/more.opml"/>
    <outline text="A script" xmlUrl="javascript:alert(1)"/>
  </body>
</opml>
"""


def source(number, **fields):
    fields = {"language": "en", "country": "GB", "kind": SourceKind.FEED, **fields}
    return Source(source_id=f"s{number}", publisher_id="p", publisher=fields.pop("publisher", "P"), **fields)


def opml(body):
    return f"<opml version='2.0'><body>{body}</body></opml>".encode()


def test_a_list_is_read():
    sea, buoy, tide, script = read_opml(LIST.encode())
    assert sea == Found(
        url="https://sea.example/rss?a=1&b=2",
        title="Вістник <моря>",
        site_url="https://sea.example/",
        language="uk",
        folders=(("News", "Sea"), ("harbour",), ("Harbour & sea", "Towns")),
    )
    assert (buoy.kind, buoy.folders) == (SourceKind.SITEMAP, (("Harbour & sea",),))
    assert (tide.title, tide.folders) == ("The Tide", ())
    assert script.url == "javascript:alert(1)"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1251", "koi8-u"])
def test_an_encoding_is_taken_as_declared(encoding):
    declared = "UTF-8" if encoding == "utf-8-sig" else encoding
    text = LIST.replace('encoding="UTF-8"', f'encoding="{declared}"')
    assert read_opml(text.encode(encoding))[0].title == "Вістник <моря>"


def test_ill_formed_xml_is_read_as_far_as_it_goes():
    body = "<outline text=A & B xmlUrl='https://a.example/1'></outline></outline></body><outline xmlUrl=https://a.example/2"
    assert [found.url for found in read_opml(opml(body + ">"))] == ["https://a.example/1", "https://a.example/2"]


@pytest.mark.parametrize(
    "hostile",
    [
        b"",
        b"\xff\xfe\x00",
        b"<html><a href='https://a.example'>no list</a></html>",
        b"<?xml version='1.0' encoding='no-such'?><opml/>",
        "<?xml version='1.0' encoding='utf-8'?><opml>ж</opml>".encode("koi8-r"),
        b"<!DOCTYPE opml [<!ENTITY a 'aa'>]><opml><body><outline text='&a;' xmlUrl='https://a.example'/></body></opml>",
        b"<!DOCTYPE opml SYSTEM 'file:///etc/passwd' [ %x; ]><opml/>",
        b"<opml>" + b" " * (2 << 20) + b"</opml>",
        opml("<outline text='a'>" * 40),
        opml("<outline text='a'/>" * 10_001),
    ],
    ids=["empty", "half", "html", "encoding", "mojibake", "entities", "subset", "size", "depth", "number"],
)
def test_a_hostile_list_is_refused(hostile):
    with pytest.raises(PackError) as caught:
        read_opml(hostile)
    assert caught.value.where


@pytest.mark.parametrize(
    "body",
    [
        "<outline " * 200_000,
        '<outline a="' * 150_000,
        "</outline>" * 150_000,
        "<outline " + "a=1 " * 400_000,
        "&amp" * 400_000,
    ],
)
def test_no_list_takes_long(body):
    began = time.process_time()
    assert read_opml(opml(body)) == ()
    assert time.process_time() - began < 5


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(body):
    try:
        read_opml(body)
        read_opml(b"<opml>" + body + b"</opml>")
    except PackError:
        pass


def test_stanzas_are_made_of_what_is_new(harbour, write_pack):
    pack = write_pack(harbour)
    imported = to_stanzas(read_opml(LIST.encode()), packs.load(pack).sources)
    assert (imported.ids, imported.known, imported.refused) == (("sea_example",), 2, 1)
    assert yaml.safe_load(imported.text) == [
        {
            "id": "sea_example",
            "publisher": "sea_example",
            "name": "Вістник <моря>",
            "kind": "feed",
            "url": "https://sea.example/rss?a=1&b=2",
            "language": "uk",
            "note": "From a subscription list, folder News/Sea · harbour · Harbour & sea/Towns.",
        }
    ]
    assert append_stanza(pack, imported.text) == ("sea_example",)
    again = to_stanzas(read_opml(LIST.encode()), packs.load(pack).sources)
    assert (again.text, again.known) == ("", 3)


def test_ids_are_ascii_and_unlike_all_others():
    found = [Found(url=f"https://a.example/{number}", title="Čas / 日本 " + "x" * 80) for number in range(3)]
    (imported) = to_stanzas(found, [source(1, url="https://b.example/1")])
    assert len(set(imported.ids)) == 3
    assert all(each.isascii() and len(each) <= 64 and each.startswith("a_example_cas_x") for each in imported.ids)


def test_a_feed_on_a_known_host_is_one_of_its_publisher():
    known = source(1, url="https://www.a.example/1", time_zone="Europe/Kyiv", operator="house")
    (entry,) = yaml.safe_load(to_stanzas([Found(url="https://a.example/2", title="")], [known]).text)
    assert (entry["publisher"], entry["country"], entry["time_zone"]) == ("p", "GB", "Europe/Kyiv")
    assert (entry["operator"], entry["name"], entry["language"]) == ("house", "a.example", "und")


@pytest.mark.parametrize(
    "url", ["https://" + "a" * 300, "https://пример.example/rss", "https://a.example/" + "x" * 1900]
)
def test_any_address_that_a_source_may_have_becomes_one(url):
    assert len(to_stanzas([Found(url=url, title="")], ()).ids) == 1


@pytest.mark.parametrize(
    "url", ["", "rss", "https://[::1", "ftp://a.example", "https://ada:key@a.example", "feed:https://a.example"]
)
def test_any_other_is_refused_and_counted(url):
    assert to_stanzas([Found(url=url, title="A")], ()).refused == 1


def test_sources_are_written_in_folders():
    sources = [
        source(1, url="https://a.example/1?x=1&y=2", publisher='Ada "&" <Berg>\n\x00', language="uk", country="UA"),
        source(2, url="https://b.example/2", kind=SourceKind.SITEMAP),
        source(3, kind=SourceKind.WIRE, path="gull"),
        source(4, url="https://c.example/3", country=None, secret="the_key", secret_parameter="token"),
    ]
    body = ET.fromstring(write_opml(sources, title="A & B")).find("body")
    assert [(folder.get("text"), len(folder)) for folder in body] == [("GB", 1), ("UA", 1), ("other", 1)]
    assert body[1][0].attrib == {
        "type": "rss",
        "text": 'Ada "&" <Berg>',
        "title": 'Ada "&" <Berg>',
        "xmlUrl": "https://a.example/1?x=1&y=2",
        "language": "uk",
    }
    assert body[0][0].get("type") == "sitemap"
    assert b"the_key" not in write_opml(sources)
    assert b"token" not in write_opml(sources)
    assert write_opml(sources) == write_opml(sources)
    by_language = ET.fromstring(write_opml(sources, by="language")).find("body")
    assert [folder.get("text") for folder in by_language] == ["en", "uk"]


def test_what_is_exported_can_be_imported(shipped_pack):
    found = read_opml(write_opml(shipped_pack.sources))
    urls = {each.url: each.kind for each in shipped_pack.sources if each.url}
    assert {each.url: each.kind for each in found} == urls
    imported = to_stanzas(found, ())
    assert (len(imported.ids), imported.refused) == (len(urls), 0)
    assert {entry["url"] for entry in yaml.safe_load(imported.text)} == set(urls)
    assert to_stanzas(found, shipped_pack.sources).known == len(urls)


@given(st.lists(st.text(min_size=1, max_size=30), max_size=5))
def test_any_name_is_written_well_formed(names):
    sources = [source(number, url=f"https://a.example/{number}") for number in range(len(names))]
    sources = [replace(each, publisher=name) for each, name in zip(sources, names, strict=True)]
    document = write_opml(sources)
    ET.fromstring(document)
    assert [found.url for found in read_opml(document)] == [each.url for each in sources]
