"""What shares its words with reports on the talks and is none: notes on fighting and sport, negotiations about something else."""

from datetime import UTC, datetime

import pytest

ON = datetime(2025, 5, 17, tzinfo=UTC)
"""The day after a round, when everybody who sat there is around."""


def judged(tagger, language, text):
    """Return what a text of these days is about."""
    return tagger.tag(title="", text=text, language=language, published_at=ON).relevance


ELSEWHERE = {
    "en": [
        "The Nobel Peace Prize laureate from Ukraine spoke in Oslo about her captivity in Russia.",
        "A film of War and Peace shot in Ukraine in 1966 was restored in Russia.",
        "Russian climbers reached the summit of Elbrus; a Ukrainian team turned back.",
        "On Armistice Day Britain remembered its dead; Ukraine and Russia were named in a sermon.",
        "The Russian ambassador and the Ukrainian consul signed the book of condolence; a delegation laid wreaths.",
        "Ukraine's negotiator with bondholders said Russia's war had cost 400 billion dollars.",
        "Russian pianist and Ukrainian violinist found common ground on stage.",
        "Ukraine's union leaders reached a settlement with the railways after a Russian missile killed a driver.",
        "Ukraine exhumed bodies of soldiers killed by Russia in 2022.",
        "Ukraine and Russia traded accusations at the UN Security Council over the strike.",
        "Russia's Mir payment cards stopped working; Ukraine imposed sanctions.",
        "Ukraine's peacekeepers left the Congo; Russia abstained at the UN.",
        "Russian troops captured a settlement near Pokrovsk, the Ukrainian general staff said.",
        "Russia shelled Ukraine again; officials opened a hotline for relatives.",
        "Russian voters and Ukrainian fans watched the second round of the cup.",
        "Russia struck Ukraine; the airline has contacts in both countries.",
        "Russia gave the Ukrainian garrison of Mariupol an ultimatum.",
        "Russia shelled Ukraine, and the town remembers its capitulation in 1945.",
        "Ukraine and Russia signed a framework agreement on gas transit in 2009.",
        "Russian drones hit a power plant in the Kharkiv region overnight. Ukraine's air force said it shot down 40 of them. Residents gathered for discussions on how to heat the school.",
        "Ukraine's parliament debated a proposal to lower the conscription age. Russia has more men at the front, a deputy said. The vote is on Friday.",
        "The Ukrainian boxer met his Russian rival face to face at the weigh-in. He won on points.",
        "Russia struck Odesa with missiles. Ukraine's baby formula stocks are low, doctors said. The port is closed.",
        "EU ministers agreed a compromise on a ban on Russian gas. Ukraine welcomed the decision. Hungary voted against.",
        "Ukraine and Poland opened consultations on grain. Russia exports more wheat than last year.",
        "Russian soldiers were talking on intercepted calls, Ukrainian intelligence said.",
        "The IMF board ended discussions on a loan for Ukraine. Russia's economy shrank.",
        "Russia fired missiles at Ukraine. Talks on a new coalition in Berlin stalled.",
        "Russia attacked Ukraine after a lull of three days, the air force said.",
        "Poland hosts a million refugees from Ukraine. Russia has called it a base.",
        "Poland, which hosts Ukrainian pilots, accused Russia of jamming their radios.",
        "Russian and Ukrainian players did not shake hands at the meeting in Melbourne; the host was Australia.",
        "Russia drones hit Ukraine without a pause, residents said.",
        "Ukraine's withdrawal from the town came after Russia cut the last road.",
        "Russian guards beat Ukrainian soldiers in captivity, a court heard.",
        "Ukraine holds a territory in Russia of forty square kilometres, analysts say.",
        "Ukraine's deterrence rests on drones; Russia rests on numbers.",
        "The EU is preparing a new round of sanctions on Russia over its war in Ukraine, diplomats said.",
        "Ukrainian brokers sold grain that Russia had stolen, a broker in Odesa said.",
        "The delegation of Ukraine's Paralympic team stayed away from Russia's flag.",
        "Working groups of engineers repaired the Ukrainian grid after Russia hit it.",
    ],
    "uk": [
        "Лауреатка Нобелівської премії миру з України розповіла про полон у Росії.",
        "Росія обстріляла проспект Миру у Чернігові, Україна втратила двох людей.",
        "Росіяни вдарили по вулиці Миру, повідомила прокуратура України.",
        "Полонений солдат Росії дав свідчення в суді України.",
        "Військовополонений з Росії дав свідчення в суді України.",
        "Росія обстріляла Україну, потім настало затишшя.",
        "Росіяни обстріляли Херсон. Україна чекає на пропозиції забудовників. Поранено двох людей.",
        "Росія завдала удару по Одесі. Контакти для постраждалих: гаряча лінія. Україна відновлює світло.",
        "Верховна Рада провела обговорення бюджету. Росія наступає на Донбасі, Україна потребує зброї.",
        "Росія атакувала Суми. Україна підписала з Японією домовленість про кредит.",
        "Генштаб України опублікував комюніке про втрати Росії.",
        "Росія атакувала Україну після паузи в три дні.",
        "Тиша панувала в місті, поки Росія не вдарила по Україні.",
        "Зустріч збірних України та Росії з шахів скасовано.",
        "Територія заводу в Рязані в Росії пошкоджена дронами України.",
        "На майданчику біля школи в Україні знайшли уламки ракети з Росії.",
        "Українець переміг росіянина в третьому раунді бою у Лондоні.",
    ],
    "ru": [
        "На проспекте Мира в Донецке, Россия, упал беспилотник Украины.",
        "Лауреат Нобелевской премии мира из России поддержал Украину.",
        "Компания «Мир» отключила карты российских банков, Украина ввела санкции.",
        "Советник-посланник Украины покинул зал, когда выступал посол России.",
        "Пленный солдат ВСУ дал показания в суде России.",
        "Об этом сообщил закрытый канал в Telegram.",
        "Россия обстреляла Украину, потом наступило затишье.",
        "Россия нанесла удар по Харькову. Контакты для пострадавших опубликованы. Украина восстанавливает сеть.",
        "Госдума обсудила предложение о налогах. Украина обстреляла Белгород, сообщили власти России.",
        "Российские дипломаты высланы из Праги. Украина приветствовала решение.",
        "Россия и Украина на первом месте по экспорту масла, обсуждение цен продолжается.",
        "Россия атаковала Украину после паузы в три дня.",
        "На площадке у завода в Туле, куда попал беспилотник Украины, сгорел грузовик. Власти России сообщили о двух раненых.",
        "Встреча сборных России и Украины по шахматам отменена.",
        "Территория завода в Рязани, Россия, повреждена беспилотниками Украины.",
        "Тишина стояла над городом, пока Россия не ударила по Украине снова.",
        "Россия выиграла чемпионат мира по хоккею, Украина стала пятой.",
        "В третьем раунде боя россиянин нокаутировал украинца.",
        "Делегация Украины покинула зал ЮНЕСКО, когда выступала Россия.",
    ],
    "tr": [
        "Nobel Barış Ödülü sahibi Ukraynalı, Rusya'daki esaretini anlattı.",
        "Barış Manço'nun şarkısını Ukraynalı ve Rusya'dan gelen çocuklar söyledi.",
        "Rus dağcılar Elbruz'un zirvesine ulaştı, Ukraynalılar geri döndü.",
        "Kiev saldırısında ölenlerin cenazeleri kaldırıldı, Rusya sustu.",
        "Rusya, Ukrayna'ya ikinci turda gol attı.",
        "Rusya Ukrayna'yı vurdu, gelecek tur rakibi Polonya.",
        "Rusya dün gece Odessa'ya saldırdı. Ukrayna Dışişleri Bakanlığı bir bildiri yayımladı. İki kişi öldü.",
        "NATO bakanları Brüksel'de toplantı yaptı. Ukrayna'ya yeni silahlar verilecek. Rusya tepki gösterdi.",
        "Ukraynalı oyuncuya Rusya'dan teklif geldi. Kulüp açıklama yapmadı.",
        "Masa tenisinde Ukrayna Rusya'yı yendi.",
        "Rusya Harkov'u vurdu. Ukrayna meclisi vergi önerisini görüştü.",
        "Ukrayna ile Rusya buluşması Ankara'da oynanacak basketbol turnuvasında.",
        "Türkiye, Ukrayna'dan gelen mültecilere ev sahibi oldu, Rusya'dan da turist geldi.",
        "Rusya'nın Ukrayna'daki temas hattında iki köyü aldığı bildirildi.",
        "Ukrayna'nın esaretten dönen askeri Rusya'daki günleri anlattı.",
        "Bakan başkanlığında toplanan kurul Rusya ve Ukrayna'dan ithalatı ele aldı.",
        "Rusya'nın saldırısından sonra Ukrayna heyeti UNESCO salonundan çıktı.",
    ],
    "de": [
        "Die Friedensnobelpreisträgerin aus der Ukraine sprach in Oslo über ihre Haft in Russland.",
        "Russische Bergsteiger erreichten den Gipfel des Elbrus, ein ukrainisches Team kehrte um.",
        "Die Friedensstraße in Kiew wurde von einer russischen Drohne getroffen.",
        "Im Frieden von Riga 1921 wurde die Ukraine zwischen Polen und Sowjetrussland geteilt.",
        "In der Friedenskirche beten Menschen aus der Ukraine und aus Russland.",
        "Russland griff in der Ukraine Züge an, der Fahrplan ist gestört.",
        "Russland stellte der ukrainischen Garnison in Mariupol ein Ultimatum.",
        "Russland hat in der Nacht Charkiw angegriffen. In der Ukraine starben zwei Menschen. Im Gespräch mit dem Sender erzählte eine Anwohnerin vom Einschlag.",
        "Der Bundestag debattiert über den Vorschlag, der Ukraine Taurus zu liefern. Russland warnt.",
        "Die EU hat eine Einigung über Sanktionen gegen Russland. Die Ukraine begrüßt das.",
        "Ein Kompromiss über Getreide aus der Ukraine steht. Russland liefert weiter Dünger.",
        "Am Tisch sitzt die Familie aus der Ukraine, Russland hat ihr Haus zerstört.",
        "Ohne Pause greift Russland die Ukraine mit Drohnen an, sagte der Bürgermeister.",
        "Der Rückzug der Ukraine aus der Stadt begann am Montag, Russland rückte nach.",
        "Das Treffen der ukrainischen Mannschaft mit Russland fällt aus.",
        "Beim Kontakt mit Drohnen aus Russland starben zwei Männer in der Ukraine.",
        "Deutschland liefert der Ukraine Patriots. Das Abkommen regelt den Transport. Russland droht.",
        "Die Ukrainerin schlug die Russin in der ersten Runde des Turniers.",
        "Bei Kampfhandlungen in der Ukraine fielen nach Angaben aus Kiew 900 Soldaten Russlands.",
        "Gastgeber Ukraine verzichtet auf Gäste aus Russland.",
        "Das Abkommen über Seltene Erden mit der Ukraine ärgert Russland.",
    ],
    "fr": [
        "Le prix Nobel de la paix, une Ukrainienne, a raconté sa détention en Russie.",
        "Des alpinistes de Russie ont atteint le sommet de l'Elbrouz, des Ukrainiens ont renoncé.",
        "La justice de paix de Liège a jugé un litige entre une Ukrainienne et un Russe.",
        "Le 11 novembre, jour de l'armistice, des Ukrainiens et des Russes ont déposé une gerbe.",
        "La Russie a bombardé l'Ukraine malgré une accalmie du vent.",
        "La Russie affrontera l'Ukraine au deuxième cycle du tournoi.",
        "La Russie a frappé Kharkiv. L'Ukraine a perdu deux hommes. La famille était à table quand le missile est tombé.",
        "L'Assemblée a ouvert une session sur l'aide à l'Ukraine. La Russie a protesté.",
        "La proposition de loi sur les avoirs de la Russie aidera l'Ukraine.",
        "Les échanges commerciaux entre la Russie et l'Ukraine ont chuté.",
        "L'Ukraine et la Russie au menu des entretiens d'embauche : un reportage à Lyon.",
        "La médiatrice de l'école parle de l'Ukraine et de la Russie avec les enfants.",
        "L'Ukraine a envoyé cent drones sur la Russie, a indiqué le ministère de la Défense.",
        "L'envoyé spécial de la radio raconte la nuit à Kharkiv, frappée par la Russie. L'Ukraine compte ses morts.",
        "La Pologne accueille un million de réfugiés d'Ukraine depuis l'invasion de la Russie.",
        "L'Ukraine attaque la Russie sans répit depuis trois semaines, selon l'état-major.",
        "Le retrait de l'Ukraine de la ville a été annoncé, la Russie l'a prise.",
        "La rencontre entre la Russie et l'Ukraine en handball est annulée.",
        "L'Ukraine a battu la Russie au tournoi que présidait un ancien champion.",
        "La Russie a envoyé un satellite, l'Ukraine proteste.",
    ],
    "pl": [
        "Laureatka Pokojowej Nagrody Nobla z Ukrainy mówiła o niewoli w Rosji.",
        "Rosyjscy wspinacze zdobyli szczyt Elbrusu, Ukraińcy zawrócili.",
        "W hotelowym pokoju w Kijowie zginął gość, gdy uderzyła rakieta z Rosji.",
        "Rosja ostrzelała Ukrainę, a lekarze i żołnierze siedzieli przy jednym stole.",
        "Rosja zaatakowała Charków. Sztab generalny Ukrainy wydał komunikat o stratach. Zginęły dwie osoby.",
        "Oferta dla uchodźców z Ukrainy jest duża. Rosja zniszczyła ich domy.",
        "Ukraina i Polska podpisały porozumienie o energii. Rosja ostrzelała elektrownię.",
        "W rozmowach z dziennikarzami żołnierze Ukrainy opowiadali o Rosji.",
        "Rosja zbombardowała szkołę. W Ukrainie trwają konsultacje społeczne ustawy.",
        "Gospodarz meczu, Ukraina, nie zagra z Rosją.",
        "Rosja po krótkiej pauzie zaatakowała Ukrainę.",
        "Wycofanie wojsk Ukrainy z miasta potwierdził sztab, Rosja zajęła ratusz.",
        "Spotkanie Ukrainy z Rosją w siatkówce odwołano.",
        "W niewoli u Rosji zmarł żołnierz z Ukrainy.",
        "W pokoju hotelowym w Rosji znaleziono rzeczy żołnierza z Ukrainy.",
        "Ukraina przegrała z Rosją w drugiej rundzie turnieju.",
        "Rosja odcięła szczyt górski, Ukraina straciła posterunek.",
    ],
    "cs": [
        "Laureátka Nobelovy ceny míru z Ukrajiny mluvila o zajetí v Rusku.",
        "Na náměstí Míru se sešli Ukrajinci a odpůrci Ruska.",
        "Ruští horolezci dosáhli vrcholu Elbrusu, Ukrajinci se vrátili.",
        "Rusko zasáhlo ulici Míru v Charkově, Ukrajina hlásí dva mrtvé.",
        "Rusko ostřelovalo Ukrajinu, cestovní mapa regionu vyjde v létě.",
        "Rusko zaútočilo na Charkov. Ukrajina vydala prohlášení o ztrátách. Zemřeli dva lidé.",
        "Sněmovna schválila návrh na pomoc Ukrajině. Rusko protestuje.",
        "Schůzka ministrů NATO o dronech pro Ukrajinu začala. Rusko varuje.",
        "Dohoda o tranzitu plynu přes Ukrajinu skončila. Rusko hledá jiné cesty.",
        "Ukrajina jednala s Českem o munici, Rusko útočí dál.",
        "Rusko ostřelovalo Ukrajinu. Návrh rozpočtu města počítá s kryty.",
        "Rusko po krátké pauze zaútočilo na Ukrajinu.",
        "Hostitel turnaje Ukrajina nepozval Rusko.",
        "Stažení Ukrajiny z města potvrdil štáb, Rusko obsadilo radnici.",
        "Setkání Ukrajiny s Ruskem v hokeji se ruší.",
        "V zajetí v Rusku zemřel voják z Ukrajiny.",
        "Ukrajinec porazil Rusa v prvním kole turnaje.",
        "Vyslanec Ukrajiny v Praze kritizoval Rusko kvůli útokům.",
    ],
}


