"""The fourth part of `make bench`: a week of 300,000 articles put into stories, and one more day, on one core.

The articles are made up: sentences of invented words, as frequent as words are, with names and numbers. Of seven, one
is a reprint of another of the last days, with a new first sentence, cut from its end, a word in forty changed; besides
there is a form that an office fills in each day and some hundred papers print, and a flood of a thousand pages of one
host that differ in a number. How they came to be says which belong together, so it is also known how many were found.

What is measured is reading the texts and putting them into stories, in CPU seconds of the process; what is not, is
making them up. Ends with exit code 1 when a goal is missed.
"""

import argparse
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from random import Random

from bench import runs
from bench.collect import Goal, judge, say
from pipelines.likeness import Entry, Index, Member, Story, group, shingle_all

DAYS = 7
GOAL_RATE = 5_000.0
GOAL_BYTES = 4_000.0
GOAL_FOUND = 0.98
GOAL_LAST_DAY = 1.5
"""What an article of one more day may cost, as a share of what one of the week did."""

BEGINS_AT = datetime(2025, 5, 12, tzinfo=UTC)
WORDS, SENTENCES, SENTENCE_WORDS = 60_000, (8, 30), (8, 26)
"""Different words; sentences of an article; words of a sentence."""
REPRINTS = 1 / 7
PAPERS_OF_FORM, FLOOD = 100, 1000


@dataclass(frozen=True, slots=True)
class Made:
    """An article that was made up, and the story that it was made from."""

    article_id: str
    publisher_id: str
    at: datetime
    text: str
    story: str


@dataclass(frozen=True, slots=True)
class Cost:
    """What some articles cost."""

    articles: int
    cpu_seconds: float

    @property
    def rate(self) -> float:
        """Return articles a CPU second."""
        return self.articles / self.cpu_seconds


