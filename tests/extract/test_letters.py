"""Names in disguise are kept as written, flagged, and none of the letters that languages need are taken for a trick."""

import pytest

from pipelines.extract import extract, from_item
from pipelines.extract.letters import misleading

BODY = "<p>The delegations met for four hours on Monday and will meet again before the end of the month, officials said.</p>"


@pytest.mark.parametrize(
    "text",
    [
        "Har\u200bbour Council", "\u202eHarbour\u202c", "Har\u2066bour\u2069", "H\u0430rbour Council", "Зел\u200dенський", "Путiн приїхав",
        "пере\u2060мир'я", "Крeмль",
    ],
)  # fmt: skip
def test_disguises(document, entry, text):
    assert misleading(text) == ("disguised_letters",)
    article = extract(document(f"<html><body><h1>Talks</h1><p>{text} said so.</p>{BODY * 2}</body></html>".encode()))
    assert "disguised_letters" in article.flags
    assert text in article.text
    assert "disguised_letters" in from_item(entry(summary=text)).flags


@pytest.mark.parametrize(
    "text",
    [
        "", "Talks", "Її об’єкт є", "МиГ-29K і T-72Б3", "IT-компанія та e-mail", "«Telegram-канал» DeepState", "می‌خواهم", "👩‍⚕️ said",
        "\u200fשלום", "3D-модель", "iPhone'ом", "COVIDом", "Telegramу", "у Facebookе", "ТВ-канал Дождь / TV Rain",
    ],
)  # fmt: skip
def test_what_is_no_disguise(text):
    assert misleading(text) == ()
