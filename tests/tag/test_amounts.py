"""Amounts inside a statement: the noun as written as their unit; years, dates and times are none."""

from datetime import UTC, datetime

import pytest


def amounts(tagger, language, said):
    """Return the amounts of a statement about the talks, as written: value, unit, side."""
    lead, words = said
    tags = tagger.tag(
        title="", text=f"{lead} {words}", language=language, published_at=datetime(2025, 6, 4, tzinfo=UTC)
    )
    return [(each.value, each.unit, each.side) for one in tags.statements for each in one.amounts]


EN = "Ceasefire talks between Russia and Ukraine went on. Vladimir Medinsky said that"
CASES = [
    ("en", EN, "Russia would return 1,000 prisoners of war on each side.", [(1000, "prisoners", "each")]),
    ("en", EN, "four key regions belonged to Russia.", [(4, "regions", None)]),
    ("en", EN, "a 1,000-for-1,000 prisoner swap was agreed.", [(1000, "prisoner", "each")]),
    ("en", EN, "a 30-day truce would cost $1.5 billion and 12 percent of output.", [(30, "day", None), (1.5e9, "$", None), (12, "%", None)]),
    ("en", EN, "two hundred soldiers came home on May 16, 2025 at 10:30 since 2022.", [(200, "soldiers", None)]),
    ("en", EN, "seven Ukrainian children were returned.", [(7, "children", None)]),
    ("uk", "Переговори про припинення вогню між Росією та Україною тривають. Рустем Умєров заявив, що",
     "обмін відбудеться за формулою 1000 на 1000 полонених.", [(1000, "полонених", "each")]),
    ("uk", "Переговори про припинення вогню між Росією та Україною тривають. Рустем Умєров заявив, що",
     "тиша триватиме 30 днів, повернуть 1 200 тіл із чотирьох областей у 2025 році.",
     [(30, "днів", None), (1200, "тіл", None), (4, "областей", None)]),
    ("ru", "Переговоры о перемирии между Россией и Украиной идут. Владимир Мединский заявил, что",
     "передадут 6 тыс. тел и 5 млрд рублей до 16 мая.", [(6000, "тел", None), (5e9, "рублей", None)]),
    ("ru", "Переговоры о перемирии между Россией и Украиной идут. Владимир Мединский заявил, что",
     "договорились об обмене 1000 на 1000.", [(1000, "военнопленных", "each")]),
    ("de", "Die Gespräche über eine Waffenruhe zwischen Russland und der Ukraine dauern an. Rustem Umjerow sagte, dass",
     "zwölf ukrainische Städte und 1.200 Gefangene betroffen seien.", [(12, "Städte", None), (1200, "Gefangene", None)]),
    ("fr", "Les pourparlers de cessez-le-feu entre la Russie et l'Ukraine continuent. Roustem Oumerov a déclaré que",
     "trois régions et 1 500 soldats étaient concernés.", [(3, "régions", None), (1500, "soldats", None)]),
    ("pl", "Trwają rozmowy Rosji i Ukrainy o zawieszeniu broni. Rustem Umierow powiedział, że",
     "wróci po 1000 jeńców z każdej strony z pięciu ukraińskich obwodów.", [(1000, "jeńców", "each"), (5, "obwodów", None)]),
    ("cs", "Jednání Ruska a Ukrajiny o příměří pokračují. Rustem Umerov řekl, že",
     "se vrátí tisíc zajatců a příměří potrvá 30 dní.", [(1000, "zajatců", None), (30, "dní", None)]),
    ("tr", "Rusya ile Ukrayna arasındaki ateşkes görüşmeleri sürüyor. Rüstem Umerov,",
     "dört bölgede 1.200 esirin beklediğini söyledi.", [(4, "bölgede", None), (1200, "esirin", None)]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "lead", "words", "expected"), CASES)
def test_amounts(tagger, language, lead, words, expected):
    assert amounts(tagger, language, (lead, words)) == expected
