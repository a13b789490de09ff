"""Who said it where the pack knows nobody: names and descriptions as written, taken up by pronouns, verbs and nouns."""

from datetime import UTC, datetime

import pytest

DAY = datetime(2025, 5, 17, 12, tzinfo=UTC)


def speakers(tagger, language, text, title=""):
    """Return who is said to say each quotation: the actor, else the name as written."""
    tags = tagger.tag(title=title, text=text, language=language, published_at=DAY)
    return [each.speaker or each.speaker_name for each in tags.statements if each.is_quote]


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        (
            "en",
            "“The roof came off in one piece,” said Nora Falk, a baker. “I have never run so fast,” she added.",
            ["Nora Falk", "Nora Falk"],
        ),
        ("en", "The coach told Harbour Radio: “We were asleep for an hour and paid for it.”", ["coach"]),
        ("en", "A neighbour, who asked not to be named, told the Courier: “They came before dawn.”", ["neighbour"]),
        ("en", "“We looked everywhere for the dog,” said the warden, Piers Nolan.", ["Piers Nolan"]),
        (
            "en",
            "Dr Ines Vale, of the coastal institute, called it “a warning nobody should sleep through”.",
            ["Dr Ines Vale"],
        ),
        (
            "fr",
            "« L'eau est montée en dix minutes », s'étrangle un boulanger. Selon lui, la mairie « a regardé ailleurs tout l'été ».",
            ["boulanger", "boulanger"],
        ),
        ("fr", "« Personne ne nous a prévenus », soupire l'institutrice.", ["institutrice"]),
        (
            "de",
            "„Das Dach ist einfach weggeflogen“, stammelte die Bäckerin Nora Falk. „Wir hatten Glück“, fügte sie hinzu.",
            ["Nora Falk"] * 2,
        ),
        (
            "de",
            "Das Konzept bleibe, so Stadträtin Jule Ahrens, „ein Versprechen ohne jedes Preisschild“.",
            ["Jule Ahrens"],
        ),
        (
            "pl",
            "„Nikt nas nie uprzedził” – żalił się sołtys. „Woda przyszła w nocy” – wspominał.",
            ["sołtys", "sołtys"],
        ),
        ("pl", "– Dach odleciał w jednym kawałku – westchnęła Nora Falk.", ["Nora Falk"]),
        ("pl", "„Szukaliśmy wszędzie” – powiedział agencji Krater strażak Jan Wilk.", ["Jan Wilk"]),
        ("cs", "„Nikdo nás nevaroval,“ zlobil se starosta. „Voda přišla v noci,“ vzpomínal.", ["starosta", "starosta"]),
        (
            "uk",
            "«Дах полетів одним шматком», — зітхає пекарка. «Ми дивом уціліли», — додала вона.",
            ["пекарка", "пекарка"],
        ),
        ("uk", "«Шукали скрізь», — розповів «Вечірньому кур'єру» рятувальник Ілля Гай.", ["Ілля Гай"]),
        (
            "ru",
            "«Крыша улетела целиком», — вздохнула Нора Фальк. «Мы чудом уцелели», — добавила она.",
            ["Нора Фальк", "Нора Фальк"],
        ),
        ("ru", "По словам пекаря, «никто никого не предупреждал».", ["пекаря"]),
        ("tr", "“Çatı tek parça halinde uçtu” diye yakındı fırıncı. Fırıncı, “Kimse bizi uyarmadı” dedi.", ["Fırıncı"]),
    ],
)
def test_strangers_speak_as_they_are_called(tagger, language, text, wanted):
    assert speakers(tagger, language, text)[-len(wanted) :] == wanted


def test_who_is_named_between_marks_does_not_speak(tagger):
    text = "“Emmanuel Macron must come and see this for himself,” said Nora Falk. “The roof is gone,” she said."
    assert speakers(tagger, "en", text) == ["Nora Falk", "Nora Falk"]


def test_a_quotation_of_the_title_has_the_speaker_it_has_in_the_text(tagger):
    text = "The storm took nine roofs. “Nobody warned us at all,” said Nora Falk."
    assert speakers(tagger, "en", text, title="“Nobody warned us at all”: nine roofs gone") == ["Nora Falk"] * 2


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("ru", "— Крыша улетела, — сказала Нора Фальк. — Мы уцелели.", ["Крыша улетела,", "Мы уцелели."]),
        ("pl", "– Dach odleciał – westchnęła Nora Falk. – Żyjemy.", ["Dach odleciał", "Żyjemy."]),
        ("cs", "»Nikdo nás nevaroval,« zlobil se starosta.", ["Nikdo nás nevaroval,"]),
    ],
)
def test_a_quotation_is_what_stands_between_its_marks(tagger, language, text, wanted):
    tags = tagger.tag(title="", text=text, language=language, published_at=DAY)
    assert [text[each.start : each.end] for each in tags.statements if each.is_quote] == wanted
