"""Gold files: what is read from them, and that every fault is told with file, line, id and what to do."""

from pathlib import Path

import pytest

from pipelines import packs
from pipelines.workbench import gold
from pipelines.workbench.labelled import LabelsError

TEXT = """\
- id: en-dev-01
  published_on: 2024-03-02
  title: Havn and Sudland agree
  text: |-
    Norrland's Havn Post wrote that Havn refused. “We want the quota,” Ada Berg said.
    The keeper added that the dam would stay shut.
  mentions:
    - Havn | metonym | havn
    - Sudland | name | sudland
    - Norrland | name | norrland
    - "Havn@2 | metonym | havn"
    - Ada Berg | name | berg
    - "?keeper | role | berg"
  label: no
  rounds: {havn-2024: background}
  statements:
    - {quote: "We want the quota,", speaker: berg}
"""


@pytest.fixture(scope="module")
def lake():
    return packs.load(Path(__file__).parent / "data" / "lake")


@pytest.fixture
def read(tmp_path, lake):
    """Return a function that writes one gold file and reads it."""

    def write_and_read(text, language="en", part="dev"):
        (tmp_path / part).mkdir(exist_ok=True)
        (tmp_path / part / f"{language}.yaml").write_text(text, encoding="utf-8")
        return gold.read(tmp_path, part, lake)

    return write_and_read


def faults(read, text, **where):
    with pytest.raises(LabelsError) as caught:
        read(text, **where)
    assert caught.value.next_step
    return caught.value.where.split("\n")


def test_labels_come_with_their_places(read):
    (text,) = read(TEXT)
    zones = {"title": text.title, "text": text.text}
    for each in text.mentions:
        wanted = each.wanted
        assert zones[wanted.zone][wanted.start : wanted.end] == wanted.surface
    assert [(each.wanted.zone, each.wanted.start) for each in text.mentions] == [
        ("title", 0),
        ("title", 9),
        ("text", 0),
        ("text", 32),  # not the first word of the newspaper's name
        ("text", 67),
        ("text", 86),
    ]
    assert [each.optional for each in text.mentions] == [False] * 5 + [True]
    (quote,) = text.quotes
    assert text.text[quote.wanted.start : quote.wanted.end] == "We want the quota,"
    assert quote.judged == {"speaker"}
    assert text.reported is None, "of a text labelled `no` only quotes are labelled"
    assert text.label == "no"
    assert text.facets == frozenset()
    assert text.rounds == (("havn-2024", "background"),)


def test_marks_before_a_surface(read):
    (text,) = read(
        TEXT.replace("- Sudland | name | sudland", '- "!Sudland | name | sudland"').replace("?keeper", "!?keeper")
    )
    assert [each.wanted.as_actor for each in text.mentions] == [True, False, True, True, True, False]
    assert text.mentions[-1].optional


def test_a_name_is_found_as_a_whole_word(read):
    (text,) = read(TEXT.replace("Norrland's Havn", "Norrlanders of Norrland's Havn"))
    assert next(each.wanted.start for each in text.mentions if each.wanted.surface == "Norrland") == 15