UNRELATED = {
    "en": "Train drivers and the railway began wage negotiations on Tuesday. A new round is planned for Friday, and both sides hope for a compromise.",
    "uk": "Машиністи та залізниця почали у вівторок переговори про зарплату. Новий раунд заплановано на п’ятницю, обидві сторони сподіваються на компроміс.",
    "ru": "Машинисты и железная дорога начали во вторник переговоры о зарплате. Новый раунд намечен на пятницу, обе стороны надеются на компромисс.",
    "tr": "Makinistler ile demiryolu salı günü ücret müzakerelerine başladı. Yeni tur cuma günü, iki taraf da uzlaşma umuyor.",
    "de": "Lokführer und Bahn haben am Dienstag Verhandlungen über den Lohn begonnen. Die nächste Runde ist am Freitag, beide hoffen auf einen Kompromiss.",
    "fr": "Conducteurs et chemins de fer ont ouvert mardi des négociations salariales. Une nouvelle session est prévue vendredi, tous espèrent un compromis.",
    "pl": "Maszyniści i kolej rozpoczęli we wtorek negocjacje płacowe. Kolejna runda w piątek, obie strony liczą na kompromis.",
    "cs": "Strojvedoucí a dráhy zahájili v úterý mzdová jednání. Další kolo bude v pátek, obě strany doufají v kompromis.",
}


