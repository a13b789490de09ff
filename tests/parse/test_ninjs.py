"""ninjs of all versions, and what agencies derive from it: the same story in every spelling gives the same item."""

import json
from datetime import UTC, datetime

import pytest

from pipelines.parse import parse
from pipelines.records import Association, Document, ItemStatus, ParsedDocument, WireProfile

STORY = "Envoys met on Friday.\n\nThey will meet again."
HTML = "<p>Envoys met on Friday.</p><p>They will meet again.</p>"
VERSION_1 = {
    "$standard": {"name": "ninjs", "version": "1.6"},
    "uri": "urn:wire:7",
    "type": "text",
    "version": "3",
    "versioncreated": "2025-05-16T14:05:00+03:00",
    "firstcreated": "2025-05-16T09:00:00Z",
    "pubstatus": "usable",
    "urgency": 2,
    "language": "en-GB",
    "byline": "By Ada Wire and Ben Wire",
    "located": "Istanbul",
    "headline": "Envoys meet",
    "headline_seo": "Istanbul: envoys meet for the first time",
    "slugline": "TALKS-ENVOYS",
    "ednote": "Adds quotes.",
    "description_text": "The first meeting.",
    "body_text": "Envoys met on Friday. They will meet again.",
    "body_xhtml": HTML,
    "copyrightholder": "Wire Service",
    "copyrightnotice": "(c) 2025",
    "usageterms": "Not for resale.",
    "infosource": [{"name": "Partner Agency"}],
    "keywords": ["talks", "envoys"],
    "genre": [{"name": "Current", "scheme": "http://cv.iptc.org/newscodes/genre/", "code": "Current"}],
    "subject": [
        {"name": "peace", "scheme": "http://cv.iptc.org/newscodes/mediatopic/", "code": "20000065"},
        {"name": "talks", "scheme": "http://wire.example/topics/", "code": "t9"},
        {"name": "desk", "scheme": "desks", "code": "abroad"},
    ],
    "associations": {
        "mainPic": {"uri": "urn:wire:pic", "type": "picture", "headline": "Envoys at the door"},
        "nothing": None,
    },
}
VERSION_2 = {
    "standard": {"name": "ninjs", "version": "2.2"},
    "uri": "urn:wire:7",
    "type": "text",
    "version": "3",
    "versioncreated": "2025-05-16T14:05:00+03:00",
    "firstcreated": "2025-05-16T09:00:00Z",
    "pubstatus": "usable",
    "urgency": 2,
    "language": "en-GB",
    "by": "By Ada Wire and Ben Wire",
    "located": "Istanbul",
    "headlines": [
        {"role": "seo", "value": "Istanbul: envoys meet for the first time"},
        {"role": "main", "value": "Envoys meet"},
    ],
    "slugline": "TALKS-ENVOYS",
    "ednote": "Adds quotes.",
    "descriptions": [{"role": "caption", "value": "A door."}, {"role": "text", "value": "The first meeting."}],
    "bodies": [
        {"role": "caption", "value": "A door, photographed, at some length, from outside, on a Friday in May."},
        {"role": "main", "contenttype": "text/plain", "value": "Envoys met on Friday. They will meet again."},
        {"role": "main", "contenttype": "application/xhtml+xml", "value": HTML},
    ],
    "copyrightholder": "Wire Service",
    "copyrightnotice": "(c) 2025",
    "usageterms": "Not for resale.",
    "infosources": [{"name": "Partner Agency"}],
    "keywords": ["talks", "envoys"],
    "genres": [{"name": "Current", "uri": "http://cv.iptc.org/newscodes/genre/Current"}],
    "subjects": [
        {"name": "peace", "uri": "http://cv.iptc.org/newscodes/mediatopic/20000065"},
        {"name": "talks", "uri": "http://wire.example/topics/t9"},
        {"name": "desk", "literal": "desks:abroad"},
    ],
    "associations": [
        {"name": "mainPic", "uri": "urn:wire:pic", "type": "picture", "headlines": [{"value": "Envoys at the door"}]}
    ],
}
CAMEL = {"versioncreated": "versionCreated", "firstcreated": "firstCreated", "pubstatus": "pubStatus"} | {
    "ednote": "edNote",
    "copyrightholder": "copyrightHolder",
    "copyrightnotice": "copyrightNotice",
    "usageterms": "usageTerms",
    "infosources": "infoSources",
    "contenttype": "contentType",
}


def camel(value):
    if isinstance(value, list):
        return [camel(each) for each in value]
    return {CAMEL.get(name, name): camel(each) for name, each in value.items()} if isinstance(value, dict) else value


