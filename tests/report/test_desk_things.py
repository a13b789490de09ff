"""The desk's pages of sources, of what is set aside, of documents, articles and findings: from rows to what is read."""

import re
from datetime import date, datetime, timedelta
from itertools import pairwise

import lxml.html
import pytest

from pipelines.records import FeedState, Outcome
from pipelines.report.desk_addresses import Direction
from pipelines.report.desk_articles import article_of, article_page
from pipelines.report.desk_decide import DecideForm
from pipelines.report.desk_documents import EXCERPT, Body, OneDocument, came_of, document_page, excerpt_of, items_of
from pipelines.report.desk_quarantine import (
    EntryOrder,
    OneEntry,
    Pending,
    Quarantine,
    QuarantineView,
    StandingFilter,
    checks_that_refused,
    ended_of,
    entries_of,
    entry_page,
    quarantine_page,
    refused_of,
)
from pipelines.report.desk_rules import Findings, FindingsView, KnownFilter, findings_page
from pipelines.report.desk_source import one_source_of, source_page
from pipelines.report.desk_sources import (
    LETTERS,
    KindFilter,
    SourceFilter,
    SourceOrder,
    SourcesView,
    days_until,
    sources_of,
    sources_page,
)
from pipelines.report.findings import Explained, finding_lines

NOW = datetime(2026, 3, 2, 12)  # noqa: DTZ001 - the warehouse holds naive UTC
TODAY = NOW.date()
ROOT = "/trucewatch/"
HOSTILE = (
    '<script>alert(1)</script>" onerror=x {{7*7}} =HYPERLINK(1) \x1b[31m\u202e javascript:alert(1) </style><img src=x>'
)
ANY = "select 1"


def parsed(page):
    return lxml.html.fromstring(page.html)


def text_of(page):
    return " ".join(parsed(page).text_content().split())


def counts(source_id="post", **changes):
    return {"source_id": source_id, "items": 5} | {outcome.value: 0 for outcome in Outcome} | {"loaded": 5} | changes


def health(source_id="post", **changes):
    return {
        "source_id": source_id, "publisher": f"The {source_id}", "kind": "feed", "language": "en", "country": "GB",
        "paused_why": None, "state": "ok", "why": None, "last_good_at": NOW - timedelta(hours=1), "last_reason": None,
        "last_detail": None, "next_try_at": None, "polls": 3, "failures_in_a_row": 0, "new_items_7_days": 2,
    } | changes  # fmt: skip


def state(source_id="post", state="ok", days_ago=20, until=0):
    at = [NOW - timedelta(days=each) for each in (days_ago, until)]
    return {"source_id": source_id, "state": state, "why": "", "from_at": at[0], "until_at": at[1]}


def came(source_id="post", days_ago=0, new_items=3, polls=4):
    return {"source_id": source_id, "day_on": TODAY - timedelta(days=days_ago), "new_items": new_items, "polls": polls}


def sources(**changes):
    rows = {"sources": [counts()], "health": [health()], "states": [state()], "arrivals": [came()]} | changes
    questions = dict.fromkeys(("sources", "health", "states", "arrivals"), ANY)
    return sources_of(now=NOW, snapshot="x", days=days_until(TODAY, 14), questions=questions, **rows)


def shown_ids(page):
    return [
        each.get("href").rpartition("/")[2] for each in parsed(page).xpath("//table[@class='sources']/tbody/tr/th/a")
    ]


# ── Sources ───────────────────────────────────────────────────────────────────────────────────────


def test_a_day_has_the_letter_of_its_last_state_and_says_what_was_graver():
    found = sources(
        states=[state(state="ok", until=5), state(state="down", days_ago=5, until=3), state(days_ago=3)],
        arrivals=[came()],
    )
    days = {TODAY - day.day_on: day for day in found.rows[0].days}
    assert len(days) == 14
    letters = [days[timedelta(days=back)].letter for back in (6, 5, 4, 3, 2)]
    assert letters == ["O", "D", "D", "O", "O"]
    assert days[timedelta(days=3)].graver == "Down"
    page = parsed(sources_page(found, SourcesView(), root=ROOT))
    titles = page.xpath("//table[@class='sources']/tbody//abbr/@title")
    assert titles[-4:] == ["Heard; earlier that day: Down", "Heard", "Heard", "Heard"]


