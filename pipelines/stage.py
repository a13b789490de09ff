"""Parquet between tasks: immutable files named by their content, and manifests of hashes.

    rows ─write─▶ <record>-<sha256[:16]>.parquet ─┐
                                                  ├─ <task>.json ─read_manifest─▶ rows, frame
    rows ─write─▶ …                              ─┘

The schema of a file is derived from the annotations of its record type, so a record says once what it holds.
The only importer of pyarrow.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, is_dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, TypeVar, Union, get_args, get_origin, get_type_hints

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.errors import StageError

if TYPE_CHECKING:
    import pandas as pd

Record = TypeVar("Record")

NAME_DIGITS = 16
"""Hex digits of the hash in a file name; the manifest holds all 64."""

MANIFEST_SUFFIX = ".json"


@dataclass(frozen=True, slots=True, kw_only=True)
class StagedFile:
    """One immutable file: the record type's name, the file name in its folder, the hash of its bytes."""

    record: str
    name: str
    sha256: str
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What one task hands on. `extra` holds JSON values only; `token` is the run's fence token."""

    run: str
    task: str
    token: int
    files: tuple[StagedFile, ...]
    extra: Mapping[str, Any] = field(default_factory=dict)


# ── Files ─────────────────────────────────────────────────────────────────────────────────────────


def write(folder: Path, rows: Sequence[Record], record: type[Record]) -> StagedFile:
    """Write rows as one file and return what names it; durable on return. Equal rows give equal bytes.

    Raises `StageError` for a row that its record type does not allow: a bug of the caller.
    """
    sink = pa.BufferOutputStream()
    pq.write_table(_table(rows, record), sink, compression="zstd", compression_level=1)
    content = sink.getvalue()
    digest = hashlib.sha256(content).hexdigest()
    name = f"{record.__name__}-{digest[:NAME_DIGITS]}.parquet"
    _place(folder / name, content)
    return StagedFile(record=record.__name__, name=name, sha256=digest, rows=len(rows))


def read(path: Path, record: type[Record]) -> tuple[Record, ...]:
    """Return the rows of a file, in the order written.

    Raises `StageError` if the file is missing, is not what its name says, or holds another record type.
    """
    table = _open(path, record)
    columns = _columns(record)
    decoded = [
        values if each.decode is None else [each.decode(value) for value in values]
        for each, values in ((each, table[each.name].to_pylist()) for each in columns)
    ]
    names = [each.name for each in columns]
    return tuple(record(**dict(zip(names, row, strict=True))) for row in zip(*decoded, strict=True))


def rows(folder: Path, manifest: Manifest, record: type[Record]) -> tuple[Record, ...]:
    """Return the rows of every file of this record type that a manifest names, in its order."""
    return tuple(
        row for file in manifest.files if file.record == record.__name__ for row in read(folder / file.name, record)
    )


def frame(source: Path | Sequence[Record], record: type[Record]) -> "pd.DataFrame":
    """Return a file or rows as a pandas frame for validation: enums as `str`, lists as `list`, instants naive UTC."""
    import pandas as pd

    table = _open(source, record) if isinstance(source, Path) else _table(source, record)
    return pd.DataFrame(
        {
            each.name: pd.Series(table[each.name].to_pylist(), dtype=object)
            if pa.types.is_nested(each.type) or pa.types.is_string(each.type)
            else table[each.name].to_pandas(integer_object_nulls=True)
            for each in _columns(record)
        }
    )


def frames(folder: Path, manifest: Manifest, record: type) -> "pd.DataFrame":
    """Return every file of this record type that a manifest names as one frame, in its order, numbered from 0."""
    import pandas as pd

    found = [
        frame(folder / file.name, record)
        for file in manifest.files
        if file.record == record.__name__ and file.rows  # an empty file has no types to keep
    ]
    match found:
        case []:
            return frame((), record)
        case [one]:
            return one
        case _:
            return pd.concat(found, ignore_index=True)


def verify(path: Path, sha256: str) -> None:
    """Raise `StageError` unless the file is there and its bytes have this hash."""
    if hashlib.sha256(_bytes(path)).hexdigest() != sha256:
        raise _spoilt(path, "Its bytes do not have the hash that its manifest gives.")


# ── Manifests ─────────────────────────────────────────────────────────────────────────────────────


def write_manifest(folder: Path, manifest: Manifest) -> Path:
    """Write `<task>.json` into the folder that holds its files and return its path; durable on return."""
    path = folder / f"{manifest.task}{MANIFEST_SUFFIX}"
    _place(path, json.dumps(asdict(manifest), ensure_ascii=False, sort_keys=True, indent=1).encode())
    return path


def read_manifest(path: Path, task: str | None = None) -> Manifest:
    """Return a manifest after hashing every file it names. `path` is the manifest, or its folder with `task`.

    Raises `StageError` if it or one of its files is missing or altered.
    """
    if task is not None:
        path /= f"{task}{MANIFEST_SUFFIX}"
    try:
        written = json.loads(_bytes(path))
        files = tuple(StagedFile(**each) for each in written.pop("files"))
        manifest = Manifest(**written, files=files)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise _spoilt(path, f"It is no manifest: {error}.") from error
    for file in files:
        verify(path.parent / file.name, file.sha256)
    return manifest