VERSION_3 = camel(VERSION_2)


def read(value, **given) -> ParsedDocument:
    body = json.dumps(value, ensure_ascii=False).encode()
    result = parse(Document(document_id="d", source_id="s", body=body, **given))
    assert isinstance(result, ParsedDocument), result
    return result


def item(value=None, /, **changed):
    (found,) = read({**(VERSION_1 if value is None else value), **changed}).items
    return found


@pytest.mark.parametrize("value", [VERSION_1, VERSION_2, VERSION_3], ids=["1.x", "2.x", "3.x"])
def test_every_field_in_every_version(value):
    found = item(value)
    assert (found.guid, found.version, found.status) == ("urn:wire:7", "3", ItemStatus.USABLE)
    assert (found.title, found.summary, found.text) == ("Envoys meet", "The first meeting.", STORY)
    assert found.published_at == found.first_created_at == datetime(2025, 5, 16, 9, tzinfo=UTC)
    assert (found.updated_at, found.published_offset_minutes) == (datetime(2025, 5, 16, 11, 5, tzinfo=UTC), 0)
    assert (found.language, found.urgency, found.slugline) == ("en", 2, "TALKS-ENVOYS")
    assert (found.byline, found.authors) == ("By Ada Wire and Ben Wire", ("Ada Wire and Ben Wire",))
    assert (found.located, found.dateline, found.editorial_note) == ("Istanbul", None, "Adds quotes.")
    assert (found.keywords, found.genres) == (("talks", "envoys"), ("Current",))
    assert found.categories == ("talks", "envoys", "Current")
    assert (found.provider, found.info_source) == ("Partner Agency", "Partner Agency")
    assert (found.rights, found.usage_terms) == ("Wire Service (c) 2025", "Not for resale.")
    assert found.subjects == ("medtop:20000065", "http://wire.example/topics/t9", "desks:abroad")
    assert found.associations == (
        Association(relation="mainpic", guid="urn:wire:pic", kind="picture", title="Envoys at the door"),
    )
    assert (found.embargo_until, found.embargo_unclear, found.flags, found.places) == (None, False, (), ())


def test_versions_differ_in_nothing():
    first, *others = (item(value) for value in (VERSION_1, VERSION_2, VERSION_3))
    assert [other.item_revision for other in others] == [first.item_revision] * 2


# ── What is said in other ways ────────────────────────────────────────────────────────────────────


def test_guid_names_an_item_and_uri_only_where_it_was_fetched():
    assert item(guid="tag:wire:7").guid == "tag:wire:7"
    without = {name: value for name, value in VERSION_1.items() if name not in {"uri", "$standard"}}
    assert item(without, guid="tag:wire:7").guid == "tag:wire:7"
    assert item(without, _id="7a").guid == "7a"


def test_an_address_of_a_request_is_no_name_of_an_item():
    request = "https://api.wire.example/content/7?qt=a1&et=0"
    other = {"mainPic": {"uri": request, "type": "picture", "altids": {"itemid": "8"}}}
    found = item(uri=request, altids={"itemid": "7", "etag": "7_3"}, associations=other)
    assert (found.guid, [each.guid for each in found.associations]) == ("7", ["8"])
    assert item(uri=request, altids={"etag": "7_3"}).guid == request
    assert item(altids={"itemid": "7"}).guid == "urn:wire:7"
    assert item(uri="https://wire.example/7", altids={"itemid": "7"}).guid == "https://wire.example/7"


def test_associations_of_one_name_may_be_a_list():
    pictures = [{"uri": "urn:p:1", "type": "picture", "headline": "Door"}, {"uri": "urn:p:2", "type": "picture"}]
    assert item(associations={"main": pictures, "other": [], "none": None}).associations == (
        Association(relation="main", guid="urn:p:1", kind="picture", title="Door"),
        Association(relation="main", guid="urn:p:2", kind="picture", title=None),
    )


def test_a_headline_in_a_list_may_be_a_text():
    found = item(VERSION_2, headlines=[{"role": "main", "text": "Envoys meet"}], bodies=[{"text": STORY}])
    assert (found.title, found.text) == ("Envoys meet", STORY)


def test_people():
    many = {"byline": None, "bylines": [{"by": "By ADA WIRE", "title": "Writer"}, {"byline": ""}, {"name": "Ben Wire"}]}
    assert (item(**many).byline, item(**many).authors) == ("By ADA WIRE, Ben Wire", ("ADA WIRE", "Ben Wire"))
    pictured = item(bylines=[{"byline": "Ada Wire", "role": ""}, {"byline": "Dan Lens", "role": "Fotograf"}])
    assert (pictured.byline, pictured.authors) == ("By Ada Wire and Ben Wire", ("Ada Wire",))
    named = item(byline=None, authors=[{"name": "Cem Wire", "role": "writer"}])
    assert (named.byline, named.authors) == ("Cem Wire", ("Cem Wire",))


