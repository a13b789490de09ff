"""Entries that a command writes: as the catalogue writes them, and never to the harm of what is there."""

from datetime import date

import pytest
import yaml

from pipelines import packs
from pipelines.errors import PackError
from pipelines.packs.stanzas import append_stanza, mark_verified, stanza
from pipelines.records import SourceKind, TextDepth
from pipelines.settings import bundled_pack

LAMP = stanza(id="lamp", publisher="lamp", name="The Lamp", kind="feed", url="https://lamp.example/rss", language="en")


def test_it_looks_like_the_catalogue():
    written = stanza(
        note="Said: nothing, yet.",
        name="Вістник: #1",
        id="lamp",
        publisher="lamp",
        kind=SourceKind.FEED,
        url="https://lamp.example/rss?a=1&b=2",
        depth=TextDepth.FULL,
        language="uk",
        country="NO",
        time_zone="UTC",
        operator=None,
        rests_on=("sat", "sun"),
        affiliations=[{"ownership": "state", "owner": "Land, Sea", "from": date(2020, 1, 2)}],
    )
    assert written == (
        "- id: lamp\n"
        "  publisher: lamp\n"
        "  name: 'Вістник: #1'\n"
        "  kind: feed\n"
        "  url: https://lamp.example/rss?a=1&b=2\n"
        "  language: uk\n"
        "  country: 'NO'\n"
        "  rests_on: [sat, sun]\n"
        "  affiliations:\n"
        "    - {ownership: state, owner: 'Land, Sea', from: 2020-01-02}\n"
        "  note: 'Said: nothing, yet.'\n"
    )


@pytest.mark.parametrize(
    "name",
    ["a: b", "- a", "#a", "yes", "1.5", "'", '"', "a\\nb", "{a}", "[a]", "*a", "&a", "!a", "|", "☂ 😀", "a " * 90],
)
def test_any_name_comes_back_as_it_was(name):
    (entry,) = yaml.safe_load(stanza(id="a", publisher="a", name=name, kind="wire", path="a", language="und"))
    assert entry["name"] == name


def test_the_shipped_catalogue_is_written_as_stanzas_are():
    text = (bundled_pack() / "sources.yaml").read_text(encoding="utf-8")
    blocks = [block for block in text.split("\n\n") if block.startswith("- id:")]
    assert len(blocks) >= 100
    for block in blocks:
        (entry,) = yaml.load(block, Loader=yaml.CSafeLoader)
        assert stanza(**entry).rstrip("\n") == block.rstrip("\n")


def test_what_the_schema_refuses_is_refused():
    with pytest.raises(PackError) as caught:
        stanza(id="a", publisher="a", name="A", kind="feed", url="ftp://a.example", language="en")
    assert caught.value.where.startswith("url: write a web address")


def test_it_is_added_at_the_end_and_nothing_else_changes(harbour, write_pack):
    pack = write_pack(harbour)
    assert append_stanza(pack, LAMP) == ("lamp",)
    text = (pack / "sources.yaml").read_text(encoding="utf-8")
    assert text == harbour["sources.yaml"] + "\n" + LAMP
    assert [source.source_id for source in packs.load(pack).sources][-1] == "lamp"
    assert sorted(entry.name for entry in pack.iterdir()) == sorted(harbour)


@pytest.mark.parametrize(
    ("added", "message"),
    [
        (LAMP.replace("id: lamp", "id: tide-en"), "stands here twice"),
        (LAMP.replace("feed", "fed"), "3.kind"),
        ("  note: The entry before says this.\n", "would change one that is there"),
        (LAMP + "---\n" + LAMP, "not readable as YAML"),
        (LAMP + "  cadence_hour: 3\n", "did you mean `cadence_hours`?"),
    ],
)
def test_what_would_spoil_the_pack_is_refused_and_the_file_stays(harbour, write_pack, added, message):
    pack = write_pack(harbour)
    with pytest.raises(PackError) as caught:
        append_stanza(pack, added)
    assert message in caught.value.where
    assert (pack / "sources.yaml").read_text(encoding="utf-8") == harbour["sources.yaml"]
    assert not (pack / "sources.yaml.new").exists()


def test_a_pack_without_sources_gets_them(harbour, write_pack):
    del harbour["sources.yaml"]
    pack = write_pack(harbour)
    append_stanza(pack, LAMP)
    assert [source.source_id for source in packs.load(pack).sources] == ["lamp"]


