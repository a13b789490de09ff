"""Parser children: processes that may hang, crash or eat memory without taking the run along.

    lent ─▶ Children.map ─▶ one parent thread per child ─▶ pipe ─▶ a process running this file ─▶ pipe ─▶ B | Lost

A child is started by exec, not by `multiprocessing`, which refuses to work below a daemonic parent (Celery's
prefork pool is one). Both sides speak length-prefixed pickles:

    parent to child   its `_Setting` once, then for each call the function's name and the argument
    child to parent   BEGUN as soon as the function is imported, then `_Reply`: plain values and records of ours

The limit on time runs from BEGUN, so that importing heavy libraries is not counted against the first page.
This file is the child's main program too, therefore it imports nothing but the standard library.
"""

import atexit
import contextlib
import dataclasses
import enum
import importlib
import io
import os
import pickle  # the child reads its own parent; the parent reads through `_AnswerReader`
import resource
import select
import signal
import struct
import subprocess
import sys
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Literal, Self, TypeVar, cast

A = TypeVar("A")
B = TypeVar("B")

AHEAD = 256
"""Answers that `map` keeps while an earlier value is still at work."""

START_SECONDS = 60.0
"""Limit on starting a child and importing the function: 0.1 s and 2 s on an idle machine, many times that on a busy one."""

RESIDENT_BYTES = 512 * 2**20
"""What a child may hold in all, its imports and the code of its libraries included, whatever it is allowed beyond them."""

UNTOUCHED_BYTES = 24 * 2**20
"""Code of libraries that is not in memory yet when the limit is set."""

END_SECONDS = 2.0
"""How long a child that closed its pipes may take to end by itself, so that its exit code can be told."""

ROOMY = 4
"""A child that still holds a quarter of its allowance after an answer is replaced: the next value wants it all."""

MOST_KEPT = 4
"""Children that are kept between two blocks: each holds some 100 MB while nothing needs it."""

DETAIL_LENGTH = 300
STDERR_BYTES = 4096
CHUNK_BYTES = 1 << 20
PR_SET_PDEATHSIG = 1  # <linux/prctl.h>

PASSED_ON = ("HOME", "LANG", "LC_", "LD_LIBRARY_PATH", "PATH", "PYTHON", "TMPDIR", "TRUCEWATCH_", "TZ")
"""Prefixes of the variables that a child sees. It reads hostile bytes, so it gets no credentials."""

ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
"""Children are as many as cores; the pool of threads that numpy starts would only take 40 MB of each allowance."""

KEPT_BACK = frozenset({"TRUCEWATCH_WAREHOUSE"})
"""May name a catalogue with its password."""

BEGUN = b"begun"
LENGTH = struct.Struct(">Q")

PLAIN_CLASSES = frozenset(
    {
        ("builtins", "frozenset"),
        ("builtins", "set"),
        ("datetime", "date"),
        ("datetime", "datetime"),
        ("datetime", "timedelta"),
        ("datetime", "timezone"),
    }
)
"""What an answer may build besides numbers, strings, bytes, tuples, lists, dicts, and our records and enumerations."""


BROKEN_PICKLE = (pickle.UnpicklingError, AttributeError, EOFError, ImportError, IndexError, TypeError, ValueError)
"""What reading a damaged pickle may raise (documentation of `pickle.load`)."""


@dataclass(frozen=True)
class Lost:
    """What comes back in place of an answer, with one line that says more."""

    why: Literal["timeout", "memory", "crash"]
    detail: str


@dataclass(frozen=True)
class _Setting:
    """What a child is told first. `parent` is the process that it must not outlive."""

    path: tuple[str, ...]
    packages: tuple[str, ...]
    memory_bytes: int
    parent: int


@dataclass(frozen=True)
class _Reply:
    """One answer: the pickled value, or the line that describes a `Lost`. `leaving`: the child has grown too much."""

    kind: Literal["value", "memory", "crash"]
    body: bytes
    leaving: bool


class _Ended(Exception):  # noqa: N818  # an event, not an error
    """The child closed a pipe or broke the protocol before it answered."""


class _Late(Exception):  # noqa: N818  # an event, not an error
    """The deadline passed before the child answered."""


# ── The parent's side ─────────────────────────────────────────────────────────────────────────────


