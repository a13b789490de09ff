"""What is left of a delivery when one story of several is killed: the others as they were, and not a word of it."""

import gzip
import json
from datetime import UTC, datetime
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.parse import parse, redact
from pipelines.records import Document, ParsedDocument, WireProfile

RECEIVED = datetime(2025, 5, 16, 15, tzinfo=UTC)
WORDS = {
    "alpha": "Envoys met in the old town.",
    "beta": "Secret minutes of the second session.",
    "gamma": "Délégués — ещё без даты.",
    "delta": "Ministers left at noon.",
    "omega": "A fifth story, of little weight.",
}


def guid(name):
    return f"urn:newsml:wire.example:20250516:{name}"


def document(body, **given):
    return Document(document_id="d", source_id="s", body=body, received_at=RECEIVED, **given)


# ── Deliveries of several stories, of which the last refers to all others ────────────────────────


def g2(names, encoding="UTF-8"):
    def item(name, links=""):
        return (
            f'<newsItem guid="{guid(name)}" version="1" xml:lang="en"><itemMeta><itemClass qcode="ninat:text"/>'
            f"<versionCreated>2025-05-16T12:00:00Z</versionCreated>{links}</itemMeta>"
            f"<contentMeta><headline>Headline of {name}</headline></contentMeta><contentSet><inlineXML><html><body>"
            f"<p>{escape(WORDS[name])}</p></body></html></inlineXML></contentSet></newsItem>"
        )

    links = "".join(
        f'<link rel="irel:seeAlso" residref="{guid(name)}" title="{escape(WORDS[name])}"><title>Headline of {name}</title></link>'
        for name in names[:-1]
    )
    refs = "".join(
        f'<itemRef residref="{guid(name)}"><headline>Headline of {name}</headline>'
        f"<description>{escape(WORDS[name])}</description></itemRef>"
        for name in names
    )
    items = "\n".join([*map(item, names[:-1]), item(names[-1], links)])
    return (
        f'<?xml version="1.0" encoding="{encoding}"?>\n<!DOCTYPE newsMessage SYSTEM "message.dtd">\n<!-- a message -->\n'
        f'<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>\n{items}\n'
        f'<packageItem guid="{guid("package")}"><groupSet><group id="g">{refs}</group></groupSet></packageItem>'
        f"</itemSet></newsMessage>"
    ).encode(encoding)


def newsml_1(names, encoding="UTF-8"):
    def item(name, management=""):
        return (
            f"<NewsItem><Identification><NewsIdentifier><ProviderId>wire.example</ProviderId><DateId>20250516</DateId>"
            f'<NewsItemId>{name}</NewsItemId><RevisionId PreviousRevision="0" Update="N">1</RevisionId>'
            f"<PublicIdentifier>{guid(name)}:1N</PublicIdentifier></NewsIdentifier></Identification>"
            f'<NewsManagement><NewsItemType FormalName="News"/><FirstCreated>20250516T120000Z</FirstCreated>'
            f'<ThisRevisionCreated>20250516T120000Z</ThisRevisionCreated><Status FormalName="Usable"/>{management}</NewsManagement>'
            f"<NewsComponent><NewsLines><HeadLine>Headline of {name}</HeadLine></NewsLines><ContentItem>"
            f'<MediaType FormalName="Text"/><DataContent><p>{escape(WORDS[name])}</p></DataContent></ContentItem>'
            f"</NewsComponent></NewsItem>"
        )

    related = "".join(
        f'<AssociatedWith NewsItem="{guid(name)}:1N"><Comment>{escape(WORDS[name])}</Comment></AssociatedWith>'
        for name in names[:-1]
    )
    items = "\n".join([*map(item, names[:-1]), item(names[-1], related)])
    return (
        f'<?xml version="1.0" encoding="{encoding}"?>\n<!DOCTYPE NewsML PUBLIC "urn:newsml:iptc.org:20021018:NewsMLv1.2:1" "x.dtd">\n'
        f"<NewsML><NewsEnvelope><DateAndTime>20250516T120000Z</DateAndTime></NewsEnvelope>\n{items}</NewsML>"
    ).encode(encoding)


def ninjs(names, encoding="utf-8"):
    def item(name):
        return {
            "uri": guid(name),
            "type": "text",
            "versioncreated": "2025-05-16T12:00:00Z",
            "headline": f"Headline of {name}",
            "body_text": WORDS[name],
            "extra": {"weight": 1.50, "text": "\ud83d\ude00 \ud800"},
        }

    last = {
        **item(names[-1]),
        "associations": {f"see{at}": item(name) for at, name in enumerate(names[:-1])},
        "links": [{"href": guid(name), "rel": "irel:seeAlso", "title": WORDS[name]} for name in names[:-1]],
    }
    answer = {"count": len(names), "items": [{"score": 1, "item": each} for each in [*map(item, names[:-1]), last]]}
    text = json.dumps(answer, ensure_ascii=encoding == "utf-8")
    return text.encode(encoding)