def test_asked_and_not_judged_is_not_the_same_as_not_asked():
    (row,) = sources(states=[], arrivals=[came(days_ago=1)]).rows
    assert [(day.letter, day.word) for day in row.days[-2:]] == [("+", "Asked, not judged"), ("·", "Not asked")]


def test_every_state_has_a_letter_of_its_own_and_stands_in_the_legend():
    assert set(LETTERS) == set(FeedState)
    assert len(set(LETTERS.values())) == len(FeedState)
    said = text_of(sources_page(sources(), SourcesView(), root=ROOT))
    assert all(word in said for word in ("O Heard", "D Down", "X Dead", "P Paused", "· Not asked"))


def test_bars_begin_at_zero_and_their_numbers_stand_below():
    page = parsed(sources_page(sources(arrivals=[came(), came(days_ago=1, new_items=6)]), SourcesView(), root=ROOT))
    bars = page.xpath("//td[@class='bars']/*[name()='svg']/*[name()='rect'][not(@class)]")
    assert [float(each.get("height")) for each in bars] == [18.0, 9.0]
    assert {float(each.get("y")) + float(each.get("height")) for each in bars} == {19.0}
    numbers = [each.text_content() for each in page.xpath("//table[@class='numbers']/tbody/tr/td")]
    assert numbers[-2:] == ["6", "3"]


@pytest.mark.parametrize("order", SourceOrder)
@pytest.mark.parametrize("direction", Direction)
def test_sorting_loses_no_source(order, direction):
    found = sources(
        sources=[counts("a", items=1), counts("b", items=9), counts("c")],
        health=[health("a", last_good_at=None), health("b", country=None, language=None), health("c", polls=0)],
    )
    page = sources_page(found, SourcesView(sort=order, direction=direction), root=ROOT)
    assert sorted(shown_ids(page)) == ["a", "b", "c"]
    (head,) = parsed(page).xpath("//th[@aria-sort]")
    assert head.get("aria-sort") == {"up": "ascending", "down": "descending"}[direction]


def test_filters_and_pages_stand_in_the_address():
    many = [f"s{number:03}" for number in range(120)]
    found = sources(
        sources=list(map(counts, many)),
        health=[
            health(each, kind="wire" if each == "s007" else "feed", failures_in_a_row=each == "s009") for each in many
        ],
    )
    assert shown_ids(sources_page(found, SourcesView(), root=ROOT))[0] == "s009", "the worst first"
    assert shown_ids(sources_page(found, SourcesView(show=SourceFilter.TROUBLED), root=ROOT)) == ["s009"]
    assert shown_ids(sources_page(found, SourcesView(kind=KindFilter.WIRE), root=ROOT)) == ["s007"]
    page = parsed(sources_page(found, SourcesView(sort=SourceOrder.SOURCE, page=2), root=ROOT))
    assert page.xpath("//a[@rel='next']/@href") == ["?sort=source&page=3#sources"]
    assert len(shown_ids(sources_page(found, SourcesView(page=10**9), root=ROOT))) == 20
    assert len(shown_ids(sources_page(found, SourcesView(page=-3), root=ROOT))) == 50


def test_no_source_and_none_to_look_at_are_two_sentences():
    empty = sources(sources=[], health=[], states=[], arrivals=[])
    assert "No source yet." in text_of(sources_page(empty, SourcesView(), root=ROOT))
    calm = sources_page(sources(), SourcesView(show=SourceFilter.TROUBLED), root=ROOT)
    assert "None of this kind has to be looked at" in text_of(calm)


