"""Verbs of speech that report nothing where they stand: nouns, passives, questions, tolls, those of a quotation."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

from pipelines.tag.brackets import is_lone_participle
from pipelines.tag.clauses import goes_on, is_participle
from pipelines.tag.conditions import in_condition
from pipelines.tag.index import Hit
from pipelines.tag.lexicon import Words, closing_word
from pipelines.tag.scene import Scene, padded
from pipelines.tag.spans import adverbial_follows, after_that
from pipelines.tag.speech import CUE_GAP, cues_in
from pipelines.tag.voices import Voices

NEXT_TO_MARK = 6
"""Characters between a closing mark and the verb of speech that belongs to it."""
APPOSITION = 120
"""The same where the speaker is described between commas (“…,” X, the spokesman of Y, told …)."""
BEFORE_MARK = 14
"""Characters between a verb of speech and the mark that opens what it reports («mówił o „…”»)."""
_CLAUSE_MARK = re.compile(r"[,;:.!?]")


def reports_nothing(scene: Scene, cue: Hit, end: int) -> bool:
    """Say whether the word reports nothing: a noun, a passive, a participle inside another's clause, the verb of an "if"."""
    lower = scene.lower[cue.start : cue.end]
    if (
        _is_noun(scene, cue)
        or _is_passive(scene, cue)
        or _is_compounded(scene, cue)
        or _is_asked_about(scene, cue)
        or _takes_a_toll(scene, cue)
        or _is_denied(scene, cue)
        or scene.lower.startswith(scene.lexicon.no_speech.opening, cue.start)
        or (lower in scene.lexicon.closing_only.set and not _closes_clause(scene, cue))
        or in_condition(scene, cue.start)
        or is_lone_participle(scene, cue)
    ):
        return True
    if goes_on(scene, cue):
        return after_that(scene, cue, end) is None
    if not is_participle(scene, cue):
        return False
    before = scene.before(cue.start, 12)
    return not before.rstrip().endswith((",", "”", '"')) and not before.endswith(padded(scene.lexicon.ands))


def _closes_clause(scene: Scene, cue: Hit) -> bool:
    """Say whether a mark stands right behind a verb."""
    return scene.text[cue.end : cue.end + 1] in {"", ".", ",", ";", ":", "!", "?", "\n"}


def closes_quotation(voice: Voices, cue: Hit, marked: Sequence[tuple[int, int]]) -> bool:
    """Say whether the verb belongs to the quotation right before it: nothing but the speaker stands between, or who that is."""
    scene = voice.scene
    at = bisect_left(marked, (cue.start, 0)) - 1
    if at < 0 or is_participle(scene, cue) or not 0 <= cue.start - marked[at][1] <= APPOSITION:
        return False
    between = scene.text[marked[at][1] : cue.start]
    if len(between) <= NEXT_TO_MARK:
        joined = between[1:].strip(" ,") in scene.lexicon.ands.set  # the subject goes on: “…” and insisted that …
        return "\n" not in between and not joined and not _begins_anew(scene, marked[at][1], cue)
    parted = scene.text[marked[at][1] - 1] == "," or between[1:2] == ","
    if not parted or not between.endswith(", ") or any(mark in ".!?\n" for mark in between):
        return False
    return not cues_in(voice, marked[at][1], cue.start)


def _begins_anew(scene: Scene, closed: int, cue: Hit) -> bool:
    """Say whether a sentence with a clause of its own begins behind a quotation that was one (“….” He added that …)."""
    if scene.text[closed - 1] not in ".!?" or not scene.text[closed + 1 : cue.start].lstrip()[:1].isupper():
        return False
    end = scene.sentence(cue.start)[1]
    if after_that(scene, cue, end) is not None:
        return True
    return scene.lexicon.that_left_out and cue.entry.cue == "other" and not adverbial_follows(scene, cue, end)


def leads_to_quotation(scene: Scene, cue: Hit, marked: Sequence[tuple[int, int]]) -> bool:
    """Say whether what a verb that only says reports is the quotation that opens right behind it."""
    at = bisect_left(marked, (cue.end, 0))
    if cue.entry.cue != "other" or at >= len(marked) or marked[at][0] - cue.end > CUE_GAP:
        return False
    between = scene.text[cue.end : marked[at][0]]
    near = marked[at][0] - cue.end <= BEFORE_MARK
    return not any(mark in ".!?\n" for mark in between) and (near or not between.startswith(","))


def _is_noun(scene: Scene, cue: Hit) -> bool:
    """Say whether an article or a possessive makes the word a noun ("the demands", "its claims")."""
    before = scene.before(cue.start, 20)
    lexicon = scene.lexicon
    if lexicon.elided and before.endswith(tuple(f" {article}" for article in lexicon.elided)):
        return True  # « l'annonce »
    if closing_word(before) in lexicon.determiners.closing and before.endswith(lexicon.determiners.padded):
        return True
    return bool(lexicon.possessive) and not lexicon.verb_last and before.endswith(lexicon.possessive.opening)


def _is_passive(scene: Scene, cue: Hit) -> bool:
    """Say whether the verb tells what was done to its subject ("was rejected", "reported killed")."""
    lexicon = scene.lexicon
    if not lexicon.passive:
        return False
    if scene.after(cue.end, 12).startswith(padded(lexicon.passive)):
        return True
    before = scene.before(cue.start, 30).split()
    while before and before[-1].endswith(lexicon.adverb_endings):
        before.pop()
    return bool(before) and before[-1] in lexicon.passive_before.set and not is_participle(scene, cue)


def _is_compounded(scene: Scene, cue: Hit) -> bool:
    """Say whether the verb is the end of an adjective ("Russia-backed forces")."""
    return scene.folded[cue.start - 1 : cue.start] == "-" and scene.folded[cue.start - 2 : cue.start - 1].isalpha()


def _is_asked_about(scene: Scene, cue: Hit) -> bool:
    """Say whether what stands behind the verb makes it a question, or no verb of speech («требовал ли он …», “so lange”)."""
    questions = scene.lexicon.questions
    return bool(questions) and scene.after(cue.end, 12).startswith(questions.padded)


def _is_denied(scene: Scene, cue: Hit) -> bool:
    """Say whether nothing tells that something is so («nic nie wskazuje, by …»): who tells that says the contrary."""
    purposes = scene.lexicon.purposes
    if not purposes or cue.entry.cue != "other" or not scene.lower.startswith(behind_comma(purposes), cue.end):
        return False
    return scene.before(cue.start, 12).endswith(scene.lexicon.negations.padded)


def _takes_a_toll(scene: Scene, cue: Hit) -> bool:
    """Say whether lives or anonymity are asked for (“forderte drei Tote”)."""
    lexicon = scene.lexicon
    if not lexicon.tolls or cue.entry.cue != "demand":
        return False
    clause = scene.lower[cue.end : cue.end + CUE_GAP]
    return not lexicon.tolls.set.isdisjoint(_CLAUSE_MARK.split(clause, maxsplit=1)[0].split())


@lru_cache(maxsize=64)
def behind_comma(words: Words) -> tuple[str, ...]:
    """Return words as they open a clause behind a comma."""
    return tuple(f", {word} " for word in words)
