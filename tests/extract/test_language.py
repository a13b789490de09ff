"""The text decides where it can, the claim where it cannot, and neither is guessed."""

import pytest

from pipelines.extract import detect_language


@pytest.mark.parametrize(
    ("text", "declared", "language"),
    [
        ("Peace talks resume in Istanbul", None, "en"),
        ("Переговоры в Стамбуле продолжатся завтра", "uk", "ru"),
        ("Переговори в Стамбулі триватимуть завтра", "ru", "uk"),
        ("Він сказав: «Мы не против», і вийшов із зали, де її чекали", "ru", "uk"),
        ("Он сказал: «Її немає», и вышел из зала, где были все мы", "uk", "ru"),
        ("Мир", None, "und"),
        ("Мир", "ru-RU", "ru"),
        ("Мир", "ua", "uk"),
        ("Мінськ", "ru", "uk"),
        ("Външният министър заяви, че преговорите продължават", "ru", "bg"),
        ("Председник Србије разговарао о миру у Украјини", "ru", "sr"),
        ("Прэзідэнт сустрэўся з міністрам замежных спраў", "ru", "be"),
        ("Ateşkes görüşmeleri İstanbul'da yeniden başladı", "en", "tr"),
        ("Rozmowy pokojowe wznowiono w Stambule", None, "pl"),
        ("Mírová jednání pokračují v Istanbulu", None, "cs"),
        ("Les négociations reprennent à Istanbul", None, "fr"),
        ("Die Gespräche in Istanbul werden heute fortgesetzt", None, "de"),
        ("Trump", None, "und"),
        ("Trump", "EN_us", "en"),
        ("", None, "und"),
        ("", "xx", "und"),
        ("12:30 — 14:00", "tr", "tr"),
        ("\ud800", None, "und"),
    ],
)
def test_detect_language(text, declared, language):
    assert detect_language(text, declared) == language