def test_who_delivers_and_where_from():
    delivered = item(provider="WS", infosource=[{"name": "Member Paper"}, {"name": "Other Paper"}])
    assert (delivered.provider, delivered.info_source) == ("WS", "Member Paper, Other Paper")
    sourced = item(infosource=None, source="Partner")
    assert (sourced.provider, sourced.info_source) == ("Wire Service", "Partner")
    assert item(provider={"name": "Wire", "code": "w"}).provider == "Wire"


def test_dateline_and_place():
    dateline = {"text": "ISTANBUL, May 16 -", "located": {"city": "Istanbul", "country": "Turkey"}}
    found = item(located=None, dateline=dateline)
    assert (found.dateline, found.located) == ("ISTANBUL, May 16 -", "Istanbul")
    assert item(dateline="ANKARA (WS) -").dateline == "ANKARA (WS) -"
    assert item(located=None, datelinelocation={"city": "Kyiv"}).located == "Kyiv"


def test_terms_and_notes_may_be_lists():
    found = item(usageterms=["Editorial use only.", "No archive."], ednote=["Eds:", "updates"])
    assert (found.usage_terms, found.editorial_note) == ("Editorial use only. No archive.", "Eds: updates")


@pytest.mark.parametrize(
    ("subject", "code"),
    [
        ({"code": "20000065"}, "medtop:20000065"),
        ({"code": "11002000", "name": "diplomacy"}, "subj:11002000"),
        ({"qcode": "medtop:20000065"}, "medtop:20000065"),
        ({"code": "x", "scheme": "http://wire.example/cv#"}, "http://wire.example/cv#x"),
        ({"name": "Talks"}, "Talks"),
        ("Talks", "Talks"),
    ],
)
def test_subjects(subject, code):
    assert item(subject=[subject]).subjects == (code,)


def test_signals():
    assert item(signals=["newscontent"], signal=[{"code": "sig:update"}]).signals == ("sig:update", "newscontent")


def test_what_an_item_replaces_and_kills():
    assert item(replacing=["urn:wire:6"]).corrects == "urn:wire:6"
    assert item(evolvedfrom="urn:wire:5").corrects == "urn:wire:5"
    assert item(associations={"corrects": {"uri": "urn:wire:4"}}).corrects == "urn:wire:4"
    killed = item(associations=[{"rel": "irel:kills", "uri": "urn:wire:3", "type": "text"}])
    assert killed.kills == ("urn:wire:3",)
    order = item(headline="BULLETIN KILL", ednote="Kill urn:newsml:wire:9, slugged TALKS-ENVOYS. Do not use.")
    assert (order.is_advisory, "urn:newsml:wire:9" in order.kills) == (True, True)


def test_a_kill_in_a_body_is_none():
    assert item(body_xhtml="<p>Mandatory kill: kill urn:newsml:wire:9 at once.</p>").kills == ()
    assert not item(body_text="Kill the story urn:newsml:wire:9.").is_advisory


def test_cues():
    assert item(slugline="Talks,2nd Ld-Writethru").cues == ("writethru:2",)


# ── Body ──────────────────────────────────────────────────────────────────────────────────────────


def test_tables_stay_readable():
    table = "<p>Result:</p><table><tr><th>Side</th><th>Envoys</th></tr><tr><td>A</td><td>3</td></tr></table>"
    assert item(body_xhtml=table, body_text=None).text == "Result:\n\nSide | Envoys\nA | 3"


def test_a_page_does_not_repeat_its_headline():
    page = f"<html><head><title>x</title></head><body><h1>Envoys meet</h1>{HTML}</body></html>"
    assert item(body_html5=page, body_xhtml=None).text == STORY


def test_a_page_says_who_wrote_it_beside_its_story():
    page = (
        f"<section><div class='byline'>Ada Wire</div>{HTML}<figure><img/><p class='byline'>Lens</p></figure></section>"
    )
    assert item(body_html5=page, body_xhtml=None).text == STORY


def test_the_address_of_a_story():
    links = [
        {"href": "https://wire.example/next", "rel": "next"},
        {"href": "https://wire.example/7", "rel": "canonical"},
    ]
    assert (item(links=links).url, item().url) == ("https://wire.example/7", None)


