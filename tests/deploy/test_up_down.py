"""`make up` and `make down`: what comes up, who may log in, and that nothing stays behind."""

import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from urllib.error import HTTPError

import pytest

ROOT = Path(__file__).parents[2]
airflow = pytest.mark.airflow
slow = pytest.mark.slow


def alive(pid: int) -> bool:
    try:
        return (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def session(leader: int) -> set[int]:
    """The live processes of a session, found by asking the kernel about each."""
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if os.getsid(int(folder.name)) == leader and alive(int(folder.name)):
                found.add(int(folder.name))
        except ProcessLookupError:
            continue
    return found


def mentioning(home: Path) -> set[int]:
    """The live processes that were started with this Airflow home, in whatever session."""
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if os.fsencode(home) in (folder / "environ").read_bytes() and int(folder.name) != os.getpid():
                found.add(int(folder.name))
        except OSError:
            continue
    return {pid for pid in found if alive(pid)}


def listening(pids: set[int]) -> set[str]:
    """The addresses, as /proc/net writes them, on which these processes listen."""
    sockets = set()
    for pid in pids:
        for handle in (Path("/proc") / str(pid) / "fd").glob("*"):
            try:
                sockets.add(str(handle.readlink()))
            except OSError:
                continue
    lines = [
        line.split()
        for table in ("/proc/net/tcp", "/proc/net/tcp6")
        for line in Path(table).read_text().splitlines()[1:]
    ]
    return {each[1].split(":")[0] for each in lines if each[3] == "0A" and f"socket:[{each[9]}]" in sockets}


def until(condition, seconds: float):
    deadline = time.monotonic() + seconds
    while not (found := condition()) and time.monotonic() < deadline:
        time.sleep(0.3)
    return found


# --- Airflow itself: one start serves all tests, what it showed is kept, and it is down before they look ----------


@pytest.fixture(scope="module")
def variables(here, tmp_path_factory, free_port) -> dict[str, str]:
    """An Airflow home that is not there yet, and a sample folder with an empty snapshot: a demo costs half a minute."""
    folder = tmp_path_factory.mktemp("up")
    data = folder / "data"
    environment = {**os.environ, "TRUCEWATCH_DATA": str(data), "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-m", "pipelines.cli", "monitor"], env=environment, capture_output=True, check=True)
    (data / here.MARKER).touch()
    return {"AIRFLOW_HOME": str(folder / "home"), "TRUCEWATCH_DATA": str(data), "PORT": str(free_port())}


def status_of(ask, *arguments) -> int:
    try:
        ask(*arguments)
    except HTTPError as error:
        return error.code
    return 200


@pytest.fixture(scope="module")
def visit(here, command, variables) -> SimpleNamespace:
    """Up, look around, up again, down, down again."""
    seen = SimpleNamespace()
    home = Path(variables["AIRFLOW_HOME"])
    began = time.monotonic()
    seen.up = command("up", "--json", **variables)
    seen.up_seconds = time.monotonic() - began
    assert seen.up.returncode == 0, seen.up.stderr
    try:
        seen.running = running = json.loads(seen.up.stdout)
        api = here.Api(running["url"], running["user"], running["password"])
        seen.version = api.ask("GET", "/api/v2/version")["version"]
        seen.wrong = [
            status_of(here.Api(running["url"], "admin", guess).ask, "GET", "/api/v2/version")
            for guess in ("admin", "airflow", running["password"][:-1], running["password"].lower() + "x")
        ]
        seen.dags = api.ask("GET", "/api/v2/dags")["dags"]
        seen.plugin_errors = api.ask("GET", "/api/v2/plugins/importErrors")["total_entries"]
        seen.slots = api.ask("GET", "/api/v2/pools/warehouse")["slots"]
        seen.modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in [home / "up", *(home / "up").iterdir()]}
        states = lambda: {run["state"] for run in api.ask("GET", "/api/v2/dags/collect/dagRuns")["dag_runs"]}  # noqa: E731
        until(lambda: states() & {"success", "failed"}, 120)
        seen.collected = states()
        seen.pids = session(running["leader"]) | mentioning(home)
        seen.listening = listening(seen.pids)
        seen.logs = "".join(each.read_text(errors="replace") for each in home.rglob("*.log"))
        seen.again = command("up", **variables)
        seen.leader_again = json.loads((home / "up" / "running.json").read_text())["leader"]
    finally:
        began = time.monotonic()
        seen.down = command("down", **variables)
        seen.down_seconds = time.monotonic() - began
    seen.left = {pid for pid in seen.pids if alive(pid)} | session(running["leader"]) | mentioning(home)
    with socket.socket() as probe:
        seen.port_is_free = probe.connect_ex(("127.0.0.1", int(variables["PORT"]))) != 0
    seen.files = {each.name for each in (home / "up").iterdir()}
    seen.down_again = command("down", **variables)
    return seen


