"""Names, offices and sources in the shape in which agencies and papers write them: who is meant, and who only lies somewhere."""

import re
from datetime import UTC, datetime

import pytest

DAY = datetime(2025, 5, 17, 12, tzinfo=UTC)
MARK = re.compile(r"\[([^|\]]+)\|([^\]]*)\]")


def marked(tagger, language, text, *, day=DAY):
    """Return the text with every mention as `[surface|actor]`, `*` behind the actor if it acts."""
    tags = tagger.tag(title="", text=text, language=language, published_at=day)
    parts, at = [], 0
    for each in sorted(tags.mentions, key=lambda each: each.start):
        told = (each.actor or "") if each.kind != "unnamed" else "?"
        parts += [text[at : each.start], f"[{text[each.start : each.end]}|{told}{'*' if each.as_actor else ''}]"]
        at = each.end
    return "".join([*parts, text[at:]])


PLACES = [
    # What opens a sentence is no given name, where a note runs into the next sentence without a full stop.
    ("uk", "[Тереза Мей|may*] прибула, каже агенція Водночас [Мей|may*] захворіла. Вранці [Мей|may*] відпочила."),
    ("ru", "Рейс летел в [Республику Ирландия|ireland] с грузом."),
    # What flies over a country leaves it where it is; a victory over one does not.
    ("en", "Two drones over [Poland|poland] and [Romania|romania] were shot down."),
    ("en", "A victory over [Russia|russia*] is out of reach."),
    ("pl", "Dwa drony nad [Polską|poland] zestrzelono w nocy."),
    ("pl", "Zwycięstwo nad [Rosją|russia*] jest możliwe."),
    ("cs", "Dva drony vlétly nad [Polsko|poland] po půlnoci."),
    ("ru", "Над морем тихо, дроны над [Украиной|ukraine] сбиты."),
    ("ru", "Победа над [Украиной|ukraine*] невозможна."),
    ("fr", "Deux drones ont été abattus au-dessus de la [Pologne|poland] et de la [Roumanie|romania]."),
    # A list of countries goes on behind one preposition; another clause does not.
    ("ru", "Обмену помогли партнёры по делу, грузы шли из [Турции|turkey] и [ОАЭ|united-arab-emirates]."),
    ("ru", "Грузы стоят в [Турции|turkey], и [Россия|russia*] просит их вернуть."),
    ("en", "In [Turkey|turkey], [Russia|russia*] and [Ukraine|ukraine*] agreed to a swap."),
    ("en", "It rained in [Turkey|turkey] and [Russia|russia*] said so."),
    # The capital of a country, and its name behind it.
    ("ru", "Дождь идёт в столице [ОАЭ|united-arab-emirates] [Абу-Даби|abu-dhabi] с утра."),
    ("uk", "У столиці [ОАЕ|united-arab-emirates] [Абу-Дабі|abu-dhabi] дощить."),
    ("pl", "Padało w stolicy [Rosji|russia] od rana."),
    ("de", "In der Hauptstadt der [Vereinigten Arabischen Emirate|united-arab-emirates] regnete es."),
    ("fr", "La pluie tombe sur la capitale de la [Russie|russia] depuis hier."),
    # An office outside the pack leans on a name: its country does not act.
    ("ru", "Утром выступил министр лесов [США|united-states] Барт Коллинз."),
    ("pl", "Minister lasów [Ukrainy|ukraine] Oksana Hrybowa mówiła o drewnie."),
    ("ru", "Утром [Россия|russia*] Ивану Петрову отказала."),
    # On the way somewhere.
    ("uk", "Делегація в дорозі до [США|united-states] спала."),
    ("pl", "Ministrowie lecą do [Rosji|russia] we wtorek."),
    ("cs", "Ministři letí do [Ruska|russia] v úterý."),
    ("tr", "[Polonya|poland] başkentinde yağmur var."),
    # A dateline in brackets, or in capitals before a bar or a colon; a bracket or a colon in a sentence is none.
    ("fr", "([Moscou|moscow]) Un dépôt a brûlé samedi."),
    ("de", "[KIEW|kyiv] dpa | Es gab neue Angriffe."),
    ("en", "[MOSCOW|moscow]: Drones hit a refinery overnight."),
    ("en", "[Moscow|moscow*]: no talks this week."),
    # Whose time it is.
    ("uk", "Тиша настане опівночі (23:00 за [Києвом|kyiv])."),
    ("uk", "Тепер слово за [Києвом|kyiv*]."),
    # Agencies and outlets with a country in their name.
    ("fr", "Agence France-Presse"),
    ("en", "Photo: Agence France-Presse"),
    ("pl", "Informację podała Polska Agencja Prasowa."),
    ("pl", "Informację podała [Polska|poland*]."),
    ("cs", "Sputnik Česká republika"),
    # The ministry of a country named before it in Turkish is not that of the reader.
    ("tr", "[Katar|qatar] Dışişleri Bakanlığı Sözcüsü Mecid el-Ensari, ateşkesi anlattı."),
    ("tr", "Pakistan Dışişleri Bakanlığı Sözcüsü Şefkat Ali, ateşkesi anlattı."),
]


