"""What is told in one language is read in the others: demands of headlines, split verbs, clauses without a "that", venues."""

from datetime import UTC, datetime

import pytest

PUBLISHED = datetime(2025, 5, 20, 12, tzinfo=UTC)
BESIDE = {
    "en": "Russia and Ukraine hold talks in Istanbul.",
    "de": "Russland und die Ukraine verhandeln in Istanbul.",
    "fr": "La Russie et l'Ukraine négocient à Istanbul.",
    "pl": "Rosja i Ukraina prowadzą rozmowy w Stambule.",
    "cs": "Rusko a Ukrajina jednají v Istanbulu.",
    "ru": "Россия и Украина ведут переговоры в Стамбуле.",
    "uk": "Росія і Україна ведуть переговори у Стамбулі.",
    "tr": "Rusya ve Ukrayna İstanbul'da görüşüyor.",
}
WITHDRAWAL, CEASEFIRE, SWAP = "territorial_withdrawal", "ceasefire", "prisoner_exchange"

HEADLINES = [
    ("en", "Lavrov demands withdrawal", "lavrov", "demand", WITHDRAWAL),
    ("en", "Kremlin rejects truce", "kremlin", "reject", CEASEFIRE),
    ("en", "Erdogan offers mediation", "erdogan", "offer", "mediation"),
    ("de", "Lawrow fordert Abzug", "lavrov", "demand", WITHDRAWAL),
    ("de", "Selenskyj fordert Waffenruhe", "zelenskyy", "demand", CEASEFIRE),
    ("fr", "Lavrov exige un retrait", "lavrov", "demand", WITHDRAWAL),
    ("fr", "Moscou rejette la trêve", "russia", "reject", CEASEFIRE),
    ("pl", "Ławrow żąda wycofania wojsk", "lavrov", "demand", WITHDRAWAL),
    ("pl", "Zełenski żąda rozejmu", "zelenskyy", "demand", CEASEFIRE),
    ("cs", "Zelenskyj požaduje příměří", "zelenskyy", "demand", CEASEFIRE),
    ("cs", "Lavrov žádá stažení vojsk", "lavrov", "demand", WITHDRAWAL),
    ("ru", "Лавров требует вывода войск", "lavrov", "demand", WITHDRAWAL),
    ("ru", "Зеленский требует перемирия", "zelenskyy", "demand", CEASEFIRE),
    ("uk", "Лавров вимагає виведення військ", "lavrov", "demand", WITHDRAWAL),
    ("uk", "Зеленський вимагає перемир'я", "zelenskyy", "demand", CEASEFIRE),
    ("tr", "Zelenskıy ateşkes istedi", "zelenskyy", "demand", CEASEFIRE),
]

