"""A folder of YAML becomes a pack, or an error that says where and what."""

import sys
import time
from datetime import date

import pytest

from pipelines import packs
from pipelines.errors import PackError
from pipelines.packs import inflect
from pipelines.packs.model import FormKind, Need
from pipelines.records import Affiliation, Sanction, Source, SourceKind, TextDepth
from pipelines.settings import bundled_pack


def texts(pack, kind, target=None):
    return {form.text for form in pack.forms if form.kind is kind and target in {None, form.target}}


def test_another_topic_needs_another_folder_only(harbour, write_pack):
    pack = packs.load(write_pack(harbour))
    assert (pack.pack_id, pack.languages, pack.parties) == ("harbour", ("en",), ("norrland", "sudland"))
    assert pack.facets == ("talks",)
    assert pack.other_conflicts == {"en": ("the lighthouse quarrel",)}
    assert set(pack.other_subjects["en"]) == {"ferry timetable"}
    assert texts(pack, FormKind.NAME) == {"Norrland", "Sudland", "Ada Berg", "Berg"}
    assert texts(pack, FormKind.METONYM) == {"Old Quay"}
    assert texts(pack, FormKind.DEMONYM) == {"Norrlanders"}
    assert texts(pack, FormKind.ADJECTIVE) == {"Norrish"}
    assert texts(pack, FormKind.BLOCKER) == {"Norrland Bank"}
    assert {
        "Norrish harbour master",
        "Harbour Master of Norrland",
        "Norrland's harbour master",
        "chief of Norrland",
        "keeper of the quay",
        "harbour master",
    } <= texts(pack, FormKind.ROLE, "norrland_harbour_master")
    assert {form.text for form in pack.forms if form.bare} == {"harbour master", "Harbour Master"}
    assert {(form.text, form.weight) for form in pack.forms if form.kind is FormKind.TERM} == {
        ("harbour talks", 3),
        ("meeting", 1),
    }
    (surname,) = [form for form in pack.forms if form.text == "Berg"]
    assert surname.needs == {Need.FULL_NAME_IN_TEXT}


def test_records_carry_what_the_files_say(harbour, write_pack):
    pack = packs.load(write_pack(harbour))
    feed, wire, _ = pack.sources
    assert (feed.source_id, feed.publisher_id, feed.publisher, feed.kind) == (
        "tide-en",
        "tide",
        "The Tide",
        SourceKind.FEED,
    )
    assert (feed.time_zone, feed.article_id_pattern, feed.fetch_pages) == ("Europe/London", "/a/([0-9]+)", True)
    assert (wire.kind, wire.path, wire.url) == (SourceKind.WIRE, "gull", None)
    assert (feed.depth, feed.ownership, feed.affiliations) == (
        TextDepth.FULL,
        "private",
        (Affiliation(ownership="private"),),
    )
    office = pack.offices["norrland_harbour_master"]
    assert office.holder(date(2024, 12, 31)) == "berg"
    assert office.holder(date(2025, 1, 1)) is None
    assert office.holder(None) is None
    (meeting,) = pack.rounds
    assert (meeting.from_on, meeting.to_on, meeting.city) == (date(2024, 3, 1), date(2024, 3, 2), "quay")
    assert meeting.names == {"en": ("Old Quay", "quay meeting")}
    assert pack.actors["quay"].acts_by_default
    assert pack.actors["quay"].stands_for == "norrland"
    assert pack.actors["berg"].sides[0].from_on == date(2024, 1, 1)


def test_a_source_carries_every_key_of_its_entry(harbour, write_pack):
    source = packs.load(write_pack(harbour)).sources[2]
    assert source == Source(
        source_id="buoy-news",
        publisher_id="buoy",
        publisher="The Buoy",
        kind=SourceKind.SITEMAP,
        language="en",
        country="NO",
        url="https://buoy.example/news.xml",
        archive_url="https://buoy.example/news-{n}.xml",
        depth=TextDepth.HEADLINE,
        cadence_hours=48,
        rests_on=("sun", "holiday"),
        operator="sea-marks",
        licensed=True,
        secret="buoy_key",
        secret_header="X-Buoy-Key",
        time_zone="Europe/Oslo",
        ownership="state",
        side="norrland",
        affiliations=(
            Affiliation(ownership="private", owner="Ada Berg", to_on=date(2024, 1, 1)),
            Affiliation(ownership="state", owner="Norrland", state="NO", side="norrland", from_on=date(2024, 1, 1)),
        ),
        sanctions=(Sanction(regime="Sudland list", from_on=date(2024, 6, 1), note="Named in the second list."),),
        credibility="Paper of the harbour office.",
        rights="CC BY 4.0",
        redistributable=True,
        verified=True,
    )
    assert not source.fetch_pages


