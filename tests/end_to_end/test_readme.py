"""Each command of the README, run as a reader would type it."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from pipelines import packs
from pipelines.newsroom import press as newsroom_press

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()
pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]  # 90 s alone, twice that beside three other lanes

RUN_ELSEWHERE = {
    "make demo": "tests/end_to_end/test_through_airflow.py runs it",
    "make test": "is what runs this test",
    "make up": "tests/deploy/test_up_down.py runs it, on another port and in another Airflow home",
    "make down": "likewise",
}
ON_THE_NETWORK = {
    "trucewatch sources check": 9,
    "trucewatch import --urls found.txt": 0,
    "trucewatch backfill kremlin_ru --since 2025-05-10 --until 2025-05-20": 0,
    "trucewatch reprocess --from quarantine --reason extract_empty": 0,
    'trucewatch sql "select source_id, state, from_at, why from source_health where to_at is null"': 0,
}
"""What is asked of live sources, with its exit code where there is no network; the data go into a folder of their own."""

NO_NETWORK = {"TRUCEWATCH_CONNECT_TO": "*=127.0.0.1:9", "TRUCEWATCH_ALLOW_HOSTS": "127.0.0.1:9"}
"""Every host leads to the discard port of this machine, where nobody listens: a machine without a network."""


def commands() -> list[str]:
    blocks = re.findall(r"^```bash\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
    lines = [line.split("    #")[0].rstrip() for block in blocks for line in block.splitlines()]
    return [line for line in lines if line]


@pytest.fixture
def reader(two_days, tmp_path):
    """A folder that looks like the checkout after `make demo`, with inputs for the batch commands."""
    for name in (
        ".venv",
        ".airflow",
        "Makefile",
        "dags",
        "expectations",
        "gold",
        "pipelines",
        "plugins",
        "pyproject.toml",
        "requirements",
        "scripts",
        "sql",
    ):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "data-demo").symlink_to(two_days.data)
    page = newsroom_press.answer(
        1, "harbour-post.example", "/world/48213/russia-ukraine-open-first-direct-talks-istanbul"
    )
    feed = newsroom_press.answer(1, "harbour-post.example", "/feeds/world.xml")
    (tmp_path / "feed.xml").write_bytes(feed.body)
    (tmp_path / "page.html").write_bytes(page.body)
    inputs = {
        "feeds": {"id": 1, "path": "feed.xml", "url": None, "content_type": None},
        "pages": {"id": 1, "path": "page.html", "url": None, "published_at": None},
        "texts": {"id": 1, "title": None, "text": "Lavrov spoke in Istanbul.", "language": None, "published_at": None},
    }
    (tmp_path / "found.txt").write_text("# seen on the wire\nhttps://gazette.example.org/talks-resume\n")
    for name, row in inputs.items():
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(row) + "\n")
    return tmp_path


def test_the_readme_has_the_two_commands():
    assert set(RUN_ELSEWHERE) <= set(commands())


def test_what_is_said_of_live_sources_is_in_the_readme():
    assert set(ON_THE_NETWORK) <= set(commands())


def test_every_other_command_of_the_readme_works(reader):
    script = ["set -eu"]
    for command in commands():
        if command in RUN_ELSEWHERE:
            continue
        if command == "make run":
            # `-o setup`: this folder only looks like a checkout, nothing must be installed from it
            wall = " ".join(f"{name}='{value}'" for name, value in NO_NETWORK.items())
            script.append(
                f"if {wall} TRUCEWATCH_DATA=live make -o setup run 2> run.err; then exit 1; fi; cat run.err >&2"
            )
            continue
        if command in ON_THE_NETWORK:
            wall = " ".join(f"{name}='{value}'" for name, value in NO_NETWORK.items())
            script.append(
                f"code=0; {wall} TRUCEWATCH_PACK= TRUCEWATCH_DATA=live {command} || code=$?; test $code = {ON_THE_NETWORK[command]}"
            )
            continue
        script.append(command)
    (reader / "readme.sh").write_text("\n".join(script) + "\n")
    done = subprocess.run(["bash", "readme.sh"], cwd=reader, capture_output=True, text=True, timeout=380)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert "Not one feed could be reached" in done.stderr
    assert "Error 9" in done.stderr
    for name in ("items", "articles", "tags"):
        (row,) = map(json.loads, (reader / f"{name}.jsonl").read_text().splitlines())
        assert row["id"] == 1
        assert row.get("outcome", "ok") == "ok"


def test_the_source_of_the_readme_is_one(tmp_path):
    (stanza,) = re.findall(r"^```yaml\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
    shutil.copytree(ROOT / "pipelines" / "newsroom" / "pack", tmp_path / "pack")
    with (tmp_path / "pack" / "sources.yaml").open("a") as file:
        file.write(f"\n{stanza}")
    assert "harbour-gazette" in {source.source_id for source in packs.load(tmp_path / "pack").sources}


def questions() -> list[str]:
    blocks = re.findall(r"^```sql\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
    return [question for block in blocks for question in block.split(";\n") if question.strip()]


def test_the_readme_has_ten_questions():
    assert [question.strip()[:5].rstrip(". ") for question in questions()] == [f"-- {n}" for n in range(1, 11)]


@pytest.mark.parametrize("question", questions(), ids=lambda each: each.strip().splitlines()[0][3:])
def test_every_question_of_the_readme_has_an_answer(two_days, question):
    assert two_days.rows(question)


def test_paths_that_the_readme_names_exist():
    for path in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / path).exists(), path


def test_the_sample_press_says_how_to_collect_from_it(free_port):
    port = free_port()
    serve = [ROOT / ".venv" / "bin" / "trucewatch", "newsroom", "serve", "--port", str(port)]
    with subprocess.Popen(serve, stdout=subprocess.PIPE, text=True) as process:
        line = process.stdout.readline()
        process.kill()
    assert f"TRUCEWATCH_ALLOW_HOSTS='127.0.0.1:{port}'" in line
    assert f"TRUCEWATCH_CONNECT_TO='*.example=127.0.0.1:{port}'" in line
