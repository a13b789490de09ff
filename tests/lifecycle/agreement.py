"""What must hold after each round: house and model agree, and a word that nobody may see is nowhere."""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime

from pipelines import settings as environment
from pipelines import warehouse
from pipelines.errors import NothingHeld
from pipelines.records import make_id
from pipelines.report.desk import quality_page
from pipelines.report.desk_quarantine import QuarantineView, StandingFilter, quarantine_page
from pipelines.run import desk, desk_items
from pipelines.run.briefing import brief
from pipelines.warehouse import connect
from tests.lifecycle import search
from tests.lifecycle.lived import COPY_URL, Lived
from tests.lifecycle.lives import marker
from tests.lifecycle.model import KILLED, VISIBLE, Fate, Key

Rows = Callable[[str], list[tuple]]
LEDGER = """
    select l.id, l.revision, l.outcome, l.reason, l.until_at
    from ledger_current as l
    inner join sources_now as s on l.source_id = s.source_id
    where s.kind = 'wire' and l.kind = 'item' and l.revision <> ''
"""
REASONS = {"withheld": "withheld", "embargo": "embargo", "sealed": "embargo_unclear"}


def agree(lived: Lived, touched: set[Key]) -> None:
    """Compare ledger, current versions, history, tombstones and copies with the model, and run the checks."""
    chosen = environment.load()
    with connect.reader(warehouse.published_path(chosen)) as connection:

        def rows(query: str) -> list[tuple]:
            return connection.execute(query).fetchall()

        # Bytes that a kill took out are not read again when they are delivered again: nothing says what was in them.
        unread = _agree_on_outcomes(lived, rows, touched)
        articles = dict(rows("select item_id || item_revision, article_id from wire_versions"))
        _agree_on_versions(lived, rows, articles, unread)
        dead = {
            articles["".join(key)] for key, fate in lived.model.fates.items() if fate == KILLED and key not in unread
        }
        buried = {article_id for (article_id,) in rows("select article_id from tombstones")}
        assert dead == buried & set(articles.values())
        _agree_on_copy(lived, rows, articles)
        for check in sorted((environment.shipped("sql") / "checks").glob("*.sql")):
            assert rows(check.read_text().strip().rstrip(";")) == [], check.stem


def _agree_on_outcomes(lived: Lived, rows: Rows, touched: set[Key]) -> set[Key]:
    fates = lived.model.fates
    ledger = {(item, revision): ending for item, revision, *ending in rows(LEDGER)}
    unread = {key for key in fates.keys() - ledger.keys() if fates[key] == KILLED}
    assert ledger.keys() == fates.keys() - unread
    wrong = {
        key: ending for key, ending in ledger.items() if not _is_as_told(fates[key], *ending, exactly=key in touched)
    }
    assert wrong == {}, lived.told(set(wrong))
    return unread


def _is_as_told(fate: Fate, outcome: str, reason: str | None, until: datetime | None, *, exactly: bool) -> bool:
    """Say whether a ledger row is what the model says. Why a version is held may have changed since a run saw it."""
    match fate.what:
        case "visible":
            return outcome in {"loaded", "duplicate"}
        case "killed":
            return outcome == "killed"
        case "obeyed":
            return (outcome, reason) == ("not_text", "advisory")
        case "unclear":
            return (outcome, reason) == ("quarantined", "advisory")
    if outcome != "held" or not exactly:
        return outcome == "held"
    return reason == REASONS[fate.why] and until == (fate.until.replace(tzinfo=None) if fate.until else None)


def _agree_on_versions(lived: Lived, rows: Rows, articles: dict[str, str], unread: set[Key]) -> None:
    """Current text and history are those of the versions that may be seen."""
    fates = lived.model.fates
    texts = dict(rows("select article_id, title || ' ' || text from articles"))
    history: dict[str, dict[str, bool]] = defaultdict(dict)
    for article_id, title, is_current in rows("select article_id, title, is_current from wire_history"):
        (word,) = search.markers(title)
        history[article_id][word] = is_current or history[article_id].get(word, False)
    headlines = {marker("h", each.number, at) for each in lived.tellers for at in range(len(each.tellings))}
    for key, story in lived.stories.items():
        if key in unread:
            continue
        article_id, current = articles["".join(key)], lived.model.current(story)
        told = lived.words[current].told if current else frozenset()
        assert search.markers(texts.get(article_id, "")) == told, lived.told({key})
        others = {other for other, whose in lived.stories.items() if whose == story and fates[other] == VISIBLE}
        seen = {word for other in others for word in lived.words[other].told} & headlines
        assert history[article_id].keys() == seen, lived.told({key})
        assert {word for word, is_current in history[article_id].items() if is_current} == told & headlines


