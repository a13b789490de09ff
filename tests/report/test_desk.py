"""The desk from rows: what the figures come to, who must do what, and that text of others stays text."""

import re
from datetime import datetime, timedelta
from itertools import pairwise

import lxml.html
import pytest

from pipelines.records import FeedState, Outcome, Reason
from pipelines.report import desk_text
from pipelines.report.desk import notice_page, quality_page
from pipelines.report.desk_checks import threshold
from pipelines.report.desk_findings import funnel, run_lines
from pipelines.report.desk_run import SECTIONS_OF, Runs, RunsView, TaskTab, run_page, runs_page
from pipelines.report.desk_values import State
from pipelines.report.desk_verdict import quality_of, run_report_of
from pipelines.report.desk_words import ADVICE, FEED_STATES, OUTCOMES
from pipelines.report.findings import FindingLine
from pipelines.report.formats import rendered
from pipelines.report.pages import Page

NOW = datetime(2026, 3, 2, 12)  # noqa: DTZ001 - the warehouse holds naive UTC
ROOT = "/trucewatch/"
NAMES = ("health", "runs", "ends", "checks", "waiting", "conservation", "outcomes", "refused", "findings",
         "passes", "aside", "trend", "failing")  # fmt: skip
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


def finding(**changes):
    return FindingLine(**{
        "rule": "volume",
        "subject": "post",
        "severity": "warning",
        "title": "Fewer items than usual",
        "detail": "3 where 40 are usual",
        "figure": 3.0,
        "threshold": 20.0,
        "first_seen_at": NOW - timedelta(hours=2),
        "last_seen_at": NOW,
        "acknowledged_at": None,
        "acknowledged_by": "",
        "acknowledged_why": "",
        "finds": "",
        "why": "",
        "next_step": "Look at the feed.",
        "threshold_words": "",
    } | changes)  # fmt: skip


def passed(days_ago=0, **changes):
    return {
        "day_on": (NOW - timedelta(days=days_ago)).date(),
        "runs": 1,
        "checks": 40,
        "met": 40,
        "evaluated": 100,
        "unexpected": 0,
    } | changes


