"""What a verb reports where it does not stand before a clause: objects that come first, verbs in two parts, topics, colons, announcements."""

from datetime import UTC, datetime

import pytest

DAY = datetime(2025, 7, 24, 12, tzinfo=UTC)
LEAD = {
    "en": "Russia and Ukraine held ceasefire talks in Istanbul.",
    "uk": "Росія та Україна провели переговори про припинення вогню в Стамбулі.",
    "ru": "Россия и Украина провели переговоры о прекращении огня в Стамбуле.",
    "de": "Russland und die Ukraine führten Gespräche über eine Waffenruhe in Istanbul.",
    "fr": "La Russie et l'Ukraine ont tenu des pourparlers de cessez-le-feu à Istanbul.",
    "pl": "Rosja i Ukraina prowadziły rozmowy o zawieszeniu broni w Stambule.",
    "cs": "Rusko a Ukrajina vedly rozhovory o příměří v Istanbulu.",
}


def told(tagger, language, text):
    """Return (speaker, content, type) of what a paragraph behind the lead says."""
    lead = f"{LEAD[language]}\n\n"
    tags = tagger.tag(title="", text=lead + text, language=language, published_at=DAY)
    return [
        (each.speaker or each.speaker_name, (lead + text)[each.start : each.end], each.type)
        for each in tags.statements
        if each.start >= len(lead)
    ]


OBJECTS = [
    # The object opens the sentence, or stands between the subject and the verb that closes it.
    (
        "ru",
        "Комментировать слова о возможной «паузе» Песков отказался.",
        "peskov",
        "Комментировать слова о возможной «паузе»",
    ),
    ("ru", "Называть сроки Песков отказался.", "peskov", "Называть сроки"),
    ("ru", "Песков обвинения отверг.", "peskov", "обвинения"),
    ("ru", "Слухи Песков отверг.", "peskov", "Слухи"),
    ("ru", "Имена участников Ушаков не назвал.", "ushakov", "Имена участников"),
    ("uk", "Чутки про таємну поїздку Пєсков назвав вигадкою.", "peskov", "Чутки про таємну поїздку"),
    ("uk", "Пояснювати чому в Білому домі відмовилися.", "white-house", "Пояснювати чому"),
    ("uk", "Пропозицію Москва відхилила.", "russia", "Пропозицію"),
    ("uk", "У Кремлі таку версію заперечили.", "kremlin", "таку версію"),
    ("pl", "Szczegółów Pieskow nie podał.", "peskov", "Szczegółów"),
    ("pl", "Zarzuty Ławrow odrzucił.", "lavrov", "Zarzuty"),
    ("cs", "Prezident Zelenskyj úder odsoudil.", "zelenskyy", "úder"),
    ("cs", "Návrh na třicetidenní příměří ruská strana odmítla.", "russia", "Návrh na třicetidenní příměří"),
    ("cs", "Washington slova o omezení operací zpochybnil.", "united-states", "slova o omezení operací"),
    ("ru", "Удар осудил Эмманюэль Макрон.", "macron", "Удар"),
    ("uk", "Удар засудив Еммануель Макрон.", "macron", "Удар"),
    ("ru", "Предложение отверг Кремль.", "kremlin", "Предложение"),
    ("uk", "Цю пропозицію відхилив Кремль.", "kremlin", "Цю пропозицію"),
    ("pl", "Zarzuty odrzuca Moskwa.", "russia", "Zarzuty"),
    ("cs", "Návrh odmítl Kreml.", "kremlin", "Návrh"),
    ("cs", "Pokrok připustil i vyslanec ruského prezidenta Kirill Dmitrijev.", "dmitriev", "Pokrok"),
    ("de", "Einen Rückzug aus dem Donbass schloss Selenskyj erneut aus.", "zelenskyy", "Einen Rückzug aus dem Donbass"),
    ("de", "Diese Forderung wies der Kreml zurück.", "kremlin", "Diese Forderung"),
    ("de", "Ein Datum für ein Treffen nannte Peskow nicht.", "peskov", "Ein Datum für ein Treffen"),
]
TYPES = {"Комментировать": "decline_comment", "Имена": "decline_comment", "обвинения": "deny", "úder": "condemn"}


@pytest.mark.parametrize(("language", "text", "speaker", "content"), OBJECTS, ids=[each[1][:40] for each in OBJECTS])
def test_an_object_that_comes_before_its_verb_is_what_is_refused(tagger, language, text, speaker, content):
    (found,) = told(tagger, language, text)
    assert found[:2] == (speaker, content)
    wanted = TYPES.get(content.split()[0])
    assert wanted is None or found[2] == wanted


