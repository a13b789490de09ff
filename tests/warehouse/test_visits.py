"""Looks again at pages: which text is current, also when loads come in another order, and what a kill leaves of them."""

from dataclasses import replace

import pytest

from pipelines import warehouse
from pipelines.records import FetchKind, Outcome, Reason


def looked_at(rows, item="i", revision="x", *, seen=0, last=None, page=None, **changes):
    """An item whose text is that of its page, looked at once."""
    look = rows.at(seen if page is None else page)
    seen_as = rows.observation(
        item, revision, seen=seen, last_seen_at=rows.at(seen if last is None else last), ranked_at=look,
        page_fetch_id=f"p{item}{revision}", **changes,
    )  # fmt: skip
    return seen_as, replace(rows.article(seen_as), observed_at=look)


def showing(rows, seen_as, text, hours, **changes):
    """A look that showed another text, with that text."""
    visit = rows.visit(seen_as, hours, text)
    return visit, replace(rows.article(seen_as, **changes), revision=visit.revision, observed_at=visit.checked_at)


def current(desk, rows):
    found = {rows.make_id(name): name for name in ("r", "A", "B", "C")}
    return [found[revision] for (revision,) in desk.rows("select current_revision from article_heads")]


@pytest.mark.slow
def test_what_was_looked_at_last_is_current_in_any_order_of_loads(rows, tmp_path):
    """A on the page, then B, then A, while the entry stands in the feed all along."""
    seen, text = looked_at(rows, text="A", last=9)
    b, b_text = showing(rows, seen, "B", 2)
    loads = [(seen, text), (b, b_text), (rows.visit(seen, 4, "A"),)]
    states = []
    for order in ((0, 1, 2), (2, 1, 0), (1, 2, 0)):
        desk = rows.open_desk(tmp_path / "".join(map(str, order)))
        for number in order:
            desk.load(*loads[number])
        assert desk.problems() == {}
        states.append((desk.hashes(), current(desk, rows), desk.rows("from article_visits order by all")))
    assert all(state == states[0] for state in states)
    assert states[0][1] == ["A"]


@pytest.mark.parametrize(
    ("second", "visits", "expected"),
    [
        ({"seen": 2, "last": 3}, [], "A"),  # the first entry came back at 4 and stays
        ({"seen": 2, "last": 12}, [], "B"),
        ({"seen": 2, "last": 12}, [("x", "A", 5)], "A"),  # an edit back on the page of the old entry
        ({"seen": 2, "last": 3}, [("x", "B", 5)], "B"),
        ({"seen": 2, "last": 12, "depth": "summary"}, [], "A"),  # a wall, or a lesser feed
    ],
    ids=["returned", "replaced", "looked at since", "returned and edited", "summary"],
)
def test_an_entry_that_changes(desk, rows, second, visits, expected):
    first, first_text = looked_at(rows, "i", "x", text="A", seen=0, last=10)
    depth = second.pop("depth", "full")
    other, other_text = looked_at(rows, "i", "y", text="B", page=2.1, **second)
    told = {"x": first, "y": other}
    desk.load(
        first, first_text, other, replace(other_text, text_depth=depth),
        *(rows.visit(told[entry], hours, text) for entry, text, hours in visits),
    )  # fmt: skip
    assert current(desk, rows) == [expected]


def test_a_wire_says_itself_what_replaces_what(desk, rows):
    desk_sources = (replace(rows.SOURCE, kind="wire"),)
    full = rows.observation("i", "x1", text="A", version="1")
    short = rows.observation("i", "x2", text="B", seen=1, version="2")
    desk.load(full, rows.article(full), short, replace(rows.article(short), text_depth="summary"), sources=desk_sources)
    assert current(desk, rows) == ["B"]


def test_a_look_that_shows_no_article_by_new_rules_is_taken_back(desk, rows):
    seen, text = looked_at(rows, text="A")
    b, b_text = showing(rows, seen, "B", 2)
    page = rows.document(b.fetch_id, kind=FetchKind.PAGE, item_id=seen.item_id)
    desk.load(seen, text, b, b_text, page)
    assert current(desk, rows) == ["B"]
    desk.load(replace(page, outcome=Outcome.QUARANTINED, reason=Reason.RAW_MISSING))
    assert current(desk, rows) == ["B"]
    desk.load(replace(page, outcome=Outcome.QUARANTINED, reason=Reason.SOFT_BLOCK))
    assert current(desk, rows) == ["A"]
    assert desk.problems() == {}


def test_a_look_at_a_refused_revision_is_left_out(desk, rows):
    seen, text = looked_at(rows, text="A")
    b, b_text = showing(rows, seen, "B", 2)
    desk.load(seen, text, b, b_text, refused=(("article_revisions", f"{seen.article_id}/{b.revision}"),))
    assert desk.rows("select count(*) from article_visits") == [(0,)]
    assert current(desk, rows) == ["A"]


@pytest.mark.parametrize("order", [("story", "look", "kill"), ("kill", "look", "story")], ids="-".join)
def test_a_kill_takes_the_looks_along(desk, rows, order):
    secret = "https://p.example/Unmistakable9Marker"
    seen, text = looked_at(rows, text="A")
    loads = {"story": (seen, text), "look": (rows.visit(seen, 2, "A", url=secret, moved_to=secret),), "kill": ()}
    for name in order:
        desk.load(*loads[name], kills=[rows.kill("i")] if name == "kill" else ())
    assert desk.rows("select count(*) from article_visits") == [(0,)]
    assert "killed_text" not in desk.problems()
    assert b"Unmistakable9Marker" not in desk.settings.warehouse_path.read_bytes()


def test_looks_that_are_settled_are_known(desk, rows):
    seen, text = looked_at(rows, text="A")
    b, b_text = showing(rows, seen, "B", 2)
    approved, _ = desk.load(seen, text, b, b_text, rows.visit(seen, 3))
    warehouse.publish(desk.settings, approved.run)
    assert warehouse.known_looks(desk.settings, rows.at(-1)) == {
        "pix": rows.make_id("A"),
        b.fetch_id: rows.make_id("B"),
    }
    assert warehouse.known_looks(desk.settings, rows.at(5)) == {}
    assert warehouse.first_seen(desk.settings, {seen.item_id, "never"}) == {seen.item_id: rows.at(0)}