def test_a_pack_that_takes_its_sources_from_another_keeps_them(harbour, write_pack):
    base = write_pack(harbour, "base")
    pack = write_pack({"pack.yaml": "id: night\nextends: ../base\nlanguages: [en]\n"}, "night")
    append_stanza(pack, LAMP)
    names = [source.source_id for source in packs.load(pack).sources]
    assert names == ["tide-en", "gull-wire", "buoy-news", "lamp"]
    assert (base / "sources.yaml").read_text(encoding="utf-8") == harbour["sources.yaml"]


def test_a_file_that_cannot_be_written_is_said_to_be_so(harbour, write_pack):
    pack = write_pack(harbour)
    (pack / "sources.yaml.new").mkdir()
    with pytest.raises(PackError, match="cannot be written"):
        append_stanza(pack, LAMP)


MARKED = """\
# Kept: the head of the file.
- id: lamp   # kept: why it is called so
  publisher: lamp
  name: The Lamp
  kind: feed
  url: https://lamp.example/rss
  language: en
  affiliations:
    - {ownership: state, owner: Land}   # kept
  note: "Slow: on Sundays.
    Answered in 2025-01."   # kept as well

# Kept: between two entries.
- {id: flow, publisher: lamp, name: The Lamp, kind: feed, url: "https://lamp.example/flow", language: en}
-   verified: false  # kept: tried in vain
    id: wick
    publisher: lamp
    name: The Wick
    kind: feed
    url: https://lamp.example/wick
    language: en

- id: block
  publisher: lamp
  name: The Block
  kind: feed
  url: https://lamp.example/block
  language: en
  note: |
    As it is.

- id: other
  publisher: lamp
  name: The Other
  kind: feed
  url: https://lamp.example/other
  language: en
# Kept: the end.
"""
AFTER = (
    MARKED.replace(
        """  note: "Slow: on Sundays.
    Answered in 2025-01."   # kept as well""",
        "  verified: true\n  note: 'Slow: on Sundays. Answered on 2026-03-01.'   # kept as well",
    )
    .replace("verified: false  #", "verified: true  #")
    .replace("wick\n    language: en\n", "wick\n    language: en\n    note: Answered on 2026-03-01.\n")
    .replace("  note: |\n", "  verified: true\n  note: |\n")
)
MARCH = date(2026, 3, 1)


def test_what_was_heard_is_marked_and_every_other_line_stays(harbour, write_pack):
    pack = write_pack(harbour | {"sources.yaml": MARKED})
    heard = dict.fromkeys(["lamp", "flow", "wick", "block", "nobody"], MARCH)
    assert mark_verified(pack, heard) == ("lamp", "wick", "block")
    assert (pack / "sources.yaml").read_text(encoding="utf-8") == AFTER
    assert mark_verified(pack, heard) == ()
    assert mark_verified(pack, dict.fromkeys(heard, date(2026, 3, 2))) == ("lamp", "wick")


def test_line_ends_stay_as_they_are(harbour, write_pack):
    pack = write_pack(harbour)
    (pack / "sources.yaml").write_bytes(MARKED.replace("\n", "\r\n").encode())
    mark_verified(pack, dict.fromkeys(["lamp", "wick", "block"], MARCH))
    assert (pack / "sources.yaml").read_bytes() == AFTER.replace("\n", "\r\n").encode()


def test_the_shipped_catalogue_can_be_marked_throughout(write_pack):
    parts = ("pack.yaml", "sources.yaml", "wires.yaml")
    pack = write_pack({name: (bundled_pack() / name).read_text(encoding="utf-8") for name in parts})
    ids = [
        entry["id"] for entry in yaml.load((pack / "sources.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    ]
    assert mark_verified(pack, dict.fromkeys(ids, MARCH)) == tuple(ids)
    for block in (pack / "sources.yaml").read_text(encoding="utf-8").split("\n\n"):
        if block.startswith("- id:"):
            (entry,) = yaml.load(block, Loader=yaml.CSafeLoader)
            assert entry["verified"] is True
            assert entry["note"].endswith("Answered on 2026-03-01.")
            assert stanza(**entry).rstrip("\n") == block.rstrip("\n")


def test_a_pack_without_sources_of_its_own_is_not_marked(harbour, write_pack):
    write_pack(harbour, "base")
    pack = write_pack({"pack.yaml": "id: night\nextends: ../base\nlanguages: [en]\n"}, "night")
    with pytest.raises(PackError, match="takes its sources from the one it extends"):
        mark_verified(pack, {"tide-en": MARCH})