# who, kind, facet, target, places with what is done there
SENTENCES = [
    ("de", "Der ukrainische Präsident Wolodymyr Selenskyj hat vorgeschlagen, 1000 Gefangene gegen 1000 mit Russland auszutauschen.",
     "zelenskyy", "offer", SWAP, "russia", []),
    ("de", "Kiews Unterhändler Rustem Umjerow hat am Mittwoch vorgeschlagen, alle Kriegsgefangenen auszutauschen.",
     "umerov", "offer", SWAP, None, []),
    ("de", "Am Sonntag hat Erdoğan angeboten, ein Treffen in Istanbul auszurichten.",
     "erdogan", "offer", "leaders_summit", None, [("istanbul", "venue")]),
    ("de", "Macron hat Russland aufgefordert, die Angriffe auf die Ukraine einzustellen.",
     "macron", "demand", "military_strike", "russia", []),
    ("de", "Macron forderte Russland dazu auf, die Angriffe auf die Ukraine einzustellen.",
     "macron", "demand", "military_strike", "russia", []),
    ("de", "Putin hat eine Waffenruhe von 30 Tagen abgelehnt.", "putin", "reject", CEASEFIRE, "ukraine", []),
    ("de", "Der britische Außenminister hat den russischen Angriff auf Sumy verurteilt.",
     "lammy", "condemn", "military_strike", "russia", [("sumy", "strike_on")]),
    ("de", "Lawrow hat am Montag gefordert, dass die Ukraine ihre Truppen aus Donezk und Luhansk abzieht.",
     "lavrov", "demand", WITHDRAWAL, "ukraine", [("donetsk", "withdrawal_from"), ("luhansk", "withdrawal_from")]),
    ("de", "Lawrow sagte am Montag, dass die Ukraine ihre Truppen aus Donezk und Luhansk abziehen müsse.",
     "lavrov", "demand", WITHDRAWAL, "ukraine", [("donetsk", "withdrawal_from"), ("luhansk", "withdrawal_from")]),
    ("de", "Russlands Außenminister Sergej Lawrow sagte am Montag, die Ukraine müsse ihre Truppen aus Donezk und Luhansk abziehen.",
     "lavrov", "demand", WITHDRAWAL, "ukraine", [("donetsk", "withdrawal_from"), ("luhansk", "withdrawal_from")]),
    ("de", "Am Dienstag sagte Lawrow, die Ukraine müsse Cherson verlassen.",
     "lavrov", "demand", WITHDRAWAL, "ukraine", [("kherson", "withdrawal_from")]),
    ("de", "Die Ukraine müsse ihre Truppen aus Donezk und Luhansk abziehen, sagte Lawrow.",
     "lavrov", "demand", WITHDRAWAL, "ukraine", [("donetsk", "withdrawal_from"), ("luhansk", "withdrawal_from")]),
    ("de", "Russland müsse die Waffenruhe einhalten, betonte Selenskyj am Abend.",
     "zelenskyy", "demand", CEASEFIRE, "russia", []),
    ("tr", "Rusya Dışişleri Bakanı Sergey Lavrov pazartesi günü Ukrayna'nın birliklerini Donetsk ve Luhansk'tan çekmesi gerektiğini söyledi.",
     "lavrov", "demand", WITHDRAWAL, "ukraine", [("donetsk", "withdrawal_from"), ("luhansk", "withdrawal_from")]),
    ("tr", "Lavrov, Ukrayna ordusunun Donbas'ı terk etmesi gerektiğini belirtti.",
     "lavrov", "demand", WITHDRAWAL, "ukraine", [("donbas", "withdrawal_from")]),
    ("tr", "Zelenskıy, Rusya'nın 30 günlük koşulsuz ateşkesi kabul etmesi gerektiğini söyledi.",
     "zelenskyy", "demand", CEASEFIRE, "russia", []),
    ("tr", "Peskov, Rusya'nın ateşkesi kabul etmeyeceğini söyledi.", "peskov", "reject", CEASEFIRE, "ukraine", []),
    ("en", "Russia and Ukraine agreed in Istanbul to exchange 1,000 prisoners each.",
     "russia", "agree", SWAP, None, [("istanbul", "venue")]),
    ("ru", "Зеленский заявил, что Россия и Украина договорились в Стамбуле обменять 1000 пленных.",
     "russia", "agree", SWAP, None, [("istanbul", "venue")]),
    ("ru", "Песков сообщил, что стороны в Абу-Даби согласовали обмен пленными.",
     "peskov", "agree", SWAP, None, [("abu-dhabi", "venue")]),
    ("uk", "Зеленський заявив, що Росія і Україна домовилися у Стамбулі обміняти 1000 полонених.",
     "russia", "agree", SWAP, None, [("istanbul", "venue")]),
    ("pl", "Zełenski powiedział, że Rosja i Ukraina uzgodniły w Stambule wymianę 1000 jeńców.",
     "russia", "agree", SWAP, None, [("istanbul", "venue")]),
    ("fr", "Zelensky a déclaré que la Russie et l'Ukraine s'étaient mises d'accord à Istanbul pour échanger 1 000 prisonniers.",
     "zelenskyy", "agree", SWAP, None, [("istanbul", "venue")]),
    ("cs", "Zelenskyj řekl, že se Rusko a Ukrajina v Istanbulu dohodly na výměně 1000 zajatců.",
     "zelenskyy", "agree", SWAP, None, [("istanbul", "venue")]),
    ("tr", "Zelenskıy, Rusya ve Ukrayna'nın İstanbul'da 1000 esirin takası konusunda anlaştığını söyledi.",
     "zelenskyy", "agree", SWAP, None, [("istanbul", "venue")]),
]  # fmt: skip

NOTHING_SAID = [
    ("de", "Eine Waffenruhe wurde von der Ukraine gefordert."),
    ("de", "Lawrow sagte am Montag, als die Gespräche in Istanbul begannen, nichts."),
]


def tagged(tagger, language, title, text):
    return tagger.tag(title=title, text=text, language=language, published_at=PUBLISHED)


@pytest.mark.parametrize("case", HEADLINES, ids=lambda case: f"{case[0]}: {case[1]}")
def test_a_headline_demands_in_a_word(tagger, case):
    language, title, *said = case
    (found,) = tagged(tagger, language, title, BESIDE[language]).statements
    assert [found.speaker, found.type, found.facet] == said
    assert (found.zone, found.modality) == ("title", None)


@pytest.mark.parametrize("case", SENTENCES, ids=lambda case: f"{case[0]}: {case[1]}")
def test_a_sentence_is_read_as_the_english_one_would_be(tagger, case):
    language, text, *said, places = case
    (found,) = tagged(tagger, language, "", text).statements
    assert [found.speaker, found.type, found.facet, found.target] == said
    assert [(each.place, each.role) for each in found.places] == places


