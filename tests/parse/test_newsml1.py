"""NewsML 1.x as agencies really write it: identity over revisions, components, lines, status, and what is no story."""

from datetime import UTC, datetime

import pytest

from pipelines.parse import parse
from pipelines.records import Association, Document, Format, ItemStatus, ParsedDocument


def read(body: str, **given) -> ParsedDocument:
    result = parse(Document(document_id="d", source_id="s", body=body.encode(), **given))
    assert isinstance(result, ParsedDocument), result
    return result


def only(body: str, **given):
    result = read(body, **given)
    assert (len(result.items), result.rejected) == (1, ()), result
    return result.items[0]


def newsml1(
    lines: str = "<HeadLine>Talks resume</HeadLine>",
    components: str = "<ContentItem><DataContent><p>The story.</p></DataContent></ContentItem>",
    *,
    identifier: str = "<PublicIdentifier>urn:newsml:wire.example:20250516:ax7:3N</PublicIdentifier>",
    management: str = '<Status FormalName="Usable"/>',
    metadata: str = "",
) -> str:
    return (
        '<NewsML Version="1.2"><NewsEnvelope><SentFrom><Party FormalName="Wire Example"/></SentFrom></NewsEnvelope>'
        "<NewsItem><Identification><NewsIdentifier><ProviderId>wire.example</ProviderId><DateId>20250516</DateId>"
        f"<NewsItemId>ax7</NewsItemId><RevisionId>3</RevisionId>{identifier}</NewsIdentifier></Identification>"
        "<NewsManagement><FirstCreated>20250516T101500+0300</FirstCreated>"
        f"<ThisRevisionCreated>20250516T084500Z</ThisRevisionCreated>{management}</NewsManagement>"
        f"<NewsComponent><NewsLines>{lines}</NewsLines>{metadata}{components}</NewsComponent></NewsItem></NewsML>"
    )


def becomes(status: str, at: str) -> str:
    return f'<StatusWillChange><FutureStatus FormalName="{status}"/><DateAndTime>{at}</DateAndTime></StatusWillChange>'


def test_every_field_of_a_newsml_1_item():
    item = only(
        newsml1(
            "<HeadLine>Talks resume</HeadLine><ByLine>By Nora Wire</ByLine><DateLine>Geneva, May 16 (WE) -</DateLine>"
            "<SlugLine>TALKS-GENEVA</SlugLine><KeywordLine>talks</KeywordLine><CopyrightLine>(c) 2025</CopyrightLine>"
            "<RightsLine>Clients only</RightsLine><NewsLine><NewsLineType FormalName='AdvisoryLine'/>"
            "<NewsLineText>Recasts lead</NewsLineText></NewsLine>",
            management='<NewsItemType FormalName="News"/><Status FormalName="USABLE"/><Urgency>2</Urgency>'
            '<AssociatedWith NewsItem="urn:newsml:wire.example:20250516:pic:1" FormalName="Photo"/>',
            metadata="<AdministrativeMetadata><Provider><Party FormalName='WE'/></Provider><Source>"
            "<Party FormalName='A partner'/></Source></AdministrativeMetadata><DescriptiveMetadata>"
            "<Language FormalName='EN'/><Genre FormalName='Current'/><SubjectCode><Subject FormalName='16000000'/>"
            "<SubjectDetail FormalName='16009001' Scheme='IptcSubjectCodes'/></SubjectCode><SubjectCode>"
            "<Subject Vocabulary='urn:newsml:wire.example:20200101:OwnCodes:1' FormalName='WAR'/></SubjectCode>"
            "<Location HowPresent='Origin'><Property FormalName='City' Value='Geneva'/></Location>"
            "<Property FormalName='Keyword' Value='truce'/></DescriptiveMetadata>",
        )
    )
    assert (item.guid, item.version) == ("urn:newsml:wire.example:20250516:ax7", "3")
    assert (item.title, item.text, item.language) == ("Talks resume", "The story.", "en")
    assert item.published_at == item.first_created_at == datetime(2025, 5, 16, 7, 15, tzinfo=UTC)
    assert (item.updated_at, item.published_offset_minutes) == (datetime(2025, 5, 16, 8, 45, tzinfo=UTC), 180)
    assert (item.status, item.urgency, item.slugline) == (ItemStatus.USABLE, 2, "TALKS-GENEVA")
    assert (item.byline, item.authors, item.located) == ("By Nora Wire", ("Nora Wire",), "Geneva")
    assert (item.provider, item.info_source) == ("WE", "A partner")
    assert (item.rights, item.usage_terms, item.editorial_note) == ("(c) 2025", "Clients only", "Recasts lead")
    assert item.subjects == ("subj:16000000", "subj:16009001", "OwnCodes:WAR")
    assert (item.keywords, item.genres) == (("talks", "truce"), ("Current",))
    assert item.associations == (
        Association(relation="associatedwith", guid="urn:newsml:wire.example:20250516:pic", kind="picture"),
    )


