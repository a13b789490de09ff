"""Files of watches: what may stand in them, and what is said of what may not, with file and line."""

from pathlib import Path

import pytest

from pipelines import newsroom
from pipelines.errors import WatchError
from pipelines.run.watchfiles import add, checked, remove, vocabulary
from pipelines.settings import Settings
from pipelines.watch import read, refusal, written

EXAMPLE = Path(newsroom.__file__).parent / "watches.yaml"


@pytest.fixture(scope="module")
def known(shipped_pack):
    return vocabulary(shipped_pack)


@pytest.fixture
def desk(tmp_path):
    settings = Settings(data=tmp_path)
    settings.watches_path.mkdir()
    return settings


def one(known, text: str):
    watches, faults = read({"w.yaml": text.encode()}, known)
    assert faults == ()
    return watches[0]


def test_what_is_written_is_read_again(known):
    watches, faults = read({"example.yaml": EXAMPLE.read_bytes()}, known)
    assert (faults, len(watches)) == ((), 3)
    for each in watches:
        again = one(known, written(each.sheet))
        assert (again.sheet, again.version) == (each.sheet, each.version)


def test_a_version_is_what_is_looked_for(known):
    first = one(known, "- {id: a, name: A, facets: [sanctions, ceasefire]}")
    assert (
        one(known, "- {id: b, name: B, note: why, facets: [ceasefire, sanctions], alert: spike}").version
        == first.version
    )
    assert one(known, "- {id: a, name: A, facets: [ceasefire]}").version != first.version


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("- id: a\n  name: A\n  facets: [sanction]\n", 3, "facets: there is no sanction: did you mean sanctions"),
        ("- id: a\n  name: A\n  statement_types: [demands]\n", 3, "did you mean demand"),
        ("- id: a\n  name: A\n  languages: xx\n", 3, "languages: there is no xx: "),
        ("- id: a\n  name: A\n  actor: [x]\n", 3, "there is no such key: did you mean `actors`?"),
        ("- id: a\n  name: A\n  text: ship harbour\n", 3, "text, column 6: Between two words"),
        ("- id: A b\n  name: A\n  text: ship\n", 1, "small letters"),
        ("- id: a\n  text: ship\n", 1, "name: is missing"),
        ("- id: a\n  name: A\n", 1, "a looks for nothing"),
        ("- id: a\n  name: A\n  text: ship\n  text: quay\n", 4, "stands here twice"),
        ("- id: a\n  name: A\n  text: ship\n  alert: {}\n", 4, "tells nothing"),
        ("- id: a\n  name: A\n  text: ship\n  acting: true\n", 4, "`actors`"),
        ("- id: a\n  name: A\n  text: ship\n  alert: {spike: {times: 0}}\n", 4, "alert.spike.times: "),
        ("id: a\nname: A\ntext: ship\n", 1, "a file holds a list"),
        ('- id: a\n  name: A\n  text: "a b" OR c\n', 3, "not readable as YAML"),
        ("- {id: a, name: A, text: ship}\n- {id: a, name: B, text: quay}\n", 2, "is the id of the watch at w.yaml:1"),
    ],
)
def test_a_fault_names_its_line(known, text, line, said):
    _, faults = read({"w.yaml": text.encode()}, known)
    assert [(each[1], said in each[2]) for each in faults] == [(line, True)], faults
    assert f"w.yaml:{line}: " in str(refusal(faults))


def test_one_that_is_wrong_does_not_silence_the_others(known):
    watches, faults = read({"w.yaml": b"- {id: a, name: A, text: ship}\n- {id: b, name: B, text: a b}\n"}, known)
    assert [each.watch_id for each in watches] == ["a"]
    assert len(faults) == 1


def test_what_is_added_is_a_file_of_its_own_and_what_is_not_right_is_none(desk, shipped_pack):
    made, path = add(desk, shipped_pack, {"id": "ships", "name": "Ships", "text": 'ship* AND "the quay"'})
    assert (made.watch_id, path.name, path.stat().st_mode & 0o777) == ("ships", "ships.yaml", 0o600)
    for values in (
        {"id": "ships", "name": "x", "text": "y"},
        {"id": "../up", "name": "x", "text": "y"},
        {"id": "b", "name": "x", "text": "("},
    ):
        with pytest.raises(WatchError):
            add(desk, shipped_pack, values)
    assert [each.name for each in desk.watches_path.iterdir()] == ["ships.yaml"]


def test_one_is_taken_out_and_the_rest_of_the_file_stays(desk, shipped_pack):
    path = desk.watches_path / "ours.yaml"
    path.write_bytes(EXAMPLE.read_bytes())
    before = path.read_text()
    remove(desk, shipped_pack, "demands_to_withdraw")
    rest = path.read_text()
    assert "What one might watch for" in rest
    assert [each.watch_id for each in checked(desk, shipped_pack)] == ["swaps", "talks_in_istanbul"]
    assert set(rest.splitlines()) < set(before.splitlines())
    for each in ("swaps", "talks_in_istanbul"):
        remove(desk, shipped_pack, each)
    assert not path.exists()
