"""NewsML-G2 and NITF as agencies really write them: every field, wherever it stands, and what is no story."""

from datetime import UTC, datetime

import pytest

from pipelines.parse import parse
from pipelines.records import Association, Document, ItemStatus, ParsedDocument, WireProfile

NAR = 'xmlns="http://iptc.org/std/nar/2006-10-01/"'
TEXT_CLASS = '<itemClass qcode="ninat:text"/>'


def read(body: str, **given) -> ParsedDocument:
    result = parse(Document(document_id="d", source_id="s", body=body.encode(), **given))
    assert isinstance(result, ParsedDocument), result
    return result


def only(body: str, **given):
    result = read(body, **given)
    assert (len(result.items), result.rejected) == (1, ()), result
    return result.items[0]


def g2(meta: str = "", content: str = "", body: str = "", rights: str = "", item_class: str = TEXT_CLASS) -> str:
    return (
        f'<newsItem {NAR} guid="urn:newsml:wire.example:20250610:talks" version="4" xml:lang="en">'
        f"<rightsInfo>{rights}</rightsInfo><itemMeta>{item_class}"
        f"<versionCreated>2025-06-10T14:00:00+03:00</versionCreated>{meta}</itemMeta>"
        f"<contentMeta><headline>Talks resume</headline>{content}</contentMeta>"
        f"<contentSet>{body}</contentSet></newsItem>"
    )


def nitf(
    docdata: str = "", head: str = "", body_head: str = "", content: str = "<p>The story.</p>", **attributes
) -> str:
    said = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in attributes.items())
    return (
        f"<nitf><head>{head}<docdata{said}>{docdata}</docdata></head><body><body.head><hedline><hl1>Talks resume</hl1>"
        f"</hedline>{body_head}</body.head><body.content>{content}</body.content></body></nitf>"
    )


def page(body: str) -> str:
    html = f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body>{body}</body></html>'
    return f'<inlineXML contenttype="application/xhtml+xml">{html}</inlineXML>'


# ── NewsML-G2 ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "item_class",
    [
        '<itemClass qcode="icls:text"/>',
        '<itemClass qcode="nature:Text"/>',
        '<itemClass uri="http://cv.iptc.org/newscodes/ninature/text"/>',
        '<itemClass literal="text"/>',
    ],
)
def test_a_text_item_is_one_whichever_way_its_class_is_written(item_class):
    assert only(g2(item_class=item_class)).title == "Talks resume"


@pytest.mark.parametrize("nature", ["picture", "video", "audio", "graphic", "composite", "animation"])
def test_other_classes_are_no_items(nature):
    found = read(g2(item_class=f'<itemClass qcode="ninat:{nature}"/>'))
    assert found.items == ()
    assert [(str(each.reason), each.guid) for each in found.rejected] == [
        ("not_text", "urn:newsml:wire.example:20250610:talks")
    ]


def test_prefixes_of_namespaces_do_not_matter():
    body = g2().replace("<", "<n:").replace("<n:/", "</n:").replace("xmlns=", "xmlns:n=")
    assert (only(body).guid, only(body).version) == ("urn:newsml:wire.example:20250610:talks", "4")


