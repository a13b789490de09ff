"""Who says it where something stands between, before or behind: asides, questions, subheads, papers, adverbs, who was told."""

from datetime import UTC, datetime

import pytest

from tests.tag.telling import said

DAY = datetime(2025, 7, 24, 12, tzinfo=UTC)


def last(tagger, language, text):
    """Return who says what in the last statement of a text, None without one."""
    found = said(tagger, language, text, day=DAY)
    return found[-1] if found else None


SAID = [
    # A subhead with a colon.
    (
        "cs",
        "Ukrajina čeká.\n\nUšakov: Bez území to nepůjde\n\nPoradce Putina odjel.",
        ("ushakov", "Bez území to nepůjde"),
    ),
    (
        "en",
        "Ukraine waits.\n\nPeskov: Nobody will hurry us\n\nThe talks go on in Istanbul.",
        ("peskov", "Nobody will hurry us"),
    ),
    ("en", "Ukraine waits.\n\nPhotograph: Sergei Example\n\nThe talks go on in Istanbul.", None),
    # Who met whom before a colon.
    (
        "pl",
        "Ukraina czeka. Jurij Uszakow po spotkaniu z Witkoffem: „Powiedzieliśmy, co myślimy”.",
        ("ushakov", "Powiedzieliśmy, co myślimy"),
    ),
    # Who was told is not who speaks.
    (
        "cs",
        "„O zárukách máme hotovo,“ oznámil Zelenskyj. Pak vyčetl Evropanům, že „místo činů pořád jen diskutují“.",
        ("zelenskyy", "místo činů pořád jen diskutují"),
    ),
    (
        "cs",
        "Ukrajina čeká. „Máme tu čaj a chleba,“ řekla Českému rozhlasu dobrovolnice Oksana z přístavu.",
        ("dobrovolnice Oksana", "Máme tu čaj a chleba,"),
    ),
    (
        "en",
        "Macron spoke about Ukraine. Several thousand troops could take part, he told the broadcaster France 2.",
        ("macron", "Several thousand troops could take part"),
    ),
    # The aside between a subject and its verb.
    (
        "en",
        "US envoy Steve Witkoff, standing alongside the European leaders with Jared Kushner, said talks would go on.",
        ("witkoff", "talks would go on"),
    ),
    (
        "uk",
        "Зеленський, виступаючи в Парижі поруч із Макроном, заявив, що переговори триватимуть.",
        ("zelenskyy", "переговори триватимуть"),
    ),
    # A sentence that opens with a title and a name outside the pack is about who bears it.
    (
        "en",
        (
            "Danish Prime Minister Jan Novak, who dined with President Donald Trump, insisted that the aims had not changed."
            "\n\n“We will bring home all of them,” he said."
        ),
        ("Jan Novak", "We will bring home all of them,"),
    ),
    # What somebody was asked.
    (
        "de",
        'Die Ukraine wartet. Auf die Frage, ob Wladimir Putin zugestimmt habe, antwortete Peskow: "Er hat sie gehört."',
        ("peskov", "Er hat sie gehört."),
    ),
    (
        "en",
        "Ukraine waits. Asked whether Washington had promised to strike back, Zelensky said he had no plain answer.",
        ("zelenskyy", "he had no plain answer"),
    ),
    # A source set off between commas, and one behind an adverb.
    (
        "uk",
        "Україна чекає. Переговори, вважає Зеленський, триватимуть ще місяць.",
        ("zelenskyy", "Переговори, вважає Зеленський, триватимуть ще місяць"),
    ),
    (
        "ru",
        "Украина ждёт. Мерц прибыл в Киев. Бундесвер, считает он, мог бы стоять в одной из соседних стран.",
        ("merz", "Бундесвер, считает он, мог бы стоять в одной из соседних стран"),
    ),
    (
        "ru",
        "Украина ждёт. Посылать туда солдат Вашингтон не намерен, неоднократно подчеркивал Дональд Трамп.",
        ("trump", "Посылать туда солдат Вашингтон не намерен"),
    ),
    # A verb that tells when, not what.
    (
        "uk",
        "Трамп розповів про домовленість. За його словами, стоять сильні морози, і Путін був «дуже люб'язним», коли погодився.",
        ("trump", "стоять сильні морози, і Путін був «дуже люб'язним», коли погодився"),
    ),
    # The mood behind the verb.
    (
        "de",
        "Zu den Garantien, die Washington Kiew in Aussicht gestellt haben soll, sagte Lawrow, ihm sei der Inhalt nicht bekannt.",
        ("lavrov", "ihm sei der Inhalt nicht bekannt"),
    ),
    # The clause in the middle of a quotation.
    (
        "de",
        "Kanzler Friedrich Merz sprach zur Ukraine. „Das Geld ist da“, so der CDU-Chef, „und der Schaden ist es auch.“",
        ("merz", "und der Schaden ist es auch."),
    ),
    # Papers and subjects where the verb comes last.
    (
        "tr",
        'Rusya Savunma Bakanlığı saldırıyı duyurdu. Açıklamada, "Belirlenen tüm hedefler vurulmuştur" denildi.',
        ("russia-mod", "Belirlenen tüm hedefler vurulmuştur"),
    ),
    (
        "tr",
        (
            "Zelenskiy'in heyetiyle yapılacak görüşmeler hakkında yorum yapmaktan kaçınan Peskov, Witkoff'un sonraki programının "
            "ABD tarafının işi olduğunu dile getirdi."
        ),
        ("peskov", "Witkoff'un sonraki programının ABD tarafının işi olduğunu"),
    ),
    # A title without a name takes up who bore it; the adverb behind it is no part of it.
    (
        "cs",
        "Ministr zahraničí Sergej Lavrov mluvil o Ukrajině. Ministr dále upozornil, že záruky nelze projednávat bez Ruska.",
        ("lavrov", "záruky nelze projednávat bez Ruska"),
    ),
    # An office alone is who bore it, an amount is nobody, and neither is a site.
    (
        "de",
        (
            "Der russische Außenminister Sergei Lawrow hat das zurückgewiesen. In einem Interview erklärte der Minister:\n\n"
            '"Man schlägt uns vor, das Feuer für 60 Tage einzustellen."'
        ),
        ("lavrov", "Man schlägt uns vor, das Feuer für 60 Tage einzustellen."),
    ),
    (
        "de",
        (
            "Es ging um 210 Milliarden Euro für die Ukraine und um einen Mann: Jan Mustermann. Der belgische Premier schwieg. "
            "„Ich unterschreibe keinen Blankoscheck“, sagte er vor der Sitzung."
        ),
        ("Jan Mustermann", "Ich unterschreibe keinen Blankoscheck"),
    ),
    (
        "uk",
        "Про Україну говорив голова угруповання Халіль аль-Хайя, передає Приклад.НЕТ. «Сьогодні війну закінчено», – сказав він.",
        ("Халіль аль-Хайя", "Сьогодні війну закінчено"),
    ),
    # Somebody outside the pack whom a comma sets off where the verb comes last.
    (
        "tr",
        "Ukrayna bekliyor. Analistler, olası bir anlaşmanın petrol fiyatlarını düşürebileceğini belirtti.",
        ("Analistler", "olası bir anlaşmanın petrol fiyatlarını düşürebileceğini"),
    ),
    # A pronoun inside the verb that parts a short subject from its clause.
    (
        "fr",
        "Keir Starmer a parlé de l'Ukraine. Londres, a-t-il prévenu, n’enverra pas un seul homme sans un vote.",
        ("starmer", "Londres, a-t-il prévenu, n’enverra pas un seul homme sans un vote"),
    ),
    (
        "de",
        "Die Ukraine wartet. Selenskyj seinerseits hatte am Vorabend verkündet, die Ukraine werde auf Schläge verzichten.",
        ("zelenskyy", "die Ukraine werde auf Schläge verzichten"),
    ),
    # The latter; the verb of who spoke before; who was helped; a name far behind its verb; a cue inside the marks.
    (
        "en",
        "Rubio spoke with Lavrov about Ukraine. The latter said that talks would go on.",
        ("lavrov", "talks would go on"),
    ),
    (
        "uk",
        "Україна чекає. Рубіо говорив із Лавровим. Останній повідомив, що йдеться не лише про ракети.",
        ("lavrov", "йдеться не лише про ракети"),
    ),
    (
        "tr",
        "Peskov yaptığı açıklamada, “Hayır, bu yanlış bir okuma. Kabul ettik” dedi ve ekledi: “Uzlaşma böyle aranır, doğrusu bu.”",
        ("peskov", "Uzlaşma böyle aranır, doğrusu bu."),
    ),
    (
        "pl",
        (
            "Ukraina czeka.\n\n— Muru nie da się rozebrać w jedno popołudnie — ocenił w irańskiej telewizji państwowej minister "
            "spraw zagranicznych Jan Przykładowski."
        ),
        ("Jan Przykładowski", "Muru nie da się rozebrać w jedno popołudnie"),
    ),
    (
        "fr",
        (
            "L'Ukraine attend. « Cette signature ouvre la voie, s’est félicité le premier ministre britannique. Nos troupes "
            "pourront opérer. » Le chancelier allemand, Friedrich Merz, s’est montré plus réservé."
        ),
        (
            "starmer",
            "Cette signature ouvre la voie, s’est félicité le premier ministre britannique. Nos troupes pourront opérer.",
        ),
    ),
    # A verb behind the commas: what stands before them is its subject, unless a preposition opens it.
    (
        "en",
        "Umerov spoke on Ukraine. The political questions, he added, would take longer.",
        ("umerov", "The political questions, he added, would take longer"),
    ),
    (
        "en",
        "Umerov spoke on Ukraine. For a family of five, he added, the toll matters more.",
        ("umerov", "the toll matters more"),
    ),
    # Whom the verb asks is no part of what is asked for.
    (
        "uk",
        "Зеленський закликав союзників до жорсткіших санкцій проти Росії.",
        ("zelenskyy", "жорсткіших санкцій проти Росії"),
    ),
    (
        "uk",
        "Зеленський закликав партнерів негайно запровадити нові санкції.",
        ("zelenskyy", "негайно запровадити нові санкції"),
    ),
    ("uk", "Зеленський закликав до миру з Росією.", ("zelenskyy", "до миру з Росією")),
    ("ru", "Зеленский призвал союзников ускорить поставки ракет.", ("zelenskyy", "ускорить поставки ракет")),
    ("pl", "Zełenski wezwał Stany Zjednoczone do nałożenia nowych sankcji.", ("zelenskyy", "nałożenia nowych sankcji")),
    ("cs", "Zelenskyj vyzval spojence k rychlým dodávkám střel.", ("zelenskyy", "rychlým dodávkám střel")),
    (
        "fr",
        "Zelensky a appelé ses alliés à accélérer la livraison de missiles.",
        ("zelenskyy", "accélérer la livraison de missiles"),
    ),
    ("de", "Selenskyj rief die Verbündeten zu weiteren Sanktionen auf.", ("zelenskyy", "weiteren Sanktionen")),
    ("en", "Zelensky urged allies to speed up deliveries.", ("zelenskyy", "to speed up deliveries")),
    # Verbs in the present.
    ("ru", "Украина ждёт. Песков уточняет, что переговоры продолжатся.", ("peskov", "переговоры продолжатся")),
    ("uk", "Україна чекає. Зеленський запевняє, що переговори триватимуть.", ("zelenskyy", "переговори триватимуть")),
    ("fr", "L'Ukraine attend. « Nous verrons bien », a rétorqué Peskov.", ("peskov", "Nous verrons bien")),
    ("pl", "Ukraina czeka. Pieskow podał, że rozmowy potrwają.", ("peskov", "rozmowy potrwają")),
]