@pytest.mark.parametrize(
    ("identifier", "guid"),
    [
        ("<PublicIdentifier>urn:newsml:wire.example:20250516:ax7:4</PublicIdentifier>", "urn:newsml:wire.example:20250516:ax7"),
        ("<PublicIdentifier>urn:newsml:wire.example:20250516:ax7</PublicIdentifier>", "urn:newsml:wire.example:20250516:ax7"),
        ("<PublicIdentifier>urn:newsml:wire.example</PublicIdentifier>", "urn:newsml:wire.example:20250516:ax7"),
        ("<PublicIdentifier/>", "urn:newsml:wire.example:20250516:ax7"),
    ],
)  # fmt: skip
def test_all_revisions_share_one_guid(identifier, guid):
    assert only(newsml1(identifier=identifier)).guid == guid


def test_an_identifier_that_all_items_share_names_none():
    body = newsml1(identifier="<PublicIdentifier>urn:newsml:wire.example</PublicIdentifier>")
    assert only(body.replace(">ax7<", ">0<")).guid is None
    assert only(body.replace(">20250516<", ">20250516T101500<")).guid == "ax7"  # the date is that of the revision


@pytest.mark.parametrize(
    ("management", "status", "until", "unclear"),
    [
        ('<Status FormalName="Withheld"/>', ItemStatus.WITHHELD, None, False),
        ('<Status FormalName="Canceled"/>', ItemStatus.CANCELED, None, False),
        ('<Status FormalName="Perhaps"/>', ItemStatus.WITHHELD, None, False),
        ('<Status FormalName="Usable"/><Instruction FormalName="Kill"/>', ItemStatus.CANCELED, None, False),
        ('<Status FormalName="Embargoed"/>', ItemStatus.USABLE, None, True),
        (
            '<Status FormalName="Embargoed"/>' + becomes("Usable", "20250517T060000+0300"),
            ItemStatus.USABLE,
            datetime(2025, 5, 17, 3, tzinfo=UTC),
            False,
        ),
        (
            '<Status FormalName="Embargoed"/>' + becomes("Usable", "tomorrow"),
            ItemStatus.USABLE,
            None,
            True,
        ),
        (
            '<Status FormalName="Usable"/>' + becomes("Canceled", "20250617T060000Z"),
            ItemStatus.USABLE,
            None,
            False,
        ),
    ],
)
def test_status_and_embargo_of_newsml_1(management, status, until, unclear):
    item = only(newsml1(management=management))
    assert (item.status, item.embargo_until, item.embargo_unclear) == (status, until, unclear)


def test_a_cancellation_needs_no_story():
    item = only(newsml1(lines="", components="", management='<Status FormalName="Canceled"/>'))
    assert (item.guid, item.status, item.text) == ("urn:newsml:wire.example:20250516:ax7", ItemStatus.CANCELED, None)