@pytest.mark.parametrize(("language", "text"), NOTHING_SAID)
def test_a_passive_and_a_clause_of_time_report_nothing(tagger, language, text):
    assert tagged(tagger, language, "", text).statements == ()


def test_a_number_counts_no_verb(tagger):
    (found,) = tagged(
        tagger, "de", "", "Selenskyj hat Russland angeboten, 500 Gefangene gegen 500 auszutauschen."
    ).statements
    assert [(each.value, each.unit) for each in found.amounts] == [(500.0, "Gefangene")]


def test_a_title_in_a_quotation_is_of_the_speakers_side(tagger):
    text = "Дмитрий Песков заявил журналистам: «Президент открыт к контактам с Украиной». Ранее Дональд Трамп призвал к перемирию."
    found = tagged(tagger, "ru", "", text)
    assert [each.actor for each in found.mentions if each.kind == "role"] == ["putin"]


@pytest.mark.parametrize(
    ("language", "text", "written"),
    [
        ("uk", "Радослав Сікорський прибув до Києва. Румунський міністр заявив, що Росія затягує переговори з Україною.", "Румунський міністр"),
        ("pl", "Radosław Sikorski był w Kijowie. Ukraiński minister powiedział, że Rosja opóźnia rozmowy.", "Ukraiński minister"),
    ],
)  # fmt: skip
def test_a_minister_of_a_country_of_which_none_was_named_is_nobody_known(tagger, language, text, written):
    said = tagged(tagger, language, "", text).statements[-1]
    assert (said.speaker, said.speaker_name) == (None, written)


@pytest.mark.parametrize(
    ("language", "text", "written"),
    [
        ("en", "Radosław Sikorski received Hakan Fidan. The Polish minister said that Russia was dragging out talks with Ukraine.", "Polish minister"),
        ("ru", "Радослав Сикорский принял Хакана Фидана. Польский министр заявил, что Россия затягивает переговоры с Украиной.", "Польский министр"),
        ("uk", "Радослав Сікорський прийняв Хакана Фідана. Польський міністр заявив, що Росія затягує переговори з Україною.", "Польський міністр"),
        ("cs", "Radosław Sikorski přijal Hakana Fidana. Polský ministr řekl, že Rusko zdržuje jednání s Ukrajinou.", "Polský ministr"),
    ],
)  # fmt: skip
def test_a_minister_of_a_country_is_its_own_who_was_named_whoever_was_named_after(tagger, language, text, written):
    tags = tagged(tagger, language, "", text)
    assert [(each.surface, each.actor) for each in tags.mentions if each.kind == "role"] == [(written, "sikorski")]
    assert tags.statements[-1].speaker == "sikorski"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "“The president remains in touch with both sides,” said a senior US official after Putin and Zelenskyy had spoken."),
        ("ru", "Путин молчит. «Президент остается на связи с обеими сторонами», — сказал высокопоставленный американский чиновник."),
        ("uk", "Путін мовчить. «Президент залишається на зв’язку з обома сторонами», — сказав високопоставлений американський чиновник."),
        ("fr", "Poutine se tait. « Le président reste en contact avec les deux parties », a dit un haut responsable américain."),
    ],
)  # fmt: skip
def test_a_title_in_a_quotation_is_of_the_country_of_a_source_without_a_name(tagger, language, text):
    assert [each.actor for each in tagged(tagger, language, "", text).mentions if each.kind == "role"] == ["trump"]


# ── Why a text has a facet ────────────────────────────────────────────────────────────────────────


def test_a_facet_names_the_terms_that_counted_and_where_they_stand(tagger):
    text = "Ukraine offered Russia a truce on Monday. " + "The harbour was quiet and the trains were late again. " * 15
    tags = tagged(tagger, "en", "Russia wants a truce", text + "Both sides want a ceasefire.")
    (found,) = [each for each in tags.facets if each.facet == "ceasefire"]
    assert found.evidence[0] == "title: truce"
    assert [each.partition(":")[0] for each in found.evidence] == ["title", "lead", "body"]
    assert "lead: truce" in found.evidence


def test_a_facet_names_eight_terms_at_most(tagger):
    terms = ("ceasefire", "truce", "cessation of hostilities", "armistice", "lasting truce", "pause in fighting")
    more = ("cease-fire", "stop the fighting", "end the fighting", "temporary truce")
    text = " ".join(f"Russia and Ukraine spoke of a {term}." for term in (terms + more) * 40)
    (found,) = [each for each in tagged(tagger, "en", "A truce", text).facets if each.facet == "ceasefire"]
    assert len(found.evidence) == 8
    assert len(set(found.evidence)) == 8