@pytest.mark.parametrize(("language", "text", "wanted"), SAID)
def test_who_says_what_last(tagger, language, text, wanted):
    assert last(tagger, language, text) == wanted


def test_a_clause_without_that_is_told_around_the_words_quoted_in_it(tagger):
    text = (
        "Erdogan spoke on Ukraine. He said the two countries had reaffirmed their goal of raising trade to $100 billion, "
        'and that delegations would meet "before the end of the year."'
    )
    tags = tagger.tag(title="", text=text, language="en", published_at=DAY)
    reported = [text[each.start : each.end] for each in tags.statements if not each.is_quote]
    assert reported == [text[text.index("the two countries") :]]


# ── What is none ──────────────────────────────────────────────────────────────────────────────────

NONE = [
    ("de", "Die russische Delegation befand sich am Mittwoch seit Stunden im Palast von Kiew."),
    ("de", "Die Ukraine antwortete mit Drohnen auf den Angriff in der Nacht."),
    ("pl", "Zełenski podał rękę Trumpowi przed wejściem do pałacu w Kijowie."),
    ("pl", "Ukraina czeka. Putin podaje się za przyjaciela."),
    ("fr", "L’armée russe observe une trêve de trois jours dans la région de Kiev."),
    ("uk", "Російські війська виключали світло в Києві."),
    ("cs", "Putin odpovídal za smrt civilistů v Buči."),
]


