"""The language of boolean texts, and its faults: which column, and what should stand there. The only importer of lark.

    ceasefire AND ("prisoner exchange" OR swap*) AND NOT football
    withdraw* NEAR/5 (border OR river)

Operators are written in capitals. NEAR/n binds closest, then NOT, AND, OR. Two words side by side need an operator
between them, or quotation marks around them: what is meant there differs from one search engine to the next.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

from lark import Lark, Token, Transformer, UnexpectedCharacters, UnexpectedInput, UnexpectedToken, v_args
from lark.exceptions import VisitError

from pipelines.watch.expression import Either, Every, Expression, Near, Phrase, Term, Without
from pipelines.watch.words import words_of

LONGEST: Final = 2_000
"""Characters of an expression."""
DEEPEST: Final = 20
"""Parentheses inside each other."""
FARTHEST: Final = 100
"""Words that NEAR may leave between."""
SHORTEST_PREFIX: Final = 2

_GRAMMAR: Final = r"""
?start: either
?either: every ("OR" every)*          -> either
?every: negated ("AND" negated)*      -> every
?negated: NOT negated                 -> without
        | near
?near: atom
     | near NEAR atom                 -> near
?atom: WORD                           -> word
     | PHRASE                         -> phrase
     | "(" either ")"

NEAR.3: /NEAR(\/[^\s()"“”„«»]*)?(?=[\s()"“„«]|$)/
NOT.3: /NOT(?=[\s()"“„«]|$)/
_OR.3: /OR(?=[\s()"“„«]|$)/
_AND.3: /AND(?=[\s()"“„«]|$)/
PHRASE: /"[^"]*"|“[^”“]*[”“]|„[^”“]*[”“]|«[^»]*»/
WORD: /[^\s()"“”„«»]+/
%ignore /\s+/
""".replace('"OR"', "_OR").replace('"AND"', "_AND")


class TextError(ValueError):
    """What is wrong with a boolean text, at which column (from 1)."""

    def __init__(self, what: str, text: str, column: int) -> None:
        """`what` is a sentence that says what to write instead."""
        super().__init__(what)
        self.what = what
        self.text = text
        self.column = column

    @property
    def drawn(self) -> str:
        """Return the text with a caret below the column: of a long one the part around it, blanks as blanks."""
        start = max(self.column - 61, 0)
        part = "".join(" " if each.isspace() else each for each in self.text[start : start + 76])
        return f"{part}\n{' ' * (self.column - 1 - start)}^"


def parse(text: str) -> Expression:
    """Return what a boolean text means. Raises `TextError`."""
    if not text.strip():
        raise TextError("The text is empty: write a word.", text, 1)
    if len(text) > LONGEST:
        raise TextError(f"The text has more than {LONGEST} characters: make two watches of it.", text, LONGEST)
    _check_depth(text)
    try:
        parsed: Any = _parser().parse(text)
    except VisitError as error:
        if isinstance(error.orig_exc, _FaultError):
            raise TextError(error.orig_exc.what, text, error.orig_exc.column) from None
        raise
    except _FaultError as fault:
        raise TextError(fault.what, text, fault.column) from None
    except UnexpectedInput as error:
        raise _explained(error, text) from None
    return parsed  # type: ignore[no-any-return]  # what the transformer makes of it


class _FaultError(Exception):
    def __init__(self, what: str, column: int) -> None:
        super().__init__(what)
        self.what = what
        self.column = column


@lru_cache(maxsize=1)
def _parser() -> Lark:
    return Lark(_GRAMMAR, parser="lalr", lexer="basic", transformer=_Meaning(), maybe_placeholders=False)


@v_args(inline=True)
class _Meaning(Transformer[Token, Expression]):
    """Makes an expression while it is parsed: nothing nests deeper than the parentheses do."""

    def either(self, *parts: Expression) -> Expression:
        return parts[0] if len(parts) == 1 else Either(_flat(Either, parts))

    def every(self, *parts: Expression) -> Expression:
        return parts[0] if len(parts) == 1 else Every(_flat(Every, parts))

    def without(self, _: Token, part: Expression) -> Expression:
        return part.part if isinstance(part, Without) else Without(part)

    def near(self, left: Expression, operator: Token, right: Expression) -> Near:
        number = operator.partition("/")[2]
        if not number.isascii() or not number.isdigit() or int(number) > FARTHEST:
            raise _FaultError(
                f"How near is a number of words up to {FARTHEST}: write NEAR/5.",
                _column(operator),
            )
        for each in (left, right):
            if not _has_place(each):
                raise _FaultError(
                    "NEAR takes words, phrases and ORs of them: write AND and NOT outside of it.", _column(operator)
                )
        return Near(left, right, int(number))  # type: ignore[arg-type]  # as was just looked at

    def word(self, token: Token) -> Phrase:
        return _terms(str(token), token, 0)

    def phrase(self, token: Token) -> Phrase:
        return _terms(token[1:-1], token, 1)


def _flat(kind: type[Either | Every], parts: Sequence[Expression]) -> tuple[Expression, ...]:
    return tuple(inner for each in parts for inner in (each.parts if isinstance(each, kind) else (each,)))


def _terms(written: str, token: Token, skipped: int) -> Phrase:
    """Return the words of a text; a star behind a word lets it stand for all that begin so."""
    terms: list[Term] = []
    first = column = _column(token) + skipped
    for number, part in enumerate(written.split("*")):
        if number and (not terms or not _ends_a_word(written, column - first - 1)):
            raise _FaultError("A star stands behind the beginning of a word: write exchang*.", column - 1)
        if number and len(terms[-1].word) < SHORTEST_PREFIX:
            raise _FaultError(f"Before a star stand at least {SHORTEST_PREFIX} letters.", column - 1)
        if number:
            terms[-1] = Term(terms[-1].word, is_prefix=True)
            if part[:1].isalnum():
                raise _FaultError("A star stands at the end of a word only.", column - 1)
        terms += map(Term, words_of(part))
        column += len(part) + 1
    if not terms:
        raise _FaultError("No letter or digit stands here: leave it out.", _column(token))
    return Phrase(tuple(terms))


def _ends_a_word(written: str, star: int) -> bool:
    return star > 0 and bool(words_of(written[star - 1]))


def _column(token: Token) -> int:
    return (token.start_pos or 0) + 1


def _has_place(part: Expression) -> bool:
    match part:
        case Phrase() | Near():
            return True
        case Either(parts):
            return all(map(_has_place, parts))
        case _:
            return False


def _check_depth(text: str) -> None:
    depth = 0
    for column, each in enumerate(text, 1):
        depth += (each == "(") - (each == ")")
        if depth > DEEPEST:
            raise TextError(f"More than {DEEPEST} parentheses stand inside each other: take some away.", text, column)


def _explained(error: UnexpectedInput, text: str) -> TextError:
    end = len(text.rstrip()) + 1
    if isinstance(error, UnexpectedCharacters):
        column = 1 + error.pos_in_stream  # type: ignore[operator]  # lark sets it, and annotates the None before
        if 0 < column <= len(text) and text[column - 1] in '"“„«':
            return TextError("The quotation mark is not closed: write the other one behind the phrase.", text, column)
        return TextError("This sign has no meaning here: leave it out.", text, column)
    if not isinstance(error, UnexpectedToken):
        raise error
    token = error.token
    if token.type == "$END":
        what = "The parenthesis is not closed: write )." if "RPAR" in error.accepts else "A word is missing at the end."
        return TextError(what, text, end)
    column = (token.start_pos or 0) + 1
    if token.type == "RPAR":
        what = (
            "No parenthesis was opened here."
            if "$END" in error.accepts
            else "A word is missing before the parenthesis."
        )
    elif token.type in {"WORD", "PHRASE", "LPAR"}:
        what = "Between two words stands AND, OR or NEAR/5; words in a row are a phrase in quotation marks."
    elif token.type == "NOT":
        what = "Before NOT stands AND or OR, and behind NEAR a word: write AND NOT."
    else:
        what = f"Before {str(token).partition('/')[0]} a word is missing; as a word it is written in quotation marks."
    return TextError(what, text, column)
