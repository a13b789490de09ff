"""Random lives of wire stories: after each round the house agrees with the model, and no hidden word is anywhere."""

import io
import os
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from pipelines import parse, warehouse
from pipelines import settings as environment
from pipelines.collect.wire import wire_url
from pipelines.errors import NothingHeld
from pipelines.records import Document, ParsedDocument, Rejected, make_id
from pipelines.report.desk import quality_page
from pipelines.run import desk
from pipelines.run.briefing import brief
from pipelines.run.wiring import collect_wires, reasons_to_run
from tests.lifecycle import search
from tests.lifecycle.deliveries import Form, Telling
from tests.lifecycle.lives import BEGIN, CHANNELS, Act, Teller, Words, World, marker, worlds
from tests.lifecycle.model import KILLED, VISIBLE, Arrival, Fate, Key, Model
from tests.run.conftest import PACK, Folder, rss

WIRE = "- {{id: {0}, publisher: {1}, name: The {0}, kind: wire, path: {0}, language: en, cadence_hours: 12, verified: true}}\n"
SEQUENCES = 10
MOST_ROUNDS = 4
MOST_RUNS = 3
COPY_URL = "http://tide.example/copy"


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """One file on its way: the tellings in it, and where the words of each are kept (None for cancellations and orders)."""

    channel: str
    form: Form
    tellings: tuple[Telling, ...]
    words: tuple[Words | None, ...]
    acts: tuple[Act, ...]
    is_broken: bool = False

    @property
    def body(self) -> bytes:
        """Return the bytes of the file."""
        body = self.form.write(self.tellings)
        return body[: 2 * len(body) // 3] if self.is_broken else body


@dataclass
class Statistics:
    """What all worlds together did."""

    counts: Counter[str]

    def __str__(self) -> str:
        return ", ".join(f"{count} {name}" for name, count in sorted(self.counts.items()))


class Lived:
    """A data folder in which the lives of a world are lived, and the model beside it."""

    def __init__(self, data: Path, world: World, counts: Counter[str]) -> None:
        self.data, self.world, self.counts = data, world, counts
        self.folder = Folder(data)
        self.model = Model()
        self.clock = BEGIN
        self.files = self.steps = self.delivered = 0
        self.words: dict[Key, Words] = {}
        self.stories: dict[Key, tuple[str, str]] = {}
        self.lost: list[tuple[tuple[str, str], Words]] = []
        self.named: set[str] = set()
        self.tellers: list[Teller] = []
        for number, life in enumerate(world.lives):
            before = self.tellers[-1] if self.tellers and life.shares else None
            is_same_agency = before is not None and CHANNELS[before.life.channel] == CHANNELS[life.channel]
            slug = before.slug if before else marker("slug", number)
            guid_word = before.guid_word if before and not is_same_agency else marker("guid", number)
            self.tellers.append(Teller(number=number, life=life, slug=slug, guid_word=guid_word))
        for channel in CHANNELS:
            (data / "inbox" / channel).mkdir(parents=True)

    # ── One round ─────────────────────────────────────────────────────────────────────────────────

    def live(self, number: int) -> None:
        """Deliver what all lives have for a round, let the house work, and compare."""
        self.clock += timedelta(minutes=self.world.hops[number])
        parcels = [parcel for teller in self.tellers for act in teller.life.rounds[number] for parcel in self.parcels(teller, act)]
        arrivals = []
        for parcel in self.packed(parcels):
            arrivals += self.deliver(parcel)
        if number == self.world.copied_in and self.tellers[0].tellings:
            self.copy()
        report = collect_wires(now=lambda: self.clock)
        assert sum(report.outcomes.values()) == self.files
        self.files = 0
        if any(arrival.status == "canceled" or arrival.is_order for *_, arrival in arrivals):
            assert reasons_to_run(now=lambda: self.clock)
        self.work()
        seen = {(each.source_id, each.url): each.fetched_at for each in self.folder.log.read()}
        arrivals.sort(key=lambda each: seen[each[0], wire_url(*each[:2])])
        before = dict(self.model.fates)
        fates = self.model.run((arrival for *_, arrival in arrivals), self.clock)
        self.counts["rounds"] += 1
        self.counts["releases"] += sum(fate == VISIBLE and before.get(key, fate) != VISIBLE for key, fate in fates.items())
        self.compare(touched={arrival.key for *_, arrival in arrivals})
        self.look_everywhere()

    def work(self) -> None:
        """Run `monitor`, and again while something says that it cannot wait: a run sees what the one before has found."""
        for _ in range(MOST_RUNS):
            self.counts["runs"] += 1
            self.folder.monitor((self.clock - self.at_zero).total_seconds() / 3600)
            if not reasons_to_run(now=lambda: self.clock):
                return
        assert reasons_to_run(now=lambda: self.clock) == []

    @property
    def at_zero(self) -> datetime:
        """Return the moment from which the folder counts hours."""
        return BEGIN.replace(hour=0)

    def parcels(self, teller: Teller, act: Act) -> Iterator[Parcel]:
        """Return what an act puts on its way."""
        self.steps += 1
        self.counts["steps"] += 1
        self.counts[f"acts: {act.what}"] += 1
        channel, form, words = teller.life.channel, teller.form, None
        match act.what:
            case "tell":
                told = teller.tell(act, self.clock)
                words = teller.words[-1]
            case "again" | "break" if not teller.tellings or (act.what == "break" and not form.has_guids):
                return
            case "again" | "break":
                at = act.version % len(teller.tellings)
                told, words = teller.tellings[at], teller.words[at]
                channel = teller.others_channel if act.elsewhere else channel
            case "cancel":
                told = teller.cancel(self.clock)
                channel = teller.others_channel if act.elsewhere else channel
            case "advise":
                told, form = teller.advise(self.clock, self.steps), teller.order_form
                channel = teller.foreign_channel if act.elsewhere else channel
            case _:
                told, form = teller.name(self.clock, self.steps), teller.order_form
                self.named.add(teller.slug)
        yield Parcel(
            channel=channel, form=form, tellings=(told,), words=(words,), acts=(act,), is_broken=act.what == "break"
        )

    def packed(self, parcels: list[Parcel]) -> list[Parcel]:
        """Return the parcels, those that travel together as one; of one story each file holds one version."""
        alone: list[Parcel] = []
        together: dict[tuple[str, int], Parcel] = {}
        for parcel in parcels:
            key = (parcel.channel, id(parcel.form))
            packed = together.get(key)
            if not parcel.acts[0].is_packed or not parcel.form.holds_several:
                alone.append(parcel)
            elif packed is None:
                together[key] = parcel
            elif parcel.tellings[0].guid in {each.guid for each in packed.tellings}:
                alone.append(parcel)
            else:
                together[key] = Parcel(
                    channel=parcel.channel,
                    form=parcel.form,
                    tellings=packed.tellings + parcel.tellings,
                    words=packed.words + parcel.words,
                    acts=packed.acts + parcel.acts,
                )
        return alone + list(together.values())

    def deliver(self, parcel: Parcel) -> list[tuple[str, str, Arrival]]:
        """Put a file into the inbox. Return what arrives with it: its channel and name, which order what is seen."""
        self.files += 1
        self.delivered += 1
        self.counts["files"] += 1
        name = f"{self.delivered:06d}.{parcel.form.suffix}"
        (self.data / "inbox" / parcel.channel / name).write_bytes(parcel.body)
        document = Document(
            document_id="d", source_id=parcel.channel, body=parcel.body, received_at=self.clock, url=f"wire:{name}"
        )
        parsed = parse.parse(document)
        publisher = CHANNELS[parcel.channel]
        if parcel.is_broken:
            assert isinstance(parsed, Rejected)
            self.lost += [((publisher, parcel.tellings[0].guid), words) for words in parcel.words if words]
            return []
        assert isinstance(parsed, ParsedDocument)
        assert [item.guid for item in parsed.items] == [told.guid for told in parcel.tellings]
        found = []
        for item, told, words, act in zip(parsed.items, parcel.tellings, parcel.words, parcel.acts, strict=True):
            key = (item.item_id, item.item_revision)
            story = (publisher, told.guid)
            if words:
                self.words[key] = words
            self.stories[key] = story
            is_bare = not parcel.form.has_guids and told.number == 1
            found.append(
                (
                    parcel.channel,
                    name,
                    Arrival(
                        key=key,
                        story=story,
                        created_at=told.created_at,
                        number=0 if is_bare else told.number,
                        status=told.status,
                        embargo_until=told.embargo_until,
                        is_sealed=told.is_sealed,
                        slugline=told.slugline,
                        orders=(told.kills,) if told.kills else (),
                        name=told.slugline if act.what == "name" or (act.what == "cancel" and not parcel.form.has_guids) else "",
                        is_order=act.what in {"advise", "name"},
                    ),
                )
            )
        return found

    def copy(self) -> None:
        """Let a web outlet print the first telling of the first life under a headline of its own."""
        told = self.tellers[0].tellings[0]
        text = "".join(f"&lt;p&gt;{each}&lt;/p&gt;" for each in told.paragraphs)
        hours = (self.clock - self.at_zero).total_seconds() / 3600
        self.folder.poll(hours, rss(("copy-1", COPY_URL, f"What {marker('copy')} printed", "", text)))
        self.counts["web copies"] += 1
        self.copied = told

    copied: Telling | None = None

    # ── The model ─────────────────────────────────────────────────────────────────────────────────

    def compare(self, touched: set[Key]) -> None:
        """The ledger, the current version, the history and the tombstones are what the model says."""
        ledger = {
            (row[0], row[1]): row[2:]
            for row in self.folder.rows(
                "select id, revision, outcome, reason, until_at from ledger_current as l "
                "semi join sources_now as s on s.source_id = l.source_id and s.kind = 'wire' "
                "where l.kind = 'item' and l.revision <> ''"
            )
        }
        fates = self.model.fates
        # Bytes that a kill took out are not read again when they are delivered again: nothing says what was in them.
        unread = {key for key in fates.keys() - ledger.keys() if fates[key] == KILLED}
        assert ledger.keys() == fates.keys() - unread
        wrong = {
            key: (fate, ledger[key])
            for key, fate in fates.items()
            if key not in unread and not is_as_told(fate, *ledger[key], exactly=key in touched)
        }
        assert wrong == {}, self.told(wrong)

        articles = dict(self.folder.rows("select item_id || item_revision, article_id from wire_versions"))
        texts = {row[0]: row[1] for row in self.folder.rows("select article_id, title || ' ' || text from articles")}
        history = defaultdict(dict)
        for article_id, title, is_current in self.folder.rows("select article_id, title, is_current from wire_history"):
            (word,) = search.markers(title)
            history[article_id][word] = is_current or history[article_id].get(word, False)
        seen = defaultdict(set)
        for key, fate in fates.items():
            if fate == VISIBLE:
                seen[self.stories[key]] |= self.words[key].told
        for key, story in self.stories.items():
            if key in unread:
                continue
            article_id, current = articles["".join(key)], self.model.current(story)
            found = search.markers(texts.get(article_id, ""))
            assert found == (self.words[current].told if current else set()), (story, current)
            assert history[article_id].keys() == seen[story] & {marker("h", n, k) for n, t in enumerate(self.tellers) for k in range(len(t.tellings))}
            currents = {word for word, is_current in history[article_id].items() if is_current}
            assert currents == (self.words[current].told & history[article_id].keys() if current else set())

        dead = {articles["".join(key)] for key, fate in fates.items() if fate == KILLED and key not in unread}
        buried = {row[0] for row in self.folder.rows("select article_id from tombstones")}
        assert dead == buried & set(articles.values())
        self.compare_copy(articles)
        assert self.folder.problems() == {}

    def compare_copy(self, articles: dict[str, str]) -> None:
        """The web copy stays; it is shown beside its wire, and listed for a person once that is killed."""
        if self.copied is None:
            return
        copy = make_id("tide", "url", COPY_URL.removeprefix("http://"))
        body = marker("b", 0, 0)
        assert self.folder.rows(f"select count(*) from articles where article_id = '{copy}'") == [(1,)]
        keys = [key for key, words in self.words.items() if body in words.told]
        killed = any(self.model.fates[key] == KILLED for key in keys)
        listed = self.folder.rows(f"select distinct article_id from killed_copies")
        assert listed == ([(copy,)] if killed and self.is_like_the_copy else [])
        beside = {row[0] for row in self.folder.rows("select wire_article_id from wire_copies")}
        currents = {self.model.current(self.stories[key]) for key in keys}
        expected = {articles["".join(key)] for key in keys if key in currents}
        assert beside == (expected if self.is_like_the_copy else set())

    @property
    def is_like_the_copy(self) -> bool:
        """Say whether the text of the first telling is that of the copy word for word: a text wire has a dateline before it."""
        return self.tellers[0].form.has_guids

    def told(self, wrong: dict[Key, tuple[Fate, tuple[object, ...]]]) -> str:
        """Return the versions in question with their lives and neighbours, for people."""
        slugs = {each.slugline for each in self.model.versions if each.key in wrong}
        lives = [f"life {each.number}: {each.life}" for each in self.tellers if each.slugline in slugs]
        versions = [
            f"{self.model.fates[each.key]}: {each}; the house says {wrong.get(each.key, ('', 'the same'))[1]}"
            for each in self.model.versions
            if each.slugline in slugs
        ]
        return "\n".join([f"now {self.clock}", *lives, *versions])

    # ── The search ────────────────────────────────────────────────────────────────────────────────

    def look_everywhere(self) -> None:
        """No word that must not be seen is in any table, page or file; those that may be seen are found."""
        fates = self.model.fates
        shown: set[str] = set()
        required: set[str] = set()
        for key, words in self.words.items():
            if fates[key] == VISIBLE:
                shown |= words.own | {words.slug}
                required |= words.told
        allowed = shown | {words.guid for key, words in self.words.items() if fates[key] != KILLED}
        allowed |= {marker("guid", number) for number, _ in enumerate(self.tellers)} - self.dead_guids()
        if self.copied is not None:
            allowed |= {marker("copy"), marker("b", 0, 0)}
        files = search.in_files(self.data)
        tables = {}
        for path in search.databases(self.data):
            found = search.in_tables(path)
            tables |= found
        for place, found in tables.items():
            assert found <= allowed, (place, self.named_words(found - allowed))
        link = warehouse.published_path(environment.load()).resolve().name
        for name in ("warehouse.duckdb", link):
            missing = required - search.all_of({place: found for place, found in tables.items() if place.startswith(name)})
            assert not missing, (name, self.named_words(missing))
        self.look_into_files(files, allowed, required)

    def look_into_files(self, files: search.Places, allowed: set[str], required: set[str]) -> None:
        """Of what is killed nothing is left in raw, inbox and stage; what is held lies in `held/`."""
        fates = self.model.fates
        killed = {word for key, words in self.words.items() if fates[key] == KILLED for word in words.own}
        killed |= {word for story, words in self.lost if story in self.model.killed for word in words.own}
        killed |= {marker("c", number) for number, _ in enumerate(self.tellers)}
        kept = {word for key, words in self.words.items() if fates[key] != KILLED for word in words.own}
        killed -= kept | allowed
        held = {word for key, words in self.words.items() if fates[key].what == "held" for word in words.own} - allowed
        guids = {teller.guid_word if teller.form.has_guids else teller.slug for teller in self.tellers}
        broken = {word for _, words in self.lost for word in words.own}
        for place, found in files.items():
            assert not found & killed, (place, self.named_words(found & killed))
            if place.startswith("raw/") and place.endswith(".zst"):
                assert not found & (held - broken), (place, self.named_words(found & held))
            elif not place.startswith(("raw/", "held/", "inbox/", "journal/")):
                hidden = found - allowed - guids  # orders to kill name what they kill
                assert not hidden, (place, self.named_words(hidden))
        stored = search.all_of({place: found for place, found in files.items() if place.endswith(".zst")})
        assert required | held <= stored, self.named_words((required | held) - stored)

    def dead_guids(self) -> set[str]:
        """Return the words of guids of which every story was killed."""
        alive = {words.guid for key, words in self.words.items() if self.model.fates[key] != KILLED}
        return {words.guid for key, words in self.words.items() if self.model.fates[key] == KILLED} - alive

    def named_words(self, found: set[str]) -> dict[str, str]:
        """Return what markers stand for, for people."""
        names = {}
        for number, teller in enumerate(self.tellers):
            names[marker("guid", number)] = f"guid of {number}"
            names[marker("slug", number)] = f"slug of {number}"
            names[marker("c", number)] = f"cancellation of {number}"
            names |= {marker(part, number, at): f"{part} of {number}.{at}" for part in "hbynk" for at, _ in enumerate(teller.tellings)}
        return {word: names.get(word, "of an order") for word in found}

    # ── The pages ─────────────────────────────────────────────────────────────────────────────────

    def look_at_pages(self) -> None:
        """Brief and quality page hold no hidden word."""
        try:
            brief()
        except NothingHeld:
            self.counts["days without a brief"] += 1
        page = quality_page(desk.quality()).html
        self.look_everywhere()
        fates = self.model.fates
        shown = {word for key, words in self.words.items() if fates[key] == VISIBLE for word in words.own | {words.slug, words.guid}}
        assert search.markers(page) <= shown | {marker("copy"), marker("b", 0, 0)}


def is_as_told(fate: Fate, outcome: str, reason: str | None, until: datetime | None, *, exactly: bool) -> bool:
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
    expected = {"withheld": "withheld", "embargo": "embargo", "sealed": "embargo_unclear"}[fate.why]
    return reason == expected and until == (fate.until.replace(tzinfo=None) if fate.until else None)


@contextmanager
def house(pack: Path, patch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A fresh data folder that this process is set up to work."""
    with tempfile.TemporaryDirectory(prefix="lives-") as name, patch.context() as context:
        given = {"DATA": f"{name}/data", "PACK": str(pack), "WORKERS": "1", "INBOX_SECONDS": "0"}
        for variable, value in given.items():
            context.setenv(f"TRUCEWATCH_{variable}", value)
        yield Path(name) / "data"


@pytest.fixture(scope="module")
def pack(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pack")
    wires = "".join(WIRE.format(channel, publisher) for channel, publisher in CHANNELS.items())
    for name, text in (PACK | {"sources.yaml": PACK["sources.yaml"] + wires}).items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def counts():
    """What was done in all examples, printed when they are over (`pytest -s` shows it)."""
    found = Counter()
    yield found
    print(f"\n{Statistics(found)}")


def live_through(world: World, pack: Path, counts: Counter[str]) -> None:
    with pytest.MonkeyPatch.context() as patch, house(pack, patch) as data:
        lived = Lived(data, world, counts)
        counts["sequences"] += len(world.lives)
        for number in range(len(world.hops)):
            lived.live(number)
        lived.look_at_pages()
        counts["kills"] += len(lived.model.killed)
        counts["versions"] += len(lived.model.versions)


UNHURRIED = {"deadline": None, "suppress_health_check": list(HealthCheck)}


@pytest.mark.slow
@pytest.mark.timeout(900)
@settings(max_examples=5, **UNHURRIED)
@given(world=worlds(sequences=SEQUENCES, most_rounds=MOST_ROUNDS))
def test_fifty_lives(world, pack, counts):
    live_through(world, pack, counts)


@pytest.mark.soak
@pytest.mark.timeout(7200)
@settings(max_examples=100, **UNHURRIED)
@given(world=worlds(sequences=SEQUENCES, most_rounds=MOST_ROUNDS + 1))
def test_a_thousand_lives(world, pack, counts):
    live_through(world, pack, counts)
