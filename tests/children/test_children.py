"""A child may hang, crash or eat memory: its value is lost, and nothing else."""

import io
import os
import pathlib
import pickle
import signal
import subprocess
import sys
import threading
import time

import pytest

from pipelines import children as module
from pipelines.children import AHEAD, MOST_KEPT, Children, Lost, lent
from pipelines.records import Item, Reason, make_id


def test_answers_keep_the_order_of_values(children, hostile):
    seconds = [0.2, 0.0, 0.1, 0.0, 0.05]
    assert list(children.map(hostile.nap, seconds, timeout_seconds=5)) == seconds


def test_values_are_taken_as_children_become_free(children, hostile):
    taken = []

    def values():
        for number in range(1000):
            taken.append(number)
            yield number

    answers = children.map(hostile.double, values(), timeout_seconds=5)
    assert next(answers) == 0
    assert len(taken) <= AHEAD + 5  # answers kept, two values a child, and the one just asked for
    assert list(answers) == [2 * number for number in range(1, 1000)]


def test_no_value_no_child(children, hostile):
    assert list(children.map(hostile.double, [], timeout_seconds=5)) == []
    assert not children._alive


def test_a_hanging_value_costs_only_itself(children, hostile):
    words = ["a", "hang", "b", "c", "hang", "d"]
    started = time.monotonic()
    answers = list(children.map(hostile.hang_if, words, timeout_seconds=0.5))
    assert answers == [
        "a",
        Lost("timeout", "no answer within 0.5 s"),
        "b",
        "c",
        Lost("timeout", "no answer within 0.5 s"),
        "d",
    ]
    assert time.monotonic() - started < 10


@pytest.mark.parametrize(
    ("word", "why", "detail"),
    [
        ("abort", "crash", "killed by SIGABRT"),
        ("segfault", "crash", "killed by SIGSEGV"),
        ("exit", "crash", "exit code 3"),
        ("kill", "memory", "killed by the system"),
    ],
)
def test_a_dying_child_is_replaced(children, hostile, word, why, detail):
    before, lost, after = children.map(hostile.end_if, ["a", word, "b"], timeout_seconds=5)
    assert (before, after) == ("a", "b")
    assert lost.why == why
    assert lost.detail.startswith(detail)


def test_memory_is_limited_beyond_the_baseline(children, hostile):
    enough, too_much, after = children.map(hostile.hog, [100, 400, 100], timeout_seconds=20)
    assert enough == after == 100 * 2**20
    assert too_much == Lost("memory", "more than a child may use")


def test_no_child_holds_more_than_half_a_gigabyte(hostile):
    with Children(1, memory_bytes=2**31, packages=("hostile",)) as one:
        enough, too_much = one.map(hostile.hog, [350, 500], timeout_seconds=20)
    assert enough == 350 * 2**20
    assert too_much == Lost("memory", "more than a child may use")


def test_a_child_that_keeps_memory_is_replaced(hostile):
    with Children(1, memory_bytes=128 * 2**20, packages=("hostile",)) as one:
        small = [one.call(hostile.hold, 1, timeout_seconds=5) for _ in range(2)]
        big = [one.call(hostile.hold, 64, timeout_seconds=5) for _ in range(2)]
    assert small[0] == small[1] == big[0]
    assert big[1] != big[0]


class TestLent:
    """Children that outlive their block."""

    def pid(self, hostile, workers=1):
        with lent(workers, packages=("hostile",)) as children:
            return children.call(hostile.hold, 1, timeout_seconds=20)

    def is_running(self, pid):
        return pathlib.Path(f"/proc/{pid}").exists()

    def test_the_next_block_gets_the_same(self, hostile):
        assert self.pid(hostile) == self.pid(hostile)

    def test_two_blocks_at_once_do_not_share(self, hostile):
        with lent(1, packages=("hostile",)) as outer:
            first = outer.call(hostile.hold, 1, timeout_seconds=20)
            second = self.pid(hostile)
        assert first != second
        assert self.is_running(first)
        assert not self.is_running(second), "one is kept, not as many as there ever were"

    def test_after_an_error_none_is_kept(self, hostile):
        first = self.pid(hostile)
        with pytest.raises(KeyboardInterrupt), lent(1, packages=("hostile",)):
            raise KeyboardInterrupt
        assert not self.is_running(first)
        assert self.pid(hostile) != first

    def test_other_variables_mean_others(self, hostile, monkeypatch):
        first = self.pid(hostile)
        monkeypatch.setenv("TRUCEWATCH_PACK", "/elsewhere")
        assert self.pid(hostile) != first
        assert not self.is_running(first)

    def test_many_are_not_kept(self, hostile):
        assert not self.is_running(self.pid(hostile, MOST_KEPT + 1))

    def test_a_forked_process_leaves_them_alone(self, hostile):
        first = self.pid(hostile)
        if not (fork := os.fork()):
            os._exit(int(self.pid(hostile) == first))
        assert os.waitpid(fork, 0)[1] == 0
        assert self.is_running(first)
        assert self.pid(hostile) == first


def test_an_exception_is_a_lost_value(children, hostile):
    lost = children.call(hostile.fail, "value", timeout_seconds=5)
    assert lost.why == "crash"
    assert lost.detail.startswith("ValueError: bad�[31m value (hostile.py:")
    assert children.call(hostile.double, 2, timeout_seconds=5) == 4


def test_printing_does_not_disturb(children, hostile):
    assert list(children.map(hostile.chatter, "abcd", timeout_seconds=5)) == ["a", "b", "c", "d"]


def test_ten_megabytes_there_and_back(children, hostile):
    body = os.urandom(10 * 2**20)
    assert children.call(hostile.echo_page, hostile.Page(body), timeout_seconds=20) == hostile.Page(body[::-1])


