"""What a kill takes out of the raw documents, now and when the story is delivered again."""

import json
from dataclasses import replace

import pytest

from pipelines.records import FetchKind, Kill, make_id
from pipelines.run.house import open_house
from pipelines.run.sweeping import remove_killed

pytestmark = pytest.mark.slow


def story(guid, words):
    return json.dumps(
        {
            "uri": guid,
            "type": "text",
            "pubstatus": "usable",
            "version": "1",
            "versioncreated": "2026-03-02T05:00:00Z",
            "headline": "A story",
            "body_text": words,
        }
    ).encode()


def test_a_killed_story_is_looked_for_once_and_then_in_what_came_since(folder):
    def deliver(hours, guid, words):
        fetch = folder.poll(hours, story(guid, words), source="gull", url=f"wire:gull/{hours}")
        folder.log.append(replace(fetch, fetch_id=f"w{hours}", kind=FetchKind.WIRE))
        return fetch.raw_sha256

    kill = Kill(
        item_id=make_id("gull", "urn:1"), source_id="gull", guid="urn:1", fetch_id="k", ordered_at=folder.poll(9).fetched_at, note=""
    )  # fmt: skip
    house = open_house()
    doomed, kept = deliver(0, "urn:1", "first"), deliver(1, "urn:2", "other")
    assert remove_killed(house, (kill,)) == 1
    assert (house.raw.exists(doomed), house.raw.exists(kept)) == (False, True)
    assert json.loads((folder.data / "raw" / "swept.json").read_text())["until"] == "2026-03-02"
    again = deliver(72, "urn:1", "again")
    assert remove_killed(house, (kill,)) == 1
    assert not house.raw.exists(again)
    (folder.data / "raw" / "swept.json").write_text("{torn")
    assert remove_killed(house, (kill,)) == 0
