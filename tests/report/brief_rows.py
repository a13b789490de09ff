"""Rows of a small day, one builder for each query of the brief, and how its page is read."""

from datetime import date, datetime, timedelta

from lxml import html

from pipelines.report.brief import Right, Topic, assemble, brief_page

DAY = date(2025, 5, 17)
NOON = datetime.fromisoformat("2025-05-17T12:00")
NIGHT = datetime.fromisoformat("2025-05-17T23:59")
TOPIC = Topic(
    topic="Talks of A and B",
    version="0123456789ab",
    parties=("aland", "bland"),
    names={"aland": "Aland", "bland": "Bland", "eve": "Eve Adams"},
    rounds={"first-round": "first round"},
)


def run(name="20250517T235900Z-00000001", planned_at=NIGHT, **others):
    given = {"run": name, "planned_at": planned_at, "mode": "monitor", "batches": 1, "lost_batches": 0}
    return {**given, "stopped": False, "stop_reason": None, "pack_version": "0123456789ab", **others}


def figures(day_on=DAY, articles=5, talks_articles=3, outlets=3, talks_outlets=2):
    return {
        "day_on": day_on,
        "articles": articles,
        "talks_articles": talks_articles,
        "outlets": outlets,
        "talks_outlets": talks_outlets,
    }


def article(number=1, story=None, outlet="post", **others):
    given = {
        "story_id": story or f"a{number}",
        "place": 1,
        "article_id": f"a{number}",
        "publisher_id": outlet,
        "publisher": f"The {outlet.title()}",
        "side": None,
        "language": "en",
        "title": f"Headline {number}",
        "url": f"https://{outlet}.example/{number}",
        "published_at": NOON + timedelta(minutes=number),
        "published_precision": "second",
        "first_seen_at": NOON + timedelta(hours=1),
        "text_depth": "full",
        "revisions": 1,
        "first_publisher_id": outlet,
        "first_appeared_at": NOON + timedelta(minutes=number),
        "origin": f"The {outlet.title()}",
        "basis": "earliest",
        "credited_by": 0,
    }
    return {**given, **others}


def statement(number=1, outlet="post", **others):
    given = {
        "article_id": f"a{number}",
        "position": 0,
        "is_quote": True,
        "content": f"We shall meet again on day {number}",
        "language": "en",
        "speaker": "eve",
        "speaker_name": "Eve Adams",
        "speaker_side": "aland",
        "attributed_to": None,
        "type": "offer",
        "facet": "next_round",
        "aimed_at": None,
        "negated": False,
        "publisher_id": outlet,
        "publisher": f"The {outlet.title()}",
        "url": f"https://{outlet}.example/{number}",
        "published_at": NOON + timedelta(minutes=number),
        "published_precision": "second",
        "first_seen_at": NOON,
        "title": f"Headline {number}",
        "may_quote": True,
        "may_pass_on": True,
    }
    return {**given, **others}


def report(claim="c1", outlet="post", rank=1, minutes=0, **others):
    """One source of a claim, as a row of brief_claims.sql."""
    given = {
        "claim_id": claim,
        "speaker": "eve",
        "speaker_name": "Eve Adams",
        "speaker_side": "aland",
        "type": "demand",
        "facet": "next_round",
        "negated": False,
        "aimed_at": "Bland",
        "rank": rank,
        "tie": False,
        "source_id": outlet,
        "publisher_id": outlet,
        "publisher": f"The {outlet.title()}",
        "day_on": DAY,
        "published_at": NOON + timedelta(minutes=minutes),
        "published_precision": "second",
        "absent_at": None,
        "first_seen_at": NOON + timedelta(hours=2),
        "credited_to": [],
        "is_original": True,
        "language": "en",
        "title": f"Headline of {outlet}",
        "url": f"https://{outlet}.example/{claim}",
        "is_quote": True,
        "content": f"Let us meet, as {outlet} has it",
        "article_id": f"{claim}-{outlet}",
        "may_quote": True,
        "may_pass_on": True,
    }
    return {**given, **others}


def revision(**others):
    """One change of an article, as a row of brief_revisions.sql."""
    given = {
        "article_id": "a1",
        "step": 2,
        "publisher_id": "post",
        "publisher": "The Post",
        "language": "en",
        "changed_at": NOON,
        "is_played": False,
        "title_changed": True,
        "earlier_title": "Talks fail",
        "title": "Talks go on",
        "statements_in": ["demand · eve · words"],
        "statements_out": [],
        "amounts_in": ["1000 prisoners"],
        "amounts_out": ["300 prisoners"],
        "places_in": [],
        "places_out": [],
        "url": "https://post.example/1",
        "earlier_text": "They met for 3 hours in the palace and then went home.",
        "text": "They met for 2 hours in the palace and then went home.",
        "may_quote": True,
        "may_pass_on": True,
    }
    return {**given, **others}