@pytest.mark.parametrize("language", ELSEWHERE)
def test_a_paragraph_about_wages_changes_nothing(tagger, language):
    for text in ELSEWHERE[language]:
        found = judged(tagger, language, f"{text}\n\n{UNRELATED[language]}")
        assert found.label == "no", (text, found)


REMARKS = {
    "en": "Russian drones hit Kharkiv overnight, the mayor said. Four houses burned down and a school lost its roof. Power was back by noon. Ukraine shot down 40 drones, and its president said again that a ceasefire has to come first. Trams run with delays, and the market stays closed until Friday.",
    "ru": "Беспилотники России ночью ударили по Харькову, сообщил мэр. Сгорели четыре дома, школа осталась без крыши. К полудню вернулся свет. Украина сбила 40 беспилотников, её президент повторил, что сначала нужно перемирие. Трамваи идут с опозданием, рынок закрыт до пятницы.",
    "pl": "Drony z Rosji uderzyły w nocy w Charków, podał mer. Spłonęły cztery domy, szkoła straciła dach. W południe wrócił prąd. Ukraina strąciła 40 dronów, a jej prezydent powtórzył, że najpierw potrzebny jest rozejm. Tramwaje jeżdżą z opóźnieniem, targ jest zamknięty do piątku.",
}