def anpa(names, encoding="latin-1"):
    return "".join(
        f"\x16\x16\x01a{number:04d}WS\x1fbx-\r\nr i \x13\x11BC-{name}      05-16   0100\r\n\x02^BC-{name}<\r\n"
        f"^Headline of {name}<\r\n\tISTANBUL (WS) _ {WORDS[name]}\r\n\tIt ends here.\r\n\x03\r\nWS-WF-05-16-25 1405GMT\r\n\x04"
        for number, name in enumerate(names, 1)
    ).encode(encoding, "replace")


def iptc7901(names, encoding="latin-1"):
    return "".join(
        f"\x01ws{number:04d} 3 pl 100 WSA {number:04d}\r\n{name}=\r\n\x02Headline of {name}\r\n\r\n"
        f"Istanbul (ws) - {WORDS[name]}\r\n\r\nIt ends here.\r\n\x03161405 MAY 25\r\n\x04"
        for number, name in enumerate(names, 1)
    ).encode(encoding, "replace")


FORMATS = {"g2": g2, "newsml-1": newsml_1, "ninjs": ninjs, "anpa": anpa, "iptc7901": iptc7901}
NAMES = list(WORDS)


def compared(parsed, killed):
    """Return the items that are to stay, without what they say of the others."""
    return [
        (item.item_id, item.guid, item.title, item.text, item.version, item.status, item.updated_at, item.slugline)
        for item in parsed.items
        if item.guid not in killed
    ]


@pytest.mark.parametrize("form", FORMATS)
def test_the_killed_story_goes_and_the_others_stay(form):
    body = FORMATS[form](NAMES[:3])
    whole = parse(document(body))
    assert isinstance(whole, ParsedDocument)
    assert len(whole.items) == 3
    beta = whole.items[1]
    left = redact(document(body), frozenset({beta.guid}))
    rest = parse(document(left))
    assert compared(rest, set()) == compared(whole, {beta.guid})
    assert b"Secret minutes" not in left
    assert b"Headline of beta" not in left
    assert rest.items[0] == whole.items[0]  # its revision too: it says nothing of the killed one


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_to_do_gives_the_same_object(form):
    body = FORMATS[form](NAMES[:3])
    assert redact(document(body), frozenset({"urn:another"})) is body
    assert redact(document(body), frozenset()) is body
    first = parse(document(body)).items[0].guid
    left = redact(document(body), frozenset({first}))
    assert redact(document(left), frozenset({first})) is left


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_is_left_where_all_are_killed(form):
    body = FORMATS[form](NAMES[:2])
    parsed = parse(document(body))
    everything = [*(item.guid for item in parsed.items), *(each.guid for each in parsed.rejected)]
    assert redact(document(body), frozenset(everything)) is None


@settings(max_examples=60, deadline=None)
@given(
    form=st.sampled_from(sorted(FORMATS)),
    names=st.lists(st.sampled_from(NAMES), min_size=1, max_size=5, unique=True),
    data=st.data(),
)
def test_what_is_left_is_what_was_there_without_the_killed(form, names, data):
    body = FORMATS[form](names)
    whole = parse(document(body))
    guids = [item.guid for item in whole.items]
    killed = frozenset(data.draw(st.sets(st.sampled_from(guids))))
    left = redact(document(body), killed)
    if left is None:
        assert compared(whole, killed) == []
        return
    rest = parse(document(left))
    assert isinstance(rest, ParsedDocument)
    assert compared(rest, set()) == compared(whole, killed)
    assert rest.format is whole.format
    shown = left.decode("latin-1")
    for item in whole.items:
        if item.guid in killed:
            assert item.title not in shown


# ── What stays as it is ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16", "utf-16-le", "windows-1251"])
def test_encodings_survive(encoding):
    names = ["alpha", "beta", "gamma"]
    gamma = "Делегаты прибыли в город и начали переговоры о прекращении огня."
    body = g2(names, "UTF-8").decode().replace(WORDS["gamma"], gamma)
    body = body.replace('encoding="UTF-8"', f'encoding="{encoding.removesuffix("-le")}"').encode(encoding)
    left = redact(document(body), frozenset({guid("beta")}))
    assert left.decode(encoding).startswith('<?xml version="1.0" encoding=')
    assert '<!DOCTYPE newsMessage SYSTEM "message.dtd">\n<!-- a message -->' in left.decode(encoding)
    assert [item.text for item in parse(document(left)).items] == [WORDS["alpha"], gamma]


def test_json_in_utf_16_survives():
    left = redact(document(ninjs(["alpha", "beta"], "utf-8")), frozenset({guid("alpha")}))
    assert [item.guid for item in parse(document(left)).items] == [guid("beta")]
    body = ninjs(["alpha", "beta"]).decode().encode("utf-16")
    left = redact(document(body), frozenset({guid("alpha")}))
    assert left.startswith(b"\xff\xfe")
    assert "Envoys met" not in left.decode("utf-16")


def test_xml_is_cut_character_by_character():
    body = g2(["alpha", "beta"])
    left = redact(document(body), frozenset({guid("alpha")}))
    start = body.index(f'<newsItem guid="{guid("beta")}"'.encode())
    assert body[start : start + 200] in left
    assert body.count(b"\n") == left.count(b"\n")