def one_source(**changes):
    given = {
        "about": {"source_id": "post", "url": "http://p.example/f.xml", "cadence_hours": 24.0, "note": "A note."},
        "health": health(state="down", failures_in_a_row=2, last_reason="http_server_error", last_detail="HTTP 503"),
        "ends": [
            {"kind": "item", "outcome": "loaded", "reason": None, "ended": 4},
            {"kind": "item", "outcome": "quarantined", "reason": "no_content", "ended": 1},
            {"kind": "document", "outcome": "failed", "reason": "http_server_error", "ended": 2},
        ],
        "states": [state(state="down")],
        "arrivals": [came()],
        "history": [
            {"state": "down", "from_at": NOW, "to_at": None, "judged_at": NOW, "why": "2 x", "polls": 2, "gaps": 0, "new_items": 0},
            {"state": "of a later version", "from_at": NOW, "to_at": NOW, "judged_at": NOW, "why": None, "polls": None,
             "gaps": 0, "new_items": None},
        ],
        "polls": [
            {"fetch_id": "f1", "run": "r", "url": "u", "fetched_at": NOW, "fetch_outcome": "failed", "status": 503,
             "items": None, "outcome": "failed", "reason": "http_server_error", "detail": "HTTP 503",
             "next_try_at": NOW + timedelta(hours=1)},
        ],
        "questions": dict.fromkeys(("states", "arrivals", "ends", "history", "polls"), ANY),
    } | changes  # fmt: skip
    return one_source_of(now=NOW, snapshot="x", days=days_until(TODAY, 30), **given)


def test_a_source_says_why_since_when_and_when_it_is_asked_again():
    page = source_page(one_source(), root=ROOT)
    said = text_of(page)
    for words in ("Down", "its server reported an error (HTTP 503)", "look at the source if it goes on", "2 x", "still",
                  "failed (503)", "next try 2 March 2026, 13:00 UTC", "24 h", "of a later version"):  # fmt: skip
        assert words in said, words
    figures = {each.get("data-figure"): each.get("value") for each in parsed(page).xpath("//data")}
    assert figures["source.new"] == "3"
    assert "/trucewatch/quarantine?source=post" in parsed(page).xpath("//a/@href")
    assert "/trucewatch/documents/f1" in parsed(page).xpath("//a/@href")


def test_a_source_never_asked_says_what_would_fill_the_tables():
    found = one_source_of(
        now=NOW, snapshot="x", days=(), about={"source_id": "post", "url": None, "cadence_hours": None, "note": None},
        health=health(state=None, polls=0, last_good_at=None), ends=[], states=[], arrivals=[], history=[], polls=[],
        questions=dict.fromkeys(("states", "arrivals", "ends", "history", "polls"), ANY),
    )  # fmt: skip
    said = text_of(source_page(found, root=ROOT))
    assert all(words in said for words in ("Nothing was asked yet.", "Nothing of it was worked", "It was never asked."))


# ── Quarantine ────────────────────────────────────────────────────────────────────────────────────


def row(id_="i1", **changes):
    return {
        "kind": "item", "id": id_, "revision": "r1", "state": "open", "source_id": "post", "what": "A title",
        "reason": "no_content", "detail": "nothing", "fetch_id": "f1", "article_id": None, "article_revision": None,
        "run": "20260302T050000Z-00000001", "recorded_at": NOW, "decision_id": None, "action": None, "who": None,
        "why": None, "decided_at": None,
    } | changes  # fmt: skip


CHECK = "expect_column_values_to_not_be_null(title)"


def quarantine(*rows, pending=None):
    return Quarantine(now=NOW, snapshot="x", entries=entries_of(rows, pending or {}), questions={"entries": ANY})


def listed(found, view=None):
    page = parsed(quarantine_page(found, view or QuarantineView(), root=ROOT))
    return [each.rpartition("item/")[2] for each in page.xpath("//table[@class='quarantine']/tbody/tr/th/a/@href")]


