"""What the words and phrases inside a statement tell of it, found in one pass over its words.

How a language file writes them (`content_types` and the lists of negations and modality):

- `must`: the word as it is; `door is open`: these words in a row
- `преступлени*`: every word with this beginning
- `hand … back`: other words may stand between, four at most, all in one sentence
- `(agreement)`: only a hint, which counts where nothing plain is found

`signal_endings` tell by how a word ends. An imperative counts only where it opens a sentence.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipelines.tag.lexicon import Lexicon

NEGATIONS = "negations"
BACKSHIFT = "backshift"
NUMBER = "number"
IMPERATIVE = "imperative"
NOTHING = "nothing"
"""Phrases that tell nothing, although words inside them would ("without preconditions")."""
LAST_MARKS = frozenset(".!?…")
GAP = "…"
WIDEST_GAP = 4
MOST_WORDS_KNOWN = 1 << 15
_TOKEN = re.compile(r"[\w%'-]+|[.!?…]")


@dataclass(frozen=True, slots=True)
class Signal:
    """What a word or phrase tells: `token` counts words and marks, `sentence` sentences of the span."""

    name: str
    token: int
    sentence: int
    hint: bool = False


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A phrase without its first word; `second` is the word that must stand right behind, None where that is open."""

    name: str
    rest: tuple[str, ...]
    hint: bool
    second: str | None = None


def words_of(text: str) -> list[str]:
    """Return the words and the marks that end sentences, in reading order."""
    return _TOKEN.findall(text)


def signals(lexicon: Lexicon, tokens: Sequence[str]) -> list[Signal]:
    """Return what the words and phrases among the tokens tell, in reading order."""
    found: list[Signal] = []
    sentence, opening, silent = 0, True, 0
    for at, word in enumerate(tokens):
        if word in LAST_MARKS:
            sentence, opening = sentence + 1, True
            continue
        behind = tokens[at + 1] if at + 1 < len(tokens) else ""
        for phrase in _of_word(lexicon, word):
            if phrase.second is not None and phrase.second != behind:
                continue
            end = _end(tokens, at + 1, phrase.rest)
            if end and phrase.name == NOTHING:
                silent = max(silent, end)
            if not end or at < silent or (phrase.name == IMPERATIVE and not opening):
                continue
            if phrase.name != NEGATIONS or not _taken_back(lexicon, tokens, at):
                found.append(Signal(phrase.name, at, sentence, phrase.hint))
        opening = opening and word in lexicon.before_imperative.set
    return found


def _taken_back(lexicon: Lexicon, tokens: Sequence[str], at: int) -> bool:
    """Say whether the word behind a negation takes it back ("not only")."""
    return at + 1 < len(tokens) and tokens[at + 1] in lexicon.not_negating.set


def _end(tokens: Sequence[str], at: int, rest: Sequence[str]) -> int:
    """Return where the rest of a phrase ends that begins at a token; 0 if it does not stand there."""
    reach = 1
    for part in rest:
        if part == GAP:
            reach = WIDEST_GAP + 1
            continue
        for place in range(at, min(at + reach, len(tokens))):
            if tokens[place] in LAST_MARKS:
                return 0
            if _fits(part, tokens[place]):
                at, reach = place + 1, 1
                break
        else:
            return 0
    return at


def _fits(part: str, word: str) -> bool:
    return word.startswith(part[:-1]) if part[-1] == "*" else word == part


@lru_cache(maxsize=MOST_WORDS_KNOWN)
def _of_word(lexicon: Lexicon, word: str) -> tuple[_Phrase, ...]:
    """Return the phrases that may begin with a word, those that silence others first."""
    words, stems, lengths = _table(lexicon)
    found = [*words.get(word, ())]
    for length in lengths:
        if length <= len(word):
            found += stems.get(word[:length], ())
    found += [_Phrase(name, (), hint=False) for name, ending in lexicon.signal_endings if ending.search(word)]
    return tuple(sorted(found, key=lambda phrase: phrase.name != NOTHING))


_Phrases = Mapping[str, Sequence[_Phrase]]


@lru_cache(maxsize=64)
def _table(lexicon: Lexicon) -> tuple[_Phrases, _Phrases, Sequence[int]]:
    """Return first word → phrases, first letters → phrases, and how many letters those are."""
    lists: list[tuple[str, Sequence[str]]] = [
        *lexicon.content_types.items(),
        (NEGATIONS, lexicon.negations),
        ("conditional", lexicon.conditional),
        ("future", lexicon.future),
        ("hypothetical", lexicon.hypothetical),
        (BACKSHIFT, lexicon.backshift),
        (NUMBER, tuple(lexicon.numbers)),
    ]
    words: dict[str, list[_Phrase]] = {}
    stems: dict[str, list[_Phrase]] = {}
    for name, phrases in lists:
        for written in phrases:
            first, *rest = written.strip("()").split()
            table, key = (stems, first[:-1]) if first[-1] == "*" else (words, first)
            second = rest[0] if rest and rest[0] != GAP and rest[0][-1] != "*" else None
            table.setdefault(key, []).append(_Phrase(name, tuple(rest), written[0] == "(", second))
    return words, stems, sorted({len(stem) for stem in stems})