def component(role: str, data: str, more: str = "", language: str = "en") -> str:
    return (
        f'<NewsComponent xml:lang="{language}"><Role FormalName="{role}"/><ContentItem>{more}'
        f"<DataContent>{data}</DataContent></ContentItem></NewsComponent>"
    )


def test_of_many_components_the_story_is_read():
    picture = (
        '<NewsComponent><Role FormalName="Picture"/><NewsLines><HeadLine>A hall</HeadLine><ByLine>A lens</ByLine>'
        f"</NewsLines>{component('Caption', 'In the hall')}<NewsComponent><ContentItem Href='hall.jpg'>"
        '<MediaType FormalName="Photo"/></ContentItem></NewsComponent></NewsComponent>'
    )
    item = only(
        newsml1(
            components=component("Title", "Talks resume")
            + component("Lead", "The lead.")
            + component("Body", "The body &lt;b&gt;now&lt;/b&gt;.\n   Indented.")
            + component("Body", "Der Text.", language="de")
            + component("Abstract", "In short.")
            + component("StyleSheet", "p { }", '<MimeType FormalName="text/css"/>')
            + picture
        )
    )
    assert item.text == "The lead.\n\nThe body now.\n\nIndented."
    assert (item.summary, item.language, item.byline) == ("In short.", "en", None)
    assert item.associations == (Association(relation=None, guid="hall.jpg", kind="picture"),)


def test_one_of_several_equivalent_forms():
    plain = "<ContentItem><DataContent>One. Two.</DataContent></ContentItem>"
    marked_up = "<ContentItem><DataContent><p>One.</p><p>Two.</p></DataContent></ContentItem>"
    body = f'<NewsComponent EquivalentsList="yes"><Role FormalName="Main"/>{marked_up}{plain}</NewsComponent>'
    assert only(newsml1(components=body)).text == "One.\n\nTwo."


@pytest.mark.parametrize(
    "components",
    [
        component("Caption", "In the hall") + '<ContentItem Href="a.jpg"><MediaType FormalName="Photo"/></ContentItem>',
        '<NewsComponent><Role FormalName="Video"/>' + component("Body", "00:00 The hall") + "</NewsComponent>",
        '<NewsItemRef NewsItem="urn:newsml:wire.example:20250516:other:1"/>',
    ],
)
def test_pictures_films_and_packages_of_newsml_1_are_no_items(components):
    found = read(newsml1(components=components))
    assert (found.format, found.items) == (Format.NEWSML_1, ())
    assert [(str(each.reason), each.guid) for each in found.rejected] == [
        ("not_text", "urn:newsml:wire.example:20250516:ax7")
    ]


def test_the_little_that_some_items_say():
    body = (
        "<NewsML><NewsItem><Identification><NewsIdentifier><NewsItemId>W1</NewsItemId><DateId>2025-05-16 13:00:00Z</DateId>"
        "</NewsIdentifier></Identification><NewsComponent><NewsLines><HeadLine>Talks</HeadLine><NewsLine><NewsLineType"
        " FormalName='Summary'/><NewsLineText>In short.</NewsLineText></NewsLine></NewsLines><ContentItem><DataContent>"
        "<media/><p>One.</p><p>Two.</p></DataContent></ContentItem></NewsComponent></NewsItem></NewsML>"
    )
    item = only(body)
    assert (item.guid, item.summary, item.text) == ("W1", "In short.", "One.\n\nTwo.")
    assert (item.published_at, item.updated_at) == (datetime(2025, 5, 16, 13, tzinfo=UTC), None)
    assert (item.status, item.version) == (ItemStatus.USABLE, None)


