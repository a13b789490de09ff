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
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from pipelines.tag.lexicon import Lexicon

NEGATIONS = "negations"
BACKSHIFT = "backshift"
NUMBER = "number"
IMPERATIVE = "imperative"
NOTHING = "nothing"
"""Phrases that tell nothing, although words inside them would ("without preconditions")."""
OWN_DUTY = "own_duty"
"""Phrases for what the speaker has to do himself ("we must"): the word for the duty in them tells nothing else."""
NECESSITY = "necessity"
"""Words for what has to be done, not by whom («надо», "it is necessary"): not all that is needed is a demand."""
DUTIES = frozenset({NECESSITY, OWN_DUTY})
SILENCING = frozenset({NOTHING, OWN_DUTY})
LAST_MARKS = frozenset(".!?…")
GAP = "…"
WIDEST_GAP = 4
MOST_WORDS_KNOWN = 1 << 15
"""Words of a language that are kept: a text of made-up words shall not fill the memory."""
_TOKEN = re.compile(r"[\w%'-]+|[.!?…]")


class Signal(NamedTuple):
    """What a word or phrase tells: `token` counts words and marks, `sentence` sentences of the span."""

    name: str
    token: int
    sentence: int
    hint: bool = False


class _Phrase(NamedTuple):
    """A phrase without its first word. `second` is the word that must stand right behind, `stem` how it must begin."""

    name: str
    rest: tuple[str, ...]
    hint: bool
    second: str | None = None
    stem: str = ""


class _First(NamedTuple):
    """The phrases that may begin with a word: by the word behind it, and those that stand before any other word."""

    behind: Mapping[str, Sequence[_Phrase]]
    other: Sequence[_Phrase]


MARK = _First({}, ())
"""Stands for a mark that ends a sentence."""


def words_of(text: str) -> list[str]:
    """Return the words and the marks that end sentences, in reading order."""
    return _TOKEN.findall(text)


def place_of(text: str, token: int) -> int:
    """Return where a word or mark of a text begins, by its number."""
    return next(islice(_TOKEN.finditer(text), token, None)).start()


def signals(lexicon: Lexicon, tokens: Sequence[str]) -> list[Signal]:
    """Return what the words and phrases among the tokens tell, in reading order."""
    found: list[Signal] = []
    sentence, silent = 0, 0
    # Most words tell nothing, and are passed over before a line of this runs for them.
    for at, first in [(at, first) for at, first in enumerate(map(_known(lexicon).__getitem__, tokens)) if first]:
        if first is MARK:
            sentence += 1
            continue
        behind = tokens[at + 1] if at + 1 < len(tokens) else ""
        for name, rest, hint, _, stem in first.behind.get(behind, first.other):
            if stem and not behind.startswith(stem):
                continue
            end = _end(tokens, at + 1, rest) if rest else at + 1
            if end and name in SILENCING and at >= silent:
                silent = max(silent, end)
                if name == OWN_DUTY:
                    found.append(Signal(name, at, sentence, hint))
            if not end or at < silent or (name == IMPERATIVE and not _opens(lexicon, tokens, at)):
                continue
            if name != NEGATIONS or not _taken_back(lexicon, tokens, at):
                found.append(Signal(name, at, sentence, hint))
    return found


def _opens(lexicon: Lexicon, tokens: Sequence[str], at: int) -> bool:
    """Say whether a token opens its sentence, with nothing before it but words that may stand before an imperative."""
    while at and (before := tokens[at - 1]) not in LAST_MARKS:
        if before not in lexicon.before_imperative.set:
            return False
        at -= 1
    return True


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


class _Known(dict[str, _First | None]):
    """Word → the phrases that may begin with it, None without any, for the words of a language looked up so far."""

    def __init__(self, lexicon: Lexicon) -> None:
        super().__init__()
        self._lexicon = lexicon

    def __missing__(self, word: str) -> _First | None:
        if len(self) >= MOST_WORDS_KNOWN:
            self.clear()
        phrases = () if word in LAST_MARKS else _of_word(self._lexicon, word)
        self[word] = found = MARK if word in LAST_MARKS else _first(phrases) if phrases else None
        return found


def _first(phrases: Sequence[_Phrase]) -> _First:
    seconds = {phrase.second for phrase in phrases if phrase.second is not None}
    return _First(
        {second: [each for each in phrases if each.second in {second, None}] for second in seconds},
        [each for each in phrases if each.second is None],
    )


@lru_cache(maxsize=64)
def _known(lexicon: Lexicon) -> _Known:
    return _Known(lexicon)


def _of_word(lexicon: Lexicon, word: str) -> tuple[_Phrase, ...]:
    """Return the phrases that may begin with a word, those that silence others first."""
    words, stems, lengths = _table(lexicon)
    found = [*words.get(word, ())]
    for length in lengths:
        if length <= len(word):
            found += stems.get(word[:length], ())
    found += [_Phrase(name, (), hint=False) for name, ending in lexicon.signal_endings if ending.search(word)]
    return tuple(sorted(found, key=lambda phrase: (phrase.name not in SILENCING, phrase.name != NOTHING)))


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
            plain = bool(rest) and rest[0] != GAP
            second = rest[0] if plain and rest[0][-1] != "*" else None
            stem = rest[0][:-1] if plain and second is None else ""
            table.setdefault(key, []).append(_Phrase(name, tuple(rest), written[0] == "(", second, stem))
    return words, stems, sorted({len(stem) for stem in stems})
