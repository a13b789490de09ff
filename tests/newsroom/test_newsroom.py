"""The press world serves what it says, and says what must become of all of it."""

import re
import socket
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import yaml
from lxml import etree, html

from pipelines.newsroom import EDITIONS, PRESS_DAYS, Newsroom, as_of, editions_of, press_day
from pipelines.newsroom import wires as agencies
from pipelines.newsroom.content import HERE, NOTICE, outlets
from pipelines.newsroom.feeds import FORMATS
from pipelines.newsroom.pages import TEMPLATES
from pipelines.newsroom.press import answer, is_current

OUTLETS = sorted(outlets().values(), key=lambda outlet: outlet.outlet_id)
VERSIONS = [(outlet, version) for outlet in OUTLETS for version in outlet.versions]
FULL = [pytest.param(*each, id=each[1].slug) for each in VERSIONS if each[1].serve == "full"]
SOUND = [each for each in FULL if not each.values[1].garbled]
BY_ID = {outlet.outlet_id: outlet for outlet in OUTLETS}


# ── The world ─────────────────────────────────────────────────────────────────────────────────────


def test_the_world_is_as_large_as_promised(sources):
    assert len(OUTLETS) >= 14
    assert {row["kind"] for row in sources.values()} == {"feed", "wire"}
    assert len(VERSIONS) >= 90
    assert {version.language for _, version in VERSIONS} == {"en", "uk", "ru", "tr", "de", "fr", "pl", "cs"}
    assert {outlet.template for outlet in OUTLETS} == set(TEMPLATES)
    assert {outlet.feed_format for outlet in OUTLETS} == set(FORMATS)


def test_the_pack_watches_the_languages_of_the_world(sources):
    pack = yaml.safe_load((HERE / "pack" / "pack.yaml").read_text(encoding="utf-8"))
    assert {version.language for _, version in VERSIONS} == set(pack["languages"])
    assert {row["language"] for row in sources.values()} <= set(pack["languages"])


def test_every_feed_source_is_a_house_and_every_house_a_source(sources):
    feeds = {name: row["url"] for name, row in sources.items() if row["kind"] == "feed"}
    assert feeds == {outlet.outlet_id: outlet.home + outlet.feed_path for outlet in OUTLETS}


@pytest.mark.parametrize(("outlet", "version"), FULL)
def test_articles_have_the_length_of_real_ones(outlet, version):
    assert 120 <= len(" ".join(version.paragraphs).split()) + len(version.summary.split()) <= 350


@pytest.mark.parametrize(("outlet", "version"), SOUND)
def test_page_holds_the_words_and_the_notice(outlet, version):
    page = answer(min(version.editions), outlet.host, version.path)
    text = shown(page.body.decode(outlet.encoding))
    assert NOTICE in text
    for paragraph in version.paragraphs:
        assert paragraph in text


def shown(page: str) -> str:
    return " ".join(html.fromstring(page).text_content().split())


def the_only(**wanted):
    """The one version in the world with these fields, and its house."""
    (found,) = [each for each in VERSIONS if all(getattr(each[1], name) == value for name, value in wanted.items())]
    return found


def test_a_paywall_shows_the_first_paragraph_only():
    outlet, version = the_only(serve="paywall")
    page = answer(2, outlet.host, version.path)
    assert page.status == 200
    first, *others = version.paragraphs
    assert first in shown(page.body.decode())
    assert not any(paragraph in shown(page.body.decode()) for paragraph in others)
    assert b'"isAccessibleForFree": false' in page.body


def test_a_missing_page_says_so_under_status_200():
    outlet, version = the_only(serve="missing")
    page = answer(2, outlet.host, version.path)
    assert page.status == 200
    assert outlet.words["missing_title"] in shown(page.body.decode())
    assert version.paragraphs[0] not in shown(page.body.decode())


def test_a_silent_edit_changes_the_page_and_nothing_else():
    outlet, version = the_only(silent=True)
    before, after = (answer(edition, outlet.host, version.path) for edition in (1, 2))
    assert before.status == after.status == 200
    assert before.body != after.body
    assert before.changed_at == after.changed_at
    listed = [[each for each in outlet.listed(edition) if each.path == version.path] for edition in EDITIONS]
    assert len({tuple(each) for each in listed}) == 1
    assert not listed[0][0].silent


