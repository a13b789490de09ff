"""The desk from rows: what the figures come to, who must do what, and that text of others stays text."""

import re
from datetime import datetime, timedelta
from itertools import pairwise

import lxml.html
import pytest

from pipelines.records import FeedState, Outcome, Reason
from pipelines.report import desk_text
from pipelines.report.desk import (
    CheckFilter,
    Direction,
    SourceFilter,
    SourceOrder,
    View,
    notice_page,
    quality_page,
    run_page,
    sorted_sources,
)
from pipelines.report.desk_findings import funnel, run_lines
from pipelines.report.desk_values import State
from pipelines.report.desk_verdict import quality_of, run_report_of
from pipelines.report.desk_words import ADVICE, FEED_STATES, OUTCOMES
from pipelines.report.formats import rendered
from pipelines.report.pages import Page

NOW = datetime(2026, 3, 2, 12)  # noqa: DTZ001 - the warehouse holds naive UTC
NAMES = ("sources", "health", "runs", "ends", "checks", "waiting", "conservation", "outcomes", "refused")
QUESTIONS = {name: f"select {name}" for name in NAMES}
HOSTILE = [
    "<script>alert(1)</script>",
    '" onerror=x autofocus onfocus=alert(1) x="',
    "{{7*7}}{% raw %}",
    "\u202egpj.exe\u2066\u200b\x1b[31m",
    "javascript:alert(1)",
    "</style><img src=x onerror=alert(1)>",
    "--><svg/onload=alert(1)>",
    "' or 1=1 --",
    "x" * 5000,
]


def source(source_id="post", **changes):
    return {"source_id": source_id, "language": "en", "feed": "ok", "items": 5, "loaded": 4} | {
        outcome.value: 0 for outcome in Outcome if outcome is not Outcome.LOADED
    } | {"duplicate": 1} | changes  # fmt: skip


def health(source_id="post", **changes):
    return {
        "source_id": source_id,
        "publisher": f"The {source_id}",
        "kind": "feed",
        "language": "en",
        "country": "GB",
        "paused_why": None,
        "state": None,
        "state_since_at": None,
        "why": None,
        "last_fetched_at": NOW - timedelta(minutes=10),
        "last_good_at": NOW - timedelta(minutes=10),
        "last_reason": None,
        "last_detail": None,
        "next_try_at": None,
        "polls": 3,
        "failures_in_a_row": 0,
        "new_items_7_days": 2,
    } | changes


def run(name="20260302T050000Z-00000001", hours=7, **changes):
    return {
        "run": name,
        "planned_at": NOW - timedelta(hours=hours),
        "mode": "monitor",
        "dag_run_id_sha": name[-8:],
        "pack_version": "0" * 12,
        "stopped": False,
        "seen_documents": 3,
        "seen_items": 5,
        "unaccounted": 0,
        "refused_rows": 0,
        "checks": 2,
        "failed_checks": 0,
    } | changes


def end(name="20260302T050000Z-00000001", **changes):
    return {"run": name, "stop_reason": None, "batches": 1, "lost_batches": 0, "loaded": 4} | changes


def check(**changes):
    return {
        "suite": "articles",
        "expectation": "expect_column_values_to_not_be_null",
        "kwargs": '{"column": "title", "mostly": 0.9}',
        "severity": "critical",
        "level": "row",
        "success": True,
        "evaluated": 4,
        "unexpected": 0,
        "observed": "0 of 4 unexpected",
        "notes": "A headline must be there. Look at the parser.",
    } | changes


def outcome(**changes):
    return {
        "kind": "item",
        "outcome": "loaded",
        "reason": None,
        "ended": 4,
        "samples": ["i1"],
        "sources": ["post"],
        "detail": None,
    } | changes


