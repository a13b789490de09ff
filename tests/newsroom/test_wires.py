"""The agencies of the press world: what they drop into folders, and the one that is asked."""

import json
import re
from collections import Counter

import pytest
from lxml import etree

from pipelines.newsroom import EDITIONS, Newsroom
from pipelines.newsroom import wires as agencies
from pipelines.newsroom.content import HERE, NOTICE


@pytest.mark.parametrize("edition", EDITIONS)
def test_delivery_is_whole_files_only(tmp_path, wires, edition):
    dropped = [path for path in wires if path.parent.name != agencies.ASKED]
    expected = {f"{path.parent.name}/{path.name}" for path in dropped if path.parts[-3] == f"edition{edition}"}
    assert Newsroom().deliver(tmp_path, edition) == len(expected)
    assert Newsroom().deliver(tmp_path, edition) == len(expected)  # once more changes nothing
    found = {str(path.relative_to(tmp_path / "inbox")) for path in tmp_path.rglob("*") if path.is_file()}
    assert found == expected


def is_well_formed(path) -> bool:
    body = path.read_bytes()
    if path.suffix == ".json":
        return json_ends(body)
    if path.suffix in {".xml", ".nitf"}:
        return xml_ends(body)
    # SYN SYN SOH header STX text ETX postscript EOT: IPTC 7901 and ANPA 1312 alike
    return bool(re.fullmatch(rb"\x16\x16\x01[^\x00-\x04]+\x02[^\x00-\x04]+\x03[^\x00-\x04]+\x04\s*", body))


def json_ends(body: bytes) -> bool:
    try:
        return bool(json.loads(body)["uri"])
    except ValueError:
        return False


def xml_ends(body: bytes) -> bool:
    try:
        return (
            etree.fromstring(body, etree.XMLParser(load_dtd=False, no_network=True, resolve_entities=False)) is not None
        )
    except etree.XMLSyntaxError:
        return False


def test_exactly_the_broken_wire_documents_are_broken(wires, expectations):
    unreadable = {"feed_invalid", "not_a_feed"}
    said = {row["file"] for row in expectations["documents"] if "file" in row and row.get("reason") in unreadable}
    assert {path.name for path in wires if not is_well_formed(path)} == said
    assert len(said) == 2


def kind_of(path) -> str:
    body = path.read_bytes()
    if body.startswith(b"\x16\x16\x01"):
        return "anpa" if b"\x1f" in body else "iptc7901"
    if path.suffix == ".json":
        said = re.search(rb"ninjs-schema_(\d)", body)
        return f"ninjs {said[1].decode()}"
    return re.search(rb"<(newsItem|newsMessage|planningItem|NewsML|nitf)\b", body)[1].decode()


def test_every_format_has_at_least_five_documents(wires):
    kinds = Counter(kind_of(path) for path in wires)
    g2 = sum(kinds[root] for root in ("newsItem", "newsMessage", "planningItem"))
    ninjs = sum(kinds[f"ninjs {version}"] for version in "123")
    assert min(g2, ninjs, kinds["NewsML"], kinds["nitf"], kinds["iptc7901"], kinds["anpa"]) >= 5
    assert min(kinds[f"ninjs {version}"] for version in "123") >= 1


def test_every_wire_document_says_that_it_is_a_sample(wires, written):
    broken = {path for path in wires if not is_well_formed(path)}
    for path in set(wires) - broken:
        text = written(path)
        assert NOTICE in re.sub(r"\s+", " ", text), path.name


def test_every_wire_document_stands_in_the_overview(wires):
    overview = (HERE / "wire" / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in wires if path.name not in overview] == []


# ── The agency that is asked ──────────────────────────────────────────────────────────────────────


def asked(ask, query: str = "", token: str | None = agencies.TOKEN):
    path = agencies.STORIES_PATH + (f"?{query}" if query else "")
    return ask(agencies.HOST, path, **({agencies.TOKEN_HEADER: token} if token else {}))


@pytest.mark.parametrize("token", [None, "", "guessed", agencies.TOKEN[:-1]])
def test_nobody_sees_a_story_without_the_token(ask, token):
    got = asked(ask, token=token)
    assert got.status == 401
    assert b"stories" not in got.body


def test_pages_lead_from_one_to_the_next_until_every_story_is_told(ask):
    uris, query, cursors = [], "", set()
    while query is not None:
        answer = json.loads(asked(ask, query).body)
        uris += [story["uri"] for story in answer["stories"]]
        cursors.add(answer["cursor"])
        query = answer["next"].partition("?")[2] if "next" in answer else None
    assert len(uris) == 3
    assert len(set(uris)) == 3
    assert cursors == {"3"}


def test_after_the_cursor_there_is_what_came_since(press, ask):
    assert asked(ask, "after=3").status == 204
    press.edition = 2
    answer = json.loads(asked(ask, "after=3").body)
    assert [story["version"] for story in answer["stories"]] == ["2", "1"]
    assert "next" not in answer
    assert asked(ask, f"after={answer['cursor']}").status == 204


def test_a_cursor_that_is_none_begins_at_the_first_story(ask):
    assert asked(ask, "after=yesterday&page=x").body == asked(ask).body


def test_the_agency_has_nothing_else(ask):
    assert ask(agencies.HOST, "/api", **{agencies.TOKEN_HEADER: agencies.TOKEN}).status == 404