@airflow
@slow
@pytest.mark.timeout(300)
class TestVisit:
    def test_the_password_opens_it_and_guesses_do_not(self, visit):
        assert visit.version.startswith("3.")
        assert visit.wrong == [401, 401, 401, 401]
        assert len(visit.running["password"]) >= 20

    def test_the_password_is_private(self, visit):
        assert visit.modes["up"] == 0o700
        assert visit.modes["passwords.json"] == visit.modes["running.json"] == 0o600
        assert visit.logs
        assert visit.running["password"] not in visit.logs

    def test_every_dag_is_there_and_unpaused(self, visit):
        dags = {each["dag_id"]: each["is_paused"] for each in visit.dags}
        assert {"collect", "monitor", "reprocess"} <= dags.keys()
        assert {each["relative_fileloc"] for each in visit.dags} == {path.name for path in (ROOT / "dags").glob("*.py")}
        assert not any(dags.values())
        assert visit.running["dags"] == sorted(dags)

    def test_the_plugins_load_and_the_pool_has_one_slot(self, visit):
        assert (visit.plugin_errors, visit.slots) == (0, 1)

    def test_without_a_contact_it_shows_the_newsroom(self, visit, variables):
        assert visit.running["newsroom"] is True
        assert visit.running["data"] == variables["TRUCEWATCH_DATA"]
        assert "TRUCEWATCH_CONTACT=desk@example.org" in visit.again.stdout

    def test_collect_ran_by_itself_without_a_network(self, visit, variables):
        assert visit.collected == {"success"}, visit.logs[-20_000:]
        assert any((Path(variables["TRUCEWATCH_DATA"]) / "raw").iterdir())

    def test_it_listens_on_loopback_only(self, visit):
        assert visit.listening == {"0100007F"}

    def test_a_second_up_says_so(self, visit):
        assert visit.again.returncode == 0
        assert f"is up already: {visit.running['url']}" in visit.again.stdout
        assert visit.leader_again == visit.running["leader"]

    def test_down_leaves_nothing_behind(self, visit):
        assert len(visit.pids) >= 6, "the keeper, four parts, an executor"
        assert visit.down.returncode == 0
        assert visit.left == set()
        assert visit.port_is_free
        assert "running.json" not in visit.files

    def test_a_second_down_is_harmless(self, visit):
        assert visit.down_again.returncode == 0
        assert visit.down_again.stdout == "Nothing runs here.\n"

    def test_both_are_quick(self, visit):
        assert visit.up_seconds < 200
        assert visit.down_seconds < 30


@airflow
@slow
def test_what_does_not_come_up_leaves_nothing_behind(command, tmp_path, free_port):
    home = tmp_path / "home"
    no_database = {"AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": "sqlite:////nowhere/airflow.db"}
    data = {"TRUCEWATCH_DATA": str(tmp_path / "live"), "TRUCEWATCH_CONTACT": "desk@example.org"}
    done = command("up", AIRFLOW_HOME=str(home), PORT=str(free_port()), **no_database, **data)
    assert done.returncode == 1
    assert "Airflow did not come up: a part of it ended." in done.stderr
    assert "unable to open database file" in done.stderr
    assert "Traceback" not in done.stdout
    assert mentioning(home) == set()
    assert not (home / "up" / "running.json").exists()


