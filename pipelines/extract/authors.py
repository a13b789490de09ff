"""Names of authors, out of bylines as sites and feeds write them."""

import re
from collections.abc import Iterable

from pipelines.extract.text import clean_line, fold, is_site

BYLINE = re.compile(
    r"^(?:(?:(?:written|reported|posted|analysis|opinion|story|text) )?by|authors?|von|par|autor(?:zy|ka|i|ji)?|autoři|автор(?:ы|и|ка)?|текст|"  # codespell:ignore autor
    r"yazan|yazar|haber|muhabir)\s*:?\s+|^(?:автор(?:ы|и|ка)?|author|autor|yazar)\s*:\s*",  # codespell:ignore autor
    re.IGNORECASE,
)
BETWEEN_AUTHORS = re.compile(r"\s*(?:[,;/|&]|\s(?:and|And|AND|und|et|oraz|a|i|і|та|и|ve)\s)\s*")
ADDRESS = re.compile(r"\(?\b[\w.+-]+@[\w-]+\.[\w.]+\)?|https?://\S+|www\.\S+|(?<!\w)@[\w.]+")
NO_AUTHOR = frozenset(
    {
        "admin",
        "administrator",
        "editor",
        "staff",
        "author",
        "redaktor",
        "user",
        "web",
        "root",
        "null",
        "none",
        "undefined",
        "guest",
        "editorial",
        "гость",
        "гість",
        "редакция",
        "редакція",
        "misafir",
    }
)
DEGREES = frozenset({"ba", "bsc", "ma", "mba", "md", "ms", "msc", "phd", "rd", "rdn", "jd", "esq", "jr", "sr"})
"""What follows a name after a comma and is none."""

FUNCTIONS = frozenset(
    [
        "writer",
        "writers",
        "reporter",
        "correspondent",
        "editor",
        "contributor",
        "columnist",
        "корреспондент",
        "редактор",
        "кореспондент",
        "muhabiri",
        "editörü",
        "staff",
        "reports",
        "desk",
        "newsroom",
        "team",
        "servisi",
        "merkezi",
    ]
)
NAME_LENGTH = 80
MOST_AUTHORS = 12


def clean_authors(raw: Iterable[str], *organisations: str) -> tuple[str, ...]:
    """Return names of authors, each once: no addresses, no "by", none of the given organisations."""
    owners = {fold(name) for name in organisations} - {""}
    skipped = owners | NO_AUTHOR | DEGREES | {""}
    names: dict[str, str] = {}
    for text in raw:
        line = BYLINE.sub("", clean_line(ADDRESS.sub(" ", text)))
        for part in BETWEEN_AUTHORS.split(line):
            name = _without_owner(part, owners).strip(" .:()[]-–—\"'")
            if (
                fold(name) not in skipped
                and not _is_desk(name)
                and len(name) <= NAME_LENGTH
                and not any(each.isdigit() for each in name)
            ):
                names.setdefault(fold(name), name)
    return tuple(names.values())[:MOST_AUTHORS]


def _without_owner(part: str, owners: set[str]) -> str:
    """Cut what follows a full stop or dash if it names the site: "Ann Lee. Example News"."""
    for match in re.finditer(r"\.\s+|\s+[-–—]\s+", part):
        if any(is_site(fold(part[match.end() :]), owner) for owner in owners):
            return part[: match.start()]
    return part


def _is_desk(name: str) -> bool:
    """Whether this is no person or agency but a function: "AP Auto Writer", or one named by a host: "example.com"."""
    words = fold(name).split()
    if not words:
        return False
    return words[-1] in FUNCTIONS or "admin" in words[-1] or bool(re.search(r"(?:^|\sfor\s)\S+\.[A-Za-z]{2,8}$", name))