def quality(**changes):
    rows = {
        "sources": [source()],
        "health": [health()],
        "runs": [run()],
        "ends": [end()],
        "checks": [check()],
        "outcomes": [outcome()],
        "waiting": [],
        "conservation": [],
        "copies": [],
    } | changes
    return quality_of(now=NOW, snapshot="trucewatch-x.duckdb", questions=QUESTIONS, **rows)


def parsed(page: Page):
    return lxml.html.fromstring(page.html)


def text_of(page: Page) -> str:
    return " ".join(parsed(page).text_content().split())


def figures(page: Page) -> dict[str, str]:
    return {each.get("data-figure"): each.get("value") for each in parsed(page).xpath("//data[@class='figure']")}


# ── What it comes to ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("changes", "state", "words"),
    [
        ({}, State.GOOD, "Every source was heard"),
        ({"runs": [], "ends": [], "checks": [], "sources": [], "health": []}, State.NONE, "No run has loaded"),
        ({"runs": [run(unaccounted=2)]}, State.BAD, "6 of 8 documents and item revisions ended in exactly one"),
        ({"runs": [run(stopped=True)], "ends": [end(stop_reason="too few")]}, State.BAD, "0 of 1 runs ended whole"),
        ({"ends": [end(lost_batches=1)]}, State.WARNING, "0 of 1 runs ended whole"),
        ({"checks": [check(success=False, level="batch")]}, State.BAD, "0 of 1 expectations of the last run were met"),
        ({"checks": [check(success=False, severity="info")]}, State.WARNING, "0 of 1 expectations"),
        ({"health": [health(failures_in_a_row=1)]}, State.BAD, "0 of 1 sources answered"),
        ({"health": [health(last_fetched_at=NOW - timedelta(hours=25))]}, State.WARNING, "0 of 1 sources were asked"),
        ({"health": [health(new_items_7_days=0)]}, State.WARNING, "1 of 1 sources answered"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_the_verdict(changes, state, words):
    found = quality(**changes)
    assert (found.state, words in found.sentence) == (state, True), found.sentence


def test_one_lost_source_of_two_is_a_gap():
    found = quality(
        sources=[source(), source("gone")], health=[health(), health("gone", failures_in_a_row=9, last_reason="dns")]
    )
    assert found.state is State.WARNING
    (task,) = found.tasks
    assert task.state is State.BAD
    assert "the last 9 times" in task.what
    assert "gone" in task.where


def test_since_counts_back_to_the_run_that_was_different():
    names = [f"20260302T050000Z-0000000{number}" for number in range(4)]
    runs = [
        run(name, hours, failed_checks=failed)
        for name, hours, failed in zip(names, (1, 2, 3, 4), (0, 0, 1, 0), strict=True)
    ]
    found = quality(runs=runs, ends=[end(name) for name in names])
    (met,) = [promise for promise in found.promises if promise.name == "expectations"]
    assert met.since == NOW - timedelta(hours=2)


def test_tasks_come_worst_first_and_say_what_to_do():
    found = quality(
        checks=[
            check(success=False, severity="warning"),
            check(success=False, unexpected=1),
            check(success=False, level="batch"),
        ],
        health=[health(failures_in_a_row=1, last_reason="not_a_feed")],
        outcomes=[
            outcome(outcome="quarantined", reason="no_content", ended=3),
            outcome(outcome="quarantined", reason="soft_block"),
        ],
        waiting=[{"kind": "item", "outcome": "held", "reason": "embargo_unclear", "waiting": 1, "next_at": None}],
    )
    assert [task.state for task in found.tasks] == [State.BAD, *[State.WARNING] * 5]
    assert any(task.what.startswith("1 of 4 rows set aside") for task in found.tasks)
    assert all(task.next_step for task in found.tasks)
    assert not any("wall" in task.what for task in found.tasks)


def test_paused_sources_are_neither_heard_nor_missing():
    found = quality(health=[health(paused_why="closed for August", failures_in_a_row=5)])
    (line,) = found.sources
    assert (line.state, line.word, line.reason) == (State.NONE, "Paused", "closed for August")
    assert found.tasks == ()


def test_every_reason_has_advice_and_every_outcome_a_word():
    assert set(ADVICE) == set(Reason)
    assert set(OUTCOMES) == set(Outcome)


# ── One run ───────────────────────────────────────────────────────────────────────────────────────


def test_the_funnel_names_each_loss_and_ends_in_what_is_left():
    rows = [
        outcome(),
        outcome(reason="soft_block", ended=2),
        outcome(outcome="duplicate", reason="known_revision", ended=3),
        outcome(outcome="failed", reason="batch_lost", ended=1),
    ]
    found = funnel("item", 11, rows)
    assert (found.seen, found.left, found.unaccounted) == (11, 6, 1)
    assert [(loss.outcome, loss.count, loss.after) for loss in found.losses] == [("duplicate", 3, 8), ("failed", 1, 7)]
    assert [(note.count, "wall" in note.reason) for note in found.notes] == [(2, True)]


def report(**changes):
    (line,) = run_lines([run(**changes.pop("run", {}))], [end(**changes.pop("end", {}))])
    rows = {"outcomes": [outcome(ended=5)], "refused": [], "checks": [check()], "conservation": []} | changes
    return run_report_of(line, now=NOW, snapshot="x.duckdb", questions=QUESTIONS, **rows)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "None: no stage refused a row"),
        ({"run": {"seen_documents": 0, "seen_items": 0}}, "It found nothing that waited"),
        ({"end": {"stop_reason": "half of it"}, "run": {"stopped": True}}, "Nothing of it was loaded: half of it."),
        ({"run": {"unaccounted": 1}}, "1 of 8 documents and items did not end"),
        ({"checks": []}, "Not computed"),
        ({"checks": [check(success=False)]}, "Not all met: 0 of 1"),
    ],
)
def test_a_run_says_how_it_ended(changes, words):
    assert words in text_of(run_page(report(**changes)))


