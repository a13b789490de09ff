"""German order of words: verbs that are split, and clauses that are reported without a "that".

An auxiliary in second place, the participle at the end («hat … gefordert, …»); a clause with its verb in second place behind
a comma («sagte am Montag, Russland müsse …»).
"""

import re
from functools import lru_cache

from pipelines.tag.index import Hit
from pipelines.tag.lexicon import Lexicon
from pipelines.tag.scene import Scene
from pipelines.tag.speech import CUE_GAP, LEAST_WORDS, trimmed
from pipelines.tag.voices import Speaker, Voices

REACH = 160
"""Characters from a participle back to its auxiliary."""
MOST_BETWEEN = 8
"""Words between a verb of speech and the comma behind which the clause that it reports begins."""
MOST_TO_VERB = 14
"""Words of a clause within which its verb stands."""
_STRIPPED = ",.;:!?"
_STOP = re.compile(r"[.!?;:…»“”\"]|,(?!\d)|\n")
_CLOSED = re.compile(r"\s*(?:[.,;:!?…»“”\"–—\n]|\Z)")
_WORD = re.compile(r"[^\W\d_]+")
_OPENS_CLAUSE = frozenset(',;:—–-»”“"')


def auxiliary(scene: Scene, cue: Hit) -> Hit | None:
    """Return the auxiliary of a participle that closes its clause, as a place of the same verb; None without one."""
    lexicon = scene.lexicon
    if not lexicon.perfect or not _participle(lexicon).fullmatch(scene.lower, cue.start, cue.end):
        return None
    if not _CLOSED.match(scene.text, cue.end) and not scene.lower.startswith(lexicon.ands.padded, cue.end):
        return None
    begin = _clause_start(scene, cue.start)
    for word in reversed([*_WORD.finditer(scene.lower, begin, cue.start)]):
        if word.group() in lexicon.perfect.set:
            return cue._replace(start=word.start(), end=word.end())
    return None


def _clause_start(scene: Scene, at: int) -> int:
    """Return where the clause of a position begins; an apposition between commas before the auxiliary is no matter."""
    begin = max(scene.sentence(at)[0], at - REACH)
    stops = [mark.end() for mark in _STOP.finditer(scene.text, begin, at)]
    return stops[-1] if stops else begin


def is_lone_participle(scene: Scene, cue: Hit) -> bool:
    """Say whether a participle has no auxiliary that makes it a verb: a passive, an attribute."""
    participles = scene.lexicon.participles.set
    return bool(participles) and scene.lower[cue.start : cue.end] in participles and auxiliary(scene, cue) is None


@lru_cache(maxsize=64)
def _participle(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile(lexicon.participle_form)


def inside(voice: Voices, verb: Hit, cue: Hit, end: int, speaker: Speaker) -> tuple[int, int] | None:
    """Return the content of a split verb: the clause behind it, else what stands between its parts without the speaker."""
    scene = voice.scene
    if scene.text.startswith(", ", cue.end):
        begin = cue.end + 2
        word = _WORD.match(scene.lower, begin, end)
        if word and word.group() in scene.lexicon.that.set:
            begin = word.end()
        elif word and word.group() in scene.lexicon.subordinators.set | scene.lexicon.condition_words.set:
            begin = end
        if (behind := trimmed(scene, begin, end)) is not None:
            return behind
    if speaker.actor is None:
        return None
    begin = verb.end
    named = voice.first(verb.end, verb.end + CUE_GAP)
    if named is not None and speaker.actor and named.actor == speaker.actor:
        begin = named.end
    small = scene.lexicon.auxiliaries.set | scene.lexicon.days.set | scene.lexicon.reflexives.set
    while (word := _WORD.match(scene.lower, begin + 1, cue.start)) and word.group() in small:
        begin = word.end()
    return trimmed(scene, begin, cue.start, least=LEAST_WORDS if cue.entry.cue == "other" else 1)


def second_clause(voice: Voices, cue: Hit, end: int) -> int | None:
    """Return where a clause begins that a verb reports behind a comma, without a "that"; None where none does."""
    scene = voice.scene
    lexicon = scene.lexicon
    if not lexicon.subordinators or scene.text[: cue.start].rstrip()[-1:] in _OPENS_CLAUSE:
        return None
    comma = scene.text.find(", ", cue.end, min(end, cue.end + CUE_GAP))
    if comma < 0 or _STOP.search(scene.text, cue.end, comma):
        return None
    words = scene.text[comma + 2 : end].split()
    if len(words) < LEAST_WORDS or words[0].lower() in lexicon.subordinators.set:
        return None
    if words[0].lower() in lexicon.articles.set and not any(word[0].isupper() for word in words[1:LEAST_WORDS]):
        return None  # a relative clause
    if lexicon.clause_verbs.set.isdisjoint(word.strip(_STRIPPED).lower() for word in words[1:MOST_TO_VERB]):
        return None  # an enumeration, or a clause that only goes on
    return comma + 2 if _only_when(voice, cue, comma) else None


def _only_when(voice: Voices, cue: Hit, comma: int) -> bool:
    """Say whether nothing stands between a verb and a comma but who speaks, when, where and to whom; the verb may say anything else."""
    scene = voice.scene
    words = scene.lower[cue.end : comma].split()
    if not words:
        return True
    if len(words) > MOST_BETWEEN:
        return False
    named = voice.between(cue.end, comma)
    small = scene.lexicon.adverbial.set | scene.lexicon.obliques.set | scene.lexicon.days.set
    return cue.entry.cue == "other" or words[0] in small or bool(named and named[-1].end == comma)