@pytest.mark.parametrize(("language", "text"), NONE)
def test_a_verb_that_tells_what_was_done_reports_nothing(tagger, language, text):
    assert last(tagger, language, text) is None


def test_a_break_without_a_comma_parts_no_clause(tagger):
    text = "Zelensky said he was tired — something Putin said he understood."
    assert last(tagger, "en", text) == ("zelenskyy", "he was tired")
    text = "Zelensky said Friday he met Trump and called Putin a liar, adding that he said nothing."
    assert last(tagger, "en", text) == ("zelenskyy", "he said nothing")


def test_an_office_alone_is_not_who_somebody_works_for(tagger):
    text = "Russia and Ukraine talk. The lawyer for Donald Trump arrived. The lawyer told reporters the talks were useless."
    assert last(tagger, "en", text) == ("lawyer", "the talks were useless")


@pytest.mark.parametrize(
    "text",
    ["Erdoğan İstanbul’da da görüşmelerin süreceğini söyledi.", "Erdoğan Pekin’de de savaşın biteceğini söyledi."],
)
def test_too_behind_a_place_sets_off_no_subject(tagger, text):
    assert last(tagger, "tr", f"Ukrayna bekliyor. {text}") == ("erdogan", text[len("Erdoğan ") : -len(" söyledi.")])


def test_what_is_asked_for_stands_in_two_words_before_a_quotation(tagger):
    text = "Зеленський писав. Він закликав союзників до жорсткіших санкцій: «Без тиску Росія не шукатиме миру»."
    tags = tagger.tag(title="", text=text, language="uk", published_at=DAY)
    assert [text[each.start : each.end] for each in tags.statements] == [
        "жорсткіших санкцій",
        "Без тиску Росія не шукатиме миру",
    ]
