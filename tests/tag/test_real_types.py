"""What kind of statement a sentence makes, of what and at whom, in the words in which agencies and papers tell it."""

from datetime import UTC, datetime

import pytest

DAY = datetime(2025, 5, 17, 12, tzinfo=UTC)
TITLES = {
    "en": "Russia and Ukraine hold talks in Istanbul",
    "ru": "Переговоры России и Украины в Стамбуле",
    "uk": "Переговори України та Росії в Стамбулі",
    "pl": "Rozmowy Rosji i Ukrainy w Stambule",
    "cs": "Jednání Ruska a Ukrajiny v Istanbulu",
    "de": "Gespräche zwischen Russland und der Ukraine in Istanbul",
    "fr": "Pourparlers entre la Russie et l'Ukraine à Istanbul",
    "tr": "Rusya ile Ukrayna İstanbul'da görüşüyor",
}


def read(tagger, language, text):
    """Return the statement of a sentence: the longest, a quotation before others."""
    tags = tagger.tag(title=TITLES[language], text=text, language=language, published_at=DAY)
    inside = [each for each in tags.statements if each.zone == "text"]
    return max(inside, key=lambda each: (each.is_quote, each.end - each.start))


TYPES = [
    # What the speaker's own side has to do is a plan, not a demand; what the other has to do is one.
    ("en", "“We have to prepare the next round well,” Umerov said.", "other"),
    ("en", "“They have to stop the shelling,” Umerov said.", "demand"),
    ("ru", "«Мы должны подготовить новую встречу», — сказал Умеров.", "other"),
    ("ru", "«Они должны прекратить обстрелы», — сказал Умеров.", "demand"),
    ("pl", "„Musimy dobrze przygotować kolejną rundę” – powiedział Umierow.", "other"),
    ("pl", "„Oni muszą wstrzymać ostrzał” – powiedział Umierow.", "demand"),
    ("cs", "„Musíme další kolo dobře připravit,“ řekl Umerov.", "other"),
    ("de", "„Wir müssen die nächste Runde gut vorbereiten“, sagte Umerow.", "other"),
    # The same from outside calls on one's own camp.
    ("en", "“We must step up the pressure on Moscow,” Macron said.", "demand"),
    ("ru", "«Мы должны усилить нажим на Москву», — сказал Макрон.", "demand"),
    # What need not be done is no demand.
    ("en", "“You do not have to ask anybody for that,” Szijjarto said.", "other"),
    ("pl", "„Nikogo nie musimy o to pytać” – oświadczył Szijjarto.", "other"),
    ("de", "„Dafür müssen wir niemanden fragen“, sagte Szijjarto.", "other"),
    # What is needed in general is asked of nobody, but for what the talks are about.
    ("uk", "«Тут треба мужності», — сказав Ердоган.", "other"),
    ("uk", "«Треба припинення вогню», — сказав Ердоган.", "demand"),
    ("fr", "« Il faut du courage », a déclaré Recep Tayyip Erdogan.", "other"),
    ("fr", "« Il faut un cessez-le-feu », a déclaré Recep Tayyip Erdogan.", "demand"),
    # Who does not want to refuses; who says so of another complains.
    ("en", "Zelensky said Russia was not interested in a ceasefire.", "condemn"),
    ("en", "Peskov said Russia was not interested in a ceasefire.", "reject"),
    ("uk", "Зеленський заявив, що Росія не готова до миру.", "condemn"),
    ("uk", "Пєсков заявив, що Росія не готова до перемир'я.", "reject"),
    ("ru", "Сибига заявил, что Россия не намерена заканчивать войну.", "condemn"),
    ("ru", "Лавров заявил, что Москва не намерена уступать.", "reject"),
    ("de", "Selenskyj sagte, Russland sei nicht bereit zu einem Frieden.", "condemn"),
    ("cs", "Zelenskyj řekl, že Rusko není připraveno na mír.", "condemn"),
    # What is only taken note of is not agreed to.
    ("pl", "Rosja przyjęła tę propozycję do wiadomości.", "other"),
    ("pl", "Rosja przyjęła propozycję Turcji.", "agree"),
    ("ru", "Россия приняла это предложение к сведению.", "other"),
    ("ru", "Россия приняла предложение Турции.", "agree"),
    # Who is received or thanked is no proposal that is agreed to.
    ("ru", "Путин принял спецпосланника США.", "other"),
    ("ru", "Путин принял предложение спецпосланника США.", "agree"),
    ("en", "Trump welcomed Zelensky at the White House.", "other"),
    ("en", "Trump welcomed Zelensky's plan for a truce.", "agree"),
    ("en", "Zelensky thanked Trump for his help.", "other"),
    ("pl", "Zełenski podziękował Turcji za gościnność.", "other"),
    ("fr", "Zelensky a remercié la Turquie pour son hospitalité.", "other"),
    # What is not ruled out is not rejected.
    ("pl", "„Nie wykluczamy rozmów z Amerykanami” – powiedział Umierow.", "other"),
    ("pl", "„Wykluczamy rozmowy bez Amerykanów” – powiedział Umierow.", "reject"),
    ("ru", "«Мы не исключаем встречу президентов», — сказал Песков.", "other"),
    ("ru", "«Встреча президентов исключена», — сказал Песков.", "reject"),
    ("de", "„Ein Treffen der Präsidenten schließen wir nicht aus“, sagte Peskow.", "other"),
    # A war that is not decided on the battlefield threatens nobody, nor does what was shot down.
    ("ru", "Рубио сказал, что война закончится не на поле боя.", "other"),
    ("uk", "Рубіо сказав, що ця війна не закінчиться на полі бою.", "other"),
    ("ru", "«Тогда всё решится на поле боя», — сказал Путин.", "threaten"),
    ("ru", "Зеленский сообщил, что оборона уничтожила 70 беспилотников.", "other"),
    ("ru", "«Мы уничтожим их базы», — сказал Путин.", "threaten"),
    # A question that nobody raised is not broken, a choice that was meant no crime.
    ("uk", "«Цього питання поки ніхто не порушував», — сказав Пєсков.", "other"),
    ("en", "Putin said the slow pace was a deliberate choice.", "other"),
    # A duty in the shape of an infinitive.
    ("de", "Peskow sagte, dass sich die ukrainische Armee aus dem Donbass zurückzuziehen habe.", "demand"),
    ("cs", "Lavrov řekl, že má být Ukrajina neutrální.", "demand"),
    # What somebody will not speak of.
    ("pl", "Ławrow zapowiedział, że nie będzie omawiał kontroli nad elektrownią.", "decline_comment"),
    ("pl", "Ławrow omawiał z Fidanem kontrolę nad elektrownią.", "consult"),
    # What is given in return is no retaliation, what is at an end no threat.
    ("tr", "Umerov, “Bin kişiye karşılık bin kişinin takas edilmesi konusunda anlaşmaya vardık” dedi.", "agree"),
    ("tr", "Putin, “Bu saldırıya karşılık vereceğiz” dedi.", "threaten"),
    ("fr", "« Cela pourrait mettre fin à la guerre », a déclaré Recep Tayyip Erdogan.", "other"),
    ("fr", "« Nous allons mettre fin à notre aide », a déclaré Donald Trump.", "threaten"),
    ("ru", "Трамп сказал, что Путин прекратит войну.", "other"),
    # An object of which there is nothing.
    ("fr", "Moscou n'a accepté aucune trêve.", "reject"),
    ("en", "Moscow accepted no truce.", "reject"),
    ("en", "Moscow accepted the truce.", "agree"),
    ("en", "Moscow agreed not to strike power plants.", "agree"),
    ("de", "Moskau akzeptierte keine Waffenruhe.", "reject"),
    # What was never asked is denied; who understood each other agrees.
    ("ru", "Песков заявил, что Россия не выдвигала ультиматумов.", "deny"),
    ("uk", "Сибіга заявив, що Київ не висував ультиматумів.", "deny"),
    ("ru", "Умеров сообщил, что делегации нашли взаимопонимание.", "agree"),
    ("cs", "Umerov uvedl, že se delegace shodly na výměně.", "agree"),
    ("en", "Umerov said 1,000 prisoners from each side would be exchanged.", "agree"),
    # What an observer expects of an "if" threatens nobody.
    ("en", "“If there is no deal, shares will fall again,” analyst Vera Holm said.", "other"),
    # Who proposes something does not demand what belongs to it.
    ("uk", "«Ми пропонуємо створити три групи, хай працюють онлайн», — сказав Умєров.", "offer"),
    ("en", "“We propose a truce that must begin on Monday,” Umerov said.", "offer"),
    ("ru", "«Мы не предлагаем капитуляцию», — сказал Песков.", "reject"),
    # Whose time has not come.
    ("uk", "Лавров сказав, що зустріч поки не на часі.", "reject"),
    # Who only pretends.
    ("en", "Sybiha said Russia only pretends to negotiate.", "condemn"),
    ("uk", "Сибіга заявив, що Росія тільки вдає, що веде переговори.", "condemn"),
    # A Turkish infinitive in the dative only looks like a negated verb.
    ("tr", "Erdoğan, “Anlaşmayı imzalamaya hazırız” dedi.", "offer"),
    ("tr", "Zelenskiy, “Bu anlaşmayı imzalamayız” dedi.", "reject"),
    ("tr", "Peskov, Rusya'nın bölgeden çekilmeye hazır olduğunu söyledi.", "offer"),
    ("tr", "Peskov, Rusya'nın bölgeden çekilmeyeceğini söyledi.", "reject"),
    # Who does not want to tell something declines to; who does not want to do it refuses.
    ("en", "Peskov said the Kremlin does not intend to disclose the details.", "decline_comment"),
    ("ru", "Песков заявил, что Кремль не намерен раскрывать детали.", "decline_comment"),
    ("ru", "«Место мы знаем, но пока не называем», — сказал Умеров.", "decline_comment"),
    ("uk", "Зеленський заявив, що Росія не хоче говорити про мир.", "condemn"),
    # Who does all he can that nothing comes of it; the speaker's own side does not complain of itself.
    ("cs", "Sybiha uvedl, že Rusko dělá vše, aby se nic nepodepsalo.", "condemn"),
    ("ru", "Сибига заявил, что Россия делает всё, чтобы затянуть переговоры.", "condemn"),
    ("en", "Sybiha said Russia was doing everything to delay a truce.", "condemn"),
    ("en", "Peskov said Russia was doing everything to avoid a larger war.", "other"),
    # Who instructs his own people demands nothing of others; whom one sends is no proposal.
    ("uk", "Зеленський доручив створити нову групу.", "other"),
    ("uk", "Зеленський закликав створити нову групу.", "demand"),
    ("pl", "Zełenski polecił przygotować nową rundę.", "other"),
    ("ru", "Путин утвердил состав делегации.", "other"),
    ("ru", "Путин утвердил план перемирия.", "agree"),
    ("en", "Putin approved the composition of the delegation.", "other"),
    # What was expected, or conditions that are in place, are no demand.
    ("cs", "Peskov uvedl, že očekávání Moskvy se splnila.", "other"),
    ("cs", "Peskov uvedl, že Moskva očekává stažení vojsk.", "demand"),
    ("fr", "Roustem Oumerov a estimé que les conditions étaient désormais réunies.", "other"),
    # Who does not surrender refuses; who caused a fire or counts no victims accuses nobody.
    ("de", "Selenskyj sagte, das Land werde sich nicht ergeben.", "reject"),
    ("uk", "Зеленський сказав, що країна не здасться.", "reject"),
    ("fr", "« On ne déplore aucune victime », a dit Viatcheslav Gladkov.", "other"),
    ("fr", "« Les débris ont provoqué un incendie », a dit Viatcheslav Gladkov.", "other"),
]