@pytest.mark.parametrize(
    ("file", "old", "new", "where"),
    [
        ("actors.yaml", "gender: f", "gendre: f", "actors.yaml:19: 2.gendre"),
        ("actors.yaml", "type: person", "type: wizard", "actors.yaml:18: 2.type"),
        ("actors.yaml", "needs: full_name_in_text", "needs: luck", "actors.yaml:21: 2.aliases.en.1.needs"),
        ("actors.yaml", "stands_for: norrland", "stands_for: atlantis", "actors.yaml:27: 3.stands_for"),
        ("actors.yaml", "- id: berg", "- id: quay", "actors.yaml:24: 3.id"),
        ("actors.yaml", "  gender: f", "  gender: f\n  gender: m", "actors.yaml:20: gender"),
        ("actors.yaml", "- id: berg", "- id: [berg", "actors.yaml:"),
        ("offices.yaml", "to: 2025-01-01", "to: 2023-01-01", "offices.yaml:6: 0.tenures.0"),
        ("offices.yaml", "actor: berg", "actor: bergg", "offices.yaml:6: 0.tenures.0.actor"),
        ("offices.yaml", "title: harbour_master", "title: king", "offices.yaml:3: 0.title"),
        ("rounds.yaml", "to: 2024-03-02", "to: 2024-02-02", "rounds.yaml:1: 0"),
        ("rounds.yaml", "[berg]", "[nobody]", "rounds.yaml:7: 0.participants.0"),
        ("sources.yaml", "http://tide.example", "ftp://tide.example", "sources.yaml:5: 0.url"),
        ("sources.yaml", "http://tide.example", "http://user:pw@tide.example", "sources.yaml:5: 0.url"),
        ("sources.yaml", "path: gull", "path: ../gull", "sources.yaml:16: 1.path"),
        ("sources.yaml", "Europe/London", "Europe/Atlantis", "sources.yaml:8: 0.time_zone"),
        ("sources.yaml", "/a/([0-9]+)", "/a/[0-9]+", "sources.yaml:9: 0.article_id_pattern"),
        ("sources.yaml", "to: 2024-01-01}", "to: 2024-02-01}", "sources.yaml:38: 2.affiliations.1.from"),
        ("pack.yaml", "parties: [norrland, sudland]", "parties: [nowhere]", "pack.yaml:4: parties"),
        ("blockers.yaml", "en:", "english:", "blockers.yaml:1: english"),
    ],
)
def test_errors_name_file_line_and_key(harbour, write_pack, file, old, new, where):  # noqa: PLR0917  (pytest passes by name)
    assert old in harbour[file]
    harbour[file] = harbour[file].replace(old, new, 1)
    with pytest.raises(PackError) as caught:
        packs.load(write_pack(harbour))
    assert where in caught.value.where
    assert caught.value.next_step


def test_all_problems_are_told_and_ten_are_shown(harbour, write_pack):
    harbour["sources.yaml"] = "".join(f"- {{id: s{number}, nonsense: 1}}\n" for number in range(12))
    with pytest.raises(PackError) as caught:
        packs.load(write_pack(harbour))
    shown = caught.value.where.splitlines()
    assert len(shown) == 11
    assert shown[-1] == "and 50 more"
    assert "60 problems" in caught.value.what


def test_a_folder_without_a_pack_is_an_error(tmp_path):
    with pytest.raises(PackError, match="no pack"):
        packs.load(tmp_path)


def test_an_unknown_file_is_an_error(harbour, write_pack):
    with pytest.raises(PackError) as caught:
        packs.load(write_pack({**harbour, "actor.yaml": "[]"}))
    assert "actor.yaml:1" in caught.value.where


@pytest.mark.parametrize("text", ["a: &a [*a]", "&a {b: *a}"])
def test_yaml_that_refers_to_itself_is_an_error(harbour, write_pack, text):
    with pytest.raises(PackError):
        packs.load(write_pack({**harbour, "blockers.yaml": text}))


def test_the_version_follows_every_file(harbour, write_pack):
    first = packs.load(write_pack(harbour, "first")).version
    again = packs.load(write_pack(harbour, "again")).version
    other = packs.load(write_pack({**harbour, "blockers.yaml": "en: [Norrland Line]\n"}, "other")).version
    assert first == again != other
    assert len(first) == 12


def test_a_pack_takes_what_it_lacks_from_the_one_it_extends(harbour, write_pack):
    write_pack(harbour, "base")
    own = {
        "pack.yaml": "id: night\nextends: ../base\nlanguages: [en]\n",
        "sources.yaml": "- {id: owl, publisher: owl, name: Owl, kind: wire, path: owl/in, language: en}\n",
    }
    pack = packs.load(write_pack(own, "night"))
    assert pack.pack_id == "night"
    assert pack.parties == ("norrland", "sudland")
    assert [source.source_id for source in pack.sources] == ["owl"]
    assert "berg" in pack.actors


def test_a_pack_may_extend_one_that_ships(write_pack, shipped_pack):
    own = {
        "pack.yaml": "id: night\nextends: ceasefire_talks\nlanguages: [en, tr]\n",
        "sources.yaml": "- {id: owl, publisher: owl, name: Owl, kind: feed, url: 'http://owl.example/f', language: en}\n",
    }
    pack = packs.load(write_pack(own, "night"))
    assert pack.actors == shipped_pack.actors
    assert {form.language for form in pack.forms} == {"en", "tr"}


def test_languages_that_a_pack_does_not_speak_are_not_inflected(write_pack, monkeypatch):
    """A pack in languages without cases loads where the dictionaries of the others are not installed."""
    own = {"pack.yaml": "id: night\nextends: ceasefire_talks\nlanguages: [tr]\n"}
    inflect._analyzer.cache_clear()
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "pymorphy3", None)  # as where it is not installed: importing it fails
        assert {form.language for form in packs.load(write_pack(own, "dusk")).forms} == {"tr"}


def test_a_pack_cannot_extend_itself(write_pack):
    with pytest.raises(PackError, match="extends itself"):
        packs.load(write_pack({"pack.yaml": "id: a\nextends: ../pack\n"}))


def test_the_shipped_pack_loads_within_two_seconds():
    began = time.process_time()
    packs.load(bundled_pack())
    assert time.process_time() - began < 2