class Children:
    """A fixed number of parser children, each started when first needed, and again after it was lost."""

    def __init__(
        self, workers: int, *, memory_bytes: int = 512 * 2**20, packages: tuple[str, ...] = ("pipelines",)
    ) -> None:
        """Start nothing yet; functions come from `packages` only.

        `memory_bytes` is what a child may use beyond its size after imports, as far as all of it stays below
        `RESIDENT_BYTES`.
        """
        self._workers = workers
        self._memory_bytes = memory_bytes
        self._packages = packages
        # A child is killed when the thread that started it ends (PR_SET_PDEATHSIG): each thread keeps its own.
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="children")
        self._own = threading.local()
        self._alive: set[_Child] = set()

    def __enter__(self) -> Self:
        """Start nothing yet."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Kill the children, also those at work."""
        self.close()

    def close(self) -> None:
        """Kill the children, also those at work, and cancel the calls that still wait for one."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for child in tuple(self._alive):
            child.kill()
        self._threads.shutdown(wait=True)
        while self._alive:
            self._alive.pop().end(grace_seconds=0)

    def map(self, function: Callable[[A], B], values: Iterable[A], *, timeout_seconds: float) -> Iterator[B | Lost]:
        """Yield `function(value)` for each value, in order; one that hangs or kills its child costs only itself.

        Values are taken as children become free, at most two a child ahead of the work.
        """
        name = _name(function)
        free = threading.Semaphore(2 * self._workers)
        pending: deque[Future[B | Lost]] = deque()
        try:
            for value in values:
                free.acquire()
                future = self._threads.submit(self._serve, name, value, timeout_seconds)
                future.add_done_callback(lambda _: free.release())
                pending.append(future)
                while pending and (pending[0].done() or len(pending) > AHEAD):
                    yield pending.popleft().result()
            while pending:
                yield pending.popleft().result()
        finally:
            for future in pending:
                future.cancel()

    def call(self, function: Callable[[A], B], value: A, *, timeout_seconds: float) -> B | Lost:
        """Return `function(value)` once a child was free to compute it. Safe to use from several threads."""
        future: Future[B | Lost] = self._threads.submit(self._serve, _name(function), value, timeout_seconds)
        return future.result()

    def _serve(self, name: str, value: object, timeout_seconds: float) -> Any:  # noqa: ANN401  # B | Lost, B is the caller's
        """Ask the child of this thread. A value that cannot be pickled raises: that is the caller's bug."""
        request = pickle.dumps((name, value), pickle.HIGHEST_PROTOCOL)
        child = self._child()
        try:
            reply = child.ask(request, timeout_seconds)
            answer = Lost(reply.kind, _line(reply.body)) if reply.kind != "value" else self._read(reply.body)
        except _Late as event:
            self._replace(child, grace_seconds=0)
            return Lost("timeout", str(event))
        except _Ended as event:
            return self._replace(child, grace_seconds=END_SECONDS, event=str(event))
        if reply.leaving:
            self._replace(child, grace_seconds=0)
        return answer

    def _read(self, body: bytes) -> object:
        try:
            return _AnswerReader(io.BytesIO(body), self._packages).load()
        except BROKEN_PICKLE as error:
            raise _Ended(str(error)) from error

    def _child(self) -> "_Child":
        child: _Child | None = getattr(self._own, "child", None)
        if child is None:
            child = _Child(_Setting(tuple(sys.path), self._packages, self._memory_bytes, os.getpid()))
            self._own.child = child
            self._alive.add(child)
        return child

    def _replace(self, child: "_Child", *, grace_seconds: float, event: str = "") -> Lost:
        """End the child of this thread and return how it ended; the next call starts another."""
        self._own.child = None
        lost = child.end(grace_seconds)
        self._alive.discard(child)
        return Lost(lost.why, _line(f"{lost.detail} {event}".encode()))