def quality(**changes):
    rows = {
        "health": [health()],
        "runs": [run()],
        "ends": [end()],
        "checks": [check()],
        "outcomes": [outcome()],
        "waiting": [],
        "conservation": [],
        "copies": [],
        "passes": [passed()],
        "last_on": NOW.date(),
        "findings": (),
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
        ({"runs": [], "ends": [], "checks": [], "health": []}, State.NONE, "No run has loaded"),
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
    found = quality(health=[health(), health("gone", failures_in_a_row=9, last_reason="dns")])
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
    assert [(step.stage, step.left) for step in found.steps] == [("cluster", 8), ("load", 7)]
    assert [(note.count, "wall" in note.reason) for note in found.notes] == [(2, True)]


def report(**changes):
    (line,) = run_lines([run(**changes.pop("run", {}))], [end(**changes.pop("end", {}))])
    rows = {"outcomes": [outcome(ended=5)], "checks": [check()]} | changes
    rows = dict.fromkeys(("refused", "aside", "failing", "samples", "trend", "conservation"), ()) | rows
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
    shown = figures(quality_page(quality(findings=(finding(),)), root=ROOT))
    assert shown["run.20260302T050000Z-00000001.documents"] == "3"
    assert shown["promise.conserved.kept"] == "8"
    assert (shown["findings.warning"], shown["findings.critical"]) == ("1", "0")
    assert (shown["passes.2026-03-02.met"], shown["passes.2026-03-02.checks"]) == ("40", "40")


def test_a_figure_has_one_value():
    for page in (quality_page(quality(), root=ROOT), run_page(report())):
        told = {(each.get("data-figure"), each.get("value")) for each in parsed(page).xpath("//data")}
        assert len(told) == len(figures(page)) > 10


def test_a_file_leads_nowhere_and_holds_all_expectations():
    page = parsed(quality_page(quality(checks=[check(), check(success=False)])))
    assert all(href.startswith("#") for href in page.xpath("//a/@href"))
    assert len(page.xpath("//table[@class='checks']/tbody/tr")) == 2
    assert not page.xpath("//nav")


def test_findings_open_none_and_not_computed_are_three_sentences():
    said = [text_of(quality_page(quality(findings=each), root=ROOT)) for each in ((finding(),), (), None)]
    assert ["Fewer items than usual" in each for each in said] == [True, False, False]
    assert ["none found anything" in each for each in said] == [False, True, False]
    assert ["Not computed: no rule was asked" in each for each in said] == [False, False, True]


def test_what_nobody_knows_of_is_a_gap_and_a_task():
    known = finding(acknowledged_at=NOW, acknowledged_by="a", subject="other")
    found = quality(findings=(finding(severity="critical"), known))
    assert found.state is State.WARNING
    assert [(task.state, task.link) for task in found.tasks] == [(State.BAD, "findings")]
    assert quality(findings=(known,)).state is State.GOOD
    assert quality(findings=None).promises[-1].state is State.NONE


def test_a_day_without_a_run_is_a_gap_and_a_failure_a_mark():
    page = parsed(quality_page(quality(passes=[passed(29), passed(1, met=30)]), root=ROOT))
    (chart,) = page.xpath("//figure[@class='rates']/svg")
    bars = chart.xpath("./rect[@class='met']")
    assert len(bars) == 2
    assert {float(each.get("y")) + float(each.get("height")) for each in bars} == {62.0}, "all stand on zero"
    assert [each.get("x") for each in chart.xpath("./rect[@class='marked']")] == ["336"]
    assert len(page.xpath("//table[@class='numbers']/tbody/tr")) == 2


def test_each_task_leads_to_where_it_can_be_looked_at():
    found = quality(
        runs=[run(unaccounted=1)],
        checks=[check(success=False)],
        health=[health(failures_in_a_row=1, last_reason="dns")],
        outcomes=[outcome(outcome="quarantined", reason="no_content")],
    )
    assert {task.link for task in found.tasks} == {
        "runs/20260302T050000Z-00000001#conservation",
        "runs/20260302T050000Z-00000001#expectations",
        "sources/post",
        "quarantine?reason=no_content",
    }


def test_runs_page_and_say_how_many_there_were_before():
    lines = run_lines([run(f"r{n:03}") for n in range(70)], [end(f"r{n:03}") for n in range(70)])
    runs = Runs(now=NOW, snapshot="x", days=30, runs=lines, earlier=9, questions=QUESTIONS)
    page = parsed(runs_page(runs, RunsView(page=10**9), root=ROOT))
    assert len(page.xpath("//table[@class='runs']/tbody/tr")) == 10
    assert "9 earlier ones" in page.text_content()
    assert page.xpath("//a[@rel='prev']/@href") == ["?page=2#runs"]


def test_copies_of_a_killed_story_are_put_before_a_person():
    copy = {"article_id": "x", "publisher_id": "post", "url": "https://p.example/1", "title": "T", "note": "legal"}
    (task,) = [each for each in quality(copies=[copy, copy | {"article_id": "y"}]).tasks if "killed" in each.what]
    assert task.what == "2 articles of other outlets with a text that its agency killed."
    assert (task.state, task.where) == (State.WARNING, "post")
    assert not [each for each in quality().tasks if "killed" in each.what]


def test_failed_expectations_come_first_with_their_notes():
    found = quality(checks=[check(), check(success=False, severity="info"), check(success=False)])
    page = parsed(quality_page(found))
    rows = [row.text_content() for row in page.xpath("//table[@class='checks']/tbody/tr")]
    assert ["critical" in row and "Not met" in row for row in rows] == [True, False, False]
    assert "Look at the parser." in rows[0]


def test_a_failed_expectation_shows_its_bound_its_rows_and_its_past():
    kwargs = '{"column": "size", "max_value": 3, "mostly": 0.9}'
    mine = {"suite": check()["suite"], "expectation": check()["expectation"], "kwargs": kwargs}
    sample = {"source_id": "s", "title": "A title", "fetch_id": None}
    found = report(
        checks=[check(success=False, kwargs=kwargs)],
        failing=[mine | {"failing_keys": ["a/r", "b/r", "c/r"]}],
        samples=[
            sample | {"what": "article", "id": "a", "named": "a"},
            sample | {"what": "item", "id": "a", "named": "i/r", "fetch_id": "f"},
            sample | {"what": "item", "id": "b", "named": "j/r", "fetch_id": "g"},
        ],
        trend=[mine | {"runs": ["x", "y"], "successes": [True, False], "unexpected": [0, 4], "evaluated": [9, 9]}],
    )
    page = parsed(run_page(found, root=ROOT))
    (row,) = page.xpath("//table[@class='checks']/tbody/tr")
    assert "at most 3, in 90" in row.text_content()
    assert row.xpath(".//span[@class='sample']/a/@href") == [
        "/trucewatch/articles/a",
        "/trucewatch/documents/f",
        "/trucewatch/quarantine/item/j/r",
        "/trucewatch/documents/g",
    ]
    assert row.xpath("string(.//*[name()='svg']/@aria-label)") == "not met in 1 of 2 runs"
    assert len(row.xpath(".//*[name()='rect'][@class='marked']")) == 1


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"min_value": 1, "max_value": 3}, "1 to 3"),
        ({"min_value": 0}, "at least 0"),
        ({"max_value": 2, "mostly": 0.995}, "at most 2, in 99.5\u2009% of rows"),
        ({"regex": "x"}, ""),
    ],
)
def test_a_bound_in_words(given, words):
    assert threshold(given) == words


