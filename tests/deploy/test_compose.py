"""docker-compose.yaml, Dockerfile and .env without an engine: what the files say, held against rules and Airflow.

Each rule is a function from the parsed file to its complaints, and each is also given a file that breaks it.
"""

import json
import os
import re
import shlex
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yaml").read_text())
DOCKERFILE = (ROOT / "Dockerfile").read_text()
PROBE = Path(__file__).with_name("airflow_probe.py")
LONG_RUNNING = {"api-server", "scheduler", "dag-processor", "triggerer"}
SECRET = re.compile(r"PASSWORD|SECRET|FERNET|TOKEN|CONTACT|API_SECRET_KEY", re.IGNORECASE)


def services(compose: Mapping) -> dict[str, dict]:
    return compose["services"]


def of_airflow(compose: Mapping) -> dict[str, dict]:
    return {name: each for name, each in services(compose).items() if each["image"].startswith("trucewatch:")}


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for each in value.values():
            yield from strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)
    elif value is not None:
        yield str(value)


def references(compose: Mapping) -> set[str]:
    """Every `${…}` of the file, without the braces; `$$` is a dollar sign of the container's own shell."""
    return {found for text in strings(compose) for found in re.findall(r"(?<!\$)(?:\$\$)*\$\{([^}]*)\}", text)}


def commands(service: Mapping) -> Iterator[list[str]]:
    """The arguments of every `airflow …` that a service runs, its health check included; quotes resolved."""
    for given in (service.get("command"), (service.get("healthcheck") or {}).get("test")):
        words = shlex.split(given) if isinstance(given, str) else list(given or ())
        if "airflow" in words:
            yield words[words.index("airflow") + 1 :]
        for script in (word for word in words if " " in word):
            for line in script.splitlines():
                for part in re.split(r"\s*(?:\||&&|;)\s+", line):
                    if part.strip().startswith("airflow "):
                        yield shlex.split(part)[1:]


def runs(service: Mapping, name: str) -> bool:
    return any(words and name in (words[0], " ".join(words[:2])) for words in commands({**service, "healthcheck": {}}))


def active(compose: Mapping, profile: str) -> dict[str, dict]:
    return {name: each for name, each in services(compose).items() if profile in each.get("profiles", [profile])}


# --- The rules ---------------------------------------------------------------------------------------------------


def schema(compose: Mapping, folder: Path) -> list[str]:
    file = folder / "docker-compose.yaml"
    file.write_text(yaml.safe_dump(dict(compose)))
    done = subprocess.run(
        [Path(sys.executable).with_name("check-jsonschema"), "--builtin-schema", "vendor.compose-spec", file],
        capture_output=True,
        text=True,
        timeout=60,
    )
    return [] if done.returncode == 0 else [done.stdout + done.stderr]


def no_secret_has_a_default(compose: Mapping) -> list[str]:
    complaints = [
        f"{each}: a secret without `:?`" for each in references(compose) if SECRET.search(each) and ":?" not in each
    ]
    complaints += [f"{each}: neither required nor defaulted" for each in references(compose) if ":" not in each]
    for name, service in services(compose).items():
        for key, value in (service.get("environment") or {}).items():
            if SECRET.search(key) and not re.fullmatch(r"\$\{\w+:\?[^}]+\}", str(value)):
                complaints.append(f"{name}: {key} is written into the file")
        for text in strings(service):
            complaints += [
                f"{name}: a password in an address"
                for password in re.findall(r"://[^:/@\s]*:([^@]*)@", text)
                if not re.fullmatch(r"\$\{\w+:\?[^}]+\}", password)
            ]
            if re.search(r"(--password|requirepass|--pass)[= ]+(?!%s)\S", text):
                complaints.append(f"{name}: a password as an argument")
    return complaints


def make_secrets_writes_what_is_asked_for(compose: Mapping, written: str) -> list[str]:
    has = set(re.findall(r"^([A-Z_]+)=.", written, re.MULTILINE))
    wants = {re.split(r"[:?-]", each)[0] for each in references(compose)}
    steers = {"COMPOSE_PROFILES", "COMPOSE_PROJECT_NAME"}
    return [f"missing in .env: {each}" for each in wants - has] + [f"unused: {each}" for each in has - wants - steers]


