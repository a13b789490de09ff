import pathlib

import pytest

from pipelines.children import Children

HOSTILE = '''
import ctypes, dataclasses, os, re, subprocess, sys, time

@dataclasses.dataclass(frozen=True)
class Page:
    body: bytes

class NoRecord:
    pass

def double(number):
    return 2 * number

def nap(seconds):
    time.sleep(seconds)
    return seconds

def process_id(_):
    return os.getpid()

def hang_if(word):
    if word == "hang":
        # Backtracking holds the interpreter's lock: no signal handler and no thread of the child gets a turn.
        re.match(r"(a+)+$", "a" * 64 + "b")
    return word

def end_if(word):
    if word == "abort":
        os.abort()
    if word == "segfault":
        ctypes.string_at(0)
    if word == "exit":
        os._exit(3)
    if word == "kill":
        os.kill(os.getpid(), 9)
    return word

def hog(megabytes):
    return len(bytes(megabytes * 2**20))

def hold(megabytes):
    global held
    held = bytearray(megabytes * 2**20)
    return os.getpid()

def fail(value):
    raise ValueError(f"bad\\x1b[31m {value}")

def chatter(word):
    print("to standard output", flush=True)
    os.write(1, b"raw" * 100_000)
    os.write(2, b"error" * 100_000)
    return word

def echo_page(page):
    return Page(page.body[::-1])

def variables(names):
    return {name: os.environ.get(name) for name in names}

def modules(_):
    return sorted(name for name in sys.modules if name.split(".")[0] in ("airflow", "lxml"))

def no_record(_):
    return NoRecord()

def a_function(_):
    return os.system

def forged(_):
    """Write a frame that names a function of ours, which must not be called by reading it."""
    class Forged:
        def __reduce__(self):
            return os.system, ("exit 7",)
    return Forged()
'''


@pytest.fixture(scope="session")
def hostile_folder(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "hostile.py").write_text(HOSTILE)
    return folder


@pytest.fixture
def hostile(hostile_folder, monkeypatch):
    """The module of functions that a child should survive or not; a child finds it because it is given our path."""
    monkeypatch.syspath_prepend(str(hostile_folder))
    import hostile

    return hostile


@pytest.fixture
def children(hostile):
    with Children(2, memory_bytes=128 * 2**20, packages=("hostile", "pipelines")) as children:
        yield children