# ── Schemas from annotations ──────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Column:
    """One field: its Parquet type, and how a value goes there and comes back (None = as it is)."""

    name: str
    type: pa.DataType
    optional: bool
    encode: Callable[[Any], Any] | None
    decode: Callable[[Any], Any] | None


def _columns(record: type) -> tuple[_Column, ...]:
    return _derived(record)


@lru_cache(maxsize=64)
def _derived(record: type) -> tuple[_Column, ...]:
    hints = get_type_hints(record)
    return tuple(_column(each.name, hints[each.name]) for each in fields(record))


def _column(name: str, annotation: object) -> _Column:
    """Return how values of an annotation are stored; raises `TypeError` for one that has no place in a file."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in {Union, UnionType}:
        (inner,) = (each for each in arguments if each is not NoneType)
        column = _column(name, inner)
        return _Column(name, column.type, True, _unless_none(column.encode), _unless_none(column.decode))
    if origin is tuple:
        item, ellipsis = arguments
        if ellipsis is not ...:
            raise TypeError(f"{name}: only tuples of any length have a column type")
        return _list_column(name, _column("element", item))
    if isinstance(annotation, type) and is_dataclass(annotation):
        return _struct_column(name, annotation)
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return _Column(name, pa.string(), False, str, annotation)
    if annotation is datetime:
        return _Column(name, pa.timestamp("us"), False, _to_naive, _to_aware)
    plain = {str: pa.string(), bool: pa.bool_(), int: pa.int64(), float: pa.float64(), date: pa.date32()}
    if not isinstance(annotation, type) or annotation not in plain:
        raise TypeError(f"{name}: {annotation!r} has no column type")
    return _Column(name, plain[annotation], False, None, None)


def _list_column(name: str, element: _Column) -> _Column:
    encode, decode = element.encode, element.decode
    return _Column(
        name,
        pa.list_(element.type),
        False,
        list if encode is None else lambda values: [encode(value) for value in values],
        tuple if decode is None else lambda values: tuple(decode(value) for value in values),
    )


def _struct_column(name: str, record: type) -> _Column:
    columns = _columns(record)

    def encode(value: object) -> dict[str, Any]:
        return {each.name: _apply(each.encode, getattr(value, each.name)) for each in columns}

    def decode(value: Mapping[str, object]) -> object:
        return record(**{each.name: _apply(each.decode, value[each.name]) for each in columns})

    return _Column(name, pa.struct([(each.name, each.type) for each in columns]), False, encode, decode)


def _apply(convert: Callable[[Any], Any] | None, value: object) -> object:
    return value if convert is None else convert(value)


def _unless_none(convert: Callable[[Any], Any] | None) -> Callable[[Any], Any] | None:
    return None if convert is None else lambda value: None if value is None else convert(value)


def _to_naive(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError(f"{value.isoformat()} has no time zone")
    return value.astimezone(UTC).replace(tzinfo=None)


def _to_aware(value: datetime) -> datetime:
    return value.replace(tzinfo=UTC)


# ── Tables and bytes ──────────────────────────────────────────────────────────────────────────────


def _schema(record: type) -> pa.Schema:
    return pa.schema([pa.field(each.name, each.type, nullable=each.optional) for each in _columns(record)])


def _table(given: Iterable[object], record: type) -> pa.Table:
    held = tuple(given)
    arrays = [_array(held, each, record) for each in _columns(record)]
    return pa.table(arrays, schema=_schema(record))


def _array(held: tuple[object, ...], column: _Column, record: type) -> pa.Array:
    values = [getattr(row, column.name) for row in held]
    if not column.optional and any(value is None for value in values):
        raise StageError(f"A {record.__name__} has no {column.name}.", next_step="This is a bug: please report it.")
    try:
        encoded = values if column.encode is None else [column.encode(value) for value in values]
        return pa.array(encoded, column.type)
    except (ValueError, TypeError, pa.ArrowException) as error:  # UnicodeEncodeError is a ValueError
        raise StageError(
            f"A {record.__name__} holds a {column.name} that cannot be stored: {error!s:.200}.",
            next_step="This is a bug: please report it.",
        ) from error


def _open(path: Path, record: type) -> pa.Table:
    content = _bytes(path)
    prefix, _, digits = path.stem.rpartition("-")
    if prefix != record.__name__:
        raise _spoilt(path, f"It is no file of {record.__name__}.")
    if hashlib.sha256(content).hexdigest()[:NAME_DIGITS] != digits:
        raise _spoilt(path, "Its bytes do not have the hash in its name.")
    table = pq.read_table(pa.BufferReader(content), use_threads=False)
    if not table.schema.equals(_schema(record)):
        raise _spoilt(path, f"It was written by a version with other fields in {record.__name__}.")
    return table


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise _spoilt(path, f"It cannot be read: {error.strerror}.") from error


def _spoilt(path: Path, why: str) -> StageError:
    return StageError(
        f"The hand-over file {path.name} cannot be used. {why}",
        where=str(path.parent),
        next_step="Run the task that writes it again; everything is rebuilt from raw.",
    )


def _place(path: Path, content: bytes | pa.Buffer) -> None:
    """Put bytes under a name, all or nothing, and make both the bytes and the name durable."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(prefix=".", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(descriptor)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