@pytest.mark.parametrize(("language", "text"), PLACES)
def test_who_acts_and_where_something_only_happens(tagger, language, text):
    assert marked(tagger, language, MARK.sub(r"\1", text)) == text


NAMES = [
    # Names without the marks of their language, offices by the short name of their body or by whom they serve.
    ("pl", "Turecki minister [Mevlut Cavusoglu|cavusoglu*] pojechał na lotnisko."),
    ("uk", "[Очільник ОП|yermak*] мовчав."),
    ("pl", "Mówił o tym wczoraj [sekretarz Rady Bezpieczeństwa i Obrony Ukrainy|lytvynenko*]."),
    ("pl", "[Rzecznik Putina|peskov*] milczał."),
    ("ru", "[Глава российского внешнеполитического ведомства|lavrov*] молчал."),
    ("uk", "[Очільник зовнішньополітичного відомства США|rubio*] мовчав."),
    ("de", "Das [Verteidigungsministerium in Moskau|russia-mod*] schweigt."),
    ("de", "Das [Außenministerium in Kiew|ukraine-mfa*] schweigt."),
    ("ru", "[Российское Министерство обороны|russia-mod*] молчит."),
    # The name of an agency is no given name; a former minister is no minister.
    ("cs", "„To stačí,“ řekl podle agentury Reuters [Putin|putin*]. Setkal se s [Putinem|putin*]."),
    ("en", "He told Axios [Trump|trump*] was wrong. So [Trump|trump*] wrote."),
    ("pl", "Mówił o tym dawny minister obrony."),
    ("cs", "Mluvil o tom někdejší ministr zahraničí."),
    # An office of somebody whom the pack does not know is not that of who was named before.
    ("fr", "Le [Qatar|qatar*] et la [Russie|russia*] se taisent. Le Premier ministre thaïlandais parle."),
    ("fr", "Le [Qatar|qatar*] et la [Russie|russia*] se taisent. Le [Premier ministre|mishustin*] parle."),
    ("cs", "[Bílý dům|white-house*] mlčel. „Palba ustala,“ uvedl mluvčí thajské vlády."),
    ("cs", "[Bílý dům|white-house*] mlčel. „Palba ustala,“ uvedl [mluvčí|leavitt*] novinářům."),
    ("pl", "[Biały Dom|white-house*] milczał. „Ogień ustał” – oświadczył rzecznik tajlandzkiego rządu."),
    ("uk", "[Білий дім|white-house*] мовчав. «Вогонь стих», — заявив речник таїландського уряду."),
    ("en", "[Ukraine|ukraine]'s head negotiator smiled, and so did [Ukraine|ukraine]'s head coach."),
    ("fr", "[Zelensky|zelenskyy*] a rappelé le [président bélarusse|lukashenko*] hier."),
    # Who is given or told something acts; a city's country does not.
    ("fr", "[Kiev|kyiv*] a proposé à [Moscou|moscow*] de se taire."),
    ("fr", "[Kiev|kyiv*] a proposé à la [Russie|russia*] de se taire à [Doha|doha], au [Qatar|qatar]."),
    ("fr", "Il a neigé à [Moscou|moscow] hier."),
    ("fr", "Le [département d'Etat|us-state-department*] se tait."),
    ("tr", "[Rusya|russia]'nın başkenti [Moskova|moscow]'da kar var."),
    ("tr", "[Türkiye|turkey*]'nin önerisi masada."),
    (
        "tr",
        "[Rusya|russia*] sustu. [Katar|qatar*] Dışişleri Bakanlığı konuştu. [Dışişleri Bakanlığı|turkey-mfa*] sustu.",
    ),
    ("tr", "[Rusya|russia*] sustu. Yüksek Ulusal Güvenlik Konseyi toplandı."),
    # An adviser who is named, and what a source of money is; who is a source.
    ("cs", "„Ne,“ řekl poradce [Kremlu|kremlin] Jan Kropáč."),
    ("uk", "Основним джерелом прем'єрка назвала податки."),
    ("uk", "За словами [джерела|?*] в уряді, рішення є."),
    # A city of a headline where somebody meets these days; the government in a capital; what an exchange gained.
    ("en", "The government in [Kyiv|kyiv*] is patient, and it rains in [Kyiv|kyiv]."),
    ("de", "Die Regierung in [Moskau|moscow*] wartet, in [Moskau|moscow] schneit es."),
    ("en", "Frankfurt gained 3.5 percent, [Paris|paris] 3.1 percent."),
    # A dateline below a stamp.
    ("en", "12:30 PM\n\nPhoto: AP\n\n[MOSCOW|moscow], Dec 19 (Reuters) - [Russia|russia*] will not stop."),
    ("en", "12:30 PM\n\nPhoto: AP\n\n[MOSCOW|moscow*] SAYS NO\n\nThe answer came early on Friday."),
    # Agencies and boards that are called like somebody else.
    ("ru", "Об этом пишет РБК-Украина."),
    ("uk", "Рада директорів заводу зібралася, пише РБК-Україна."),
    ("en", "He told RBC-Ukraine and TV BRICS about it."),
]


