"""Text as it is stored: NFC, one paragraph a line, no controls, no furniture."""

import re
import unicodedata
from functools import cache
from importlib import resources
from typing import Any

import yaml

from pipelines.extract.letters import restore

# C0 and C1 controls except the line feed, lone surrogates, non-characters, soft hyphens, and marks of byte order.
UNWANTED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\ufeff\ufffe\uffff\ud800-\udfff]")
SPACES = re.compile(r"[^\S\n]+")
WORD = re.compile(r"\w+")
LIST_MARK = re.compile(r"^- ")

TITLE_LENGTH = 140

DATE_LINE_LENGTH = 60
DATE = re.compile(
    r"\b\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d{2}\b|\b(?:19|20)\d{2}[./-]\d{2}[./-]\d{2}\b"
    r"|\b\d{1,2}\.?\s(?:de\s)?[^\W\d_]+\.?\s(?:de\s)?(?:19|20)\d{2}\b|\b[^\W\d_]+\.?\s\d{1,2},?\s(?:19|20)\d{2}\b"
)
"""A day with its year, in figures or with the month's name."""

FURNITURE_LENGTH = 160
"""A longer line is a paragraph, however it begins."""


def clean(text: str) -> str:
    """Return text in NFC with its paragraphs parted by single line feeds, whitespace folded, controls removed."""
    text = UNWANTED.sub(_replacement, restore(text).replace("\r\n", "\n").replace("\r", "\n"))
    lines = (SPACES.sub(" ", line).strip() for line in unicodedata.normalize("NFC", text).split("\n"))
    return "\n".join(line for line in lines if line)


def clean_line(text: str) -> str:
    """Return text as one line: for titles and names."""
    return clean(text.replace("\n", " ").replace("\r", " "))


def _replacement(match: re.Match[str]) -> str:
    return " " if match[0] in "\t\v\f\x85" else ""


def fold(text: str) -> str:
    """Return the words of a text, lower case, for comparison only."""
    return " ".join(WORD.findall(text.casefold()))


def is_site(part: str, name: str) -> bool:
    """Whether a folded part of a title or byline is the folded name of a site, or an extension of it."""
    return part == name or part.startswith(name + " ") or part.endswith(" " + name) or name.startswith(part + " ")


def without_furniture(text: str, title: str) -> str:
    """Return the paragraphs of a clean text without the title that leads them and without lines of the site's own.

    Which lines these are is data: `furniture.yaml`.
    """
    lines = [line for line in text.split("\n") if not _is_furniture(line)]
    while len(lines) > 1 and _is_heading(lines[0], fold(title)):
        del lines[0]
    return "\n".join(lines)


def _is_heading(line: str, folded_title: str) -> bool:
    """Whether a line at the beginning of a text is its title, or says when it appeared."""
    if folded_title and fold(line) == folded_title:
        return True
    return len(line) <= DATE_LINE_LENGTH and line[-1] not in ".!?…:" and bool(DATE.search(line))


def _is_furniture(line: str) -> bool:
    if len(line) > FURNITURE_LENGTH:
        return False
    folded = fold(LIST_MARK.sub("", line))
    whole, openings = _furniture()
    return not folded or folded in whole or (folded + " ").startswith(openings)


@cache
def _furniture() -> tuple[frozenset[str], tuple[str, ...]]:
    words = read_words("furniture.yaml")
    whole = frozenset(fold(line) for lines in words["whole_lines"].values() for line in lines)
    openings = tuple(fold(line) + " " for lines in words["openings"].values() for line in lines)
    return whole, openings


def first_line(text: str) -> str:
    """Return the beginning of a text that has no title, to stand for one."""
    line = text.partition("\n")[0]
    return line if len(line) <= TITLE_LENGTH else line[:TITLE_LENGTH].rpartition(" ")[0] + "…"


def read_words(name: str) -> Any:  # noqa: ANN401  # the shape is checked by the tests of the file
    """Return a word list that lies beside this module."""
    return yaml.safe_load(resources.files(__package__).joinpath(name).read_text("utf-8"))
