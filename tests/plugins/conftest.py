"""A published snapshot of a few rows, some of them hostile, and Airflow's API server that shows it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb
import pytest

from pipelines import stage
from pipelines.run.house import run_name
from pipelines.settings import Settings
from pipelines.warehouse.migrations import migrate
from pipelines.warehouse.publication import create_views

ROOT = Path(__file__).parents[2]
DAG_RUN = "manual__2026-03-02T05:00:00+00:00"
PLANNED_AT = datetime(2026, 3, 2, 5, tzinfo=UTC)
RUN = run_name(PLANNED_AT, DAG_RUN)
HOSTILE = '<script>alert(1)</script> " onerror=x {{7*1337}} \u202egpj javascript:alert(1) <img src=x onerror=alert(1)>'
PREFIX = "/trucewatch"


def rows() -> dict[str, list[dict]]:
    at = PLANNED_AT.replace(tzinfo=None)
    document = {"run": RUN, "kind": "feed", "fetched_at": at, "url": "http://a.example/", "attempt": 1}
    return {
        "runs": [
            {"run": RUN, "dag_run_id_sha": RUN[-8:], "planned_at": at, "mode": "monitor", "batches": 1, "lost_batches": 0,
             "stopped": True, "stop_reason": HOSTILE, "pack_version": "0", "token": 1, "counts": "{}"},
        ],
        "sources": [
            {"source_id": "good", "publisher": "Good & Sons", "kind": "feed", "language": "en", "country": "GB"},
            {"source_id": "evil", "publisher": HOSTILE, "kind": "feed", "language": "ar", "country": "TR", "note": HOSTILE,
             "url": HOSTILE},
        ],
        "source_health": [
            {"source_id": "evil", "state": "down", "from_at": at, "judged_at": at, "why": HOSTILE, "polls": 1, "new_items": 0},
        ],
        "documents": [
            {**document, "fetch_id": "f1", "source_id": "good", "fetch_outcome": "ok", "outcome": "loaded", "items": 2},
            {**document, "fetch_id": "f2", "source_id": "evil", "fetch_outcome": "failed", "outcome": "failed",
             "reason": "dns", "detail": HOSTILE, "next_try_at": at + timedelta(hours=1)},
        ],
        "run_items": [
            {"run": RUN, "item_id": "i1", "item_revision": "r", "fetch_id": "f1"},
            {"run": RUN, "item_id": "i2", "item_revision": "r", "fetch_id": "f1"},
        ],
        "ledger": [
            {"run": RUN, "kind": kind, "id": id_, "revision": revision, "source_id": source, "fetch_id": fetch,
             "outcome": outcome, "reason": reason, "detail": detail, "token": 1, "recorded_at": at}
            for kind, id_, revision, source, fetch, outcome, reason, detail in (
                ("document", "f1", "", "good", "f1", "loaded", None, None),
                ("document", "f2", "", "evil", "f2", "failed", "dns", HOSTILE),
                ("item", "i1", "r", "good", "f1", "loaded", None, None),
                ("item", "i2", "r", "good", "f1", "quarantined", "no_content", HOSTILE),
            )
        ],
        "sightings": [
            {"item_id": item, "item_revision": "r", "source_id": "good", "fetch_id": "f1", "guid": HOSTILE, "url": HOSTILE,
             "title": HOSTILE, "seen_at": at, "last_seen_at": at, "article_id": "a1", "revision": "v1"}
            for item in ("i1", "i2")
        ],
        "article_heads": [
            {"article_id": "a1", "current_revision": "v1", "first_seen_at": at, "last_seen_at": at, "killed": False},
        ],
        "article_revisions": [
            {"article_id": "a1", "revision": "v1", "source_id": "good", "publisher_id": "good", "observed_at": at, "url": HOSTILE,
             "title": HOSTILE, "text": HOSTILE, "text_depth": "full", "language": "en", "authors": [HOSTILE], "relevance": "no"},
        ],
        "findings": [
            {"rule": "volume", "subject": "evil", "severity": "warning", "title": HOSTILE, "detail": HOSTILE, "figure": 1.0,
             "first_seen_at": at, "last_seen_at": at, "run": RUN},
        ],
        "rejected_rows": [
            {"run": RUN, "stage": "parse", "subject": "articles", "key": HOSTILE, "reason": "no_content", "detail": HOSTILE},
        ],
        "quality_results": [
            {"run": RUN, "suite": "articles", "expectation": "expect_column_values_to_not_be_null",
             "kwargs": json.dumps({"column": HOSTILE}), "severity": "critical", "level": "batch", "success": False,
             "evaluated": 2, "unexpected": 1, "observed": HOSTILE, "notes": "Mend it.", "unexpected_keys": ["a1/v1", HOSTILE]},
            {"run": RUN, "suite": "articles", "expectation": "expect_column_values_to_be_unique",
             "kwargs": '{"column": "title"}', "severity": "info", "level": "row", "success": True,
             "evaluated": 2, "unexpected": 0, "observed": HOSTILE, "notes": "Why."},
        ],
    }  # fmt: skip


def snapshot(path: Path, tables: dict[str, list[dict]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(path)) as connection:
        migrate(connection, PLANNED_AT)
        for table, lines in tables.items():
            for row in lines:
                names, marks = ", ".join(f'"{name}"' for name in row), ", ".join("?" * len(row))
                connection.execute(f"insert into {table} ({names}) values ({marks})", list(row.values()))
        create_views(connection)


@pytest.fixture(scope="session")
def hostile() -> str:
    return HOSTILE


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a snapshot: one run that was stopped, one source that is heard, one that is not."""
    folder = tmp_path_factory.mktemp("data")
    snapshot(folder / "published" / "trucewatch.duckdb", rows())
    # What `plan` wrote of its first batch, in which was the document that failed.
    work = {"work": [["f2", True, [], 0, 1]]}
    plan = folder / "stage" / RUN / "plan"
    plan.mkdir(parents=True)
    stage.write_manifest(plan, stage.Manifest(run=RUN, task=f"{RUN}-000", token=1, files=(), extra=work))
    return folder


