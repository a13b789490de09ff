"""Great Expectations is imported by the one function that needs it, tells nobody, and writes nothing."""

import os
import subprocess
import sys

SCRIPT = """
import os, sys
import pipelines.validate
heavy = sorted({"great_expectations", "pandas"} & set(sys.modules))
assert heavy == [], heavy

import logging
import socket
from datetime import UTC, datetime
import pandas as pd
from pipelines import settings
from pipelines.records import Observation

logging.basicConfig(level=logging.DEBUG)
socket.socket.connect = None  # any connection would raise
names = Observation.__slots__
row = {name: None for name in names} | {"item_id": "x", "outcome": "failed"}
row |= {name: datetime(2026, 3, 2) for name in names if name.endswith("_at")}
frames = {"items": pd.DataFrame([row], columns=names)}
verdict = pipelines.validate.validate(frames, settings.shipped("expectations"), now=datetime(2026, 3, 2, tzinfo=UTC))
assert len(verdict.refused) == 1, verdict
assert os.environ["GX_ANALYTICS_ENABLED"] == "false"
"""


def test_the_import_is_lazy_and_a_validation_leaves_no_trace(tmp_path):
    environ = {"HOME": str(tmp_path), "PATH": os.environ["PATH"], "TMPDIR": str(tmp_path)}
    ran = subprocess.run([sys.executable, "-c", SCRIPT], cwd=tmp_path, env=environ, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout == ""
    assert "great_expectations" not in ran.stderr
    assert "Calculating Metrics" not in ran.stderr
    assert list(tmp_path.rglob("*")) == []
