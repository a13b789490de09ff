"""Who says it, in sentences in the shape in which agencies and papers write them; and who does not."""

from datetime import UTC, datetime

import pytest

from tests.tag.telling import said

DAY = datetime(2025, 5, 17, 12, tzinfo=UTC)


def told(tagger, language, text):
    """Return (speaker, content) of every statement, the speaker by id, else as written; a title stands before `##`."""
    title, _, body = text.rpartition("##")
    return said(tagger, language, body, day=DAY, title=title)


HEADLINES = [
    # Who opens a title speaks of those named behind a preposition, before the colon.
    ("ru", "Мединский о встрече с украинцами: мы никуда не спешим##Текст.", [("medinsky", "мы никуда не спешим")]),
    (
        "de",
        "Selenskyj nach Treffen mit Trump: Wir brauchen Garantien##Text.",
        [("zelenskyy", "Wir brauchen Garantien")],
    ),
    ("en", "Zelenskyy after call with Trump: We need answers##Text.", [("zelenskyy", "We need answers")]),
    (
        "cs",
        "Zelenskyj po schůzce s Trumpem: Potřebujeme pevné záruky##Text.",
        [("zelenskyy", "Potřebujeme pevné záruky")],
    ),
    (
        "fr",
        "Zelensky après l'appel avec Trump : il nous faut un accord##Texte.",
        [("zelenskyy", "il nous faut un accord")],
    ),
    # A title of office before the name is no obstacle.
    ("uk", "Президент Зеленський: ми чекаємо на відповідь##Текст.", [("zelenskyy", "ми чекаємо на відповідь")]),
    ("en", "Kyiv: Russia broke the truce overnight##Text.", [("ukraine", "Russia broke the truce overnight")]),
    # A country before the colon is what the title is about where somebody else speaks behind it.
    (
        "fr",
        "Ukraine: Trump annonce qu'il parlera lundi à Poutine##Texte.",
        [("trump", "il parlera lundi à Poutine")],
    ),
    # Nobody speaks who is only an object before the colon.
    ("ru", "Новый раунд переговоров Украины с Россией: на столе обмен пленными##Текст.", []),
    ("uk", "Буданов та Умєров летять до США: Зеленський пояснив навіщо##Текст.", []),
    ("en", "Talks with Russia: what is known so far##Text.", []),
    ("de", "Gespräche mit der Ukraine: Was bisher bekannt ist##Text.", []),
]
LEADERS = [
    ("ru", "«Они согласны прекратить огонь за неделю», — написал американский лидер.", "trump"),
    ("pl", "„Jesteśmy gotowi do dalszych rozmów” – powiedział rosyjski przywódca.", "putin"),
    ("uk", "«Ми готові до зустрічі без умов», – сказав український лідер.", "zelenskyy"),
    ("cs", "„Jsme připraveni jednat bez podmínek,“ řekl ruský vůdce.", "putin"),
    ("fr", "« Nous sommes prêts à négocier », a déclaré le dirigeant russe.", "putin"),
    ("en", "“We are ready to talk without conditions,” the Russian leader said.", "putin"),
    ("de", "Der russische Machthaber erklärte, dass Moskau verhandeln wolle.", "putin"),
    ("en", "The US leader said that Moscow must stop the war.", "trump"),
    # Another's leader is not the country's.
    ("en", "“We are ready for a change,” the Russian opposition leader said.", "Russian opposition leader"),
]
ASIDES = [
    # An aside or who relayed it stands between the verb and its subject.
    ("ru", "Мы говорили долго. «С нашей стороны сделан первый шаг», — заявил, в свою очередь, Мединский.", "medinsky"),
    ("uk", "«Ми готові до розмови вже завтра», — відповів, своєю чергою, Умєров.", "umerov"),
    ("fr", "« Il faut continuer à parler », a répondu, de son côté, Vladimir Medinski.", "medinsky"),
    ("cs", "„Jsme připraveni jednat o příměří,“ řekl podle agentury Reuters Vladimir Putin.", "putin"),
    ("ru", "«Мы готовы к переговорам хоть завтра», — сказал, по данным агентства ТАСС, Песков.", "peskov"),
    ("de", "„Wir sind bereit zu reden“, sagte laut Tass Peskow.", "peskov"),
    ("pl", "„Wojna nie ustaje – napisał Zełenski na X. – To mówi wszystko o Rosji”.", "zelenskyy"),
    # What is no such aside closes the clause.
    ("ru", "«Мы ждём ответа уже неделю», — заявил Песков, рядом с ним, тем временем, стоял Мединский.", "peskov"),
]
WRITTEN = [
    # Whose title it is does not belong to the name, and a name in the genitive is not who speaks.
    ("ru", "«Мы готовы подписать договор», — заявил премьер-министр Армении Никол Пашинян.", "Никол Пашинян"),
    ("ru", "«Мы ничего не решили по этому вопросу», — сказал NBC News Арагчи.", "Арагчи"),
    ("uk", "«Діалог триватиме й надалі», — сказав міністр закордонних справ Пакистану Ісхак Дар.", "Ісхак Дар"),
    ("uk", "«Діалог триватиме й надалі», — сказав командир бригади Микола Зінченко.", "Микола Зінченко"),
    ("pl", "„Złoty może się umocnić po rozmowach” – ocenił główny ekonomista PKO BP Jan Kowal.", "Jan Kowal"),
    ("pl", "„Węgry nie chcą wojny na Ukrainie” – powiedział lider Tiszy.", "lider Tiszy"),
    (
        "cs",
        "„Příměří porušuje druhá strana,“ sdělil agentuře AFP vysoký představitel Hamásu.",
        "vysoký představitel Hamásu",
    ),
    # A place says nothing; the name behind it does.
    (
        "uk",
        "Російська армія обстріляла Куп'янськ, повідомив голова Харківської обласної адміністрації Іван Петренко.",
        "Іван Петренко",
    ),
    # Several who hold an office are not the one who holds it alone.
    ("pl", "Doradcy Putina oświadczyli, że rozmowa była pożyteczna.", "Doradcy Putina"),
    ("pl", "Doradca Putina oświadczył, że rozmowa była pożyteczna.", "ushakov"),
    # The plural of another clause tells nothing of an office.
    (
        "ru",
        "Говорил министр обороны Украины Рустем Умеров.\n\nМинистр рассказал, что за столом говорили об обменах.\n\n«Команды на связи, бумагами мы обменяемся завтра».",
        "umerov",
    ),
]
SUBJECTS = [
    # A sentence that has a subject of its own goes on with nobody.
    ("pl", "Miedinski mówił, że rozmowy były trudne. Gospodarze rozmów nalegali, by je wznowić.", "Gospodarze rozmów"),
    (
        "uk",
        "Мединський говорив, що переговори важкі. Господарі зустрічі закликали їх продовжити.",
        "Господарі зустрічі",
    ),
    (
        "cs",
        "Medinskij řekl, že jednání byla těžká. Hostitelé schůzky vyzvali delegace k trpělivosti.",
        "Hostitelé schůzky",
    ),
    (
        "ru",
        "Мединский сказал, что переговоры трудные. Организаторы встречи призвали их продолжить.",
        "Организаторы встречи",
    ),
    # One that has none does.
    ("pl", "Miedinski mówił, że rozmowy były trudne. Jednocześnie dodał, że Moskwa czeka na odpowiedź.", "medinsky"),
    ("cs", "Medinskij řekl, že jednání byla těžká. Zároveň dodal, že Moskva čeká na odpověď.", "medinsky"),
    ("ru", "Мединский сказал, что переговоры трудные. Отвечая на вопрос, добавил, что Москва ждёт ответа.", "medinsky"),
    # Who stands behind the verb of the next sentence is told of.
    ("en", 'Putin spoke to them. "It is time for us to talk." He said that Moscow was waiting for an answer.', "putin"),
]
PRONOUNS = [
    # Who spoke in the clause that closes the sentence before, not whom the words are about.
    (
        "en",
        "Russia will go on only if what Trump and Putin agreed on is kept, Kremlin spokesman Dmitry Peskov told state media. “That is what counts,” he said.",
        "peskov",
    ),
    (
        "de",
        "Trump habe ihn um ein Treffen gebeten, sagte der türkische Präsident Recep Tayyip Erdogan. „Der Krieg muss enden“, erklärte er weiter.",
        "erdogan",
    ),
    (
        "fr",
        "Trump lui a demandé une rencontre, a déclaré le président turc Recep Tayyip Erdogan. « La guerre doit cesser », a-t-il ajouté.",
        "erdogan",
    ),
    ("uk", "Путін бачився з Трампом, повідомив Дмитро Пєсков. «Розмова була доброю», – сказав він.", "peskov"),
    # The subject of a sentence without such a clause is meant as before.
    ("uk", "Путін бачився з Трампом у Кремлі. «Розмова була доброю», – сказав він.", "putin"),
    # An outlet cites whom the pronoun means.
    ("de", "Lawrow sprach am Montag. „Wer jetzt aufhört, verliert“, zitierte ihn die Agentur Tass.", "lavrov"),
    ("ru", "Лавров выступил вчера. «Кто остановится, проиграет», — цитирует его ТАСС.", "lavrov"),
    ("de", "Lawrow sprach am Montag. „Wir hören nicht auf“, zitierte Tass.", "tass"),
]
CLAUSES = [
    # Where something happens speaks as little before a colon as elsewhere.
    ("uk", "Міський голова Олег Коваль розповів про зустріч, яка тривала в Женеві: «Вони нас почули».", "Олег Коваль"),
    ("en", "Umerov went over the days that he had spent in Geneva: “They did listen to us.”", "umerov"),
    # Behind a comma a participle has the subject of its main clause.
    ("en", 'Keir Starmer praised Donald Trump, stating: "Thanks to this work there is hope now."', "starmer"),
    # What is inserted between a subject and its verb does not speak.
    ("fr", "Rustem Umerov, cité par l'agence Anadolu, a déclaré que Kiev attendait une réponse.", "umerov"),
    ("en", "Ryabkov, quoted by state news agency RIA, confirmed that the talks would go on.", "ryabkov"),
    ("ru", "Умеров, которого цитирует ТАСС, заявил, что Киев ждёт ответа.", "umerov"),
    ("fr", "Vladimir Poutine, dont le pays a envahi l'Ukraine, a proposé d'organiser une rencontre.", "putin"),
    ("en", "Vladimir Putin, who met Donald Trump in Alaska, said that Moscow was waiting.", "putin"),
    # "And" with a title and a name begins a clause.
    (
        "en",
        "The Kremlin denied the report, and spokesman Dmitry Peskov told journalists: “Nobody asked us about it.”",
        "peskov",
    ),
    # A network or an agency stands between the verb and the name.
    ("fr", "« Nous avons abattu les drones », a annoncé sur Telegram Jean Durand.", "Jean Durand"),
    ("fr", "« Le marché attend la suite », commente auprès de l'AFP Jean Durand.", "Jean Durand"),
    # With a preposition, an article and a title a German name is no subject.
    (
        "de",
        "Das Treffen mit dem Gesandten Steve Witkoff nannte Putins Berater Juri Uschakow „in jeder Hinsicht nützlich“.",
        "ushakov",
    ),
    # Who is named behind a noun that points back, or a pronoun, is the subject of what is said.
    ("pl", "Tusk mówił o Alasce. Zdaniem polityka Putin „znów okazał się graczem bezwzględnym i zimnym”.", "tusk"),
    ("cs", "Peskov mluvil v Moskvě. Podle něj Moskva zastává stejné stanovisko jako dříve.", "peskov"),
    ("pl", "Zdaniem prezydenta Trumpa Rosja „znów okazała się graczem bezwzględnym i zimnym”.", "trump"),
    # Who opens a sentence in no case, whoever of the pack stands behind in a case.
    ("tr", 'Paşinyan, Putin\'e hitap ederken, "Çatışma onlarca yıldır sürüyor" dedi.', "Paşinyan"),
    (
        "tr",
        'Avrupalı liderler, Ukrayna\'nın yanında olduklarını vurgulayarak "Bu savaş bitmeli artık" dedi.',
        "Avrupalı liderler",
    ),
    ("tr", 'Peskov, Ukrayna\'nın yanıtını beklediklerini belirterek "Bu savaş bitmeli artık" dedi.', "peskov"),
    ("tr", 'Öte yandan, Zelenskiy "Bu savaş sona ermeli artık" dedi.', "zelenskyy"),
]
SHARED = [
    # Several quotations of a sentence share the clause behind the last one, or the source in front.
    (
        "fr",
        "« Je le dis franchement, la paix est loin », mais « il faut qu'on essaie », a déclaré Volodymyr Zelensky.",
        [
            ("zelenskyy", "Je le dis franchement, la paix est loin"),
            ("zelenskyy", "il faut qu'on essaie"),
        ],
    ),
    (
        "ru",
        "По словам Умерова, «все детали согласованы», а позиция Киева «всем превосходно известна».",
        [("umerov", "все детали согласованы"), ("umerov", "всем превосходно известна")],
    ),
    # Words behind a quotation part it from its clause.
    (
        "fr",
        "« La discussion portera sur les mémorandums » échangés en juin par les deux camps, a déclaré Dmitri Peskov.",
        [("peskov", "La discussion portera sur les mémorandums")],
    ),
    # A dash behind a full stop begins a sentence.
    (
        "pl",
        "Szijjarto zapewnił, że Putin będzie mógł wjechać do kraju. – Nikogo o to nie pytamy – oświadczył.",
        [("szijjarto", "Putin będzie mógł wjechać do kraju"), ("szijjarto", "Nikogo o to nie pytamy")],
    ),
    # Whose paper it is, named in a case before it, says what it reports.
    (
        "tr",
        "Kremlin'den yapılan açıklamada, görüşmelerin bu hafta sürdürüleceği bildirildi.",
        [("kremlin", "görüşmelerin bu hafta sürdürüleceği")],
    ),
    (
        "tr",
        'Kremlin tarafından yapılan açıklamada, "Görüşmelerin hemen sürdürülmesi gerekmektedir" denildi.',
        [("kremlin", "Görüşmelerin hemen sürdürülmesi gerekmektedir")],
    ),
    (
        "tr",
        'Almanya ve Fransa ortak bir bildiride birleşti. Açıklamada, "Bu savaş artık sona ermelidir" denildi.',
        [(None, "Bu savaş artık sona ermelidir")],
    ),
    ("tr", "Dün gece iki köyün vurulduğu bildirildi. Zelenskiy cepheye gitti.", []),
    # Who opens a sentence and is set off is its subject, of no list.
    (
        "tr",
        "Umerov, yaptığı açıklamada; Budanov, Arakhamia ve Kyslytsya ile birlikte toplantıya katıldıklarını bildirdi.",
        [("umerov", "Budanov, Arakhamia ve Kyslytsya ile birlikte toplantıya katıldıklarını")],
    ),
    # A label names nobody; who is named before an apposition does.
    (
        "en",
        'What they\'re saying: "We are close to a deal with Moscow and Kyiv," the US official said.',
        [("US official", "We are close to a deal with Moscow and Kyiv,")],
    ),
    (
        "en",
        "“The market had hoped for more from Moscow,” Jane Doe, an analyst at the trading platform NUBO, told AFP.",
        [("Jane Doe", "The market had hoped for more from Moscow,")],
    ),
    ("de", "Trump kam nach Kiew. Dieser habe zugesagt, Waffen zu liefern.", [("trump", "Waffen zu liefern")]),
]
RELAYS = [
    # An outlet behind a quotation relays what is said in the clause before.
    (
        "pl",
        "Pieskow oznajmił, że Putin i Trump mogą się spotkać w każdej chwili, gdy tylko zajdzie potrzeba, ale do ustalenia pozostaje „bardzo wiele trudnych spraw” - przekazała agencja Reutera.",
        "peskov",
    ),
    (
        "cs",
        "Peskov řekl, že datum schůzky v Istanbulu, o které mluvily obě strany, „zatím není vůbec určeno“, uvedla agentura Reuters.",
        "peskov",
    ),
    # One that only the outlet speaks in is the outlet's.
    ("pl", "„Rozmowy potrwają do wieczora” - przekazała agencja Reutera.", "agencja Reutera"),
    ("en", "“Nobody asked us,” the deputy minister, Sergei Ryabkov, was quoted as saying by TASS.", "ryabkov"),
    # Who begins a clause with a full name is its subject, whoever of the pack is spoken of in it.
    ("en", 'Jane Doe thanked Mr Trump and said Thailand "is in principle ready for a truce now".', "Jane Doe"),
    ("en", 'Vladimir Putin thanked Mr Trump and said Russia "is in principle ready for a truce now".', "putin"),
    # A verb joined to another has its subject.
    (
        "en",
        "Ushakov called the hours “highly substantive,” but warned that there would be no peace “without the territorial question being solved”.",
        "ushakov",
    ),
    # X ends a sentence.
    (
        "de",
        "„Wir sind bereit zum Frieden“, schrieb Pakistans Außenminister Ishaq Dar auf X. Zuvor hatte Donald Trump vermittelt.",
        "Ishaq Dar",
    ),
    # A source without a name leans on the name behind it.
    ("cs", "„Mír je blízko,“ řekl poradce Bílého domu pro národní bezpečnost Mike Waltz.", "waltz"),
    # A leader behind the verb.
    ("tr", '"Bu savaş artık sona ermelidir" diyen Rus lider, Trump\'a teşekkür etti.', "putin"),
    # An apposition in the genitive is not its name.
    ("uk", "Аббас Арагчі, глава МЗС Ірану, заявив, що Київ має чекати.", "Аббас Арагчі"),
    # Who bears an office of a country named before it; a body bears none.
    ("tr", "İran Dışişleri Bakanı Abbas Erakçi, ABD ile görüşmelerin bu hafta süreceğini söyledi.", "Abbas Erakçi"),
    ("tr", "Rusya Dışişleri Bakanlığı Sözcüsü Mariya Zaharova misilleme yapılacağını bu hafta açıkladı.", "zakharova"),
    ("tr", 'Ukrayna Genelkurmay Başkanlığı, "Limanlar yeniden vuruldu dün gece" dedi.', "ukraine-general-staff"),
    ("tr", "Rusya Savunma Bakanlığı, limanların vurulduğunu bu sabah açıkladı.", "russia-mod"),
    # The latter is whom the text named last.
    (
        "fr",
        "Mike Waltz a vu Volodymyr Zelensky. « Nous avons discuté de la guerre », a indiqué ce dernier.",
        "zelenskyy",
    ),
    # Who was told, and who relayed it, are no subject.
    (
        "cs",
        "Vladimir Putin jednal v Kremlu. „Jsme připraveni,“ řekl. „Čekáme na odpověď Kyjeva,“ řekl námořníkům podle agentury TASS.",
        "putin",
    ),
    # A full name in the nominative closes a description; one in another case is of somebody else.
    ("cs", "„Mír je blízko a my to víme,“ uvedla eurokomisařka pro rozšíření Marta Kosová.", "Marta Kosová"),
    ("ru", "«Мир близко, и мы знаем», — сказал советник по вопросам науки Иван Сидоров.", "Иван Сидоров"),
    ("cs", "„Mír je blízko a my to víme,“ řekl ministr po jednání s premiérem Janem Novákem.", "ministr"),
    # What several did together none of them says alone.
    (
        "pl",
        "Ukraina i USA rozmawiały w Genewie. „Rozmowy były konstruktywne i bardzo dobre” – napisano w oświadczeniu.",
        None,
    ),
    (
        "pl",
        "Ukraina rozmawiała w Genewie. „Rozmowy były konstruktywne i bardzo dobre” – napisano w oświadczeniu.",
        "ukraine",
    ),
    # A verb that opens a sentence names nobody.
    (
        "pl",
        "Umierow dodał, że czeka na odpowiedź. Postawił jednak warunek: „Odpowiedzią mogą być tylko sankcje”.",
        "umerov",
    ),
]
TITLES = [
    # A title alone is whose it was before, not the holder named last in another case.
    (
        "pl",
        "Prezydent Ukrainy Wołodymyr Zełenski mówił o rozmowach. Wieści od Władimira Putina nie było. „Czekamy na odpowiedź” – oświadczył prezydent.",
        "zelenskyy",
    ),
    (
        "cs",
        "O výměně mluvil poradce Kremlu Vladimir Medinskij. „Velitelé budou moci odvézt mrtvé,“ dodal poradce Kremlu.",
        "medinsky",
    ),
    (
        "uk",
        "Президент України Володимир Зеленський зустрівся з президентом Франції Емманюелем Макроном. «Ми чекаємо», – сказав президент.",
        "zelenskyy",
    ),
    ("en", "Vladimir Putin met President Emmanuel Macron. “We are waiting,” the president said.", "macron"),
]
APPOSITIONS = [
    # A full name behind the comma that closes a title is who bears it; whose it is stands inside.
    ("pl", "„Najpierw rozejm” - poinformował doradca prezydenta Rosji Władimira Putina, Jan Kowalski.", "Jan Kowalski"),
    ("ru", "«Сначала перемирие», — сообщил советник президента России Владимира Путина, Михаил Подоляк.", "podolyak"),
    ("en", "“First a truce,” said the adviser to President Vladimir Putin, Mykhailo Podolyak.", "podolyak"),
    ("fr", "« Le feu est éteint », a déclaré sur Telegram le maire de la ville de Soumy, Jean Durand.", "Jean Durand"),
    # What follows as a clause, or as more of a list, is none.
    ("pl", "„Najpierw rozejm” - powiedział doradca Zełenskiego, który wrócił z Kijowa.", "doradca Zełenskiego"),
    ("ru", "«Сначала перемирие», — заявил Песков, рядом стоял Михаил Подоляк.", "peskov"),
    # A name with an article of its own.
    ("de", "„Wir warten auf eine Antwort“, sagte Majed al-Ansari.", "Majed al-Ansari"),
    ("pl", "Madżed al-Ansari powiedział, że Katar czeka na odpowiedź.", "Madżed al-Ansari"),
]
PAPERS = [
    # Who opens a sentence is its subject, whoever stands in the genitive beside what is quoted.
    ("tr", 'Umerov, yaptığı açıklamada Rusya\'nın "tam bir ateşkese" hazır olmadığını bildirdi.', "umerov"),
    ("tr", 'Putin\'in "tam bir ateşkese hazırız" dediği bildirildi.', "putin"),
    # A body is taken up by its noun alone; one in a case is written without it.
    (
        "tr",
        'Rusya Savunma Bakanlığı iki köyün alındığını bildirdi.\n\nBakanlıktan yapılan açıklamada, "Yakıtı kesmeye devam ediyoruz" denildi.',
        "russia-mod",
    ),
    (
        "tr",
        'Tayland Enerji Bakanlığı santrali kapattı.\n\nBakanlığın açıklamasında, "Herkes evinde kalsın bu gece." uyarısına yer verildi.',
        "Tayland Enerji Bakanlığı",
    ),
    (
        "tr",
        'Tayland Donanma Komutanlığından yapılan açıklamada, "Gemilerimiz limana döndü dün gece" denildi.',
        "Tayland Donanma Komutanlığı",
    ),
    ("tr", 'Valilik binası yandı.\n\nBakanlıktan yapılan açıklamada, "Yakıtı kesmeye devam ediyoruz" denildi.', None),
    # A clause in the mood of reported speech is no description of who speaks.
    (
        "de",
        "Peskow erklärte, die Gewalt habe nicht so abgenommen, wie man gehofft habe. „Was vereinbart war, ruht ab heute.“",
        "peskov",
    ),
]
AGAIN = [
    # "It" is who spoke right before and is no person; a verb without a subject tells of nobody.
    (
        "en",
        "Ukraine's Air Force said 18 drones were downed.\n\nTwo lines were damaged, the Power Board said on Friday.\n\n“Ten villages were cut off, and crews are out,” it said.",
        "Power Board",
    ),
    (
        "de",
        "Das Gesundheitsamt erklärte, man warte noch. „Wir haben keine Antwort erhalten“, teilte es mit.",
        "Gesundheitsamt",
    ),
    # A surname that a full name told of before is its bearer's, not the last speaker's.
    (
        "cs",
        "Jednal i Marek Novák. Medinskij litoval. „Přivezli jsme hromadu papírů,“ dodal.\n\nNovák včera napsal na síti o „malých posunech v otázce koridorů“.",
        "Novák",
    ),
    ("cs", "Putin tento týden prohlásil, že mír je „otázkou dobré vůle, ne času“.", "putin"),
    # Behind a subhead, and behind a paragraph in which somebody is only told something, who was quoted goes on.
    ("cs", "Lavrov řekl, že Moskva čeká.\n\nCo bude dál\n\n„Návrhy jsme přijali už dávno,“ dodal.", "lavrov"),
    (
        "ru",
        "«Формат важен для нас», — подчеркнул Песков.\n\nДелегация докладывает Владимиру Путину о каждом этапе.\n\n«Встреча будет на следующей неделе», — добавил он.",
        "peskov",
    ),
    (
        "ru",
        "«Формат важен для нас», — подчеркнул Песков.\n\nЖурналисты спросили и Владимира Путина.\n\n«Встреча будет на следующей неделе», — ответил он.",
        "putin",
    ),
    # What is inserted with a subject of its own is no aside of the one before; a relative clause is one.
    (
        "fr",
        "C'est l'avis de Dmitri Peskov, interrogé après que le président ukrainien, Volodymyr Zelensky, a annoncé qu'il viendrait « donner un nouvel élan aux pourparlers ».",
        "zelenskyy",
    ),
    ("fr", "Dmitri Peskov, interrogé par Reuters, a dit vouloir « donner un nouvel élan aux pourparlers ».", "peskov"),
    (
        "pl",
        "Władimir Miedinski, który stoi na czele rosyjskiej delegacji, oświadczył, że są trzy bloki spraw.",
        "medinsky",
    ),
    # The noun and whose it is are no part of the name.
    ("pl", "Przedstawiciel Hamasu Fauzi Barhum oznajmił, że ruch „czeka na odpowiedź drugiej strony”.", "Fauzi Barhum"),
    (
        "tr",
        'El-Ensari düzenlediği basın toplantısında, "Bir taraf evet dedi, öteki susuyor" şeklinde konuştu.',
        "El-Ensari",
    ),
]
NAMED = [
    # A sentence with a noun of its own goes on with nobody; one in the mood of reported speech does.
    (
        "de",
        "Peskow nannte den Austausch das „Ergebnis sehr langer Gespräche“. Das Handelsministerium in Bern verwies auf seine „freundschaftlichen Beziehungen zu beiden Ländern“.",
        None,
    ),
    (
        "de",
        "Peskow nannte den Austausch das „Ergebnis sehr langer Gespräche“. Die Lage sei „sehr ernst und brauche noch viel Zeit“.",
        "peskov",
    ),
    ("ru", "Представитель Хамаса Фаузи Бархум заявил, что движение «ждёт ответа другой стороны».", "Фаузи Бархум"),
    (
        "de",
        "Ministerpräsident Jan Mustermann hatte am Wochenende bekräftigt, man mache „mit oder ohne Abkommen“ weiter.",
        "Jan Mustermann",
    ),
    # A noun between an attribute and its own is said; a name is none of it.
    ("de", "Nach Angaben Moskaus war der Austausch das „Ergebnis mühsamer Gespräche“ der Vermittler.", "russia"),
]
BARE = [
    # Words in the first person that a dash closes, or a colon opens, are a quotation without marks.
    (
        "pl",
        "Chcemy skończyć tę wojnę jeszcze zimą - powiedział Umierow.",
        ("umerov", "Chcemy skończyć tę wojnę jeszcze zimą"),
    ),
    ("cs", "Jsme připraveni jednat třeba zítra – řekl Peskov.", ("peskov", "Jsme připraveni jednat třeba zítra")),
    ("uk", "Ми готові до розмови завтра, - заявив Умєров.", ("umerov", "Ми готові до розмови завтра")),
    ("ru", "Песков ответил коротко: Мы не получали предложений.", ("peskov", "Мы не получали предложений.")),
    ("en", "Umerov said: We are ready to talk any day.", ("umerov", "We are ready to talk any day.")),
    (
        "pl",
        "Delegacje wróciły. Rozmowy trwają i mamy szansę - dodał Umierow.",
        ("umerov", "Rozmowy trwają i mamy szansę"),
    ),
    # A paragraph that the next one attributes.
    (
        "pl",
        "Takie ataki podkopują rozmowy. Partnerzy to widzą\n\n— oznajmił Umierow w Kijowie.",
        ("umerov", "Takie ataki podkopują rozmowy. Partnerzy to widzą"),
    ),
    (
        "uk",
        "Такі удари підривають переговори. Партнери це бачать\n\n— заявив Умєров.",
        ("umerov", "Такі удари підривають переговори. Партнери це бачать"),
    ),
    # A straight mark opens one paragraph and closes the next.
    (
        "tr",
        'Fidan, şunları söyledi:\n\n"Önümüzde iki yol var. Biri barışa gidiyor.\n\nAteşkes şart. Kolaylıklar diliyorum."',
        ("fidan", "Ateşkes şart. Kolaylıklar diliyorum."),
    ),
]
BARE += [
    # Where the subject stands before its verb, a name between the dash and the verb; what a comma leads to in small letters.
    (
        "en",
        "We spoke about a thousand prisoners, and that has to be dealt with - Umerov said.",
        ("umerov", "We spoke about a thousand prisoners, and that has to be dealt with"),
    ),
    (
        "pl",
        "Mówił Umierow. Jak podkreślił: przyjechaliśmy tu z dwiema sprawami.",
        ("umerov", "przyjechaliśmy tu z dwiema sprawami."),
    ),
]
TOLD = [
    ("en", "The drones - Umerov said - came from the east."),
    ("en", "The talks went on until the evening - Umerov said."),
    # The third person is only reported; other people's marks and a list of things said behind a dash are none of it.
    ("pl", "Delegacje przyjadą do Stambułu w piątek - poinformował Pieskow."),
    ("ru", "Делегации приедут в Стамбул в пятницу, — сообщил Песков."),
    ("pl", "Wojska nie posunęły się naprzód ani o krok\n\n- Zełenski odpowiedział Pieskowowi."),
    ("en", "Peskov said: the talks go on."),
]
UNSAID = [
    # A formula, an operation, a term of one side: names in marks.
    ("pl", 'Moskwa odrzuciła formułę "6000 za 6000" i zamilkła.', "6000 za 6000"),
    ("ru", 'Стороны договорились об обмене пленными по формуле "тысяча на тысячу" в мае.', "тысяча на тысячу"),
    ("en", "Putin said the “special military operation” was going to plan.", "special military operation"),
    ("de", "Selenskyj lobte die Operation „Spinnennetz der Freiheit“ am Sonntag.", "Spinnennetz der Freiheit"),
]