def test_every_field_of_an_item():
    item = only(
        g2(
            meta='<provider qcode="nprov:WIRE"/><firstCreated>2025-06-10T08:00:00Z</firstCreated>'
            '<pubStatus qcode="stat:withheld"/><edNote>To follow: map.</edNote><signal qcode="sig:correction"/>'
            '<link rel="irel:replaces" residref="urn:newsml:wire.example:20250609:old"/>'
            '<link rel="x:photo" guidref="urn:p:1"><itemClass qcode="ninat:picture"/><title>Hall</title></link>'
            '<link rel="rel:canonical" href="https://wire.example/a/1"/>',
            content='<urgency>2</urgency><by>By Nora Wire</by><located literal="Geneva"/>'
            "<dateline>GENEVA, June 10 (WE) -</dateline><slugline>TALKS-GENEVA, 2nd Ld-Writethru</slugline>"
            '<keyword>talks</keyword><genre qcode="genre:Current"/><infoSource literal="A partner"/>'
            '<subject qcode="medtop:20000065"/><subject qcode="wx:7"/><subject literal="WX:16000000:WAR"/>'
            '<subject literal="id1"><name>The hall</name></subject>',
            rights='<copyrightHolder literal="Wire Example"/><copyrightNotice>(c) 2025</copyrightNotice>'
            '<usageTerms xml:lang="de">Nur für Kunden</usageTerms><usageTerms xml:lang="en">Clients only</usageTerms>',
        )
    )
    assert (item.provider, item.info_source, item.rights, item.usage_terms) == (
        "WIRE",
        "A partner",
        "Wire Example (c) 2025",
        "Clients only",
    )
    assert (item.status, item.urgency, item.signals) == (ItemStatus.WITHHELD, 2, ("sig:correction",))
    assert (item.byline, item.authors, item.dateline, item.located) == (
        "By Nora Wire",
        ("Nora Wire",),
        "GENEVA, June 10 (WE) -",
        "Geneva",
    )
    assert item.first_created_at == item.published_at == datetime(2025, 6, 10, 8, tzinfo=UTC)
    assert item.updated_at == datetime(2025, 6, 10, 11, tzinfo=UTC)
    assert item.subjects == ("medtop:20000065", "wx:7", "WX:16000000:WAR")  # names without a code are none
    assert (item.keywords, item.genres, item.categories) == (
        ("talks",),
        ("genre:Current",),
        ("talks", "genre:Current"),
    )
    assert (item.corrects, item.url) == ("urn:newsml:wire.example:20250609:old", "https://wire.example/a/1")
    assert item.associations[-1] == Association(relation="photo", guid="urn:p:1", kind="picture", title="Hall")
    assert (item.cues, item.kills, item.is_advisory) == (("writethru:2",), (), False)


def test_all_terms_and_notices_are_read_but_for_their_translations():
    item = only(
        g2(
            rights='<copyrightHolder literal="Wire Example"/><copyrightNotice>(c) 2025</copyrightNotice>'
            '<usageTerms xml:lang="de">Nur für Kunden.</usageTerms><usageTerms>Clients only.</usageTerms>'
            "<usageTerms>No archive.</usageTerms></rightsInfo><rightsInfo>"
            '<copyrightHolder literal="Partner Paper"/><usageTerms>Not for resale.</usageTerms>'
        )
    )
    assert item.rights == "Wire Example Partner Paper (c) 2025"
    assert item.usage_terms == "Clients only. No archive. Not for resale."


def test_each_byline_is_an_author():
    item = only(g2(content='<by>By Nora Wire</by><by>By Omar Wire</by><by xml:lang="de">Von Nora Wire</by>'))
    assert (item.byline, item.authors) == ("By Nora Wire, By Omar Wire", ("Nora Wire", "Omar Wire"))


def test_the_first_headline_is_the_one_that_ranks_first():
    heads = '<headline rank="2">Envoys at one table</headline><headline rank="1">Talks resume</headline>'
    assert only(g2().replace("<headline>Talks resume</headline>", heads)).title == "Talks resume"


@pytest.mark.parametrize("role", ["drol:summary", "x:abstract", "x:teaser", "x:lead"])
def test_a_caption_is_no_summary_beside_one(role):
    caption, told = '<description role="drol:caption">A door.</description>', f'<description role="{role}">'
    assert only(g2(content=f"{caption}{told}They met.</description>")).summary == "They met."


