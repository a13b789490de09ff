"""The condition that a statement depends on, as the text has it: two sentences in each language, and words that only look so."""

from datetime import UTC, datetime

import pytest

PUBLISHED = datetime(2025, 5, 20, 12, tzinfo=UTC)

CONDITIONS = [
    ("en", "If Russia agrees to a ceasefire, Ukraine will stop firing, Zelenskyy said on Monday.",
     "If Russia agrees to a ceasefire"),
    ("en", "Lavrov said Russia would halt its attacks if Ukraine withdraws from Donetsk, Luhansk and Kherson, but gave no date.",
     "if Ukraine withdraws from Donetsk, Luhansk and Kherson"),
    ("uk", "«Якщо Росія погодиться на перемир'я, Україна припинить вогонь», — заявив Зеленський.",
     "Якщо Росія погодиться на перемир'я"),
    ("uk", "Песков заявив, що Росія припинить удари, якщо Україна виведе війська з Донецька.",
     "якщо Україна виведе війська з Донецька"),
    ("ru", "«Если Россия согласится на перемирие, Украина прекратит огонь», — заявил Зеленский.",
     "Если Россия согласится на перемирие"),
    ("ru", "Лавров заявил, что Россия готова к перемирию при условии, что Украина откажется от вступления в НАТО.",
     "при условии, что Украина откажется от вступления в НАТО"),
    ("tr", 'Zelenskıy, "Rusya ateşkesi kabul ederse Ukrayna ateşi keser" dedi.', "Rusya ateşkesi kabul ederse"),
    ("tr", "Peskov, eğer Ukrayna birliklerini Donetsk'ten çekerse Rusya'nın saldırıları durduracağını söyledi.",
     "eğer Ukrayna birliklerini Donetsk'ten çekerse"),
    ("de", "Selenskyj sagte, die Ukraine werde das Feuer einstellen, wenn Russland der Waffenruhe zustimme.",
     "wenn Russland der Waffenruhe zustimme"),
    ("de", "Merz hat mit neuen Sanktionen gegen Russland gedroht, falls Putin nicht einlenkt.",
     "falls Putin nicht einlenkt"),
    ("fr", "« Si la Russie accepte le cessez-le-feu, l'Ukraine arrêtera les combats », a déclaré Zelensky.",
     "Si la Russie accepte le cessez-le-feu"),
    ("fr", "Lavrov a déclaré que la Russie arrêterait ses frappes si l'Ukraine retirait ses troupes de Donetsk.",
     "si l'Ukraine retirait ses troupes de Donetsk"),
    ("pl", "„Jeśli Rosja zgodzi się na rozejm, Ukraina wstrzyma ogień”, powiedział Zełenski.",
     "Jeśli Rosja zgodzi się na rozejm"),
    ("pl", "Pieskow oświadczył, że Rosja wstrzyma ataki, jeżeli Ukraina wycofa wojska z Doniecka.",
     "jeżeli Ukraina wycofa wojska z Doniecka"),
    ("cs", "„Pokud Rusko souhlasí s příměřím, Ukrajina zastaví palbu,“ řekl Zelenskyj.",
     "Pokud Rusko souhlasí s příměřím"),
    ("cs", "Peskov uvedl, že Rusko zastaví útoky, stáhne-li Ukrajina vojska z Doněcka.",
     "stáhne-li Ukrajina vojska z Doněcka"),
]  # fmt: skip

UNCONDITIONAL = [
    ("en", "Zelenskyy said Ukraine would hold its fire even if Russia attacked."),
    ("en", "Zelenskyy was asked if Russia had agreed. “Ukraine is ready for a ceasefire,” he said."),
    ("ru", "Зеленский заявил, что Украина соблюдает перемирие, даже если Россия наносит удары."),
    ("tr", "Zelenskıy, Bursa'da yaptığı konuşmada Fransa'nın ateşkes için desteğine teşekkür etti."),
    ("de", "Selenskyj sagte, die Ukraine halte die Waffenruhe ein, auch wenn Russland angreife."),
    ("fr", "Zelensky a déclaré que la trêve est si fragile que l'Ukraine attend."),
    ("cs", "„Příměří platí, i kdyby Rusko útočilo,“ řekl Zelenskyj."),
]


def statements(tagger, language, text, title=""):
    return tagger.tag(title=title, text=text, language=language, published_at=PUBLISHED).statements


@pytest.mark.parametrize(("language", "text", "condition"), CONDITIONS)
def test_a_statement_tells_what_it_depends_on(tagger, language, text, condition):
    assert [each.condition for each in statements(tagger, language, text)] == [condition]


@pytest.mark.parametrize(("language", "text"), UNCONDITIONAL)
def test_an_even_if_or_a_whether_is_no_condition(tagger, language, text):
    found = statements(tagger, language, text)
    assert found
    assert [each.condition for each in found] == [None] * len(found)


def test_a_condition_beside_the_statement_is_its_own_and_no_other_ones(tagger):
    text = (
        "Putin said Russia would stop if Ukraine withdraws from Donetsk. Zelenskyy rejected the proposal for a ceasefire. "
        "If Moscow attacks, he said, “we will ask for sanctions.”"
    )
    first, second, third = statements(tagger, "en", text)
    assert (first.condition, second.condition) == ("if Ukraine withdraws from Donetsk", None)
    assert (third.is_quote, third.condition) == (True, "If Moscow attacks")


def test_what_happens_on_a_condition_was_not_said_or_agreed(tagger):
    found = statements(tagger, "en", "If Russia agrees to a ceasefire, Ukraine will stop firing, Zelenskyy said.")
    assert [each.speaker for each in found] == ["zelenskyy"]


def test_the_condition_is_written_as_the_stored_text_has_it(tagger):
    text = "“If Moscow’s\u00a0army leaves, we will sign the ceasefire,” Zelenskyy said of Russia."
    (found,) = statements(tagger, "en", text)
    assert found.condition == "If Moscow’s\u00a0army leaves"
    assert found.condition in text
