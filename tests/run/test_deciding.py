"""What people decide about quarantined things, from the decision to what the next runs make of it."""

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext

import duckdb
import pytest

from pipelines import warehouse
from pipelines.cli import main
from pipelines.errors import SettingsError, WarehouseError
from pipelines.records import DecisionAction, LedgerKind
from pipelines.run import acknowledging, deciding, decisions, desk_items
from pipelines.run.deciding import Subject
from pipelines.run.house import reading
from pipelines.run.rebuilding import rebuild
from pipelines.settings import Settings
from pipelines.warehouse.migrations import migrate
from pipelines.warehouse.publication import create_views

RELEASE, REPROCESS, DISMISS = DecisionAction
AHEAD = b"</link><pubDate>Thu, 02 Apr 2026 08:00:00 GMT</pubDate>"
LABEL = "expect_column_values_to_be_between(published_ahead_days)"
FEED = {"source": "keel", "url": "http://keel.example/rss.xml"}


def feed(build, *names, said="Norrland and Sudland went on with the harbour talks."):
    """A feed of entries that say when they were published: a month ahead; but for one that does not."""
    body = build["rss"](*((name, f"http://keel.example/{name}", f"The {name}", said, None) for name in names))
    return body.replace(b"</link>", AHEAD).replace(b"/sound" + AHEAD, b"/sound</link>")


@pytest.fixture
def refused(folder, build):
    """A feed with a sound entry and three that a check refused: they are of the future."""
    folder.poll(0, feed(build, "sound", "one", "two", "three"), **FEED)
    folder.monitor(1)
    return folder


def things(folder):
    """Return what came by the name of its entry, and by that name how its row stands in the view `quarantine`."""
    found, states = {}, {}
    for guid, item, revision, state in folder.rows(
        "select s.guid, s.item_id, s.item_revision, q.state from sightings as s "
        "left join quarantine as q on q.id = s.item_id and q.revision = s.item_revision order by s.last_seen_at"
    ):
        found[guid], states[guid] = Subject(kind=LedgerKind.ITEM, id=item, revision=revision), state
    return found, states


def test_a_decision_is_pending_until_a_run_obeys_it(refused, build):
    subject, states = things(refused)
    assert states == {"sound": None, "one": "open", "two": "open", "three": "open"}
    for action, name in ((RELEASE, "one"), (REPROCESS, "two"), (DISMISS, "three")):
        decided = deciding.decide(action, [subject[name], subject["sound"]], why=f" as\n it\x1b is {name}", who="vera")
        assert [each.who for each in decided.made] == ["vera"]
        assert [each.refused for each in decided.passed_over] == ["It is not quarantined: it is loaded."]
    assert [(each.action, each.subject, each.why) for each in deciding.pending()] == [
        (RELEASE, subject["one"], "as it is one"),
        (REPROCESS, subject["two"], "as it is two"),
        (DISMISS, subject["three"], "as it is three"),
    ]
    assert things(refused)[1] == states  # nothing has been published yet

    # A text that changed since has been seen by nobody.
    refused.poll(1.5, feed(build, "one", said="Norrland did not go on with the harbour talks."), **FEED)
    refused.monitor(2)
    assert deciding.pending() == ()
    assert things(refused)[1] == {"sound": None, "one": "open", "two": "open", "three": "dismissed"}
    assert refused.rows("select title from articles order by 1") == [("The one",), ("The sound",)]
    told = refused.rows("select reason, detail from ledger_current where outcome = 'loaded' and kind = 'item'")
    assert told == [("released", f"{LABEL} released by vera")]
    assert refused.rows(
        "select success, observed from quality_results where expectation like '%between' and kwargs like '%published_ahead%' "
        "order by run"
    ) == [(False, "3 of 4 unexpected"), (False, "4 of 4 unexpected, 1 released by a person")]
    assert {row["what"]: row["action"] for row in deciding.listed()} == {"The one": None, "The two": "reprocess"}
    assert {row["what"] for row in deciding.listed(["dismissed"])} == {"The three"}
    assert refused.rows("select count(*) from ledger_current where outcome = 'quarantined'") == [(3,)]

    assert refused.problems() == {}
    assert rebuild(check=True).is_same


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    """A snapshot with one thing of each ending."""
    data = tmp_path_factory.mktemp("data")
    (data / "published").mkdir()
    endings = {
        "aa": ("item", "killed", "kill"), "bb": ("item", "held", "embargo"), "cc": ("item", "quarantined", "no_content"),
        "dd": ("document", "quarantined", "not_a_feed"), "ee": ("item", "quarantined", "expectation"),
        "ff": ("item", "quarantined", "expectation"), "gg": ("item", "failed", "page_pending"),
    }  # fmt: skip
    with duckdb.connect(str(data / "published" / "trucewatch.duckdb")) as connection:
        migrate(connection, deciding.clock())
        for name, (kind, outcome, reason) in endings.items():
            connection.execute(
                "insert into ledger by name select 'r' as run, 1 as token, ? as kind, ? as id, 'x' as revision, "
                "? as fetch_id, ? as outcome, ? as reason, 'a(b)' as detail, ? as article_id, 'y' as article_revision",
                [kind, name * 16, f"f-{name}", outcome, reason, f"article-{name}"],
            )
        connection.execute(
            "insert into findings by name select 'silent' as rule, 'a/b: c' as subject, 'Silent' as title, "
            "timestamp '2026-03-02' as first_seen_at"
        )
        connection.execute("insert into tombstones by name select 'article-ff' as article_id, 'other' as item_id")
        create_views(connection)
    return Settings(data=data)


