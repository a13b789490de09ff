"""The third part of `make bench`: the tagger on 20 MB of mixed text, beside what others match with, on one core.

The text is our own: the articles of the sample newsroom and the labelled texts of `gold/`, in eight languages, in an
order that is the same in each run, until there is enough of it; of ten bytes one is of texts about the talks, as in a
general news feed, the rest of texts that are not. `--texts FILE` takes JSON Lines from elsewhere instead (title, text,
language, published_at). Beside the mix, texts about the talks are measured alone: they cost the most.

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
from datetime import UTC, date, datetime, time as clock_time
from pathlib import Path
from random import Random

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
TALKS_SHARE = 0.1
"""Share of the bytes in the mix that are of texts about the talks, or mention them."""
SLOW_PEER_MEGABYTES = 0.2
"""What the peers get that are a hundred times slower."""
PEERS = Path(".bench-peers")


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
    tagger = Tagger(pack)
    load_seconds, load_bytes = time.process_time() - began, _resident() - before
    relevant, others = _sorted(tagger, _given(given.texts) if given.texts else list(our_own()))
    if given.texts:
        relevant, others = [], [*relevant, *others]
    size = int(given.megabytes * MEGABYTE)
    mix = list(mixed(relevant, others, size))
    say(f"tagging {given.megabytes:g} MB in {len(mix)} texts, {_languages(mix)}; {runs.machine()}", "")
    whole = rate(mix, lambda each: tagger.tag(**_arguments(each)))
    mentions = rate(mix, lambda each: tagger.mentions(**_arguments(each)))
    say(f"the mix       {whole:6.1f} MB/s whole, {mentions:6.1f} MB/s mentions alone")
    if relevant:
        dense = list(mixed(relevant, [], size // 10))
        alone = rate(dense, lambda each: tagger.tag(**_arguments(each)))
        say(f"talks alone   {alone:6.1f} MB/s whole, {rate(dense, lambda each: tagger.mentions(**_arguments(each))):6.1f} MB/s mentions alone")
    say("", *(f"{name:24} {speed:8.2f} MB/s, ours is {mentions / speed:.1f} times as fast" for name, speed in peers(pack, mix)), "")
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


def our_own() -> Iterator[Text]:
    """Yield the articles of the sample newsroom and the labelled texts."""
    for outlet in content.outlets().values():
        for version in outlet.versions:
            yield Text(
                title=version.title,
                text="\n\n".join(version.paragraphs),
                language=version.language,
                published_at=version.published_at,
            )
    for path in sorted(Path("gold").glob("*/*.yaml")):
        for case in yaml.safe_load(path.read_text(encoding="utf-8")):
            day = case.get("published_on", date(2025, 5, 17))
            yield Text(
                title=case["title"],
                text=case["text"],
                language=path.stem,
                published_at=datetime.combine(day, clock_time(12), UTC),
            )


def mixed(relevant: Sequence[Text], others: Sequence[Text], size: int) -> Iterator[Text]:
    """Yield texts of both sorts by turns, at random but the same in each run, until they hold `size` bytes."""
    random = Random(6)  # noqa: S311 - the same order in each run
    done = of_relevant = 0
    while done < size:
        wants_relevant = bool(relevant) and (not others or of_relevant <= TALKS_SHARE * done)
        text = random.choice(relevant if wants_relevant else others)
        done += text.size
        of_relevant += text.size * wants_relevant
        yield text


def _sorted(tagger: Tagger, texts: Iterable[Text]) -> tuple[list[Text], list[Text]]:
    """Return the texts about the talks, and those that are not."""
    relevant: list[Text] = []
    others: list[Text] = []
    for each in texts:
        label = tagger.tag(**_arguments(each)).relevance.label
        (others if label == "no" else relevant).append(each)
    return relevant, others


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


def _arguments(text: Text) -> Mapping[str, object]:
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