# ── Pages ─────────────────────────────────────────────────────────────────────────────────────────


def test_figures_are_those_of_the_rows():
    page = quality_page(quality(), View(), root="/trucewatch/")
    shown = figures(page)
    assert shown["source.post.items"] == "5"
    assert shown["source.post.loaded"] == "4"
    assert shown["run.20260302T050000Z-00000001.documents"] == "3"
    assert shown["promise.conserved.kept"] == "8"


def test_a_figure_has_one_value():
    for page in (quality_page(quality(), View()), run_page(report())):
        told = {(each.get("data-figure"), each.get("value")) for each in parsed(page).xpath("//data")}
        assert len(told) == len(figures(page)) > 10


def test_a_file_has_all_lines_and_no_link_away():
    many = [f"s{number:03}" for number in range(120)]
    found = quality(sources=[source(name) for name in many], health=[health(name) for name in many])
    page = parsed(quality_page(found))
    assert len(page.xpath("//table[contains(@class, 'sources')]/tbody/tr")) == 120
    assert all(href.startswith("#") for href in page.xpath("//a/@href"))


def test_long_tables_page_and_keep_the_view():
    many = [f"s{number:03}" for number in range(120)]
    found = quality(sources=[source(name) for name in many], health=[health(name) for name in many])
    page = parsed(quality_page(found, View(sort=SourceOrder.SOURCE, sources_page=2)))
    assert page.xpath("string(//nav[@aria-label='Pages of sources']/span)") == "Page 2 of 3"
    (ahead,) = page.xpath("//a[@rel='next']/@href")
    assert ahead == "?sort=source&sources_page=3#sources"
    last = parsed(quality_page(found, View(sources_page=10**9)))
    assert len(last.xpath("//table[contains(@class, 'sources')]/tbody/tr")) == 20
    assert parsed(quality_page(found, View(sources_page=-3))).xpath("//table[contains(@class, 'sources')]/tbody/tr")


