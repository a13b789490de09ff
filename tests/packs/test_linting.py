"""What `lint` finds, each fault planted alone in a pack that has none."""

import pytest

from pipelines import packs
from pipelines.packs.folder import LOCK
from pipelines.settings import bundled_pack


def findings(folder, severity="error"):
    return [each for each in packs.lint(folder) if each.severity == severity]


def test_the_small_pack_has_none(harbour, write_pack):
    assert packs.lint(write_pack(harbour)) == []


def test_the_shipped_pack_has_no_error():
    assert findings(bundled_pack()) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("actors.yaml", "gender: f", "gendre: f", "there is no key `gendre`: did you mean `gender`?"),
        ("actors.yaml", "[Sudland]", "[Norrland]", "also an alias of norrland"),
        ("actors.yaml", "[Sudland]", "[Sud]", "shorter than 4 letters"),
        ("offices.yaml", "actor: berg, from", "actor: bergg, from", "no actor bergg"),
        (
            "offices.yaml",
            "    - {actor: berg",
            "    - {actor: sudland, from: 2023-01-01, to: 2024-06-01}\n    - {actor: berg",
            "before that of sudland ends",
        ),
        (
            "offices.yaml",
            "    - {actor: berg",
            "    - {actor: sudland, from: 2023-01-01}\n    - {actor: berg",
            "before that of sudland ends",
        ),
        ("blockers.yaml", "Norrland Bank", "norrland", "is the name of an actor"),
        ("blockers.yaml", "en: [Norrland Bank]", "en: [x", "not readable as YAML"),
    ],
)
def test_one_fault_is_one_error(harbour, write_pack, file, old, new, message):  # noqa: PLR0917  (pytest passes by name)
    assert old in harbour[file]
    harbour[file] = harbour[file].replace(old, new, 1)
    (found,) = findings(write_pack(harbour))
    assert message in found.message
    assert found.where.startswith(f"{file}:")


def test_a_common_word_needs_a_condition(harbour, write_pack):
    harbour["common_words.yaml"] = "en: [berg]\n"
    assert findings(write_pack(harbour, "with")) == []
    harbour["actors.yaml"] = harbour["actors.yaml"].replace("{form: Berg, needs: full_name_in_text}", "Berg")
    (found,) = findings(write_pack(harbour, "without"))
    assert "common word" in found.message


def test_two_actors_may_share_a_name_that_needs_a_condition(harbour, write_pack):
    harbour["actors.yaml"] = harbour["actors.yaml"].replace(
        "{en: [Sudland]}", "{en: [Sudland, {form: Berg, needs: full_name_in_text}]}"
    )
    assert findings(write_pack(harbour)) == []


WORDED = """\
- id: toll
  wordings:
    - {side: norrland, telling: {en: [harbour due]}, common: {en: [fee]}, verified: false}
    - {side: sudland, telling: {en: [robbery]}, vague: {en: [harbour due]}}
"""


def test_a_word_belongs_to_one_side(harbour, write_pack):
    harbour["framing.yaml"] = WORDED
    assert findings(write_pack(harbour, "apart")) == []
    harbour["framing.yaml"] = WORDED.replace("[robbery]", "[robbery, fee]")
    (found,) = findings(write_pack(harbour, "both"))
    assert (found.kind, found.where) == ("framing", "framing.yaml:2: 0.wordings")
    assert found.message == "fee, fees (en): a word of norrland and of sudland"


def test_a_doubtful_wording_says_what_is_doubtful(harbour, write_pack):
    harbour["framing.yaml"] = WORDED
    (found,) = findings(write_pack(harbour), "warning")
    assert (found.kind, found.where) == ("unverified", "framing.yaml:3: 0.wordings.0")
    harbour["framing.yaml"] = WORDED.replace("verified: false", "verified: false, note: Not counted.")
    assert findings(write_pack(harbour, "told"), "warning") == []


OUTLETS = """\
- {id: herald, name: Quay Herald, publisher: nobody}
- {id: wave, name: Wave, names: [Quay Herald]}
"""


def test_a_name_belongs_to_one_outlet_and_a_publisher_is_watched(harbour, write_pack):
    harbour["outlets.yaml"] = OUTLETS
    path = write_pack(harbour, "both")
    assert [each.message for each in findings(path)] == ["Quay Herald is also a name of herald"]
    (found,) = findings(path, "warning")
    assert (found.kind, found.message) == ("unwatched", "the publisher nobody of herald has no source")


def test_a_word_of_everyday_use_is_marked_in_an_outlet(harbour, write_pack):
    harbour["common_words.yaml"] = "en: [Wave]\n"
    harbour["outlets.yaml"] = "- {id: wave, name: Wave}\n"
    (found,) = findings(write_pack(harbour, "bare"))
    assert found.kind == "outlet"
    harbour["outlets.yaml"] = "- {id: wave, name: Wave, common: true}\n"
    assert findings(write_pack(harbour, "marked")) == []


def test_an_actor_without_an_example_is_a_warning(harbour, write_pack):
    example = "  examples: [{text: Sudland agreed., tags: [Sudland]}]\n"
    harbour["actors.yaml"] = harbour["actors.yaml"].replace(example, "")
    (found,) = findings(write_pack(harbour), "warning")
    assert "sudland has no example" in found.message
    assert found.where.startswith("actors.yaml:10:")


def test_missing_and_stale_locks_are_errors(harbour, write_pack):
    harbour["pack.yaml"] = harbour["pack.yaml"].replace("[en]", "[en, uk]")
    path = write_pack(harbour)
    assert [each.where for each in findings(path)] == [f"{LOCK}:1: "]
    packs.write_forms(path)
    assert findings(path) == []
    (path / "blockers.yaml").write_text("en: [Norrland Line]\n", encoding="utf-8")
    assert "stale" in findings(path)[0].message
