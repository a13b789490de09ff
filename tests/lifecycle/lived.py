"""Lives of wire stories lived in a house: files put into its inbox, `monitor` run, and the model told of the same."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from pipelines import parse
from pipelines.collect.wire import wire_url
from pipelines.records import Document, ParsedDocument, Rejected
from pipelines.run.wiring import collect_wires, reasons_to_run
from tests.lifecycle.deliveries import Form, Telling
from tests.lifecycle.lives import BEGIN, CHANNELS, Act, Teller, Words, World, marker
from tests.lifecycle.model import VISIBLE, Arrival, Key, Model, Story
from tests.run.conftest import Folder, rss

COPY_URL = "http://tide.example/copy"
MIDNIGHT = BEGIN.replace(hour=0)
"""The moment from which the folder counts hours."""

MOST_RUNS = 3


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """One file on its way: the tellings in it, with the words of each (None for cancellations and orders) and its act."""

    channel: str
    form: Form
    tellings: tuple[Telling, ...]
    words: tuple[Words | None, ...]
    acts: tuple[Act, ...]

    @property
    def is_broken(self) -> bool:
        """Say whether the file broke off on its way."""
        return self.acts[0].what == "break"

    @property
    def body(self) -> bytes:
        """Return the bytes of the file."""
        body = self.form.write(self.tellings)
        return body[: 2 * len(body) // 3] if self.is_broken else body

    def with_another(self, other: "Parcel") -> "Parcel":
        """Return one file that holds what both hold."""
        return Parcel(
            channel=self.channel,
            form=self.form,
            tellings=self.tellings + other.tellings,
            words=self.words + other.words,
            acts=self.acts + other.acts,
        )


class Lived:
    """A data folder in which the lives of a world are lived, and the model beside it.

    `words` and `stories` are those of each version that arrived, `bodies` the different files in which it came; `lost`
    are the words of stories whose file broke off.
    """

    def __init__(self, data: Path, world: World, counts: Counter[str]) -> None:
        self.data, self.world, self.counts = data, world, counts
        self.folder = Folder(data)
        self.model = Model()
        self.clock = BEGIN
        self.words: dict[Key, Words] = {}
        self.stories: dict[Key, Story] = {}
        self.bodies: dict[Key, set[bytes]] = defaultdict(set)
        self.lost: list[tuple[Story, Words]] = []
        self.copied: Telling | None = None
        self.tellers: list[Teller] = []
        self._steps = self._files = 0
        for number, life in enumerate(world.lives):
            before = self.tellers[-1] if self.tellers and life.shares else None
            is_same_agency = before is not None and CHANNELS[before.life.channel] == CHANNELS[life.channel]
            slug = before.slug if before else marker("slug", number)
            guid_word = before.guid_word if before and not is_same_agency else marker("guid", number)
            self.tellers.append(Teller(number=number, life=life, slug=slug, guid_word=guid_word))
        for channel in CHANNELS:
            (data / "inbox" / channel).mkdir(parents=True)

    def live(self, number: int) -> set[Key]:
        """Live one round: deliver, pick up, work, tell the model. Return the versions that arrived in it."""
        self.clock += timedelta(minutes=self.world.hops[number])
        acts = [(teller, act) for teller in self.tellers for act in teller.life.rounds[number]]
        parcels = self._packed([parcel for teller, act in acts for parcel in self._parcels(teller, act)])
        arrivals = [arrival for parcel in parcels for arrival in self._deliver(parcel)]
        if number == self.world.copied_in and self.tellers[0].tellings:
            self._copy()
        report = collect_wires(now=lambda: self.clock)
        assert sum(report.outcomes.values()) == len(parcels)
        if any(arrival.status == "canceled" or arrival.is_order for _, arrival in arrivals):
            assert reasons_to_run(now=lambda: self.clock)
        self._work()
        picked_up = {(each.source_id, each.url): each.fetched_at for each in self.folder.log.read()}
        arrivals.sort(key=lambda each: picked_up[each[0]])
        self._account([arrival for _, arrival in arrivals])
        return {arrival.key for _, arrival in arrivals}

    def _work(self) -> None:
        """Run `monitor`, and again while something says that it cannot wait: a run sees what the one before has found."""
        for _ in range(MOST_RUNS):
            self.counts["runs"] += 1
            self.folder.monitor(hours(self.clock))
            if not reasons_to_run(now=lambda: self.clock):
                return
        assert reasons_to_run(now=lambda: self.clock) == []

    def _account(self, arrivals: list[Arrival]) -> None:
        before = dict(self.model.fates)
        fates = self.model.run(arrivals, self.clock)
        for key, fate in fates.items():
            was = before.get(key, fate)
            if was.why == "embargo" and fate == VISIBLE:
                self.counts["embargoes over"] += 1
            elif was.why == "withheld" and fate == VISIBLE:
                self.counts["usable again"] += 1
            elif was == VISIBLE and fate != VISIBLE:
                self.counts[f"taken back: {fate.why or fate.what}"] += 1
        self.counts["rounds"] += 1
        self.counts["versions"] += len(fates) - len(before)

    # ── What is delivered ─────────────────────────────────────────────────────────────────────────

    def _parcels(self, teller: Teller, act: Act) -> Iterator[Parcel]:
        """Yield what an act puts on its way."""
        channel, form, words = teller.life.channel, teller.form, None
        is_void = act.what in {"again", "break"} and not teller.tellings
        if (
            act.what == "rest" or is_void or (act.what == "break" and not form.has_guids)
        ):  # a text wire that breaks off is a shorter story
            return
        self._steps += 1
        self.counts[f"{act.what} "] += 1
        match act.what:
            case "tell":
                told, words = teller.tell(act, self.clock), teller.words[-1]
            case "again" | "break":
                at = act.version % len(teller.tellings)
                told, words = teller.tellings[at], teller.words[at]
                channel = teller.others_channel if act.elsewhere else channel
            case "cancel":
                told = teller.cancel(self.clock)
                channel = teller.others_channel if act.elsewhere else channel
            case "advise":
                told, form = teller.advise(self.clock, self._steps), teller.order_form
                channel = teller.foreign_channel if act.elsewhere else channel
            case _:
                told, form = teller.name(self.clock, self._steps), teller.order_form
        yield Parcel(channel=channel, form=form, tellings=(told,), words=(words,), acts=(act,))

    def _packed(self, parcels: list[Parcel]) -> list[Parcel]:
        """Return the parcels, those that travel together as one; of one story each file holds one version."""
        alone: list[Parcel] = []
        together: dict[tuple[str, str], Parcel] = {}
        for parcel in parcels:
            key = (parcel.channel, parcel.form.write.__name__)
            packed = together.get(key)
            if not parcel.acts[0].is_packed or not parcel.form.holds_several:
                alone.append(parcel)
            elif packed is None:
                together[key] = parcel
            elif parcel.tellings[0].guid in {each.guid for each in packed.tellings}:
                alone.append(parcel)
            else:
                together[key] = packed.with_another(parcel)
        return alone + list(together.values())

    def _deliver(self, parcel: Parcel) -> list[tuple[tuple[str, str], Arrival]]:
        """Put a file into the inbox. Return what arrives with it, each with the source and address of the file.

        A file with one telling is named after it, as many agencies do.
        """
        self._files += 1
        self.counts["files"] += 1
        only = parcel.words[0] if len(parcel.words) == 1 and not parcel.is_broken else None
        name = f"{self._files:05d}{'-' + only.file if only else ''}.{parcel.form.suffix}"
        (self.data / "inbox" / parcel.channel / name).write_bytes(parcel.body)
        parsed = parse.parse(
            Document(document_id="d", source_id=parcel.channel, body=parcel.body, received_at=self.clock)
        )
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
            if words:
                self.words[key] = words
            self.stories[key] = (publisher, told.guid)
            self.bodies[key].add(parcel.body)
            arrival = _arrival(key, (publisher, told.guid), told, act, has_guids=parcel.form.has_guids)
            found.append(((parcel.channel, wire_url(parcel.channel, name)), arrival))
        return found

    def _copy(self) -> None:
        """Let a web outlet print the first telling of the first life under a headline of its own."""
        self.copied = self.tellers[0].tellings[0]
        text = "".join(f"&lt;p&gt;{each}&lt;/p&gt;" for each in self.copied.paragraphs)
        feed = rss(("copy-1", COPY_URL, f"What {marker('copy')} printed", "", text))
        self.folder.poll(hours(self.clock), feed)
        self.counts["web copies"] += 1

    def meaning(self, found: set[str]) -> dict[str, str]:
        """Return what markers stand for, for people."""
        names = {}
        for number, teller in enumerate(self.tellers):
            own = {"guid": "guid", "slug": "slugline", "c": "cancellation"}
            names |= {marker(part, number): f"{meant} of {number}" for part, meant in own.items()}
            for at, words in enumerate(teller.words):
                names |= dict.fromkeys(words.own | {words.file}, f"telling {at} of {number}")
        return {word: names.get(word, "of an order") for word in found}

    def told(self, keys: set[Key]) -> str:
        """Return the versions in question with their lives and neighbours, for people."""
        slugs = {each.slugline for each in self.model.versions if each.key in keys}
        lives = [f"life {each.number}: {each.life}" for each in self.tellers if each.slugline in slugs]
        versions = [f"{self.model.fates[each.key]}: {each}" for each in self.model.versions if each.slugline in slugs]
        return "\n".join([f"now {self.clock}", *lives, *versions])


def _arrival(key: Key, story: Story, told: Telling, act: Act, *, has_guids: bool) -> Arrival:
    names_by_slug = act.what == "name" or (act.what == "cancel" and not has_guids)
    return Arrival(
        key=key,
        story=story,
        created_at=told.created_at,
        number=0 if told.number == 1 and not has_guids else told.number,  # only a lead says its number
        status=told.status,
        embargo_until=told.embargo_until,
        is_sealed=told.is_sealed,
        slugline=told.slugline,
        orders=(told.kills,) if told.kills else (),
        name=told.slugline if names_by_slug else "",
        is_order=act.what in {"advise", "name"},
    )


def hours(clock: datetime) -> float:
    """Return a moment as the folder counts it."""
    return (clock - MIDNIGHT).total_seconds() / 3600