def test_names_stand_in_what_is_told_of_the_same_concept():
    body = g2(
        meta='<provider qcode="nprov:WE"/>',
        content='<located qcode="geo:7"/><genre qcode="g:bg"/><creator uri="http://wire.example/staff/7"/>',
        rights='<copyrightHolder literal="h1"/>',
    )
    told = (
        '<assert qcode="geo:7"><name xml:lang="de">Genf</name><name>Geneva</name></assert>'
        '<assert qcode="g:bg"><name>Background</name></assert><assert literal="h1"><name>Wire Holding</name></assert>'
        '<assert uri="http://wire.example/staff/7"><name>Nora Wire</name></assert>'
        '<assert qcode="geo:8"><name>Bern</name></assert>'
    )
    item = only(body.replace("<contentSet>", f"{told}<contentSet>"))
    assert (item.located, item.genres, item.authors) == ("Geneva", ("Background",), ("Nora Wire",))
    assert (item.provider, item.rights) == ("WE", "Wire Holding")


@pytest.mark.parametrize(
    "provider",
    ['qcode="nprov:WE"', 'qcode="WE"', 'literal="WE"', 'uri="http://cv.iptc.org/newscodes/newsprovider/WE"'],
)
def test_a_provider_is_one_however_its_code_is_written(provider):
    assert only(g2(meta=f"<provider {provider}/>")).provider == "WE"


def test_who_created_a_story_wrote_it_if_that_is_a_name_and_not_the_agency():
    for creator in ('<creator literal="Nora Wire"/>', "<creator><name>Nora Wire</name></creator>"):
        assert only(g2(content=creator)).authors == ("Nora Wire",)
    for literal in ("Wire Example", "wire example", "staff:nora", "#n", "nora@wire.example", "n7"):
        item = only(g2(meta='<provider literal="Wire Example"/>', content=f'<creator literal="{literal}"/>'))
        assert item.authors == (), literal
    assert only(g2(content='<creator literal="Partner Desk" type="cpnat:organisation"/>')).authors == ()


def test_a_picture_without_class_is_no_text():
    body = '<remoteContent contenttype="image/jpeg" href="a.jpg"/><remoteContent contenttype="image/png" href="a.png"/>'
    assert [str(each.reason) for each in read(g2(item_class="", body=body)).rejected] == ["not_text"]
    story = page("<p>Envoys met on Friday.</p>")
    assert only(g2(item_class="", body=body + story)).text == "Envoys met on Friday."


def test_a_page_is_read_without_what_stands_around_its_story():
    page = (
        '<html xmlns="http://www.w3.org/1999/xhtml"><body><header><ul><li>conflict</li></ul><h1>Talks resume</h1>'
        "</header><section><p>One.</p><table><tr><td>A</td><td>1</td></tr></table></section>"
        "<footer>Desk only</footer></body></html>"
    )
    item = only(g2(body=f'<inlineXML contenttype="application/xhtml+xml">{page}</inlineXML>'))
    assert item.text == "One.\n\nA | 1"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        # Typed: lines at the margin belong to the one before, indented ones begin a paragraph.
        (
            "<p>(Adds quote)\n    * One point\n    Envoys met on\nFriday.\n\n (Reporting by X)</p>",
            "(Adds quote)\n\n* One point\n\nEnvoys met on Friday.\n\n(Reporting by X)",
        ),
        # Indented with the document: only blank lines part.
        ("\n      Envoys met on\n        Friday.\n\n      They left.\n    ", "Envoys met on Friday.\n\nThey left."),
        ("<p>\n      Envoys met on\n      Friday.\n    </p>", "Envoys met on Friday."),
        ("<pre>Result:\n  A 3\nB 2</pre>", "Result:\nA 3\nB 2"),
        ("<p>Result:\nSide A    3  1\nSide B    2  0</p>", "Result:\nSide A 3 1\nSide B 2 0"),
        # Several paragraphs know where they end.
        ("<p>One, by\n\n      <a href='x'>us</a></p><p>Two.\n\n  (X)</p>", "One, by us\n\nTwo. (X)"),
    ],
)
def test_one_paragraph_that_is_laid_out_by_lines(body, text):
    assert only(g2(body=page(body))).text == text