def test_topics_place_and_headline_where_some_put_them():
    topics = (
        '<TopicSet><Topic Duid="t1"><FormalName Scheme="IptcSubjectCodes">16000000</FormalName></Topic>'
        '<Topic Duid="t2"><FormalName Scheme="WX">SOC</FormalName></Topic></TopicSet>'
    )
    metadata = (
        '<DescriptiveMetadata><TopicOccurrence Topic="#t1"/><TopicOccurrence Topic="#t2"/><TopicOccurrence Topic="#t9"/>'
        '<Location HowPresent="DateLine"><Property FormalName="City" Value="Geneva"/></Location></DescriptiveMetadata>'
    )
    lines = "<DateLine>16 May 2025</DateLine><NewsLine><HeadLine>Talks resume</HeadLine></NewsLine>"
    item = only(newsml1(lines, metadata=topics + metadata))
    assert (item.subjects, item.located, item.title) == (("subj:16000000", "WX:SOC"), "Geneva", "Talks resume")


def test_an_item_without_words_is_none():
    found = read(newsml1(lines="", components=""))
    assert [str(each.reason) for each in found.rejected] == ["no_content"]


def test_one_document_of_many_items():
    body = newsml1()
    second = body[body.index("<NewsItem>") : body.index("</NewsML>")].replace("ax7", "ay8")
    found = read(body.replace("</NewsML>", f"{second}</NewsML>"))
    assert [item.guid[-3:] for item in found.items] == ["ax7", "ay8"]


def test_the_doctype_of_a_wire(refused):
    doctype = '<!DOCTYPE NewsML PUBLIC "urn:newsml:iptc.org:20031010:NewsMLv1.2.dtd:1" "http://127.0.0.1:1/x.dtd"'
    assert only(f"{doctype}>{newsml1()}").text == "The story."
    assert refused(f'{doctype} [<!ENTITY % nitf SYSTEM "nitf.dtd"> %nitf;]>{newsml1()}') == "entities_declared"


def test_an_order_in_newsml_1_names_items_without_their_revision():
    note = "MANDATORY KILL: urn:newsml:wire.example:20250515:old:2"
    item = only(
        newsml1(
            management='<Status FormalName="Usable"/>'
            '<AssociatedWith FormalName="Cancels" NewsItem="urn:newsml:wire.example:20250514:older:1"/>',
            components=f"<Comment>{note}</Comment>",
        )
    )
    assert item.kills == ("urn:newsml:wire.example:20250514:older", "urn:newsml:wire.example:20250515:old")
    assert item.is_advisory


def test_places_say_where_each_value_stood():
    body = newsml1()
    places = {
        "guid": "/NewsML/NewsItem/Identification/NewsIdentifier/PublicIdentifier",
        "title": "/NewsML/NewsItem/NewsComponent/NewsLines/HeadLine",
        "status": "/NewsML/NewsItem/NewsManagement/Status/@FormalName",
        "text": "/NewsML/NewsItem/NewsComponent/ContentItem/DataContent",
    }
    found = dict(only(body, traced=True).places)
    assert {name: found.get(name) for name in places} == places
    assert only(body).places == ()


@pytest.mark.parametrize(
    ("public", "guid"),
    [
        ("urn:newsml:wire.example:70023456:3N", "urn:newsml:wire.example:70023456"),
        ("urn:newsml:wire.example:ax7:3", "urn:newsml:wire.example:ax7"),
        ("urn:newsml:wire.example:20250516:3", "urn:newsml:wire.example:20250516:3"),
        ("urn:newsml:wire.example:20250516:ax7", "urn:newsml:wire.example:20250516:ax7"),
    ],
)
def test_a_urn_without_a_date_loses_the_revision_that_the_item_says(public, guid):
    assert only(newsml1(identifier=f"<PublicIdentifier>{public}</PublicIdentifier>")).guid == guid


def test_authors_without_their_agency_and_without_editors():
    parties = '<Creator><Party FormalName="NW" Topic="AUTHOR"/><Party FormalName="ED" Topic="EDITOR"/></Creator>'
    metadata = f"<AdministrativeMetadata>{parties}</AdministrativeMetadata>"
    assert only(newsml1(metadata=metadata)).authors == ("NW",)
    initials = '<AdministrativeMetadata><Property FormalName="author" Value="nw"/></AdministrativeMetadata>'
    assert only(newsml1(metadata=initials)).authors == ("nw",)
    signed = only(newsml1("<ByLine>By Nora Wire, Wire Example Harbour Correspondent</ByLine>"))
    assert (signed.byline, signed.authors) == ("By Nora Wire, Wire Example Harbour Correspondent", ("Nora Wire",))