def ports_are_on_loopback(compose: Mapping) -> list[str]:
    complaints = []
    for name, service in services(compose).items():
        for port in service.get("ports", []):
            host = port.get("host_ip") if isinstance(port, Mapping) else re.match(r"([\d.]+):", str(port) + " ")
            if (host if isinstance(host, str) else host and host[1]) != "127.0.0.1":
                complaints.append(f"{name}: {port}")
    return complaints


def containers_have_no_more_rights_than_needed(compose: Mapping) -> list[str]:
    complaints = []
    for name, service in services(compose).items():
        asked = {"privileged", "cap_add", "devices", "network_mode", "pid", "ipc", "userns_mode"} & service.keys()
        complaints += [f"{name}: {each}" for each in asked]
        if not re.fullmatch(r"[1-9]\d*:[1-9]\d*", str(service.get("user", ""))):
            complaints.append(f"{name}: user {service.get('user')!r}")
        if service.get("cap_drop") != ["ALL"] or service.get("security_opt") != ["no-new-privileges:true"]:
            complaints.append(f"{name}: capabilities")
        if service.get("read_only") is not True or service.get("init") is not True:
            complaints.append(f"{name}: read_only, init")
        complaints += [
            f"{name}: no {each}" for each in ("mem_limit", "cpus", "pids_limit", "logging") if not service.get(each)
        ]
        for volume in service.get("volumes", []):
            if not re.match(r"[a-z]+:/", str(volume)):
                complaints.append(f"{name}: {volume} is no named volume")
    return complaints


def images_are_pinned(compose: Mapping) -> list[str]:
    return [
        f"{name}: {each['image']}"
        for name, each in services(compose).items()
        if not re.search(r":\d+\.\d+(\.\d+)?(-\w+)?(@sha256:[0-9a-f]{64})?$", each["image"])
    ]


def services_are_watched(compose: Mapping) -> list[str]:
    complaints = []
    for name, service in services(compose).items():
        once = any(
            (each.get("depends_on") or {}).get(name, {}).get("condition") == "service_completed_successfully"
            for each in services(compose).values()
        )
        if service.get("restart") != ("no" if once else "unless-stopped"):
            complaints.append(f"{name}: restart {service.get('restart')}")
        if (
            not once
            and not {"test", "interval", "timeout", "retries", "start_period"} <= service.get("healthcheck", {}).keys()
        ):
            complaints.append(f"{name}: health check")
    return complaints


def profiles_are_complete(compose: Mapping) -> list[str]:
    complaints = []
    for profile, executor in (("full", "CeleryExecutor"), ("small", "LocalExecutor")):
        here = active(compose, profile)
        parts = {
            part: [name for name, each in here.items() if runs(each, part)]
            for part in (*LONG_RUNNING, "db migrate", "celery worker")
        }
        complaints += [
            f"{profile}: {part} runs in {parts[part]}"
            for part in (*LONG_RUNNING, "db migrate")
            if len(parts[part]) != 1
        ]
        if (len(parts["celery worker"]), "redis" in here) != ((1, True) if profile == "full" else (0, False)):
            complaints.append(f"{profile}: worker and Redis")
        workers = parts["celery worker"] if profile == "full" else parts["scheduler"]
        for name in {*parts["scheduler"], *workers}:
            if here[name]["environment"].get("AIRFLOW__CORE__EXECUTOR") != executor:
                complaints.append(f"{profile}: executor of {name}")
        for name, service in here.items():
            complaints += [f"{profile}: {each}" for each in _unresolved(compose, here, name, service)]
        for name in workers:
            if "data:/srv/trucewatch" not in here[name].get("volumes", []) or "outside" not in here[name]["networks"]:
                complaints.append(f"{profile}: {name} has no data or no way out")
        for name in parts["api-server"]:
            if "data:/srv/trucewatch:ro" not in here[name].get("volumes", []):
                complaints.append(f"{profile}: {name} cannot read what was published")
    return complaints