def test_headlines_are_not_the_body():
    headlines = '<headline role="x:subtitle">After a pause</headline>'
    body = page("<h1>Talks resume</h1><h2>After a pause</h2><p>The story.</p>")
    assert only(g2(content=headlines, body=body)).text == "The story."
    assert only(g2(body=page("<p>Talks resume</p>"))).text == "Talks resume", "a flash is all headline"
    assert only(g2(body=page("<h1>Talks resume</h1>"))).text is None


def test_bylines_are_not_the_body():
    body = '<div class="byline">A. Wire</div><p class="box__byline">B. Wire</p><p class="lead">One.</p><p>Two.</p>'
    assert only(g2(body=page(body))).text == "One.\n\nTwo."


def test_what_was_escaped_twice():
    assert only(g2(body=page("<p>R&amp;amp;D: o&amp;#39;clock</p><p>a &amp;lt; b</p>"))).text == (
        "R&D: o'clock\n\na &lt; b"
    )
    assert only(nitf(content="&amp;lt;p&amp;gt;One.&amp;lt;/p&amp;gt;&amp;lt;p&amp;gt;Two.")).text == "One.\n\nTwo."


def test_what_a_line_leaves_around_a_document():
    assert only(nitf() + "\n\x1a\nNNNN\n").text == "The story."
    assert only(nitf(content="<p>A&B, C & D &amp; E &foo;</p><p><![CDATA[F & G]]></p>")).text == (
        "A&B, C & D & E &foo;\n\nF & G"
    )


def test_a_comment_in_a_doctype_declares_nothing():
    assert only(f'<!DOCTYPE nitf SYSTEM "x.dtd" [<!-- <!ENTITY a "b"> ]> -->]>{nitf()}').text == "The story."


def test_latin_9_is_what_it_says():
    body = f'<?xml version="1.0" encoding="ISO-8859-15"?>{nitf(content="<p>Le café à 5 €, Škoda.</p>")}'
    found = parse(Document(document_id="d", source_id="s", body=body.encode("iso-8859-15")))
    assert isinstance(found, ParsedDocument)
    assert (found.items[0].text, found.flags) == ("Le café à 5 €, Škoda.", ())


def test_paragraphs_named_by_type():
    body = (
        '<inlineXML><doc xmlns="http://wire.example/"><group><element type="headline">Talks resume</element>'
        '<element type="dateline">GENEVA</element></group><group><element type="lead">In short.</element>'
        '<element type="paragraph">One <b>bold</b> word.</element><object type="image"><caption>A hall</caption></object>'
        "</group></doc></inlineXML>"
    )
    assert only(g2(body=body)).text == "In short.\n\nOne bold word."


def test_a_vocabulary_of_its_own_gives_the_paragraphs_and_what_stands_beside_them():
    story = (
        '<BODY xmlns=""><TEXT><RUBRIK>Talks resume</RUBRIK><INGRESS><P>First.</P></INGRESS><BRODTEXT><CITAT>Said.</CITAT>'
        "<P>Second.</P><MELLIS>A cross-head</MELLIS><UL><LI>point</LI></UL><P>Third.</P></BRODTEXT>"
        "<BILD><BILDTEXT><P>Not the story.</P></BILDTEXT></BILD></TEXT></BODY>"
    )
    item = only(g2(body=f"<inlineXML>{story}</inlineXML>"))
    assert item.text == "First.\n\nSaid.\n\nSecond.\n\nA cross-head\n\npoint\n\nThird."


def test_a_version_without_its_time_is_as_old_as_its_content():
    body = g2(content="<contentModified>2025-06-10T15:00:00Z</contentModified>")
    item = only(body.replace("2025-06-10T14:00:00+03:00", ""))
    assert item.updated_at == item.published_at == datetime(2025, 6, 10, 15, tzinfo=UTC)


