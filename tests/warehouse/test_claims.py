"""Claims: which reports meet, in whatever order they come; who had it first, and where nobody can say."""

import random
from dataclasses import asdict
from datetime import UTC, datetime, timedelta

import duckdb
import pytest

from pipelines.records import AmountInStatement, PlaceInStatement, StatementRow
from pipelines.warehouse import statements
from pipelines.warehouse.loading import DERIVE
from pipelines.warehouse.migrations import migrate

DAWN = datetime(2026, 1, 5, 5, tzinfo=UTC)
DAWN_STORED = DAWN.replace(tzinfo=None)
TABLES = ("claims", "claim_reports", "first_reports")


def at(hours):
    return None if hours is None else DAWN_STORED + timedelta(hours=hours)


# ── In memory: rows as they stand before the claims are computed ──────────────────────────────────


class Archive:
    """The tables that claims are computed from, and the computing."""

    def __init__(self):
        self.connection = duckdb.connect()
        migrate(self.connection, DAWN)
        self.connection.execute("create temp table staged_wires (article_id varchar)")
        self.connection.execute("create temp table touched_articles (article_id varchar)")

    def insert(self, table, **values):
        names = ", ".join(f'"{name}"' for name in values)
        marks = ", ".join("?" * len(values))
        self.connection.execute(f"insert into {table} ({names}) values ({marks})", list(values.values()))

    def article(self, name, revision="r", *, source=None, published=None, precision="second", seen=100, absent=None,
                depth="full", **changes):  # fmt: skip
        """A revision of an article with the sighting it came from. Times are hours after dawn."""
        self.insert(
            "article_revisions",
            **{
                "article_id": name, "revision": revision, "source_id": source or f"s-{name}", "publisher_id": f"p-{name}",
                "language": "en", "relevance": "talks", "text_depth": depth, "observed_at": at(seen),
                "published_at": at(published), "published_precision": None if published is None else precision,
            } | changes,
        )  # fmt: skip
        self.insert(
            "sightings", item_id=f"i-{name}", item_revision=revision, article_id=name, revision=revision,
            seen_at=at(seen), last_seen_at=at(seen), ranked_at=at(seen), absent_at=at(absent),
        )  # fmt: skip

    def says(self, name, revision="r", *, position=0, amounts=(), places=(), **changes):
        self.insert(
            "revision_statements",
            **{
                "article_id": name, "revision": revision, "position": position, "speaker": "anya", "speaker_name": "Anya",
                "type": "demand", "facet": "land", "negated": False, "rule": "reported.demand+speaker.name",
                "places": [{"place": place, "role": role} for place, role in places],
                "amounts": [{"value": value, "unit": unit, "side": None} for value, unit in amounts],
            } | changes,
        )  # fmt: skip

    def report(self, name, **told):
        """An article that says one thing."""
        said = {
            key: told.pop(key) for key in list(told) if key in {"amounts", "places", "speaker", "target", "negated"}
        }
        self.article(name, **told)
        self.says(name, **said)

    def remove(self, name):
        for table in ("article_revisions", "revision_statements"):
            self.connection.execute(f"delete from {table} where article_id = ?", [name])

    def derive(self, names=None):
        """Compute the claims that these articles may have changed; without any, those of all."""
        self.connection.execute("delete from touched_articles")
        if names is None:
            self.connection.execute("insert into touched_articles select distinct article_id from article_revisions")
        for name in names or ():
            self.insert("touched_articles", article_id=name)
        for step in DERIVE:
            statements.run(self.connection, f"load/{step}")

    def rows(self, query):
        return self.connection.execute(query).fetchall()

    def held(self):
        return {table: self.rows(f"from {table} order by all") for table in TABLES}

    def firsts(self):
        return {
            source.removeprefix("s-"): (rank, tie)
            for source, rank, tie in self.rows("select source, rank, tie from first_reports")
        }

    def empty(self):
        for (table,) in self.rows("select table_name from duckdb_tables() where not internal and not temporary"):
            self.connection.execute(f"delete from {table}")


@pytest.fixture(scope="module")
def opened():
    return Archive()


@pytest.fixture
def archive(opened):
    opened.empty()
    return opened


