"""Text that somebody misread is told from text in every language, and from text about it."""

import pytest

from pipelines.extract import extract
from pipelines.extract.garbled import garbled
from pipelines.records import Reason

TEXTS = {
    "en": "The café’s owner, Zoë Müller, said: “We’re open – come in”. The naïve fiancé paid €5 for a crème brûlée…",
    "uk": "Президент сказав, що в Анкарі говорили про обмін. Різдво зустріли в Києві. Рік тому Сірий їхав із Рівного, а Сім’я Рєпіних — із Сєвєродонецька: «Її ґанок є».",
    "ru": "Переговоры в Стамбуле продолжились. Рёв моторов и Сёмга №5 — «всё», сказал он. МИД РФ, СССР и США ответили.",
    "tr": "Dışişleri Bakanı görüşmelerin İstanbul'da süreceğini söyledi. “ÖZGÜRLÜĞÜ” çağrısı: ateşkes, ülkenin doğusunda.",
    "de": "Außenminister Müller sagte, die Gespräche würden fortgeführt. „MENÜ“, „TÜR“ und „FRÜH“ – übermäßig größer.",
    "fr": "À l’Élysée, « LIBERTÉ » et «ÉGALITÉ»… Le président a déclaré : «C’est passé…» – voilà où ça mène, naïf Noël.",
    "pl": "Minister powiedział, że rozmowy będą kontynuowane. „ŹRÓDŁO”: Łódź, święto, żółć, ćma, gęś – i „ŚWIĘTOŚĆ”.",
    "cs": "Ministr řekl, že jednání budou pokračovat. „PŘÍLIŠ“ žluťoučký kůň úpěl ďábelské ódy… „ŽIVOTŮ“ město, včera.",
}
MISREADINGS = [
    (language, "utf-8", wrong)
    for language, wrong in [
        ("uk", "cp1251"), ("uk", "cp1252"), ("uk", "latin-1"), ("ru", "cp1251"),
        ("ru", "latin-1"), ("ru", "cp866"), ("tr", "cp1252"), ("tr", "cp1254"), ("de", "cp1252"), ("de", "latin-1"), ("fr", "cp1252"),
        ("pl", "cp1252"), ("pl", "latin-1"), ("cs", "cp1252"), ("cs", "latin-1"),
    ]
] + [("uk", "cp1251", "cp1252"), ("ru", "cp1251", "latin-1"), ("ru", "koi8-r", "cp1251"), ("uk", "koi8-u", "cp1251")]  # fmt: skip


def misread(language, right, wrong):
    return TEXTS[language].encode(right, "ignore").decode(wrong, "ignore")


@pytest.mark.parametrize("language", TEXTS)
def test_letters_are_letters(language):
    assert garbled(TEXTS[language]) is None
    assert garbled(TEXTS[language].upper()) is None


@pytest.mark.parametrize(("language", "right", "wrong"), MISREADINGS)
def test_what_is_garbled(document, language, right, wrong):
    text = misread(language, right, wrong)
    assert garbled(text) is not None
    body = (
        f"<html><head><meta charset=utf-8><title>x</title></head><body><h1>x</h1>{f'<p>{text}</p>' * 3}</body></html>"
    )
    assert extract(document(body.encode())).reason == Reason.BAD_ENCODING


def test_letters_that_were_lost():
    assert garbled(TEXTS["uk"].replace("і", "\ufffd")) is not None
    assert garbled(TEXTS["uk"] * 5 + "\ufffd") is None


@pytest.mark.parametrize("language", TEXTS)
def test_a_quotation_of_garbled_words_is_none(language):
    quoted = "The subtitle read “Ð¿Ñ€Ð¸” for two minutes."
    assert garbled(TEXTS[language] * 8 + quoted) is None