def test_slugline_keywords_and_correction_where_some_put_them():
    lines = "<NewsLine><NewsLineType FormalName='CatchWord'/><NewsLineText>Harbour</NewsLineText></NewsLine>"
    metadata = (
        '<DescriptiveMetadata><Property FormalName="Version" Value="Correction"/></DescriptiveMetadata>'
        '<Metadata><MetadataType FormalName="Keywords"/><Property FormalName="Keyword" Value="quay"/></Metadata>'
    )
    item = only(newsml1(lines, metadata=metadata))
    assert (item.slugline, item.keywords, item.signals) == ("Harbour", ("quay",), ("Correction",))
    numbered = metadata.replace("Correction", "2")
    assert only(newsml1(lines, metadata=numbered)).signals == ()
    updated = newsml1().replace("<RevisionId>", '<RevisionId PreviousRevision="2" Update="U">')
    assert only(updated).signals == ("Update",)


def test_what_only_the_nitf_inside_says():
    head = (
        '<head><tobject><tobject.subject tobject.subject.ipr="WE" tobject.subject.refnum="F7"/></tobject>'
        '<docdata><evloc city="Basel"/><key-list><keyword key="quay"/></key-list></docdata></head>'
    )
    body = f"<nitf>{head}<body><body.content><p>The story.</p></body.content></body></nitf>"
    content = f"<ContentItem><DataContent>{body}</DataContent></ContentItem>"
    item = only(newsml1(components=content))
    assert (item.subjects, item.keywords, item.located) == (("WE:F7",), ("quay",), "Basel")
    own = "<DescriptiveMetadata><SubjectCode><Subject FormalName='16000000'/></SubjectCode></DescriptiveMetadata>"
    stated = only(newsml1("<KeywordLine>truce</KeywordLine><DateLine>Bern</DateLine>", content, metadata=own))
    assert (stated.subjects, stated.keywords, stated.located) == (("subj:16000000",), ("truce",), "Bern")


@pytest.mark.parametrize(
    ("note", "until"),
    [
        ("Embargoed to 0001 Saturday May 17", datetime(2025, 5, 16, 21, 1, tzinfo=UTC)),
        ("Embargoed until further notice", None),
    ],
)
def test_an_embargo_that_a_note_alone_dates(note, until):
    content = f"<Comment>{note}</Comment><ContentItem><DataContent><p>The story.</p></DataContent></ContentItem>"
    item = only(newsml1(components=content, management='<Status FormalName="Embargoed"/>'))
    assert (item.embargo_until, item.embargo_unclear) == (until, until is None)


def test_roles_spelled_in_two_words():
    body = component("Sub HeadLine", "A second line") + component("Main Text", "The body.")
    assert only(newsml1(components=body)).text == "The body."


def test_of_several_stories_the_first_is_the_item():
    def story(headline: str, text: str) -> str:
        lines = f"<NewsLines><HeadLine>{headline}</HeadLine></NewsLines>"
        body = f"<ContentItem><DataContent><p>{text}</p></DataContent></ContentItem>"
        return f'<NewsComponent><Role FormalName="Main"/>{lines}{body}</NewsComponent>'

    stories = (
        story("Talks resume", "In Geneva.") + story("Harbour closed", "In Basel.") + story("Talks resume", "More.")
    )
    item = only(newsml1(components=f'<NewsComponent><Role FormalName="Content list"/>{stories}</NewsComponent>'))
    assert (item.title, item.text) == ("Talks resume", "In Geneva.\n\nMore.")
    assert "other_stories" in item.flags, "an id names one story: that there were more is on record"