@contextlib.contextmanager
def lent(workers: int, *, packages: tuple[str, ...] = ("pipelines",)) -> Iterator[Children]:
    """Lend children for a `with` block, to one block at a time, and keep them for the next one of this process.

    A child that starts and imports anew takes half a second of CPU, as much as parsing some hundred documents. After an
    error none is kept, nor where they are many, nor for a block that would start them otherwise: with another path or
    other variables.
    """
    terms = (os.getpid(), workers, packages, tuple(sys.path), tuple(sorted(_environment().items())))
    with _TURN:
        kept = _IDLE.pop(terms, None)
    children = kept or Children(workers, packages=packages)
    try:
        yield children
    except BaseException:
        children.close()
        raise
    if workers > MOST_KEPT:
        children.close()
        return
    with _TURN:
        _end_idle()
        _IDLE[terms] = children


_TURN = threading.Lock()
_IDLE: dict[tuple[object, ...], Children] = {}
"""The children that are kept, at most those of one block, by what they were started with."""


def end_kept() -> None:
    """End the children that are kept. Only then does the system count what they used as used by children."""
    with _TURN:
        _end_idle()


def _end_idle() -> None:
    for (process, *_), children in _IDLE.items():
        if process == os.getpid():  # those of the process that this one was forked from are not ours to end
            children.close()
    _IDLE.clear()


atexit.register(end_kept)