@pytest.mark.parametrize(
    ("action", "name", "words"),
    [
        (RELEASE, "aa", "ordered it to vanish"),
        (REPROCESS, "aa", "ordered it to vanish"),
        (RELEASE, "bb", "holds it back"),
        (RELEASE, "cc", "it has no content"),
        (RELEASE, "dd", "what came is not a feed"),
        (RELEASE, "ee", None),
        (RELEASE, "ff", "ordered it to vanish"),
        (REPROCESS, "ff", "ordered it to vanish"),
        (REPROCESS, "gg", "tried again by itself"),
        (REPROCESS, "dd", None),
        (DISMISS, "ff", None),
    ],
)
def test_what_can_be_decided_about(ledger, action, name, words):
    (subject,) = deciding.named(name * 16, ledger)
    (found,) = deciding.prospects(action, [subject, subject], ledger)
    assert found.refused is None if words is None else words in found.refused
    if words:
        with pytest.raises(SettingsError, match=words):
            deciding.decide(action, [subject], why="because", who="vera", chosen=ledger)


@pytest.mark.parametrize("name", ["a", "nothing-is-called-so", "item/x", "item/../../etc", "feed/a/b"])
def test_a_name_of_nothing_is_an_error_that_says_so(ledger, name):
    with pytest.raises(SettingsError):
        deciding.named(name, ledger)


@pytest.mark.parametrize("why", ["", " \n ", "\x1b", "long " * 500])
def test_a_decision_needs_a_reason(ledger, why):
    with pytest.raises(SettingsError, match="reason"):
        deciding.decide(DISMISS, deciding.named("cc" * 16, ledger), why=why, chosen=ledger)
    assert not (ledger.data / "journal").exists()


