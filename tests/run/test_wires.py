"""The life of wire stories through the whole house: what may be seen, what not a word of is left, and what comes back."""

import json
from datetime import datetime

import pytest

from pipelines import settings as environment
from pipelines import warehouse
from pipelines.errors import SettingsError
from pipelines.records import Fetch, FetchKind, FetchOutcome, make_id
from pipelines.run import desk_items
from pipelines.run.house import open_house
from pipelines.run.urgent import urgent_reasons
from pipelines.run.wires import order_kill

pytestmark = pytest.mark.slow

WIRES = """\
- {id: gull, publisher: gull, name: The Gull, kind: wire, path: gull, language: en, cadence_hours: 12, verified: true}
- {id: tern, publisher: gull, name: The Tern of the Gull, kind: wire, path: tern, language: en, cadence_hours: 12, verified: true}
"""


class Wire:
    """Two channels of one agency; each version of a story says a word that nothing else says."""

    def __init__(self, folder, at):
        self.folder, self.at = folder, at

    def document(self, guid, word, *, version=1, created=0, status="usable", **more):
        return {
            "uri": guid, "type": "text", "pubstatus": status, "version": str(version), "language": "en",
            "firstcreated": self.at(0).isoformat(), "versioncreated": self.at(created).isoformat(),
            "headline": f"Harbour talks {word}", "slugline": f"BC-{guid}",
            "body_text": f"Norrland and Sudland went on with the harbour talks, {word} was told on Monday. " * 4, **more,
        }  # fmt: skip

    def deliver(self, hours, *documents, source="gull"):
        body = json.dumps(list(documents)).encode()
        fetch = Fetch(
            fetch_id=make_id("wire", source, str(hours), str(len(body))), source_id=source, kind=FetchKind.WIRE,
            url=f"wire:{source}/{hours}", fetched_at=self.at(hours), outcome=FetchOutcome.OK,
            raw_sha256=self.folder.raw.put(body), body_bytes=len(body),
        )  # fmt: skip
        self.folder.log.append(fetch)
        return fetch

    def run(self, hours):
        self.folder.monitor(hours)
        assert self.folder.problems() == {}

    def history(self, guid):
        return [
            (title.rsplit(" ", 1)[1], is_current)
            for title, is_current in self.folder.rows(
                f"select title, is_current from wire_history where guid = '{guid}' order by place"
            )
        ]

    def outcomes(self, fetch):
        return sorted(
            self.folder.rows(
                f"select outcome, reason from ledger_current where kind = 'item' and fetch_id = '{fetch.fetch_id}'"
            )
        )

    def says(self, word):
        """Where in the snapshot a word stands, by table and view."""
        with warehouse.connect.reader(self.folder.data / "published" / "trucewatch.duckdb") as connection:
            names = [
                name for (name,) in connection.execute("select table_name from information_schema.tables").fetchall()
            ]
            return {name for name in names if word in str(connection.execute(f'from "{name}"').fetchall())}

    def stored(self, word):
        """In which tree of the raw store a word stands."""
        return {
            tree
            for tree in ("raw", "held")
            for path in (self.folder.data / tree).rglob("*.zst")
            if word.encode() in self.folder.raw.get(path.stem)
        }


@pytest.fixture
def wire(folder, build, monkeypatch):
    sources = environment.load().pack / "sources.yaml"
    sources.write_text(build["pack"]["sources.yaml"] + WIRES, encoding="utf-8")
    return Wire(folder, build["at"])