def test_nitf_inside():
    nitf = f"<?xml version='1.0'?><nitf><head/><body><body.content>{HTML}</body.content></body></nitf>"
    assert item(VERSION_2, bodies=[{"role": "nitf", "contenttype": "text/vnd.IPTC.NITF", "value": nitf}]).text == STORY


def test_names_in_camel_case():
    found = item(
        body_text=None, body_xhtml=None, headline=None, headline_seo=None, bodyHtml=HTML, headLine="Envoys meet"
    )
    assert (found.title, found.text) == ("Envoys meet", STORY)


def test_captions_are_neither_story_nor_summary():
    found = item(
        description_caption_xhtml="<p>A door.</p>", description_text=None, body_caption_text=f"{STORY} And a door."
    )
    assert (found.summary, found.text) == ("", STORY)


def test_a_shortened_form_is_not_the_story():
    long = "\n\n".join(f"Paragraph {number} of the story as it was sent." for number in range(9))
    assert item(body_html="<p>Paragraph 0 of the story…</p>", body_xhtml=None, body_text=long).text == long


# ── Kinds ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "kind", ["picture", "video", "audio", "graphic", "composite", "event", "planning", "package", "component", "Image"]
)
def test_what_is_no_text(kind):
    result = read({**VERSION_1, "type": kind})
    assert result.items == ()
    assert [(str(each.reason), each.guid) for each in result.rejected] == [("not_text", "urn:wire:7")]


def test_an_event_need_not_say_so():
    event = {"uri": "urn:event:7", "name": "Match", "eventDetails": {"dates": {"startDate": "2025-05-16"}}}
    assert [(str(each.reason), each.guid) for each in read(event).rejected] == [("not_text", "urn:event:7")]
    assert [each.guid for each in read({"items": [VERSION_1, event]}).rejected] == ["urn:event:7"]
    assert item(type=None, eventdetails={"dates": {}}).text == STORY


def test_what_is_text():
    for kind in ("text", "Text", "story", None, "text/html", "http://cv.iptc.org/newscodes/ninature/text"):
        assert item(type=kind).flags == ()
    assert item(type="bulletinboard").flags == ("kind_unclear",)
    assert item(type="advisory").is_advisory
    assert read({**VERSION_1, "type": None, "mimetype": "image/jpeg"}).items == ()


def test_a_cancellation_needs_no_words():
    found = item({"uri": "urn:wire:7", "pubstatus": "canceled", "versioncreated": "2025-05-16T14:05:00Z"})
    assert (found.guid, found.status, found.text) == ("urn:wire:7", ItemStatus.CANCELED, None)


def test_part_of_an_item_says_so():
    assert item(representationtype="incomplete").flags == ("partial",)


# ── Status and embargo: what cannot be read holds ─────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("status", "read_as"),
    [
        ("stat:canceled", "canceled"),
        ({"code": "withheld"}, "withheld"),
        ("", "usable"),
        ("spiked", "withheld"),
        (7, "withheld"),
        ([], "withheld"),
        (True, "withheld"),
    ],
)
def test_status(status, read_as):
    assert item(pubstatus=status).status == read_as


@pytest.mark.parametrize("name", ["embargoed", "embargo", "embargotime", "Embargoed"])
def test_embargo_under_any_name(name):
    until = datetime(2025, 5, 18, 4, tzinfo=UTC)
    assert item(**{name: "2025-05-18T06:00:00+02:00"}).embargo_until == until
    assert item(extra={name: "2025-05-18T06:00:00+02:00"}).embargo_until == until


@pytest.mark.parametrize(
    "said",
    [
        {"embargoed": ""},
        {"embargoed": "Sunday"},
        {"embargoed": "2025-05-18"},
        {"embargoed": {"a": 1}},
        {"embargoed": True},
        {"embargoedreason": "Not before the vote"},
        {"embargoed": None, "extra": {"embargo": "soon"}},
    ],
)
def test_an_embargo_that_gives_no_moment_holds(said):
    found = item(**said)
    assert (found.embargo_until, found.embargo_unclear) == (None, True)


def test_no_embargo():
    assert not item(embargoed=None).embargo_unclear


# ── Shape ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_property_of_the_wrong_type_costs_itself():
    found = item(headline=7, slugline={"a": 1}, urgency=[2], subject=5, body_text=["x"], version=False)
    wrong = ("body_text", "headline", "slugline", "subject", "urgency", "version")
    assert found.flags == tuple(f"field_ignored:{name}" for name in wrong)
    assert (found.title, found.slugline, found.urgency, found.subjects, found.version) == (
        "Istanbul: envoys meet for the first time",
        None,
        None,
        (),
        None,
    )
    assert (found.text, found.language, found.byline) == (STORY, "en", "By Ada Wire and Ben Wire")


