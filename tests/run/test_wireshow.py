"""`trucewatch wire show`: what was understood of a wire document, where it stood, and nothing that a terminal obeys."""

import gzip
import io
import json
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

import pipelines.newsroom
from pipelines.cli import app
from pipelines.errors import SettingsError
from pipelines.parse import parse
from pipelines.records import Document, Reason, Rejected
from pipelines.run import wireshow

PACK = Path(pipelines.newsroom.__file__).parent / "pack"
STORY = {
    "uri": "urn:newsml:wire.example:1",
    "type": "text",
    "version": "2",
    "versioncreated": "2025-05-16T14:05:00+03:00",
    "firstcreated": "2025-05-16T12:05:00+03:00",
    "pubstatus": "withheld",
    "embargoed": "soon",
    "headline": "Envoys \u001b[31mmeet\u202e [bold]again[/bold]",
    "slugline": "Talks,2nd Ld-Writethru",
    "body_html": f"<p>{'Envoys met on Friday. ' * 9}</p><p>They will meet again.</p><p>Perhaps.</p>",
    "subject": [{"code": "medtop:20000065"}, {"code": "medtop:20000056"}],
    "associations": {"main": {"uri": "urn:wire:pic", "type": "picture", "headline": "A door"}},
    "provider": 7,
}
DELIVERY = {"items": [STORY, {"uri": "urn:wire:pic", "type": "picture"}, {**STORY, "uri": "urn:newsml:wire.example:2"}]}


@pytest.fixture
def delivery(tmp_path):
    path = tmp_path / "delivery.json"
    path.write_text(json.dumps(DELIVERY))
    return path


def shown(path, *, width=None, whole=False, profile=None):
    """Return what is printed, piped or on a terminal of so many cells, of a file that is parsed here."""
    document = Document(document_id="d", source_id="s", body=path.read_bytes(), traced=True)
    found = wireshow.Shown(path=path, parsed=parse(document), profile=profile)
    stream = io.StringIO()
    wireshow.show(Console(file=stream, width=width, force_terminal=bool(width), color_system=None), found, whole=whole)
    return stream.getvalue()


def row(text, label):
    """Return the cells of the first line that begins with a label."""
    line = next(line for line in text.splitlines() if line.startswith(label))
    return [cell.strip() for cell in line.split("  ") if cell]


def test_every_value_stands_beside_its_place(delivery):
    text = shown(delivery)
    assert text.startswith("delivery.json: ninjs, 2 items, 1 not taken; no profile: read as the standard says\n")
    assert row(text, "guid")[1:] == ["urn:newsml:wire.example:1", "/items/0/uri"]
    assert row(text, "version ")[1:] == ["2", "/items/0/version"]
    assert row(text, "status")[1:] == ["withheld", "/items/0/pubstatus"]
    assert row(text, "embargo until")[1:] == ["unclear: held until a person decides", "/items/0/embargoed"]
    assert row(text, "published")[1:] == ["2025-05-16 09:05:00 UTC, written 12:05 +0300", "/items/0/firstcreated"]
    assert row(text, "cues")[1:] == ["writethru:2"]
    assert row(text, "text")[1].endswith("… (230 characters, 3 paragraphs)")
    assert row(text, "associations")[1:] == [
        "main: urn:wire:pic (picture, “A door”)",
        "/items/0/associations/main/uri",
    ]
    assert row(text, "flags")[1] == "field_ignored:provider"
    assert "Item 2 of 2" in text
    assert "/items/2/uri" in text
    assert row(text, "not text")[1] == "picture urn:wire:pic"


def test_columns_are_aligned_and_each_value_of_a_list_has_its_place(delivery):
    lines = shown(delivery).splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("subjects"))
    first, second = lines[at : at + 2]
    assert first.index("medtop:20000065") == second.index("medtop:20000056")
    assert first.index("/items/0/subject/0/code") == second.index("/items/0/subject/1/code")


def test_untrusted_text_is_text(delivery):
    for text in (shown(delivery), shown(delivery, width=80), shown(delivery, whole=True)):
        assert "\x1b" not in text
        assert "\u202e" not in text
    assert r"Envoys [31mmeet\u202e [bold]again[/bold]" in shown(delivery)


def test_a_terminal_is_not_overrun_and_a_pipe_is_not_broken(delivery):
    narrow = shown(delivery, width=80).splitlines()
    assert max(map(len, narrow)) <= 80
    assert (
        "/items/0/associations/main/uri"
        in narrow[next(at for at, line in enumerate(narrow) if "urn:wire:pic (" in line) + 1]
    )
    wide = shown(delivery, width=160).splitlines()
    assert any("urn:wire:pic (" in line and "/items/0/associations/main/uri" in line for line in wide)
    long = "Envoys met on Friday. " * 9
    assert long.strip() in shown(delivery, whole=True)
    assert "They will meet again." in shown(delivery, whole=True)


def test_a_refusal_says_why_and_what_to_do():
    refused = Rejected(stage="parse", reason=Reason.BAD_ENCODING, detail="no \x1b words")
    lines = str(wireshow.refusal(Path("a.xml"), refused)).splitlines()
    assert lines[0] == r"Nothing was understood: its bytes give no readable text (bad_encoding): no \x1b words"
    assert lines[1] == "a.xml"
    assert "--profile" in lines[2]


def test_the_command(delivery, tmp_path, monkeypatch):
    monkeypatch.setenv("TRUCEWATCH_PACK", str(PACK))
    packed = tmp_path / "delivery.json.gz"
    packed.write_bytes(gzip.compress(delivery.read_bytes()))
    answer = CliRunner().invoke(app, ["wire", "show", str(packed), "--profile", "castellan", "--json"])
    assert answer.exit_code == 0
    row = json.loads(answer.stdout)
    assert (row["outcome"], row["format"], row["profile"]) == ("ok", "ninjs", "castellan")
    first = row["items"][0]
    assert first["provider"] == "Castellan News Agency"
    assert first["title"] == "Envoys \x1b[31mmeet\u202e [bold]again[/bold]".replace("\x1b", "")
    assert first["places"]["subjects"] == ["/items/0/subject/0/code", "/items/0/subject/1/code"]
    assert "\u202e" not in answer.stdout


def test_the_command_refuses_with_an_exit_code(tmp_path, monkeypatch):
    monkeypatch.setenv("TRUCEWATCH_PACK", str(PACK))
    path = tmp_path / "other.json"
    path.write_text("{}")
    answer = CliRunner().invoke(app, ["wire", "show", str(path)])
    assert answer.exit_code != 0
    assert str(answer.exception).startswith("Nothing was understood: it is in no format of a wire (not_a_feed)")
    missing = CliRunner().invoke(app, ["wire", "show", str(tmp_path / "nothing.xml"), "--json"])
    assert missing.exit_code == 1
    assert json.loads(missing.stdout)["reason"] == "unreadable_file"
    with pytest.raises(SettingsError, match="castellan"):
        wireshow.understand(path, "nobody")
