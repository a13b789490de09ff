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


def test_the_demo_runs_from_an_installed_wheel(tmp_path, two_days):
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True, timeout=60)
    (wheel,) = tmp_path.glob("*.whl")
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)

    environment = {name: value for name, value in os.environ.items() if not name.startswith("TRUCEWATCH_")}
    environment["PYTHONPATH"] = str(site)
    command = [sys.executable, "-c", NO_AIRFLOW, str(site), "demo", "--data", str(tmp_path / "data")]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=150)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "✓ Conserved" in done.stdout

    from pipelines import warehouse

    assert warehouse.content_hashes(tmp_path / "data" / "published" / "trucewatch.duckdb") == two_days.hashes()