def test_members_of_the_wrong_type_cost_themselves():
    found = item(
        VERSION_2, bodies=[1, None, {"value": {"x": 1}}, {"value": "Real."}], keywords=[None, 3, {"name": "a"}]
    )
    assert (found.text, found.keywords) == ("Real.", ("a",))


# ── Where the items stand ─────────────────────────────────────────────────────────────────────────

PICTURE = {"uri": "urn:wire:pic", "type": "picture"}


@pytest.mark.parametrize(
    ("envelope", "pointer"),
    [
        (lambda story: [story, PICTURE], "/0"),
        (lambda story: {"total": 2, "item": [story, PICTURE]}, "/item/0"),
        (lambda story: {"_items": [PICTURE, story], "_meta": {"page": 1}}, "/_items/1"),
        (
            lambda story: {"data": {"query": "q", "items": [{"meta": {}, "item": story}, {"item": PICTURE}]}},
            "/data/items/0/item",
        ),
        (
            lambda story: {"hits": {"total": 2, "hits": [{"_source": story}, {"_source": PICTURE}]}},
            "/hits/hits/0/_source",
        ),
        (lambda story: {"a/b": {"~": [story, PICTURE]}}, "/a~1b/~0/0"),
    ],
)
def test_envelopes(envelope, pointer):
    result = read(envelope(VERSION_1), traced=True)
    (found,) = result.items
    assert [each.guid for each in result.rejected] == ["urn:wire:pic"]
    assert dict(found.places)["title"] == f"{pointer}/headline"


def test_a_gateway_may_put_the_text_beside_the_item():
    bare = {name: value for name, value in VERSION_1.items() if not name.startswith("body")}
    answer = {"data": {"item": bare}, "nitf": {"guid": None, "type": "text", "body_html": HTML}}
    (found,) = read(answer, traced=True).items
    assert (found.text, dict(found.places)["text"]) == (STORY, "/nitf/body_html")
    with_body = {"data": {"item": VERSION_1}, "nitf": {"body_html": "<p>Another.</p>"}}
    assert read(with_body).items[0].text == STORY


def test_strangers_in_a_list_of_items_are_refused_one_by_one():
    result = read([7, VERSION_1, {"a": 1}, None])
    assert len(result.items) == 1
    assert [str(each.reason) for each in result.rejected] == ["not_text"] * 3


@pytest.mark.parametrize(
    "value",
    [
        {"items": [{"id": 1, "title": "a", "type": "text"}]},
        {"guid": "x", "title": "an entry of some feed", "link": "http://a.example/"},
        {"data": {"item": {"headline": "no id"}}},
        [],
        {"uri": "http://a.example/", "size": 3},
    ],
)
def test_other_json_is_no_ninjs(refused, value):
    assert refused(json.dumps(value)) == "not_a_feed"


# ── Places and profiles ───────────────────────────────────────────────────────────────────────────


def test_places_lead_to_what_was_read():
    (found,) = read(VERSION_3, traced=True).items
    for _, pointer in found.places:
        value = VERSION_3
        for step in pointer.split("/")[1:]:
            value = value[int(step)] if isinstance(value, list) else value[step]
        assert isinstance(value, str | int), pointer
    assert {name for name, _ in found.places} >= {"guid", "title", "text", "updated_at", "subjects", "rights", "byline"}


def test_profile():
    profile = WireProfile(
        profile_id="p",
        provider="Profile Wire",
        fields=(("guid", ("altids/itemid",)), ("editorial_note", ("extra/note",)), ("subjects", ("topics/code",))),
        statuses=(("spiked", ItemStatus.CANCELED),),
        urgencies=(("urgent", 2),),
    )
    value = {
        **VERSION_1,
        "altids": {"itemid": "9a", "etag": "9a_1"},
        "extra": {"Note": "For editors."},
        "topics": [{"code": "a:1"}, {"code": "a:2"}],
        "pubstatus": "Spiked",
        "urgency": "urgent",
        "infosource": None,
        "copyrightholder": None,
    }
    (found,) = read(value, profile=profile, traced=True).items
    assert (found.guid, found.editorial_note, found.subjects) == ("9a", "For editors.", ("a:1", "a:2"))
    assert (found.status, found.urgency, found.provider) == (ItemStatus.CANCELED, 2, "Profile Wire")
    assert ("editorial_note", "/extra/Note") in found.places
    assert [place for name, place in found.places if name == "subjects"] == ["/topics/0/code", "/topics/1/code"]