def test_copies_of_a_killed_story_are_put_before_a_person():
    copy = {"article_id": "x", "publisher_id": "post", "url": "https://p.example/1", "title": "T", "note": "legal"}
    (task,) = [each for each in quality(copies=[copy, copy | {"article_id": "y"}]).tasks if "killed" in each.what]
    assert task.what == "2 articles of other outlets with a text that its agency killed."
    assert (task.state, task.where) == (State.WARNING, "post")
    assert not [each for each in quality().tasks if "killed" in each.what]


@pytest.mark.parametrize("order", SourceOrder)
@pytest.mark.parametrize("direction", Direction)
def test_sorting_loses_no_source(order, direction):
    found = quality(
        sources=[source("a", items=1), source("b", items=9), source("c")],
        health=[health("a", last_good_at=None), health("b", country=None, language=None), health("c", polls=0)],
    )
    shown = sorted_sources(found.sources, View(sort=order, direction=direction))
    assert sorted(line.source_id for line in shown) == ["a", "b", "c"]


def test_sorting_and_filtering():
    found = quality(
        sources=[source("a", items=1), source("b", items=9)],
        health=[health("a"), health("b", failures_in_a_row=1, last_reason="timeout")],
    )
    ids = [line.source_id for line in sorted_sources(found.sources, View())]
    assert ids == ["b", "a"]
    by_items = View(sort=SourceOrder.ITEMS, direction=Direction.UP)
    assert [line.source_id for line in sorted_sources(found.sources, by_items)] == ["a", "b"]
    assert [line.source_id for line in sorted_sources(found.sources, View(sources=SourceFilter.TROUBLED))] == ["b"]


def test_failed_expectations_come_first_with_their_notes():
    found = quality(checks=[check(), check(success=False, severity="info"), check(success=False)])
    page = parsed(quality_page(found, View(checks=CheckFilter.ALL)))
    rows = [row.text_content() for row in page.xpath("//table[@class='checks']/tbody/tr")]
    assert ["critical" in row and "Not met" in row for row in rows] == [True, False, False]
    assert "Look at the parser." in rows[0]
    shown = parsed(quality_page(found, View())).xpath("//table[@class='checks']/tbody/tr")
    assert len(shown) == 2


@pytest.mark.parametrize(
    ("level", "severity", "state"),
    [
        ("batch", "critical", State.BAD),
        ("row", "critical", State.WARNING),  # the row is set aside, the others can be relied on
        ("batch", "warning", State.WARNING),
        ("row", "info", State.WARNING),
    ],
)
def test_only_what_stops_a_load_makes_the_data_unreliable(level, severity, state):
    found = quality(checks=[check(success=False, level=level, severity=severity)])
    assert (found.checks[0].state, found.state) == (state, state)


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_text_of_others_makes_no_element(hostile):
    told = quality(
        sources=[source(hostile)],
        health=[health(hostile, publisher=hostile, kind=hostile, language=hostile, country=hostile, last_detail=hostile, last_reason=hostile, failures_in_a_row=2)],
        runs=[run(hostile, mode=hostile, pack_version=hostile)],
        ends=[end(hostile, stop_reason=hostile)],
        checks=[check(suite=hostile, expectation=hostile, kwargs=hostile, severity=hostile, observed=hostile, notes=hostile, success=False)],
        outcomes=[outcome(outcome="quarantined", reason=hostile, detail=hostile, samples=[hostile], sources=[hostile])],
        waiting=[{"kind": hostile, "outcome": hostile, "reason": hostile, "waiting": 1, "next_at": None}],
        conservation=[{"run": hostile, "kind": hostile, "id": hostile, "outcomes": 2, "found": [hostile]}],
    )  # fmt: skip
    plain = quality_page(quality(checks=[check(success=False)]), View())
    one = report(
        outcomes=[outcome(outcome="failed", reason=hostile, detail=hostile, samples=[hostile], sources=[hostile])],
        refused=[
            {
                "stage": hostile,
                "subject": hostile,
                "reason": hostile,
                "refused": 1,
                "samples": [hostile],
                "details": [hostile],
            }
        ],
    )
    pages = [
        quality_page(told, View(checks=CheckFilter.ALL), root="/trucewatch/"),
        quality_page(told),
        run_page(one, dag_run_id=hostile),
        notice_page(hostile, hostile, where=hostile, next_step=hostile),
    ]
    for page in pages:
        tree = parsed(page)
        tags = {element.tag for element in tree.iter() if isinstance(element.tag, str)}
        assert not tags & {"script", "img", "iframe", "object", "embed", "form", "link", "base"}
        assert len(tree.xpath("//style")) == len(tree.xpath("//style[not(*)]")) == 1
        for element in tree.iter():
            assert not [name for name in element.attrib if name.startswith("on") or name in {"autofocus", "style"}]
            assert hostile not in (element.get("id", ""), element.get("class", ""))
            assert not element.get("href", "").strip().lower().startswith("javascript")
        assert not re.search("[\u202e\u2066\u200b\x1b]", page.html)
    assert plain.policy == pages[0].policy
    for part in desk_text.summary(told):
        assert not re.search("[\u202e\u2066\x1b]", rendered(part))


