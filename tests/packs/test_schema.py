"""An entry of sources.yaml that is wrong is told with its key and with what to write instead."""

import re
from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

from pipelines.packs import folder
from pipelines.packs.schema import AffiliationSheet, SanctionSheet, SourceSheet

PACK = "{id: a, topic: A, languages: [en], parties: [a]}"
FEED = "id: a\npublisher: a\nname: A\nkind: feed\nurl: https://a.example/rss\nlanguage: en\n"
DOCS = Path(__file__).parents[2] / "docs" / "how-to" / "add-a-source.md"


def faults(text):
    """Return the problems of one entry, each as (line in the file, key, message)."""
    entry = "- " + text.strip("\n").replace("\n", "\n  ") + "\n"
    bodies = {"pack.yaml": PACK.encode(), "sources.yaml": entry.encode()}
    _, problems = folder.check(folder.Folder(Path("pack"), bodies, {}))
    return [(each.line, each.key.removeprefix("0").removeprefix("."), each.message) for each in problems]


def test_a_plain_entry_has_none():
    assert faults(FEED) == []


@pytest.mark.parametrize(
    ("entry", "line", "key", "message"),
    [
        (FEED + "path: a", 7, "path", "write its address under `url`"),
        (FEED.replace("kind: feed", "kind: wire"), 5, "url", "write its folder in the inbox under `path`"),
        (FEED.replace("url: https://a.example/rss\n", ""), 1, "url", "write under `paused_why` why there is none"),
        (FEED.replace("https://a.example", "https://ada:key@a.example"), 5, "url", "no user name"),
        (FEED + "archive: https://a.example/page", 7, "archive", "write {n} once"),
        (FEED + "archive: https://a.example/{n}/{m}", 7, "archive", "write {n} once"),
        (FEED + "depth: deep", 7, "depth", "'full', 'summary' or 'headline'"),
        (FEED + "fetch_pages: false", 7, "fetch_pages", "write `depth: summary` for false"),
        (FEED + "cadence_hour: 3", 7, "cadence_hour", "did you mean `cadence_hours`?"),
        (FEED + "cadence_hours: 0", 7, "cadence_hours", "greater than 0"),
        (FEED + "rests_on: [sunday]", 7, "rests_on.0", "'mon'"),
        (FEED + "rests_on: holiday", 7, "rests_on", "write whose public holidays are meant"),
        (FEED + "country: uk", 7, "country", "two capital letters"),
        (FEED.replace("language: en", "language: eng"), 6, "language", "two small letters"),
        (FEED + "secret: a_key", 7, "secret", "write either `secret_header` or `secret_parameter`"),
        (FEED + "secret_header: X-Key", 7, "secret_header", "needs `secret`"),
        (
            FEED + "secret: a_key\nsecret_header: X-Key\nsecret_parameter: key",
            9,
            "secret_parameter",
            "either `secret_header` or `secret_parameter`, not both",
        ),
        (FEED + "secret: a_key\nsecret_header: 'X-Key: 1'", 8, "secret_header", "the name of a header"),
        (FEED + "side: russia", 7, "side", "needs `ownership` beside it"),
        (FEED + "ownership: state\naffiliations: [{ownership: state}]", 7, "ownership", "in the entries of"),
        (
            FEED + "affiliations:\n- {ownership: private}\n- {ownership: state, from: 2020-01-01}",
            8,
            "affiliations.0",
            "write `to` here",
        ),
        (
            FEED + "sanctions:\n- {regime: A list, from: 2022-01-01, to: 2022-01-01}",
            8,
            "sanctions.0.to",
            "must be later than `from`",
        ),
        (FEED + "time_zone: Europe/Atlantis", 7, "time_zone", "write one like Europe/Zurich"),
        (FEED + "article_id_pattern: /a/(", 7, "article_id_pattern", "no regular expression"),
    ],
)
def test_one_fault_is_told_with_line_key_and_cure(entry, line, key, message):
    ((found_line, found_key, found),) = faults(entry)
    assert (found_line, found_key) == (line, key)
    assert message in found


def test_every_fault_of_an_entry_is_told_at_once():
    entry = FEED + "side: russia\nsecret: a_key\ntime_zone: nowhere"
    assert {key for _, key, _ in faults(entry)} == {"side", "secret", "time_zone"}


def test_a_value_that_was_written_where_its_name_belongs_is_not_shown():
    entry = FEED.replace("a.example/rss", "ada:hunter2@a.example/rss") + "secret: Hunter2-Value\nsecret_header: X-Key"
    messages = " ".join(message for _, _, message in faults(entry))
    assert "never its value" in messages
    assert "unter2" not in messages


def test_norway_is_a_country():
    assert faults(FEED + "country: NO\nverified: yes") == []


def test_flat_ownership_is_one_affiliation_without_dates():
    sheet = SourceSheet.model_validate(yaml.safe_load(FEED + "country: RU\nownership: state\nside: russia"))
    assert sheet.periods == (AffiliationSheet(ownership="state", state="RU", side="russia"),)
    private = SourceSheet.model_validate(yaml.safe_load(FEED + "country: RU\nownership: private"))
    assert private.periods == (AffiliationSheet(ownership="private"),)


def test_an_address_may_be_long_but_not_endless():
    url = "https://a.example/" + "a" * 2030
    assert SourceSheet.model_validate(yaml.safe_load(FEED) | {"url": url}).url == url
    with pytest.raises(ValidationError, match="at most 2048"):
        SourceSheet.model_validate(yaml.safe_load(FEED) | {"url": url + "a"})


@pytest.mark.parametrize(
    "url", ["https://[::1", "https://a.example:99999/", "https://", "https:///rss", "https://a\\b/"]
)
def test_what_no_client_could_ask_is_no_address(url):
    with pytest.raises(ValidationError, match="write a web address"):
        SourceSheet.model_validate(yaml.safe_load(FEED) | {"url": url})


def test_the_guide_explains_every_key():
    text = DOCS.read_text(encoding="utf-8")
    explained = {}
    for title in ("Every key", "Keys of an affiliation", "Keys of a sanction"):
        section = text.split(f"## {title}\n")[1].split("\n#")[0]
        explained[title] = re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)
    for sheet, title in (
        (SourceSheet, "Every key"),
        (AffiliationSheet, "Keys of an affiliation"),
        (SanctionSheet, "Keys of a sanction"),
    ):
        assert explained[title] == [field.alias or name for name, field in sheet.model_fields.items()], title


def test_the_examples_of_the_guide_are_sources():
    blocks = re.findall(r"^```yaml\n(- .*?)^```", DOCS.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    assert len(blocks) >= 5
    for block in blocks:
        (entry,) = yaml.safe_load(block)
        SourceSheet.model_validate(entry)


def test_an_everyday_term_must_have_a_weight():
    entry = "id: fishing\nterms:\n  en:\n    medium: [pause]\n    everyday: [pause, lull]\n"
    bodies = {"pack.yaml": PACK.encode(), "facets.yaml": ("- " + entry.replace("\n", "\n  ")).encode()}
    _, problems = folder.check(folder.Folder(Path("pack"), bodies, {}))
    assert [(each.line, each.message) for each in problems] == [(5, "no term with a weight is called “lull”")]