def test_what_is_set_aside_is_filtered_by_what_the_address_says():
    found = quarantine(
        row("a"),
        row("b", source_id="other", reason="expectation", detail=f"{CHECK}; its item: {CHECK}"),
        row("c", recorded_at=NOW - timedelta(days=1), run="r2"),
        row("d", state="dismissed", who="ann", why="known", action="dismiss", decided_at=NOW),
    )
    assert listed(found) == ["a/r1", "b/r1", "c/r1"], "the latest first, what is dismissed not at all"
    assert listed(found, QuarantineView(source="other")) == ["b/r1"]
    assert listed(found, QuarantineView(reason="no_content", day="2026-03-01")) == ["c/r1"]
    assert listed(found, QuarantineView(rule=CHECK)) == ["b/r1"]
    assert listed(found, QuarantineView(run="r2")) == ["c/r1"]
    assert (
        listed(found, QuarantineView(state=StandingFilter.ALL, sort=EntryOrder.KIND))
        == ["d/r1", "c/r1", "b/r1", "a/r1"][::-1]
    )
    page = quarantine_page(found, QuarantineView(source="<nobody>"), root=ROOT)
    assert "Nothing that is set aside fits these filters." in text_of(page)


def test_an_empty_quarantine_and_one_that_is_decided_are_two_sentences():
    assert "Nothing is set aside." in text_of(quarantine_page(quarantine(), QuarantineView(), root=ROOT))
    decided = quarantine_page(quarantine(row(state="dismissed")), QuarantineView(), root=ROOT)
    assert "Nothing is to be decided." in text_of(decided)


def test_a_decision_is_pending_until_a_run_has_taken_it_up():
    waits = {"item/i1/r1": Pending(action="release", who="ann", why="it is right", decided_at=NOW)}
    page = text_of(quarantine_page(quarantine(row(), pending=waits), QuarantineView(), root=ROOT))
    assert "Release: pending" in page
    assert "1 of what is decided waits for the next run" in page


def body(**changes):
    return Body(
        **{"sha256": "a" * 64, "size_bytes": 9, "place": "raw/aa/aa/a.zst", "text": "<rss>\n", "why": ""} | changes
    )


def document(**changes):
    return {
        "run": "r", "fetch_id": "f1", "source_id": "post", "kind": "feed", "url": "http://p.example/f.xml",
        "final_url": "http://p.example/f.xml", "fetched_at": NOW, "fetch_outcome": "ok", "status": 200,
        "content_type": "text/xml", "raw_sha256": "a" * 64, "body_bytes": 9, "format": "rss", "items": 1, "attempt": 1,
        "outcome": "loaded", "reason": None, "detail": None, "next_try_at": None, "is_withheld": False,
    } | changes  # fmt: skip


def one_entry(given=None, pending=None, **changes):
    (entry,) = entries_of([given or row()], pending or {})
    checks = [
        {"suite": "items", "expectation": "expect_column_values_to_not_be_null", "kwargs": '{"column": "title"}',
         "severity": "critical", "level": "row", "success": False, "evaluated": 4, "unexpected": 1, "observed": "1 of 4",
         "notes": "A headline must be there."},
    ]  # fmt: skip
    return OneEntry(**{
        "now": NOW, "snapshot": "x", "key": entry.key, "entry": entry,
        "sighting": {"title": "A title", "url": "http://p.example/1", "guid": "g", "seen_at": NOW, "published_at": None},
        "came": (came_of(document(), body()),), "checks": checks_that_refused(entry, checks),
        "refused": refused_of([{"run": "r", "stage": "validate", "subject": "sightings", "reason": "expectation", "detail": CHECK}]),
        "history": ended_of([{"run": "r", "recorded_at": NOW, "outcome": "quarantined", "reason": "no_content", "detail": "d"}]),
        "questions": dict.fromkeys(("refused", "history", "document"), ANY),
    } | changes)  # fmt: skip


def test_one_thing_says_what_came_what_refused_it_and_where_its_bytes_lie():
    page = entry_page(one_entry(row(reason="expectation", detail=CHECK)), root=ROOT)
    said = text_of(page)
    for words in ("A check refused it.", "A headline must be there.", "validate: sightings", "raw/aa/aa/a.zst", "<rss>",
                  "How each run ended it", "http://p.example/1"):  # fmt: skip
        assert words in said, words
    assert not parsed(page).xpath("//form")
    assert "form-action 'none'" in page.policy