SPOKEN = [
    *LEADERS,
    *ASIDES,
    *WRITTEN,
    *SUBJECTS,
    *PRONOUNS,
    *CLAUSES,
    *RELAYS,
    *TITLES,
    *APPOSITIONS,
    *PAPERS,
    *AGAIN,
    *NAMED,
]


@pytest.mark.parametrize(("language", "text", "statements"), [*HEADLINES, *SHARED])
def test_statements_with_their_speakers(tagger, language, text, statements):
    assert told(tagger, language, text) == statements


@pytest.mark.parametrize(("language", "text", "speaker"), SPOKEN)
def test_speaker_of_what_is_said_last(tagger, language, text, speaker):
    assert [who for who, _ in told(tagger, language, text)][-1] == speaker


@pytest.mark.parametrize(("language", "text", "quotation"), BARE)
def test_quotations_without_marks(tagger, language, text, quotation):
    tags = tagger.tag(title="", text=text, language=language, published_at=DAY)
    assert [(each.speaker, text[each.start : each.end]) for each in tags.statements if each.is_quote][-1] == quotation


@pytest.mark.parametrize(("language", "text"), TOLD)
def test_what_is_told_without_marks_is_no_quotation(tagger, language, text):
    tags = tagger.tag(title="", text=text, language=language, published_at=DAY)
    assert not any(each.is_quote for each in tags.statements)


@pytest.mark.parametrize(("language", "text", "name"), UNSAID)
def test_names_in_marks_are_not_said(tagger, language, text, name):
    assert name not in [what for _, what in told(tagger, language, text)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "Песков назвал предложение «абсолютно неприемлемым для нас»."),
        ("de", "Putin nannte das Vorgehen der Ukraine „völlig inakzeptabel für uns“."),
    ],
)
def test_words_of_a_judgement_are_said(tagger, language, text):
    assert told(tagger, language, text)