# ── Which reports meet ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        ({"amounts": [(1000, "prisoners")]}, {"amounts": [(1000, "пленных")]}, True),
        ({"amounts": [(1000, "prisoners")]}, {"amounts": [(1200, "prisoners")]}, False),
        ({"places": [("a", "from"), ("b", None)]}, {"places": [("b", "from"), ("a", None)]}, False),
        ({"places": [("a", "from"), ("b", "from")]}, {"places": [("b", None), ("a", None)]}, True),
        ({"places": [("a", None)]}, {"places": [("b", None)]}, False),
        ({"places": [("a", "venue")]}, {"places": [("a", "from")]}, True),
        ({"target": "one"}, {"target": "other"}, False),
        ({"target": "one"}, {"amounts": [(5, "days")], "target": "one"}, True),
        ({}, {"negated": True}, False),
        ({}, {"speaker": "boris"}, False),
        ({"speaker": None, "speaker_name": "Ánya N"}, {"speaker": None, "speaker_name": "anya n"}, True),
        ({"type": "offer"}, {}, False),
        ({"facet": "sea"}, {}, False),
    ],
)
def test_who_tells_the_same(archive, one, other, meet):
    for name, said in (("a", one), ("b", other)):
        archive.article(name, published=1)
        archive.says(name, **said)
    archive.derive()
    assert len(archive.rows("from claims")) == (1 if meet else 2)


def test_less_detail_stands_for_itself_where_it_could_be_either(archive):
    archive.report("less", published=1)
    archive.report("one", published=2, amounts=[(1000, "x")])
    archive.report("other", published=3, amounts=[(1200, "x")])
    archive.says("one", position=1)  # its title: what it means is in its text
    archive.derive()
    assert archive.rows("select reports, amounts[1].value from claims order by amounts[1].value nulls first") == [
        (1, None),
        (1, 1000),
        (1, 1200),
    ]
    assert archive.rows("select count(distinct claim_id) from claim_reports where article_id = 'one'") == [(1,)]


@pytest.mark.parametrize("said", [
    {"type": "other"}, {"type": None}, {"facet": None}, {"speaker": None, "speaker_name": None},
    {"speaker": None, "speaker_name": "officials", "rule": "reported.demand+speaker.unnamed"},
])  # fmt: skip
def test_what_is_no_claim(archive, said):
    archive.article("a", published=1)
    archive.says("a", **said)
    archive.article("b", published=1, relevance="no")
    archive.says("b")
    archive.derive()
    assert archive.rows("from claims") == []


def test_what_comes_after_72_hours_is_another_claim(archive):
    for name, hours in (("a", 0), ("b", 72), ("c", 73), ("d", 145), ("e", 146)):
        archive.report(name, published=hours, seen=200)
    archive.derive()
    first, second, third = archive.rows("select claim_id, reports, first_at, last_at from claims order by first_at")
    assert [first[1:], second[1:], third[1:]] == [(2, at(0), at(72)), (2, at(73), at(145)), (1, at(146), at(146))]
    archive.report("f", published=30, seen=200)
    archive.derive(["f"])
    assert [row[0] for row in archive.rows("select claim_id from claims order by first_at")] == [
        first[0], second[0], third[0]
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(2))
def test_portions_in_any_order_give_what_all_at_once_gives(archive, seed):
    """Forty articles within ten days; then eight of them vanish, as killed ones do."""
    chance = random.Random(seed)
    told = invented(chance)
    names = sorted({name for name, *_ in told})
    archive.connection.execute("begin")
    for name in names:
        tell(archive, [each for each in told if each[0] == name])
    archive.derive()
    whole = archive.held()
    assert partition(archive) == by_hand(told)
    archive.connection.execute("rollback")

    chance.shuffle(names)
    while names:
        portion, names = names[:11], names[11:]
        for name in portion:
            tell(archive, [each for each in told if each[0] == name])
        archive.derive(portion)
    assert archive.held() == whole

    gone = chance.sample(sorted({name for name, *_ in told}), 8)
    for name in gone:
        archive.remove(name)
    archive.derive(gone)
    assert partition(archive) == by_hand([each for each in told if each[0] not in gone])
    left = archive.held()
    archive.derive()
    assert archive.held() == left


def invented(chance):
    """Return what articles tell: (article, position, hours, target, places, amounts)."""
    return [
        (
            f"{number:02}", position, hours, chance.choice([None, "one", "other"]),
            tuple((place, chance.choice([None, "from"])) for place in "ab" if chance.random() < 0.3),
            tuple((value, f"unit {number}") for value in (10, 20) if chance.random() < 0.3),
        )
        for number in range(40)
        for hours in [round(chance.uniform(0, 240), 2)]
        for position in range(chance.choice([1, 1, 2]))
    ]  # fmt: skip