NONE = [
    ("ru", "Песков категорически отказался."),
    ("ru", "Переговоры продолжаются. Об этом Песков не сообщил."),
    ("cs", "Umerov to nekomentoval a Zelenskyj tehdy odmítl."),
    ("de", "Merz schloss ein Abkommen mit Kiew."),
    ("de", "Die Armee schlug den Angriff bei Pokrowsk zurück."),
    ("de", "Das Außenministerium in Peking lud Selenskyj aus dem Saal."),
]


@pytest.mark.parametrize(("language", "text"), NONE, ids=[each[1][:40] for each in NONE])
def test_adverbs_pointers_and_other_verbs_are_no_objects(tagger, language, text):
    assert not [each for each in told(tagger, language, text) if each[2] not in {"decline_comment", None}]


PARTED = [
    ("Selenskyj schlug ein Treffen in Wien vor.", "zelenskyy", "ein Treffen in Wien", "offer"),
    ("Putin bot eine Waffenruhe zu Ostern an.", "putin", "eine Waffenruhe zu Ostern", "offer"),
    ("Kamala Harris sicherte der Ukraine Hilfe zu.", "harris", "der Ukraine Hilfe", "offer"),
    ("Ursula von der Leyen stellte ein Sanktionspaket in Aussicht.", "von_der_leyen", "ein Sanktionspaket", "offer"),
    ("Merz schloss Bodentruppen aus.", "merz", "Bodentruppen", "reject"),
    ("Merz schloss eine Entsendung nicht aus.", "merz", "eine Entsendung nicht", "other"),
    ("Kiew stimmte einer Feuerpause von 30 Tagen zu.", "ukraine", "einer Feuerpause von 30 Tagen", "agree"),
    ("Moskau stimmte dem Plan nicht zu.", "russia", "dem Plan nicht", "reject"),
    ("Moskau gab einen Angriff auf Sumy zu.", "russia", "einen Angriff auf Sumy", "concede"),
    ("Der Kreml wollte die Ergebnisse nicht kommentieren.", "kremlin", "die Ergebnisse", "decline_comment"),
    ("Macron kündigte am Montag Sanktionen gegen Moskau an.", "macron", "Sanktionen gegen Moskau", "sanction"),
]


@pytest.mark.parametrize(("text", "speaker", "content", "kind"), PARTED, ids=[each[0][:40] for each in PARTED])
def test_the_last_part_of_a_german_verb_tells_what_the_first_means(tagger, text, speaker, content, kind):
    assert told(tagger, "de", text) == [(speaker, content, kind)]


CLAUSES = [
    # A topic, an announcement, what somebody is called.
    ("ru", "Минобороны РФ заявило об уничтожении 249 беспилотников.", "russia-mod", "уничтожении 249 беспилотников"),
    ("ru", "Кличко сообщил о шести погибших и перебоях с водой.", "klitschko", "шести погибших и перебоях с водой"),
    ("ru", "МИД Украины назвал слова министра ультиматумом.", "ukraine-mfa", "слова министра ультиматумом"),
    ("uk", "Оттава ж оголосила санкції проти сотні танкерів.", "canada", "санкції проти сотні танкерів"),
    (
        "pl",
        "Unia Europejska ogłosiła w czwartek nowe sankcje wobec Białorusi.",
        "european-union",
        "nowe sankcje wobec Białorusi",
    ),
    (
        "en",
        "Canada announced on Friday a further 300 million for ammunition.",
        "canada",
        "a further 300 million for ammunition",
    ),
    ("en", "António Guterres urged restraint.", "guterres", "restraint"),
    # A clause behind a colon, with a word on how or where.
    ("uk", "Михайло Подоляк відповів у твітері: позицію змінила Буча.", "podolyak", "позицію змінила Буча"),
    ("cs", "Sybiha reagoval stroze: Ukrajina svou zem nevymění.", "sybiha", "Ukrajina svou zem nevymění"),
    ("ru", "В Киеве говорят обратное: провод перебили сами россияне.", "ukraine", "провод перебили сами россияне"),
    # A verb that closes the sentence with the name behind it.
    ("uk", "За два тижні мита зростуть, пригрозив іще зранку Джей Ді Венс.", "vance", "За два тижні мита зростуть"),
    (
        "pl",
        "Najtrudniej jest pod Pokrowskiem – przyznał w porannym wpisie Ołeksandr Syrski.",
        "syrskyi",
        "Najtrudniej jest pod Pokrowskiem",
    ),
    # Whom an outlet cites.
    (
        "uk",
        "Зранку без опалення лишалися шість тисяч будинків, повідомляє УНН з посиланням на міського голову Віталія Кличка.",
        "klitschko",
        "Зранку без опалення лишалися шість тисяч будинків",
    ),
    # A pronoun or a conjunction opens the clause that has no "that".
    ("en", "Donald Trump has said he does not believe it happened.", "trump", "he does not believe it happened"),
    (
        "fr",
        "Le dirigeant ukrainien, qui a rencontré Donald Trump à Davos, a assuré que le document était prêt.",
        "zelenskyy",
        "le document était prêt",
    ),
    ("fr", "Le Kremlin maintient que l'armée ukrainienne doit partir.", "kremlin", "l'armée ukrainienne doit partir"),
    (
        "de",
        "Ihor Terechow rief die Bewohner dazu auf, Wasservorräte anzulegen.",
        "Ihor Terechow",
        "Wasservorräte anzulegen",
    ),
]