@pytest.mark.parametrize(("language", "text"), NAMES)
def test_names_and_offices_as_papers_write_them(tagger, language, text):
    assert marked(tagger, language, MARK.sub(r"\1", text)) == text


ABOUT = [
    # Who meets, and where a round of these days is held, tell what a report is about that has no word for talks.
    (
        "en",
        "Trump and Putin leave Anchorage without a word",
        "Donald Trump met Vladimir Putin in Anchorage for three hours on Friday. Neither took questions. “We have come closer,” Putin said.\n\nUkraine was not asked to come. Zelenskyy will be in Washington on Monday.",
        "2025-08-16",
        "talks",
    ),
    (
        "pl",
        "Szczyt na Alasce: obiadu nie było",
        "Trump i Putin spotkali się w Anchorage. Obaj wyszli po trzech godzinach.\n\n– Jesteśmy bliżej – powiedział Putin. Ukraina czeka na telefon.",
        "2025-08-16",
        "talks",
    ),
    (
        "cs",
        "Budapešť se chystá",
        "Schůzka Donalda Trumpa s Vladimirem Putinem v Budapešti se chystá, řekl Viktor Orbán. Termín nezná.\n\nPutin přiletí, věří premiér. Ukrajina mlčí.",
        "2025-10-20",
        "talks",
    ),
    # The same names where another conflict is spoken of, or nobody meets.
    (
        "en",
        "Trump speaks of Gaza",
        "Donald Trump said in Anchorage that Hamas must free all hostages. Israel halted its fire in Gaza for a day.\n\nVladimir Putin congratulated him. Hamas called the truce in Gaza a trick.",
        "2025-08-16",
        "no",
    ),
    (
        "en",
        "Fishing is good in Alaska",
        "The salmon season around Anchorage was the best in years, fishermen said. Russia and Ukraine buy none of it.",
        "2025-08-16",
        "no",
    ),
    # At the table, and an end of the war with words in between: a sentence within something else.
    (
        "ru",
        "Ночью сбиты дроны",
        "Над областью ночью сбиты 20 дронов, сообщили в Минобороны России. Пострадавших нет.\n\nВ посёлке выбиты окна в трёх домах. Движение поездов задержано.\n\nЗеленский сказал, что Украина готова сесть за стол переговоров.\n\nУтром движение поездов восстановлено, окна вставляют коммунальные службы.",
        "2025-09-24",
        "passing",
    ),
    (
        "en",
        "Prices of wheat fall",
        "Wheat fell in Chicago on Tuesday, traders said. Rain helped the crop in Kansas and in Iowa, where the fields had been dry for weeks. Corn was firm.\n\nFunds sold after Putin said Russia wanted to end this war, but analysts in Ukraine doubted it.\n\nSoybeans rose a little, helped by orders from China and a weaker dollar.",
        "2025-09-24",
        "passing",
    ),
    (
        "pl",
        "Związkowcy nie ustępują",
        "Związkowcy z huty usiądą do rozmów z zarządem w piątek. Chcą podwyżek o dziesięć procent.\n\nZarząd nie ustąpił.",
        "2025-09-24",
        "no",
    ),
    # Background at the end of a battle report makes no report on the talks, nor does a mediator for others.
    (
        "uk",
        "Вночі Москву атакували дрони",
        "У ніч на вівторок столицю Росії атакували дрони. Уламки впали на дах складу, загорілася покрівля.\n\nМер повідомив, що над областю збито 19 безпілотників. Аеропорти закривали на дві години.\n\nРосійський президент Путін оголосив триденне перемир'я. Зеленський запропонував припинити вогонь на 30 днів.",
        "2025-05-06",
        "passing",
    ),
    (
        "de",
        "Putin als Vermittler: Trump ist dafür",
        "Donald Trump kann sich Wladimir Putin als Vermittler zwischen Israel und dem Iran vorstellen. Putin habe sich selbst als Vermittler angeboten, hieß es.\n\nRussland führt Krieg gegen die Ukraine; Gespräche zwischen beiden brachten keine Waffenruhe. Der Iran äußerte sich zunächst nicht zu dem Angebot, Israel lehnte es ab.",
        "2025-06-16",
        "passing",
    ),
    # A city where the parties meet these days hosts others as well, as the title tells.
    (
        "en",
        "US and Iran begin second round of talks in Geneva",
        "The Iranian minister led the delegation into a second round of negotiations in Geneva. Oman carries the papers between the rooms.\n\nTehran wants the sanctions on its oil lifted first. The Americans were silent.\n\nSteve Witkoff will stay in Geneva for talks with delegations of Ukraine and Russia.\n\nOil was cheaper on Tuesday. Iran sells most of it to China.",
        "2026-02-17",
        "passing",
    ),
    (
        "en",
        "Ukraine and Russia begin talks in Geneva",
        "The delegations of Ukraine and Russia met in Geneva for a new round of negotiations. Steve Witkoff had been with the Iranians in the morning.",
        "2026-02-17",
        "talks",
    ),
    # Whose talks a remark means that names a party with them, in a report on another conflict; the truce there is not ours.
    (
        "cs",
        "Moskva varuje před další válkou",
        "Údery na Írán odsoudila ruská diplomacie. Nové letouny tam poslal i Izrael.\n\nOhrozí to rozhovory s Kyjevem? Mluvčí na to neodpověděl.\n\nRopa zdražila o osm procent a obchodníci čekají další růst.",
        "2026-03-02",
        "passing",
    ),
    (
        "en",
        "Moscow warns of a war in Iran",
        "Russian diplomacy wants a truce for Iran. Israel struck all night.\n\nRussia spoke of a ceasefire again. Iran closed the strait.",
        "2026-03-02",
        "no",
    ),
    # The title says where, the lead who: neither alone tells it.
    (
        "uk",
        "Що вирішили в Ер-Ріяді",
        "П'ять годин розмовляли Марко Рубіо й Сергій Лавров. Українців не запросили.\n\nЗеленський відклав свій візит.",
        "2025-02-19",
        "talks",
    ),
    (
        "en",
        "Eighty signatures in Bürgenstock",
        "Viola Amherd closed the summit on Sunday. “A gate is open,” she said.\n\nKamala Harris left early. Ignazio Cassis wants Russia there next time, and so does Kyiv.",
        "2024-06-16",
        "talks",
    ),
    (
        "en",
        "Cows of Bürgenstock win a prize",
        "Viola Amherd gave a medal to a farmer on Sunday. “A fine cow,” she said.\n\nIgnazio Cassis sent a card. Russia and Ukraine won nothing.",
        "2024-06-16",
        "no",
    ),
    # Congratulations on the peace of others are none on ours.
    (
        "en",
        "Israel and Hamas sign, Kremlin and Kyiv approve",
        "Israel and Hamas signed the first phase of a truce in Gaza on Thursday. The mediators of Egypt carried the papers between two floors of a hotel, and Steve Witkoff watched.\n\nIsrael will pull back to a line, and Hamas will let twenty hostages go.\n\nThe Kremlin called it a step. Volodymyr Zelenskyy congratulated all negotiators.",
        "2025-10-10",
        "no",
    ),
    # A paper handed over at one table, and arms that are to fall silent, are talks by any other name.
    (
        "de",
        "Drei Seiten aus Moskau",
        "Eine Stunde saßen die Abordnungen Russlands und der Ukraine an einem Tisch. Dann lagen drei Seiten darauf.\n\nErst sollen die Waffen schweigen, verlangt Kiew. Moskau verlangt vier Gebiete.\n\nDie Ukraine will das Papier eine Woche lang lesen.",
        "2025-06-03",
        "talks",
    ),
    (
        "fr",
        "La Russie écoute",
        "La Russie et l'Ukraine étaient assises à la même table pendant une heure. Il s'agit de faire taire les armes avant l'hiver.\n\nMoscou veut quatre régions, Kiev veut garder les siennes.",
        "2025-06-03",
        "talks",
    ),
    # Who sits at the table in these days makes a faint word one on our talks, unless another conflict is named.
    (
        "en",
        "A quiet week, perhaps",
        "Donald Trump says that he asked Vladimir Putin to spare the cities of Ukraine for a week. Volodymyr Zelenskyy knows of no such pause.\n\nThe frost is back in Kyiv, and thousands of houses are cold.",
        "2026-01-30",
        "passing",
    ),
    (
        "en",
        "A quiet week, perhaps",
        "Donald Trump says that he asked Vladimir Putin to speak to Iran. Volodymyr Zelenskyy knows of no such pause in Gaza.\n\nHamas is silent. The frost is back in Kyiv, and thousands of houses are cold.",
        "2026-01-30",
        "no",
    ),
]