def tell(archive, told):
    archive.article(told[0][0], published=told[0][2], seen=300, source=f"s{int(told[0][0]) % 7}")
    for name, position, _, target, places, amounts in told:
        archive.says(name, position=position, target=target, places=places, amounts=amounts)


def partition(archive):
    """Return the claims as sets of (article, position)."""
    return {
        frozenset((each["article_id"], each["position"]) for each in members)
        for (members,) in archive.rows(
            "select list({'article_id': article_id, 'position': position}) from claim_reports group by claim_id"
        )
    }


def by_hand(told):
    """Group as docs/decisions/0021-claims.md says."""
    reports = [
        (name, position, hours, frozenset([*places, *((place, None) for place, _ in places), *(v for v, _ in amounts), target or ()]) - {()})
        for name, position, hours, target, places, amounts in told
    ]  # fmt: skip

    def fullest(detail, details):
        fuller = {each for each in details if detail < each}
        return next((each for each in fuller if each == frozenset().union(*fuller)), detail)

    def chapters(told):
        """Cut what was told of each detail: (detail, reports), each at most 72 hours after the first."""
        cut = []
        for detail, *report in sorted(told, key=lambda each: (sorted(map(str, each[0])), each[1:])):
            if not cut or cut[-1][0] != detail or report[0] > cut[-1][1][0][0] + 72:
                cut.append((detail, []))
            cut[-1][1].append(report)
        return cut

    exact = chapters(
        (fullest(detail, [other for n, _, _, other in reports if n == name]), hours, name, position)
        for name, position, hours, detail in reports
    )
    raised = [
        (fullest(detail, [
            other for other, others in exact
            if max(members[-1][0], others[-1][0]) - min(members[0][0], others[0][0]) <= 72
        ]), *report)
        for detail, members in exact for report in members
    ]  # fmt: skip
    return {frozenset((name, position) for _, name, position in members) for _, members in chapters(raised)}


# ── Who had it first ──────────────────────────────────────────────────────────────────────────────

MINUTE, SECOND = 1 / 60, 1 / 3600


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({"published": 1}, {"published": 2}, {"a": (1, False), "b": (2, False)}),
        ({"published": 1}, {"published": 1}, {"a": (1, True), "b": (1, True)}),
        ({"published": 1}, {"published": 1 + SECOND}, {"a": (1, False), "b": (2, False)}),
        ({"published": 1, "precision": "minute"}, {"published": 1 + 30 * SECOND}, {"a": (1, True), "b": (1, True)}),
        ({"published": 1, "precision": "minute"}, {"published": 1 + MINUTE}, {"a": (1, False), "b": (2, False)}),
        # a day against a second within it, behind it, and where polls say which part of the day it was
        ({"published": -5, "precision": "day"}, {"published": 12}, {"a": (1, True), "b": (1, True)}),
        ({"published": -5, "precision": "day"}, {"published": 19}, {"a": (1, False), "b": (2, False)}),
        ({"published": -5, "precision": "day", "seen": 11}, {"published": 12}, {"a": (1, False), "b": (2, False)}),
        ({"published": -5, "precision": "day", "absent": 13}, {"published": 12}, {"a": (2, False), "b": (1, False)}),
        # no time of its own: between two polls, or only before one
        ({"absent": 1, "seen": 2}, {"published": 1.5}, {"a": (1, True), "b": (1, True)}),
        ({"absent": 1, "seen": 2}, {"published": 1}, {"a": (1, True), "b": (1, True)}),
        ({"absent": 1 + SECOND, "seen": 2}, {"published": 1}, {"a": (2, False), "b": (1, False)}),
        ({"absent": 1, "seen": 2}, {"published": 2}, {"a": (1, True), "b": (1, True)}),
        ({"absent": 1, "seen": 2}, {"published": 2 + SECOND}, {"a": (1, False), "b": (2, False)}),
        ({"seen": 2}, {"published": -50}, {"a": (1, True), "b": (1, True)}),
        ({"seen": 2}, {"published": 3}, {"a": (1, False), "b": (2, False)}),
        # a time after it was seen is not believed; one before a poll without it is: feeds come late
        ({"published": 4, "absent": 1, "seen": 2}, {"published": 3}, {"a": (1, False), "b": (2, False)}),
        ({"published": 1, "absent": 5, "seen": 6}, {"published": 3}, {"a": (1, False), "b": (2, False)}),
    ],
)
def test_rank_and_tie(archive, one, other, expected):
    archive.report("a", **one)
    archive.report("b", **other)
    archive.derive()
    assert archive.firsts() == expected