def test_versions_embargo_and_withheld(wire):
    say = wire.document
    wire.deliver(1, say("a", "Anchor2", version=2, created=1))
    embargoed = wire.deliver(1.1, say("b", "Beacon", embargoed=wire.at(5).isoformat()))
    unclear = wire.deliver(1.2, say("c", "Capstan", embargoed="after lunch"))
    wire.deliver(1.25, say("z", "Zenith"), say("c", "Capstan", embargoed="after lunch"))  # the same one, not alone
    first = wire.deliver(1.3, say("d", "Davit1"))
    wire.run(2)
    assert wire.history("a") == [("Anchor2", True)]
    assert wire.outcomes(embargoed) == [("held", "embargo")]
    assert wire.outcomes(unclear) == [("held", "embargo_unclear")]
    assert wire.says("Beacon") == wire.says("Capstan") == set()
    assert wire.stored("Beacon") == wire.stored("Capstan") == wire.stored("Zenith") == {"held"}
    assert wire.history("z") == [("Zenith", True)]
    came = desk_items.document(embargoed.fetch_id).came
    assert (came.row["url"], came.body.text) == ("", None), "a file's name may tell what is held back"
    assert wire.history("d") == [("Davit1", True)]
    snapshot = json.loads(
        (wire.folder.data / "published" / "trucewatch.duckdb").resolve().with_suffix(".json").read_text()
    )
    assert datetime.fromisoformat(snapshot["release_at"]) == wire.at(5)

    wire.deliver(3, say("a", "Anchor1", version=1, created=0))  # late: history, never current
    second = wire.deliver(3.1, say("d", "Davit2", version=2, created=3, status="withheld"))
    wire.run(3.5)
    assert wire.history("a") == [("Anchor1", False), ("Anchor2", True)]
    assert wire.folder.rows("select title from articles where title like '%Anchor%'") == [("Harbour talks Anchor2",)]
    assert wire.history("d") == []
    assert wire.says("Davit1") == wire.says("Davit2") == set()
    assert wire.stored("Davit1") == {"held"}
    assert (wire.outcomes(first), wire.outcomes(second)) == ([("held", "withheld")], [("held", "withheld")])
    assert (
        len(list((wire.folder.data / "published").glob("*.duckdb"))) == 2
    )  # the link, and nothing that shows it still

    wire.deliver(5, say("d", "Davit3", version=3, created=5))
    wire.run(5.02)  # a minute after the embargo: an agency's clock may run behind ours
    assert wire.says("Beacon") == set()
    assert wire.history("d") == [("Davit3", True)]
    wire.run(5.04)
    came = desk_items.document(embargoed.fetch_id).came
    assert came.row["url"] == embargoed.url
    assert "Beacon" in came.body.text, "it was held once, and is not any more"
    assert wire.history("b") == [("Beacon", True)]
    assert wire.stored("Beacon") == {"raw"}
    assert wire.history("d") == [("Davit1", False), ("Davit3", True)]
    assert wire.outcomes(second) == [("held", "withheld")]


def test_kills(wire):
    say = wire.document
    shared = wire.deliver(1, say("a", "Anchor"), say("b", "Beacon"))
    wire.deliver(1.1, say("d", "Davit"), say("e", "Eyebolt"))
    wire.deliver(1.2, say("k", "Keel killed it", ednote="They said kill the lights"))
    wire.run(2)
    before = {fetch_id for (fetch_id,) in wire.folder.rows("select fetch_id from sightings where guid = 'b'")}

    kill = wire.deliver(
        3, say("a", "Anchor again", version=2, created=3, status="canceled", ednote="MANDATORY KILL: legal")
    )
    wire.deliver(3.1, say("z", "Zephyr", version=2, created=3, status="canceled"))  # comes before its story
    advisory = wire.deliver(
        3.2, say("m", "none", headline="KILL: BC-d", slugline="BC-d", ednote="MANDATORY KILL of BC-d", created=3)
    )
    unclear = wire.deliver(
        3.3, say("n", "none", headline="KILL: BC-q", slugline="BC-q", ednote="MANDATORY KILL of BC-q", created=3)
    )
    wire.run(4)
    for word in ("Anchor", "Davit"):
        assert (wire.says(word), wire.stored(word)) == (set(), set()), word
    assert wire.history("b") == [("Beacon", True)]
    assert wire.folder.raw.current(shared.raw_sha256) != shared.raw_sha256
    assert wire.outcomes(kill) == [("killed", "kill")]
    assert wire.outcomes(shared) == [("killed", "kill"), ("loaded", None)]
    assert wire.outcomes(advisory) == [("not_text", "advisory")]
    assert wire.outcomes(unclear) == [("quarantined", "advisory")]
    assert wire.history("k") == [("it", True)]  # never by a word in a body or a note
    (tombstone,) = wire.folder.rows(
        "select killed_at, note, len(fingerprints) from tombstones where note like '%legal'"
    )
    assert tombstone == (wire.at(3).replace(tzinfo=None), "MANDATORY KILL: legal", 2)

    late = wire.deliver(5, say("a", "Anchor late", created=0.5), say("z", "Zephyr"), source="tern")
    wire.run(6)
    assert wire.says("Anchor") == wire.says("Zephyr") == set()
    assert wire.stored("Anchor") == wire.stored("Zephyr") == set()
    assert set(wire.outcomes(late)) == {("killed", "kill")}
    assert {fetch_id for (fetch_id,) in wire.folder.rows("select fetch_id from sightings where guid = 'b'")} == before
    assert list((wire.folder.data / "stage").iterdir()) == []

    order_kill(open_house(), "gull", "b", "by telephone", wire.at(7))  # what only a person understands
    assert [each.partition(":")[0] for each in urgent_reasons(environment.load(), wire.at(7.1))] == ["kill"]
    wire.run(7.2)
    assert (wire.says("Beacon"), wire.stored("Beacon")) == (set(), set())
    assert wire.outcomes(shared) == [("killed", "kill"), ("killed", "kill")]
    assert wire.folder.rows("select note, len(fingerprints) from tombstones where note like 'by%'") == [
        ("by telephone", 1)
    ]
    assert urgent_reasons(environment.load(), wire.at(7.3)) == []
    with pytest.raises(SettingsError, match="no wire 'tide'"):
        order_kill(open_house(), "tide", "b", "", wire.at(8))
