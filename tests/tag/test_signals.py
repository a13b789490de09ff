"""How a language file writes what words tell: stems, gaps, hints, phrases that tell nothing, imperatives."""

import pytest

from pipelines.tag.lexicon import Lexicon, Words, lexicon
from pipelines.tag.signals import signals, words_of

WRITTEN = Lexicon(
    content_types={
        "agree": Words(["green light", "(deal)"]),
        "condemn": Words(["crime*", "hand … back"]),
        "demand": Words(["conditions"]),
        "nothing": Words(["without conditions"]),
        "imperative": Words(["stop"]),
    },
    negations=Words(["not"]),
    not_negating=Words(["only"]),
    before_imperative=Words(["please"]),
)


def told(text):
    return [(each.name, each.token, each.sentence, each.hint) for each in signals(WRITTEN, words_of(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a green light", [("agree", 1, 0, False)]),
        ("green and light", []),
        ("the crimes", [("condemn", 1, 0, False)]),
        ("hand the children back", [("condemn", 0, 0, False)]),
        ("hand all of the lost children back", []),
        ("hand it over. back home", []),
        ("no deal", [("agree", 1, 0, True)]),
        ("on conditions", [("demand", 1, 0, False)]),
        ("talks without conditions", []),
        ("not now", [("negations", 0, 0, False)]),
        ("not only now", []),
        ("stop it", [("imperative", 0, 0, False)]),
        ("yes. please stop it", [("imperative", 3, 1, False)]),
        ("they stop", []),
    ],
)
def test_what_words_tell(text, expected):
    assert told(text) == expected


def test_verbs_of_consent_refuse_where_they_are_negated():
    verbs = lexicon("ru").cues
    assert (verbs["поддержал"], verbs["не поддержал"]) == ("agree", "reject")
    assert (verbs["исключил"], verbs["не исключил"]) == ("reject", "other")


def test_a_verb_with_a_type_keeps_it_beside_those_that_only_say():
    assert lexicon("fr").cues["a reconnu"] == "concede"