def _agree_on_copy(lived: Lived, rows: Rows, articles: dict[str, str]) -> None:
    """The web copy stays; it is shown beside its wire story, and listed for a person once that is killed."""
    if lived.copied is None:
        return
    copy = make_id("tide", "url", COPY_URL.removeprefix("http://"))
    assert rows(f"select count(*) from articles where article_id = '{copy}'") == [(1,)]
    if not lived.tellers[0].form.has_guids:  # a text wire has a dateline before its text, which the copy has not
        return
    body = marker("b", 0, 0)
    keys = [key for key, words in lived.words.items() if body in words.told]
    is_killed = any(lived.model.fates[key] == KILLED for key in keys)
    assert rows("select distinct article_id from killed_copies") == ([(copy,)] if is_killed else [])
    beside = {articles["".join(key)] for key in keys if lived.model.fates[key] == VISIBLE}
    told = rows(f"select wire_article_id from wire_copies where article_id = '{copy}'")
    shown = {article_id for (article_id,) in told}
    if beside:
        assert len(told) == 1
        assert shown <= beside
    else:  # the versions and stories of a world differ in few words: one that is as good as alike may stand there, none hidden
        assert shown <= {articles.get("".join(key)) for key, fate in lived.model.fates.items() if fate == VISIBLE}


# ── The search ────────────────────────────────────────────────────────────────────────────────────


def nothing_hidden_is_seen(lived: Lived) -> None:
    """Look for the words of all versions in every table and file; those of visible ones must be found."""
    fates, allowed = lived.model.fates, _allowed(lived)
    tables: search.Places = {}
    for path in search.databases(lived.data):
        tables |= search.in_tables(path)
    for place, found in tables.items():
        assert found <= allowed, (place, lived.meaning(found - allowed))
    required = {word for key, words in lived.words.items() if fates[key] == VISIBLE for word in words.told}
    for name in ("warehouse.duckdb", warehouse.published_path(environment.load()).resolve().name):
        missing = required - search.all_of({place: found for place, found in tables.items() if place.startswith(name)})
        assert not missing, (name, lived.meaning(missing))
    _files_hide_them(lived, allowed, required)


def _allowed(lived: Lived) -> set[str]:
    """Return the words that may stand in tables and pages.

    Of what is held that is its guid and the name of its file, of what is killed nothing; sluglines and guids may be
    those of another story too.
    """
    fates = lived.model.fates
    shown = {key: words for key, words in lived.words.items() if fates[key] == VISIBLE}
    living = [words for key, words in lived.words.items() if fates[key] != KILLED]
    allowed = {word for words in shown.values() for word in words.own | {words.slug}}
    allowed |= {word for words in living for word in (words.guid, words.file)}
    if lived.copied is not None:
        allowed |= {marker("copy"), marker("b", 0, 0)}
    return allowed


def _files_hide_them(lived: Lived, allowed: set[str], required: set[str]) -> None:
    """Of what is killed nothing is left in raw, inbox and stage; what is held lies in `held/`. Orders name what they kill."""
    fates = lived.model.fates
    living = {word for key, words in lived.words.items() if fates[key] != KILLED for word in words.own}
    killed = {word for key, words in lived.words.items() if fates[key] == KILLED for word in words.own}
    killed |= {word for story, words in lived.lost if story in lived.model.killed for word in words.own}
    killed |= {marker("c", teller.number) for teller in lived.tellers}
    killed -= living | allowed
    held = {word for key, words in lived.words.items() if fates[key].what == "held" for word in words.own} - allowed
    torn = {word for _, words in lived.lost for word in words.own}
    guids = {teller.guid_word if teller.form.has_guids else teller.slug for teller in lived.tellers}
    sluglines = {teller.slug for teller in lived.tellers}
    files = search.in_files(lived.data)
    for place, found in files.items():
        assert not found & killed, (place, lived.meaning(found & killed))
        if place.startswith("raw/") and place.endswith(".zst"):
            assert not found & (held - torn), (place, lived.meaning(found & held))
        elif not place.startswith(("raw/", "held/", "inbox/", "journal/")):
            said = allowed | guids | (sluglines if "/KillOrder-" in place else set())
            assert found <= said, (place, lived.meaning(found - said))
    stored = search.all_of({place: found for place, found in files.items() if place.endswith(".zst")})
    assert required | held <= stored, lived.meaning((required | held) - stored)


def pages_show_none_of_it(lived: Lived) -> None:
    """Write the brief, render the pages that list what came, and look through everything once more."""
    try:
        brief()
    except NothingHeld:
        lived.counts["days without a brief"] += 1
    pages = (
        quality_page(desk.quality(), sources=desk.sources(14)),
        quarantine_page(desk_items.quarantine(), QuarantineView(state=StandingFilter.ALL), root="/"),
    )
    found = search.markers("".join(page.html for page in pages))
    assert found <= _allowed(lived), lived.meaning(found - _allowed(lived))
    nothing_hidden_is_seen(lived)