def test_functions_of_the_package(hostile):
    with Children(1) as one:
        assert one.call(Reason, "timeout", timeout_seconds=5) is Reason.TIMEOUT
        assert one.call(make_id, "a", timeout_seconds=5) == make_id("a")
        elsewhere = one.call(hostile.double, 1, timeout_seconds=5)
    assert elsewhere.why == "crash"
    assert "LookupError" in elsewhere.detail


def test_a_function_without_a_module_is_refused(children):
    with pytest.raises(ValueError, match="cannot find it"):
        children.call(lambda value: value, 1, timeout_seconds=5)


@pytest.mark.parametrize("name", ["no_record", "a_function", "forged"])
def test_answers_are_records_and_nothing_that_runs(children, hostile, name):
    lost = children.call(getattr(hostile, name), 1, timeout_seconds=5)
    assert lost.why == "crash"
    assert children.call(hostile.double, 2, timeout_seconds=5) == 4


def test_children_see_no_credentials_and_no_airflow(children, hostile, monkeypatch):
    monkeypatch.setenv("AIRFLOW__CORE__FERNET_KEY", "secret")
    monkeypatch.setenv("TRUCEWATCH_WAREHOUSE", "secret")
    monkeypatch.setenv("TRUCEWATCH_DAY_ZONE", "UTC")
    names = ["AIRFLOW__CORE__FERNET_KEY", "TRUCEWATCH_WAREHOUSE", "TRUCEWATCH_DAY_ZONE"]
    assert children.call(hostile.variables, names, timeout_seconds=5) == dict(
        zip(names, [None, None, "UTC"], strict=True)
    )
    assert children.call(hostile.modules, None, timeout_seconds=5) == []


def test_calls_from_many_threads(children, hostile):
    answers = {}

    def ask(number):
        answers[number] = children.call(hostile.double, number, timeout_seconds=5)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == {number: 2 * number for number in range(20)}


def test_closing_kills_children_at_work(hostile):
    started = time.monotonic()
    with Children(1, packages=("hostile",)) as one:
        thread = threading.Thread(target=one.call, args=(hostile.nap, 60), kwargs={"timeout_seconds": 60})
        thread.start()
        while not one._alive:
            time.sleep(0.01)
        (child,) = one._alive
    thread.join()
    assert time.monotonic() - started < 10
    assert child._process.returncode == -signal.SIGKILL


def test_an_abandoned_map_leaves_the_children_usable(children, hostile):
    answers = children.map(hostile.double, range(50), timeout_seconds=5)
    next(answers)
    answers.close()
    assert children.call(hostile.double, 3, timeout_seconds=5) == 6


def test_a_child_starts_within_a_second(children, hostile):
    children.call(hostile.double, 1, timeout_seconds=5)  # the files are in the page cache now
    started = time.monotonic()
    with Children(1, packages=("hostile",)) as one:
        one.call(hostile.double, 1, timeout_seconds=5)
    assert time.monotonic() - started < 1


BELOW_A_DAEMON = """
import multiprocessing, sys
sys.path.insert(0, sys.argv[1])
import hostile
from pipelines.children import Children

def work():
    with Children(1, packages=("hostile",)) as one:
        print(*one.map(hostile.double, [1, 2], timeout_seconds=5), flush=True)

daemon = multiprocessing.get_context("fork").Process(target=work, daemon=True)  # as Celery's prefork pool
daemon.start()
daemon.join()
"""


def test_works_below_a_daemonic_process(hostile_folder):
    ran = subprocess.run(
        [sys.executable, "-c", BELOW_A_DAEMON, str(hostile_folder)], capture_output=True, text=True, timeout=60
    )
    assert (ran.stdout, ran.stderr) == ("2 4\n", "")


PARENT = """
import sys, threading, time
sys.path.insert(0, sys.argv[1])
import hostile
from pipelines.children import Children

children = Children(2, packages=("hostile",))
for number in range(2):
    threading.Thread(target=children.call, args=(hostile.hang_if, "warm"), kwargs={"timeout_seconds": 60}).start()
time.sleep(0.5)
for number in range(2):
    threading.Thread(target=children.call, args=(hostile.hang_if, "hang"), kwargs={"timeout_seconds": 60}).start()
time.sleep(0.5)
print(*(child._process.pid for child in children._alive), flush=True)
time.sleep(60)
"""


def test_children_die_with_their_parent(hostile_folder):
    parent = subprocess.Popen([sys.executable, "-c", PARENT, str(hostile_folder)], stdout=subprocess.PIPE, text=True)
    pids = [int(word) for word in parent.stdout.readline().split()]
    assert len(pids) >= 1
    parent.kill()
    parent.communicate()
    deadline = time.monotonic() + 2
    while any(_is_running(pid) for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(_is_running(pid) for pid in pids)


def _is_running(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except FileNotFoundError:
        return False


def test_an_enumeration_is_read_however_its_python_wrote_it():
    """Python before 3.11.4 wrote members as `getattr(class, name)`: that, and no other attribute, is read."""

    class Getattr:
        def __init__(self, owner, name):
            self.asked = (owner, name)

        def __reduce__(self):
            return getattr, self.asked

    def read(owner, name):
        reader = module._AnswerReader(io.BytesIO(pickle.dumps(Getattr(owner, name))), ("pipelines",))
        return reader.load()

    assert read(Reason, "KILL") is Reason.KILL
    for owner, name in ((Reason, "__subclasses__"), (Reason, "mro"), (Item, "__init__"), (Reason, "NONE")):
        with pytest.raises(pickle.UnpicklingError):
            read(owner, name)