@pytest.mark.parametrize("case", ABOUT)
def test_what_a_report_is_about(tagger, case):
    language, title, text, day, wanted = case
    on = datetime.fromisoformat(f"{day}T12:00+00:00")
    assert tagger.tag(title=title, text=text, language=language, published_at=on).relevance.label == wanted


ROUNDS = [
    # The region tells the round; who sits in a seat of government, or a call that is still to come, tells none.
    (
        "ru",
        "Стороны встретились второй раз",
        "Второй раунд переговоров России и Украины прошёл в Брестской области. Мединский и Арахамия говорили два часа.",
        "2022-03-03",
        {"by-2022-03-03": "subject"},
    ),
    (
        "en",
        "Budapest waits",
        "The meeting of Donald Trump and Vladimir Putin in Budapest is being prepared, a White House official said. Ukraine is not invited to the talks in Budapest.",
        "2025-10-21",
        {"budapest-2025-10": "subject"},
    ),
    (
        "fr",
        "Lavrov et Rubio se parlent",
        "Sergueï Lavrov et Marco Rubio ont parlé au téléphone des négociations sur l'Ukraine. Donald Trump et Vladimir Poutine se taisent. La Russie attend.",
        "2025-03-16",
        {},
    ),
    # A proposal with a name of its own is looked back to for years, and not before it was made; a medium names no round.
    (
        "de",
        "Kiew bleibt dabei",
        "Die Ukraine will Frieden, und Russland soll die Friedensformel lesen, sagte Wolodymyr Selenskyj über Verhandlungen.",
        "2024-09-02",
        {"peace-formula-2022-11-15": "background"},
    ),
    (
        "de",
        "Kiew bleibt dabei",
        "Die Ukraine will Frieden, und Russland soll die Friedensformel lesen, sagte Wolodymyr Selenskyj über Verhandlungen.",
        "2022-04-02",
        {},
    ),
    (
        "de",
        "Kiew bleibt dabei",
        "Die Ukraine will Frieden, und Russland soll die Friedensformel lesen, sagte Wolodymyr Selenskyj am 30. August über Verhandlungen.",
        "2024-09-02",
        {"peace-formula-2022-11-15": "background"},
    ),
    (
        "ru",
        "Порт простаивает",
        "Украина и Россия ведут переговоры о портах. Мирный план Китая, напомнил Дмитрий Песков, лежит на столе.",
        "2024-02-01",
        {"china-plan-2023-02-24": "background"},
    ),
    (
        "en",
        "No room, no table",
        "Ukraine and Russia may hold peace talks, and somebody joined the news conference by video link.",
        "2025-09-05",
        {},
    ),
]