@pytest.mark.parametrize(("language", "text", "kind"), TYPES)
def test_what_is_done_by_saying_it(tagger, language, text, kind):
    assert read(tagger, language, text).type == kind


TARGETS = [
    # Who is told to do it, not whose it is.
    ("ru", "Эрдоган попросил Путина, чтобы военные не трогали энергетику Украины.", "putin"),
    ("pl", "Erdogan poprosił Putina, żeby wojsko oszczędziło elektrownie Ukrainy.", "putin"),
    ("uk", "Ердоган закликав Путіна, щоб військові не чіпали енергетику України.", "putin"),
    # All sides are nobody.
    ("ru", "Песков призвал все стороны к сдержанности.", None),
    ("en", "Lavrov called on both sides to hold their fire.", None),
    ("de", "Lawrow rief beide Seiten zur Zurückhaltung auf.", None),
    ("cs", "Lavrov vyzval obě strany ke zdrženlivosti.", None),
    # Somebody else who is named, though unknown, is not the other party.
    ("pl", "Ławrow oskarżył Zachód o podsycanie konfliktu.", None),
    ("ru", "Лавров обвинил Запад в разжигании конфликта.", None),
    ("en", "Lavrov accused the West of fuelling the conflict.", None),
    # An army is its country's.
    ("en", "Putin demanded that the Armed Forces of Ukraine leave Donetsk.", "ukraine"),
    ("ru", "Путин потребовал, чтобы ВСУ покинули Донецк.", "ukraine"),
    # Nobody is aimed at from within the speaker's own side.
    ("uk", "Зеленський наполягає на зустрічі Зеленського з Путіним.", "putin"),
    ("uk", "Росія вимагає від Києва зустрічі Лаврова з Сибігою.", "ukraine"),
    # Where nobody is named, the other party is meant.
    ("en", "“Give back our children,” Sybiha said.", "russia"),
    ("de", "„Das ist kaltblütiger Mord“, sagte Selenskyj.", "russia"),
    ("ru", "Путин потребовал прекращения огня.", "ukraine"),
]