@pytest.mark.parametrize("language", REMARKS)
def test_nor_makes_it_a_remark_the_subject(tagger, language):
    for end in ("", f"\n\n{UNRELATED[language]}"):
        found = judged(tagger, language, REMARKS[language] + end)
        assert found.label == "passing", found


OF_OTHERS = {
    "en": [
        "The EU opened accession talks with Ukraine and Moldova on Tuesday. Russia has called the bloc hostile. Kyiv applied days after the invasion.",
        "Ukraine began negotiations with the IMF on a new programme. Russia's invasion has widened the deficit.",
        "Hungary is in talks with Russia about gas supplies that no longer come through Ukraine.",
        "Germany is negotiating with Ukraine over drones. Russia fired 120 of them overnight.",
        "Coalition talks in Prague turn on aid to Ukraine; the far right wants better ties with Russia.",
    ],
    "uk": [
        "ЄС відкрив переговори з Україною про вступ до ЄС. Росія називає це ворожим кроком.",
        "Україна почала переговори з МВФ про нову програму. Через вторгнення Росії дефіцит зріс.",
    ],
    "ru": [
        "Венгрия ведёт переговоры с Россией о поставках газа в обход Украины.",
        "ЕС начал переговоры с Украиной о вступлении в Евросоюз. В Москве, столице России, это назвали враждебным шагом.",
        "Киев ведёт переговоры с МВФ, из-за войны с Россией дефицит бюджета Украины вырос.",
    ],
    "tr": [
        "AB, Ukrayna ile üyelik müzakerelerine başladı. Rusya adımı eleştirdi.",
        "Macaristan, Ukrayna'dan geçmeyen gaz için Rusya ile görüşmeler yürütüyor.",
    ],
    "de": [
        "Die EU eröffnet Beitrittsverhandlungen mit der Ukraine. Russland spricht von einem feindlichen Schritt.",
        "Ungarn verhandelt mit Russland über Gas, das nicht mehr durch die Ukraine fließt.",
        "Die Koalitionsverhandlungen in Prag drehen sich um Hilfe für die Ukraine und das Verhältnis zu Russland.",
    ],
    "fr": [
        "L'UE a ouvert les négociations d'adhésion avec l'Ukraine. La Russie y voit un geste hostile.",
        "La Hongrie négocie avec la Russie du gaz qui ne passe plus par l'Ukraine.",
        "L'Ukraine a entamé des négociations avec le FMI. L'invasion de la Russie a creusé le déficit.",
    ],
    "pl": [
        "UE otworzyła negocjacje akcesyjne z Ukrainą. Rosja nazwała to wrogim krokiem.",
        "Węgry prowadzą negocjacje z Rosją w sprawie gazu, który nie płynie już przez Ukrainę.",
        "Ukraina zaczęła negocjacje z MFW. Wojna z Rosją powiększyła deficyt.",
    ],
    "cs": [
        "EU zahájila přístupová jednání s Ukrajinou. Rusko to označilo za nepřátelský krok.",
        "Maďarsko vyjednává s Ruskem o plynu, který už neteče přes Ukrajinu.",
        "Ukrajina zahájila jednání s MMF. Válka s Ruskem zvýšila schodek.",
    ],
}
"""Accession, loans, gas, coalitions: what else our parties negotiate about."""