@pytest.mark.parametrize(("language", "text", "speaker", "content"), CLAUSES, ids=[each[1][:40] for each in CLAUSES])
def test_what_is_told_without_a_that(tagger, language, text, speaker, content):
    assert [each[:2] for each in told(tagger, language, text)] == [(speaker, content)]


SEVERAL = [
    (
        "en",
        "Ukraine denies having carried out such an attack, and U.S. President Donald Trump has said he does not believe it happened.",
        [("ukraine", "having carried out such an attack"), ("trump", "he does not believe it happened")],
    ),
    (
        "en",
        "Volodymyr Zelenskyy, speaking in Dublin, said there would be “no simple solutions” and insisted that nothing be decided without Kyiv.",
        [("zelenskyy", "no simple solutions"), ("zelenskyy", "nothing be decided without Kyiv")],
    ),
    (
        "en",
        "When asked whether a call was being prepared, Peskov said that there was no such item on the schedule, “but it can be agreed quickly.”",
        [
            ("peskov", "there was no such item on the schedule, “but it can be agreed quickly.”"),
            ("peskov", "but it can be agreed quickly."),
        ],
    ),
    (
        "en",
        "No deal was reached, the Kremlin said early on Wednesday, hours after the Russian president warned European powers that they would lose.",
        [("kremlin", "No deal was reached"), ("putin", "they would lose")],
    ),
    (
        "en",
        "Trump said Iran “is dying to sign something”, adding: “We’ll meet again early next week.”",
        [("trump", "is dying to sign something"), ("trump", "We’ll meet again early next week.")],
    ),
    (
        "fr",
        "L'échange était utile, selon Iouri Ouchakov, qui a prévenu qu'il ne fallait pas compter sur un règlement durable.",
        [("ushakov", "L'échange était utile"), ("ushakov", "il ne fallait pas compter sur un règlement durable")],
    ),
    (
        "fr",
        "\"La liste ne s'arrête pas là\", a déclaré Dmitri Peskov, refusant d'entrer dans les détails.",
        [("peskov", "La liste ne s'arrête pas là"), ("peskov", "d'entrer dans les détails")],
    ),
    (
        "de",
        "Steve Witkoff sagte im Élysée-Palast, man sei mit den Protokollen »so gut wie durch«.",
        [("witkoff", "man sei mit den Protokollen »so gut wie durch«"), ("witkoff", "so gut wie durch")],
    ),
    (
        "de",
        "«Sie könnten längst fertig sein», teilte Selenskyj mit. Bei den militärischen Fragen, etwa der Überwachung, habe es aber Bewegung gegeben.",
        [
            ("zelenskyy", "Sie könnten längst fertig sein"),
            ("zelenskyy", "Bei den militärischen Fragen, etwa der Überwachung, habe es aber Bewegung gegeben"),
        ],
    ),
    (
        "de",
        "Steve Witkoff sagte, man sei fertig. Trumps Schwiegersohn Jared Kushner dämpfte die Erwartungen. Das bedeute noch keinen Frieden.",
        [("witkoff", "man sei fertig"), ("kushner", "Das bedeute noch keinen Frieden")],
    ),
    (
        "cs",
        "Dmitrijev popřel, že jednal, Sergej Rjabkov konstatoval, že pauzu způsobil Blízký východ.",
        [("dmitriev", "jednal"), ("ryabkov", "pauzu způsobil Blízký východ")],
    ),
    (
        "cs",
        "Lipavský čeká na kancléře, Babiš plán vítá.",
        [("babis", "plán")],
    ),
    (
        "uk",
        "Путін звинуватив європейські столиці в тому, що вони ставлять умови, «яких Росія ніколи не виконає», і пригрозив відрізати Україну від моря.",
        [
            ("putin", "вони ставлять умови, «яких Росія ніколи не виконає»"),
            ("putin", "яких Росія ніколи не виконає"),
            ("putin", "відрізати Україну від моря"),
        ],
    ),
    (
        "uk",
        "Юрій Ушаков розповів про зустріч. Зустрічі Путіна з Трампом найближчим часом не планують. «Нехай ніхто не чекає новин», – додав він.",
        [("ushakov", "Нехай ніхто не чекає новин")],
    ),
    (
        "uk",
        "Президент США Дональд Трамп у своїй мережі Truth Social написав: «Ці люди розуміють тільки силу».",
        [("trump", "Ці люди розуміють тільки силу")],
    ),
    ("de", "Merz schlug ein Treffen in Genf vor und warnte vor einer Eskalation.", [("merz", "ein Treffen in Genf")]),
    (
        "de",
        "Putin wies die Forderung nach einer Waffenruhe in Berlin zurück (dpa).",
        [("putin", "die Forderung nach einer Waffenruhe in Berlin")],
    ),
    ("de", "Merz wies den Vorwurf, dass Deutschland zu wenig tue, zurück.", [("merz", "Deutschland zu wenig tue")]),
    (
        "de",
        "Peskow sagte, Moskau lehne das ab und Kiew stimme zu.",
        [("peskov", "Moskau lehne das ab und Kiew stimme zu")],
    ),
    ("de", "Einen Rückzug schloss Putin erneut aus.", [("putin", "Einen Rückzug")]),
    (
        "en",
        '"We are close to a deal," said Trump. Zelensky told reporters in Kyiv that Moscow was lying. "It is a trap," he added.',
        [("trump", "We are close to a deal,"), ("zelenskyy", "Moscow was lying"), ("zelenskyy", "It is a trap,")],
    ),
    (
        "en",
        '"We are close to a deal," said Trump. Putin called him on Friday. "It is a trap," he added.',
        [("trump", "We are close to a deal,"), ("trump", "It is a trap,")],
    ),
    ("ru", "Трамп не назвал Путина агрессором.", []),
    ("cs", "Babiš neřekl, že Ukrajina prohraje.", []),
    ("cs", "Macron neřekl, kdy se sejdou.", [("macron", "kdy se sejdou")]),
    (
        "ru",
        "Лавров заявил, что Москва готова к переговорам. Дипломат подчеркнул, что Киев тянет время.",
        [("lavrov", "Москва готова к переговорам"), ("lavrov", "Киев тянет время")],
    ),
    (
        "en",
        "Macron said Moscow must stop. The mayor said the attack killed six in Kyiv.",
        [("macron", "Moscow must stop"), ("mayor", "the attack killed six in Kyiv")],
    ),
    ("fr", "Pour Macron, Merz et Starmer, la paix passe par l'Ukraine.", []),
    ("fr", "Pour Zelensky, Trump a promis de nouvelles armes à l'Ukraine.", [("trump", "nouvelles armes à l'Ukraine")]),
    ("pl", "Propozycję Putina odrzucił Zełenski.", [("zelenskyy", "Propozycję Putina")]),
    ("ru", "Удар по Киеву осудил президент Франции Эммануэль Макрон.", [("macron", "Удар по Киеву")]),
    (
        "ru",
        "Имамоглу заявил, что Анкара готова принять переговоры.",
        [("Имамоглу", "Анкара готова принять переговоры")],
    ),
    ("en", "Reuters reported, citing the Kremlin, that talks would resume.", [("kremlin", "talks would resume")]),
    (
        "en",
        "Asked on Friday whether Moscow would accept, Peskov declined to comment.",
        [("peskov", "whether Moscow would accept")],
    ),
    ("cs", "Ruská strana návrh odmítla.", [("russia", "návrh")]),
]