@pytest.mark.parametrize(("language", "text", "target"), TARGETS)
def test_at_whom_it_is_aimed(tagger, language, text, target):
    assert read(tagger, language, text).target == target


MODES = [
    # A future put back into the past, not a condition; an imperfect that only looks like one.
    ("fr", "Roustem Oumerov a annoncé que les deux camps échangeraient mille prisonniers.", "future", False),
    ("fr", "Roustem Oumerov a dit que les délégations se concentraient sur les listes.", None, False),
    # A step is no "not"; a topic that is set off no "if"; "our" no "not".
    ("fr", "« C'est un premier pas vers la paix », a dit Recep Tayyip Erdogan.", None, False),
    ("tr", "Erdoğan, “Bu konuda ihtiyacımız var” dedi.", None, False),
    ("tr", "Fidan, “Diğer taraf ise Ankara'da bekliyor” dedi.", None, False),
    ("tr", "Erdoğan, “Heyet dün gelmedi” dedi.", None, True),
    ("tr", "Zelenskiy, “Bu haritayı imzalamayız” dedi.", "future", True),
]


@pytest.mark.parametrize(("language", "text", "modality", "negated"), MODES)
def test_how_sure_it_is(tagger, language, text, modality, negated):
    said = read(tagger, language, text)
    assert (said.modality, said.negated) == (modality, negated)