@pytest.mark.parametrize("case", ROUNDS)
def test_which_round_is_meant(tagger, case):
    language, title, text, day, wanted = case
    on = datetime.fromisoformat(f"{day}T12:00:00+00:00")
    tags = tagger.tag(title=title, text=text, language=language, published_at=on)
    assert {each.round: each.aspect for each in tags.rounds} == wanted


def test_a_report_on_another_conflict_has_no_target_of_ours(tagger):
    text = (
        "Armenia and Azerbaijan must stop shooting, Russia's foreign minister Sergey Lavrov said in Yerevan. "
        "“Both sides have to withdraw their troops and keep the ceasefire,” he added. Azerbaijan agreed."
    )
    tags = tagger.tag(title="Lavrov in Yerevan", text=text, language="en", published_at=DAY)
    assert tags.relevance.label == "no"
    assert tags.statements
    assert {each.target for each in tags.statements} == {None}


def test_a_verb_that_opens_a_headline_is_no_given_name(tagger):
    text = "Umerov met Medinsky.\n\nWhen Will [Putin|putin*] and [Zelenskyy|zelenskyy*] Meet?\n\nNobody knows whether [Putin|putin*] will come."
    plain = MARK.sub(r"\1", text)
    assert marked(tagger, "en", plain).partition("When")[2] == text.partition("When")[2]


