"""Findings through the whole pipeline: what stages write is what the rules read. Every rule for itself: tests/sql/test_rules.py."""

from pipelines.collect import health
from pipelines.records import FetchOutcome, Reason
from pipelines.run.findings import open_findings
from pipelines.run.house import open_house

CONSENT = (
    "We and our partners store what we learn about you on your device. Say that you agree, and you may read on; "
    "say that you do not, and we will ask again. Everything else is explained in the many pages behind this one."
)
BLANK, WALLED = ([f"{kind}{number}" for number in range(count)] for kind, count in (("blank", 12), ("walled", 14)))


class Mast:
    """A feed that is polled, and judged as the collector judges it."""

    def __init__(self, folder):
        self.folder, self.memory = folder, None
        (self.source,) = (each for each in open_house().sources if each.source_id == "mast")

    def poll(self, hours, body=None):
        failure = {} if body else {"outcome": FetchOutcome.FAILED, "reason": Reason.HTTP_SERVER_ERROR, "status": 503}
        fetch = self.folder.poll(hours, body, source="mast", url=self.source.url, **failure)
        polled = health.Polled(
            at=fetch.fetched_at, url=fetch.url, outcome=fetch.outcome, reason=fetch.reason, status=fetch.status,
            body_sha256=fetch.raw_sha256, keys=(f"k{hours}",) if body else None,
        )  # fmt: skip
        self.memory = health.remember(self.memory, polled, self.source)
        self.folder.readings.append(health.reading(self.memory, self.source, fetch.fetch_id))


def test_what_the_stages_write_is_found_and_closed(folder, build):
    def listed(names):
        return build["rss"](*((name, f"http://tide.example/{name}", f"About {name}", None, None) for name in names))

    def look(hours, feed, names, body):
        for name in names:
            folder.look(hours, feed, f"http://tide.example/{name}", body.replace("{name}", name).encode())

    def found():
        return {(line.rule, line.subject, line.severity) for line in open_findings()}

    mast = Mast(folder)
    mast.poll(0, build["rss"](("m", "http://mast.example/m", "Of the mast", None, None)))
    for hours in range(1, 6):
        mast.poll(hours)
    feed = folder.poll(0, listed(BLANK))
    look(1, feed, BLANK, "<html><title>{name}</title><body><nav>Home</nav></body></html>")
    folder.monitor(6)
    assert found() == {("extraction", "tide.example", "warning"), ("silent_feed", "mast", "warning")}

    mast.poll(20, build["rss"](("n", "http://mast.example/n", "Of the mast again", None, None)))
    feed = folder.poll(19, listed(WALLED))
    page = f"<html><title>{{name}}</title><body><article><h1>{{name}}</h1><p>{CONSENT}</p></article></body></html>"
    look(20, feed, WALLED, page)
    folder.monitor(21)
    assert found() == {("same_text", "tide.example", "warning")}, "the others are closed: 12 of 26 pages had no text"
    assert sorted(folder.rows("select rule from findings where closed_at is not null")) == [
        ("extraction",),
        ("silent_feed",),
    ]
