"""More than usual? A day's count against the 14 days before it, by weekday.

Expected are the mean of the same weekday in the two weeks before or the median of all 14 days, whichever is more: news
have a week, and a quiet Saturday must not make an ordinary Monday loud. What is usual around it is 1.4826 times the
median absolute deviation, which is the standard deviation where counts are normal and does not follow the last spike
(Iglewicz and Hoaglin, How to Detect and Handle Outliers, 1993); and never less than that of rare events, the square root
of what is expected (Poisson). Three of those is the bound that public health uses for the same question (EARS:
Hutwagner, Thompson, Seeman, Treadwell, Journal of Urban Health 80, 2003; its W2 tells weekdays apart as well).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt
from statistics import fmean, median
from typing import Final

DAYS: Final = 14
FEWEST_DAYS: Final = 7
"""Days with articles, of those before, without which nothing is usual yet."""
DEVIATIONS: Final = 3.0
_NORMAL: Final = 1.4826


@dataclass(frozen=True, slots=True, kw_only=True)
class SpikeRule:
    """`times` as many as expected, and `at_least` so many: small numbers double by chance."""

    times: float = 3.0
    at_least: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A day's `count`, what was `expected` and the `threshold` that it must reach; `days` before it had articles at all."""

    day: date
    count: int
    expected: float
    threshold: float
    days: int

    @property
    def is_spike(self) -> bool:
        """Say whether that is more than usual; never where too few days came before."""
        return self.days >= FEWEST_DAYS and self.count >= self.threshold


def judge(counts: Mapping[date, int], heard: frozenset[date], day: date, rule: SpikeRule) -> Verdict:
    """Return what to think of the count of a day.

    Days on which nothing at all was heard (not in `heard`) say nothing and are left out. The day itself may not be over:
    what it has so far counts.
    """
    before = [day - timedelta(days=back) for back in range(1, DAYS + 1)]
    known = {each: counts.get(each, 0) for each in before if each in heard}
    same = [count for each, count in known.items() if each.weekday() == day.weekday()]
    usual = list(known.values())
    middle = median(usual) if usual else 0.0
    expected = max(fmean(same) if same else 0.0, middle)
    spread = max(_NORMAL * median(abs(count - middle) for count in usual) if usual else 0.0, sqrt(expected))
    return Verdict(
        day=day,
        count=counts.get(day, 0),
        expected=round(expected, 2),
        threshold=round(max(rule.at_least, rule.times * expected, expected + DEVIATIONS * spread), 2),
        days=len(known),
    )