def test_pages_are_readable_without_sight_or_style():
    for page in (quality_page(quality(), View()), run_page(report()), notice_page("a", "b")):
        tree = parsed(page)
        assert len(tree.xpath("//h1")) == len(tree.xpath("//main[@id='main']")) == 1
        assert tree.xpath("//a[@class='skip']/@href") == ["#main"]
        levels = [int(each.tag[1]) for each in tree.xpath("//h1 | //h2 | //h3")]
        assert all(after - before <= 1 for before, after in pairwise(levels))
        assert not tree.xpath("//thead//th[not(@scope)]")
        ids = tree.xpath("//@id")
        assert len(ids) == len(set(ids))
        assert {href[1:] for href in tree.xpath("//a/@href[starts-with(., '#')]")} <= set(ids)
        assert all(each.text_content().strip() for each in tree.xpath("//*[contains(@class, 'state')]"))


def test_the_policy_allows_the_style_of_the_page_and_nothing_else():
    page = quality_page(quality(), View())
    assert page.policy.startswith("default-src 'none'; style-src 'sha256-")
    assert not parsed(page).xpath("//*[@style] | //script | //link")


# ── The terminal ──────────────────────────────────────────────────────────────────────────────────


def test_the_summary_fits_eighty_cells_and_says_what_to_do():
    told = quality(health=[health(failures_in_a_row=1, last_reason="dns")])
    shown = "".join(rendered(part) for part in desk_text.summary(told))
    assert "Not to be relied on" in shown
    assert "Look whether the outlet has moved" in shown
    assert max(map(len, shown.splitlines())) <= 80
    assert "Nothing to do." in "".join(rendered(part) for part in desk_text.summary(quality()))


@pytest.mark.parametrize("state", FeedState)
def test_a_state_is_told_in_a_word_with_what_to_do(state):
    found = quality(health=[health(state=state.value, why="no entry for nine days")])
    (line,) = found.sources
    assert (line.state, line.word) == FEED_STATES[state][:2]
    tasks = [task for task in found.tasks if task.link == "sources"]
    assert bool(tasks) == (line.state in {State.WARNING, State.BAD})
    for task in tasks:
        assert task.what == f"{line.word}: no entry for nine days."
        assert task.next_step == FEED_STATES[state][2]


def test_a_failed_request_is_told_before_a_good_state():
    (line,) = quality(health=[health(state="ok", failures_in_a_row=1, last_reason="dns")]).sources
    assert (line.state, line.word) == (State.WARNING, "Not heard")