@pytest.mark.parametrize(("outlet", "version"), [each for each in FULL if each.values[1].garbled])
def test_a_garbled_page_is_utf_8_read_as_windows_1252(outlet, version):
    page = answer(min(version.editions), outlet.host, version.path).body.decode()
    assert not all(paragraph in shown(page) for paragraph in version.paragraphs)
    title = re.search(r"<TITLE>.*?: (.*)</TITLE>|<h1[^>]*>(.*)</h1>", page)
    stored = bytes(ord(char) if ord(char) < 256 else char.encode("cp1252")[0] for char in title[1] or title[2])
    assert stored.decode() == version.title


def test_impossible_and_future_dates_stand_in_a_feed():
    raw = {version.slug: version.feed_date for _, version in VERSIONS if version.feed_date}
    assert len(raw) == 2
    outlet = BY_ID["tollgate-courier"]
    feed = answer(2, outlet.host, outlet.feed_path).body.decode()
    assert all(f"<pubDate>{date}</pubDate>" in feed for date in raw.values())


def test_both_days_end_before_the_next_begins():
    for day, on in enumerate(PRESS_DAYS, start=1):
        assert as_of(day).date() == on
        assert as_of(day).tzinfo is UTC
        assert editions_of(day) == {1: (1,), 2: (2, 3)}[day]
        assert all(EDITIONS[edition] < as_of(day) for edition in editions_of(day))


@pytest.mark.parametrize(("outlet", "version"), FULL)
def test_an_article_is_out_before_its_first_edition_is_collected(outlet, version):
    assert version.modified_at < EDITIONS[min(version.editions)]


# ── The server ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("outlet", OUTLETS, ids=lambda outlet: outlet.outlet_id)
def test_feed_then_not_modified(ask, outlet):
    first = ask(outlet.host, outlet.feed_path)
    assert first.status == 200
    by_tag = ask(outlet.host, outlet.feed_path, If_None_Match=first.headers["etag"])
    by_date = ask(outlet.host, outlet.feed_path, If_Modified_Since=first.headers["last-modified"])
    assert (by_tag.status, by_tag.body) == (304, b"")
    assert (by_date.status, by_date.body) == (304, b"")


@pytest.mark.parametrize("outlet", OUTLETS, ids=lambda outlet: outlet.outlet_id)
def test_an_unchanged_feed_is_not_sent_again(press, ask, outlet):
    known = ask(outlet.host, outlet.feed_path)
    for edition in (2, 3):
        press.edition = edition
        got = ask(outlet.host, outlet.feed_path, If_None_Match=known.headers["etag"])
        if edition in outlet.faults:
            break
        same = outlet.listed(edition) == outlet.listed(edition - 1)
        assert got.status == (304 if same else 200)
        known = known if same else got


def test_a_new_edition_is_not_the_old_feed(press, ask):
    first = ask("harbour-post.example", "/feeds/world.xml")
    press.edition = 2
    second = ask("harbour-post.example", "/feeds/world.xml", If_None_Match=first.headers["etag"])
    assert second.status == 200
    assert b"no truce" in second.body
    assert b"no truce" not in first.body


def test_if_none_match_wins_over_the_date():
    said = answer(1, "harbour-post.example", "/feeds/world.xml")
    late = "Sat, 17 May 2025 23:59:59 GMT"
    assert is_current(said, '"a"', None, late)
    assert not is_current(said, '"a"', '"b"', late)
    assert not is_current(said, '"a"', None, "yesterday")


@pytest.mark.parametrize("request_line", [
    (1, "nova-krynytsia.example", "/svit/povnyi-spysok-delehatsii-5543", 404),
    (2, "nova-krynytsia.example", "/svit/povnyi-spysok-delehatsii-5543", 404),
    (1, "kiyipostasi.example", "/atom.xml", 200),
    (2, "kiyipostasi.example", "/atom.xml", 503),
    (2, "kiyipostasi.example", "/robots.txt", 503),
    (2, "vesti-zarechya.example", "/news.rdf", 200),
    (1, "harbour-post.example", "/europe/48236/nine-killed-drone-minibus-sumy", 404),
    (2, "harbour-post.example", "/europe/48236/nine-killed-drone-minibus-sumy", 200),
    (1, "harbour-post.example", "/archive/1", 404),
    (1, "elsewhere.example", "/", 421),
])  # fmt: skip
def test_status(press, ask, request_line):
    edition, host, path, status = request_line
    press.edition = edition
    assert ask(host, path).status == status
    assert [(each.host, each.path, each.status) for each in press.requests] == [(host, path, status)]


