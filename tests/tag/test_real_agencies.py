"""Reported speech as agencies write it: words of time before the content, long titles, brackets, who is meant by "he"."""

from datetime import UTC, datetime

import pytest

from tests.tag.telling import said

DAY = datetime(2025, 7, 24, 12, tzinfo=UTC)


def told(tagger, language, text):
    """Return (who, what) of each statement but that of the text's first sentence, which only tells the topic."""
    return said(tagger, language, text, day=DAY)


# ── Behind words of time and place, without a "that" ──────────────────────────────────────────────

OCCASIONS = [
    ("Peskov said on Monday he would go to Istanbul.", "he would go to Istanbul"),
    ("Peskov said on Monday talks would resume in a week.", "talks would resume in a week"),
    ("Peskov said late on Sunday Kyiv would wait for an answer.", "Kyiv would wait for an answer"),
    ("Peskov said in Moscow on Monday the guests had left.", "the guests had left"),
    ("Peskov said in an interview with Ukrinform the talks went on.", "the talks went on"),
    ("Peskov warned on Monday Russia would answer.", "Russia would answer"),
    ("Peskov said on May 11 Kyiv had to wait.", "Kyiv had to wait"),
    ("Peskov said on Monday after talks in Moscow.", None),
    ("Peskov said on Monday when asked about the talks.", None),
    ("Peskov said on Friday, adding nothing more.", None),
    ("Putin said on Saturday during a phone call with Trump.", None),
]


@pytest.mark.parametrize(("text", "content"), OCCASIONS)
def test_a_clause_without_that_is_reported_behind_words_of_time(tagger, text, content):
    found = [what for _, what in told(tagger, "en", f"Ukraine waits. {text}")]
    assert found == ([content] if content else [])


def test_a_network_called_x_ends_its_sentence(tagger):
    text = "Zelenskyy wrote on X. Kyiv still waits for an answer from Moscow, he added."
    assert told(tagger, "en", text) == [("zelenskyy", "Kyiv still waits for an answer from Moscow")]


# ── Who speaks ────────────────────────────────────────────────────────────────────────────────────