def test_the_form_is_there_for_who_may_decide_and_the_pending_for_everyone():
    page = entry_page(one_entry(), root=ROOT, form=DecideForm(token="t", subjects=("item/i1/r1",)))
    (form,) = parsed(page).xpath("//form")
    assert form.get("action") == "/trucewatch/quarantine/decide"
    assert "form-action 'self'" in page.policy
    waits = {"item/i1/r1": Pending(action="dismiss", who="ann", why="known", decided_at=NOW)}
    assert "ann decided" in text_of(entry_page(one_entry(pending=waits), root=ROOT))


def test_what_is_not_set_aside_any_more_shows_its_history():
    said = text_of(entry_page(one_entry(entry=None, checks=(), refused=()), root=ROOT))
    assert "It is not in quarantine any more" in said
    assert "quarantined" in said


# ── Documents, articles, findings ─────────────────────────────────────────────────────────────────


def one_document(came_, items=()):
    questions = dict.fromkeys(("document", "items"), ANY)
    return OneDocument(now=NOW, snapshot="x", came=came_, items=items_of(items), questions=questions)


def test_bytes_are_shown_as_text_or_it_is_said_why_not():
    text = excerpt_of(b"a\xff\x00\x1b[31m" + "ж".encode() * EXCERPT)
    assert len(text) == EXCERPT
    page = document_page(one_document(came_of(document(), body(text=text))), root=ROOT)
    (shown,) = parsed(page).xpath("//pre[@class='raw']")
    assert shown.text_content().startswith("a\ufffd\\x00\\x1b[31mж")
    assert "The first 4" in text_of(page)
    held = document_page(one_document(came_of(document(), body(text=None, why="Not shown: held."))), root=ROOT)
    assert "Not shown: held." in text_of(held)
    assert "No bytes came with it." in text_of(document_page(one_document(came_of(document(), None)), root=ROOT))


def test_items_of_a_document_lead_to_the_article_or_to_the_quarantine():
    item = {"id": "i", "revision": "r", "reason": None, "detail": None, "article_id": "a", "run": "x", "title": "T"}
    items = [item | {"outcome": each} for each in ("loaded", "quarantined", "killed")]
    page = parsed(document_page(one_document(came_of(document(), None), items), root=ROOT))
    assert page.xpath("//table//th/a/@href") == ["/trucewatch/articles/a", "/trucewatch/quarantine/item/i/r"]


def one_article(**changes):
    about = {
        "article_id": "a", "first_seen_at": NOW, "last_seen_at": NOW, "revision": "r", "source_id": "post",
        "publisher": "The post", "url": "http://p.example/1", "title": "A title", "beginning": "One.\nTwo.", "characters": 9,
        "text_depth": "full", "language": "ar", "authors": ["Ann"], "published_at": NOW, "published_precision": "minute",
        "published_origin": "feed", "relevance": "talks", "flags": [], "pack_version": "p",
    } | changes  # fmt: skip
    members = [
        {"article_id": each, "place": place, "relation": "copy", "publisher_id": "p", "title": about["title"]}
        for place, each in enumerate("ab")
    ]
    seen = {
        "source_id": "post",
        "title": about["title"],
        "seen_at": NOW,
        "last_seen_at": NOW,
        "fetch_id": "f",
        "page_fetch_id": "g",
    }
    return article_of(
        now=NOW, snapshot="x", about=about, seen=[seen], story=members,
        revisions=[{"revision": "r", "observed_at": NOW, "title": about["title"], "characters": 9, "text_depth": "full"}],
        refused=[{"run": "r", "stage": "validate", "subject": "revision_mentions", "reason": "expectation", "detail": about["title"]}],
        questions=dict.fromkeys(("about", "seen", "revisions", "story", "refused"), ANY),
    )  # fmt: skip


def test_an_article_leads_to_its_source_its_documents_and_its_copies():
    page = parsed(article_page(one_article(), root=ROOT))
    assert page.xpath("//h1/@dir") == ["rtl"]
    assert {"/trucewatch/sources/post", "/trucewatch/documents/f", "/trucewatch/documents/g", "/trucewatch/articles/b",
            "http://p.example/1"} <= set(page.xpath("//a/@href"))  # fmt: skip
    assert "revision_mentions" in page.text_content()
    assert not parsed(article_page(one_article(url="javascript:alert(1)"), root=ROOT)).xpath("//a[@rel='noreferrer']")


