"""What can go wrong on our side, as one tree. Bad input is never an exception: it is a `Rejected` row.

TrucewatchError                 exit code of the command line
├── SettingsError        2      the environment asks for something impossible
├── PackError            3      a file of the topic pack is not what its schema says
├── WatchError          11      a watch is not what its schema says, or there is none of that id
├── WarehouseError       4
│   ├── WarehouseBusy    4      another process holds the writer's file
│   ├── FenceLost        4      a newer run has claimed the warehouse: this one must not commit
│   ├── SchemaMismatch   4      the file was written by a migration we do not know, or one was altered
│   └── QueryRefused     5      an ad-hoc query asked for more than reading
├── StageError           6      a hand-over file is missing or is not what its manifest says
├── SuiteError          10      a suite of expectations/ cannot be used by Great Expectations
├── RunStopped           7      a batch crossed a threshold: nothing of it was loaded
├── RunIncomplete        8      the run was published, but some of its batches were lost
├── NotDelivered         1      a message was not taken by all of its channels
└── NothingHeard         9      not one source could be reached: the network, not the sources
"""

from typing import ClassVar


class TrucewatchError(Exception):
    """What happened, where, and what to do next: each a sentence, shown to a person as three lines."""

    exit_code: ClassVar[int] = 1

    def __init__(self, what: str, *, where: str = "", next_step: str = "") -> None:
        """`what` is required; `where` names a file, key, run or host; `next_step` is an instruction."""
        super().__init__(what)
        self.what = what
        self.where = where
        self.next_step = next_step

    def __str__(self) -> str:
        """Return the non-empty sentences on one line each."""
        return "\n".join(line for line in (self.what, self.where, self.next_step) if line)


class SettingsError(TrucewatchError):
    """The environment asks for something impossible."""

    exit_code = 2


class PackError(TrucewatchError):
    """A file of the topic pack is not what its schema says; `where` is `file:line: key`."""

    exit_code = 3


class WatchError(TrucewatchError):
    """A watch is not what its schema says, `where` is `file:line: key`; or there is none of that id."""

    exit_code = 11


class WarehouseError(TrucewatchError):
    """The warehouse cannot do what was asked."""

    exit_code = 4


class NothingPublished(WarehouseError):
    """There is no snapshot to read yet."""


class NothingHeld(WarehouseError):
    """The snapshot holds no article of the day that is asked for."""


class WarehouseBusy(WarehouseError):
    """Another process holds the writer's file."""


class FenceLost(WarehouseError):
    """A newer run has claimed the warehouse: this one must not commit."""


class SchemaMismatch(WarehouseError):
    """The file was written by a migration this version does not know, or an applied migration was altered."""


class QueryRefused(WarehouseError):
    """An ad-hoc query failed or asked for more than reading the published snapshot."""

    exit_code = 5


class StageError(TrucewatchError):
    """A hand-over file is missing or is not what its manifest says."""

    exit_code = 6


class SuiteError(TrucewatchError):
    """A suite of expectations/ cannot be used; `where` is `file: expectation <number> <type>`."""

    exit_code = 10


class RunStopped(TrucewatchError):
    """A batch crossed a threshold: nothing of it was loaded, ledger and findings were published."""

    exit_code = 7


class RunIncomplete(TrucewatchError):
    """The run was published, but some of its batches were lost; they are taken up by the next one."""

    exit_code = 8


class NotDelivered(TrucewatchError):
    """A message was not taken by all of its channels; the others have it."""


class NothingHeard(TrucewatchError):
    """Not one source could be reached: the network is down, not the sources."""

    exit_code = 9