def test_bare_paragraphs_keep_their_cross_heads_and_tables():
    body = "<inlineXML><p>One.</p><h2>Head</h2><table><tr><td>A</td><td>1</td></tr></table></inlineXML>"
    assert only(g2(body=body)).text == "One.\n\nHead\n\nA | 1"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (
            "<p>\n\n   (WE) - The first\nparagraph.\n   The second\none.\n  </p>",
            "(WE) - The first paragraph.\n\nThe second one.",
        ),
        ("<p>One.</p><p>Two &amp; a half.</p>", "One.\n\nTwo & a half."),
        ("A <b>bold</b> word.\n\nTwo.", "A bold word.\n\nTwo."),
        ("5 < 6\n\nTwo.", "5 < 6\n\nTwo."),
    ],
)
def test_markup_inside_plain_text(data, text):
    body = f'<inlineData contenttype="text/plain"><![CDATA[{data}]]></inlineData>'
    assert only(g2(body=body)).text == text


def test_markup_is_taken_before_the_plain_form_of_the_same():
    body = '<inlineData contenttype="text/plain">a b</inlineData><inlineXML><p>a</p><p>b</p></inlineXML>'
    assert only(g2(body=body)).text == "a\n\nb"


def test_item_sets_and_the_catalog_of_a_message():
    item = g2(content='<subject qcode="topic:20000065"/>')
    body = (
        f'<newsMessage {NAR}><header><catalog><scheme alias="topic" uri="http://cv.iptc.org/newscodes/mediatopic/"/>'
        f"</catalog></header><itemSet>{item}</itemSet><itemSet>{item}<knowledgeItem guid='k'/></itemSet></newsMessage>"
    )
    found = read(body)
    assert [each.subjects for each in found.items] == [("medtop:20000065",)] * 2
    assert [each.guid for each in found.rejected] == ["k"]


# ── Orders to kill ────────────────────────────────────────────────────────────────────────────────


def test_a_link_that_cancels_is_an_order():
    item = only(g2(meta='<link rel="irel:cancels" residref="urn:newsml:wire.example:20250609:old"/>'))
    assert (item.kills, item.is_advisory) == (("urn:newsml:wire.example:20250609:old",), False)


def test_an_order_names_stories_in_its_note_and_slugline():
    item = only(
        g2(
            meta="<edNote>Adds nothing.</edNote><edNote>MANDATORY KILL: urn:newsml:wire.example:20250609:old is"
            " wrong. Kill TALKS-VIENNA too.</edNote>",
            content="<slugline>TALKS-GENEVA, KILL</slugline>",
        )
    )
    assert item.is_advisory
    assert item.kills == ("urn:newsml:wire.example:20250609:old",)
    assert item.kill_names == ("TALKS-GENEVA", "TALKS-VIENNA")
    assert item.cues == ("kill",)


def test_a_cancellation_needs_neither_class_nor_story():
    body = f'<newsItem {NAR} guid="urn:k"><itemMeta><pubStatus qcode="stat:canceled"/></itemMeta></newsItem>'
    assert (only(body).guid, only(body).status) == ("urn:k", ItemStatus.CANCELED)
    assert [str(each.reason) for each in read(body.replace("canceled", "usable")).rejected] == ["no_content"]


def test_words_of_a_body_are_no_order():
    body = "<inlineXML><p>MANDATORY KILL: urn:newsml:wire.example:20250609:old</p></inlineXML>"
    item = only(g2(body=body))
    assert (item.is_advisory, item.kills, item.kill_names) == (False, (), ())


# ── NITF ──────────────────────────────────────────────────────────────────────────────────────────


