"""Building large structures that stay: without the garbage collector, which would look through them again and again."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Switch the cyclic garbage collector off and, if it was on, on again.

    A pack is hundreds of thousands of small objects without a cycle among them: building one took twice the time with
    the collector on.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