def test_another_conflict_is_not_aimed_at_the_other_party(tagger):
    text = "Russia and Ukraine met in Istanbul.\n\nOn Gaza, Peskov demanded an immediate ceasefire and a halt to the shelling."
    tags = tagger.tag(title=TITLES["en"], text=text, language="en", published_at=DAY)
    assert [each.target for each in tags.statements if each.speaker == "peskov"] == [None]


FACETS = [
    # Troops that leave regions withdraw, though no place is named.
    ("ru", "Россия потребовала, чтобы украинские войска оставили четыре области.", "territorial_withdrawal"),
    ("uk", "Росія вимагає, щоб українські війська залишили чотири області.", "territorial_withdrawal"),
    ("en", "Russia demanded that Ukrainian troops leave four regions.", "territorial_withdrawal"),
    ("pl", "Rosja zażądała, aby ukraińskie wojska opuściły cztery obwody.", "territorial_withdrawal"),
    ("cs", "Rusko požaduje, aby ukrajinská vojska opustila čtyři oblasti.", "territorial_withdrawal"),
    ("de", "Russland fordert, dass die ukrainischen Truppen vier Gebiete verlassen.", "territorial_withdrawal"),
    ("fr", "La Russie a exigé que les troupes ukrainiennes quittent quatre régions.", "territorial_withdrawal"),
    # Who leaves something else does not.
    ("en", "Russia demanded that the observers leave the room.", None),
    ("ru", "Россия потребовала, чтобы наблюдатели покинули зал.", None),
]


@pytest.mark.parametrize(("language", "text", "facet"), FACETS)
def test_what_it_is_about(tagger, language, text, facet):
    assert read(tagger, language, text).facet == facet


def test_the_rest_of_the_paragraph_lends_no_facet(tagger):
    text = (
        "Umerov arrived in Istanbul for talks with Russia. He said the mood was good. "
        "Energoatom told of a night without power. The Zaporizhzhia nuclear power plant was cut off again."
    )
    tags = tagger.tag(title=TITLES["en"], text=text, language="en", published_at=DAY)
    assert [each.facet for each in tags.statements if each.speaker == "umerov"] == [None]