@pytest.fixture
def settings(data: Path) -> Settings:
    return Settings(data=data)


class Server:
    """Airflow's API server, its plugin loaded from plugins/, on a data folder."""

    def __init__(self, home: Path, data: Path) -> None:
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith(("TRUCEWATCH_", "AIRFLOW"))
        }
        self.process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("api_server.py"))],
            env=environment
            | {
                "AIRFLOW_HOME": str(home),
                "AIRFLOW__CORE__PLUGINS_FOLDER": str(ROOT / "plugins"),
                "AIRFLOW__CORE__DAGS_FOLDER": str(ROOT / "dags"),
                "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
                "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": "desk:viewer,editor:user,other:user,nobody:",
                "AIRFLOW__API_AUTH__JWT_SECRET": "0123456789abcdef" * 4,
                "TRUCEWATCH_DATA": str(data),
                "PYTHONPATH": str(ROOT),
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.said = json.loads(self._line())

    def ask(
        self, path: str, method: str = "GET", *, login: bool = True, user: str = "desk", body: str = "", **headers: str
    ) -> SimpleNamespace:
        """Return status, headers and text of an answer; `path` is below the plugin's prefix."""
        if login:
            headers["Authorization"] = f"Bearer {self.said['tokens'][user]}"
        asked = {"method": method, "path": PREFIX + path, "headers": headers, "body": body}
        return SimpleNamespace(**self._answered(asked))

    def runs(self, **changes: object) -> list[dict]:
        """Return the runs of the DAG `decide`, after pausing it (`paused`) or setting their `state`."""
        return self._answered({"runs": changes})

    @contextmanager
    def showing(self, data: Path) -> Iterator[None]:
        """Let the pages show another data folder."""
        before = self._answered({"data": str(data)})
        try:
            yield
        finally:
            self._answered({"data": before})

    def _answered(self, asked: dict) -> Any:
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        return json.loads(self._line())

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait(timeout=20)  # its last line of input has come
        self.process.stdout.close()

    def _line(self) -> str:
        line = self.process.stdout.readline()
        assert line, "the API server ended"
        return line


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, data: Path) -> Iterator[Server]:
    served = Server(tmp_path_factory.mktemp("airflow"), data)
    yield served
    served.close()


@pytest.fixture
def unpublished(data: Path) -> Iterator[Path]:
    """The place of the snapshot while it is away."""
    link = data / "published" / "trucewatch.duckdb"
    link.rename(data / "away.duckdb")
    yield link
    (data / "away.duckdb").rename(link)


@pytest.fixture
def emptied() -> Callable[[Path], None]:
    """Publishes a run without the time for which it was planned and without a mode."""
    return lambda path: snapshot(path, {"runs": [{"run": RUN, "token": 1}], "quality_results": [{"run": RUN}]})


@pytest.fixture(scope="session")
def run() -> SimpleNamespace:
    return SimpleNamespace(name=RUN, dag_run_id=DAG_RUN)
