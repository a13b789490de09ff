"""Every rule that the tagger can name has a sentence: read from its source, from the lock of forms, and from what it tags."""

import ast
import re
from pathlib import Path

import pytest
import yaml

import pipelines.tag
from pipelines.tag.lexicon import languages, lexicon
from pipelines.workbench.reasons import STEPS, TYPES, explain

SOURCES = sorted(Path(pipelines.tag.__file__).parent.glob("*.py"))
RULE = re.compile(
    r"(?:name|surname|role|quote|speaker|reported|headline|framing|credit)\.[a-z_.]*|demonym|adjective|unnamed"
)
KINDS = ("name", "role", "metonym", "demonym", "unnamed")


def written_rules():
    """Return the rule ids that stand in the source: whole ones, and stems of those that are put together."""
    whole, stems = set(), set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                first = node.values[0]
                if isinstance(first, ast.Constant) and RULE.match(first.value):
                    stems.add(first.value)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and RULE.fullmatch(node.value):
                whole.add(node.value)
    return whole - stems, stems


def test_the_source_names_rules_as_this_test_expects():
    whole, stems = written_rules()
    assert {"role.apposition", "quote.cue_after", "speaker.pronoun", "headline.colon", "credit.told"} <= whole
    assert stems == {"speaker.", "reported.", "reported.noun."}


@pytest.mark.parametrize("rule", sorted(written_rules()[0]))
def test_a_rule_of_the_source_has_a_sentence(rule):
    assert explain(rule).endswith(".")


def test_rules_that_are_put_together_have_one_each():
    verbs = {kind for language in languages() for kind in lexicon(language).cues.values()}
    nouns = {kind for language in languages() for kind in lexicon(language).noun_cues.values()}
    for rule in (
        *(f"speaker.{kind}" for kind in KINDS),
        *(f"reported.{kind}" for kind in verbs),
        *(f"reported.noun.{kind}" for kind in nouns),
    ):
        assert explain(rule).endswith(".")
    assert verbs <= set(TYPES)


def test_every_form_of_the_pack_has_one(shipped_pack):
    rules = {form.rule for form in shipped_pack.forms}
    assert len(rules) > 20
    for rule in rules:
        assert explain(rule).endswith(".")


def test_a_chain_is_told_step_by_step():
    assert explain("surname.ins+acts") == (
        "The surname alone, in the instrumental (by whom, with whom). It acts, for its government."
    )


def test_an_unknown_rule_is_a_fault_of_ours():
    with pytest.raises(KeyError, match="magic"):
        explain("name.nom+magic")


def test_every_sentence_is_one_sentence():
    assert not [each for each in STEPS.values() if not re.fullmatch(r"[A-Z][^.]*(?:\.{3}|…[^.]*)?[^.]*\.", each)]


TABLES = "types"
"""Folder of the tagger's cases with a notation of its own: sentences under one title, not a list of texts."""


def test_what_the_tagger_says_of_real_texts_can_be_explained(tagger):
    texts = [
        (path.stem, case)
        for path in sorted((Path(__file__).parents[1] / "tag" / "data").rglob("*.yaml"))
        if path.parent.name != TABLES
        for case in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    ]
    rules = set()
    for language, case in texts:
        tags = tagger.tag(title=case.get("title", ""), text=case["text"], language=language, published_at=None)
        rules |= {each.rule for each in (*tags.mentions, *tags.statements, *tags.framing, *tags.credits)}
    assert len(rules) > 30
    for rule in rules:
        assert explain(rule).endswith(".")
