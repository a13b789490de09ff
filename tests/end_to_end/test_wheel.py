"""An installed wheel is whole: it runs the demo without the checkout and without Airflow."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
pytestmark = [pytest.mark.slow, pytest.mark.timeout(200)]

NO_AIRFLOW = """
import importlib.abc, sys
class Without(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "airflow":
            raise ModuleNotFoundError("Airflow is an extra", name=name)
sys.meta_path.insert(0, Without())
from pipelines.cli import main
import pipelines
assert pipelines.__file__.startswith(sys.argv.pop(1)), pipelines.__file__
main()
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True, timeout=60)
    (built,) = folder.glob("*.whl")
    return built


def run_from(wheel: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command line of an unpacked wheel, where Airflow cannot be imported."""
    site = folder / "site"
    zipfile.ZipFile(wheel).extractall(site)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TRUCEWATCH_")}
    environment["PYTHONPATH"] = str(site)
    command = [sys.executable, "-c", NO_AIRFLOW, str(site), *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=150)


def test_the_wheel_holds_every_file_of_the_package(wheel):
    tracked = subprocess.run(
        ["git", "ls-files", "pipelines", "sql", "expectations"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.splitlines()
    held = {name.removeprefix("pipelines/") for name in zipfile.ZipFile(wheel).namelist()}
    missing = [name for name in tracked if name.removeprefix("pipelines/") not in held]
    assert missing == []


def test_its_command_line_works_without_airflow(wheel, tmp_path):
    (tmp_path / "in.jsonl").write_text(
        '{"id": 1, "title": null, "text": "Lavrov spoke in Istanbul.", "language": "en"}\n'
    )
    done = run_from(wheel, tmp_path, "tag", "--batch", "in.jsonl", "--out", "out.jsonl")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "lavrov" in (tmp_path / "out.jsonl").read_text()


@pytest.mark.soak  # in `make test` the demo runs from the checkout, and the wheel holds the same files
def test_the_demo_runs_from_an_installed_wheel(wheel, tmp_path, two_days):
    done = run_from(wheel, tmp_path, "demo", "--data", str(tmp_path / "data"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "✓ Conserved" in done.stdout

    from pipelines import warehouse

    assert warehouse.content_hashes(tmp_path / "data" / "published" / "trucewatch.duckdb") == two_days.hashes()