def test_a_reference_keeps_what_names_and_relates():
    left = redact(document(g2(["alpha", "beta"])), frozenset({guid("alpha")}))
    assert f'<link rel="irel:seeAlso" residref="{guid("alpha")}"/>'.encode() in left
    assert f'<itemRef residref="{guid("alpha")}"/>'.encode() in left
    value = json.loads(redact(document(ninjs(["alpha", "beta"])), frozenset({guid("alpha")})))
    (entry,) = value["items"]
    assert entry["item"]["associations"] == {
        "see0": {"uri": guid("alpha"), "type": "text", "versioncreated": "2025-05-16T12:00:00Z"}
    }
    assert entry["item"]["links"] == [{"href": guid("alpha"), "rel": "irel:seeAlso"}]
    assert entry["item"]["extra"] == {"weight": 1.5, "text": "\U0001f600 \ud800"}
    (item,) = parse(document(redact(document(ninjs(["alpha", "beta"])), frozenset({guid("alpha")})))).items
    assert [each.guid for each in item.associations] == [guid("alpha")]


def test_words_of_a_story_about_its_own_links_stay():
    body = g2(["alpha", "beta"]).replace(b"<p>Secret", f'<p>As <a href="{guid("alpha")}">we said</a>. Secret'.encode())
    left = redact(document(body), frozenset({guid("alpha")}))
    assert parse(document(left)).items[0].text == f"As we said. {WORDS['beta']}"


def test_empty_elements_side_by_side():
    others = (
        b'<planningItem guid="urn:plan"/><conceptItem guid="urn:concept"/><knowledgeItem guid="urn:last"/></itemSet>'
    )
    body = g2(["alpha"]).replace(b"</itemSet>", others)
    assert redact(document(body), frozenset({"urn:concept"})) == body.replace(b'<conceptItem guid="urn:concept"/>', b"")
    assert redact(document(body), frozenset({"urn:last"})) == body.replace(b'<knowledgeItem guid="urn:last"/>', b"")


def test_html_entities_that_only_the_dtd_declares():
    body = g2(["alpha", "beta"]).replace(b"Secret", b"&eacute;&nbsp;Secret")
    left = redact(document(body), frozenset({guid("alpha")}))
    assert b"&eacute;&nbsp;Secret" in left


def test_a_profile_may_say_what_names_an_item():
    profile = WireProfile(profile_id="p", fields=(("guid", ("altids/itemid",)),))
    items = [
        {
            "uri": f"http://api.example/{name}?token=1",
            "altids": {"itemid": name},
            "type": "text",
            "headline": WORDS[name],
        }
        for name in ("alpha", "beta")
    ]
    items[1]["associations"] = [
        {"uri": "http://api.example/alpha?token=2", "altids": {"itemid": "alpha"}, "headline": "Envoys"}
    ]
    left = redact(document(json.dumps(items).encode(), profile=profile), frozenset({"alpha"}))
    assert b"Envoys" not in left
    assert [item.guid for item in parse(document(left, profile=profile)).items] == ["beta"]


def test_a_gzip_file_is_answered_unpacked():
    body = g2(["alpha", "beta"])
    packed = gzip.compress(body)
    assert redact(document(packed), frozenset({guid("alpha")})) == redact(document(body), frozenset({guid("alpha")}))
    assert redact(document(packed), frozenset({"urn:another"})) is packed


# ── The safe side ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "body",
    [
        g2(["alpha", "beta"])[:-30],  # ill-formed
        g2(["alpha"]).replace(b'SYSTEM "message.dtd"', b'[<!ENTITY e "x">]'),
        json.dumps({"uri": guid("alpha"), "type": "text", "headline": "x"}).encode(),
        json.dumps(
            {"data": {"item": {"uri": guid("alpha"), "type": "text"}}, "nitf": {"body_html": "<p>x</p>"}}
        ).encode(),
        b"",
        b"\x1f\x8bno gzip",
        b"plain words",
    ],
)
def test_what_cannot_be_cut_goes_whole(body):
    assert redact(document(body), frozenset({guid("alpha")})) is None


def test_a_feed_is_not_cut():
    feed = b"<rss version='2.0'><channel><title>t</title><item><guid>a</guid><title>x</title></item><item><guid>b</guid><title>y</title></item></channel></rss>"
    assert redact(document(feed), frozenset({"a"})) is None
    assert redact(document(feed), frozenset({"c"})) is feed


@settings(max_examples=80, deadline=None)
@given(data=st.data(), form=st.sampled_from(sorted(FORMATS)))
def test_never_raises(data, form):
    body = bytearray(FORMATS[form](NAMES[:2]))
    for at in data.draw(st.lists(st.integers(0, len(body) - 1), max_size=4)):
        body[at] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(body)))
    answer = redact(document(bytes(body[:cut])), frozenset({guid("alpha")}))
    assert answer is None or isinstance(answer, bytes)
