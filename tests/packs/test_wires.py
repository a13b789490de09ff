"""Profiles of wires: an entry that is wrong is told with its key and a cure, and a good one becomes a record."""

import re
from pathlib import Path

import pytest
import yaml

from pipelines import packs
from pipelines.errors import PackError
from pipelines.packs import folder
from pipelines.packs.schema import SourceSheet
from pipelines.packs.wires import FIELDS, ApiSheet, ProfileSheet, profile_of
from pipelines.records import Item, ItemStatus, WireApi
from pipelines.settings import bundled_pack

PACK = "{id: a, topic: A, languages: [en], parties: [quay]}"
ACTORS = "[{id: quay, name: Quay, type: government, aliases: {en: [Quay]}}]"
WIRE = "- {id: w, publisher: w, name: W, kind: wire, language: en, "
DOCS = Path(__file__).parents[2] / "docs" / "how-to" / "add-a-wire.md"


def faults(profile):
    """Return the problems of one profile, each as (line in the file, key, message)."""
    bodies = {"pack.yaml": PACK.encode(), "wires.yaml": f"- id: quay\n  {profile}\n".encode()}
    _, problems = folder.check(folder.Folder(Path("pack"), bodies, {}))
    return [(each.line, each.key.removeprefix("0."), each.message) for each in problems]


@pytest.mark.parametrize(
    ("profile", "key", "message"),
    [
        ("fields: {titel: a/b}", "fields.titel", "no field `titel`: it has authors, body"),
        ("fields: {slugline: []}", "fields.slugline", "at least 1 item"),
        ("statuses: {gone: hidden}", "statuses.gone", "'usable', 'withheld' or 'canceled'"),
        ("urgencies: {FLASH: 0}", "urgencies.FLASH", "greater than or equal to 1"),
        ("cues: {'^(': update}", "cues.^(", "no regular expression"),
        ("cues: {'^X': Update 1}", "cues.^X", "write the cue as small letters"),
        ("kills: ['KILL', '[']", "kills.1", "no regular expression"),
        ("slugline: '^(.+)-ADV$'", "slugline", "write a group (?P<base>…)"),
        ("slugline: '(?P<base>'", "slugline", "no regular expression"),
        ("charset: klingon", "charset", "is no charset"),
        ("identity: guid", "identity", "'slugline' or 'number'"),
        ("provder: X", "provder", "did you mean `provider`?"),
        ("api: {since: x}", "api.since", "there is no key `since`"),
        ("api: {since_format: rfc822, since_parameter: s}", "api.since_format", "'iso', 'epoch' or 'epoch_ms'"),
        ("api: {interval_seconds: 1}", "api.interval_seconds", "greater than or equal to 10"),
        ("api: {next_parameter: page}", "api.next_parameter", "needs `next_path`"),
        ("api: {next_path: a, page_parameter: page}", "api.page_parameter", "either `page_parameter` or `next_path`"),
        ("api: {cursor_path: a}", "api.cursor_path", "needs `since_parameter`"),
        ("api: {next_path: a//b}", "api.next_path", "names parted by slashes"),
        ("api: {since_parameter: 'a=b&c'}", "api.since_parameter", "the name of a query parameter"),
    ],
)
def test_one_fault_is_told_with_key_and_cure(profile, key, message):
    ((line, found_key, found),) = faults(profile)
    assert (line, found_key) == (2, key)
    assert message in found


def test_every_fault_of_a_profile_is_told_at_once():
    found = faults("charset: klingon\n  slugline: x\n  kills: '['\n  fields: {x: y}")
    assert [(line, key) for line, key, _ in found] == [(2, "charset"), (3, "slugline"), (4, "kills.0"), (5, "fields.x")]


def load(tmp_path, sources, wires, extends=""):
    tmp_path.mkdir(exist_ok=True)
    for name, text in {"pack.yaml": PACK, "actors.yaml": ACTORS, "sources.yaml": sources, "wires.yaml": wires}.items():
        if text is not None:
            (tmp_path / name).write_text(text.replace("parties", f"{extends}parties"), encoding="utf-8")
    return packs.load(tmp_path)


PROFILE = """\
- id: quay
  provider: Quay News
  charset: latin-1
  fields: {slugline: [extra/slug, slugline], editorial_note: itemMeta/edNote}
  statuses: {ZURÜCK: canceled}
  urgencies: {1: 1, BLITZ: 2}
  cues: {'^NO': correction, '^(\\d+)\\. LEAD': lead}
  kills: '^RÜCKZUG'
  slugline: '^(?P<base>.+?)-\\d$'
  identity: number
  api: {since_parameter: since, cursor_path: _meta/cursor, first_hours: 0.5}
"""