RULE = Explained(name="volume", title="Fewer", finds="Finds.", why="Why.", next_step="Look.", threshold="half")


def findings(*rows, closed=()):
    found = [
        {"rule": "volume", "subject": "post", "severity": "warning", "title": "Fewer items", "detail": "3 of 40",
         "figure": 3.0, "threshold": None, "first_seen_at": NOW, "last_seen_at": NOW, "acknowledged_at": None,
         "acknowledged_by": None, "acknowledged_why": None} | each
        for each in rows
    ]  # fmt: skip
    lines = finding_lines(found, {}, {"volume": RULE})
    questions = dict.fromkeys(("findings", "closed"), ANY)
    return Findings(now=NOW, snapshot="x", lines=lines, closed=closed, rules={"volume": RULE}, questions=questions)


def test_findings_say_what_to_do_and_who_knows_of_them():
    found = findings(
        {}, {"subject": "known", "acknowledged_at": NOW, "acknowledged_by": "ann", "acknowledged_why": "a strike"}
    )
    page = findings_page(found, FindingsView(), root=ROOT)
    said = text_of(page)
    assert all(words in said for words in ("Fewer items", "Look.", "Known to ann", "a strike", "Threshold: half"))
    only = text_of(findings_page(found, FindingsView(show=KnownFilter.NEW), root=ROOT))
    assert "a strike" not in only
    with_form = parsed(findings_page(found, FindingsView(), root=ROOT, form=DecideForm(token="t")))
    assert len(with_form.xpath("//form[@action='/trucewatch/findings/acknowledge']")) == 2


def test_no_finding_and_no_rule_asked_are_two_sentences():
    assert "none found anything" in text_of(findings_page(findings(), FindingsView(), root=ROOT))
    never = Findings(
        now=NOW, snapshot="x", lines=None, closed=(), rules={}, questions=dict.fromkeys(("findings", "closed"), ANY)
    )
    assert "Not computed" in text_of(findings_page(never, FindingsView(), root=ROOT))


# ── All of them ───────────────────────────────────────────────────────────────────────────────────


def hostile_pages():
    h = HOSTILE
    told = dict.fromkeys(("publisher", "language", "country", "last_reason", "last_detail", "why"), h)
    yield sources_page(
        sources(
            sources=[counts(h)], health=[health(h, failures_in_a_row=2, **told)], states=[state(h)], arrivals=[came(h)]
        ),
        SourcesView(),
        root=ROOT,
    )
    yield source_page(
        one_source(
            about={"source_id": h, "url": h, "cadence_hours": 1.0, "note": h},
            health=health(h, failures_in_a_row=1, **told),
            ends=[{"kind": h, "outcome": h, "reason": h, "ended": 1}],
            history=[{"state": h, "from_at": NOW, "to_at": NOW, "judged_at": NOW, "why": h, "polls": 1, "gaps": 0, "new_items": 1}],
            polls=[dict.fromkeys(("fetch_id", "run", "url", "fetch_outcome", "outcome", "reason", "detail"), h)
                   | {"fetched_at": NOW, "status": 200, "items": 1, "next_try_at": NOW}],
        ),
        root=ROOT,
    )  # fmt: skip
    entry = dict.fromkeys(
        ("kind", "id", "revision", "source_id", "what", "reason", "detail", "who", "why", "run", "action"), h
    )
    yield quarantine_page(
        quarantine(row(**entry), row("x")), QuarantineView(source=h, reason=h, rule=h, run=h, day=h), root=ROOT
    )
    yield quarantine_page(quarantine(row(**entry), row("x")), QuarantineView(), root=ROOT)
    whole = came_of(document(**dict.fromkeys(("fetch_id", "source_id", "kind", "url", "final_url", "content_type", "format",
                                              "outcome", "reason", "detail", "fetch_outcome"), h)), body(text=h, place=h))  # fmt: skip
    yield entry_page(
        one_entry(
            row(**entry | {"decided_at": NOW}),
            came=(whole,),
            sighting={"title": h, "url": h, "guid": h, "seen_at": NOW, "published_at": NOW},
            refused=refused_of([dict.fromkeys(("run", "stage", "subject", "reason", "detail"), h)]),
            history=ended_of([dict.fromkeys(("run", "outcome", "reason", "detail"), h) | {"recorded_at": NOW}]),
        ),
        root=ROOT,
    )
    item = dict.fromkeys(("id", "revision", "outcome", "reason", "detail", "article_id", "run", "title"), h)
    yield document_page(
        one_document(whole, [item, item | {"outcome": "loaded"}, item | {"outcome": "quarantined"}]), root=ROOT
    )
    yield article_page(
        one_article(**dict.fromkeys(("article_id", "source_id", "publisher", "url", "title", "beginning", "language", "relevance",
                                     "text_depth", "pack_version", "published_precision", "published_origin"), h), authors=[h], flags=[h]),
        root=ROOT,
    )  # fmt: skip
    bad = dict.fromkeys(("rule", "subject", "severity", "title", "detail", "acknowledged_by", "acknowledged_why"), h)
    yield findings_page(
        findings(bad, bad | {"acknowledged_at": NOW}, closed=[bad | {"first_seen_at": NOW, "closed_at": NOW}]),
        FindingsView(),
        root=ROOT,
    )