class Press:
    """Makes up the articles of one day after the other, the same in each run."""

    def __init__(self, a_day: int) -> None:
        """`a_day` articles each day."""
        self.a_day = a_day
        self.random = Random(7)  # noqa: S311 - the same press in each run
        letters = "etaoinsrhldcumfpgwybvkxjqz"
        weights = [1 / (place + 2) for place in range(len(letters))]
        self.words = [
            "".join(self.random.choices(letters, weights, k=self.random.randint(2, 11))) for _ in range(WORDS)
        ]
        self.weights = list(accumulate(1 / (place + 8) for place in range(WORDS)))
        self.recent: list[tuple[str, list[str]]] = []

    def day(self, number: int) -> list[Made]:
        """Return what is published on a day."""
        made: list[Made] = []
        self.recent = self.recent[-self.a_day :]
        for place in range(self.a_day):
            article_id = f"{number:02}{place:06}".ljust(32, "0")
            at = BEGINS_AT + timedelta(days=number, seconds=place * 86_400 / self.a_day)
            if self.recent and self.random.random() < REPRINTS:
                story, sentences = self.random.choice(self.recent)
                sentences = self.reprint(sentences)
            else:
                story, sentences = article_id, [self.sentence() for _ in range(self.random.randint(*SENTENCES))]
                self.recent.append((story, sentences))
            made.append(Made(article_id, f"outlet {place % 1999}", at, "\n".join(sentences), story))
        made += self.form(number)
        return made + self.flood(number) if number == 3 else made

    def sentence(self) -> str:
        """Return a sentence; every ninth word is a name, every fifteenth a number."""
        words = self.random.choices(self.words, cum_weights=self.weights, k=self.random.randint(*SENTENCE_WORDS))
        for place in range(self.random.randrange(9), len(words), 9):
            words[place] = words[place].capitalize()
        for place in range(self.random.randrange(15), len(words), 15):
            words[place] = str(self.random.randrange(1, 2000))
        return " ".join(words).capitalize() + "."

    def reprint(self, sentences: Sequence[str]) -> list[str]:
        """Return sentences as another paper prints them."""
        kept = list(sentences[: max(4, round(len(sentences) * self.random.uniform(0.5, 1)))])
        words = " ".join(kept).split(" ")
        for _ in range(len(words) // 40):
            words[self.random.randrange(len(words))] = self.random.choice(self.words)
        return [self.sentence(), " ".join(words)]

    def form(self, number: int) -> Iterator[Made]:
        """Yield the report of an office for one day, in some hundred papers."""
        random = Random(number)  # noqa: S311
        filled = " ".join(
            f"Near {self.words[4000 + random.randrange(400)].capitalize()} the enemy attacked {random.randrange(200)} times "
            f"and fired {random.randrange(4000)} shells at positions and settlements."
            for _ in range(14)
        )
        for paper in range(PAPERS_OF_FORM):
            text = f"{self.sentence()}\n{filled}"
            at = BEGINS_AT + timedelta(days=number, hours=6, minutes=paper)
            yield Made(f"{number:02}form{paper:04}".ljust(32, "0"), f"outlet {paper}", at, text, f"form {number}")

    def flood(self, number: int) -> list[Made]:
        """Return the flood."""
        page = " ".join(self.sentence() for _ in range(6))
        return [
            Made(
                f"{number:02}flood{place:04}".ljust(32, "0"),
                "flooded",
                BEGINS_AT + timedelta(days=number, seconds=place),
                f"{page} Page {place} of {FLOOD}.",
                "flood",
            )
            for place in range(FLOOD)
        ]


def main() -> int:
    """Measure and print. Return the exit code."""
    options = argparse.ArgumentParser(prog="bench.likeness", description=__doc__)
    options.add_argument("--articles", type=int, default=300_000, help="of a week")
    given = options.parse_args()
    say(f"stories of {given.articles} articles in {DAYS} days; {runs.machine()}", "")
    press = Press(given.articles // DAYS)
    index = Index()
    made: list[tuple[Member, str]] = []
    links: list[tuple[str, str]] = []
    costs = [put(press.day(number), index, made, links) for number in range(DAYS)]
    week = Cost(sum(cost.articles for cost in costs), sum(cost.cpu_seconds for cost in costs))
    bytes_each = index.nbytes / len(index)
    untouched = index.portions
    last = put(press.day(DAYS), index, made, links)
    is_untouched = all(now is before for now, before in zip(index.portions, untouched, strict=False))
    stories = group((member for member, _ in made), links)
    found, right = judged(stories, {member.article_id: story for member, story in made})
    say(
        f"the week       {week.rate:8.0f} articles/s in {week.cpu_seconds:.0f} s of CPU",
        f"one more day   {last.rate:8.0f} articles/s in {last.cpu_seconds:.1f} s of CPU",
        f"memory         {bytes_each:8.0f} bytes an article; {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB the process",
        f"stories        {len(stories):8d} of {len(made)} articles; of the pairs that are one story {found:.2%} found, of those found {right:.2%} right",
        "",
    )  # fmt: skip
    return judge(goals(week, last, bytes_each, is_untouched=is_untouched, found=found, right=right))


def put(day: Sequence[Made], index: Index, made: list[tuple[Member, str]], links: list[tuple[str, str]]) -> Cost:
    """Read the texts of a day and put them into stories. Return what that cost."""
    began = time.process_time()
    texts = shingle_all(each.text for each in day)
    new = index.add(
        Entry(each.article_id, each.publisher_id, each.at, text) for each, text in zip(day, texts, strict=True)
    )
    cost = Cost(len(day), time.process_time() - began)
    links.extend((link.first_id, link.second_id) for link in new)
    made.extend((Member(each.at, each.article_id), each.story) for each in day)
    return cost


def judged(stories: Sequence[Story], made_from: dict[str, str]) -> tuple[float, float]:
    """Return which share of the pairs of articles that are of one story was found, and which share of those is right."""
    right = sum(
        count * (count - 1) // 2
        for story in stories
        for count in Counter(made_from[member.article_id] for member in story.members).values()
    )
    found = sum(len(story.members) * (len(story.members) - 1) // 2 for story in stories)
    wanted = sum(count * (count - 1) // 2 for count in Counter(made_from.values()).values())
    return right / max(wanted, 1), right / max(found, 1)


def goals(
    week: Cost, last: Cost, bytes_each: float, *, is_untouched: bool, found: float, right: float
) -> Iterator[Goal]:
    """Yield what is wanted, and whether it is so."""
    yield Goal(
        f"{GOAL_RATE:g} articles a second of one core", f"{week.rate:.0f} articles/s", is_kept=week.rate >= GOAL_RATE
    )
    yield Goal(f"{GOAL_BYTES:g} bytes an article", f"{bytes_each:.0f} bytes", is_kept=bytes_each <= GOAL_BYTES)
    touched = "" if is_untouched else ", the rest was touched"
    yield Goal(
        "one more day without touching the rest",
        f"{week.rate / last.rate:.2f} times the cost of an article of the week{touched}",
        is_kept=is_untouched and week.rate / last.rate <= GOAL_LAST_DAY,
    )
    yield Goal(
        f"{GOAL_FOUND:.0%} of the pairs found, {GOAL_FOUND:.0%} of them right",
        f"{found:.2%} found, {right:.2%} right",
        is_kept=min(found, right) >= GOAL_FOUND,
    )


if __name__ == "__main__":
    sys.exit(main())