def test_a_profile_becomes_a_record(tmp_path):
    pack = load(tmp_path, WIRE + 'url: "https://api.quay.example/v1", profile: quay}', PROFILE)
    (source,) = pack.sources
    profile = pack.profile_of(source)
    assert profile is pack.profiles["quay"]
    assert (profile.provider, profile.charset, profile.identity) == ("Quay News", "latin-1", "number")
    assert profile.fields == (("slugline", ("extra/slug", "slugline")), ("editorial_note", ("itemMeta/edNote",)))
    assert profile.statuses == (("ZURÜCK", ItemStatus.CANCELED),)
    assert profile.urgencies == (("1", 1), ("BLITZ", 2))
    assert profile.cues == (("^NO", "correction"), ("^(\\d+)\\. LEAD", "lead"))
    assert profile.kills == ("^RÜCKZUG",)
    assert profile.api == WireApi(since_parameter="since", cursor_path="_meta/cursor", first_hours=0.5)


def test_profiles_are_inherited_and_a_file_of_ones_own_takes_their_place(tmp_path):
    load(tmp_path / "base", "[]", PROFILE)
    inherited = load(tmp_path / "own", WIRE + "path: w, profile: quay}", None, "extends: ../base, ")
    assert inherited.profiles["quay"].provider == "Quay News"
    own = load(tmp_path / "own", WIRE + "path: w}", "- id: rope", "extends: ../base, ")
    assert list(own.profiles) == ["rope"]


@pytest.mark.parametrize(
    ("wire", "wires", "where", "message"),
    [
        ("path: w, profile: rope}", PROFILE, "sources.yaml:1: 0.profile", "there is no profile in wires.yaml of the name rope"),
        ("url: https://a.example, profile: mute}", "- id: mute", "sources.yaml:1: 0.profile", "the profile mute has no `api`"),
        ("path: w}", "- id: quay\n- id: quay", "wires.yaml:2: 1.id", "the id quay stands here twice"),
    ],
)  # fmt: skip
def test_sources_and_profiles_must_fit(tmp_path, wire, wires, where, message):
    with pytest.raises(PackError) as caught:
        load(tmp_path, WIRE + wire, wires)
    assert caught.value.where.startswith(f"{where}  {message}")


@pytest.mark.parametrize(
    ("entry", "key", "message"),
    [
        ("kind: wire, path: w, url: https://a.example, profile: q}", "0.path", "either `path` or `url`, not both"),
        ("kind: wire, url: https://a.example}", "0.url", "needs `profile`"),
        ("kind: feed, url: https://a.example, profile: q}", "0.profile", "only a wire has a `profile`"),
        ("kind: wire}", "0.path", "`path` is missing"),
    ],
)
def test_a_wire_has_a_folder_or_an_address(entry, key, message):
    text = "- {id: w, publisher: w, name: W, language: en, " + entry
    _, problems = folder.check(
        folder.Folder(Path("pack"), {"pack.yaml": PACK.encode(), "sources.yaml": text.encode()}, {})
    )
    ((found_key, found),) = [(each.key, each.message) for each in problems]
    assert found_key == key
    assert message in found


def test_a_profile_names_fields_that_an_item_has():
    assert FIELDS - {"headline", "body"} <= set(Item.__slots__)


def test_the_pack_that_ships_has_examples_and_access_to_nobody(shipped_pack):
    assert len(shipped_pack.profiles) == 3
    assert [each.source_id for each in shipped_pack.sources if each.profile] == []
    assert (bundled_pack() / "wires.yaml").is_file()


def test_the_guide_explains_every_key():
    text = DOCS.read_text(encoding="utf-8")
    for sheet, title in ((ProfileSheet, "Keys of a profile"), (ApiSheet, "Keys of `api`")):
        section = text.split(f"## {title}\n")[1].split("\n#")[0]
        explained = re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)
        assert explained == list(sheet.model_fields), title
    named = text.split("## Keys of a profile\n")[1].split("`fields` may name")[1].split("\n\n")[0]
    assert set(re.findall(r"`(\w+)`", named)) == FIELDS


def test_the_examples_of_the_guide_are_sources_and_profiles():
    blocks = re.findall(r"^```yaml\n# (\S+)\n(- .*?)^```", DOCS.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    assert {name for name, _ in blocks} == {"sources.yaml", "wires.yaml"}
    for name, block in blocks:
        for entry in yaml.safe_load(block):
            sheet = {"sources.yaml": SourceSheet, "wires.yaml": ProfileSheet}[name].model_validate(entry)
            assert name == "sources.yaml" or profile_of(sheet).profile_id == entry["id"]
