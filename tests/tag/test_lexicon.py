"""Every language file is read whole: a misspelt key would be silent otherwise."""

import ast
from dataclasses import fields

import pytest
import yaml

from pipelines.tag.lexicon import FOLDER, Lexicon, languages, lexicon


@pytest.mark.parametrize("language", languages())
def test_every_key_is_known_and_verbs_end_in_a_type(language):
    written = yaml.load((FOLDER / f"{language}.yaml").read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
    assert set(written) <= {each.name for each in fields(Lexicon)} | {"cue_endings", "cue_tenses"}
    known = lexicon(language)
    assert known.language == language
    assert not [verb for verb in known.cues if "~" in verb]


def test_a_language_without_a_file_knows_no_words():
    assert not lexicon("xx").cues
    assert not lexicon("../ru").cues


def test_no_rule_asks_which_language_it_reads():
    """What is true of a language stands in its file, so that a language is added without a change of the rules."""
    codes = set(languages())
    asked = [
        f"{path.name}:{node.lineno}"
        for path in FOLDER.parent.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.Compare) and _names_language(node.left) and _strings(node.comparators) & codes)
        or (isinstance(node, ast.Dict) and len(_strings(node.keys) & codes) > 1)
    ]
    assert asked == []


def _names_language(node: ast.expr) -> bool:
    return getattr(node, "id", getattr(node, "attr", None)) == "language"


def _strings(nodes: list[ast.expr | None]) -> set[object]:
    return {each.value for node in nodes if node for each in ast.walk(node) if isinstance(each, ast.Constant)}