def test_the_broken_feed_is_a_page(press, ask):
    press.edition = 2
    got = ask("vesti-zarechya.example", "/news.rdf")
    assert got.headers["content-type"].startswith("text/html")
    assert got.body.startswith(b"<!DOCTYPE html>")


def test_an_edited_article_moves_to_its_new_address(press, ask):
    press.edition = 2
    got = ask("harbour-post.example", "/world/48213/russia-ukraine-open-first-direct-talks-istanbul")
    assert got.status == 301
    target = got.headers["location"].removeprefix("http://harbour-post.example")
    assert b"Istanbul talks end in under two hours" in ask("harbour-post.example", target).body


def test_the_consent_wall_holds_nothing_of_the_article(press, ask):
    press.edition = 3
    got = ask("www.meridian-ledger.example", "/foreign/7710063-what-1000-for-1000-means")
    assert got.status == 200
    assert b"Your privacy choices" in got.body
    assert b"largest exchange" not in got.body


def test_content_coding_only_where_asked_for(ask):
    plain = ask("www.meridian-ledger.example", "/atom/front")
    packed = ask("www.meridian-ledger.example", "/atom/front", Accept_Encoding="gzip, deflate")
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.body == plain.body


def test_an_old_house_says_its_encoding_in_the_page_only(ask):
    got = ask("baltlistok.example", "/2025/05/16/10311.html")
    assert got.headers["content-type"] == "text/html"
    assert b"charset=windows-1251" in got.body
    assert "прекращение огня" in got.body.decode("windows-1251")


def test_head_has_the_headers_of_get(ask):
    got = ask("harbour-post.example", "/feeds/world.xml")
    head = ask("harbour-post.example", "/feeds/world.xml", method="HEAD")
    assert head.body == b""
    assert head.headers == got.headers


def test_bytes_depend_on_edition_and_address_only(press, ask):
    def everything(newsroom: Newsroom) -> list[object]:
        found: list[object] = []
        for edition in EDITIONS:
            newsroom.edition = edition
            for outlet in OUTLETS:
                paths = ["/", "/robots.txt", outlet.feed_path, *(version.path for version in outlet.versions)]
                found += [ask(outlet.host, path) for path in paths]
        return found

    assert everything(press) == everything(press)


def test_a_current_page_is_the_same_at_every_edition():
    for outlet, version in VERSIONS:
        current = [edition for edition in EDITIONS if version in outlet.online(edition) and not outlet.faults]
        assert len({answer(edition, outlet.host, version.path) for edition in current}) <= 1


def test_settings_name_the_port_on_loopback(press):
    assert press.allow_hosts == f"127.0.0.1:{press.port}"
    assert press.connect_to == f"*.example=127.0.0.1:{press.port}"


def test_stopped_means_closed():
    press = Newsroom()
    press.start()
    port = press.port
    press.stop()
    press.stop()
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", port), timeout=2)
    with pytest.raises(RuntimeError, match="start it first"):
        _ = press.port


# ── The expectations ──────────────────────────────────────────────────────────────────────────────


def test_every_article_has_an_expectation_and_vice_versa(expectations, wires):
    written = {(outlet.outlet_id, f"{version.slug}.{version.language}.md") for outlet, version in VERSIONS}
    broken = {row["file"] for row in expectations["documents"] if "file" in row and row["outcome"] == "quarantined"}
    written |= {(path.parent.name, path.name) for path in wires if path.name not in broken}
    assert {(row["source"], row["article"]) for row in expectations["items"]} == written


def test_every_document_has_an_expectation_and_vice_versa(expectations, wires):
    delivered = {
        (path.parent.name, int(path.parts[-3][-1]), path.name) for path in wires if path.parent.name != agencies.ASKED
    }
    pages = f"http://{agencies.HOST}{agencies.STORIES_PATH}"
    delivered |= {
        (agencies.ASKED, *page) for page in ((1, pages), (1, f"{pages}?after=0&page=2"), (2, f"{pages}?after=3"))
    }
    polled = {(outlet.outlet_id, edition, outlet.home + outlet.feed_path) for outlet in OUTLETS for edition in EDITIONS}
    rows = expectations["documents"]
    assert {(row["source"], row["edition"], row.get("url") or row["file"]) for row in rows} == delivered | polled


