"""Mojibake: what wrong decoders make of real sentences is recognised, honest text in many scripts is not."""

import pytest

from pipelines.validate.columns import mojibake_share

SENTENCES = {
    "uk": "Президент заявив, що країна готова до перемовин про припинення вогню без жодних умов. Різдво, Січень, рік.",
    "ru": "Делегации встретились во дворце на берегу пролива и договорились об обмене пленными: всех на всех.",
    "tr": "Görüşmelerin üçüncü turu İstanbul'da yapıldı; taraflar ateşkes için çağrıda bulundu.",
    "fr": "Les délégations se sont réunies à Genève : « L’été dernier, déjà », a répété le négociateur. Dit «\u00a0déjà\u00a0», «\u00a0été\u00a0», «\u00a0café\u00a0».",
    "pl": "Przedstawiciele obu stron spotkali się w pałacu; źródła mówią o wymianie jeńców.",
    "en": "“We’re not there yet,” she said — twice… The café’s naïve owner agreed.",
    "pt": "NÃO HÁ ACORDO; as negociações continuarão amanhã, disse o ministro. AÇÃO IMEDIATA.",
    "caps": "УКРАЇНСЬКІ І РОСІЙСЬКІ ДЕЛЕГАЦІЇ: «СССР» І «УРСР», РІК СІЧЕНЬ. МЗС РФ: «РФ»",
    "zh": "停火谈判在伊斯坦布尔举行。",
    "ar": "عقدت الجولة الثالثة من المحادثات في إسطنبول.",
}
WRONG_DECODERS = [
    ("uk", "utf-8", "latin-1"),
    ("uk", "utf-8", "cp1251"),
    ("ru", "utf-8", "cp1251"),
    ("ru", "utf-8", "cp1252"),
    ("ru", "cp1251", "latin-1"),
    ("ru", "cp1251", "utf-8"),
    ("tr", "utf-8", "cp1252"),
    ("fr", "utf-8", "latin-1"),
    ("pl", "utf-8", "cp1252"),
    ("zh", "utf-8", "latin-1"),
]


@pytest.mark.parametrize("name", list(SENTENCES))
def test_honest_text_is_not_mojibake(name):
    assert mojibake_share(SENTENCES[name]) == 0


@pytest.mark.parametrize(("name", "right", "wrong"), WRONG_DECODERS)
def test_wrongly_decoded_text_is_mojibake(name, right, wrong):
    text = SENTENCES[name].encode(right, "ignore").decode(wrong, "replace")
    assert mojibake_share(text) > 0.05


def test_the_share_is_of_the_first_thousand_code_points():
    assert mojibake_share("é" + "a" * 999 + "\ufffd" * 10) == 0
    assert mojibake_share("\ufffd" * 100 + "a" * 10_000) == pytest.approx(0.1)
    assert mojibake_share("") == 0