class _Child:
    """One process and the pipes to it; used by one thread, except `kill`."""

    def __init__(self, setting: _Setting) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-P", __file__],  # -P: the working directory is no place to import from
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            env=_environment(),
        )
        self._stdin, self._stdout, self._stderr = (
            cast("BinaryIO", pipe).fileno()
            for pipe in (self._process.stdin, self._process.stdout, self._process.stderr)
        )
        for pipe in (self._stdin, self._stdout, self._stderr):
            os.set_blocking(pipe, False)
        self._answer_limit_bytes = setting.memory_bytes
        self._unsent = memoryview(_framed(pickle.dumps(dataclasses.astuple(setting))))
        self._received = bytearray()
        self._said = b""
        self._killed = False

    def ask(self, request: bytes, timeout_seconds: float) -> _Reply:
        """Send one request and return its answer.

        Raises `_Late` when the function takes longer than `timeout_seconds`, `_Ended` when the child dies of it.
        """
        self._unsent = memoryview(bytes(self._unsent) + _framed(request))
        if self._frame(START_SECONDS) != BEGUN:
            raise _Ended("broke the protocol")
        kind, leaving, body = self._frame(timeout_seconds).split(b" ", 2)
        return _Reply(cast("Any", kind.decode("ascii", "replace")), body, leaving == b"leaving")

    def kill(self) -> None:
        """Kill the process, from any thread."""
        self._killed = True
        self._process.kill()

    def end(self, grace_seconds: float) -> Lost:
        """Wait for the end of the process, kill it if it takes longer than `grace_seconds`, and say how it ended."""
        try:
            if not grace_seconds:
                self.kill()
            code = self._process.wait(grace_seconds or None)
        except subprocess.TimeoutExpired:
            self.kill()
            code = self._process.wait()
        with contextlib.suppress(BlockingIOError):  # a process that the library started may still hold the pipe
            while self._hear():
                pass
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            cast("BinaryIO", pipe).close()
        return self._obituary(code)

    def _obituary(self, code: int) -> Lost:
        if code >= 0:
            return Lost("crash", f"exit code {code} {self._last_words()}")
        if -code == signal.SIGKILL and not self._killed:
            return Lost("memory", "killed by the system, which is what happens when memory runs out")
        return Lost("crash", f"killed by {signal.Signals(-code).name} {self._last_words()}")

    def _last_words(self) -> str:
        lines = self._said.decode("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else ""

    def _frame(self, timeout_seconds: float) -> bytes:
        deadline = time.monotonic() + timeout_seconds
        while True:
            if len(self._received) >= LENGTH.size:
                (size,) = LENGTH.unpack_from(self._received)
                if size > self._answer_limit_bytes:
                    raise _Ended(f"announced an answer of {size} bytes")
                end = LENGTH.size + size
                if len(self._received) >= end:
                    frame = bytes(self._received[LENGTH.size : end])
                    del self._received[:end]
                    return frame
            self._turn(deadline, timeout_seconds)

    def _turn(self, deadline: float, timeout_seconds: float) -> None:
        """Write and read what the pipes take and give, once."""
        seconds = deadline - time.monotonic()
        if seconds <= 0:
            raise _Late(f"no answer within {timeout_seconds:g} s")
        poll = select.poll()
        poll.register(self._stdout, select.POLLIN)
        poll.register(self._stderr, select.POLLIN)
        if self._unsent:
            poll.register(self._stdin, select.POLLOUT)
        ready = dict(poll.poll(seconds * 1000))
        if self._stdin in ready:
            self._send()
        if self._stderr in ready:
            self._hear()
        if self._stdout in ready:
            self._receive()

    def _send(self) -> None:
        try:
            self._unsent = self._unsent[os.write(self._stdin, self._unsent[:CHUNK_BYTES]) :]
        except BrokenPipeError as error:
            raise _Ended("") from error

    def _receive(self) -> None:
        chunk = os.read(self._stdout, CHUNK_BYTES)
        if not chunk:
            raise _Ended("")
        self._received += chunk

    def _hear(self) -> bytes:
        chunk = os.read(self._stderr, CHUNK_BYTES)
        self._said = (self._said + chunk)[-STDERR_BYTES:]
        return chunk


class _AnswerReader(pickle.Unpickler):
    """Reads what a child answers. A child may have been taken over by what it read, so this builds records only."""

    def __init__(self, file: BinaryIO, packages: tuple[str, ...]) -> None:
        super().__init__(file)
        self._packages = packages

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401  # as the overridden method
        """Return a record, an enumeration or a plain class; raises `UnpicklingError` for all else."""
        if (module, name) == ("builtins", "getattr"):  # how Python before 3.11.4 pickles a member of an enumeration
            return _member
        if (module, name) in PLAIN_CLASSES:
            return super().find_class(module, name)
        if module.partition(".")[0] in self._packages and "." not in name:
            found = super().find_class(module, name)
            if isinstance(found, type) and (dataclasses.is_dataclass(found) or issubclass(found, enum.Enum)):
                return found
        raise pickle.UnpicklingError(f"the answer holds {module}.{name}, which is no record")


def _member(enumeration: object, name: object) -> object:
    """Return a member by name, and nothing else that an attribute could be; raises `UnpicklingError`."""
    if not isinstance(enumeration, enum.EnumMeta) or name not in enumeration.__members__:
        raise pickle.UnpicklingError("the answer asks for an attribute that is no member of an enumeration")
    return enumeration.__members__[str(name)]


def _name(function: Callable[[A], B]) -> str:
    if "<" in function.__qualname__:
        raise ValueError(f"{function.__qualname__} stands in no module: a child cannot find it")
    return f"{function.__module__}:{function.__qualname__}"


def _environment() -> dict[str, str]:
    """Return what the child sees of the environment: settings are read elsewhere, this only hands them on."""
    return {name: value for name, value in os.environ.items() if name.startswith(PASSED_ON) and name not in KEPT_BACK}


def _framed(body: bytes) -> bytes:
    return LENGTH.pack(len(body)) + body


def _line(text: bytes) -> str:
    """Return one short printable line: what a child says may come from the document it read."""
    line = " ".join(text.decode("utf-8", "replace").split())
    return "".join(letter if letter.isprintable() else "�" for letter in line)[:DETAIL_LENGTH]


# ── The child's side ──────────────────────────────────────────────────────────────────────────────


class _Allowance:
    """The limit on the child's data segment, private writable memory of any kind (RLIMIT_DATA, Linux 4.7)."""

    def __init__(self, memory_bytes: int) -> None:
        self._memory_bytes = memory_bytes
        self._baseline_bytes = 0
        self._settled_bytes = 0

    @contextlib.contextmanager
    def lifted(self) -> Iterator[None]:
        """Let imports take what they need; what they took belongs to the baseline."""
        before = _data_bytes() if self._baseline_bytes else 0
        self._limit(resource.RLIM_INFINITY)
        yield
        self._baseline_bytes += _data_bytes() - before
        self._limit(self._baseline_bytes + self._memory_bytes)

    def settle(self) -> None:
        """Add what a function's first value left behind (a language model, compiled patterns) to the baseline.

        Half the allowance at most, over all functions, so that a leak cannot pass for a model.
        """
        kept = _data_bytes() - self._baseline_bytes
        kept = max(0, min(kept, self._memory_bytes // 2 - self._settled_bytes))
        self._settled_bytes += kept
        self._baseline_bytes += kept
        self._limit(self._baseline_bytes + self._memory_bytes)

    @property
    def is_tight(self) -> bool:
        """Whether the process kept so much that the next value would miss it."""
        left_bytes = min(self._memory_bytes, _most_data_bytes() - self._baseline_bytes)
        return _data_bytes() - self._baseline_bytes > left_bytes // ROOMY

    @staticmethod
    def _limit(limit_bytes: int) -> None:
        if limit_bytes != resource.RLIM_INFINITY:
            limit_bytes = min(limit_bytes, _most_data_bytes())
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        if hard != resource.RLIM_INFINITY:
            limit_bytes = hard if limit_bytes == resource.RLIM_INFINITY else min(limit_bytes, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (limit_bytes, hard))


def main() -> None:
    """Answer requests until the parent closes the pipe."""
    requests, answers = _private_pipes()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent decides
    setting = _Setting(*pickle.loads(_read_frame(requests) or b""))  # noqa: S301  # from the parent, over its own pipe
    _die_with(setting.parent)
    sys.path[:] = setting.path
    allowance = _Allowance(setting.memory_bytes)
    known: dict[str, Callable[[Any], Any]] = {}
    while (request := _read_frame(requests)) is not None:
        name, value = pickle.loads(request)  # noqa: S301  # from the parent, over its own pipe
        is_first = name not in known
        if is_first:
            with allowance.lifted():
                known[name] = _find(name, setting.packages)
        _write_frame(answers, BEGUN)
        kind, body = _answer(known[name], value)
        del value, request
        if is_first and kind == b"value":
            allowance.settle()
        leaving = kind == b"memory" or allowance.is_tight
        _write_frame(answers, b" ".join((kind, b"leaving" if leaving else b"staying", body)))
        del body


def _answer(function: Callable[[Any], Any], value: object) -> tuple[Literal[b"value", b"memory", b"crash"], bytes]:
    """Return the kind and body of the answer. An exception is a bug of ours, yet it must not end the run."""
    try:
        return b"value", pickle.dumps(function(value), pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        return b"memory", b"more than a child may use"
    except Exception as error:  # noqa: BLE001  # the border of the process: the parent turns it into `Lost`
        last = traceback.extract_tb(error.__traceback__)[-1]
        line = "".join(traceback.format_exception_only(error)).strip()[:DETAIL_LENGTH]
        return b"crash", f"{line} ({Path(last.filename).name}:{last.lineno})".encode("utf-8", "backslashreplace")


def _find(name: str, packages: tuple[str, ...]) -> Callable[[Any], Any]:
    module, _, qualified = name.partition(":")
    if module.partition(".")[0] not in packages:
        raise LookupError(f"{name} is in none of {packages}")
    found: Any = importlib.import_module(module)
    for part in qualified.split("."):
        found = getattr(found, part)
    return cast("Callable[[Any], Any]", found)


def _private_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Return the two ends of the protocol, and leave descriptors 0 and 1 to libraries that print."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    os.close(nothing)
    return requests, answers


def _die_with(parent: int) -> None:
    """Ask the kernel to kill this process when its parent dies; end now if it already has."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def _data_bytes() -> int:
    """Return the size of the data segment, which is what RLIMIT_DATA counts; 0 where Linux's /proc is missing."""
    try:
        pages = Path("/proc/self/statm").read_bytes().split()[5]
    except FileNotFoundError:
        return 0
    return int(pages) * resource.getpagesize()


def _most_data_bytes() -> int:
    """Return how large the data segment may get: the rest of what is resident are the files that are mapped."""
    try:
        shared_pages = int(Path("/proc/self/statm").read_bytes().split()[2])
    except FileNotFoundError:
        shared_pages = 0
    return RESIDENT_BYTES - UNTOUCHED_BYTES - shared_pages * resource.getpagesize()


def _read_frame(pipe: BinaryIO) -> bytes | None:
    """Return the next frame, None when the parent has closed the pipe or died."""
    head = pipe.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (size,) = LENGTH.unpack(head)
    body = pipe.read(size)
    return body if len(body) == size else None


def _write_frame(pipe: BinaryIO, body: bytes) -> None:
    pipe.write(_framed(body))
    pipe.flush()


if __name__ == "__main__":
    main()