def is_news(outlet, edition) -> bool:
    """Whether the feed of an edition can be read and is not the one before."""
    if edition in outlet.faults:
        return False
    return edition == 1 or answer(edition, outlet.host, outlet.feed_path) != answer(
        edition - 1, outlet.host, outlet.feed_path
    )


def test_identities_and_times_are_those_of_the_feed(expectations):
    by_file = {(row["source"], row["article"]): row for row in expectations["items"]}
    for outlet, version in VERSIONS:
        row = by_file[outlet.outlet_id, f"{version.slug}.{version.language}.md"]
        assert row.get("guid") == outlet.guid_of(version)
        assert row.get("url", outlet.address(version)) == outlet.address(version)
        assert row["published_at"] == version.published_at.astimezone(UTC)
        assert row["language"] == version.language
        assert row["title"] == version.title
        heard = [] if version.silent else [edition for edition in version.editions if is_news(outlet, edition)]
        assert set(row["seen"]) == {press_day(edition) for edition in heard}


def test_quotes_stand_in_the_text_between_quotation_marks(expectations, wires, written):
    texts = {path.name: " ".join(written(path).split()) for path in wires}
    texts |= {f"{version.slug}.{version.language}.md": "\n".join(version.paragraphs) for _, version in VERSIONS}
    for row in expectations["items"]:
        for statement in row.get("before", row).get("statements", ()):
            quoted = re.findall(r"[“„«](.+?)[”“»]|\"([^\"\n]+)\"|``(.+?)''", texts[row["article"]], re.DOTALL)
            assert any(statement["words"] in "".join(each) for each in quoted), statement


def test_article_counts_add_up(expectations):
    alive: set[tuple[str, str]] = set()
    for day in (1, 2):
        for row in expectations["items"]:
            identity = (row["source"], row.get("guid") or row["url"])
            outcome = row["seen"].get(day, {}).get("outcome")
            if outcome == "loaded":
                alive.add(identity)
            elif outcome in {"killed", "held"}:
                alive.discard(identity)
        assert len(alive) == expectations["articles"][day]


def test_what_no_page_gives_keeps_its_summary(expectations):
    summaries = [row["seen"] for row in expectations["items"] if row.get("depth") == "summary"]
    reasons = {seen[min(seen)]["reason"] for seen in summaries}
    assert reasons == {"http_gone", "soft_block", "robots", "bad_encoding"}


def test_embargoes_end_between_the_two_runs_or_never(expectations):
    ends = [held["until_at"] for held in expectations["held"] if "until_at" in held]
    assert all(as_of(1) < until_at < as_of(2) for until_at in ends)
    assert datetime(2025, 5, 17, 6, tzinfo=UTC) in ends
    assert len(ends) < len(expectations["held"])


def test_the_copies_are_word_for_word(wires):
    (story,) = [path for path in wires if path.name == "CNA-20250516-0001.xml"]
    paragraphs = etree.parse(story).findall(".//{http://iptc.org/std/NITF/2006-10-18/}p")
    copies = [version for _, version in VERSIONS if version.author == "Castellan News Agency"]
    assert len(copies) >= 3
    assert {copy.paragraphs for copy in copies} == {tuple(paragraph.text for paragraph in paragraphs)}


def test_every_row_belongs_to_a_story_and_the_copies_to_one(expectations):
    articles = [row for row in expectations["items"] if "depth" in row]
    assert all("story" in row for row in articles)
    by_story: dict[str, set[tuple[str, str]]] = {}
    for row in articles:
        by_story.setdefault(row["story"], set()).add((row["source"], row.get("guid") or row["url"]))
    shared = [members for members in by_story.values() if len(members) > 1]
    assert sorted(map(len, shared)) == sorted(map(len, expectations["one_story"]))
    assert all({(each["source"], each["guid"]) for each in copies} in shared for copies in expectations["one_story"])


def test_hard_negatives_and_passing_mentions_are_there(expectations):
    labels = [row.get("relevance") for row in expectations["items"]]
    assert labels.count("no") >= 20
    assert labels.count("passing") >= 10


def test_other_houses_may_be_put_in_the_place_of_those_of_the_world(press, ask):
    outlet = BY_ID["harbour-post"]
    assert b"<item>" in ask(outlet.host, outlet.feed_path).body
    press.houses = {outlet.host: replace(outlet, versions=())}
    assert b"<item>" not in ask(outlet.host, outlet.feed_path).body
    assert ask(BY_ID["baltlistok"].host, BY_ID["baltlistok"].feed_path).status == 421