@pytest.mark.parametrize(
    ("language", "text"),
    [(language, text) for lists in (ELSEWHERE, OF_OTHERS) for language, texts in lists.items() for text in texts],
)
def test_what_only_shares_words_with_reports_on_the_talks_is_none(tagger, language, text):
    assert judged(tagger, language, text).label == "no"


OURS_TOO = [
    # Where peace or a truce is told of as well, or the talks stand further off, they are ours.
    ("en", "Peace talks between Russia and Ukraine hang on a loan, diplomats said."),
    ("en", "The loan is signed. Russia and Ukraine have agreed to hold negotiations, and Turkey will be the mediator."),
    ("de", "Russland und die Ukraine verhandeln über eine Waffenruhe, nicht über Gaslieferungen."),
    ("fr", "La Russie et l'Ukraine négocient une trêve ; un prêt attend."),
    ("ru", "Россия и Украина обсудили прекращение огня и транзит газа на переговорах."),
    ("pl", "Rosja i Ukraina rozmawiają o zawieszeniu broni, a o kredycie zdecyduje Bruksela."),
]


@pytest.mark.parametrize(("language", "text"), OURS_TOO)
def test_beside_a_truce_they_are_ours(tagger, language, text):
    assert judged(tagger, language, text).label == "talks"


BESIDE = [
    # The same words, where another one, a place of these days or those at the table tell what the text is about.
    (
        "en",
        "Russia and Ukraine are negotiating. A new proposal is at the table, and the host, Turkey, hopes for a lull.",
        "proposal",
    ),
    ("de", "Russland und die Ukraine verhandeln. Der Gastgeber nennt den Vorschlag einen Kompromiss.", "Gastgeber"),
    ("ru", "Россия и Украина ведут переговоры. Делегация назвала предложение компромиссом.", "Делегация"),
    ("pl", "Rosja i Ukraina prowadzą negocjacje. Gospodarz mówi o kompromisie, delegacja o pauzie.", "Gospodarz"),
    ("tr", "Ukrayna ve Rusya heyetleri İstanbul'da.", "heyet"),
]


@pytest.mark.parametrize(("language", "text", "word"), BESIDE)
def test_beside_others_it_counts(tagger, language, text, word):
    found = judged(tagger, language, text)
    assert found.label == "talks"
    assert any(word.lower() in each.lower() for each in found.evidence)