def test_every_field_of_a_nitf_document():
    item = only(
        nitf(
            '<doc-id id-string="n-1" regsrc="WE"/><urgency ed-urg="3"/><date.issue norm="20250516T101500+0300"/>'
            '<du-key key="TALKS-GENEVA" version="02"/><ed-msg info="Recasts"/><ed-msg info="Adds map"/>'
            '<doc.copyright holder="Wire Example" year="2025"/><doc.rights type="Clients only" geography="EU"/>'
            '<key-list><keyword key="talks"/></key-list><del-list><from-src src-name="A partner"/></del-list>'
            '<correction info="Names the hall" id-string="n-0"/><series series.part="2" series.totalpart="3"/>',
            '<tobject><tobject.property tobject.property.type="Analysis"/>'
            '<tobject.subject tobject.subject.ipr="IPTC" tobject.subject.refnum="16000000"/>'
            '<tobject.subject tobject.subject.ipr="WX" tobject.subject.refnum="F01"/></tobject>',
            "<byline>By NORA WIRE<byttl>Staff Writer</byttl></byline><distributor>Wire Distribution</distributor>"
            "<dateline>GENEVA, May 16 (WE) —</dateline><abstract><p>In short.</p></abstract>",
        )
    )
    assert (item.guid, item.version, item.slugline) == ("n-1", "02", "TALKS-GENEVA")
    assert item.published_at == item.updated_at == datetime(2025, 5, 16, 7, 15, tzinfo=UTC)
    assert item.first_created_at is None
    assert (item.byline, item.authors) == ("By NORA WIRE Staff Writer", ("NORA WIRE",))
    assert (item.dateline, item.located, item.summary) == ("GENEVA, May 16 (WE) —", "GENEVA", "In short.")
    assert (item.rights, item.usage_terms) == ("Wire Example 2025", "Clients only EU")
    assert (item.provider, item.info_source) == ("Wire Distribution", "A partner")
    assert (item.corrects, item.signals) == ("n-0", ("correction",))
    assert item.editorial_note == "Recasts Adds map Names the hall"
    assert (item.genres, item.subjects) == (("Analysis",), ("subj:16000000", "WX:F01"))
    assert item.cues == ("take:2",)


def test_what_agencies_put_elsewhere_in_nitf():
    item = only(
        nitf(
            '<pubdata date.publication="20250516T101500Z"/><evloc city="Geneva"/>',
            '<meta name="anpa-keyword" content="Talks"/><meta name="language" content="fr"/>',
            '<dateline><story.date norm="20250516T090000Z">20250516T090000Z</story.date></dateline>',
            "<block><hl2>Talks resume</hl2></block><p>One.</p><media><media-caption>No.</media-caption></media>",
        )
    )
    assert (item.slugline, item.language, item.located, item.dateline) == ("Talks", "fr", "Geneva", None)
    assert item.published_at == datetime(2025, 5, 16, 9, tzinfo=UTC)
    assert item.text == "One."  # neither the headline once more nor what is under a picture


def test_a_nitf_document_that_says_nothing_is_no_item():
    found = read("<nitf><head/><body/></nitf>")
    assert (found.items, [str(each.reason) for each in found.rejected]) == ((), ["no_content"])


def test_a_template_that_nobody_filled_in_holds_nothing():
    dates = '<date.issue norm="20250516T101500Z"/><date.release norm="YYYYMMDD000000-HHMM"/>'
    item = only(nitf(dates, management_status="usable"))
    assert (item.embargo_until, item.embargo_unclear, item.flags) == (None, False, ())
    unreadable = only(nitf(dates.replace("YYYYMMDD000000-HHMM", "soon")))
    assert unreadable.embargo_unclear


def test_variants_of_document_data():
    item = only(
        nitf(
            "<key-list><keyword>talks</keyword></key-list><series series.part='4' series.totalpart='0'/>",
            "<title>Talks-Geneva</title><urgency ed-urg='2'/><revision-history comment='Adds map'/>",
            "<dateline><location><city>Geneva</city><country>Switzerland</country></location></dateline>",
            "<![CDATA[One<BR>line.<p>Two.</p>]]>",
        )
    )
    assert (item.keywords, item.cues, item.urgency) == (("talks",), (), 2)
    assert (item.slugline, item.editorial_note) == ("Talks-Geneva", "Adds map")
    assert (item.located, item.dateline) == ("Geneva", "Geneva Switzerland")
    assert item.text == "One\nline.\n\nTwo."