@pytest.mark.parametrize(
    ("old", "new", "place", "told"),
    [
        ("Havn@2", "Havn", "11: mentions.3", "stands in two places here"),
        ("- Ada Berg | name", "- Eva Berg | name", "12: mentions.4", "does not stand in title or text"),
        ("- Ada Berg | name", "- ada berg | name", "12: mentions.4", "with other capitals"),
        ("- Ada Berg | name", "- Ber | name", "12: mentions.4", "part of a longer word"),
        ("- Ada Berg | name", "- Norrland | name", "12: mentions.4", "in reading order"),
        ("| name | berg", "| name | bergg", "12: mentions.4", "did you mean `berg`?"),
        ("| name | berg", "| noun | berg", "12: mentions.4.kind", "'name', 'role'"),
        ("Ada Berg | name | berg", "Ada Berg", "12: mentions.4", "surface | kind | actor"),
        ("Ada Berg | name | berg", "Ada Berg | name |", "12: mentions.4", "needs an actor"),
        ("Ada Berg | name | berg", "Ada Berg | unnamed | berg", "12: mentions.4", "has no actor"),
        ("label: no", "label: maybe", "14: label", "'talks', 'passing' or 'no'"),
        ("  label: no\n", "", "1: label", "`label` is missing"),
        ("label: no", "label: no\n  facets: [quota]", "15: facets", "has no facets"),
        ("label: no", "label: talks\n  facets: [quote]", "15: facets.0", "did you mean `quota`?"),
        ("label: no", "label: talks\n  facets: [talks]", "15: facets.0", "no facet `talks`"),
        ("label: no", "labels: no\n  label: no", "14: labels", "there is no such key"),
        ("label: no", "label: no\n  label: no", "15: label", "stands here twice"),
        ("havn-2024:", "havn-2025:", "15: rounds.havn-2025", "did you mean `havn-2024`?"),
        ("background", "backdrop", "15: rounds.havn-2024", "'subject' or 'background'"),
        ("speaker: berg", "speaker: nobody", "17: statements.0.speaker", "no actor `nobody`"),
        ("speaker: berg", "type: promise", "17: statements.0.type", "'demand'"),
        ("speaker: berg", "speeker: berg", "17: statements.0.speeker", "there is no such key"),
        ("speaker: berg", "modality: past", "17: statements.0.modality", "'future'"),
        ("speaker: berg", "attributed_to: an aide", "17: statements.0.attributed_to", "does not stand in"),
        ("speaker: berg", "places: [atlantis]", "17: statements.0.places", "no actor `atlantis`"),
        ('{quote: "We want', '{quote: "I want', "17: statements.0", "in neither title nor text"),
        ('{quote: "We want', '{reported: x, quote: "We want', "17: statements.0", "either `quote` or `reported`"),
        ("{quote: ", "{reported: ", "17: statements.0", "only quotes are labelled"),
        ("en-dev-01", "en-test-01", "1: id", "begins with `en-dev-`"),
    ],
)
def test_a_fault_is_told_where_it_stands(read, old, new, place, told):
    assert old in TEXT
    found = faults(read, TEXT.replace(old, new))
    line, key = place.split(": ")
    told_at = [each for each in found if each.startswith(f"dev/en.yaml:{line}: ") and f"{key}: " in each]
    assert told in told_at[0]


def test_every_fault_of_every_file_is_told_at_once(read, tmp_path):
    (tmp_path / "dev").mkdir()
    (tmp_path / "dev" / "de.yaml").write_text("- id: [", encoding="utf-8")
    found = faults(read, TEXT.replace("label: no", "label: maybe") + TEXT.replace("berg", "nobody"))
    assert [each.split(":")[0] for each in found] == ["dev/de.yaml", "dev/en.yaml"]
    (tmp_path / "dev" / "de.yaml").unlink()
    twice = faults(read, TEXT + TEXT)
    assert len(twice) == 1
    assert "another text has this id" in twice[0]


def test_letters_are_composed(read):
    assert faults(read, TEXT.replace("added", "adde\u0301d")) == [
        "dev/en.yaml:6: : not NFC: write accented letters as one character"
    ]


def test_a_language_that_the_pack_does_not_speak(read):
    assert "does not speak `fr`" in faults(read, TEXT.replace("en-dev", "fr-dev"), language="fr")[0]


def test_statements_of_the_same_words_take_their_places_in_turn(read):
    twice = TEXT.replace("shut.", "shut. “We want the quota,” she said.")
    assert "stands in 2 places: say which with `nth`" in faults(read, twice)[0]
    quote = '{quote: "We want the quota,", speaker: berg}'
    (text,) = read(twice.replace(quote, f"{quote}\n    - {quote}"))
    assert [each.wanted.start for each in text.quotes] == [47, 130]
    (text,) = read(twice.replace("{quote", "{nth: 2, quote"))
    assert [each.wanted.start for each in text.quotes] == [130]


def test_a_statement_inside_a_longer_one_is_not_meant(read):
    reported = (
        TEXT.replace("label: no", "label: talks")
        .replace("title: Havn", "title: the dam would stay and Havn")
        .replace(
            "speaker: berg}",
            "speaker: berg}\n    - {reported: the dam would stay}\n    - {reported: the dam would stay shut}",
        )
    )
    (text,) = read(reported)
    assert [each.wanted.zone for each in text.reported] == ["title", "text"]


def test_missing_gold_is_told_in_three_lines(tmp_path, lake):
    with pytest.raises(LabelsError) as caught:
        gold.read(tmp_path / "gold", "test", lake)
    assert len(str(caught.value).split("\n")) == 3
    assert "test is missing" in caught.value.what
    with pytest.raises(LabelsError, match=r"test/de\.yaml is missing"):
        gold.read(tmp_path, "test", lake, ["de"])
