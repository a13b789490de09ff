"""Whom a text credits: outlets of the pack and others, in the frames of eight languages; one that is only named is none."""

import pytest


def credits_of(tagger, text, language="en", title=""):
    tags = tagger.tag(title=title, text=text, language=language, published_at=None)
    for each in tags.credits:
        assert (title if each.zone == "title" else text)[each.start : each.end] == each.surface
    return [(each.outlet or each.name, each.rule.removeprefix("credit.")) for each in tags.credits]


CREDITED = [
    # English
    ("en", "Reuters reported on Friday that the talks would go on.", [("reuters", "verb")]),
    ("en", "The talks will go on, reported Reuters.", [("reuters", "inverted")]),
    ("en", "According to Reuters, the talks will go on.", [("reuters", "according")]),
    ("en", "The talks will go on, according to the Russian state news agency TASS.", [("tass", "according")]),
    ("en", "A senior official told the BBC that no date was set.", [("bbc", "told")]),
    ("en", "He said in an interview with CNN that no date was set.", [("cnn", "told")]),
    ("en", "A draft seen by the Financial Times names no date.", [("ft", "by")]),
    ("en", "Kyiv will send a delegation, The Guardian wrote, citing two diplomats.", [("guardian", "verb")]),
    (
        "en",
        "The minister is in Istanbul, Interfax said, citing Anadolu.",
        [("interfax", "verb"), ("anadolu", "citing")],
    ),
    ("en", "The delegation has left, a Reuters correspondent reported.", [("reuters", "verb")]),
    ("en", "Sky News's Mark Stone reported that the hall was empty.", [("sky_news", "verb")]),
    ("en", "A Reuters report said the hall was empty.", [("reuters", "report")]),
    ("en", "Reuters and AFP reported that the hall was empty.", [("reuters", "verb"), ("afp", "verb")]),
    ("en", "Axios, citing two officials, first reported the meeting.", [("axios", "verb")]),
    ("en", "He was quoted as saying by TASS that the talks were over.", [("tass", "by")]),
    ("en", "KYIV (Reuters) - The talks were over within two hours.", [("reuters", "dateline")]),
    ("en", "MOSCOW, May 16. /TASS/. The talks were over within two hours.", [("tass", "dateline")]),
    ("en", "ISTANBUL, May 16 (Interfax-Ukraine) – The talks were over.", [("interfax_ukraine", "dateline")]),
    ("en", "The talks were over within two hours.\n\nSource: Ukrinform", [("ukrinform", "label")]),
    (
        "en",
        "The talks were over within two hours.\n\nReporting by Reuters; editing by the desk.",
        [("reuters", "label")],
    ),
    ("en", "The talks were over within two hours.\n\nWith material from AFP", [("afp", "label")]),
    (
        "en",
        "The talks were over. Nobody smiled.\n\nThe hall is empty.\n\nAFP/Reuters",
        [("afp", "line"), ("reuters", "line")],
    ),
    ("en", "The newspaper Harbour Gazette reported that the hall was empty.", [("Harbour Gazette", "verb")]),
    ("en", "The Harbour Gazette newspaper reported that the hall was empty.", [("Harbour Gazette", "verb")]),
    ("en", "The hall was empty, according to the news agency Quayside.", [("Quayside", "according")]),
    ("en", "Russia's RIA Novosti news agency quoted the deputy minister as saying no.", [("ria_novosti", "verb")]),
    ("en", "“No,” Peskov was quoted by Interfax as saying.", [("interfax", "by")]),
    ("en", "Bloomberg on Friday reported that the plan was dead.", [("bloomberg", "verb")]),
    ("en", "A Reuters/Ipsos poll showed that most were against it.", [("reuters", "report")]),
    ("en", "AFP journalists in the hall saw two buses leave.", [("afp", "verb")]),
    ("en", "“No,” he told Russian state television channel Rossiya 24.", [("rossiya_24", "told")]),
    ("en", "The Telegram channel Baza reported an explosion.", [("baza", "verb")]),
    ("en", "Officials said, per Axios, that the plan was dead.", [("axios", "according")]),
    ("en", "AFP contributed to this report.", [("afp", "verb")]),
    # Ukrainian
    ("uk", "РБК-Україна дізналося, що переговори відклали.", [("rbc_ukraine", "verb")]),
    ("uk", "Джерела Reuters стверджують, що угода близька.", [("reuters", "verb")]),
    ("uk", "Про це «Громадському» розповів військовий.", [("hromadske", "verb")]),
    ("uk", "Фото: УНІАН\n\nЯк повідомляв УНІАН, переговори завершено.", [("unian", "inverted")]),
    ("uk", "Про це повідомляє Укрінформ.", [("ukrinform", "inverted")]),
    (
        "uk",
        "Про це повідомляє Укрінформ з посиланням на агентство Рейтер.",
        [("ukrinform", "inverted"), ("reuters", "citing")],
    ),
    ("uk", "Як пише «Українська правда», делегація вже в Стамбулі.", [("ukrainska_pravda", "inverted")]),
    ("uk", "За даними «Української правди», делегація вже в Стамбулі.", [("ukrainska_pravda", "according")]),
    ("uk", "Міністр розповів в інтерв'ю Суспільному, що дату не визначено.", [("suspilne", "told")]),
    ("uk", "Про це він сказав у коментарі агентству Інтерфакс-Україна.", [("interfax_ukraine", "told")]),
    ("uk", "Переговори тривали дві години.\n\nДжерело: УНІАН", [("unian", "label")]),
    ("uk", "Про це повідомило видання «Гавань».", [("Гавань", "inverted")]),
    # Russian
    ("ru", "Делегация уже в Стамбуле, сообщает ТАСС.", [("tass", "inverted")]),
    (
        "ru",
        "Об этом сообщает «Интерфакс» со ссылкой на агентство Рейтер.",
        [("interfax", "inverted"), ("reuters", "citing")],
    ),
    ("ru", "По данным «Коммерсанта», делегация уже в Стамбуле.", [("kommersant", "according")]),
    ("ru", "ТАСС со ссылкой на источник сообщил, что делегация уже в Стамбуле.", [("tass", "verb")]),
    ("ru", "СТАМБУЛ, 16 мая. /ТАСС/. Делегация прибыла.", [("tass", "dateline")]),
    ("ru", "МОСКВА, 16 мая — РИА Новости. Делегация прибыла.", [("ria_novosti", "dateline")]),
    ("ru", "Делегация прибыла, передает корреспондент РИА Новости.", [("ria_novosti", "inverted")]),
    ("ru", "Источник сказал агентству Bloomberg, что даты нет.", [("bloomberg", "inverted")]),
    ("ru", "Делегация прибыла, сообщает издание «Набережная».", [("Набережная", "inverted")]),
    ("ru", "Журналист Axios Барак Равид написал, что план мёртв.", [("axios", "verb")]),
    ("ru", "Об этом он заявил в эфире радиостанции «Говорит причал».", [("Говорит причал", "told")]),
    ("ru", "Axios, ссылаясь на источники, пишет, что план мёртв.", [("axios", "verb")]),
    # German
    ("de", "Wie die „Süddeutsche Zeitung“ erfuhr, ist der Plan tot.", [("sueddeutsche", "verb")]),
    (
        "de",
        "Die BBC und die „Washington Post“ hatten über den Plan berichtet.",
        [("bbc", "verb"), ("washington_post", "verb")],
    ),
    ("de", "Das berichten übereinstimmend Reuters und AFP.", [("reuters", "inverted"), ("afp", "inverted")]),
    ("de", "Wie die Nachrichtenagentur Reuters berichtet, sind die Gespräche beendet.", [("reuters", "verb")]),
    ("de", "Reuters berichtet, die Gespräche seien beendet.", [("reuters", "verb")]),
    (
        "de",
        "Die Gespräche sind beendet, meldet die Agentur Tass unter Berufung auf das Ministerium.",
        [("tass", "inverted")],
    ),
    ("de", "Die Gespräche sind beendet, hieß es unter Berufung auf die Nachrichtenagentur AFP.", [("afp", "citing")]),
    ("de", "Laut einem Bericht der „Financial Times“ fehlt ein Termin.", [("ft", "according")]),
    (
        "de",
        "Nach dpa-Informationen fehlt ein Termin. Informationen von Reuters zufolge nicht.",
        [("reuters", "according")],
    ),
    ("de", "Ein Sprecher sagte der Deutschen Presse-Agentur, ein Termin fehle.", [("dpa", "told")]),
    ("de", "Istanbul (dpa) - Die Gespräche sind beendet.", [("dpa", "dateline")]),
    ("de", "Die Gespräche sind beendet.\n\nQuelle: dpa", [("dpa", "label")]),
    ("de", "Die Gespräche sind beendet, schreibt die Zeitung „Hafenkurier“.", [("Hafenkurier", "inverted")]),
    # French
    ("fr", "Les pourparlers sont finis, a rapporté l'AFP.", [("afp", "inverted")]),
    ("fr", "Selon l'agence de presse Reuters, les pourparlers sont finis.", [("reuters", "according")]),
    ("fr", "« Rien n'est fixé », a-t-il dit à l'AFP.", [("afp", "told")]),
    ("fr", "Les pourparlers sont finis, écrit Le Monde.", [("le_monde", "inverted")]),
    ("fr", "Le ministre l'a confirmé dans un entretien au quotidien Le Figaro.", [("le_figaro", "told")]),
    ("fr", "Les pourparlers sont finis.\n\n(avec AFP)", [("afp", "label")]),
    ("fr", "Le quotidien « Le Phare » rapporte que la salle était vide.", [("Le Phare", "verb")]),
    # Polish
    ("pl", "Rozmowy się skończyły, pisze Reuters.", [("reuters", "inverted")]),
    ("pl", "Jak podała agencja Reutera, rozmowy się skończyły.", [("reuters", "inverted")]),
    (
        "pl",
        "Rozmowy się skończyły – podaje PAP, powołując się na agencję TASS.",
        [("pap", "inverted"), ("tass", "citing")],
    ),
    ("pl", "Minister powiedział w rozmowie z Onetem, że nie ma terminu.", [("onet", "told")]),
    ("pl", "Rozmowy się skończyły.\n\nŹródło: PAP", [("pap", "label")]),
    ("pl", "O sprawie poinformował dziennik „Latarnia”.", [("Latarnia", "inverted")]),
    # Czech
    ("cs", "Jednání skončilo, uvedla agentura Reuters.", [("reuters", "inverted")]),
    ("cs", "Jednání skončilo, napsala agentura TASS s odkazem na ministerstvo.", [("tass", "inverted")]),
    ("cs", "Podle agentury AFP jednání skončilo.", [("afp", "according")]),
    ("cs", "Ministr to řekl v rozhovoru pro Českou televizi a ČTK.", [("ct24", "told"), ("ctk", "told")]),
    ("cs", "Praha 16. května (ČTK) - Jednání skončilo.", [("ctk", "dateline")]),
    ("cs", "Informoval o tom server „Přístav“.", [("Přístav", "inverted")]),
    ("cs", "Napsal to server Aktuálně.cz.", [("aktualne", "inverted")]),
    # Turkish
    ("tr", "Reuters'ın haberine göre görüşmeler sona erdi.", [("reuters", "according")]),
    ("tr", "Reuters haber ajansı, görüşmelerin sona erdiğini bildirdi.", [("reuters", "verb")]),
    ("tr", "AA muhabirine konuşan bakan tarih vermedi.", [("anadolu", "told")]),
    ("tr", "BBC'ye konuşan yetkili tarih vermedi.", [("bbc", "told")]),
    ("tr", "İSTANBUL (AA) - Görüşmeler sona erdi.", [("anadolu", "dateline")]),
    ("tr", "Rıhtım gazetesine göre salon boştu.", [("Rıhtım", "according")]),
]


