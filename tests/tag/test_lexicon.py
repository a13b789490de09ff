"""Every language file is read whole: a misspelt key would be silent otherwise."""

from dataclasses import fields

import pytest
import yaml

from pipelines.tag.lexicon import FOLDER, Lexicon, languages, lexicon


@pytest.mark.parametrize("language", languages())
def test_every_key_is_known_and_verbs_end_in_a_type(language):
    written = yaml.load((FOLDER / f"{language}.yaml").read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
    assert set(written) <= {each.name for each in fields(Lexicon)} | {"cue_endings"}
    known = lexicon(language)
    assert known.language == language
    assert not [verb for verb in known.cues if "~" in verb]


def test_a_language_without_a_file_knows_no_words():
    assert not lexicon("xx").cues
    assert not lexicon("../ru").cues
