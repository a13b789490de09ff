"""Airflow on this machine: `airflow_here.py up` and `airflow_here.py down`, called by `make up` and `make down`.

`up` starts one keeper, detached, as the leader of a session of its own; the keeper starts the parts of Airflow and,
while nobody has said under which address to ask live sites, the bundled newsroom:

    up ─▶ keeper ─▶ api-server, scheduler, dag-processor, triggerer ─▶ tasks

Parts and tasks leave the keeper's process group, never its session: `down` ends the session. `airflow standalone`
is not used: it takes five times as long to answer, its password file is readable by everyone, and it leaves
orphans on the port.

Reads from the environment, beside the settings of trucewatch: AIRFLOW_HOME (default `.airflow`), PORT (default 8080).
"""

import argparse
import fcntl
import json
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any, NamedTuple
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import ProxyHandler, Request, build_opener

from pipelines import newsroom
from pipelines import settings as house_settings
from pipelines.cli import steps
from pipelines.errors import SettingsError, TrucewatchError
from pipelines.run.demo import MARKER, variables

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
USER = "admin"
PARTS = ("api-server", "scheduler", "dag-processor", "triggerer")
POOL = {"name": "warehouse", "slots": 1, "description": "DuckDB admits one writer", "include_deferred": False}

START_SECONDS = 240
"""An idle machine needs 15 s, and 5 s more when the metadata database is new; a busy one several times that."""
TERM_SECONDS = 10
"""A task that is at work waits for the api-server's word, which is going down with it: it is killed then. Loading is
one transaction, and what was not loaded is taken up by the next run."""
TERM_AGAIN_SECONDS = 3
"""The scheduler answers TERM by raising `SystemExit` in whatever it is doing; raised in a callback of the garbage
collector it is swallowed, and the scheduler goes on."""
KILL_SECONDS = 10
BUSY_SECONDS = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """What `up` started.

    `leader` is the keeper's pid, which is the session's id; `born` tells it from a later process with the same
    number; `user` and `password` open `url`; `log` is the folder of the logs.
    """

    leader: int
    born: str
    url: str
    user: str
    password: str
    data: str
    log: str
    newsroom: bool


# --- Processes: who belongs to a session, and how it ends ---------------------------------------------------------


class Process(NamedTuple):
    """One live process; `born` is its start time, in whatever form the system gives it."""

    pid: int
    session: int
    born: str
    command: str


def processes() -> Iterator[Process]:
    """Yield what runs now, from /proc or, on systems without it, from `ps`. Zombies have ended already."""
    if not Path("/proc/self/stat").exists():
        yield from _processes_by_ps()
        return
    for folder in Path("/proc").iterdir():
        if not folder.name.isdecimal():
            continue
        try:
            state, *fields = (folder / "stat").read_text(errors="replace").rpartition(")")[2].split()
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:  # it ended while we looked
            continue
        if state != "Z":
            # proc_pid_stat(5): state is field 3, session 6, starttime 22.
            yield Process(int(folder.name), int(fields[2]), fields[18], command)


def _processes_by_ps() -> Iterator[Process]:
    table = subprocess.run(
        ["ps", "-axo", "pid=,stat=,lstart=,command="], capture_output=True, text=True, errors="replace", check=True
    )
    for line in table.stdout.splitlines():
        pid, state, *born, command = line.split(maxsplit=7)
        with suppress(ProcessLookupError, PermissionError):
            if not state.startswith("Z"):
                yield Process(int(pid), os.getsid(int(pid)), " ".join(born), command)


def members(leader: int, born: str) -> list[Process]:
    """Return the live processes of the session that this keeper opened, and never those of another.

    A number is not given out again while a session bears it. So a leader with another start time proves that ours
    has ended; where the leader is gone, what is left must say by its command line that it is Airflow or our own.
    """
    session = [each for each in processes() if each.session == leader]
    head = next((each for each in session if each.pid == leader), None)
    if head is not None:
        return session if head.born == born else []
    return [each for each in session if re.search(r"airflow|pipelines", each.command)]