def test_a_day_holds_all_that_happened_in_it(archive):
    archive.report("day", published=-5, precision="day")
    archive.report("early", published=3)
    archive.report("late", published=8)
    archive.derive()
    assert archive.firsts() == {"day": (1, True), "early": (1, True), "late": (2, False)}


def test_one_row_a_source_with_whom_it_credits(archive):
    archive.report("a", source="s", published=2)
    archive.report("b", source="s", published=1)
    archive.report("c", published=3)
    for name, publisher in (("Post", None), ("House", "p-b"), ("Mail", "p-c"), ("Post", None)):
        archive.insert("revision_credits", article_id="b", revision="r", name=name, publisher_id=publisher)
    archive.derive()
    assert archive.rows("select source, rank, article_id, credited_to from first_reports order by rank") == [
        ("s", 1, "b", ["Mail", "Post"]),
        ("s-c", 2, "c", []),
    ]


def test_what_an_edit_brought_in_appeared_between_two_looks(archive):
    archive.article("a", "r1", published=0, seen=1)
    archive.article("a", "r2", published=0, seen=5)
    archive.says("a", "r2")
    archive.insert("article_visits", article_id="a", revision="r1", checked_at=at(4))
    archive.insert("article_visits", article_id="a", revision="r1", checked_at=at(9))  # it was taken out again
    archive.report("b", published=3)
    archive.report("c", published=4.5)
    archive.derive()
    assert archive.firsts() == {"b": (1, False), "a": (2, True), "c": (2, True)}
    assert archive.rows("select published_at, absent_at, seen_at from first_reports where article_id = 'a'") == [
        (None, at(4), at(5))
    ]


def test_a_first_report_that_was_edited_out_was_still_first(archive):
    archive.article("a", "r1", published=0, seen=1)
    archive.says("a", "r1")
    archive.article("a", "r2", published=0, seen=5)
    archive.report("b", published=3)
    archive.derive()
    assert archive.firsts() == {"a": (1, False), "b": (2, False)}


def test_a_summary_does_not_prove_that_the_text_said_less(archive):
    archive.article("a", "r1", published=0, seen=1, depth="summary")
    archive.article("a", "r2", published=0, seen=5)
    archive.says("a", "r2")
    archive.derive()
    assert archive.rows("select published_at, precision from first_reports") == [(at(0), "second")]


def test_a_version_of_a_wire_is_as_old_as_the_agency_says(archive):
    for revision, made, seen in (("r1", 0, 1), ("r2", 4, 5)):
        archive.article("w", revision, published=0, seen=seen)
        archive.insert(
            "wire_versions", article_id="w", revision=revision, item_id="i-w", item_revision=revision,
            version_created_at=at(made), updated_at=at(made), seen_at=at(seen),
        )  # fmt: skip
    archive.says("w", "r2")
    archive.report("b", published=4.5)
    archive.derive()
    assert archive.firsts() == {"w": (1, False), "b": (2, False)}
    assert archive.rows("select published_at from first_reports where article_id = 'w'") == [(at(4),)]


# ── Through the loader ────────────────────────────────────────────────────────────────────────────


def reported(rows, name, hours, **changes):
    """An article of its own publisher that says what the others say."""
    seen = rows.observation(
        name, article=name, text=name, seen=100, source=f"s-{name}", published_at=rows.at(hours), **changes
    )
    held = rows.article(seen, body=f"{name} says what {name} says {name}")
    said = StatementRow(
        article_id=held.article_id, revision=held.revision, item_id=held.item_id, item_revision=held.item_revision,
        position=0, zone="text", start=0, end=len(name), content=name, is_quote=False, speaker="anya", speaker_name="Anya",
        attributed_to=None, type="demand", facet="land", target=None, negated=False, modality=None, rule="r",
        places=(PlaceInStatement(place="harbour"),), amounts=(AmountInStatement(value=5, unit=name),), pack_version="pack",
    )  # fmt: skip
    return seen, held, said


