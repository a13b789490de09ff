"""What a person sees of a run: 80 cells wide, plain when piped, hostile text shown literally."""

import io
import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from pipelines.report.tables import (
    actors_table,
    candidates_table,
    catalogue_table,
    check_table,
    checks_table,
    conservation_line,
    headlines,
    rendered,
    run_summary,
    sources_table,
)

HOSTILE = "[red]T[/red] \x1b[31m\u202eline\nnext :smile: https://x.example"
LITERAL = r"[red]T[/red] \x1b[31m\u202eline\nnext :smile: https://x.example"
CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

OUTCOMES = ("loaded", "duplicate", "held", "killed", "not_text", "quarantined", "failed")


def unfolded(shown):
    """Return the text without the breaks that folding put into it."""
    return re.sub(r"\s+", "", shown)


def test_sources_table():
    rows = [
        {"source_id": "harbour_post_en", "language": "en", "feed": "ok", "items": 12, "loaded": 9, "duplicate": 3},
        {"source_id": "tram_gazette_uk", "language": "uk", "feed": "http_gone", "items": 0},
    ]
    assert rendered(sources_table(rows)).splitlines() == [
        "Sources",
        "",
        " source            lang   feed        items   loaded   dupl   failed",
        " ───────────────────────────────────────────────────────────────────",
        " harbour_post_en   en     ok             12        9      3        0",
        " tram_gazette_uk   uk     http gone       0        0      0        0",
        "",
    ]


def test_sources_table_fits_with_every_outcome():
    row = {"source_id": "a_source_with_a_long_name_world", "language": "en", "feed": "http_server_error"}
    shown = rendered(sources_table([row | dict.fromkeys(OUTCOMES, 1234)]))
    assert max(map(cell_len, shown.splitlines())) <= 80
    assert shown.count("1234") == 7
    assert "8638" in shown
    assert "a_source_with_a_long_name_world" in unfolded("".join(line[:14] for line in shown.splitlines()))


NOW = datetime(2026, 3, 1, 6, tzinfo=UTC)


def test_check_table():
    rows = [
        {
            "source_id": "harbour_post_en",
            "state": "ok",
            "newest_at": NOW - timedelta(minutes=100),
            "items": 30,
            "is_heard": True,
        }
        | {"format": "rss", "robots": "allowed", "status": 200},
        {"source_id": "tram_gazette_uk", "state": "down", "status": 404, "reason": "http_gone", "detail": "HTTP 404"}
        | {"robots": "disallowed", "reserved": "header", "paused_why": "It was gone.", "items": 0},
        {"source_id": "mast_fr", "state": "moved", "newest_at": NOW - timedelta(days=3), "items": 5, "is_heard": True}
        | {"format": "sitemap", "status": 200, "moved_to": "http://m.example/", "final_url": "http://m.example/"},
        {"source_id": "keel", "why": "a wire: files in keel"},
    ]
    assert [" ".join(line.split()) for line in rendered(check_table(rows, NOW), width=130).splitlines()[4:-1]] == [
        "harbour_post_en ok 100 min 30 rss allowed HTTP 200",
        "tram_gazette_uk down (paused) – – – disallowed, reserved the page is gone (HTTP 404)",
        "mast_fr moved 3 d 5 sitemap – HTTP 200, moved to http://m.example/",
        "keel – – – – – a wire: files in keel",
    ]
    assert max(map(cell_len, rendered(check_table(rows, NOW)).splitlines())) <= 80


def test_tables_of_the_catalogue_show_strangers_words_literally():
    given = {
        "source_id": "a",
        "state": "down",
        "status": 200,
        "reason": "not_a_feed",
        "detail": HOSTILE,
        "why": HOSTILE,
    }
    for table in (
        check_table([given], NOW),
        catalogue_table([given]),
        candidates_table([{"url": HOSTILE, "found": HOSTILE, "format": "rss", "items": 1, "is_chosen": True}], NOW),
    ):
        shown = rendered(table, width=300)
        assert LITERAL in shown
        assert not CONTROL.search(shown)


def test_actors_table():
    rows = [{"name": "Sergey Lavrov", "mentions": 1200, "articles": 34}, {"name": None, "actor": "kremlin"}]
    assert rendered(actors_table(rows)).splitlines()[2:6] == [
        " actor           mentions   articles",
        " ───────────────────────────────────",
        " Sergey Lavrov       1200         34",
        " kremlin",
    ]