def _unresolved(compose: Mapping, here: Mapping, name: str, service: Mapping) -> Iterator[str]:
    """What a service names and cannot find in this profile: services, conditions, volumes, networks, hosts."""
    for other, how in (service.get("depends_on") or {}).items():
        if other not in here:
            yield f"{name} depends on {other}"
        elif how["condition"] == "service_healthy" and "healthcheck" not in here[other]:
            yield f"{name} waits for the health of {other}"
    volumes = {volume.split(":")[0] for volume in service.get("volumes", [])}
    yield from (f"{name}: {each}" for each in volumes - compose["volumes"].keys())
    yield from (f"{name}: {each}" for each in set(service["networks"]) - compose["networks"].keys())
    for key, host, port in addresses(service):
        if host not in here or not set(service["networks"]) & set(here[host]["networks"]):
            yield f"{name}: {key} leads to {host}"
        if (host, port) not in {("postgres", "5432"), ("redis", "6379"), ("airflow-apiserver", "8080")}:
            yield f"{name}: {key} leads to port {port} of {host}"


def addresses(service: Mapping) -> Iterator[tuple[str, str, str]]:
    """The variables of a service that hold an address: name, host, port."""
    for key, value in (service.get("environment") or {}).items():
        without_references = re.sub(r"\$\{[^}]*\}", "x", str(value))
        for host, port in re.findall(r"://(?:[^@/\s]*@)?([a-z][a-z-]*):(\d+)/", without_references):
            yield key, host, port


def what_must_be_the_same_everywhere_is(compose: Mapping) -> list[str]:
    complaints = []
    for key in (
        "AIRFLOW__CORE__FERNET_KEY",
        "AIRFLOW__API_AUTH__JWT_SECRET",
        "AIRFLOW__API__SECRET_KEY",
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN",
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL",
        "AIRFLOW__CORE__AUTH_MANAGER",
        "AIRFLOW__CORE__LOAD_EXAMPLES",
    ):
        values = {each["environment"].get(key) for each in of_airflow(compose).values()}
        if len(values) != 1 or None in values:
            complaints.append(f"{key}: {values}")
    if {each["environment"].get("AIRFLOW__CORE__LOAD_EXAMPLES") for each in of_airflow(compose).values()} != {"False"}:
        complaints.append("examples are on")
    if any(
        "FabAuthManager" not in str(each["environment"].get("AIRFLOW__CORE__AUTH_MANAGER"))
        for each in of_airflow(compose).values()
    ):
        complaints.append("authentication")
    return complaints