def test_lines_inside_a_cell_are_parted():
    assert only(nitf(content="<table><tr><td>A<br/>B</td><td>C</td></tr></table>")).text == "A B | C"


def test_a_basic_date_without_zone_is_of_the_source():
    item = only(nitf('<date.issue norm="20250516T101500"/>'), time_zone="Europe/Kyiv")
    assert item.published_at == datetime(2025, 5, 16, 7, 15, tzinfo=UTC)
    assert item.flags == ("date_without_zone",)


def test_what_a_nitf_document_does_to_another():
    killing = only(nitf(management_doc_idref="n-0", management_idref_status="canceled"))
    assert (killing.kills, killing.signals) == (("n-0",), ("idref:canceled",))
    following = only(nitf(management_doc_idref="n-0", management_idref_status="usable"))
    assert (following.kills, following.corrects) == ((), "n-0")


# ── Profiles and places ───────────────────────────────────────────────────────────────────────────


def test_a_profile_says_where_an_agency_puts_things():
    profile = WireProfile(
        profile_id="wx",
        provider="WX",
        language="sv",
        fields=(
            ("slugline", ("contentMeta/altId[@type=wx:slug]",)),
            ("version", ("contentMeta/nothing", "contentMeta/altId[@type=wx:rev]")),
            ("keywords", ("newsItem/itemMeta/memberOf/@literal",)),
            ("published_at", ("contentMeta/altId[@type=wx:at]",)),
            ("embargo_until", ("itemMeta/hold",)),
        ),
        statuses=(("wx:dead", ItemStatus.CANCELED),),
        urgencies=(("snabb", 1),),
    )
    item = only(
        g2(
            meta='<pubStatus qcode="wx:dead"/><memberOf literal="truce"/><memberOf literal="war"/><hold>later</hold>',
            content='<urgency>Snabb</urgency><altId type="wx:slug">truce-talks</altId><altId type="wx:rev">9</altId>'
            '<altId type="wx:at">2025-06-10T07:00:00Z</altId>',
        ),
        profile=profile,
        traced=True,
    )
    assert (item.slugline, item.version, item.keywords) == ("truce-talks", "9", ("truce", "war"))
    assert (item.categories, item.provider, item.language) == (("truce", "war"), "WX", "en")
    assert (item.status, item.urgency) == (ItemStatus.CANCELED, 1)
    assert (item.published_at, item.published_offset_minutes) == (datetime(2025, 6, 10, 7, tzinfo=UTC), 0)
    assert (item.embargo_until, item.embargo_unclear) == (None, True)
    assert dict(item.places)["slugline"] == "/newsItem/contentMeta/altId[1]"
    assert [place for name, place in item.places if name == "keywords"] == [
        "/newsItem/itemMeta/memberOf[1]/@literal",
        "/newsItem/itemMeta/memberOf[2]/@literal",
    ]


def test_places_say_where_each_value_of_an_item_stood():
    body = g2(content='<subject qcode="a:1"/><subject qcode="a:2"/>')
    places = {
        "guid": "/newsItem/@guid",
        "updated_at": "/newsItem/itemMeta/versionCreated",
        "title": "/newsItem/contentMeta/headline",
        "language": "/newsItem/@xml:lang",
        "subjects": "/newsItem/contentMeta/subject[2]/@qcode",
    }
    found = dict(only(body, traced=True).places)
    assert {name: found.get(name) for name in places} == places
    assert only(body).places == ()


def test_places_say_where_each_value_of_a_nitf_document_stood():
    body = nitf('<doc-id id-string="n-1"/><urgency ed-urg="3"/>')
    places = {
        "guid": "/nitf/head/docdata/doc-id/@id-string",
        "urgency": "/nitf/head/docdata/urgency/@ed-urg",
        "text": "/nitf/body/body.content",
    }
    found = dict(only(body, traced=True).places)
    assert {name: found.get(name) for name in places} == places
    assert only(body).places == ()
