"""Saved queries: what a person wants to hear of, as a file says it, and whether an article is that.

    YAML ─read─▶ Watch (conditions, `text` parsed to an Expression)        Words of an article ─matches─▶ yes or no
    counts by day ─judge─▶ Verdict: is that more than usual?

Values in, values out: `run.watching` opens the snapshot, keeps the journal and hands on what is to be told.
"""

from pipelines.watch.expression import Expression, matches, pattern
from pipelines.watch.language import TextError, parse
from pipelines.watch.sheet import LISTS, Fault, Vocabulary, Watch, WatchSheet, read, refusal, written
from pipelines.watch.spikes import DAYS, SpikeRule, Verdict, judge
from pipelines.watch.words import Words, fold, words_of

__all__ = [
    "DAYS",
    "LISTS",
    "Expression",
    "Fault",
    "SpikeRule",
    "TextError",
    "Verdict",
    "Vocabulary",
    "Watch",
    "WatchSheet",
    "Words",
    "fold",
    "judge",
    "matches",
    "parse",
    "pattern",
    "read",
    "refusal",
    "words_of",
    "written",
]