@pytest.fixture(scope="module")
def airflow_says(tmp_path_factory) -> Iterator[Callable[[Mapping], list[str]]]:
    """Ask Airflow what it does not know of options and commands. One process answers all: a start takes two seconds."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("AIRFLOW")},
        "AIRFLOW_HOME": str(tmp_path_factory.mktemp("airflow")),
        "AIRFLOW__CORE__EXECUTOR": "CeleryExecutor",
        "AIRFLOW__CORE__AUTH_MANAGER": COMPOSE["x-environment"]["AIRFLOW__CORE__AUTH_MANAGER"],
    }
    with subprocess.Popen(
        [sys.executable, "-W", "ignore", PROBE],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as probe:

        def ask(asked: Mapping) -> list[str]:
            probe.stdin.write(json.dumps(asked) + "\n")
            probe.stdin.flush()
            # Airflow may say something of its own first.
            line = next((line for line in probe.stdout if line.startswith("{")), None)
            assert line, "the process ended without an answer"
            unknown = json.loads(line)
            return unknown["options"] + [f"airflow {words}: {said}" for words, said in unknown["commands"].items()]

        yield ask


def options_and_commands(compose: Mapping) -> Mapping[str, list]:
    variables = {
        key for each in of_airflow(compose).values() for key in each["environment"] if key.startswith("AIRFLOW__")
    }
    return {
        "options": sorted(variables | set(re.findall(r"\bAIRFLOW__\w+", DOCKERFILE))),
        "commands": [words for each in of_airflow(compose).values() for words in commands(each)],
    }


RULES = {
    rule.__name__: rule
    for rule in (
        no_secret_has_a_default,
        ports_are_on_loopback,
        containers_have_no_more_rights_than_needed,
        images_are_pinned,
        services_are_watched,
        profiles_are_complete,
        what_must_be_the_same_everywhere_is,
    )
}


@pytest.mark.parametrize("rule", RULES)
def test_the_file_keeps_the_rule(rule):
    assert RULES[rule](COMPOSE) == []


# --- Files that break a rule -------------------------------------------------------------------------------------

MISSING = object()


def broken(path: str, value: object) -> dict:
    """The file with one value replaced, appended (path ends in +) or removed."""
    compose = json.loads(json.dumps(COMPOSE))  # parts what anchors share: a change stays in one service
    *way, last = path.split("/")
    at = compose["services"]
    for each in way:
        at = at[each]
    last = int(last) if last.isdecimal() else last
    if value is MISSING:
        del at[last]
    elif last == "+":
        at.append(value)
    else:
        at[last] = value
    return compose


BROKEN = [
    ("no_secret_has_a_default", "postgres/environment/POSTGRES_PASSWORD", "airflow"),
    ("no_secret_has_a_default", "postgres/environment/POSTGRES_PASSWORD", "${POSTGRES_PASSWORD:-airflow}"),
    ("no_secret_has_a_default", "postgres/environment/POSTGRES_PASSWORD", "${POSTGRES_PASSWORD}"),
    ("no_secret_has_a_default", "airflow-worker/environment/AIRFLOW__CORE__FERNET_KEY", ""),
    (
        "no_secret_has_a_default",
        "airflow-worker/environment/TRUCEWATCH_CONTACT",
        "${TRUCEWATCH_CONTACT:-desk@example.org}",
    ),
    (
        "no_secret_has_a_default",
        "airflow-worker/environment/AIRFLOW__CELERY__BROKER_URL",
        "redis://:redis@redis:6379/0",
    ),
    ("no_secret_has_a_default", "airflow-worker/environment/AIRFLOW__CELERY__BROKER_URL", "redis://:@redis:6379/0"),
    ("no_secret_has_a_default", "redis/command", ["redis-server", "--requirepass ${REDIS_PASSWORD:?run make secrets}"]),
    ("ports_are_on_loopback", "airflow-apiserver/ports", ["8080:8080"]),
    ("ports_are_on_loopback", "airflow-apiserver/ports", ["0.0.0.0:8080:8080"]),
    ("ports_are_on_loopback", "airflow-apiserver/ports", [8080]),
    ("ports_are_on_loopback", "postgres/ports", [{"target": 5432, "published": 5432}]),
    ("ports_are_on_loopback", "postgres/ports", ["${HOST:-127.0.0.1}:5432:5432"]),
    ("containers_have_no_more_rights_than_needed", "airflow-worker/privileged", True),
    ("containers_have_no_more_rights_than_needed", "airflow-worker/network_mode", "host"),
    ("containers_have_no_more_rights_than_needed", "airflow-worker/cap_add", ["SYS_ADMIN"]),
    ("containers_have_no_more_rights_than_needed", "airflow-worker/cap_drop", MISSING),
    ("containers_have_no_more_rights_than_needed", "airflow-worker/security_opt", []),
    ("containers_have_no_more_rights_than_needed", "airflow-worker/user", "0:0"),
    ("containers_have_no_more_rights_than_needed", "airflow-worker/user", "root"),
    ("containers_have_no_more_rights_than_needed", "airflow-worker/user", "50000:0"),
    ("containers_have_no_more_rights_than_needed", "redis/user", MISSING),
    ("containers_have_no_more_rights_than_needed", "airflow-worker/read_only", False),
    ("containers_have_no_more_rights_than_needed", "airflow-worker/mem_limit", MISSING),
    (
        "containers_have_no_more_rights_than_needed",
        "airflow-worker/volumes/+",
        "/var/run/docker.sock:/var/run/docker.sock",
    ),
    ("images_are_pinned", "redis/image", "redis:latest"),
    ("images_are_pinned", "redis/image", "redis"),
    ("images_are_pinned", "redis/image", "redis:7"),
    ("services_are_watched", "airflow-scheduler/healthcheck", MISSING),
    ("services_are_watched", "airflow-scheduler/restart", "no"),
    ("services_are_watched", "airflow-init/restart", "unless-stopped"),
    ("profiles_are_complete", "airflow-triggerer", MISSING),
    ("profiles_are_complete", "airflow-worker", MISSING),
    ("profiles_are_complete", "airflow-scheduler-local", MISSING),
    ("profiles_are_complete", "airflow-scheduler-local/profiles", MISSING),
    ("profiles_are_complete", "redis/profiles", MISSING),
    ("profiles_are_complete", "redis/profiles", ["small"]),
    ("profiles_are_complete", "redis/networks", ["outside"]),
    ("profiles_are_complete", "redis/healthcheck", MISSING),
    ("profiles_are_complete", "airflow-init/command", ["airflow", "version"]),
    ("profiles_are_complete", "airflow-worker/command", ["airflow", "scheduler"]),
    ("profiles_are_complete", "airflow-worker/environment/AIRFLOW__CORE__EXECUTOR", "LocalExecutor"),
    ("profiles_are_complete", "airflow-worker/volumes", ["logs:/var/log/trucewatch"]),
    ("profiles_are_complete", "airflow-worker/networks", ["inside"]),
    ("profiles_are_complete", "airflow-apiserver/volumes", ["logs:/var/log/trucewatch"]),
    ("profiles_are_complete", "airflow-apiserver/volumes/+", "nowhere:/nowhere"),
    (
        "profiles_are_complete",
        "airflow-worker/environment/AIRFLOW__CORE__EXECUTION_API_SERVER_URL",
        "http://localhost:8080/execution/",
    ),
    (
        "profiles_are_complete",
        "airflow-worker/environment/AIRFLOW__CORE__EXECUTION_API_SERVER_URL",
        "http://airflow-apiserver:8081/execution/",
    ),
    ("what_must_be_the_same_everywhere_is", "airflow-worker/environment/AIRFLOW__API_AUTH__JWT_SECRET", "${OTHER:?}"),
    ("what_must_be_the_same_everywhere_is", "airflow-worker/environment/AIRFLOW__CORE__FERNET_KEY", MISSING),
    ("what_must_be_the_same_everywhere_is", "airflow-worker/environment/AIRFLOW__CORE__LOAD_EXAMPLES", "True"),
]


@pytest.mark.parametrize(("rule", "path", "value"), BROKEN, ids=lambda value: "gone" if value is MISSING else None)
def test_a_file_that_breaks_the_rule_is_found(rule, path, value):
    assert RULES[rule](broken(path, value))


def test_every_rule_is_broken_once():
    assert {rule for rule, _, _ in BROKEN} == RULES.keys()


# --- The schema, the engine's own reading, Airflow ---------------------------------------------------------------


def test_the_schema_takes_the_file(tmp_path):
    assert schema(COMPOSE, tmp_path) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [("redis/imagee", "x"), ("redis/healthcheck/interval", ["10s"]), ("redis/depends_on", {"postgres": {}})],
)
def test_the_schema_refuses_a_broken_file(tmp_path, path, value):
    assert schema(broken(path, value), tmp_path)


def compose_command() -> list[str] | None:
    """The way to call Compose on this machine, if there is one."""
    for command in (["docker", "compose"], ["docker-compose"]):
        if shutil.which(command[0]) and subprocess.run([*command, "version"], capture_output=True).returncode == 0:
            return command
    return None


@pytest.mark.skipif(
    compose_command() is None, reason="no docker compose on this machine; the schema test runs everywhere"
)
@pytest.mark.parametrize("profile", ["full", "small"])
def test_compose_itself_takes_the_file(make_secrets, tmp_path, profile):
    shutil.copy(ROOT / "docker-compose.yaml", tmp_path)
    call = [*compose_command(), "-f", str(tmp_path / "docker-compose.yaml"), "config", "-q"]
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    bare = subprocess.run(call, env=environment, cwd=tmp_path, capture_output=True, text=True)
    assert bare.returncode != 0
    assert "run make secrets" in bare.stderr
    make_secrets.write(tmp_path / ".env", make_secrets.written("desk@example.org", profile, "8080"))
    done = subprocess.run(call, env=environment, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.airflow
@pytest.mark.slow
def test_airflow_knows_what_is_asked_of_it(airflow_says):
    names = {words[0] for each in of_airflow(COMPOSE).values() for words in commands(each)}
    assert names == {*LONG_RUNNING, "celery", "db", "pools", "users", "jobs"}, "the commands were found"
    assert airflow_says(options_and_commands(COMPOSE)) == []


@pytest.mark.airflow
@pytest.mark.slow
def test_airflow_knows_what_make_up_asks_of_it(airflow_says):
    texts = [(ROOT / "scripts" / name).read_text() for name in ("airflow_here.py", "environment.sh")]
    options = sorted({option for text in texts for option in re.findall(r"\bAIRFLOW__\w+", text)})
    assert len(options) > 12
    assert airflow_says({"options": options, "commands": []}) == []


@pytest.mark.airflow
@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("airflow-worker/environment/AIRFLOW__CORE__EXECUTER", "CeleryExecutor"),
        ("airflow-worker/environment/AIRFLOW__WEBSERVER__SECRET_KEY", "gone in Airflow 3"),
        ("airflow-apiserver/command", ["airflow", "webserver"]),
        ("airflow-worker/command", ["airflow", "celery", "worker", "--concurency", "4"]),
        ("airflow-init/command/4", "airflow db init\n"),
        ("airflow-triggerer/healthcheck/test", ["CMD-SHELL", "true && airflow jobs check --job-type Triggerer"]),
    ],
)
def test_airflow_refuses_what_it_does_not_know(airflow_says, path, value):
    assert len(airflow_says(options_and_commands(broken(path, value)))) == 1


# --- The image ---------------------------------------------------------------------------------------------------


def image_complaints(dockerfile: str) -> list[str]:
    text = re.sub(r"\\\n\s*", " ", re.sub(r"^\s*#.*\n", "", dockerfile, flags=re.MULTILINE))
    stages = re.split(r"^(?=FROM )", text, flags=re.MULTILINE)[1:]
    complaints = [
        f"not pinned: {each.splitlines()[0]}" for each in stages if not re.match(r"FROM \S+:\d+\.\d+\.\d+-\S+", each)
    ]
    for line in re.split(r"\n|&&", text):
        if re.search(r"\bpip (install|sync)\b", line) and not re.search(r"--require-hashes|--no-index --no-deps", line):
            complaints.append(f"without hashes: {line.strip()}")
        if re.search(r"\buv build\b", line) and "--require-hashes" not in line:
            complaints.append(f"without hashes: {line.strip()}")
    users = re.findall(r"^USER (\S+)$", stages[-1], re.MULTILINE)
    if not users or not re.fullmatch(r"[1-9]\d*:[1-9]\d*", users[-1]):
        complaints.append(f"runs as {users}")
    if re.search(r"\b(apt-get|gcc|build-essential|pip|uv)\b", stages[-1]):
        complaints.append("the last stage builds something")
    for line in re.findall(r"^COPY (?!--from)(.+) \S+$", text, re.MULTILINE):
        complaints += [f"not there or kept out: {each}" for each in line.split() if not _reaches_the_builder(each)]
    return complaints


def _reaches_the_builder(path: str) -> bool:
    return (ROOT / path).exists() and f"!{Path(path).parts[0]}" in (ROOT / ".dockerignore").read_text().splitlines()


def test_the_image_keeps_its_rules():
    assert image_complaints(DOCKERFILE) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("python:3.11.14-slim-bookworm\n", "python:latest\n"),
        ("USER 50000:50000", "USER root"),
        ("USER 50000:50000", ""),
        ("--require-hashes --only-binary", "--only-binary"),
        ("uv build --wheel --require-hashes", "uv build --wheel"),
        ("--no-index --no-deps", "--no-deps"),
        ("RUN useradd", "RUN apt-get install -y gcc && useradd"),
        ("COPY sql sql", "COPY data data"),
        ("COPY sql sql", "COPY .env sql"),
    ],
)
def test_an_image_that_breaks_them_is_found(old, new):
    assert DOCKERFILE.count(old) == 1
    assert image_complaints(DOCKERFILE.replace(old, new))


def test_the_builder_gets_only_what_is_listed():
    lines = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line and not line.startswith("#")]
    assert lines[0] == "*"
    assert not {"!.env", "!.git", "!data", "!tests", "!."} & set(lines)


def test_image_and_compose_agree():
    user = re.findall(r"^USER (\S+)$", DOCKERFILE, re.MULTILINE)[-1]
    assert {each["user"] for each in of_airflow(COMPOSE).values()} == {user}
    for path in ("/srv/trucewatch", "/var/log/trucewatch", "/opt/airflow"):
        assert path in DOCKERFILE
    version = re.search(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)[1]
    assert {each["image"] for each in of_airflow(COMPOSE).values()} == {f"trucewatch:{version}"}


# --- make secrets ------------------------------------------------------------------------------------------------


def call_secrets(path: Path, **given: str) -> subprocess.CompletedProcess:
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("TRUCEWATCH_", "COMPOSE", "PORT"))
    }
    return subprocess.run(
        [sys.executable, ROOT / "scripts" / "make_secrets.py", path],
        env={**clean, "PYTHONPATH": str(ROOT), **given},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_secrets_are_private_fresh_and_complete(tmp_path):
    texts = []
    for name in ("one", "two"):
        done = call_secrets(tmp_path / name, TRUCEWATCH_CONTACT="desk@example.org")
        assert done.returncode == 0, done.stderr
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
        texts.append((tmp_path / name).read_text())
    assert make_secrets_writes_what_is_asked_for(COMPOSE, texts[0]) == []
    assert make_secrets_writes_what_is_asked_for(COMPOSE, texts[0].replace("FERNET_KEY=", "FERNET=")) != []
    one, two = (
        {line.split("=", 1)[0]: line.split("=", 1)[1] for line in text.splitlines() if not line.startswith("#")}
        for text in texts
    )
    generated = {name for name in one if one[name] != two[name]}
    assert generated == {
        "POSTGRES_PASSWORD",
        "REDIS_PASSWORD",
        "FERNET_KEY",
        "JWT_SECRET",
        "API_SECRET_KEY",
        "ADMIN_PASSWORD",
    }
    assert all(re.fullmatch(r"[\w=-]{24,}", one[name]) for name in generated), "safe in an address and in .env"
    assert len(set(one.values())) == len(one)
    assert one["TRUCEWATCH_CONTACT"] == "desk@example.org"
    assert not any(one[name] in done.stdout for name in generated)


def test_the_fernet_key_is_one(make_secrets):
    from cryptography.fernet import Fernet

    key = re.search(r"^FERNET_KEY=(.+)$", make_secrets.written("desk@example.org", "full", "8080"), re.MULTILINE)[1]
    assert Fernet(key).decrypt(Fernet(key).encrypt(b"text")) == b"text"


def test_secrets_that_are_there_are_left_alone(tmp_path):
    (tmp_path / ".env").write_text("OURS=1\n")
    done = call_secrets(tmp_path / ".env", TRUCEWATCH_CONTACT="desk@example.org")
    assert done.returncode == 2
    assert str(tmp_path / ".env") in done.stderr
    assert (tmp_path / ".env").read_text() == "OURS=1\n"


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"TRUCEWATCH_CONTACT": "desk@example.org\nADMIN_PASSWORD=x"},
        {"TRUCEWATCH_CONTACT": "$HOME@example.org"},
        {"TRUCEWATCH_CONTACT": "desk@example.org", "COMPOSE_PROFILES": "large"},
        {"TRUCEWATCH_CONTACT": "desk@example.org", "PORT": "0.0.0.0:8080"},
    ],
)
def test_values_that_compose_would_read_otherwise_are_refused(tmp_path, given):
    done = call_secrets(tmp_path / ".env", **given)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 3
    assert not (tmp_path / ".env").exists()


# --- The documents -----------------------------------------------------------------------------------------------


@pytest.mark.airflow
@pytest.mark.slow
def test_the_documents_name_what_exists(airflow_says):
    text = "".join((ROOT / "docs" / name).read_text() for name in ("deploy.md", "operations.md"))
    named = set(re.findall(r"docker compose (?:exec|logs --since 1h) ([a-z-]+)", text))
    assert named
    assert named <= services(COMPOSE).keys() - {"airflow-init"}
    quoted = [found.replace("…", "x") for found in re.findall(r"(?<!-)\bairflow ((?:users|rotate)[^`]*)`", text)]
    assert len(quoted) == 3
    assert airflow_says({"options": [], "commands": [shlex.split(each) for each in quoted]}) == []