WHOSE = [
    # A chamber or a loose name of a country counts where the country, or somebody of it, is named.
    ("en", "[Joe Biden|biden*] wrote to the [Senate|us-senate*] in June."),
    ("en", "A committee of the Senate met in June."),
    ("ru", "[Дональд Трамп|trump*] просит [Сенат|us-senate*] подождать."),
    ("ru", "Сенат университета просит подождать."),
    ("ru", "[Тереза Мэй|may*] сказала, что [Англия|united-kingdom*] ждёт."),
    ("ru", "В Англии сменился тренер хоккейной команды."),
    ("ru", "Сборная Англии приехала в [Лондон|london]."),
    # Another country's is not meant, whichever way it is told.
    (
        "en",
        "[Donald Trump|trump*] praised the Polish Senate and the Senate of [Canada|canada*], not the [Senate|us-senate*].",
    ),
    ("fr", "[Moscou|moscow*] ignore le Sénat italien."),
    ("ru", "[Россия|russia*] ждёт, Сенат [Польши|poland*] голосует."),
    # An initial before a surname is as good as the full name of whoever holds or held an office of a country named.
    ("ru", "В [Британии|united-kingdom] правительство [Т. Мэй|may*] спорит, и [Мэй|may*] устала."),
    ("ru", "Группа Т. Мэй поёт."),
    ("ru", "В [Британии|united-kingdom] поёт Б. Мэй."),
    ("uk", "В [Україні|ukraine] О. Шевченко забив гол."),
    # Double given names change in both halves or in the second.
    ("uk", "Розмова з [Жаном-Клодом Юнкером|juncker*] і [Жан-Клодом Юнкером|juncker*]."),
    # A section of a site is no country, and no outlet is called like the news of one.
    ("uk", "Home / Світ / Америка / [Трамп|trump*] їде додому."),
    ("ru", "Другие новости [Украины|ukraine*] читайте завтра."),
    ("uk", "[Трамп|trump*] повернувся у [Білий будинок|white-house]."),
]


@pytest.mark.parametrize(("language", "text"), WHOSE)
def test_whose_chamber_is_meant_and_whom_an_initial_names(tagger, language, text):
    assert marked(tagger, language, MARK.sub(r"\1", text)) == text


TWINS = [
    # Two hold an office of one title: who of them is named before, if the holder who is meant otherwise is not.
    (
        "ru",
        "[Владимир Мединский|medinsky*] прибыл. [Помощник российского президента|medinsky*] начал с [Украины|ukraine*].",
    ),
    (
        "ru",
        "[Мединский|medinsky*] и [Ушаков|ushakov*] прибыли. [Помощник российского президента|ushakov*] молчит об [Украине|ukraine*].",
    ),
    ("ru", "[Украина|ukraine*] ждёт. [Помощник российского президента|ushakov*] молчит."),
    ("de", "[Wladimir Medinski|medinsky*] schwieg. Der [Putin-Berater|medinsky*] sprach erst zur [Ukraine|ukraine*]."),
    ("uk", "[Андрій Сибіга|sybiha*] мовчав. [Глава МЗС Росії|lavrov*] чекає на [Україну|ukraine*]."),
    # Names that some Ukrainian papers write with a small letter.
    ("uk", "[Україна|ukraine*] чекає. Помічник путіна [володимир мединський|medinsky*] мовчить."),
    ("uk", "[Україна|ukraine*] чекає. Зустріч із [сергієм лавровим|lavrov*] і [пєсковим|peskov*] скасовано."),
]


@pytest.mark.parametrize(("language", "text"), TWINS)
def test_which_of_two_bearers_is_meant_and_names_in_small_letters(tagger, language, text):
    found = marked(tagger, language, MARK.sub(r"\1", text))
    assert re.findall(r"\|(?!ukraine)\w+", found) == re.findall(r"\|(?!ukraine)\w+", text), (
        found
    )  # who acts is told above