@pytest.mark.parametrize(("language", "text", "wanted"), SEVERAL, ids=[each[1][:40] for each in SEVERAL])
def test_who_says_what_where_several_clauses_meet(tagger, language, text, wanted):
    assert [each[:2] for each in told(tagger, language, text)] == wanted


TYPED = [
    ("fr", "«C'est un ultimatum», a déclaré Emmanuel Macron.", "condemn"),
    ("de", "Peskow sagte, die Forderung sei nicht konstruktiv.", "reject"),
    ("ru", "Песков сказал, что место и сроки встречи пока не определены.", "other"),
    ("pl", "Pieskow powiedział, że nikt nie powinien oczekiwać łatwych decyzji.", "other"),
    ("uk", "Умєров попередив про ескалацію на фронті.", "other"),
    ("en", "Putin said his troops would keep fighting.", "threaten"),
]


@pytest.mark.parametrize(("language", "text", "kind"), TYPED, ids=[each[1][:40] for each in TYPED])
def test_what_kind_of_statement_it_is(tagger, language, text, kind):
    found = told(tagger, language, text)
    assert all(each[2] == kind for each in found)
    assert found or kind == "other"


AGAIN = [
    # An office alone is whoever spoke before, if it is his country's; a country of somebody else makes it another.
    (
        "en",
        "Mikhail Galuzin said the plan was ready. “The ball is on the other side,” the diplomat pointed out.",
        "galuzin",
    ),
    (
        "en",
        "Dmitry Peskov told reporters the list was long. “It is longer than last month,” the Kremlin official said.",
        "peskov",
    ),
    (
        "en",
        "Sergey Lavrov offered a venue. “We prefer direct talks,” the Armenian prime minister said.",
        "Armenian prime minister",
    ),
    ("en", "Sergey Lavrov offered a venue. “We prefer direct talks,” a diplomat said.", "diplomat"),
    ("uk", "Про це сказав глава МЗС Андрій Сибіга. «Порт відкритим не назвеш», – наголосив дипломат.", "sybiha"),
    # Who is only spoken with is not meant by a title.
    (
        "en",
        "Volodymyr Zelenskyy said he had spoken with Donald Trump. The president insisted that guarantees come first.",
        "zelenskyy",
    ),
    # The sentence points back behind words of time; a country stands in the title of who said so.
    ("cs", "Strany se na výměně shodly. Ve čtvrtek to oznámil americký vyslanec Steve Witkoff.", "witkoff"),
    (
        "ru",
        "Списки семей согласованы. Об этом рассказала уполномоченный по правам человека в РФ Татьяна Москалькова.",
        "moskalkova",
    ),
    # Clauses between a subject and its verb.
    ("cs", "Trump, kterému o incidentu vyprávěl Putin, přiznal, že ho to naštvalo.", "trump"),
    ("cs", "Robert Fico, který navštívil Kreml, hrozí zastavením dodávek elektřiny.", "fico"),
    # The subject is left out behind what was asked.
    ("cs", "„Udělali jsme krok,“ řekl Andrij Jermak. Kdy se strany sejdou, neupřesnil.", "yermak"),
    # Whose delegation a source is close to does not speak.
    (
        "fr",
        "Une source proche de la délégation russe a assuré que les discussions reprendraient.",
        "source proche",
    ),
    (
        "fr",
        "Pour le ministre ukrainien des Affaires étrangères, Dmytro Kuleba, les missiles sont une réponse.",
        "kuleba_dmytro",
    ),
    # Its mood tells that another reports it.
    (
        "de",
        "Steve Witkoff sprach von Fortschritten. „Wir sind weiter“, sagte er. Die Delegationen hätten zugesagt, weiterzureden.",
        "witkoff",
    ),
]


@pytest.mark.parametrize(("language", "text", "speaker"), AGAIN, ids=[each[1][-40:] for each in AGAIN])
def test_who_is_meant(tagger, language, text, speaker):
    assert told(tagger, language, text)[-1][0] == speaker


def test_an_office_alone_is_nobody_where_nobody_spoke(tagger):
    assert [each[0] for each in told(tagger, "en", "“The ball is on the other side,” the diplomat said.")] == [
        "diplomat"
    ]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "План невозможен!\n— отверг Лавров."),
        ("cs", "– odmítl Lavrov."),
        ("pl", "- odrzucił Tusk."),
        ("uk", "🇺🇦 засудив Сибіга."),
    ],
)
def test_marks_before_a_verb_are_no_object(tagger, language, text):
    assert told(tagger, language, text) == []