def told(measure, counted, what=None, side=None, *, outlets="aland", grouped_by="side"):
    """One count of the event of the day, as a row of brief_framing.sql."""
    given = {"grouped_by": grouped_by, "outlets": outlets, "measure": measure, "what": what, "side": side}
    return {**given, "counted": counted, "round": "first-round", "round_name": "the first"}


def quiet(source="echo", silence="topic", **others):
    """One silent source, as a row of brief_silence.sql."""
    given = {"source_id": source, "publisher": f"The {source.title()}", "language": "en", "side": None}
    given |= {"silence": silence, "feed_state": "ok", "items": 3, "talks_articles": 0, "expected": 2.0}
    return {**given, "round": None, "round_name": None, **others}


def actor(name="Eve Adams", articles=2, mean=None, **others):
    given = {"actor": name.lower().replace(" ", "-"), "name": name, "type": "person", "side": "aland"}
    return {**given, "articles": articles, "acting_mentions": 1, "earlier_articles": 0, "earlier_mean": mean, **others}


def source(name="post", **others):
    given = {
        "source_id": name,
        "publisher_id": name,
        "publisher": f"The {name.title()}",
        "kind": "feed",
        "language": "en",
        "side": None,
        "paused_why": None,
        "asked": 1,
        "is_heard": True,
        "last_good_at": NOON,
        "missed": 0,
        "missed_reason": None,
        "state": None,
        "missed_detail": None,
        "new_items": 2,
    }
    return {**given, **others}


def covered(name="post", articles=3, talks_articles=2, *, language="en", side=None, ownership="private"):
    return {
        "source_id": name,
        "publisher_id": name,
        "language": language,
        "side": side,
        "ownership": ownership,
        "articles": articles,
        "talks_articles": talks_articles,
        "full_articles": talks_articles,
    }


def check(*, success=True, **others):
    given = {"run": "r", "suite": "articles", "expectation": "expect_column_values_to_be_between", "kwargs": "{}"}
    given |= {
        "severity": "warning",
        "level": "row",
        "evaluated": 9,
        "unexpected": 0,
        "observed": "",
        "notes": "A note.",
    }
    return {**given, "success": success, **others}


ROWS = {
    "days": [figures()],
    "runs": [run()],
    "rounds": [{"round": "first-round", "articles": 2, "outlets": 2}],
    "facets": [{"facet": "next_round", "articles": 2, "earlier_mean": None}],
    "claims": [],
    "framing": [],
    "revisions": [],
    "silence": [],
    "stories": [article(1), article(2)],
    "statements": [statement(1)],
    "actors": [actor()],
    "coverage": [covered()],
    "sources": [source()],
    "outcomes": [{"outcome": "loaded", "reason": None, "items": 5}],
    "checks": [check()],
    "conservation": [],
    "totals": [{"source_id": "post", "items": 7, "loaded": 6}],
}


def made(topic=TOPIC, queries=None, right=Right.INSIDE, **rows):
    return assemble({**ROWS, **rows}, day=DAY, zone="UTC", topic=topic, queries=queries, right=right)


def seen(**rows):
    return html.document_fromstring(brief_page(made(**rows)).html)


def words(element):
    return " ".join(element.text_content().split())


def part(page, name):
    """Return what a part says, without the rows behind it."""
    (section,) = page.xpath("//*[@id=$name]/ancestor::*[self::section or self::footer]", name=name)
    behind = {words(each) for each in section.xpath(".//details[@class='query']")}
    said = words(section)
    for each in behind:
        said = said.replace(each, "")
    return said


def rows_of(page, name):
    """Return the first table of a part, and after it its pairs of term and description."""
    section = page.get_element_by_id(name).getparent()
    tables = [[words(cell) for cell in row] for row in section.xpath("(.//tbody)[1]/tr")]
    return tables + [[words(term), words(term.getnext())] for term in section.iter("dt")]


def lead(page):
    return words(page.find_class("lead")[0])


def figure(page, name):
    (value,) = {each.get("value") for each in page.iterfind(f".//data[@data-figure='{name}']")}
    return float(value)