@pytest.mark.parametrize(("language", "text", "expected"), CREDITED)
def test_a_text_credits(tagger, language, text, expected):
    assert credits_of(tagger, text, language) == expected


NAMED = [
    ("en", "Reuters correspondents were kept out of the hall."),
    ("en", "The BBC building in London was evacuated."),
    ("en", "The minister criticised the BBC and walked on."),
    ("en", "Reuters could not independently verify the claim."),
    ("en", "The talks were over.\n\nPhoto: Reuters"),
    ("en", "The hall in Istanbul. (Photo by Jane Roe/AFP)"),
    ("en", "He owns shares of Bloomberg and Time."),
    ("en", "Russia blocked the site of Meduza in 2022."),
    ("en", "The agency has no comment on the talks."),
    ("en", "The time reported on the screen was wrong."),
    ("en", "The editor of the Financial Times said he was sorry."),
    ("en", "Shares in Thomson Reuters fell by 2 percent."),
    ("en", "The space agency Norspace reported a launch."),
    ("en", "Evan Roe, a Wall Street Journal reporter, was freed."),
    ("en", "The EU put RIA Novosti, Izvestia and RT on its list."),
    ("uk", "Фото: УНІАН"),
    ("uk", "Журналістів УНІАН не пустили до зали."),
    ("uk", "Росія заблокувала сайт «Української правди»."),
    ("ru", "Здание ТАСС стоит на бульваре."),
    ("ru", "Страна сообщает о потерях."),
    ("ru", "Фото: РИА Новости"),
    ("ru", "Главный редактор RT выступила на форуме."),
    ("ru", "Федеральное агентство Рострап сообщило о квоте."),
    ("ru", "Правда, даты пока нет."),
    ("de", "Die Welt hat sich verändert, und er blickte in den Spiegel."),
    ("de", "Der ARD-Korrespondent wurde ausgewiesen."),
    ("tr", "Sabah saatlerinde heyet geldi. Cumhuriyet Bayramı kutlandı."),
    ("de", "Die Reporter von Reuters mussten draußen bleiben."),
    ("de", "Foto: dpa"),
    ("de", "Das Gebäude der BBC wurde geräumt."),
    ("fr", "Les locaux de l'AFP ont été évacués."),
    ("fr", "© AFP"),
    ("pl", "Dziennikarzy Reutera nie wpuszczono na salę."),
    ("pl", "Fot. PAP"),
    ("cs", "Budova agentury Reuters byla vyklizena."),
    ("cs", "Foto: ČTK"),
    ("tr", "Reuters binası boşaltıldı."),
    ("tr", "Fotoğraf: AA"),
]


