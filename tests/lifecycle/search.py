"""Where words turn up in a data folder, whatever they are packed in: database files, Parquet, zstd, pages, records.

Words to be looked for are unlike any others: "zq" and twelve consonants, which no language, hash or encoding produces.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet
import zstandard

from pipelines.warehouse import connect

MARKER = re.compile(r"zq[bcdfghjklmnpqrstvwxz]{12}", re.IGNORECASE)

Places = dict[str, set[str]]
"""Markers, in small letters, by where they were found: a path in the data folder, for tables with their name."""


def markers(text: str) -> set[str]:
    """Return the markers in a text."""
    return {found.lower() for found in MARKER.findall(text)}


def in_files(data: Path) -> Places:
    """Look through every file of a data folder, each unpacked as what it is; database files are left to `in_tables`."""
    places: Places = {}
    for path in sorted(data.rglob("*")):
        if path.is_file() and not path.is_symlink() and path.suffix != ".duckdb":
            places[str(path.relative_to(data))] = markers(f"{path.name}\n{_text(path)}")
    return places


def in_tables(path: Path) -> Places:
    """Look through every value of every table and view of a database file."""
    with connect.reader(path) as connection:
        rows = connection.execute("select table_name from information_schema.tables order by table_name").fetchall()
        return {
            f"{path.name}:{name}": markers(repr(connection.execute(f'from "{name}"').fetchall())) for (name,) in rows
        }


def databases(data: Path) -> list[Path]:
    """Return every database file of a data folder that nobody holds open now."""
    return sorted(path for path in data.rglob("*.duckdb") if not path.is_symlink())


def all_of(places: Places) -> set[str]:
    """Return the markers of all places."""
    return set().union(*places.values())


def _text(path: Path) -> str:
    body = path.read_bytes()
    if path.suffix == ".parquet":
        return repr(pyarrow.parquet.read_table(path).to_pylist())
    if path.suffix == ".zst":
        body = b"".join(_frames(body))
    return body.decode("utf-8", "replace")


def _frames(packed: bytes) -> Iterator[bytes]:
    while packed:
        unpacker = zstandard.ZstdDecompressor().decompressobj()
        yield unpacker.decompress(packed)
        packed = unpacker.unused_data
