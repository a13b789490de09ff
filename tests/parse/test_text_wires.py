"""IPTC 7901 and ANPA 1312: what a message says, several in a file, odd charsets, kills, embargoes, hostile bytes."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.parse import parse
from pipelines.parse.document import MAX_BYTES
from pipelines.records import Document, Format, Item, ItemStatus, ParsedDocument, Reason, Rejected, WireProfile

RECEIVED = datetime(2025, 5, 16, 15, 0, tzinfo=UTC)


def read(body: bytes, **more: Any) -> ParsedDocument | Rejected:
    return parse(Document(document_id="d", source_id="wire", body=body, **more))


def items_of(body: bytes, **more: Any) -> tuple[Item, ...]:
    parsed = read(body, **more)
    assert isinstance(parsed, ParsedDocument), parsed
    return parsed.items


def one(body: bytes, **more: Any) -> Item:
    (item,) = items_of(body, **more)
    return item


def iptc(
    heading: str,
    story: str,
    *,
    header: str = "hwd0123 3 pl 230  hwd 0456",
    slug: str = "Hafen/Verhandlungen/",
    sent: str = "161405 GMT Mai 25",
    codec: str = "utf-8",
) -> bytes:
    text = f"\x01{header}\n\n{slug}\n\x02{heading}\n\n{story}\n\x03\n{sent}\n\x04\n"
    return text.replace("\n", "\r\n").encode(codec)


def anpa(
    head: str,
    story: str,
    *,
    first: str = "a0123\x1f-----",
    second: str = "u i\x13\x11 bc-harbour-talks     05-16 0456",
    sent: str = "HW-WF-05-16-25 1405GMT<",
) -> bytes:
    lines = [f"\x16\x16\x01{first}", second, f"\x02{head}", story, f"\x03{sent}", "\x04"]
    return "\n".join(lines).replace("\n", "\r\n").encode("latin-1")


STORY = """Genf (hwd) - Im Streit um den Hafen haben beide Seiten am Freitag ihre
Gespräche wieder aufgenommen. Ein Ergebnis wird nicht vor Sonntag
erwartet.

Die Vermittler zeigten sich zuversichtlich.

# Notizblock

## Redaktionelle Hinweise
- Neu: Vermittler im zweiten Absatz