@pytest.mark.parametrize("task", [*SECTIONS_OF, "finish"])
def test_a_task_shows_its_part_of_the_run(task):
    page = parsed(run_page(report(), root=ROOT, dag_run_id="x", task=TaskTab(task_id=task)))
    shown = {each.get("id") for each in page.xpath("//h2")}
    assert shown == set(SECTIONS_OF.get(task, ("funnel", "aside", "refused", "expectations", "conservation")))


def test_a_batch_whose_documents_are_not_known_is_said_to_be():
    gone, known = (
        text_of(run_page(report(), root=ROOT, task=TaskTab(task_id="process", batch="r-000", documents=number)))
        for number in (None, 7)
    )
    assert "files that say which documents were in it are gone" in gone
    assert "7 documents; the funnel shows these alone" in known


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

        health=[health(hostile, publisher=hostile, kind=hostile, language=hostile, country=hostile, last_detail=hostile, last_reason=hostile, failures_in_a_row=2)],
        runs=[run(hostile, mode=hostile, pack_version=hostile)],
        ends=[end(hostile, stop_reason=hostile)],
        checks=[check(suite=hostile, expectation=hostile, kwargs=hostile, severity=hostile, observed=hostile, notes=hostile, success=False)],
        outcomes=[outcome(outcome="quarantined", reason=hostile, detail=hostile, samples=[hostile], sources=[hostile])],
        waiting=[{"kind": hostile, "outcome": hostile, "reason": hostile, "waiting": 1, "next_at": None}],
        conservation=[{"run": hostile, "kind": hostile, "id": hostile, "outcomes": 2, "found": [hostile]}],
        findings=[finding(rule=hostile, subject=hostile, title=hostile, detail=hostile, next_step=hostile)],
    )  # fmt: skip
    plain = quality_page(quality(checks=[check(success=False)]), root=ROOT)
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
        aside=[
            dict.fromkeys(("kind", "id", "revision", "source_id", "reason", "detail", "what"), hostile),
        ],
        checks=[check(suite=hostile, expectation=hostile, kwargs=hostile, success=False, observed=hostile)],
        failing=[{"suite": hostile, "expectation": hostile, "kwargs": hostile, "failing_keys": [hostile]}],
        samples=[
            {
                "what": "article",
                "id": hostile.partition("/")[0],
                "title": hostile,
                "named": hostile,
                "source_id": hostile,
                "fetch_id": hostile,
            }
        ],
    )
    pages = [
        quality_page(told, root=ROOT),
        quality_page(told),
        run_page(one, root=ROOT, dag_run_id=hostile, task=TaskTab(task_id=hostile, batch=hostile)),
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
    lines = run_lines([run()], [end()])
    runs = Runs(now=NOW, snapshot="x", days=30, runs=lines, earlier=0, questions=QUESTIONS)
    for page in (
        quality_page(quality(findings=(finding(),)), root=ROOT),
        quality_page(quality()),
        run_page(report(), root=ROOT),
        runs_page(runs, RunsView(), root=ROOT),
        notice_page("a", "b"),
    ):
        tree = parsed(page)
        assert len(tree.xpath("//h1")) == len(tree.xpath("//main[@id='main']")) == 1
        assert tree.xpath("//a[@class='skip']/@href") == ["#main"]
        levels = [int(each.tag[1]) for each in tree.xpath("//h1 | //h2 | //h3")]
        assert all(after - before <= 1 for before, after in pairwise(levels))
        assert not tree.xpath("//thead//th[not(@scope)] | //table[not(caption)]")
        ids = tree.xpath("//@id")
        assert len(ids) == len(set(ids))
        assert {href[1:] for href in tree.xpath("//a/@href[starts-with(., '#')]")} <= set(ids)
        assert all(each.text_content().strip() for each in tree.xpath("//*[contains(@class, 'state')]"))


def test_the_policy_allows_the_style_of_the_page_and_nothing_else():
    page = quality_page(quality(), root=ROOT)
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
    tasks = [task for task in found.tasks if task.link == "sources/post"]
    assert bool(tasks) == (line.state in {State.WARNING, State.BAD})
    for task in tasks:
        assert task.what == f"{line.word}: no entry for nine days."
        assert task.next_step == FEED_STATES[state][2]


def test_a_failed_request_is_told_before_a_good_state():
    (line,) = quality(health=[health(state="ok", failures_in_a_row=1, last_reason="dns")]).sources
    assert (line.state, line.word) == (State.WARNING, "Not heard")
