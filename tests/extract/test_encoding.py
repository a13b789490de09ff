"""Bytes become the letters that were meant, whatever header and page claim."""

import pytest

from pipelines.extract.encoding import decode

TEXTS = {
    "ru": "<p>Министр иностранных дел заявил, что переговоры продолжатся в Стамбуле. «Мы готовы», — сказал он. Ещё день, США и ЕС.</p>",
    "uk": "<p>Президент заявив, що зустріч відбудеться. «Ми готові», — сказав він. Її об’єкт є в Києві, ООН і ґанок.</p>",
    "tr": "<p>Dışişleri Bakanı görüşmelerin İstanbul'da süreceğini söyledi. Ateşkes için çağrı yaptı, ülkenin doğusunda</p>",
    "de": "<p>Außenminister Müller sagte, die Gespräche würden fortgeführt. Für „Frieden“ – übermäßig größer und schön</p>",
    "fr": "<p>Le président a déclaré à l’Élysée que les négociations étaient très avancées, voilà où ça mène.</p>",
    "pl": "<p>Minister powiedział, że rozmowy będą kontynuowane. Źródło: Łódź, święto, żółć, ćma, gęś</p>",
    "cs": "<p>Ministr zahraničí řekl, že jednání budou pokračovat. Příliš žluťoučký kůň úpěl, město, včera</p>",
}
ENCODINGS = {
    "ru": ["utf-8", "windows-1251", "koi8-r", "iso8859-5", "cp866", "utf-16-le", "utf-16-be"],
    "uk": ["utf-8", "windows-1251", "koi8-u"],
    "tr": ["utf-8", "windows-1254"],
    "de": ["utf-8", "windows-1252"],
    "fr": ["utf-8", "windows-1252"],
    "pl": ["utf-8", "windows-1250", "iso8859-2"],
    "cs": ["utf-8", "windows-1250"],
}
CASES = [(language, encoding) for language, encodings in ENCODINGS.items() for encoding in encodings]


@pytest.mark.parametrize("claim", [None, "right", "utf-8", "iso-8859-1"])
@pytest.mark.parametrize(("language", "encoding"), CASES)
def test_letters_survive_any_claim(language, encoding, claim):
    body = TEXTS[language].encode(encoding, "xmlcharrefreplace")
    charset = encoding if claim == "right" else claim
    assert decode(body, charset and f"text/html; charset={charset}") == body.decode(encoding)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_wins(encoding):
    text = "<p>Її світ</p>"
    assert decode(text.encode(encoding), "text/html; charset=windows-1251") == text


def test_a_meta_element_names_the_encoding():
    text = '<meta charset="euc-kr"><p>회담이 이스탄불에서 재개되었다</p>'
    assert decode(text.encode("euc-kr"), None) == text


def test_a_meta_element_counts_however_late_it_stands():
    text = f"<script>{'x' * 20_000}</script><meta charset='euc-kr'><p>회담이 이스탄불에서 재개되었다</p>"
    assert decode(text.encode("euc-kr"), "text/html") == text


def test_one_damaged_byte_does_not_change_the_encoding():
    text = TEXTS["uk"] * 3
    body = text.encode()
    damaged = body[:100].decode("utf-8", "ignore").encode() + b"\xff" + body[100:]
    assert decode(damaged, None).replace("�", "")[:40] == text[:40]
    assert "Києві" in decode(damaged, None)


def test_halves_of_surrogate_pairs_are_left_out():
    assert decode("мир\ud800 і тиша".encode("utf-8", "surrogatepass"), None) == "мир і тиша"


@pytest.mark.parametrize("label", ["no-such", "utf-7", "idna", "base64", "x" * 40, "utf-16"])
def test_a_claim_that_cannot_be_is_ignored(label):
    assert decode("Ще не вмер".encode("windows-1251"), f"text/html; charset={label}") == "Ще не вмер"
