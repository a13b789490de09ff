"""The sample press broken in ten ways over HTTP, collected and monitored by the commands: ten right findings, and no other.

Rules compare with weeks, which no test can wait for: what the press days loaded is laid over the five weeks before. What
no press can break (disk, keys, a pack, a load) is broken in test_broken_newsroom.py.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from pipelines import run
from pipelines.newsroom import EDITIONS
from pipelines.newsroom.content import Outlet, Version, outlets
from pipelines.run.findings import open_findings
from pipelines.run.house import clock
from pipelines.settings import Settings
from pipelines.warehouse import connect, contents

LAST = max(EDITIONS)
BY_ID = {each.outlet_id: each for each in outlets().values()}
WEEKS = range(4, 36)
"""Days ago on which the history has the articles of the press days once more. The last three are those of the breakage."""

RULER = (0, 1, 4, 9, 11)
"""A Golomb ruler: two articles that take these paragraphs from different places have one in common at most."""

BY_DESIGN = {("silent_feed", "kiyi-postasi"), ("feed_is_a_page", "vesti-zarechya"), ("stale_feed", "moravske-ozveny")}
"""pipelines/newsroom/expectations.yaml"""

NOTICE = (
    "Шановні читачки й читачі! Ми переносимо архів на новий сервер і просимо трохи терпіння.",
    "Усі матеріали повернуться на свої місця до кінця тижня, а доти пишіть нам на адресу редакції.",
    "Дякуємо, що залишаєтеся з нами вже тридцять років, і вибачте за незручності.",
)


def printed(outlet: Outlet, at: datetime, count: int, *, of: Outlet | None = None, number: int = 1) -> Outlet:
    """Return the house with `count` articles that are new, the last of them put online a few minutes before.

    Their words are its own, or those `of` another house, in an order of their own.
    """
    words = of or outlet
    models = [each for each in words.versions if each.language == words.language and each.serve == "full"]
    models = [each for each in models if not each.garbled and len(each.paragraphs) > 2]
    pool = [paragraph for each in models for paragraph in each.paragraphs]

    def version(place: int) -> Version:
        model = models[place % len(models)]
        taken = [pool[(place + mark) % len(pool)] for mark in RULER]
        return replace(
            model,
            article_id=f"9{number}{place:04}",
            slug=f"printed-{number}-{place}",
            path=f"/printed/{number}-{place}.html",
            title=" ".join(taken[0].split()[:8]),
            summary=" ".join(taken[1].split()[:20]),
            paragraphs=tuple(taken),
            published_at=at - timedelta(minutes=10 + place),
            updated_at=None,
            editions=(LAST,),
            feed_date=None,
            naive=False,
        )

    return replace(outlet, versions=tuple(version(place) for place in range(count)), faults={})


def changed(outlet: Outlet, **changes: Callable[[Version], object]) -> Outlet:
    """Return the house with fields of its articles made of what the articles are."""
    versions = (replace(each, **{name: make(each) for name, make in changes.items()}) for each in outlet.versions)
    return replace(outlet, versions=tuple(versions))


def broken(at: datetime) -> Mapping[str, Outlet]:
    """Return the houses that are broken, by the rule that should find it."""

    def new(name: str, count: int, of: str | None = None) -> Outlet:
        return printed(BY_ID[name], at, count, of=BY_ID[of] if of else None)

    new_york = ZoneInfo("America/New_York")
    return {
        "silent_feed": replace(BY_ID["alpenrundblick"], faults={LAST: "down"}),
        "stale_feed": replace(BY_ID["le-belvedere"], versions=()),  # an empty list
        "feed_is_a_page": replace(
            BY_ID["glos-nabrzeza"],
            faults={LAST: "html"},
            words={"maintenance": "Strona w przebudowie. Zapraszamy jutro."},
        ),
        # four times as many as usual, and the address of each leads nowhere
        "volume": changed(new("northern-lantern", 24), serve=lambda _: "gone"),
        "extraction": changed(new("vltavsky-zpravodaj", 12), serve=lambda _: "consent"),
        # a notice of its own in the place of every article
        "same_text": changed(new("stepovyi-maiak", 6), paragraphs=lambda _: NOTICE, summary=lambda _: ""),
        "text_length": changed(new("harbour-post", 12), paragraphs=lambda each: each.paragraphs[:1]),
        "language": changed(new("elbwarte", 12, of="harbour-post"), language=lambda _: "en"),
        # the clock on the wall, called UTC
        "dates": changed(
            new("meridian-ledger", 12),
            published_at=lambda each: each.published_at.astimezone(new_york).replace(tzinfo=UTC),
        ),
        "mojibake": changed(new("courrier-des-quais", 6), garbled=lambda _: True),
    }


FINDINGS = {
    "silent_feed": "alpenrundblick",
    "stale_feed": "le-belvedere",
    "feed_is_a_page": "glos-nabrzeza",
    "volume": "northern-lantern",
    "extraction": "vltavskyzpravodaj.example",
    "same_text": "stepovyi-maiak.example",
    "text_length": "harbour-post",
    "language": "elbwarte",
    "dates": "meridian-ledger",
    "mojibake": "courrier-des-quais",
}

DATED = """  -- as if each had been listed by a poll twenty minutes after it was put online
update sightings set
    published_at = published_at + $late,
    seen_at = least(coalesce(published_at + $late + interval 20 minutes, seen_at), seen_at),
    absent_at = least(coalesce(published_at + $late - interval 10 minutes, absent_at, seen_at), seen_at);