def kept(running: Running) -> bool:
    """Tell whether the keeper itself still lives."""
    return any(each.pid == running.leader for each in members(running.leader, running.born))


def end(find: Callable[[], list[Process]]) -> None:
    """End the processes that `find` returns: TERM, and KILL for those that are left after `TERM_SECONDS`.

    Raises `TrucewatchError` naming those that survive KILL: they hang in the kernel.
    """
    started = time.monotonic()
    again = 0.0
    while left := find():
        waited = time.monotonic() - started
        if waited > TERM_SECONDS + KILL_SECONDS:
            raise TrucewatchError(
                "These processes cannot be ended.",
                where=", ".join(f"{each.pid} ({printable(each.command)[:60]})" for each in left),
                next_step="They wait for a disk or a network file system; look there.",
            )
        if waited > TERM_SECONDS:
            _kill(find)
        elif waited >= again:
            _send(left, signal.SIGTERM)
            again = waited + TERM_AGAIN_SECONDS
        time.sleep(0.1)


def _kill(find: Callable[[], list[Process]]) -> None:
    """Stop whatever `find` returns until it returns nobody new, and kill them all.

    Who is stopped starts nothing: a child begun between the look and the kill would be left behind, since without its
    leader a session's processes are known by their names alone.
    """
    stopped: set[int] = set()
    while running := [each for each in find() if each.pid not in stopped]:
        _send(running, signal.SIGSTOP)
        stopped.update(each.pid for each in running)
    _send(find(), signal.SIGKILL)


def _send(those: Iterable[Process], number: signal.Signals) -> None:
    for each in those:
        with suppress(ProcessLookupError):
            os.kill(each.pid, number)


# --- The folder beside Airflow's own files: state, password, logs -------------------------------------------------


class Place:
    """AIRFLOW_HOME and, in its folder `up/` (0700), what belongs to `up` and `down`."""

    def __init__(self, home: Path) -> None:
        """`home` need not exist."""
        self.home = home
        self.folder = home / "up"
        self.state = self.folder / "running.json"
        self.passwords = self.folder / "passwords.json"

    def log(self, part: str) -> Path:
        """Return the log file of one part."""
        return self.folder / f"{part}.log"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Let one `up` or `down` at a time touch this place; the next one waits."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def running(self) -> Running | None:
        """Return what runs here. A state file whose session has ended is stale: it is removed."""
        try:
            found = Running(**json.loads(self.state.read_text()))
        except FileNotFoundError:
            return None
        except (ValueError, TypeError) as error:
            raise TrucewatchError(
                "The file that says what runs here cannot be read.",
                where=str(self.state),
                next_step="Look for leftovers with `ps -ef | grep airflow`, then remove the file.",
            ) from error
        if members(found.leader, found.born):
            return found
        self.state.unlink()
        return None

    def password(self) -> str:
        """Return the password of this place, made at first use; Airflow reads the same file."""
        try:
            known = json.loads(self.passwords.read_text())
        except FileNotFoundError:
            known = {}
        if USER not in known:
            known[USER] = secrets.token_urlsafe(15)
            _write_private(self.passwords, json.dumps(known) + "\n")
        self.passwords.chmod(0o600)
        return str(known[USER])


