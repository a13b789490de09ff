"""What agencies send, in every format that is read: one telling of a story, or several in one document.

Each function writes whole documents with the parts that real ones have; what they say is made up.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape

TOWN = "Mooring"
SAMPLE = "Sample page written for trucewatch. Not a news report."
UNREADABLE = "when the bell has rung"
"""What stands in place of the time of an embargo that nobody can read."""


@dataclass(frozen=True, kw_only=True)
class Telling:
    """One version of one story as its agency words it.

    `number` is the version, `guid` that of the story; formats without guids make theirs of slugline and day. `is_sealed`
    puts an embargo on it that cannot be read. `kills` is the guid of another story that it orders to vanish.
    """

    guid: str
    number: int
    created_at: datetime
    headline: str
    paragraphs: tuple[str, ...]
    slugline: str = ""
    byline: str = ""
    note: str = ""
    keyword: str = ""
    status: str = "usable"
    embargo_until: datetime | None = None
    is_sealed: bool = False
    kills: str = ""

    @property
    def embargo(self) -> str | None:
        """The embargo in words, None without one."""
        if self.is_sealed:
            return UNREADABLE
        return self.embargo_until.isoformat() if self.embargo_until else None


@dataclass(frozen=True, kw_only=True)
class Form:
    """A format: how it is written, whether one document holds several stories, whether a story has a guid of its own."""

    write: Callable[[Sequence[Telling]], bytes]
    suffix: str
    holds_several: bool = False
    has_guids: bool = True


# ── NewsML-G2 ─────────────────────────────────────────────────────────────────────────────────────

_G2 = 'xmlns="http://iptc.org/std/nar/2006-10-01/"'
_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


def newsml_g2(tellings: Sequence[Telling]) -> bytes:
    """A news item alone; of several a news message."""
    if len(tellings) == 1:
        return (_DECLARATION + _news_item(tellings[0], f"{_G2} ")).encode()
    items = "\n".join(_news_item(each) for each in tellings)
    sent = max(each.created_at for each in tellings).isoformat()
    header = f"<header><sent>{sent}</sent><sender>gull.example</sender><priority>4</priority></header>"
    return f"{_DECLARATION}<newsMessage {_G2}>\n{header}\n<itemSet>\n{items}\n</itemSet>\n</newsMessage>\n".encode()


def _news_item(told: Telling, namespace: str = "") -> str:
    created = told.created_at.isoformat()
    link = f'<link rel="irel:kills" residref="{told.kills}"/>' if told.kills else ""
    return f"""\
<newsItem {namespace}guid="{told.guid}" version="{told.number}" standard="NewsML-G2" standardversion="2.33" conformance="power" xml:lang="en">
  <rightsInfo><copyrightHolder literal="Gull"/><usageTerms>{SAMPLE}</usageTerms></rightsInfo>
  <itemMeta>
    <itemClass qcode="ninat:text"/>
    <provider literal="gull"><name>Gull</name></provider>
    <versionCreated>{created}</versionCreated>
    {_element("embargoed", told.embargo)}
    <pubStatus qcode="stat:{told.status}"/>
    {_element("edNote", told.note)}{link}
  </itemMeta>
  <contentMeta>
    <urgency>4</urgency>
    <contentCreated>{created}</contentCreated>
    <located type="cptype:city"><name>{TOWN}</name></located>
    {_element("by", told.byline)}{_element("slugline", told.slugline)}
    <headline>{escape(told.headline)}</headline>
    <language tag="en"/>{_element("keyword", told.keyword)}
    <subject type="cpnat:abstract" qcode="medtop:20000065"><name>peace talks</name></subject>
  </contentMeta>
  <contentSet>
    <inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml">
    <head><title>{escape(told.headline)}</title></head>
    <body>{_paragraphs(told)}</body></html></inlineXML>
  </contentSet>
</newsItem>"""


def _element(name: str, text: str | None) -> str:
    return f"<{name}>{escape(text)}</{name}>" if text else ""


def _paragraphs(told: Telling) -> str:
    return "\n".join(f"<p>{escape(each)}</p>" for each in told.paragraphs)


# ── NITF ──────────────────────────────────────────────────────────────────────────────────────────


def nitf(tellings: Sequence[Telling]) -> bytes:
    """One NITF 3.5 document."""
    (told,) = tellings
    status = "embargoed" if told.embargo and told.status == "usable" else told.status
    release = told.embargo_until or told.created_at
    released = UNREADABLE if told.is_sealed else _basic(release)
    order = f' management-doc-idref="{told.kills}" management-idref-status="killed"' if told.kills else ""
    note = f'<ed-msg info="{escape(told.note)}"/>' if told.note else ""
    key = f'<du-key key="{escape(told.slugline)}" version="{told.number}"/>' if told.slugline else ""
    keywords = f'<key-list><keyword key="{escape(told.keyword)}"/></key-list>' if told.keyword else ""
    return f"""\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE nitf SYSTEM "http://www.nitf.org/IPTC/NITF/3.5/specification/dtd/nitf-3-5.dtd">