def test_any_order_of_loads_gives_the_same_claims(rows, tmp_path):
    """Of four reports the earliest is killed; another is loaded anew by rules that see no statement in it."""
    told = {name: reported(rows, name, hours) for name, hours in (("b", 0), ("c", 71), ("d", 73), ("e", 90))}
    loads = [(told["c"] + told["e"], ()), (told["b"] + told["d"], ()), (told["e"][:2], [rows.kill("b")])]
    states = []
    for order in ((0, 1, 2), (0, 2, 1)):
        desk = rows.open_desk(tmp_path / "".join(map(str, order)))
        for number in order:
            given, kills = loads[number]
            desk.load(*given, kills=kills)
        assert desk.problems() == {}
        states.append((desk.hashes(), {table: desk.rows(f"from {table} order by all") for table in TABLES}))
    assert states[0] == states[1]
    assert desk.rows("select reports, publishers, first_at from claims") == [(2, 2, at(71))]
    desk.load(kills=[rows.kill("c")], stop_reason="threshold")  # a run that is stopped obeys too
    assert desk.rows("select reports, publishers, first_at from claims") == [(1, 1, at(73))]


# ── Through the tagger ────────────────────────────────────────────────────────────────────────────

DEMAND = {
    "en": ("Lavrov demands withdrawal", "Russian Foreign Minister Sergei Lavrov said on Monday that Ukraine must withdraw its troops from Donetsk and Luhansk. The talks on a ceasefire in Istanbul continue."),
    "uk": ("Лавров вимагає виведення військ", "Міністр закордонних справ Росії Сергій Лавров заявив у понеділок, що Україна має вивести свої війська з Донецької та Луганської областей. Переговори про припинення вогню у Стамбулі тривають."),
    "ru": ("Лавров потребовал вывода войск", "Министр иностранных дел России Сергей Лавров заявил в понедельник, что Украина должна вывести свои войска из Донецкой и Луганской областей. Переговоры о прекращении огня в Стамбуле продолжаются."),
    "tr": ("Lavrov geri çekilme talep etti", "Rusya Dışişleri Bakanı Sergey Lavrov pazartesi günü, Ukrayna'nın birliklerini Donetsk ve Luhansk'tan çekmesi gerektiğini söyledi. İstanbul'daki ateşkes görüşmeleri sürüyor."),
    "de": ("Lawrow fordert Abzug", "Außenminister Sergej Lawrow forderte am Montag den Abzug der ukrainischen Truppen aus Donezk und Luhansk. Die Gespräche über eine Waffenruhe in Istanbul dauern an."),
    "fr": ("Lavrov exige un retrait", "Le ministre russe des Affaires étrangères Sergueï Lavrov a déclaré lundi que l'Ukraine devait retirer ses troupes de Donetsk et de Louhansk. Les pourparlers sur un cessez-le-feu à Istanbul se poursuivent."),
    "pl": ("Ławrow żąda wycofania wojsk", "Minister spraw zagranicznych Rosji Siergiej Ławrow powiedział w poniedziałek, że Ukraina musi wycofać swoje wojska z Doniecka i Ługańska. Rozmowy o zawieszeniu broni w Stambule trwają."),
    "cs": ("Lavrov požaduje stažení vojsk", "Ruský ministr zahraničí Sergej Lavrov v pondělí řekl, že Ukrajina musí stáhnout svá vojska z Doněcku a Luhansku. Jednání o příměří v Istanbulu pokračují."),
}  # fmt: skip


def tagged(archive, tagger, language, title, text, *, name, minutes=0):
    """An article as the tagger reads it."""
    tags = tagger.tag(title=title, text=text, language=language, published_at=DAWN)
    archive.article(name, published=minutes * MINUTE, language=language, relevance=tags.relevance.label)
    for position, each in enumerate(tags.statements):
        told = {
            "places": [(place.place, place.role) for place in each.places],
            "amounts": [(amount.value, amount.unit) for amount in each.amounts],
        }
        archive.says(name, position=position, **(asdict(each) | told))


def test_one_demand_in_eight_languages_is_one_claim(archive, tagger):
    for minutes, (language, (title, text)) in enumerate(DEMAND.items()):
        tagged(archive, tagger, language, title, text, name=language, minutes=minutes)
    archive.derive()
    assert archive.rows(
        "select speaker, type, facet, target, [p.place for p in list_sort(places)], reports, languages from claims"
    ) == [("lavrov", "demand", "territorial_withdrawal", "ukraine", ["donetsk", "luhansk"], 8, sorted(DEMAND))]
    assert archive.firsts() == {language: (rank, False) for rank, language in enumerate(DEMAND, 1)}


def test_sources_without_a_name_make_no_claim(archive, tagger):
    text = (
        "A senior Ukrainian official said Russia must withdraw its troops from Donetsk. The ceasefire talks continue."
    )
    tagged(archive, tagger, "en", "Talks go on", text, name="a")
    archive.derive()
    assert archive.rows("select type, speaker from revision_statements") == [("demand", None)]
    assert archive.rows("from claims") == []