@slow
def test_an_empty_folder_gets_the_demo_first_and_a_person_may_change_their_mind(here, tmp_path, free_port):
    home, data = tmp_path / "home", tmp_path / "data"
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("TRUCEWATCH_", "AIRFLOW"))}
    environment |= {"AIRFLOW_HOME": str(home), "TRUCEWATCH_DATA": str(data), "PORT": str(free_port())}
    starting = subprocess.Popen(
        [sys.executable, ROOT / "scripts" / "airflow_here.py", "up"],
        env={**environment, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # Shells let jobs in the background ignore it, and these tests may be part of such a job.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - one thread runs here
    )
    assert until((data / here.MARKER).exists, 60), "the demo began"
    os.killpg(starting.pid, signal.SIGINT)  # as a terminal does at Ctrl-C
    out, said = starting.communicate(timeout=60)
    assert starting.returncode == 130
    assert out == ""
    assert said.splitlines() == [
        "The sample newsroom prints two press days (once) …",
        "Stopped; nothing is left running.",
    ]
    assert session(starting.pid) | mentioning(home) == set()


# --- Refusals ----------------------------------------------------------------------------------------------------


def refused(done: subprocess.CompletedProcess, home: Path) -> list[str]:
    """The lines of a refusal, after which nothing was started."""
    assert done.returncode == 2
    assert done.stdout == ""
    assert not (home / "up" / "running.json").exists()
    assert not (home / "airflow.cfg").exists()
    return done.stderr.splitlines()


def test_a_taken_port_is_named_in_three_lines(command, tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = command("up", AIRFLOW_HOME=str(tmp_path), PORT=str(port), TRUCEWATCH_DATA=str(tmp_path / "data"))
    what, where, what_to_do = refused(done, tmp_path)
    assert what == f"Port {port} is taken by another program."
    assert where == f"127.0.0.1:{port}"
    assert f"PORT={port + 1} make up" in what_to_do


@pytest.mark.parametrize("port", ["http", "80", "65536", "8080;x", "-1"])
def test_a_port_that_is_none_is_refused(command, tmp_path, port):
    done = command("up", AIRFLOW_HOME=str(tmp_path), PORT=port)
    assert refused(done, tmp_path)[0].startswith(f"PORT={port!r} is not a port")


def test_a_misspelt_setting_is_refused(command, tmp_path, free_port):
    done = command("up", AIRFLOW_HOME=str(tmp_path), PORT=str(free_port()), TRUCEWATCH_KONTACT="desk@example.org")
    assert refused(done, tmp_path)[0] == "TRUCEWATCH_KONTACT is not a setting."


@pytest.mark.parametrize(
    ("content", "contact"), [("real.txt", {}), (".trucewatch-demo", {"TRUCEWATCH_CONTACT": "desk@example.org"})]
)
def test_sample_rows_never_mix_with_real_ones(command, tmp_path, free_port, content, contact):
    data = tmp_path / "data"
    data.mkdir()
    (data / content).write_text("rows")
    done = command("up", AIRFLOW_HOME=str(tmp_path), PORT=str(free_port()), TRUCEWATCH_DATA=str(data), **contact)
    what, where, _ = refused(done, tmp_path)
    assert "never mix" in what
    assert where == str(data)


# --- Whom `down` ends --------------------------------------------------------------------------------------------


@pytest.fixture
def start() -> Iterator:
    """Starts shell scripts as leaders of sessions of their own; ends what is left of them."""
    started = []

    def shell(script: str) -> subprocess.Popen:
        process = subprocess.Popen(["bash", "-c", script], start_new_session=True, stdout=subprocess.PIPE, text=True)
        started.append(process)
        assert process.stdout.readline() == "ready\n"
        return process

    yield shell
    for process in started:
        for pid in session(process.pid):
            os.kill(pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()


def note(here, place, leader: int, born: str) -> None:
    """Write the state file that `up` would have left."""
    state = here.Running(
        leader=leader, born=born, url="", user="", password="", data="", log="", newsroom=True
    )  # fields that `down` does not read
    place.state.write_text(json.dumps(here.asdict(state)))


def born(here, pid: int) -> str:
    return next(each.born for each in here.processes() if each.pid == pid)


def test_the_whole_session_ends_also_who_left_the_group(here, place, start):
    leader = start("set -m; sleep 600 & sleep 600 & echo ready; wait")  # -m: each in a process group of its own
    assert len(session(leader.pid)) == 3
    assert len({os.getpgid(pid) for pid in session(leader.pid)}) == 3
    note(here, place, leader.pid, born(here, leader.pid))
    assert here.down(place).leader == leader.pid
    assert session(leader.pid) == set()
    assert not place.state.exists()


def test_who_ignores_the_request_is_killed(here, place, start, monkeypatch):
    monkeypatch.setattr(here, "TERM_SECONDS", 1)
    leader = start("trap '' TERM; echo ready; while true; do sleep 1; done")
    note(here, place, leader.pid, born(here, leader.pid))
    here.down(place)
    assert session(leader.pid) == set()
    assert leader.wait() == -signal.SIGKILL


def test_who_starts_others_without_end_is_killed_with_them(here, place, start, monkeypatch):
    monkeypatch.setattr(here, "TERM_SECONDS", 1)
    leader = start("trap '' TERM; echo ready; while true; do (exec sleep 5) & (exec sleep 0.002); done")
    note(here, place, leader.pid, born(here, leader.pid))
    here.down(place)
    assert session(leader.pid) == set()


def test_a_process_that_bears_the_number_by_chance_is_spared(here, place, start):
    foreign = start("echo ready; exec sleep 600")
    note(here, place, foreign.pid, "an earlier time")
    assert here.down(place) is None
    assert alive(foreign.pid)
    assert not place.state.exists(), "the state was stale"


@pytest.mark.parametrize(
    ("name", "ended"), [("airflow scheduler", True), ("python -m pipelines.children", True), ("vi", False)]
)
def test_without_a_keeper_only_what_is_ours_by_name_is_ended(here, place, start, name, ended):
    leader = start(f"(exec -a '{name}' sleep 600) & echo ready")
    leader.wait()
    until(lambda: len(session(leader.pid)) == 1, 5)
    (orphan,) = session(leader.pid)
    note(here, place, leader.pid, "gone")
    assert (here.down(place) is not None) is ended
    assert alive(orphan) is not ended


def test_up_ends_what_a_lost_keeper_left_before_it_starts_anew(here, command, place, start):
    leader = start("(exec -a 'airflow scheduler' sleep 600) & echo ready")
    leader.wait()
    assert until(lambda: len(session(leader.pid)) == 1, 5)
    note(here, place, leader.pid, "gone")
    done = command("up", AIRFLOW_HOME=str(place.home), PORT="1")
    assert done.stderr.splitlines()[0] == "The keeper of what runs here is gone: ending the rest first …"
    assert session(leader.pid) == set()
    assert done.returncode == 2, "the port is none, so nothing was started"


def test_a_keeper_that_is_asked_to_go_takes_its_parts_along(here, place, start):
    keeping = (
        "import pathlib, subprocess, sys; sys.path.insert(0, 'scripts'); import airflow_here as here; "
        "here._start = lambda *_: subprocess.Popen(['sleep', '600']); "
        "here.keep(here.Place(pathlib.Path(sys.argv[1])), with_newsroom=False)"
    )
    (place.home / ".ready").touch()  # its database needs no migration
    leader = start(f"cd '{ROOT}'; echo ready; exec '{sys.executable}' -c \"{keeping}\" '{place.home}'")
    assert until(lambda: len(session(leader.pid)) == 1 + len(here.PARTS), 20)
    os.kill(leader.pid, signal.SIGTERM)
    leader.wait(20)
    assert session(leader.pid) == set()


def test_a_state_that_cannot_be_read_is_reported_not_guessed(command, tmp_path):
    (tmp_path / "up").mkdir()
    (tmp_path / "up" / "running.json").write_text('{"leader": 1}')
    done = command("down", AIRFLOW_HOME=str(tmp_path))
    assert done.returncode == 1
    assert str(tmp_path / "up" / "running.json") in done.stderr


def test_processes_by_ps_agree_with_proc(here, start):
    leader = start("echo ready; exec sleep 600")
    by_ps = {each.pid: (each.session, each.command.strip()) for each in here._processes_by_ps()}
    by_proc = {each.pid: (each.session, each.command.strip()) for each in here.processes()}
    assert by_ps[leader.pid] == by_proc[leader.pid] == (leader.pid, "sleep 600")


def test_a_password_is_made_once_and_kept_private(here, place):
    first = place.password()
    place.passwords.chmod(0o644)
    assert place.password() == first
    assert stat.S_IMODE(place.passwords.stat().st_mode) == 0o600
    place.passwords.unlink()
    assert place.password() != first


def test_logs_reach_the_terminal_as_text(here, place):
    place.log("keeper").write_text("\x1b]0;title\x07line\n")
    assert here.last_words(place, "keeper") == "\\x1b]0;title\\x07line"