## Internet
- [Mitteilung](https://hafen.example/1)

* * * *
Die folgenden Informationen sind nicht zur Veröffentlichung bestimmt

## Kontakte
- Autorin: Mia Muster, +49 30 000

hwd mm xx"""


def test_iptc7901_story() -> None:
    item = one(iptc("1ST LEAD\nGespräche über den Hafen gehen weiter\nVon Mia Muster, hwd =", STORY), traced=True)
    assert item.guid == "iptc7901:hwd:2025-05-16:hafen/verhandlungen"
    assert item.title == "Gespräche über den Hafen gehen weiter"
    assert item.text == (
        "Genf (hwd) - Im Streit um den Hafen haben beide Seiten am Freitag ihre Gespräche wieder aufgenommen."
        " Ein Ergebnis wird nicht vor Sonntag erwartet.\n\nDie Vermittler zeigten sich zuversichtlich."
    )
    assert (item.slugline, item.keywords) == ("Hafen/Verhandlungen", ("Hafen", "Verhandlungen"))
    assert (item.byline, item.authors) == ("Von Mia Muster, hwd", ("Mia Muster",))
    assert (item.dateline, item.located, item.provider) == ("Genf (hwd)", "Genf", "hwd")
    assert (item.urgency, item.subjects) == (3, ("iptc7901:pl",))
    assert item.published_at == item.updated_at == datetime(2025, 5, 16, 14, 5, tzinfo=UTC)
    assert (item.cues, item.version) == (("lead:1",), "2")
    assert item.editorial_note == "Neu: Vermittler im zweiten Absatz"
    places = dict(item.places)
    assert (places["title"], places["slugline"], places["text"]) == ("line 5", "line 3", "line 8")
    assert places["published_at"] == "line 30"


def test_iptc7901_without_control_characters() -> None:
    framed = iptc("Talks go on\nBy Mia Muster =", "Geneva (hwd) - Talks go on.\n\nThey will not end soon.")
    bare = framed.translate(None, b"\x01\x02\x03\x04")
    assert one(bare) == one(framed)


def test_iptc7901_padding_and_headline_without_a_sign() -> None:
    body = b"\x7f\x7f\r\n\x7f\x01swx037 4 su 174\r\n\r\nPort\r\n\x00\x02Talks go on\r\n\r\nGeneva (swx) Talks go on\r\nfor long.\r\n"
    item = one(body + b"\x03\r\n161605 mai 25\x04", time_zone="Europe/Zurich")
    assert (item.title, item.slugline, item.text) == ("Talks go on", "Port", "Geneva (swx) Talks go on for long.")
    assert item.published_at == datetime(2025, 5, 16, 14, 5, tzinfo=UTC)
    assert "date_without_zone" in item.flags


def test_iptc7901_extended_header_and_telex_frame() -> None:
    body = b"ZCZC kxn014 4 pl 171 vvvvb KXN 250516-89-00065#2\nPort/Talks\n\nTalks go on=\nBonn (KXN) They go on.\n\nNNNN\n"
    item = one(body)
    assert (item.title, item.slugline, item.provider) == ("Talks go on", "Port/Talks", "KXN")
    assert (item.located, item.text, item.published_at) == ("Bonn", "Bonn (KXN) They go on.", None)


def test_telex_with_marks_and_a_list() -> None:
    marks = b"ZCZC HWD\n$J\n:Harbour\n^Arrivals today\n*X\nShips that came:\nOcean Maid 58.0\nSea Hawk 57.0\nNNNN\n"
    item = one(marks, received_at=RECEIVED)
    assert (item.title, item.slugline, item.subjects) == ("Arrivals today", "Harbour", ("iptc7901:j",))
    assert item.text == "Ships that came:\nOcean Maid 58.0\nSea Hawk 57.0"
    assert item.guid == "iptc7901:hwd:2025-05-16:harbour"
    assert item.published_at is None


CARETS = """^BC-Harbour Talks,1st Ld-Writethru,0456<
^``Hard work'': harbour talks go on<
^HW Photo HWX101, HWX102<
^(Eds: Updates with mediators. With HW Photos.)<
^Both sides talk again _ for the fifth day.<
^By MIA MUSTER=
^Harbour Writer="""


def test_anpa_story() -> None:
    story = "\t   GENEVA (HW) _ Talks about the harbour\nwent on.\n \n\t   ``We work,'' she said.\n\t   ___\n\t   Notes below."
    item = one(anpa(CARETS, story), traced=True)
    assert item.guid == "anpa:hw:2025-05-16:bc-harbour talks"
    assert item.title == "“Hard work”: harbour talks go on"
    assert item.summary == "Both sides talk again — for the fifth day."
    assert item.text == "GENEVA (HW) — Talks about the harbour went on.\n\n“We work,” she said.\n\nNotes below."
    assert item.slugline == "BC-Harbour Talks, 1st Ld-Writethru"
    assert (item.byline, item.authors, item.located) == ("By MIA MUSTER", ("MIA MUSTER",), "GENEVA")
    assert item.editorial_note == "Updates with mediators. With HW Photos."
    assert (item.urgency, item.subjects, item.provider) == (3, ("anpa:i",), "HW")
    assert (item.cues, item.version) == (("writethru:1",), "2")
    assert item.published_at == datetime(2025, 5, 16, 14, 5, tzinfo=UTC)
    assert dict(item.places)["title"] == "line 4"


@pytest.mark.parametrize(("letter", "urgency"), [("f", 1), ("b", 2), ("u", 3), ("r", 4), ("d", 6)])
def test_anpa_priority(letter: str, urgency: int) -> None:
    item = one(anpa("^BC-Talks<\n^Talks<", "\tText.", second=f"{letter} i\x13\x11 BC-Talks  05-16 0456"))
    assert item.urgency == urgency


def test_anpa_table() -> None:
    head = "^BC-Harbour Glance<\n^Harbour Standings=\n^All Times EDT=\n^By The Harbour Wire=\n^EAST="
    rows = "^;W;L;Pct\n\x08Geneva;23;13;.639\n\x08Bonn;6;3{;.475\n\t   ___=\n^Sunday's Games=\n\t   Geneva 4, Bonn 2"
    item = one(anpa(head, rows, second="r s\x13\x12 BC-HarbourGlance     05-16 "))
    assert item.title == "Harbour Standings"
    assert item.text == (
        "All Times EDT\n\nEAST\n\nW | L | Pct\nGeneva | 23 | 13 | .639\nBonn | 6 | 3½ | .475"
        "\n\nSunday's Games\n\nGeneva 4, Bonn 2"
    )


def test_anpa_without_carets_keyword_first() -> None:
    body = (
        b"\x01a0105HARBOR\x1fhaha-\r\nr i\x13\x12 BC-Harbor-Talk   09-12 0344\r\n\x02BC-Harbor-Talks\r\n"
        b"Talks about the harbor go on, mediators hope for\r\nSunday+\r\n     GENEVA, Dec. 9 Harbor - Talks about the harbor\r\n"
        b"went on Friday.\r\n     They end soon.\r\n==Harbor\r\n\x03HBS-21:37-09-12-24\r\n"
    )
    item = one(body, time_zone="Asia/Tokyo")
    assert item.title == "Talks about the harbor go on, mediators hope for Sunday"
    assert item.slugline == "BC-Harbor-Talks"
    assert item.text == "GENEVA, Dec. 9 Harbor - Talks about the harbor went on Friday.\n\nThey end soon."
    assert (item.located, item.published_at) == ("GENEVA", datetime(2024, 12, 9, 12, 37, tzinfo=UTC))


def test_anpa_without_carets_headline_first() -> None:
    head = "Harbour talks go on after a week of delay\nHarbour Talks 2nd Ld\nEmbargo Content. Timestamp: 2025-05-16T18:00:00+00:00"
    body = anpa(
        f"{head}\nEds: adds quotes\nBy Mia Muster",
        "   GENEVA, May 16 HWA - Talks went on.\n   They end soon.\n\nHWA mm",
        first="a0001",
        sent="16-05-25 14-05-10",
    )
    item = one(body)
    assert (item.title, item.slugline) == ("Harbour talks go on after a week of delay", "Harbour Talks 2nd Ld")
    assert (item.editorial_note, item.authors) == ("adds quotes", ("Mia Muster",))
    assert item.text == "GENEVA, May 16 HWA - Talks went on.\n\nThey end soon."
    assert item.embargo_until == datetime(2025, 5, 16, 18, 0, tzinfo=UTC)
    assert (item.cues, item.provider) == (("lead:2",), "HWA")


def test_labelled_lines_of_the_head() -> None:
    head = "^Dollar-Markets, 7th Writethru@<\ncode:2<\n^INDEX: Economy, Business@<\n^HL:Markets rise as the harbour\nopens@<\n^By Mia Muster@<\n^THE HARBOUR PRESS@<"
    item = one(
        anpa(head, "\t   TORONTO _ Markets rose.<", second="r b\x13\x11 Dollar-Markets 7thWritethru TB06 16-05 0588")
    )
    assert (item.title, item.keywords) == ("Markets rise as the harbour opens", ("Economy", "Business"))
    assert (item.text, item.located, item.version) == ("TORONTO — Markets rose.", "TORONTO", "8")


def test_versions_share_a_guid_and_takes_do_not() -> None:
    slugs = ("BC-Talks", "BC-Talks,1st Ld-Writethru", "BC-Talks,2nd Ld", "BC-Talks,Take 2", "BC-Talks,1st Add")
    items = [one(anpa(f"^{slug},0456<\n^Talks<", "\tText.")) for slug in slugs]
    stem = "anpa:hw:2025-05-16:bc-talks"
    assert [item.guid for item in items] == [stem, stem, stem, f"{stem}:take2", f"{stem}:add1"]
    assert [item.version for item in items] == [None, "2", "3", None, None]


def test_kill_order_names_the_story_by_its_guid() -> None:
    story = one(anpa("^BC-Talks,0456<\n^Talks go on<", "\tGENEVA (HW) _ Talks went on."))
    note = "^Eds: MANDATORY KILL BC-Talks. The figures are wrong. A kill is mandatory.<"
    kill = one(anpa(f"^BC-Talks, KILL,0050<\n^Talks<\n{note}", "\tKill the story."))
    assert kill.is_advisory
    assert kill.status is ItemStatus.CANCELED
    assert story.guid in kill.kills
    assert kill.kill_names == ("BC-Talks",)
    assert not story.is_advisory
    assert story.status is ItemStatus.USABLE


def test_never_a_kill_by_a_word_in_a_body() -> None:
    item = one(
        anpa(
            "^BC-Talks,0456<\n^Road kill on the rise<", "\tMANDATORY KILL\n\tKILL: the story.\n\tEMBARGOED goods came."
        )
    )
    assert (item.is_advisory, item.kills, item.status) == (False, (), ItemStatus.USABLE)
    assert (item.embargo_until, item.embargo_unclear) == (None, False)


@pytest.mark.parametrize(
    ("line", "until"),
    [
        ("EMBARGOED UNTIL 1800 GMT 17 MAY", datetime(2025, 5, 17, 18, 0, tzinfo=UTC)),
        ("EMBARGOED until 18:00 GMT on Saturday, May 17, 2025", datetime(2025, 5, 17, 18, 0, tzinfo=UTC)),
        ("HOLD FOR RELEASE 6:30 p.m. EDT May 17", datetime(2025, 5, 17, 22, 30, tzinfo=UTC)),
        ("SPERRFRIST: 18. Mai 2025, 12 Uhr MESZ", datetime(2025, 5, 18, 10, 0, tzinfo=UTC)),
        ("Sperrfrist: 18.05.2025 12:00 Uhr", datetime(2025, 5, 18, 10, 0, tzinfo=UTC)),
        ("EMBARGOED UNTIL 2 JANUARY 0600 GMT", datetime(2026, 1, 2, 6, 0, tzinfo=UTC)),
        ("EMBARGOED", None),
        ("EMBARGOED UNTIL 1800 GMT", None),
        ("EMBARGOED UNTIL Sunday", None),
        ("HOLD FOR RELEASE 17 May", None),
        ("EMBARGOED UNTIL 32 MAY 1800 GMT", None),
        ("EMBARGOED 1800 or 1900 GMT 17 MAY", None),
    ],
)
def test_embargo(line: str, until: datetime | None) -> None:
    heading = iptc(f"({line})\nTalks go on =", "Geneva (hwd) - Talks go on.")
    first_line = anpa("^BC-Talks,0456<\n^Talks go on<", f"\t{line.upper()}\n\tText.")
    for item in (one(heading, time_zone="Europe/Berlin"), one(first_line, time_zone="Europe/Berlin")):
        assert (item.embargo_until, item.embargo_unclear) == (until, until is None), line
        assert item.title == "Talks go on"


def test_embargo_of_a_cue_without_a_time_holds() -> None:
    assert one(anpa("^BC-Talks,HOLD,0456<\n^Talks<", "\tText.")).embargo_unclear


@pytest.mark.parametrize(
    ("sent", "received", "expected"),
    [
        ("161405 MAY", RECEIVED, datetime(2025, 5, 16, 14, 5, tzinfo=UTC)),
        ("161405", RECEIVED, datetime(2025, 5, 16, 14, 5, tzinfo=UTC)),
        ("312350 DEC", datetime(2026, 1, 1, 0, 5, tzinfo=UTC), datetime(2025, 12, 31, 23, 50, tzinfo=UTC)),
        ("161405Z MAY 2025", None, datetime(2025, 5, 16, 14, 5, tzinfo=UTC)),
        ("161405 MAY", None, None),
        ("991405 MAY 25", RECEIVED, None),
    ],
)
def test_date_time_group(sent: str, received: datetime | None, expected: datetime | None) -> None:
    item = one(iptc("Talks go on =", "Text of it.", sent=sent), received_at=received)
    assert item.published_at == expected


GERMAN = "Für die Gespräche müssen größte Mühen übernommen werden, könnte es heißen. Für das Schöne wäre es früh."
RUSSIAN = "Переговоры о гавани продолжаются в Женеве, сообщили посредники в пятницу вечером. Стороны надеются на успех."


@pytest.mark.parametrize("codec", ["utf-8", "cp1252", "cp850", "cp437"])
def test_german_charsets(codec: str) -> None:
    assert one(iptc("Gespräche =", GERMAN, codec=codec)).text == GERMAN


@pytest.mark.parametrize("codec", ["cp1251", "koi8-r", "cp866", "iso8859-5", "utf-8"])
def test_russian_charsets(codec: str) -> None:
    body = iptc("Переговоры продолжаются =", RUSSIAN, slug="Harbour", sent="161405 GMT MAY 25", codec=codec)
    assert one(body).text == RUSSIAN
    named = WireProfile(profile_id="x", charset=codec)
    assert one(body, profile=named).title == "Переговоры продолжаются"


def test_seven_bit_alphabets() -> None:
    german = str.maketrans("ÄÖÜäöüß", "[\\]{|}~")
    assert one(iptc("Gespräche =".translate(german), GERMAN.translate(german), codec="ascii")).text == GERMAN
    swedish = "På fredag är det möte om hamnen. Också Åse får gå från Göteborg, för när det är så måste hon själv."
    body = iptc("Hamnen =", swedish.translate(str.maketrans("ÄÖÅäöå", "[\\]{|}")), codec="ascii")
    assert one(body).text == swedish
    french = WireProfile(profile_id="x", charset="iso646-fr")
    assert one(iptc("Le port =", "L{ d}bat.", codec="ascii"), profile=french).text == "Lé dèbat."
    code = "Set {x} and {y} | {z} here."
    assert one(iptc("Code =", code, codec="ascii")).text == code


def test_control_characters_inside_a_story() -> None:
    story = "Geneva\x1b(B (hwd) - \x0cty(8,9)\x0bTalks\x0e\x0f go on.\n\nPort\x1fShips\nBonn\x1f12\nGenf\x1f7\n\nEnd."
    assert (
        one(iptc("Talks =", story)).text == "Geneva (hwd) - Talks go on.\n\nPort | Ships\nBonn | 12\nGenf | 7\n\nEnd."
    )


def test_several_messages_in_a_file() -> None:
    first, second = iptc("Talks go on =", "First."), anpa("^BC-Port,0456<\n^Port opens<", "\tSecond.")
    parsed = read(first + second + b"\x01 nonsense\r\n\x02here\x03\r\n" + first.replace(b"First", b"Third"))
    assert isinstance(parsed, ParsedDocument)
    assert parsed.format is Format.IPTC7901
    assert [item.text for item in parsed.items] == ["First.", "Second.", "Third."]
    assert [each.reason for each in parsed.rejected] == [Reason.FEED_INVALID]
    bare = b"\n".join(each.translate(None, b"\x01\x02\x03\x04") for each in (first, first.replace(b"First", b"Third")))
    assert [item.text for item in items_of(bare)] == ["First.", "Third."]


def test_profile() -> None:
    profile = WireProfile(
        profile_id="x",
        provider="Hafendienst",
        language="de",
        urgencies=(("3", 1),),
        identity="number",
        fields=(("info_source", ("credit",)), ("title", ("keyword_line", "headline"))),
    )
    item = one(iptc("Gespräche =", "Genf (abc) - Text."), profile=profile)
    assert (item.provider, item.language, item.urgency) == ("Hafendienst", "de", 1)
    assert (item.info_source, item.title) == ("hwd", "Gespräche")
    assert item.guid == "iptc7901:hafendienst:2025-05-16:hwd0123"


@pytest.mark.parametrize(
    "body",
    [
        b"From: a@wire.example\nSubject: talks\nDate: Fri, 16 May 2025 14:05:00 +0000\n\nDear all,\n\nthe talks =\n",
        b"id,name\nabc1 3 i 20,4\n",
        b"abc123 4 pl 12 x\nabc124 4 pl 13 y\n",
        b"app0123 3 info 200 GET /\napp0124 3 info 200 GET /x\n",
        b"a1234 is a road.\nr z the end 05-16 0456\n",
        b"ZCZC is how telex messages began.\nNNNN is how they ended.\n",
        b"\x01\x02\x03 some binary \x01abc\x04",
        b"<html><body>\x01hwd0123 3 pl 230\r\n\x02Talks =\x03</body></html>",
        bytes(range(256)) * 40,
    ],
)
def test_other_files_are_no_wire(body: bytes) -> None:
    refused = read(body)
    assert isinstance(refused, Rejected)
    assert refused.reason in {Reason.NOT_A_FEED, Reason.BAD_ENCODING}


@pytest.mark.parametrize(
    "filling", [b"\x01", b"\n", b"\x08", b"a ", b" \t", b"<^", b"(", b"\xff", b"\x00", b"\x01a1 1 "]
)
def test_floods_take_linear_time(filling: bytes) -> None:
    head = b"\x01hwd0123 3 pl 230\r\nPort\r\n\x02"
    body = head + filling * (MAX_BYTES // 40 // len(filling))
    parsed = read(body)
    assert isinstance(parsed, ParsedDocument) or parsed.reason is Reason.TOO_LARGE


_PIECES = st.sampled_from(
    [
        b"\x01",
        b"\x02",
        b"\x03",
        b"\x04",
        b"\x1f",
        b"\x08",
        b"\r\n",
        b"\n",
        b"^",
        b"<",
        b"=",
        b" =",
        b"\t",
        b"   ",
        b"\xe4",
        b"hwd0123 3 pl 230",
        b"a0123\x1f-----",
        b"r i\x13\x11 BC-Talks  05-16 0456",
        b"ZCZC",
        b"NNNN",
        b"161405 MAY 25",
        b"BC-Talks,KILL",
        b"EMBARGOED UNTIL 1800 GMT",
        b"Eds: KILL",
        b"By X",
        b"GENEVA (HW) _ ",
        b"(",
        b")",
        b"HW-WF-13-45-99 9999GMT<",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(_PIECES, st.binary(max_size=6)), max_size=40))
def test_no_bytes_raise(pieces: list[bytes]) -> None:
    for head in (b"\x01hwd0123 3 pl 230\n", b"\x01a0123\x1f-----\nr i\x13\x11 BC-Talks  05-16 0456\n", b"ZCZC HWD\n"):
        parsed = read(head + b"".join(pieces), traced=True, received_at=RECEIVED)
        assert isinstance(parsed, ParsedDocument | Rejected)


HARBOUR_DAY = """HAF001 3 RES 0070 F KUSTE-0001
PORT/PECHE/
Les quais rouvrent ...

   BREMERHAVEN 16/05 (XAG-YAG) = Les quais du port rouvrent
vendredi.
./.CVN
161405 MAY 25
HAF002 3 GEN 0091 F KUSTE-0002 COR 703
PORT/
Une grue (RECTIFICATIF)

   EMDEN 16/05 (KUSTE) = Une grue est en panne.
VDH/FUL/
161407 MAY 25
"""


def test_iptc7901_of_a_day_with_strokes_and_end_signs() -> None:
    first, second = items_of(f"[16-MAY-25  00:00]\n\n{HARBOUR_DAY}".encode())
    assert (first.title, first.slugline, first.keywords) == ("Les quais rouvrent ...", "PORT/PECHE", ("PORT", "PECHE"))
    assert first.text == "BREMERHAVEN 16/05 (XAG-YAG) = Les quais du port rouvrent vendredi."
    assert (first.dateline, first.located) == ("BREMERHAVEN 16/05 (XAG-YAG)", "BREMERHAVEN")
    assert (first.provider, first.info_source, first.cues) == ("KUSTE", "XAG-YAG", ())
    assert (second.text, second.keywords) == ("EMDEN 16/05 (KUSTE) = Une grue est en panne.", ("PORT",))
    assert (second.provider, second.info_source, second.cues) == ("KUSTE", None, ("correction",))
    assert [item.published_at for item in (first, second)] == [
        datetime(2025, 5, 16, 14, minute, tzinfo=UTC) for minute in (5, 7)
    ]


def test_iptc7901_notes_over_several_lines() -> None:
    heading = (
        "(Berichtigung: Im zweiten Absatz wurde\ndas Jahr berichtigt.)\n(Bericht)\nDer Hafen öffnet\n"
        "Von Mia Muster, hwd\n(Foto Muster) ="
    )
    story = (
        "Die Kräne stehen noch still.\n\nGenf (hwd) - Der Hafen öffnet.\n\n# Notizblock\n\n## Internet\n"
        "- [Seite des Hafens mit\n  Plan](https://hafen.example/1)\n\n## Hinweise\n- Bilder folgen\n  am Abend\n\n"
        "hwd mm/su yy a3 löw"
    )
    item = one(iptc(heading, story))
    assert (item.title, item.byline, item.authors) == ("Der Hafen öffnet", "Von Mia Muster, hwd", ("Mia Muster",))
    assert item.editorial_note == (
        "Berichtigung: Im zweiten Absatz wurde das Jahr berichtigt. Bericht Foto Muster Bilder folgen am Abend"
    )
    assert item.cues == ("correction",)
    assert item.text == "Die Kräne stehen noch still.\n\nGenf (hwd) - Der Hafen öffnet."
    assert (item.dateline, item.located) == ("Genf (hwd)", "Genf")


def test_a_dateline_below_a_summary_is_that_of_the_agency() -> None:
    story = "Die Kräne stehen still.\n\nDer Chef (links) - ein Mann der Tat - schwieg.\n\nGenf (hwd) - Es geht los."
    assert one(iptc("Der Hafen öffnet =", story)).located == "Genf"
    assert one(iptc("Der Hafen öffnet =", story.replace("Genf (hwd) - ", ""))).dateline is None


def test_a_sign_off_of_the_agency_that_the_dateline_credits() -> None:
    story = "Genf (hwd/lgx) - Der Hafen öffnet.\n\nhwd koe yyno n1 sck"
    assert (
        one(iptc("Der Hafen =", story, header="nsb0001 4 vm 71  lgx 0001")).text == "Genf (hwd/lgx) - Der Hafen öffnet."
    )


def test_iptc7901_tables_between_strokes() -> None:
    rows = "| Freitag: |\n| Boot   | - | Kahn     | 2:1 (1:0) |\n| Jolle  | - | Schlepper | 0:1 (0:0) |"
    item = one(iptc("Regatta =", f"1. Lauf:\n\n{rows}\n\nMehr folgt."))
    assert item.text == (
        "1. Lauf:\n\nFreitag:\nBoot | - | Kahn | 2:1 (1:0)\nJolle | - | Schlepper | 0:1 (0:0)\n\nMehr folgt."
    )


def test_telex_with_other_marks() -> None:
    marks = b"ZCZC HWD\n%A\n#Harbour\n$Ships return to the harbour\n:(GENEVA)\n*16000000\n@GE\n~AM Service\nThey came.\nNNNN\n"
    item = one(marks, received_at=RECEIVED)
    assert (item.title, item.slugline) == ("Ships return to the harbour", "Harbour")
    assert (item.subjects, item.text) == (("subj:16000000",), "They came.")


def test_telex_with_a_slug_before_its_headline() -> None:
    item = one(b"ZCZC HWD000\nYY TDR\nROWING : Geneva FINALS Saturday\nWeather: Fine\n 1  Ocean Maid\nNNNN\n")
    assert (item.title, item.slugline) == ("Geneva FINALS Saturday", "ROWING")
    assert item.text == "Weather: Fine\n1 Ocean Maid"


def test_anpa_without_control_characters_keeps_its_footer_out_of_the_story() -> None:
    body = (
        b"a0123HWIRE\nu i bc-harbour-talks     05-16 0456\n^BC-Harbour Talks<\n^Talks go on<\n^By MIA MUSTER=\n"
        b"^HARBOUR WIRE=\n\t   GENEVA _ They go on.\n==Hwire\n14:05ET 16-05-25\n"
    )
    item = one(body)
    assert (item.text, item.provider) == ("GENEVA — They go on.", "HWIRE")
    assert (item.published_at, item.published_offset_minutes) == (datetime(2025, 5, 16, 18, 5, tzinfo=UTC), -240)
    assert one(body.replace(b"a0123HWIRE", b"a0123hw1")).provider == "HARBOUR WIRE"


def test_iptc7901_bullets_and_what_hangs_below_them() -> None:
    story = (
        "Am Quai der großen Schiffe wird am Samstagmorgen schon früh\n+ 0900 Konferenz\n+ 1000 Rundgang\n\n"
        "  * Bericht über den langen Weg der Kräne zum Hafen und\n    zurück\n  * Foto"
    )
    assert one(iptc("Vorschau =", story)).text == (
        "Am Quai der großen Schiffe wird am Samstagmorgen schon früh\n+ 0900 Konferenz\n+ 1000 Rundgang\n\n"
        "* Bericht über den langen Weg der Kräne zum Hafen und zurück\n\n* Foto"
    )
