"""Right words or a refusal, whatever header and declaration claim."""

import itertools

import pytest

from pipelines.parse.charset import decode

TEXTS = {
    "ru": (
        "Переговоры о прекращении огня возобновились в Стамбуле",
        "Делегации обсудили обмен пленными. «Встреча прошла конструктивно», заявил глава делегации.",
        ("windows-1251", "koi8-r", "iso-8859-5", "cp866", "utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"),
    ),
    "uk": (
        "Переговори про припинення вогню відновилися у Стамбулі",
        "Сторони обговорили обмін полоненими; її пропозиція є відкритою, наступна зустріч ще не призначена.",
        ("windows-1251", "koi8-u", "iso-8859-5", "utf-8", "utf-16-le", "utf-32-be"),
    ),
    "tr": (
        "İstanbul'da ateşkes görüşmeleri yeniden başladı",
        "Heyetler esir takasını görüştü; Dışişleri Bakanlığı bir karar alınmadığını bildirdi.",
        ("windows-1254", "iso-8859-9", "utf-8", "utf-16-be"),
    ),
    "pl": (
        "Rozmowy o zawieszeniu broni wznowione w Stambule",
        "Żadnych decyzji nie podjęto, następne spotkanie ma się odbyć później – poinformował rzecznik.",
        ("windows-1250", "iso-8859-2"),
    ),
}
CLAIMS = (None, "utf-8", "iso-8859-1", "windows-1252", "windows-1251", "koi8-r", "us-ascii", "utf-16", "bogus-9")
CASES = [(language, codec) for language, (_, _, codecs) in TEXTS.items() for codec in codecs]


@pytest.mark.parametrize(("language", "codec"), CASES)
def test_right_words_whatever_is_claimed(language, codec, parsed):
    title, summary, _ = TEXTS[language]
    for declared, header, text in itertools.product((*CLAIMS, codec), (*CLAIMS, codec), (summary, "")):
        declaration = f"<?xml version='1.0' encoding='{declared}'?>" if declared else ""
        feed = f"{declaration}<rss version='2.0'><channel><item><title>{title}</title><description>{text}</description></item></channel></rss>"
        content_type = f"text/xml; charset={header}" if header else "text/xml"
        item = parsed(feed.encode(codec, "replace"), content_type=content_type).items[0]
        assert item.title == title, (declared, header)


def test_a_good_utf_8_survives_a_wrong_header(parsed):
    feed = "<rss version='2.0'><channel><item><title>Київ — Анкара</title></item></channel></rss>"
    document = parsed(feed, content_type="application/xml; charset=windows-1251")
    assert document.items[0].title == "Київ — Анкара"
    assert document.flags == ("encoding_overridden",)


def test_a_cut_sequence_costs_one_character(parsed):
    whole = "Президент прибув на переговори, делегації чекають на зустріч".encode()
    feed = b"<rss version='2.0'><channel><item><title>" + whole[:-1] + b"</title></item></channel></rss>"
    document = parsed(feed)
    assert document.items[0].title == "Президент прибув на переговори, делегації чекають на зустріч"[:-1] + "\ufffd"
    assert document.flags == ("encoding_damaged",)


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_wide_encodings_are_told_by_their_zero_bytes(codec, parsed, refused):
    feed = (
        "Warning: cache is stale\n<rss version='2.0'><channel><item><title>příští kolo</title></item></channel></rss>"
    )
    assert parsed(feed.encode(codec)).items[0].title == "příští kolo"
    assert refused(feed.encode() * 3 + feed.encode(codec)) == "bad_encoding"


def test_a_few_damaged_characters_do_not_unmake_utf_8(parsed):
    feed = (
        "<rss version='2.0'><channel><item><title>Příští kolo rozhovorů začne až v září</title></item></channel></rss>"
    )
    document = parsed(feed.encode().replace("ů".encode(), b"\xc5<br>\xaf"))
    assert document.items[0].title == "Příští kolo rozhovor\ufffd \ufffd začne až v září"


def test_stray_bytes_cost_no_feed(parsed):
    feed = b"<rss version='2.0'><channel><item><title>Ta\xff\xfelks open</title></item></channel></rss>"
    document = parsed(feed)
    assert (document.items[0].title, document.flags) == ("Ta\ufffd\ufffdlks open", ("encoding_damaged",))


@pytest.mark.parametrize("word", ["café", "Zürich", "It’s “on”", "£ 5", "5 °C", "€ 5"])
def test_undeclared_letters_are_the_webs_default(word, parsed):
    feed = f"<rss version='2.0'><channel><item><title>{word}</title></item></channel></rss>".encode("cp1252")
    assert parsed(feed).items[0].title == word


@pytest.mark.parametrize(
    ("word", "codec"), [("Київ чекає", "cp1251"), ("Україна", "koi8-u"), ("görüşme: ateşkes", "cp1254")]
)
def test_undeclared_words_are_not(word, codec, parsed):
    feed = f"<rss version='2.0'><channel><item><title>{word}</title></item></channel></rss>".encode(codec)
    assert parsed(feed).items[0].title == word


def test_a_sign_of_money_is_no_letter(parsed):
    feed = "<rss version='2.0'><channel><item><title>A £“test”</title></item></channel></rss>".encode("cp1252")
    assert parsed(feed, content_type="text/xml; charset=windows-1252").items[0].title == "A £“test”"


@pytest.mark.parametrize("codec", ["cp037", "cp500", "cp1140"])
def test_ebcdic_needs_its_declaration(codec, parsed):
    feed = f"<?xml version='1.0' encoding='{codec}'?><rss version='2.0'><channel><item><title>[é]</title></item></channel></rss>"
    assert parsed(feed.encode(codec)).items[0].title == "[é]"


@pytest.mark.parametrize("name", ["utf-7", "UTF7", "utf_7"])
def test_utf_7_is_refused(name, refused):
    feed = f"<?xml version='1.0' encoding='{name}'?><rss version='2.0'><channel><title>+BB8-</title></channel></rss>"
    assert refused(feed.replace("_", "-")) == "not_a_feed"
    assert refused("+ADw-rss version=+ACI-2.0+ACI-+AD4-") == "not_a_feed"


def test_codecs_that_are_no_encoding_are_not_asked():
    assert decode("<rss>é</rss>".encode(), "text/xml; charset=zip").codec == "utf-8"
    assert decode(b"<rss>x</rss>", "text/xml; charset=rot13").text == "<rss>x</rss>"


def test_bytes_in_no_encoding_are_refused():
    noise = bytes(range(128, 256)) * 40
    assert decode(b"<rss>" + noise + b"</rss>", None) is None