def test_headlines():
    rows = [{"title": "Talks go on", "label": "talks", "outlet": "Harbour Post", "language": "en"}]
    assert rendered(headlines(rows)).splitlines()[4] == " talks   en     Harbour Post   Talks go on"


def test_conservation_line():
    assert rendered(conservation_line([])) == "✓ Conserved: every document and item ended in exactly one outcome.\n"
    rows = [{"id": f"item{number}", "outcomes": 2} for number in range(5)]
    assert "Not conserved: 5 lines in ledger_conservation: item0, item1, item2 and 2 more." in rendered(
        conservation_line(iter(rows)), width=200
    )


def test_run_summary():
    row = {"run": "20260302T050000Z-0a1b2c3d", "documents": 12, "items": 12_345, "failed": 0, "stop_reason": None}
    assert rendered(run_summary(row)) == "Run 20260302T050000Z-0a1b2c3d\n12 documents, 12,345 items\n"
    stopped = run_summary(row | {"stop_reason": "articles: 5 of 5 rows refused"})
    assert rendered(stopped).splitlines()[-1] == "Stopped, nothing was loaded: articles: 5 of 5 rows refused."


def test_checks_table_puts_the_critical_first():
    check = {"suite": "articles", "expectation": "expect_column_values_to_not_be_null", "observed": "1 of 9 unexpected"}
    rows = [
        check | {"severity": "info", "kwargs": '{"column": "url"}'},
        check | {"severity": "critical", "kwargs": '{"column": "title"}'},
        check | {"severity": "warning", "kwargs": "not json"},
    ]
    lines = rendered(checks_table(rows), width=100).splitlines()[4:7]
    assert [line.split()[0] for line in lines] == ["critical", "warning", "info"]
    assert "title: column values to not be null" in lines[0]


def test_no_failed_check_is_good_news():
    assert rendered(checks_table([])) == "✓ Every check was met.\n"


EVERY = {
    "sources": lambda value: sources_table([{"source_id": value, "language": value, "feed": value, "items": 1}]),
    "actors": lambda value: actors_table([{"name": value, "mentions": value, "articles": value}]),
    "headlines": lambda value: headlines([{"title": value, "label": value, "outlet": value, "language": value}]),
    "conservation": lambda value: conservation_line([{"id": value}]),
    "run": lambda value: run_summary({"run": value, "stop_reason": value}),
    "checks": lambda value: checks_table(
        [{"severity": value, "suite": value, "expectation": value, "kwargs": value, "observed": value}]
    ),
}


@pytest.mark.parametrize("name", list(EVERY))
def test_hostile_text_is_shown_literally(name):
    shown = rendered(EVERY[name](HOSTILE), width=400)
    assert LITERAL in shown
    assert not CONTROL.search(shown)


@pytest.mark.parametrize("name", list(EVERY))
def test_a_terminal_gets_no_escape_from_the_text(name):
    """With colours on, the only escape sequences are rich's own."""
    stream = io.StringIO()
    Console(file=stream, force_terminal=True, color_system="truecolor", width=400).print(EVERY[name](HOSTILE))
    plain = re.sub(r"\x1b\[[0-9;]*m", "", stream.getvalue())
    assert not CONTROL.search(plain)
    assert LITERAL in plain
    assert "\x1b]8" not in stream.getvalue()


@pytest.mark.parametrize("name", list(EVERY))
@given(value=st.one_of(st.none(), st.integers(), st.text(st.characters())))
def test_no_value_breaks_a_table_or_its_width(name, value):
    shown = rendered(EVERY[name](value))
    assert not CONTROL.search(shown)
    assert max(map(cell_len, shown.splitlines())) <= 80


def test_sources_table_shows_the_state_and_why_the_last_request_failed():
    rows = [
        {"source_id": name, "language": "en", "feed": feed, "state": state, "items": 1}
        for name, feed, state in (
            ("a", "ok", "ok"),
            ("b", "ok", "quiet"),
            ("c", "dns", "down"),
            ("d", "not polled", "paused"),
            ("e", "not polled", None),
        )
    ]
    shown = [line.split("en", 1)[1].split("1")[0].strip() for line in rendered(sources_table(rows)).splitlines()[4:9]]
    assert shown == ["ok", "quiet", "down: dns", "paused", "not polled"]
