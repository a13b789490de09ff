"""The raw store keeps what it is given, notices damage, and does not forget what was removed on purpose."""

import hashlib
import stat

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.collect.raw import RawCorruptError, RawMissingError, RawStore

BODY = b"the same words again and again, " * 100
SHA256 = hashlib.sha256(BODY).hexdigest()


@pytest.fixture
def store(tmp_path):
    return RawStore(tmp_path / "raw", tmp_path / "held")


def blob(tmp_path, tree="raw"):
    return tmp_path / tree / SHA256[:2] / SHA256[2:4] / f"{SHA256}.zst"


@settings(max_examples=25, deadline=None)
@given(body=st.binary(max_size=3000))
def test_what_is_put_is_got(tmp_path_factory, body):
    folder = tmp_path_factory.getbasetemp() / "roundtrip"
    store = RawStore(folder / "raw", folder / "held")
    sha256 = store.put(body)
    assert sha256 == hashlib.sha256(body).hexdigest()
    assert store.get(sha256) == body


def test_layout_and_modes(store, tmp_path):
    assert store.put(BODY) == SHA256
    assert blob(tmp_path).stat().st_size < len(BODY)
    assert stat.S_IMODE(blob(tmp_path).stat().st_mode) == 0o600
    for folder in list(blob(tmp_path).parents)[:3]:
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_putting_twice_writes_once_and_leaves_no_scratch(store, tmp_path):
    store.put(BODY)
    before = blob(tmp_path).stat()
    store.put(BODY)
    assert blob(tmp_path).stat().st_mtime_ns == before.st_mtime_ns
    assert [path.name for path in blob(tmp_path).parent.iterdir()] == [f"{SHA256}.zst"]


def test_a_missing_body_says_so(store):
    with pytest.raises(RawMissingError, match=SHA256):
        store.get(SHA256)
    assert not store.exists(SHA256)


@pytest.mark.parametrize(
    "damage", [lambda packed: packed[:-7], lambda packed: packed[:0], lambda packed: packed[:20] + b"?" + packed[21:]]
)
def test_damage_is_noticed_and_the_next_put_repairs_it(store, tmp_path, damage):
    store.put(BODY)
    blob(tmp_path).write_bytes(damage(blob(tmp_path).read_bytes()))
    with pytest.raises(RawCorruptError, match=SHA256):
        store.get(SHA256)
    store.put(BODY)
    assert store.get(SHA256) == BODY


def test_a_valid_blob_under_a_wrong_name_is_corrupt(store, tmp_path):
    other = store.put(b"something else")
    store.put(BODY)
    blob(tmp_path).write_bytes((tmp_path / "raw" / other[:2] / other[2:4] / f"{other}.zst").read_bytes())
    with pytest.raises(RawCorruptError):
        store.get(SHA256)


def test_held_bodies_lie_apart_and_are_read_all_the_same(store, tmp_path):
    store.put(BODY)
    store.hold(SHA256)
    store.hold(SHA256)
    assert not blob(tmp_path).exists()
    assert blob(tmp_path, "held").exists()
    assert store.get(SHA256) == BODY
    store.put(BODY)
    assert not blob(tmp_path).exists()
    store.release(SHA256)
    assert blob(tmp_path).exists()
    assert not blob(tmp_path, "held").exists()
    with pytest.raises(RawMissingError):
        store.hold("0" * 64)


@pytest.mark.parametrize("is_held", [False, True])
def test_a_removed_body_stays_removed(store, tmp_path, is_held):
    store.put(BODY)
    if is_held:
        store.hold(SHA256)
    store.remove(SHA256)
    assert store.put(BODY) == SHA256
    assert not store.exists(SHA256)
    with pytest.raises(RawMissingError, match="on purpose"):
        store.get(SHA256)
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [f"{SHA256}.removed"]
    store.remove(SHA256)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "a" * 63, "a" * 65, f"{'a' * 64}\n", "a/" * 32])
def test_only_hashes_become_paths(store, name):
    for method in (store.get, store.exists, store.hold, store.release, store.remove):
        with pytest.raises(ValueError, match="not a SHA-256"):
            method(name)


# ── Redaction ─────────────────────────────────────────────────────────────────────────────────────


LEFT = b"what is left of them"


def test_what_is_left_stands_for_a_redacted_body(store, tmp_path):
    store.put(BODY)
    new = store.redact(SHA256, LEFT)
    assert new == hashlib.sha256(LEFT).hexdigest() == store.current(SHA256)
    assert store.get(SHA256) == store.get(new) == LEFT
    assert store.exists(SHA256)
    assert not store.is_removed(SHA256)
    assert not blob(tmp_path).exists()


def test_a_redacted_body_that_comes_again_is_not_stored_again(store, tmp_path):
    store.put(BODY)
    store.redact(SHA256, LEFT)
    assert store.put(BODY) == SHA256
    assert not blob(tmp_path).exists()
    assert store.get(SHA256) == LEFT


def test_redacting_goes_on_from_what_was_left_and_ends_in_nothing(store):
    store.put(BODY)
    first = store.redact(SHA256, LEFT)
    last = store.redact(SHA256, b"less")
    assert store.get(SHA256) == store.get(first) == b"less"
    assert store.current(SHA256) == last
    store.remove(SHA256)
    assert store.is_removed(SHA256)
    with pytest.raises(RawMissingError):
        store.get(SHA256)


def test_a_redacted_body_stays_where_held_text_lies(store, tmp_path):
    store.put(BODY)
    store.hold(SHA256)
    new = store.redact(SHA256, LEFT)
    assert (tmp_path / "held" / new[:2] / new[2:4] / f"{new}.zst").exists()
    assert not (tmp_path / "raw" / new[:2] / new[2:4] / f"{new}.zst").exists()
    store.release(SHA256)
    assert (tmp_path / "raw" / new[:2] / new[2:4] / f"{new}.zst").exists()


def test_nothing_taken_out_changes_nothing(store, tmp_path):
    store.put(BODY)
    assert store.redact(SHA256, BODY) == SHA256
    assert store.get(SHA256) == BODY
    assert [path.name for path in blob(tmp_path).parent.iterdir()] == [f"{SHA256}.zst"]
