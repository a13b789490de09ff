"""Sentences in the shape in which agencies and papers write them: who reports what, and what reports nothing."""

from datetime import UTC, datetime

import pytest

from tests.tag.telling import said

DAY = datetime(2025, 5, 17, 12, tzinfo=UTC)


def told(tagger, language, text):
    """Return (speaker, content) of every statement, the speaker by id, else as written."""
    return said(tagger, language, text, day=DAY)


CASES = [
    # What stands behind the verb only goes on; what was said stands before it.
    (
        "en",
        "Russia fired forty drones at Odesa overnight, Kyiv said, marking a third night without a pause.",
        [("ukraine", "Russia fired forty drones at Odesa overnight")],
    ),
    (
        "en",
        "The talks in Istanbul have stalled, the Kremlin said, appearing to confirm the fears of Ukraine.",
        [("kremlin", "The talks in Istanbul have stalled")],
    ),
    # What opens the sentence is no statement where a quotation follows the verb.
    (
        "en",
        "Following a meeting with allies in Paris on Thursday, Rubio told reporters in the hall: “We need an answer from Moscow within days.”",
        [("rubio", "We need an answer from Moscow within days.")],
    ),
    (
        "en",
        "Asked about the strikes in parliament on Wednesday, Lammy said he was “not able to say more about it”.",
        [("lammy", "not able to say more about it")],
    ),
    # A clause with a subject of its own begins behind "and".
    (
        "en",
        "Medinsky said Russia would keep negotiating, and Mykhailo Podolyak, an adviser in Kyiv, said the round had been a failure.",
        [("medinsky", "Russia would keep negotiating"), ("podolyak", "the round had been a failure")],
    ),
    # An apposition between the speaker and the verb.
    (
        "en",
        "“The group of three is on hold,” Dmitry Peskov, the spokesman of Vladimir Putin, told the Harbour Post on Thursday. He added that the money talks went on.",
        [("peskov", "The group of three is on hold,"), ("peskov", "the money talks went on")],
    ),
    # "He" is the subject of the same sentence, "it" nobody who is a person.
    (
        "en",
        "Zelenskyy offered a truce on Monday. Peskov did not mention it, but he said Russia was defending its ports.",
        [("zelenskyy", "a truce on Monday"), ("peskov", "Russia was defending its ports")],
    ),
    (
        "en",
        "Lavrov greeted his colleagues in Moscow. Ukraine said it was open to a ceasefire.",
        [("ukraine", "it was open to a ceasefire")],
    ),
    (
        "en",
        "China has yet to condemn the attack of Russia, though it has expressed deep concern about the war in Ukraine.",
        [("china", "deep concern about the war in Ukraine")],
    ),
    # A dash begins another sentence.
    (
        "en",
        "A meeting between Ukraine and Russia has not taken place — parties cannot agree on a venue.",
        [],
    ),
    (
        "en",
        "Putin called on both armies to stop the shelling that has killed dozens.",
        [("putin", "to stop the shelling that has killed dozens")],
    ),
    (
        "en",
        "Zelenskyy called on Saturday for full peace talks with Moscow.",
        [("zelenskyy", "full peace talks with Moscow")],
    ),
    ("en", "Russia-backed forces in Donetsk moved on. Two people were reported killed in Kharkiv on Friday.", []),
    (
        "en",
        "Trump blamed Joe Biden for the thousands of deaths in Ukraine, not the millions he has claimed.",
        [("trump", "Joe Biden for the thousands of deaths in Ukraine, not the millions he has claimed")],
    ),
    ("de", "Russische Angriffe forderten in Odessa binnen zwei Tagen 78 Tote.", []),
    (
        "de",
        "Sergej Lawrow reiste ab. Man werde weiter suchen, kündigte Nora Falk an. Sie forderte weitere Verhandlungen mit Russland.",
        [("Nora Falk", "Man werde weiter suchen"), ("Nora Falk", "weitere Verhandlungen mit Russland")],
    ),
    (
        "ru",
        "На вопрос, требовал ли Трамп пойти на переговоры с Россией, Зеленский промолчал.",
        [("zelenskyy", "промолчал")],
    ),
    (
        "ru",
        "Согласно релизу Кремля, который цитируют агентства, Путин заявил, что «к этому привела политика блока НАТО».",
        [("putin", "к этому привела политика блока НАТО")],
    ),
    (
        "ru",
        "Тем временем Дональд Туск сообщил, что Шольц позвонил ему и рассказал о разговоре с Путиным.",
        [("tusk", "Шольц позвонил ему")],
    ),
    (
        "ru",
        "Четыре жителя погибли за сутки в Белгородской области под ударами ВСУ, сообщил Гладков.",
        [("Гладков", "Четыре жителя погибли за сутки в Белгородской области под ударами ВСУ")],
    ),
    (
        "uk",
        "За словами Арахамії, Росія приймає позицію України. За його словами, місце зустрічі Путіна і Зеленського невідоме.",
        [("arakhamia", "Росія приймає позицію України"), ("arakhamia", "місце зустрічі Путіна і Зеленського невідоме")],
    ),
    (
        "pl",
        "Trump zapowiadał, że chce rozejmu, a Tusk podkreślał, że bez Ukrainy nie będzie umowy.",
        [("trump", "chce rozejmu"), ("tusk", "bez Ukrainy nie będzie umowy")],
    ),
    # Names of papers, organisations, movements in quotation marks are no quotations; a source may be inserted.
    (
        "ru",
        "Зеленский, согласно анонсу «Меридиан», сказал, что Трамп его выслушал.",
        [("zelenskyy", "Трамп его выслушал")],
    ),
    (
        "ru",
        "Небензя заявил, что Украина помогает повстанцам из движения «Тахрир аль-Бахр» (запрещено в России).",
        [("nebenzya", "Украина помогает повстанцам из движения «Тахрир аль-Бахр» (запрещено в России)")],
    ),
    # An office speaks behind a plural, and what was only spoken about is no statement.
    (
        "ru",
        "Политика ЕС привела к расколу в Молдавии, отмечают в СВР.",
        [("svr", "Политика ЕС привела к расколу в Молдавии")],
    ),
    (
        "ru",
        "Два дрона сбиты над Курской областью, сообщили в администрации области. Россия молчит.",
        [("администрации области", "Два дрона сбиты над Курской областью"), ("russia", "молчит")],
    ),
    ("ru", "Придя к власти, Фицо объявил о прекращении помощи Украине, во всяком случае безвозмездной.", []),
    ("uk", "Атаку на Суми відбито, повідомили в Генштабі ЗСУ.", [("ukraine-general-staff", "Атаку на Суми відбито")]),
    # Cases tell who is no subject.
    ("cs", "Dodávky zbraní Kyjevu kritizují například nynější vlády v Bratislavě a Budapešti.", []),
    (
        "pl",
        "Plan zmieniono z pominięciem oddania Rosji Donbasu – zwróciła uwagę redakcja.",
        [("redakcja", "Plan zmieniono z pominięciem oddania Rosji Donbasu")],
    ),
    (
        "pl",
        "Deputowany Dumy Państwowej Michaił Lipa nazwał wypowiedź o Ukrainie „głupią i bardzo niebezpieczną”.",
        [("Michaił Lipa", "głupią i bardzo niebezpieczną")],
    ),
    (
        "pl",
        "Prezydent Rosji powiedział przed wtorkowym spotkaniem z przedstawicielem prezydenta Stanów Zjednoczonych, że nie chce wojny z Europą.",
        [("putin", "nie chce wojny z Europą")],
    ),
    # Who stands in brackets, or behind a preposition and a possessive, does not speak.
    (
        "cs",
        "Středisko přijalo 3 284 lidí z Ukrajiny, informoval na Twitteru primátor Petr Lipa (Piráti).",
        [("Petr Lipa", "Středisko přijalo 3 284 lidí z Ukrajiny")],
    ),
    ("cs", "Hasiči z Ukrajiny odjeli. Sbor posléze na svém Twitteru informoval, že centrum lidi přijímat nebude.", []),
    # The same speaker goes on, in one verb after the other.
    (
        "en",
        "“We are ready,” Peskov said, adding that Moscow was waiting for Kyiv.",
        [("peskov", "We are ready,"), ("peskov", "Moscow was waiting for Kyiv")],
    ),
    ("en", "The United States sent two ships, adding to its fleet in the sea near Russia.", []),
    (
        "ru",
        "«Мы готовы», — сказал Песков, добавив, что Москва ждёт ответа Киева.",
        [("peskov", "Мы готовы"), ("peskov", "Москва ждёт ответа Киева")],
    ),
    (
        "uk",
        "Сибіга повідомив, що раунд завершено, додавши, що Росія висунула ультиматум.",
        [("sybiha", "раунд завершено"), ("sybiha", "Росія висунула ультиматум")],
    ),
    (
        "pl",
        "Tusk powiedział, że Polska nie wyśle wojsk, dodając, że Rosja musi odpowiedzieć.",
        [("tusk", "Polska nie wyśle wojsk"), ("tusk", "Rosja musi odpowiedzieć")],
    ),
    # A title before the name that is described; a force of a country; a second clause that is somebody else's.
    (
        "en",
        "“We have a deal,” US Vice President JD Vance, who led the delegation, said after the talks in Geneva.",
        [("vance", "We have a deal,")],
    ),
    (
        "en",
        "Ukraine’s air force said Russia launched 120 drones overnight, of which 90 were shot down.",
        [("ukraine", "Russia launched 120 drones overnight, of which 90 were shot down")],
    ),
    (
        "en",
        "Witkoff, Trump’s special envoy, said the sides were close to an agreement, while Ushakov called the meeting useful.",
        [("witkoff", "the sides were close to an agreement")],
    ),
    (
        "de",
        "Das ukrainische Militär teilte mit, es habe zwei Brücken zerstört.",
        [("ukraine", "es habe zwei Brücken zerstört")],
    ),
    (
        "tr",
        "ABD Dışişleri Bakanı Marco Rubio, toplantının ardından gazetecilere yaptığı açıklamada, Rusya'nın anlaşmaya yakın olduğunu ifade etti.",
        [("rubio", "Rusya'nın anlaşmaya yakın olduğunu")],
    ),
    # What stands in a paper, or is said in an office.
    ("ru", "«Россия готова», — говорится в заявлении МИД РФ.", [("russia-mfa", "Россия готова")]),
    (
        "ru",
        "Еврокомиссия предложила новый пакет. «Давление на Россию должно сохраняться», — отмечается в её сообщении.",
        [
            ("european-commission", "новый пакет"),
            ("european-commission", "Давление на Россию должно сохраняться"),
        ],
    ),
    (
        "uk",
        "У заяві МЗС України йдеться, що Росія затягує переговори.",
        [("ukraine-mfa", "Росія затягує переговори")],
    ),
    ("fr", "« La Russie joue la montre », indique-t-on à Kiev.", [("ukraine", "La Russie joue la montre")]),
    (
        "de",
        "„Das ist ein guter Tag für die Ukraine“, hieß es aus dem Weißen Haus.",
        [("white-house", "Das ist ein guter Tag für die Ukraine")],
    ),
    (
        "cs",
        "„Rusko hraje o čas,“ stojí v prohlášení ukrajinského ministerstva zahraničí.",
        [("ukraine-mfa", "Rusko hraje o čas,")],
    ),
    ("en", "A statement from the Kremlin said Putin would not travel.", [("kremlin", "Putin would not travel")]),
    # A semicolon parts two sentences; a source may open one without a comma behind it.
    (
        "en",
        "Moscow says it wants a lasting peace; Kyiv says Russia is buying time.",
        [("russia", "it wants a lasting peace"), ("ukraine", "Russia is buying time")],
    ),
    (
        "de",
        "Laut Selenskyj hat Russland 146 Gefangene freigelassen.",
        [("zelenskyy", "hat Russland 146 Gefangene freigelassen")],
    ),
    (
        "cs",
        "Podle agentury Reuters Spojené státy navrhly Rusku příměří.",
        [("united-states", "Rusku příměří")],
    ),
    (
        "ru",
        "Как пишет Bloomberg, США готовы признать Крым российским.",
        [("Bloomberg", "США готовы признать Крым российским")],
    ),
    # German and French closing clauses, with a name the pack does not have.
    (
        "de",
        "Merz reise nach Washington und treffe Trump, gab Regierungssprecher Jonas Falk in Berlin bekannt.",
        [("Jonas Falk", "Merz reise nach Washington und treffe Trump")],
    ),
    (
        "de",
        "„Eine Rückkehr in die Ukraine ist möglich“, sagte der ukrainische Vizeregierungschef Petro Lipa vergangene Woche.",
        [("Petro Lipa", "Eine Rückkehr in die Ukraine ist möglich")],
    ),
    (
        "de",
        "„An der Hilfe für die Ukraine darf kein Zweifel sein“, sagte Frei der Neuen Hafener Zeitung.",
        [("Frei", "An der Hilfe für die Ukraine darf kein Zweifel sein")],
    ),
    (
        "fr",
        "« La Russie a tort sur ce point », a clamé le secrétaire d’Etat au numérique, Noé Falk.",
        [("Noé Falk", "La Russie a tort sur ce point")],
    ),
    ("en", "Armenia said it was open to a truce with Russia.", [("Armenia", "it was open to a truce with Russia")]),
    (
        "en",
        "A source in the Ukrainian air force told AFP that Russia had launched a missile.",
        [("source", "Russia had launched a missile")],
    ),
    (
        "ru",
        "Делегации России и Украины договорились об обмене пленными.",
        [("russia", "обмене пленными")],
    ),
    (
        "tr",
        "Zelenskiy, saldırının kasıtlı olduğunu belirterek yeni yaptırım istedi.",
        [("zelenskyy", "saldırının kasıtlı olduğunu"), ("zelenskyy", "yeni yaptırım")],
    ),
    (
        "en",
        "Russia and Ukraine have agreed to exchange prisoners, the head of the delegation, Rustem Umerov, said on Friday.",
        [("russia", "to exchange prisoners")],
    ),
    # The sentence behind it tells who said the one before, or who relays what it tells of another.
    (
        "ru",
        "Россия не намерена выводить войска из Донбасса. Об этом журналистам сообщил пресс-секретарь Кремля Дмитрий Песков.",
        [("peskov", "Россия не намерена выводить войска из Донбасса")],
    ),
    (
        "uk",
        "Україна готова до повного припинення вогню.\n\nПро це Зеленський сказав у вечірньому зверненні.",
        [("zelenskyy", "Україна готова до повного припинення вогню")],
    ),
    (
        "cs",
        "Rusko předá Ukrajině těla padlých. Řekl to po jednání Vladimir Medinskij, podle něhož jsou seznamy hotové.",
        [("medinsky", "Rusko předá Ukrajině těla padlých")],
    ),
    (
        "pl",
        "Rosja odda Ukrainie ciała poległych. Powiedział to w Stambule Władimir Miedinski.",
        [("medinsky", "Rosja odda Ukrainie ciała poległych")],
    ),
    (
        "de",
        "Moskau wird die Gespräche mit der Ukraine fortsetzen. Dies erklärte Dmitri Peskow nach dem Treffen in Istanbul.",
        [("peskov", "Moskau wird die Gespräche mit der Ukraine fortsetzen")],
    ),
    (
        "fr",
        "Kiev enverra une délégation à Istanbul. C'est ce qu'a annoncé Volodymyr Zelensky dans la soirée.",
        [("zelenskyy", "Kiev enverra une délégation à Istanbul")],
    ),
    (
        "tr",
        "Rusya ile Ukrayna pazartesi yeniden buluşacak. Bunu Ukrayna Savunma Bakanı Rustem Umerov söyledi.",
        [("umerov", "Rusya ile Ukrayna pazartesi yeniden buluşacak")],
    ),
    (
        "en",
        "Ukraine will send a delegation to Istanbul. Zelenskyy said this in his evening address.",
        [("zelenskyy", "Ukraine will send a delegation to Istanbul")],
    ),
    # It does not where nobody said so, where a paper reports it, or where "this" belongs to what is said.
    ("ru", "Переговоры России и Украины продолжаются. Об этом Песков не сообщил.", []),
    ("ru", "Переговоры России и Украины пройдут в Стамбуле. Об этом сообщает ТАСС.", []),
    ("pl", "Rosja i Ukraina wracają do rozmów. Pierwsza napisała o tym gazeta z Wiednia.", []),
    (
        "en",
        "Russia and Ukraine met in Istanbul. Medinsky said so far nothing had been agreed.",
        [("medinsky", "so far nothing had been agreed")],
    ),
    ("fr", "La Russie et l'Ukraine se parlent encore. Ce que dit Zelensky importe peu.", []),
    # A dash and a verb close what was said: its subject stands behind the verb, or spoke last; no name before the dash.
    (
        "pl",
        "Bez broni nie będzie pokoju w Ukrainie - zaznaczył minister spraw zagranicznych Ukrainy Andrij Sybiha.",
        [("sybiha", "Bez broni nie będzie pokoju w Ukrainie")],
    ),
    (
        "pl",
        "W nocy Rosja zaatakowała Odessę, trzy osoby są ranne – poinformował szef administracji obwodu Ołeh Kiper.",
        [("Ołeh Kiper", "W nocy Rosja zaatakowała Odessę, trzy osoby są ranne")],
    ),
    (
        "pl",
        "Sybiha spotkał się z dziennikarzami. Ukraina nie odejdzie od stołu rozmów z Rosją – podkreślił.",
        [("sybiha", "Ukraina nie odejdzie od stołu rozmów z Rosją")],
    ),
    (
        "ru",
        "Москва готова к встрече с Киевом - заявил помощник президента Юрий Ушаков.",
        [("ushakov", "Москва готова к встрече с Киевом")],
    ),
    (
        "en",
        "Direct talks between Russia and Ukraine will go on next week - said Medinsky.",
        [("medinsky", "Direct talks between Russia and Ukraine will go on next week")],
    ),
    (
        "cs",
        "Na příměří s Ukrajinou Moskva nepřistoupila, řekl podle agentur po jednání v Istanbulu náměstek ukrajinského ministra zahraničí Serhij Kyslycja.",
        [("kyslytsya", "Na příměří s Ukrajinou Moskva nepřistoupila")],
    ),
    # Two dashes only set the subject off.
    ("ru", "Песков — пресс-секретарь Кремля — заявил, что Россия ждёт Киев.", [("peskov", "Россия ждёт Киев")]),
    (
        "pl",
        "Ławrow – minister spraw zagranicznych Rosji – powiedział, że Moskwa poczeka na Kijów.",
        [("lavrov", "Moskwa poczeka na Kijów")],
    ),
    # A few quoted words inside a clause are a quotation, the clause around them is reported.
    (
        "ru",
        "Мединский сообщил, что Россия готова отдать военных и «другие группы лиц» за жителей области.",
        [
            ("medinsky", "Россия готова отдать военных и «другие группы лиц» за жителей области"),
            ("medinsky", "другие группы лиц"),
        ],
    ),
    (
        "pl",
        "Ławrow powiedział, że „w ciągu kilku dni” strony wymienią po 1000 jeńców z Ukrainą.",
        [
            ("lavrov", "„w ciągu kilku dni” strony wymienią po 1000 jeńców z Ukrainą"),
            ("lavrov", "w ciągu kilku dni"),
        ],
    ),
    (
        "uk",
        "Умєров сказав, що Росія «затягує час і тисне на Україну».",
        [("umerov", "затягує час і тисне на Україну")],
    ),
    # The content ends where the next verb of speech, or somebody else's clause, begins.
    (
        "cs",
        "Rubio řekl, že Kyjev jedná, ale zdůraznil, že Moskva musí ustoupit.",
        [("rubio", "Kyjev jedná"), ("rubio", "Moskva musí ustoupit")],
    ),
    (
        "ru",
        "Умеров подтвердил, что обмен с Россией состоится, но затем добавил, что даты нет.",
        [("umerov", "обмен с Россией состоится"), ("umerov", "даты нет")],
    ),
    (
        "pl",
        "Ukraina przyjęła amerykańską propozycję rozejmu, a Waszyngton wznawia pomoc.",
        [("ukraine", "amerykańską propozycję rozejmu")],
    ),
    (
        "pl",
        "Rosja zaproponowała Ukrainie wymianę jeńców, a także przerwy w walkach.",
        [("russia", "Ukrainie wymianę jeńców, a także przerwy w walkach")],
    ),
    (
        "de",
        "Kiew lehnte den russischen Vorschlag ab, während Moskau weiter wartet.",
        [("ukraine", "den russischen Vorschlag")],
    ),
    # A source stands inside the clause it told, after the verb or the first word, between commas or without them.
    (
        "cs",
        "Moskva podle Peskova zastává vůči Ukrajině neměnný postoj.",
        [("peskov", "zastává vůči Ukrajině neměnný postoj")],
    ),
    (
        "cs",
        "Umerov jednal s Ruskem. Na ruské návrhy podle něj Ukrajina nemohla hned odpovědět.",
        [("umerov", "Na ruské návrhy podle něj Ukrajina nemohla hned odpovědět")],
    ),
    ("pl", "Rosja zdaniem Sybihy nie chce pokoju z Ukrainą.", [("sybiha", "nie chce pokoju z Ukrainą")]),
    (
        "ru",
        "Москва, по словам Пескова, готова к переговорам с Украиной.",
        [("peskov", "готова к переговорам с Украиной")],
    ),
    (
        "de",
        "Das Mandat umfasst nach Worten von Selenskyj die Verhandlungen über eine Waffenruhe mit Russland.",
        [
            (
                "zelenskyy",
                "Das Mandat umfasst nach Worten von Selenskyj die Verhandlungen über eine Waffenruhe mit Russland",
            )
        ],
    ),
    (
        "de",
        "Putin will Selenskyj zufolge Russland und die Ukraine nicht versöhnen.",
        [("zelenskyy", "Putin will Selenskyj zufolge Russland und die Ukraine nicht versöhnen")],
    ),
    (
        "fr",
        "La Russie, selon Zelensky, ne veut pas de trêve avec l'Ukraine.",
        [("zelenskyy", "ne veut pas de trêve avec l'Ukraine")],
    ),
    (
        "en",
        "Russia, according to Zelenskyy, has no interest in a truce with Ukraine.",
        [("zelenskyy", "has no interest in a truce with Ukraine")],
    ),
    # It relays what a verb in that clause reports.
    (
        "de",
        "Russland verlangt nach Angaben eines hochrangigen ukrainischen Beamten, dass Kiew vier Regionen räumt.",
        [("russia", "Kiew vier Regionen räumt")],
    ),
    ("uk", "Росія, за словами Умєрова, відкинула перемир'я з Україною.", [("russia", "перемир'я з Україною")]),
    # A plan, an agreement is no source inside a clause.
    ("cs", "Rusko jedná s Ukrajinou podle plánu, který schválil Putin.", []),
    ("pl", "Rozmowy Rosji i Ukrainy toczą się według planu Trumpa.", []),
    ("ru", "Россия и Украина обменяли пленных согласно договорённостям в Стамбуле.", []),
    # Whoever opens the clause behind an opening source is told of, where that one is described and in no case.
    ("pl", "Zdaniem polityka Putin nie chce pokoju z Ukrainą.", [("polityka", "Putin nie chce pokoju z Ukrainą")]),
    ("cs", "Podle odborníků Rusko na Ukrajině mír nechce.", [("odborníků", "Rusko na Ukrajině mír nechce")]),
    (
        "de",
        "Nach Angaben der Behörden hat Russland die Ukraine in der Nacht angegriffen.",
        [("Behörden", "hat Russland die Ukraine in der Nacht angegriffen")],
    ),
    (
        "de",
        "Nach Angaben der Regierung in Kiew will Russland keine Gespräche mit der Ukraine.",
        [("ukraine", "will Russland keine Gespräche mit der Ukraine")],
    ),
    (
        "pl",
        "Według rzecznika Kremla Dmitrija Pieskowa Rosja chce rozmów z Ukrainą.",
        [("peskov", "Rosja chce rozmów z Ukrainą")],
    ),
    # What a clause tells of the source is not what the source told.
    (
        "de",
        "Laut der Agentur Tass, die sich auf Diplomaten beruft, ging es bei den Gesprächen Russlands mit der Ukraine um Pufferzonen.",
        [("tass", "ging es bei den Gesprächen Russlands mit der Ukraine um Pufferzonen")],
    ),
    (
        "cs",
        "Podle agentury TASS, která se odvolává na zdroj v delegaci, se Rusko a Ukrajina sejdou znovu.",
        [("tass", "se Rusko a Ukrajina sejdou znovu")],
    ),
    # What is offered is the content, not what it is for; a "that" without an object before it tells what is offered.
    (
        "ru",
        "Россия предложила Украине создать комиссию, чтобы проверить списки пленных.",
        [("russia", "Украине создать комиссию, чтобы проверить списки пленных")],
    ),
    (
        "pl",
        "Moskwa proponuje Kijowowi krótkie przerwy w walkach, aby zabrać poległych.",
        [("russia", "Kijowowi krótkie przerwy w walkach, aby zabrać poległych")],
    ),
    (
        "de",
        "Russland schlug der Ukraine kurze Feuerpausen vor, damit Verwundete geborgen werden können.",
        [("russia", "der Ukraine kurze Feuerpausen")],
    ),
    (
        "en",
        "Russia offered Ukraine short truces so that the wounded could be evacuated.",
        [("russia", "Ukraine short truces so that the wounded could be evacuated")],
    ),
    (
        "ru",
        "Россия предложила, чтобы Украина вывела войска из Донбасса.",
        [("russia", "Украина вывела войска из Донбасса")],
    ),
    (
        "pl",
        "Rosja zaproponowała Ukrainie, żeby obie strony wstrzymały ogień.",
        [("russia", "obie strony wstrzymały ogień")],
    ),
    (
        "uk",
        "Зеленський закликав партнерів, щоб вони посилили тиск на Росію.",
        [("zelenskyy", "вони посилили тиск на Росію")],
    ),
    # Who is told belongs to no statement, and nothing is told where only that stands there.
    (
        "en",
        "Putin told his annual press conference inflation in Russia would fall and Ukraine would lose.",
        [("putin", "inflation in Russia would fall and Ukraine would lose")],
    ),
    ("en", "Peskov told Russian state media on Monday, after talks with Ukraine.", []),
    (
        "en",
        "Trump told Russia it must stop its war in Ukraine.",
        [("trump", "Russia it must stop its war in Ukraine")],
    ),
    (
        "en",
        "Lavrov said earlier that day that Russia was waiting for Ukraine.",
        [("lavrov", "Russia was waiting for Ukraine")],
    ),
    # An infinitive is what a French verb of speech reports, at once or behind a day; not what something is done for.
    (
        "fr",
        "La présidence ukrainienne a indiqué avoir accepté des pourparlers avec la Russie.",
        [("ukraine-president-office", "avoir accepté des pourparlers avec la Russie")],
    ),
    (
        "fr",
        "Donald Trump a déclaré mardi être prêt à aider l'Ukraine contre la Russie.",
        [("trump", "être prêt à aider l'Ukraine contre la Russie")],
    ),
    (
        "fr",
        "Peskov a dit que la Russie veut être entendue par l'Ukraine.",
        [("peskov", "la Russie veut être entendue par l'Ukraine")],
    ),
    # The mood of a German sentence tells that who spoke last goes on.
    (
        "de",
        "Selenskyj sagte, Russland wolle die Ukraine spalten. Auch ein Treffen der Präsidenten sei besprochen worden.",
        [
            ("zelenskyy", "Russland wolle die Ukraine spalten"),
            ("zelenskyy", "Auch ein Treffen der Präsidenten sei besprochen worden"),
        ],
    ),
    (
        "de",
        "Umjerow reist zu Gesprächen mit Russland. Dies sagte Selenskyj in Ankara. Umjerow werde die Gruppe leiten.",
        [("zelenskyy", "Umjerow reist zu Gesprächen mit Russland"), ("zelenskyy", "Umjerow werde die Gruppe leiten")],
    ),
    # Nobody spoke right before, the verb stands in a clause on something else, or "I" is its subject.
    ("de", "Russland griff die Ukraine an. Drei Menschen starben. Es sei kalt gewesen.", []),
    (
        "de",
        "Peskow wies die Forderung der Ukraine zurück. Der Text enthält einen Satz, der falsch sei.",
        [("peskov", "die Forderung der Ukraine")],
    ),
    (
        "de",
        "Selenskyj sagte, Russland wolle die Ukraine spalten. Ich habe Zweifel daran.",
        [("zelenskyy", "Russland wolle die Ukraine spalten")],
    ),
    # "As he added" goes on with who spoke last, opening a sentence or inside it; "as he says" by its pronoun.
    (
        "pl",
        "Von der Leyen mówiła o Ukrainie. Dlatego - jak dodała - Komisja chce objąć restrykcjami kolejne rosyjskie banki.",
        [
            (
                "von_der_leyen",
                "Dlatego - jak dodała - Komisja chce objąć restrykcjami kolejne rosyjskie banki",
            )
        ],
    ),
    (
        "pl",
        "Sybiha był w Kijowie. Jak podkreślił, nic nie wskazuje, by Moskwa szykowała się do rozejmu z Ukrainą.",
        [("sybiha", "nic nie wskazuje, by Moskwa szykowała się do rozejmu z Ukrainą")],
    ),
    (
        "ru",
        "Зеленский был в Киеве. Как он утверждает, Россия не хочет мира с Украиной.",
        [("zelenskyy", "Россия не хочет мира с Украиной")],
    ),
    # What nothing tells is told by nobody.
    ("pl", "Trump spotkał się z Putinem w sprawie Ukrainy. Na razie nic nie zapowiada, aby Kreml chciał pokoju.", []),
    # Inside a list of names in a case nobody is a subject, and no paper is spoken of in another clause.
    ("uk", "Про зустріч лідерів України, США та Росії поки не домовилися.", []),
    ("ru", "О встрече лидеров Украины, США и России пока не договорились.", []),
    ("uk", "Росія б'є по Україні щодня, то про який мир ідеться.", []),
    # Who is accused is no part of the charge.
    (
        "en",
        "Zelenskyy accused Hungary of blocking talks of Ukraine with Russia.",
        [("zelenskyy", "blocking talks of Ukraine with Russia")],
    ),
    (
        "fr",
        "Poutine a accusé l'Ukraine d'avoir attaqué la Russie.",
        [("putin", "avoir attaqué la Russie")],
    ),
    ("ru", "Лавров обвинил Киев в срыве переговоров с Россией.", [("lavrov", "срыве переговоров с Россией")]),
    ("pl", "Ławrow oskarżył Ukrainę o zerwanie rozmów z Rosją.", [("lavrov", "o zerwanie rozmów z Rosją")]),
    ("cs", "Rusko obvinilo Ukrajinu, že zdržuje jednání.", [("russia", "zdržuje jednání")]),
    ("en", "Zelenskyy condemned the attack of Russia on Kyiv.", [("zelenskyy", "the attack of Russia on Kyiv")]),
    # Two words and an inserted "he said" open what was said.
    (
        "en",
        "Umerov was in Istanbul for the talks with Russia. Both sides, he said, had agreed to brief their leaders.",
        [("umerov", "Both sides, he said, had agreed to brief their leaders")],
    ),
    # A Turkish participle before a name, and a verb that leads to a quotation, report what stands before them.
    (
        "tr",
        "Rusya'nın Ukrayna ile görüşmeye hazır olduğunu belirten Peskov, tarihin daha sonra açıklanacağını söyledi.",
        [
            ("peskov", "Rusya'nın Ukrayna ile görüşmeye hazır olduğunu"),
            ("peskov", "tarihin daha sonra açıklanacağını"),
        ],
    ),
    (
        "tr",
        "Rusya'nın Ukrayna planını takip ettiğini dile getiren Peskov, “Bir noktada yeni bir plan gelecek.” dedi.",
        [
            ("peskov", "Rusya'nın Ukrayna planını takip ettiğini"),
            ("peskov", "Bir noktada yeni bir plan gelecek."),
        ],
    ),
    (
        "tr",
        "Peskov, bu konunun Ukrayna ile abartılmaması gerektiğini belirterek, “Rusya bekliyor ve izliyor.” dedi.",
        [
            ("peskov", "bu konunun Ukrayna ile abartılmaması gerektiğini"),
            ("peskov", "Rusya bekliyor ve izliyor."),
        ],
    ),
    # Whoever is told of in a case said nothing, and a greeting leads to a quotation without a content.
    ("tr", "Rusya'nın Ukrayna ile görüştüğünü belirten Peskov'un sözleri yankı buldu.", []),
    (
        "tr",
        "Peskov, gazetecileri selamlayarak, “Rusya, Ukrayna ile görüşmeye hazır.” dedi.",
        [("peskov", "Rusya, Ukrayna ile görüşmeye hazır.")],
    ),
    # “Das” points back where a verb of speech follows it, not where it is the subject.
    (
        "de",
        "Russland ist zu einer Waffenruhe mit der Ukraine bereit. Das teilte Kremlsprecher Dmitri Peskow mit.",
        [("peskov", "Russland ist zu einer Waffenruhe mit der Ukraine bereit")],
    ),
    ("de", "Russland und die Ukraine verhandeln weiter. Das sagt viel über die Lage.", []),
    # A source that closes the sentence is described behind a comma; whom a pronoun stands for is nobody named behind it.
    (
        "en",
        "Russia will not attend the talks with Ukraine, according to a Kremlin spokesman, Dmitry Peskov.",
        [("peskov", "Russia will not attend the talks with Ukraine")],
    ),
    ("cs", "Umerov jednal s Ruskem. Kdy bude příměří s Ukrajinou, podle něj rozhodne Putin.", []),
    # A clause with a few quoted words in it is told whole where its verb stands behind it.
    (
        "de",
        "Der Besuch in Moskau sei „ein schöner Anfang“ gewesen, sagte Peskow.",
        [("peskov", "Der Besuch in Moskau sei „ein schöner Anfang“ gewesen")],
    ),
    (
        "tr",
        'Rüstem Umerov, Kiev\'in Moskova ile "her türlü görüşmeye bugün" açık olduğunu söyledi.',
        [
            ("umerov", 'Kiev\'in Moskova ile "her türlü görüşmeye bugün" açık olduğunu'),
            ("umerov", "her türlü görüşmeye bugün"),
        ],
    ),
    # Who stands before a verb with a description has not been said by himself; a clause before them has.
    ("en", "Rustem Umerov, the defence minister of Ukraine, confirmed on Sunday.", []),
    ("en", "Note: Vladimir Medinsky, the head of the Russian team, confirmed it.", []),
    (
        "en",
        "Russia will hand over the bodies, Rustem Umerov, the defence minister of Ukraine, confirmed.",
        [("umerov", "Russia will hand over the bodies")],
    ),
    # Somebody who was asked answers, nobody in the question; an answer may be one word.
    (
        "cs",
        "Na otázku, zda do Istanbulu poletí i Američané, odpověděl mluvčí Peskov, že nikoli.",
        [("peskov", "nikoli")],
    ),
    (
        "ru",
        "На вопрос, приедут ли на переговоры с Украиной американцы, Песков ответил, что нет.",
        [("peskov", "нет")],
    ),
    (
        "pl",
        "Na pytanie, czy w Stambule będą negocjować też Amerykanie, odpowiedział Pieskow, że jeszcze nie wiadomo.",
        [("peskov", "jeszcze nie wiadomo")],
    ),
    # "He told it" goes on with who spoke last, "it was told" by several with nobody.
    (
        "cs",
        "Premiér Viktor Orbán schůzku Putina a Zelenského v Budapešti neodvolá. Řekl to v sobotu ráno.",
        [("orban_viktor", "Premiér Viktor Orbán schůzku Putina a Zelenského v Budapešti neodvolá")],
    ),
    ("ru", "Путин прилетел в Минск на переговоры с Украиной. Об этом сообщили в понедельник.", []),
    # A sentence that a quotation fills is told already; what stands behind "qu'" is what was said.
    (
        "fr",
        "ANKARA, 3 juin (Agence) – « Nous ne viendrons pas demain à Istanbul ». C'est ce qu'a affirmé Dmitri Peskov.",
        [("peskov", "Nous ne viendrons pas demain à Istanbul")],
    ),
    (
        "fr",
        "Volodymyr Zelensky a répondu qu'il signerait la trêve avec Moscou.",
        [("zelenskyy", "il signerait la trêve avec Moscou")],
    ),
    # Behind a German "warf" stands who is accused; what is told behind a colon is not what stands before it.
    (
        "de",
        "Das Außenministerium in Peking warf Washington vor, den Krieg in der Ukraine zu nähren.",
        [("Außenministerium in Peking", "den Krieg in der Ukraine zu nähren")],
    ),
    ("tr", "Zelenski, Kiev'deki toplantıda Rusya ile müzakereler için şöyle konuştu:", []),
    (
        "tr",
        "Moskova, gemilerine Ukrayna tarafından ateş açıldığını öne sürmüştü.",
        [("russia", "gemilerine Ukrayna tarafından ateş açıldığını")],
    ),
    # Who tells no details declines.
    (
        "uk",
        "Зеленський не уточнив, коли відбудуться переговори з Росією.",
        [("zelenskyy", "коли відбудуться переговори з Росією")],
    ),
]


@pytest.mark.parametrize(("language", "text", "wanted"), CASES, ids=[each[1][:40] for each in CASES])
def test_who_reports_what(tagger, language, text, wanted):
    assert told(tagger, language, text) == wanted