SPEAKERS = [
    # A country's bodies, with what they are for between them and its name.
    ("ru", "Украина ждёт. Министерство экономики России заявило, что пошлины останутся в силе.", "russia"),
    ("uk", "Україна чекає. Міністерство економіки України повідомило, що порт відкрито.", "ukraine"),
    ("cs", "Ukrajina čeká. Ministerstvo hospodářství Ukrajiny uvedlo, že přístav otevřelo.", "ukraine"),
    ("pl", "Ukraina czeka. Ministerstwo obrony Rosji oświadczyło, że port zaatakowano.", "russia-mod"),
    ("cs", "Ukrajina čeká. Ministerstvo obrany Ruska uvedlo, že přístav zasáhlo.", "russia-mod"),
    ("de", "Die Ukraine wartet. Ein Sprecher des Generalstabs der Ukraine sagte, der Hafen sei offen.", "ukraine"),
    ("tr", "Ukrayna bekliyor. Rus heyeti limanın dün gece vurulduğunu söyledi.", "russia"),
    # Parties in brackets, words between subject and verb, relative clauses.
    ("cs", "Ukrajina čeká. Andrej Babiš (ANO) zopakoval, že stát na to nemá.", "babis"),
    ("pl", "Ukraina czeka. Donald Tusk (KO) powiedział, że Kijów potrzebuje czasu.", "tusk"),
    ("de", "Die Ukraine wartet. Friedrich Merz (CDU) sagte, dass Kiew Zeit brauche.", "merz"),
    ("uk", "Україна чекає. У Кремлі своєю чергою заявили, що вимога лишається в силі.", "kremlin"),
    ("uk", "Україна чекає. У Генштабі ЗСУ, втім, заявили, що це лише заміна підрозділів.", "ukraine-general-staff"),
    (
        "de",
        "Die Ukraine wartet. Hakan Fidan, der die Runde eröffnete, rief beide Seiten auf, den Weg frei zu machen.",
        "fidan",
    ),
    # Named between commas before the verb, where every noun has a capital.
    (
        "de",
        "Die Ukraine wartet. Der Chef der Behörde in Kiew, Andrij Jermak, dankte Trump „für seine Geduld“.",
        "yermak",
    ),
    (
        "de",
        "Die Ukraine wartet. Der Vermittler, Omans Minister Nasir Barwani, sprach von „einem Tag, der sich lohnte“.",
        "Omans Minister Nasir Barwani",
    ),
    (
        "fr",
        "L'Ukraine attend. Son interlocuteur russe, Vladimir Medinsky, a annoncé que la séance était levée.",
        "medinsky",
    ),
    # A sentence that points back and closes with a name behind its titles; one that a source opens.
    (
        "ru",
        "Второй день переговоров России и Украины дал движение вперед. Об этом сообщил спецпредставитель президента РФ по сотрудничеству, глава фонда Кирилл Дмитриев.",
        "dmitriev",
    ),
    (
        "uk",
        "Переговори Росії та України тривали п'ять годин. Як пише видання, про це помічник Путіна Юрій Ушаков розповів журналістам.",
        "ushakov",
    ),
    # The outlet of an interview, an agency that was told, a party's name in marks before the deputy's.
    ("ru", "Украина ждёт. Сергей Лавров в интервью Fox News признал, что сроков нет.", "lavrov"),
    ("uk", "Україна чекає. Марко Рубіо в ефірі Fox News пояснив, що йдеться про ті самі області.", "rubio"),
    (
        "uk",
        "Україна чекає. «У папері немає жодного слова про них», – обурилася депутатка фракції «Айастан» Анна Вардан.",
        "Анна Вардан",
    ),
    ("uk", 'Україна чекає. Пряма мова Арахамії: "Ми наполягаємо на договорі. Помилки ми не повторимо".', "arakhamia"),
    # A cue inside the marks without a blank before its dash.
    (
        "ru",
        "Украина ждёт. «Они торгуются, но своего не отдадут,— считает востоковед Марина Вернер.— Этого мало».",
        "Марина Вернер",
    ),
    # "He" is who spoke, not whom the clause behind "that" names.
    (
        "en",
        "Ukraine waits. Dmitry Peskov, in turn, denied that Putin had turned down the plan. “It is an exchange of views,” he explained.",
        "peskov",
    ),
    # What belongs to somebody speaks as it is described.
    (
        "en",
        "Ukraine waits. Moscow's central bank said it would sue the depository in a court.",
        "Moscow's central bank",
    ),
    # A quotation behind sentences in the mood of reported speech.
    (
        "de",
        "Die Ukraine wartet. Einen Durchbruch erwarte er nicht, sagte Merz. Russland müsse nun verhandeln. „Der nächste Schritt liegt nicht in Kiew.“ Donald Tusk kam später dazu.",
        "merz",
    ),
    (
        "de",
        "Die Ukraine wartet. „Ein Gipfel ist zum Unterschreiben da“, sagte Medinski. Die Positionen lägen weit auseinander.",
        "medinsky",
    ),
    # Turkish subjects whom the pack does not have, sources, a participle that opens the sentence.
    (
        "tr",
        "Rusya ve Ukrayna görüşüyor. Altyapı Bakanı Kemal Aras ise mürettebatın durumunun iyi olduğunu açıkladı.",
        "Kemal Aras",
    ),
    (
        "tr",
        "Rusya ve Ukrayna görüşüyor. Almanya Savunma Bakanı Klaus Meier de silahların gelecek hafta geleceğini söyledi.",
        "Klaus Meier",
    ),
    (
        "tr",
        "Rusya ve Ukrayna görüşüyor. Rusya lideri Putin'le verimli bir görüşme yaptığını anlatan Erdoğan uçağa bindi.",
        "erdogan",
    ),
    # A bare title goes to whoever was named of those who bear it.
    ("ru", "Украина ждёт. Мединский вышел к прессе. — Мы предложили паузы, — сказал помощник президента.", "medinsky"),
    ("ru", "Украина ждёт. Ушаков вышел к прессе. — Мы предложили паузы, — сказал помощник президента.", "ushakov"),
    # Verbs that say it over and over, in the past.
    ("ru", "Украина ждёт. Накануне в Кремле призывали не ждать чудес.", "kremlin"),
    ("pl", "Ukraina czeka. Siergiej Ławrow oskarżał Europę o przedłużanie wojny.", "lavrov"),
    ("cs", "Ukrajina čeká. Sergej Lavrov odmítal příměří bez záruk.", "lavrov"),
    ("fr", "L'Ukraine attend. Emmanuel Macron affirmait que rien n'était signé.", "macron"),
]


@pytest.mark.parametrize(("language", "text", "speaker"), SPEAKERS)
def test_who_speaks_in_the_last_statement(tagger, language, text, speaker):
    assert told(tagger, language, text)[-1][0] == speaker


def test_a_country_s_body_is_no_part_of_what_it_says(tagger):
    for subject, speaker in [
        ("Ukrayna heyeti", "ukraine"),
        ("Ukrayna Ekonomi Bakanlığı", "ukraine"),
        ("Rus tarafı", "russia"),
    ]:
        text = f"{subject} limanın dün gece vurulduğunu söyledi."
        assert told(tagger, "tr", f"Ukrayna bekliyor. {text}") == [(speaker, "limanın dün gece vurulduğunu")]


def test_an_office_that_only_lies_in_a_country_does_not_speak_for_it(tagger):
    assert told(tagger, "ru", "Украина ждёт. Администрация порта в Украине заявила, что порт открыт.") == []


def test_what_a_source_tells_is_reported_with_the_quoted_words_in_it(tagger):
    text = 'Україна чекає. За словами Ушакова, російський президент передав "низку важливих сигналів" для гостей.'
    content = 'російський президент передав "низку важливих сигналів" для гостей'
    assert told(tagger, "uk", text) == [("ushakov", content), ("ushakov", "низку важливих сигналів")]


def test_a_full_name_under_another_condition_counts_for_its_surname(tagger):
    text = "Russland wartet. Dmytro Lytwyn dementierte, dass Kiew zugestimmt habe. „Das war nicht so“, sagte Lytwyn."
    assert {who for who, _ in told(tagger, "de", text)} == {"lytvyn"}
