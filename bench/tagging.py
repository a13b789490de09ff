"""The third part of `make bench`: the tagger on 20 MB of mixed text, beside what others match with, on one core.

The text is our own, in eight languages: general news (`bench/texts`), and the articles of the sample newsroom and the
labelled texts of `gold/`, of which some are about the talks and the rest look like it. They come in an order that is the
same in each run until there is enough: of ten bytes seven are of general news, two of texts that look like it, one of
texts about the talks or that mention them, as outlets fill their feeds. Texts about the talks are measured alone too: they
cost the most. `--texts FILE` takes JSON Lines from elsewhere as the mix (title, text, language, published_at).

The peers get the names of the pack as they are matched, and nothing else to do: no blockers, no conditions, no roles, no
quotes. Ends with exit code 1 when a goal is missed.
"""

import argparse
import json
import re
import resource
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from datetime import time as clock_time
from pathlib import Path
from random import Random
from typing import TypedDict

import yaml

from bench import runs
from bench.collect import MEBIBYTE, Goal, judge, say
from pipelines import packs
from pipelines.newsroom import content
from pipelines.packs.model import FormKind, Pack
from pipelines.settings import bundled_pack
from pipelines.tag import Tagger

MEGABYTE = 1_000_000
GOAL_WHOLE, GOAL_MENTIONS = 10.0, 25.0
"""MB of UTF-8 a second of one core."""
GOAL_LOAD_SECONDS, GOAL_LOAD_MEBIBYTES = 2.0, 300
SHARES = {"general": 0.7, "near": 0.2, "talks": 0.1}
"""Shares of the bytes in the mix: general news, texts that look like those about the talks, and these."""
SLOW_PEER_MEGABYTES = 0.2
"""What the peers get that are a hundred times slower."""
PEERS = Path(".bench-peers")
UNDATED = date(2025, 5, 17)
"""The day of texts that say none."""


@dataclass(frozen=True, kw_only=True)
class Text:
    """One text with what a caller knows of it."""

    title: str
    text: str
    language: str
    published_at: datetime

    @property
    def size(self) -> int:
        """Return its bytes in UTF-8."""
        return len(self.title.encode()) + len(self.text.encode())