def test_text_of_others_makes_no_element():
    for page in hostile_pages():
        tree = parsed(page)
        tags = {element.tag for element in tree.iter() if isinstance(element.tag, str)}
        assert not tags & {"script", "img", "iframe", "object", "embed", "form", "link", "base"}
        for element in tree.iter():
            assert not [name for name in element.attrib if name.startswith("on") or name in {"autofocus", "style"}]
            href = element.get("href", "#").lower()
            assert href.startswith(("#", "?", ROOT)), href
        assert "&lt;script&gt;" in page.html
        assert "{{7*7}}" in page.html
        assert not re.search("[\u202e\x1b]", page.html)


def calm_pages():
    yield sources_page(sources(), SourcesView(), root=ROOT)
    yield source_page(one_source(), root=ROOT)
    yield quarantine_page(quarantine(row(), row("j", reason="dns")), QuarantineView(), root=ROOT)
    yield entry_page(one_entry(), root=ROOT, form=DecideForm(token="t", subjects=("item/i1/r1",)))
    yield document_page(one_document(came_of(document(), body())), root=ROOT)
    yield article_page(one_article(), root=ROOT)
    yield findings_page(findings({}, {"subject": "b"}), FindingsView(), root=ROOT, form=DecideForm(token="t"))


def test_pages_are_readable_without_sight_or_style():
    for page in calm_pages():
        tree = parsed(page)
        assert len(tree.xpath("//h1")) == len(tree.xpath("//main[@id='main']")) == 1
        assert tree.xpath("//a[@class='skip']/@href") == ["#main"]
        levels = [int(each.tag[1]) for each in tree.xpath("//h1 | //h2 | //h3")]
        assert all(after - before <= 1 for before, after in pairwise(levels))
        assert not tree.xpath("//thead//th[not(@scope)] | //tbody//th[not(@scope)] | //table[not(caption)]")
        ids = tree.xpath("//@id")
        assert len(ids) == len(set(ids))
        assert {href[1:] for href in tree.xpath("//a/@href[starts-with(., '#')]")} <= set(ids)
        assert all(each.get("aria-label") or each.get("aria-labelledby") for each in tree.xpath("//*[name()='svg']"))
        assert [each.text for each in tree.xpath("//nav[@class='sections']/a")][:3] == ["Overview", "Runs", "Sources"]
        assert not tree.xpath("//script | //*[@style] | //link")


def test_days_end_with_the_last_on_which_anything_was_asked():
    assert days_until(date(2026, 3, 1), 2) == (date(2026, 2, 28), date(2026, 3, 1))
    assert days_until(None, 14) == ()