@pytest.mark.parametrize(("language", "text"), NAMED)
def test_an_outlet_that_is_only_named_is_not_credited(tagger, language, text):
    assert credits_of(tagger, text, language) == []


@pytest.mark.parametrize(
    ("language", "title", "expected"),
    [
        ("en", "Talks to go on next week: Reuters", [("reuters", "headline")]),
        ("en", "Reuters: talks to go on next week", [("reuters", "headline")]),
        ("uk", "Переговори триватимуть наступного тижня, — Bloomberg", [("bloomberg", "headline")]),
        ("ru", "Переговоры продолжатся на следующей неделе — СМИ", []),
        ("tr", "Reuters: Görüşmeler sürecek", [("reuters", "headline")]),
    ],
)
def test_a_title_credits_beside_a_colon_or_a_dash(tagger, language, title, expected):
    assert credits_of(tagger, "Nothing else.", language, title) == expected


def test_a_text_of_unknown_language_credits_by_place(tagger):
    assert credits_of(tagger, "MADRID (EFE) - ...", "es") == [("efe", "dateline")]


def test_a_pack_without_outlets_credits_by_nouns_alone(lake_tagger):
    text = "The newspaper Shore Post reported it. Reuters reported it too."
    assert credits_of(lake_tagger, text) == [("Shore Post", "verb")]