def _write_private(path: Path, text: str) -> None:
    """Write a file that is readable by its owner only, whole or not at all."""
    hidden = path.with_name(f".{path.name}.part")
    hidden.unlink(missing_ok=True)
    with os.fdopen(os.open(hidden, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    hidden.replace(path)


def printable(text: str) -> str:
    """Return text in which control characters cannot reach the terminal."""
    return "".join(letter if letter.isprintable() else f"\\x{ord(letter):02x}" for letter in text)


# --- The environment of Airflow and of the house ------------------------------------------------------------------


def wanted_port() -> int:
    """Return PORT. Raises `SettingsError` unless it is a port that a user may open."""
    given = os.environ.get("PORT") or "8080"
    if not given.isdecimal() or not 1024 <= int(given) <= 65535:
        raise SettingsError(
            f"PORT={given!r} is not a port between 1024 and 65535.",
            where="environment",
            next_step="For example `PORT=8081 make up`.",
        )
    return int(given)


def require_free(port: int) -> None:
    """Raise `SettingsError` when something listens on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise SettingsError(
                f"Port {port} is taken by another program.",
                where=f"{HOST}:{port}",
                next_step=f"End that program, or choose another port: `PORT={port + 1} make up`.",
            ) from error


def data_folder(*, live: bool) -> Path:
    """Return the folder that is shown. Raises `SettingsError` rather than mix sample rows with real ones."""
    given = os.environ.get("TRUCEWATCH_DATA")
    data = Path(given).expanduser().absolute() if given else ROOT / ("data" if live else "data-demo")
    sample = (data / MARKER).exists()
    if live and sample:
        raise SettingsError(
            "This folder holds sample rows, and they never mix with real ones.",
            where=str(data),
            next_step="Name another folder in TRUCEWATCH_DATA, or unset TRUCEWATCH_CONTACT to see the sample newsroom.",
        )
    if not live and not sample and data.exists() and any(data.iterdir()):
        raise SettingsError(
            "Without TRUCEWATCH_CONTACT the sample newsroom is shown, and its rows never mix with real ones.",
            where=str(data),
            next_step="Live: `TRUCEWATCH_CONTACT=desk@example.org make up`. Sample: unset TRUCEWATCH_DATA.",
        )
    return data


def environment(place: Place, port: int, data: Path, *, unpause: bool) -> dict[str, str]:
    """Return what scripts/environment.sh sets, and on top of it what `up` decides."""
    sourced = subprocess.run(
        ["bash", "-c", 'source "$0"; env -0', str(ROOT / "scripts" / "environment.sh")],
        capture_output=True,
        text=True,
        check=True,
    )
    local = ",".join(filter(None, (os.environ.get("NO_PROXY") or os.environ.get("no_proxy"), HOST, "localhost")))
    return {
        **dict(line.split("=", 1) for line in sourced.stdout.split("\0") if "=" in line),
        "AIRFLOW_HOME": str(place.home),
        "AIRFLOW__API__HOST": HOST,
        "AIRFLOW__API__PORT": str(port),
        "AIRFLOW__API__SECRET_KEY": secrets.token_urlsafe(48),
        # 64 bytes at least, as RFC 7518, section 3.2, asks for SHA-512; what is shorter fills the logs with warnings.
        "AIRFLOW__API_AUTH__JWT_SECRET": secrets.token_urlsafe(64),
        "AIRFLOW__CORE__AUTH_MANAGER": "airflow.api_fastapi.auth.managers.simple.simple_auth_manager.SimpleAuthManager",
        "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": str(not unpause),
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"http://{HOST}:{port}/execution/",
        "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS": "False",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(place.passwords),
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": f"{USER}:admin",
        "NO_PROXY": local,  # the tasks talk to the api-server of this machine
        "no_proxy": local,
        "PYTHONUNBUFFERED": "1",
        "TRUCEWATCH_DATA": str(data),
    }


# --- The keeper ---------------------------------------------------------------------------------------------------


def keep(place: Place, *, with_newsroom: bool) -> int:
    """Start the parts and stay until one of them ends or TERM comes, then end the rest. Return the exit code."""
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())  # parts that nobody keeps would run on
    with ExitStack() as stack:
        if with_newsroom:
            press = stack.enter_context(newsroom.Newsroom())
            press.edition = max(newsroom.EDITIONS)
            os.environ.update(variables(Path(os.environ["TRUCEWATCH_DATA"]), press))
        migrate(place)
        parts = {name: _start(place, name, name, *skipping(name)) for name in PARTS}
        for name, part in parts.items():
            threading.Thread(target=_watch, args=(name, part, ended), daemon=True).start()
        ended.wait()
        me = next(each for each in processes() if each.pid == os.getpid())
        end(lambda: [each for each in members(me.pid, me.born) if each.pid != me.pid])
    return 1


def skipping(part: str) -> list[str]:
    """Return the option that keeps a part from serving logs to the whole network: here all share one disk."""
    return ["--skip-serve-logs"] if part in {"scheduler", "triggerer"} else []


def migrate(place: Place) -> None:
    """Bring the metadata database to Airflow's version; `make setup` leaves the same mark when it has done so."""
    done = place.home / ".ready"
    if not done.exists():
        if code := _start(place, "setup", "db", "migrate").wait():
            sys.exit(code)
        done.touch()


def _start(place: Place, log: str, *arguments: str) -> subprocess.Popen[bytes]:
    with place.log(log).open("wb") as file:
        return subprocess.Popen(
            [sys.executable, "-m", "airflow", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            cwd=ROOT,
        )


def _watch(name: str, part: subprocess.Popen[bytes], ended: threading.Event) -> None:
    code = part.wait()
    say(f"{name} ended with code {code}: everything is taken down.")
    ended.set()


# --- What the api-server says -------------------------------------------------------------------------------------


class Api:
    """Airflow's REST API, asked as one user. Connection errors are `OSError`s, refusals `HTTPError`s."""

    def __init__(self, url: str, user: str, password: str) -> None:
        """The token is asked for with the first request."""
        self.url = url
        self._login = {"username": user, "password": password}
        self._token = ""
        self._opener = build_opener(ProxyHandler({}))  # a proxy in the environment is for the world outside

    def ask(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return the JSON of the answer; log in first where that was not done yet.

        Several processes begin to write to one SQLite file at the same time: what failed over that (500) is asked for
        again for some seconds, as nothing of it was done.
        """
        if not self._token:
            self._token = self._send("POST", "/auth/token", self._login)["access_token"]
        until = time.monotonic() + BUSY_SECONDS
        while True:
            try:
                return self._send(method, path, body)
            except HTTPError as error:
                if error.code != HTTPStatus.INTERNAL_SERVER_ERROR or time.monotonic() > until:
                    raise
                time.sleep(1)

    def _send(self, method: str, path: str, body: Mapping[str, Any] | None) -> dict[str, Any]:
        headers = {"Accept": "application/json", "Content-Type": "application/json"}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        content = None if body is None else json.dumps(body).encode()
        request = Request(self.url + path, data=content, headers=headers, method=method)  # noqa: S310 - our own address
        with self._opener.open(request, timeout=30) as answer:
            found: dict[str, Any] = json.load(answer)
            return found


def lacking(api: Api, started_at: datetime) -> str:
    """Return what is still waited for, or "" when the UI answers, all parts are alive and all DAG files are parsed.

    Signs of life from before `started_at` are those of an earlier start.
    """
    try:
        health = api.ask("GET", "/api/v2/monitor/health")
        for part in ("scheduler", "dag_processor", "triggerer"):
            beat = health[part][f"latest_{part}_heartbeat"]
            if health[part]["status"] != "healthy" or datetime.fromisoformat(beat) < started_at:
                return part.replace("_", "-")
        errors = api.ask("GET", "/api/v2/importErrors")["import_errors"]
        dags = api.ask("GET", "/api/v2/dags?limit=100&exclude_stale=false")["dags"]
    except HTTPError as error:
        return f"api-server (it answers {error.code})"
    except OSError:
        return "api-server"
    parsed = {
        Path(each["relative_fileloc"]).name
        for each in dags
        if each["last_parsed_time"] and datetime.fromisoformat(each["last_parsed_time"]) >= started_at
    }
    seen = parsed | {Path(each["filename"]).name for each in errors}
    missing = sorted({path.name for path in (ROOT / "dags").glob("*.py")} - seen)
    return f"DAGs of {', '.join(missing)}" if missing else ""


def furnish(api: Api, *, unpause: bool) -> list[str]:
    """Make the pool and unpause the DAGs. Return their ids. Raises `TrucewatchError` when one cannot be imported."""
    errors = api.ask("GET", "/api/v2/importErrors")["import_errors"]
    if errors:
        raise TrucewatchError(
            "A DAG cannot be imported.",
            where=printable(errors[0]["filename"]),
            next_step=printable(errors[0]["stack_trace"].strip().splitlines()[-1]),
        )
    try:
        api.ask("GET", f"/api/v2/pools/{POOL['name']}")
    except HTTPError as error:
        if error.code != HTTPStatus.NOT_FOUND:
            raise
        api.ask("POST", "/api/v2/pools", POOL)
    dags = api.ask("GET", "/api/v2/dags?limit=100")["dags"]
    for each in dags:
        if unpause and each["is_paused"]:
            api.ask("PATCH", f"/api/v2/dags/{quote(each['dag_id'], safe='')}", {"is_paused": False})
    return sorted(each["dag_id"] for each in dags)


# --- The two commands ---------------------------------------------------------------------------------------------


def up(place: Place, tell: Callable[[str], None], *, unpause: bool = True) -> tuple[Running, list[str]]:
    """Start Airflow and return when it can be used: what runs, and its DAGs (none when it ran already).

    `unpause` False leaves DAGs as they are, new ones paused: nothing changes the tables behind a test's back.

    Raises `SettingsError` for an environment that asks for the impossible, `TrucewatchError` when Airflow does not
    come up; then nothing is left running.
    """
    found = place.running()
    if found and kept(found):
        return found, []
    if found:
        tell("The keeper of what runs here is gone: ending the rest first …")
        down(place)
    port = wanted_port()
    live = bool(house_settings.load().contact)
    data = data_folder(live=live)
    require_free(port)
    around = environment(place, port, data, unpause=unpause)
    if not live and not (data / "published" / "trucewatch.duckdb").exists():
        tell("The sample newsroom prints two press days (once) …")
        _run_demo(place, data, around)
    place.state.unlink(missing_ok=True)
    started_at = datetime.now(UTC)  # noqa: TID251 - told apart from the signs of life of an earlier start
    running = _start_keeper(place, around, port=port, data=data, live=live)
    try:
        api = Api(running.url, running.user, running.password)
        _wait(place, running, api, started_at, tell)
        return running, furnish(api, unpause=unpause)
    except BaseException:
        down(place)
        raise


def _run_demo(place: Place, data: Path, around: Mapping[str, str]) -> None:
    with place.log("demo").open("wb") as log:
        done = subprocess.run(
            [sys.executable, "-m", "pipelines.cli", "demo", "--data", str(data)],
            env=around,
            cwd=ROOT,
            stdout=log,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if done.returncode:
        raise TrucewatchError(
            "The sample newsroom could not be published.",
            where=str(place.log("demo")),
            next_step=last_words(place, "demo"),
        )


def _start_keeper(place: Place, around: Mapping[str, str], *, port: int, data: Path, live: bool) -> Running:
    """Start the keeper in a session of its own and write down who it is."""
    password = place.password()
    for part in ("setup", *PARTS):
        place.log(part).unlink(missing_ok=True)
    with place.log("keeper").open("wb") as log:
        keeper = subprocess.Popen(
            [sys.executable, __file__, "keep", *([] if live else ["--newsroom"])],
            env=dict(around),
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    running = Running(
        leader=keeper.pid,
        born=next((each.born for each in processes() if each.pid == keeper.pid), ""),
        url=f"http://{HOST}:{port}",
        user=USER,
        password=password,
        data=str(data),
        log=str(place.folder),
        newsroom=not live,
    )
    _write_private(place.state, json.dumps(asdict(running)) + "\n")
    return running


def _wait(place: Place, running: Running, api: Api, started_at: datetime, tell: Callable[[str], None]) -> None:
    begun = time.monotonic()
    told = ""
    while waiting_for := lacking(api, started_at):
        waited = time.monotonic() - begun
        ended = not kept(running)
        if ended or waited > START_SECONDS:
            part = _guilty(place)
            raise TrucewatchError(
                f"Airflow did not come up: {'a part of it ended' if ended else f'after {waited:.0f} s no {waiting_for}'}.",
                where=str(place.log(part)),
                next_step=last_words(place, part),
            )
        if not place.log(PARTS[0]).exists():
            waiting_for = "its metadata database"
        if waiting_for != told:
            tell(f"{waited:3.0f} s: waiting for {waiting_for} …")
            told = waiting_for
        time.sleep(0.3)


def _guilty(place: Place) -> str:
    """Return the part whose end the keeper noted first; the setup when no part was started."""
    if not place.log(PARTS[0]).exists():
        return "setup" if place.log("setup").exists() else "keeper"
    noted = re.search(r"^([a-z-]+) ended with code", place.log("keeper").read_text(errors="replace"), re.MULTILINE)
    return noted[1] if noted and noted[1] in PARTS else "keeper"


def last_words(place: Place, part: str) -> str:
    """Return the last lines of a log, safe for a terminal."""
    lines = place.log(part).read_text(errors="replace").strip().splitlines()[-12:]
    return "\n".join(printable(line)[:300] for line in lines) or "The log is empty."


def down(place: Place) -> Running | None:
    """End what runs here, all of it. Return what that was, or None."""
    found = place.running()
    if found is None:
        return None
    end(lambda: members(found.leader, found.born))
    place.state.unlink(missing_ok=True)
    return found


# --- The command line ---------------------------------------------------------------------------------------------


def say(line: str) -> None:
    """Print a line at once."""
    print(line, flush=True)  # noqa: T201 - a command line prints


def show(running: Running, dags: list[str], *, unpaused: bool) -> None:
    """Tell a person how to log in, what is shown, and what to do next."""
    say(f"Airflow {'is up' if dags else 'is up already'}: {running.url}")
    say(f"  user      {running.user}")
    say(f"  password  {running.password}")
    if dags:
        say(f"  DAGs      {', '.join(dags)}{': unpaused' if unpaused else ''}")
    if running.newsroom:
        say(f"  shows     the sample newsroom, served on this machine; its rows are in {running.data}")
        say("  go live   make down; TRUCEWATCH_CONTACT=desk@example.org make up    # with an address of yours")
    else:
        say(f"  shows     live sources; rows are in {running.data}")
    say(f"  logs      {running.log}")
    say("  stop      make down")


def main() -> int:
    """Run one command and return the exit code; a failure of ours is three lines, never a traceback."""
    parser = argparse.ArgumentParser(description="Airflow on this machine.")
    parser.add_argument("command", choices=["up", "down", "keep"], help="`keep` is what `up` starts in the background")
    parser.add_argument("--json", action="store_true", help="up: print what runs as JSON, for programs")
    parser.add_argument("--paused", action="store_true", help="up: leave DAGs as they are, new ones paused")
    parser.add_argument("--newsroom", action="store_true", help="keep: serve the sample newsroom")
    given = parser.parse_args()
    place = Place(Path(os.environ.get("AIRFLOW_HOME") or ROOT / ".airflow").expanduser().absolute())
    try:
        if given.command == "keep":
            return keep(place, with_newsroom=given.newsroom)
        with place.locked(), steps() as tell:
            if given.command == "down":
                ended = down(place)
            else:
                running, dags = up(place, tell, unpause=not given.paused)
    except TrucewatchError as error:
        print(error, file=sys.stderr)  # noqa: T201 - a command line prints
        return error.exit_code
    except KeyboardInterrupt:
        print("Stopped; nothing is left running.", file=sys.stderr)  # noqa: T201 - a command line prints
        return 130
    if given.command == "down":
        say(f"Airflow is down: {ended.url}" if ended else "Nothing runs here.")
    elif given.json:
        say(json.dumps({**asdict(running), "dags": dags}))
    else:
        show(running, dags, unpaused=not given.paused)
    return 0


if __name__ == "__main__":
    sys.exit(main())