<nitf version="-//IPTC//DTD NITF 3.5//EN" xml:lang="en">
  <head>
    <title>{escape(told.headline)}</title>
    <docdata management-status="{status}"{order}>
      <doc-id id-string="{told.guid}" regsrc="gull.example"/>
      <urgency ed-urg="4"/>
      <date.issue norm="{_basic(told.created_at)}"/>
      <date.release norm="{released}"/>
      <doc.copyright holder="Gull" year="2026"/>
      {key}{note}{keywords}
    </docdata>
  </head>
  <body>
    <body.head>
      <hedline><hl1>{escape(told.headline)}</hl1></hedline>
      {_element("byline", told.byline)}
      <dateline><location>{TOWN}</location></dateline>
    </body.head>
    <body.content>{_paragraphs(told)}</body.content>
  </body>
</nitf>
""".encode()


def _basic(instant: datetime) -> str:
    return f"{instant:%Y%m%dT%H%M%S}Z"


# ── NewsML 1.2 ────────────────────────────────────────────────────────────────────────────────────


def newsml_1(tellings: Sequence[Telling]) -> bytes:
    """One NewsML 1.2 document with an item for each telling."""
    items = "\n".join(map(_news_item_1, tellings))
    sent = _basic(max(each.created_at for each in tellings))
    return f"""\
{_DECLARATION}<!DOCTYPE NewsML PUBLIC "urn:newsml:iptc.org:20021018:NewsMLv1.2:1" "http://www.iptc.org/std/NewsML/1.2/specification/NewsML_1.2.dtd">
<NewsML Version="1.2">
  <Catalog Href="http://www.iptc.org/std/catalog/catalog.IptcMasterCatalog.xml"/>
  <NewsEnvelope><DateAndTime>{sent}</DateAndTime><Priority FormalName="4"/></NewsEnvelope>
{items}
</NewsML>
""".encode()


def _news_item_1(told: Telling) -> str:
    _, _, provider, day, name = told.guid.split(":")
    status = "Embargoed" if told.embargo and told.status == "usable" else told.status.capitalize()
    until = "" if told.embargo_until is None else _basic(told.embargo_until)
    change = (
        f'<StatusWillChange><FutureStatus FormalName="Usable"/><DateAndTime>{until}</DateAndTime></StatusWillChange>'
    )
    order = f'<AssociatedWith FormalName="Kills" NewsItem="{told.kills}"/>' if told.kills else ""
    note = (
        f'<NewsLine><NewsLineType FormalName="EditorialNote"/><NewsLineText>{escape(told.note)}</NewsLineText></NewsLine>'
        if told.note
        else ""
    )
    return f"""\
  <NewsItem>
    <Identification>
      <NewsIdentifier>
        <ProviderId>{provider}</ProviderId><DateId>{day}</DateId><NewsItemId>{name}</NewsItemId>
        <RevisionId PreviousRevision="{told.number - 1}" Update="N">{told.number}</RevisionId>
        <PublicIdentifier>{told.guid}:{told.number}</PublicIdentifier>
      </NewsIdentifier>
    </Identification>
    <NewsManagement>
      <NewsItemType FormalName="News"/>
      <FirstCreated>{_basic(told.created_at)}</FirstCreated>
      <ThisRevisionCreated>{_basic(told.created_at)}</ThisRevisionCreated>
      <Status FormalName="{status}"/>{change if until else ""}
      <Urgency FormalName="4"/>{order}
    </NewsManagement>
    <NewsComponent Essential="no" EquivalentsList="no" xml:lang="en">
      <NewsLines>
        <HeadLine>{escape(told.headline)}</HeadLine>
        {_element("ByLine", told.byline)}{_element("SlugLine", told.slugline)}{_element("KeywordLine", told.keyword)}{note}
      </NewsLines>
      <AdministrativeMetadata><Provider><Party FormalName="Gull"/></Provider></AdministrativeMetadata>
      <ContentItem>
        <MediaType FormalName="Text"/><Format FormalName="XHTML"/>
        <DataContent>{_paragraphs(told)}</DataContent>
      </ContentItem>
    </NewsComponent>
  </NewsItem>"""


# ── ninjs ─────────────────────────────────────────────────────────────────────────────────────────


def ninjs(tellings: Sequence[Telling]) -> bytes:
    """A ninjs 1.4 item alone; of several a list of them."""
    items = [_ninjs(each) for each in tellings]
    return json.dumps(items[0] if len(items) == 1 else {"items": items}, indent=1).encode()


def _ninjs(told: Telling) -> dict[str, object]:
    said = {
        "uri": told.guid,
        "type": "text",
        "pubstatus": told.status,
        "version": str(told.number),
        "versioncreated": told.created_at.isoformat(),
        "language": "en",
        "urgency": 4,
        "headline": told.headline,
        "slugline": told.slugline,
        "byline": told.byline,
        "ednote": told.note,
        "keywords": [told.keyword] if told.keyword else [],
        "located": TOWN,
        "usageterms": SAMPLE,
        "body_xhtml": _paragraphs(told),
        "embargoed": told.embargo,
        "associations": {"killed": {"uri": told.kills, "type": "text", "rel": "kills"}} if told.kills else {},
    }
    return {name: value for name, value in said.items() if value}


# ── Text wires ────────────────────────────────────────────────────────────────────────────────────

_WIDTH = 68
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")


def anpa(tellings: Sequence[Telling]) -> bytes:
    """One ANPA 1312 message. A version behind the first is a lead, a cancellation has KILL in its keyword line."""
    (told,) = tellings
    created, slug = told.created_at.astimezone(UTC), _keyword_line(told)
    lines = [
        f"\x16\x16\x01a{_message_number(told)}\x1fnatl-",
        f"r i\x13\x11 {slug.split(',')[0].lower()} {created:%m-%d} 0120",
        f"\x02^{slug},130<",
        *([f"^{_hold(told)}<"] if told.embargo else []),
        f"^{told.headline}<",
        *([f"^Eds: {told.note}<"] if told.note else []),
        *([f"^By {told.byline}="] if told.byline else []),
        *(line for each in _with_dateline(told) for line in _wrapped(each, "\t   ")),
        "\x03",
        f"GUL-PM-{created:%m-%d-%y %H%M}GMT<",
        "\x04",
    ]
    return "\r\n".join(lines).encode("ascii")


def iptc_7901(tellings: Sequence[Telling]) -> bytes:
    """One IPTC 7901 message."""
    (told,) = tellings
    created, slug = told.created_at.astimezone(UTC), _keyword_line(told)
    lines = [
        f"\x16\x16\x01gul{_message_number(told)} 4 pol 0120",
        "",
        slug,
        "\x02" + (f"({_hold(told)})" if told.embargo else "(Sample)"),
        *([f"({told.note})"] if told.note else []),
        told.headline + ("" if told.byline else " ="),
        *([f"By {told.byline} ="] if told.byline else []),
        "",
        *(line for each in _with_dateline(told) for line in (*_wrapped(each, ""), "")),
        f"\x03{created:%d%H%M} GMT {_MONTHS[created.month - 1]} {created:%y}",
        "\x04",
    ]
    return "\r\n".join(lines).encode("ascii")


def _message_number(told: Telling) -> str:
    return f"{told.created_at.hour * 60 + told.created_at.minute:04d}"


def _keyword_line(told: Telling) -> str:
    if told.status == "canceled":
        return f"{told.slugline}, KILL"
    ordinal = {1: "1st", 2: "2nd", 3: "3rd"}.get(told.number - 1, f"{told.number - 1}th")
    return told.slugline if told.number == 1 else f"{told.slugline}, {ordinal} Ld-Writethru"


def _hold(told: Telling) -> str:
    return f"Embargoed until {told.embargo}"


def _with_dateline(told: Telling) -> tuple[str, ...]:
    first, *others = told.paragraphs
    return (f"{TOWN.upper()} (GUL) - {first}", *others)


def _wrapped(text: str, indent: str) -> list[str]:
    """Lines as narrow as a wire's, the first one indented."""
    lines, line = [], indent
    for word in text.split():
        if len(line) + len(word) > _WIDTH:
            lines.append(line.rstrip())
            line = ""
        line += f"{word} "
    return [*lines, line.rstrip()]


FORMS = {
    "newsml-g2": Form(write=newsml_g2, suffix="xml", holds_several=True),
    "nitf": Form(write=nitf, suffix="nitf"),
    "newsml-1": Form(write=newsml_1, suffix="xml", holds_several=True),
    "ninjs": Form(write=ninjs, suffix="json", holds_several=True),
    "anpa": Form(write=anpa, suffix="anpa", has_guids=False),
    "iptc7901": Form(write=iptc_7901, suffix="txt", has_guids=False),
}
