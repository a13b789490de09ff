"""One article as people and programs see it."""

import io
import json
from datetime import datetime

import pytest
from rich.console import Console

from pipelines.report.article import Held, as_json, show

NOON = datetime(2026, 1, 5, 12)  # noqa: DTZ001 - as DuckDB gives it
A, B = ("Two days", "Ann wants 30 days.\nIt rains."), ("Two nights", "Ann wants 10 days.\nIt rains.")


def step(number, revision, earlier, *, returns=False):
    title, text = {"A": A, "B": B, None: (None, None)}[revision]
    earlier_title, earlier_text = {"A": A, "B": B, None: (None, None)}[earlier]
    return {
        "step": number, "revision": revision, "earlier_revision": earlier, "since_at": NOON, "until_at": NOON,
        "is_gone": revision is None, "returns": returns, "title_changed": bool(revision and earlier and revision != earlier),
        "text_changed": bool(revision and earlier and revision != earlier), "text_depth": "full", "title": title, "text": text,
        "earlier_title": earlier_title, "earlier_text": earlier_text,
    }  # fmt: skip


@pytest.fixture
def found():
    changed = {"kind": "amount", "count_before": 1, "count_after": 0}
    return Held(
        held={
            "article_id": "a1", "title": "Two \x1b[31mdays [bold]", "publisher": "The Gazette", "publisher_id": "gazette",
            "language": "en", "relevance": "talks", "text_depth": "full", "url": "https://g.example/1", "authors": ["Ann"],
            "published_at": None, "published_precision": None, "published_origin": None, "first_seen_at": NOON,
            "last_seen_at": NOON, "gone_at": NOON, "revision": "A", "revisions": 2,
        },
        history=[
            step(1, "A", None), step(2, "B", "A"), step(3, "A", "B", returns=True), step(4, None, "A"), step(5, "A", "A", returns=True),
        ],
        changes=[
            {**changed, "step": 2, "change": "removed", "what": "30 day"},
            {**changed, "step": 2, "change": "added", "what": "10 day", "count_before": 0, "count_after": 1},
            {"step": 2, "kind": "mention", "change": "changed", "what": "ann", "count_before": 1, "count_after": 3},
            {"step": 3, "kind": "statement", "change": "added", "what": "demand · ann · 30 days", "count_before": 0, "count_after": 1},
        ],
        sightings=[
            {"source_id": "gazette", "guid": "g1", "url": "https://g.example/1", "title": "t", "absent_at": NOON, "seen_at": NOON, "last_seen_at": NOON, "revision": "A"},
        ],
        story=[
            {"story_id": "a1", "place": 1, "relation": "first", "article_id": "a1", "publisher_id": "gazette", "language": "en", "appeared_at": NOON, "title": "Two days"},
            {"story_id": "a1", "place": 2, "relation": "copy", "article_id": "a2", "publisher_id": "herald", "language": "en", "appeared_at": NOON, "title": "Two days, says Ann"},
        ],
        corrections=[
            {"correction_id": "c", "kind": "label", "state": "applied", "field_values": [], "who": "eve", "why": "she said so", "corrected_at": NOON},
        ],
    )  # fmt: skip


def shown(found, **terminal):
    stream = io.StringIO()
    show(Console(file=stream, highlight=False, **terminal), found)
    return stream.getvalue()


def test_a_person_reads_the_history_from_top_to_bottom(found):
    lines = [line.strip() for line in shown(found).splitlines()]
    at = lines.index("History")
    assert lines[at + 1 : lines.index("Seen in") - 1] == [
        "1  2026-01-05 12:00 UTC  first: Two days",
        "2  2026-01-05 12:00 UTC  title and text changed, +2 −2 words",
        "Two [-days-]{+nights+}",
        "Ann wants [-30-] {+10+} days.",
        "It rains.",
        "amounts: − 30 day, + 10 day",
        "mentions: ± ann 1→3",
        "3  2026-01-05 12:00 UTC  title and text changed, +2 −2 words; back to what it said before",
        "Two [-nights-]{+days+}",
        "Ann wants [-10-] {+30+} days.",
        "It rains.",
        "statements:",
        "+ demand · ann · 30 days",
        "4  2026-01-05 12:00 UTC  gone: the page was not found any more; its text is kept",
        "5  2026-01-05 12:00 UTC  there again, with the same words",
    ]
    text = "\n".join(lines)
    for said in (
        "gone",
        "not said",
        "herald",
        "she said so",
        "(not there 2026-01-05 12:00 UTC)",
        r"Two \x1b[31mdays [bold]",
    ):
        assert said in text


def test_a_terminal_with_colours_needs_no_marks(found):
    text = shown(found, force_terminal=True, color_system="standard", width=100)
    assert "[-" not in text
    assert "\x1b[9;31mdays" in text
    plain = shown(found, force_terminal=True, color_system=None, width=100)
    assert "[-30-]" in plain


def test_a_program_gets_pieces_and_html(found):
    said = json.loads(as_json(found))
    assert [each["step"] for each in said["history"]] == [1, 2, 3, 4, 5]
    assert "edits" not in said["history"][0]
    second = said["history"][1]
    assert second["edits"]["title"]["pieces"] == [["kept", "Two "], ["removed", "days"], ["added", "nights"]]
    assert second["edits"]["text"]["html"] == "Ann wants <del>30</del> <ins>10</ins> days.<br>\nIt rains."
    assert [each["what"] for each in second["changes"]] == ["30 day", "10 day", "ann"]
    assert said["story"][1]["relation"] == "copy"
    assert said["gone_at"] == "2026-01-05T12:00:00"
