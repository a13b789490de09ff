"""The how-to guides for packs: their commands are run, their YAML is written, and what they show is what comes out.

A `console` block holds commands behind `$` and their output; a line with nothing but `…` stands for any lines. A `yaml`
block whose first line names a file of `my-pack` is appended to it, or makes it. Every guide starts with a copy of the
small pack of the tests in `my-pack`, but the one on topics, which makes its own.
"""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipelines.cli import app
from pipelines.run.house import pack_in, tagger_of

ROOT = Path(__file__).parents[2]
GUIDES = [
    ROOT / "docs" / "how-to" / f"add-{what}.md" for what in ("an-actor", "a-facet", "a-round", "a-language", "a-topic")
]
BLOCK = re.compile(r"^```(console|yaml)\n(.*?)^```", re.DOTALL | re.MULTILINE)
FILE = re.compile(r"# (my-pack/\w+\.yaml)")
SETUP = ("cp -r tests/packs/data/lake my-pack", "export TRUCEWATCH_PACK=my-pack")
"""What a reader types once, and what the fixture does here."""


def steps(guide: Path) -> list[tuple[str, str]]:
    """Return (command or file, output or text) of each step, in order."""
    found = []
    for kind, body in BLOCK.findall(guide.read_text(encoding="utf-8")):
        if kind == "yaml" and (named := FILE.match(body)):
            found.append((named[1], body.partition("\n")[2]))
        elif kind == "console":
            for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
                command, output = re.match(r"((?:[^\n]*\\\n)*[^\n]*)\n?(.*)", part, re.DOTALL).groups()
                found.append((command.replace("\\\n", ""), output))
    return found


@pytest.fixture
def reader(tmp_path, monkeypatch):
    """A folder with the small pack in it, as `my-pack`, which is the one in use."""
    shutil.copytree(ROOT / "tests" / "packs" / "data" / "lake", tmp_path / "my-pack")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TRUCEWATCH_PACK", "my-pack")
    monkeypatch.setenv("COLUMNS", "80")
    return tmp_path


def said(command: str) -> str:
    """Run a command as a reader would and return what it prints; those of ours in this process."""
    if not command.startswith("trucewatch "):
        return subprocess.run(["bash", "-euc", command], capture_output=True, text=True, check=True).stdout
    pack_in.cache_clear()  # a command is a process of its own, and the pack has changed since the last one
    tagger_of.cache_clear()
    done = CliRunner().invoke(app, shlex.split(command)[1:])
    assert done.exit_code == 0, f"{command}: {done.exit_code}\n{done.output}\n{done.exception}"
    return done.stdout


def agrees(shown: str, output: str) -> bool:
    """Say whether an output is what a guide shows."""
    lines = [re.escape(line.rstrip()) for line in shown.rstrip().splitlines()]
    pattern = "\n".join("(?:.*\n)*?.*" if line == "…" else line for line in lines)
    return re.fullmatch(pattern, "\n".join(line.rstrip() for line in output.rstrip().splitlines())) is not None


def work(guide: Path) -> list[tuple[str, str, str]]:
    """Do what a guide says; return (command, what it shows, what came out) of each command."""
    found = []
    if "topic" in guide.stem:
        shutil.rmtree("my-pack")
    for step, text in steps(guide):
        if step in SETUP:
            continue
        if FILE.match(f"# {step}"):
            Path(step).parent.mkdir(exist_ok=True)
            with Path(step).open("a", encoding="utf-8") as file:
                file.write(text if file.tell() == 0 else f"\n{text}")
            continue
        found.append((step, text, said(step)))
    return found


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_a_guide_shows_what_comes_out(reader, guide):
    done = work(guide)
    assert len(done) >= 2
    for command, shown, output in done:
        assert agrees(shown, output), f"$ {command}\n{output}\nis not what {guide.name} shows:\n{shown}"


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_what_a_guide_links_to_exists(guide):
    for path in re.findall(r"\]\(([^)#:]+)\)", guide.read_text(encoding="utf-8")):
        assert (guide.parent / path).exists(), path


def test_a_wrong_output_would_be_seen():
    assert agrees("a\n…\nd\n", "a\nb\nc\nd\n")
    assert agrees("a\n", "a   \n")
    assert not agrees("a\n…\nd\n", "a\nb\n")
    assert not agrees("a\n", "b\n")
