"""What is watched is data: no code and no language file names a person, country, capital, people or publisher of the pack."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from pipelines.packs.folder import Sheets
from pipelines.settings import bundled_pack

PIPELINES = bundled_pack().parents[1]
CODE = sorted(path for path in PIPELINES.rglob("*.py") if "newsroom" not in path.parts)
"""All of our code but the sample press, whose world is data in the shape of code."""
LANGUAGES = sorted((PIPELINES / "tag" / "languages").glob("*.yaml"))
SHORTEST = 4
"""Letters from which a name is looked for: shorter ones are words of many languages."""
LANGUAGE_NAMES = ("ukrainian", "russian", "turkish", "german", "french", "polish", "czech", "spanish", "chinese")
"""Words that name languages in code, and peoples only in texts."""
NO_NAMES: dict[str, str] = {
    "hint": "advice (an alias of India in Turkish)",
    "bonne": "good, in French (a surname)",
    "liberation": "the first word of a typeface's name (a newspaper, too)",
    "bild": "a picture, in the types of German wires (a newspaper, too)",
    "pavel": "a given name whose vowel flees, in the grammar of Czech and Polish",
    "павел": "the same in Russian",
}
"""Words that the pack has as names and that mean something else in code, each with what it means."""


def names(sheets: Sheets) -> dict[str, str]:
    """Return name in small letters → whose it is, for everything that people are called in the pack."""
    found: dict[str, str] = {}
    for actor in sheets.every_actor:
        if actor.type == "organisation" or (actor.type == "place" and not actor.stands_for):
            continue
        words = [
            actor.name,
            *(alias.form for some in (actor.aliases, actor.demonyms) for each in some.values() for alias in each),
            *(text for each in actor.adjectives.values() for text in each),
        ]
        found |= {word.lower(): actor.id for word in words}
    for source in sheets.sources:
        found |= {source.publisher.replace("_", " "): source.id, source.name.lower(): source.id}
    return {
        name: owner for name, owner in found.items() if sum(map(str.isalpha, name)) >= SHORTEST and name not in NO_NAMES
    }


WORDS = re.compile(r"[^\W_]+")


def named(text: str, known: dict[str, str]) -> Iterator[str]:
    """Yield the names of one to four words that stand in a text, whatever parts their words."""
    words = [word.lower() for word in WORDS.findall(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text))]
    for size in range(1, 5):
        for at in range(len(words) - size + 1):
            candidate = " ".join(words[at : at + size])
            if candidate in known:
                yield candidate


def told(path: Path) -> Iterator[tuple[int, str]]:
    """Yield (line, text) of every string literal and identifier; what documents the code may give examples."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    documented = {
        id(node.value) for node in nodes if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in nodes:
        match node:
            case ast.Constant(value=str() as text) if id(node) not in documented:
                yield node.lineno, text
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                yield node.lineno, name
            case ast.arg(arg=name) | ast.keyword(arg=str() as name):
                yield node.lineno, name


def written(value: object) -> Iterator[str]:
    """Yield every text of a YAML document."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield from (str(key), *written(each))
    elif isinstance(value, list):
        for each in value:
            yield from written(each)
    else:
        yield str(value)


@pytest.fixture(scope="session")
def known(shipped_sheets) -> dict[str, str]:
    return names(shipped_sheets)


def test_the_search_finds_what_it_looks_for(known, tmp_path):
    assert len(known) > 1000
    (tmp_path / "x.py").write_text('"""Putin may be named here."""\nlavrovSpeaks = f("said Путин") + mrMacron\n')
    found = [name for _, text in told(tmp_path / "x.py") for name in named(text, known)]
    assert sorted(found) == ["lavrov", "macron", "путин"]


def test_no_code_names_anybody(known):
    known = {name: owner for name, owner in known.items() if name not in LANGUAGE_NAMES}
    places: dict[str, list[str]] = {}
    for path in CODE:
        for line, text in told(path):
            places.setdefault(text, []).append(f"{path.relative_to(PIPELINES)}:{line}")
    found = [
        f"{where}: {name} ({known[name]})" for text in places for name in named(text, known) for where in places[text]
    ]
    assert found == []


@pytest.mark.parametrize("path", LANGUAGES, ids=lambda path: path.stem)
def test_no_language_file_names_anybody(known, path):
    value = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
    assert [(text, name) for text in written(value) for name in named(text, known)] == []