def main() -> int:
    """Measure and print. Return the exit code."""
    options = argparse.ArgumentParser(prog="bench.tagging")
    options.add_argument("--megabytes", type=float, default=20.0)
    options.add_argument("--texts", type=Path, help="JSON Lines of texts from elsewhere, all of them the mix")
    given = options.parse_args()
    before = _resident()
    began = time.process_time()
    pack = packs.load(bundled_pack())
    tagger = Tagger(pack).compiled()
    load_seconds, load_bytes = time.process_time() - began, _resident() - before
    pools = {"general": _given(given.texts)} if given.texts else our_own(tagger)
    size = int(given.megabytes * MEGABYTE)
    mix = list(mixed(pools, size))
    say(f"tagging {given.megabytes:g} MB in {len(mix)} texts, {_languages(mix)}; {runs.machine()}", "")
    whole = rate(mix, lambda each: tagger.tag(**_arguments(each)))
    mentions = rate(mix, lambda each: tagger.mentions(**_arguments(each)))
    say(f"the mix       {whole:6.1f} MB/s whole, {mentions:6.1f} MB/s mentions alone")
    if "talks" in pools:
        dense = list(mixed({"talks": pools["talks"]}, size // 10))
        alone = rate(dense, lambda each: tagger.tag(**_arguments(each)))
        say(
            f"talks alone   {alone:6.1f} MB/s whole, {rate(dense, lambda each: tagger.mentions(**_arguments(each))):6.1f} MB/s mentions alone"
        )
    say(
        "",
        *(
            f"{name:24} {speed:8.2f} MB/s, ours is {mentions / speed:.1f} times as fast"
            for name, speed in peers(pack, mix)
        ),
        "",
    )
    return judge(goals(whole, mentions, load_seconds, load_bytes))


def goals(whole: float, mentions: float, load_seconds: float, load_bytes: int) -> Iterator[Goal]:
    """Yield what is wanted, and whether it is so."""
    yield Goal(f"the whole tagger at {GOAL_WHOLE:g} MB/s", f"{whole:.1f} MB/s", is_kept=whole >= GOAL_WHOLE)
    yield Goal(f"mentions alone at {GOAL_MENTIONS:g} MB/s", f"{mentions:.1f} MB/s", is_kept=mentions >= GOAL_MENTIONS)
    yield Goal(
        f"the pack ready in {GOAL_LOAD_SECONDS:g} s",
        f"{load_seconds:.2f} s of CPU",
        is_kept=load_seconds <= GOAL_LOAD_SECONDS,
    )
    yield Goal(
        f"the pack in {GOAL_LOAD_MEBIBYTES} MiB",
        f"{load_bytes / MEBIBYTE:.0f} MiB",
        is_kept=load_bytes <= GOAL_LOAD_MEBIBYTES * MEBIBYTE,
    )


# ── The text ──────────────────────────────────────────────────────────────────────────────────────


def our_own(tagger: Tagger) -> Mapping[str, Sequence[Text]]:
    """Return general news, texts about the talks, and texts that look like these, as the tagger tells them apart."""
    pools: dict[str, list[Text]] = {"general": list(_written(Path("bench/texts"))), "near": [], "talks": []}
    for each in (*_newsroom(), *_written(Path("gold/dev")), *_written(Path("gold/test"))):
        label = tagger.tag(**_arguments(each)).relevance.label
        pools["near" if label == "no" else "talks"].append(each)
    return pools


def _newsroom() -> Iterator[Text]:
    for outlet in content.outlets().values():
        for version in outlet.versions:
            yield Text(
                title=version.title,
                text="\n\n".join(version.paragraphs),
                language=version.language,
                published_at=version.published_at,
            )


def _written(folder: Path) -> Iterator[Text]:
    """Yield the texts of a folder with a file for each language."""
    for path in sorted(folder.glob("*.yaml")):
        for case in yaml.safe_load(path.read_text(encoding="utf-8")):
            yield Text(
                title=case["title"],
                text=case["text"],
                language=path.stem,
                published_at=datetime.combine(case.get("published_on", UNDATED), clock_time(12), UTC),
            )


def mixed(pools: Mapping[str, Sequence[Text]], size: int) -> Iterator[Text]:
    """Yield texts of the pools by their shares, at random but the same in each run, until they hold `size` bytes."""
    random = Random(6)  # noqa: S311 - the same order in each run
    done = dict.fromkeys(pools, 0)
    while sum(done.values()) < size:
        behind = min(pools, key=lambda name: done[name] / SHARES[name])
        text = random.choice(pools[behind])
        done[behind] += text.size
        yield text


def _given(path: Path) -> list[Text]:
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [
        Text(
            title=row.get("title") or "",
            text=row["text"],
            language=row["language"],
            published_at=datetime.fromisoformat(row.get("published_at") or "2025-05-17T12:00:00+00:00"),
        )
        for row in rows
    ]


class Arguments(TypedDict):
    """What the tagger asks of a text."""

    title: str
    text: str
    language: str | None
    published_at: datetime | None


def _arguments(text: Text) -> Arguments:
    return {
        "title": text.title,
        "text": text.text,
        "language": text.language,
        "published_at": text.published_at,
    }


def _languages(texts: Iterable[Text]) -> str:
    bytes_of: dict[str, int] = {}
    for each in texts:
        bytes_of[each.language] = bytes_of.get(each.language, 0) + each.size
    total = sum(bytes_of.values())
    return ", ".join(f"{language} {100 * size / total:.0f} %" for language, size in sorted(bytes_of.items()))


def rate(texts: Sequence[Text], work: Callable[[Text], object]) -> float:
    """Return the MB that are worked in a second of CPU."""
    for each in texts[:50]:
        work(each)
    began = time.process_time()
    for each in texts:
        work(each)
    return sum(each.size for each in texts) / MEGABYTE / (time.process_time() - began)


# ── The peers ─────────────────────────────────────────────────────────────────────────────────────


def peers(pack: Pack, mix: Sequence[Text]) -> Iterator[tuple[str, float]]:
    """Yield what others match names with, and their MB/s; what is not installed is said and left out."""
    wanted = {FormKind.NAME, FormKind.METONYM, FormKind.DEMONYM}
    names = sorted({form.text for form in pack.forms if form.kind in wanted})
    few: list[Text] = []
    for each in mix:
        few.append(each)
        if sum(text.size for text in few) >= SLOW_PEER_MEGABYTES * MEGABYTE:
            break
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(names, key=len, reverse=True)))})\b")
    yield f"re, {len(names)} names", rate(few[:20], lambda each: pattern.findall(each.text))
    if not PEERS.is_dir():
        say("pyahocorasick and spaCy are not installed: make setup-bench")
        return
    sys.path.insert(0, str(PEERS))
    yield "pyahocorasick", rate(mix, _pyahocorasick(names))
    yield "spaCy PhraseMatcher", rate(few, _spacy(names, {each.language for each in few}))


def _pyahocorasick(names: Iterable[str]) -> Callable[[Text], object]:
    """Return a search with the same automaton in C, with a look at the boundaries of each hit."""
    import ahocorasick

    automaton = ahocorasick.Automaton()
    for name in names:
        automaton.add_word(name, len(name))
    automaton.make_automaton()

    def search(each: Text) -> object:
        text = each.text
        return [
            (end + 1 - length, end + 1)
            for end, length in automaton.iter(text)
            if not text[end - length : end - length + 1].isalnum() and not text[end + 1 : end + 2].isalnum()
        ]

    return search


def _spacy(names: Sequence[str], languages: Iterable[str]) -> Callable[[Text], object]:
    """Return spaCy's search for the same names, with its tokeniser for each language and nothing else of its pipeline."""
    import spacy
    from spacy.matcher import PhraseMatcher

    matchers = {}
    for language in languages:
        tokeniser = spacy.blank(language)
        matcher = PhraseMatcher(tokeniser.vocab)
        matcher.add("name", list(tokeniser.tokenizer.pipe(names)))
        matchers[language] = (tokeniser, matcher)

    def search(each: Text) -> object:
        tokeniser, matcher = matchers[each.language]
        return matcher(tokeniser.make_doc(each.text))

    return search


def _resident() -> int:
    """Return the peak of resident memory in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


if __name__ == "__main__":
    sys.exit(main())