@pytest.fixture
def place(ledger, tmp_path, monkeypatch):
    """A data folder of one's own with that snapshot, set up for this process."""
    shutil.copytree(ledger.data, tmp_path / "data")
    monkeypatch.setenv("TRUCEWATCH_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def test_what_was_asked_for_twice_is_written_once(place):
    keys = [f"item/{name * 16}/x" for name in ("cc", "ee", "gg")]
    asked = {"action": "reprocess", "subjects": keys, "why": "it is right"}
    for _ in range(2):
        assert deciding.decide_as_told(asked, who="vera", request="manual__1") == {
            "made": 2,
            "passed_over": 1,
            "waiting": 2,
        }
    assert {each.id for each in decisions.read(place)} == {"cc" * 16, "ee" * 16}
    assert decisions.forget_words(place, {("article", "article-ee"), ("document", "cc" * 16)}) == 1
    assert {each.id: each.why for each in decisions.read(place)} == {"cc" * 16: "it is right", "ee" * 16: ""}
    assert sorted(each.subject.key for each in deciding.pending()) == keys[:2]


def test_a_finding_is_acknowledged_by_who_started_the_run(place):
    asked = {"action": "acknowledge", "subjects": ["finding/silent/a/b: c", "finding/silent/x"], "why": "as\nit is"}
    is_open, is_not = deciding.open_findings(asked["subjects"])
    assert is_open.refused is None
    assert "not open" in is_not.refused
    for _ in range(2):  # a retry of the task
        told = deciding.decide_as_told(asked, who="vera", request="manual__1")
        assert told == {"made": 1, "passed_over": 1, "waiting": 0}, "no run of monitor is called for"
    (made,) = acknowledging.read(place)
    assert (made.rule, made.subject, made.by, made.why) == ("silent", "a/b: c", "vera", "as it is")
    with pytest.raises(SettingsError, match="No finding"):
        deciding.decide_as_told({**asked, "subjects": ["finding/silent/x"]}, who="vera", request="manual__1")


def test_the_pages_of_quarantine_stand_beside_all_that_reads_the_snapshot(place):
    """Connections of one process to one file have one configuration, whoever opens it first."""
    deciding.decide(REPROCESS, deciding.named("cc" * 16), why="because", who="vera")
    settings = Settings(data=place)

    def pending():
        (found,) = (each.pending for each in desk_items.quarantine(settings).entries if each.pending)
        assert desk_items.entry(f"item/{'cc' * 16}/x", settings).entry.pending == found
        return found.why

    def within(opened):
        with opened:
            return pending()

    assert within(nullcontext()) == "because"
    assert within(reading(settings)) == "because"
    path = place / "published" / "trucewatch.duckdb"
    for others in ({}, {"memory": "300MB", "threads": 1}, {"locked_down": True, "memory": "300MB"}):
        assert within(warehouse.connect.reader(path, **others)) == "because"
    with reading(settings), warehouse.connect.reader(path, memory="300MB") as late:
        assert late.execute("select current_setting('memory_limit')").fetchone() == ("953.6 MiB",), "of who was first"
    with ThreadPoolExecutor(4) as threads:
        assert set(threads.map(lambda _: pending(), range(8))) == {"because"}


def test_a_snapshot_of_an_older_version_is_told_of_in_three_lines(tmp_path):
    path = tmp_path / "published" / "trucewatch.duckdb"
    path.parent.mkdir()
    with duckdb.connect(str(path)) as connection:
        connection.execute("create table migrations (version integer)")
    with pytest.raises(WarehouseError, match="no quarantine"):
        deciding.listed(chosen=Settings(data=tmp_path))


def test_a_release_ends_with_a_dismissal(place):
    (subject,) = deciding.named("ee" * 16)
    deciding.decide(RELEASE, [subject], why="because", who="vera")
    assert decisions.released(decisions.read(place)) == {("article_revisions", "article-ee/y"): {"a(b)": "vera"}}
    deciding.decide(DISMISS, [subject], why="after all", who="vera")
    assert decisions.released(decisions.read(place)) == {}


def test_the_command_line(place, monkeypatch, capsys):
    def call(*arguments):
        monkeypatch.setattr("sys.argv", ["trucewatch", "quarantine", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        assert not ended.value.code
        return capsys.readouterr().out

    listed = json.loads(call("list", "--json"))
    assert {(row["id"][:2], row["state"], row["pending"]) for row in listed} == {
        (name, "open", None) for name in ("cc", "dd", "ee", "ff")
    }
    assert "Journalled" in call("release", "ee" * 5, "--why", "it is \x1b[31mright", "--who", "ve\x1bra")
    assert "release" in call("list")
    assert "a(b)" in call("show", "ee" * 16)
    told = call("dismiss", f"item/{'c' * 32}/x", "aaaaaaaa", "--why", "no")
    assert "Passed over" in told
    assert "\x1b" not in told