update article_revisions set
    published_at = published_at + $late,
    observed_at = least(coalesce(published_at + $late + interval 20 minutes, observed_at), observed_at);
"""
IDS = {
    "run", "id", "fetch_id", "page_fetch_id", "item_id", "article_id", "revision", "current_revision",
    "native_article_id", "article_revision", "text_fingerprint",
}  # fmt: skip
TABLES = ("runs", "documents", "run_items", "ledger", "sightings", "article_heads", "article_revisions")


def lay_history(data: Path) -> None:
    """Date what was loaded as if it were news of today, and lay it over the weeks before under ids of its own."""
    settings = Settings(data=data)
    with connect.writer(settings) as writer:
        printed_at = EDITIONS[LAST].replace(tzinfo=None)
        (late,) = writer.execute("select max(fetched_at) - $at from documents", {"at": printed_at}).fetchone()
        for statement in DATED.split(";")[:-1]:
            writer.execute(statement, {"late": late})
        for table in TABLES:
            columns = writer.execute(f"select column_name, column_type from (describe {table})").fetchall()
            writer.execute(
                f"insert into {table} by name select "
                + ", ".join(f"{shifted(name, kind)} as {name}" for name, kind in columns)
                + f" from {table}, range({WEEKS.start}, {WEEKS.stop}) as days (ago)"
            )
    contents.counts_path(settings.warehouse_path).unlink()  # the rows of the last load, and no others are expected


def shifted(name: str, kind: str) -> str:
    """Return a column of a copy: later ids and earlier times."""
    if kind == "TIMESTAMP":
        return f"{name} - ago * interval 1 day"
    if name in IDS:
        return f"if({name} = '', '', md5(concat({name}, ago)))"
    if name == "token":
        return "token - 1000 * ago"
    if name == "title":
        return "md5(concat(title, ago))"  # or it would be the same article again
    if name == "text":
        return "left(repeat(concat(md5(concat(text, ago)), ' '), 400), length(text))"
    return "null" if name in {"other_ids", "page_fetch_id"} else name


def found(shop) -> set[tuple[str, str]]:
    """Return the findings that stand, by rule and subject."""
    return {(line.rule, line.subject) for line in open_findings(Settings(data=shop.data))}


@pytest.mark.soak
def test_a_press_that_is_broken_in_ten_ways_gives_ten_findings_and_mending_it_closes_them(after_two_days, monkeypatch):
    shop = after_two_days
    shop.environment["TRUCEWATCH_REVISIT_HOURS"] = "8760"  # how articles change is no matter of this test
    lay_history(shop.data)
    now = clock()
    houses = broken(now)
    assert houses.keys() == FINDINGS.keys()
    shop.press.houses = outlets() | {each.host: each for each in houses.values()}
    for _ in range(2):  # one failure of a source is none yet
        shop.call("collect")
    shop.call("monitor")
    assert found(shop) == BY_DESIGN | set(FINDINGS.items())

    later = (now + timedelta(days=4)).replace(microsecond=0)  # the rules look back three days
    ill = {source for _, source in BY_DESIGN}
    mended = (printed(each, later, 1, number=2) for each in BY_ID.values() if each.outlet_id not in ill)
    shop.press.houses = outlets() | {each.host: each for each in mended}
    for name, value in shop.environment.items():
        monkeypatch.setenv(name, value)
    run.collect(now=lambda: later)
    shop.call("monitor", "--as-of", f"{later:%Y-%m-%dT%H:%M:%S%z}")
    assert found(shop) == BY_DESIGN
    closed = shop.rows(
        f"select rule, subject from findings where closed_at is not null and first_seen_at >= '{now:%F %T}'"
    )
    assert {(row["rule"], row["subject"]) for row in closed} == set(FINDINGS.items())
