"""Pages as they were fetched, in the web archive format WARC 1.1 (ISO 28500:2017), which replay and crawl tools read.

A body stands in a `resource` record with its address and the time of its fetch: what we keep is the body without its
transfer encoding, and not the header of the answer, so that a `response` would be made up. Of a page that may not be
passed on there is a `metadata` record with title and link.
"""

import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from pipelines.errors import SettingsError
from pipelines.report.escaping import visible

_UNKNOWN_TYPE: Final = "application/octet-stream"
_FIELDS: Final = "application/warc-fields"


class WarcFile:
    """A gzipped archive, one member a record. Equal pages give equal bytes.

    `about` stands in its first record, dated `at`. Raises `SettingsError` where warcio is not installed.
    """

    def __init__(self, path: Path, about: Mapping[str, str], at: datetime) -> None:
        try:
            from warcio.warcwriter import WARCWriter
        except ModuleNotFoundError as error:
            raise SettingsError(
                "Web archives need warcio, which is not installed.",
                where="--format warc",
                next_step="pip install 'trucewatch[exports]'.",
            ) from error
        self._file = path.open("wb")
        self._writer: Any = WARCWriter(self._file, gzip=True, warc_version="WARC/1.1")
        self._write("warcinfo", _named("warcinfo", path.name, "", at), _fields(about), _FIELDS)

    def add_page(self, *, url: str, fetch_id: str, at: datetime, content_type: str | None, body: bytes) -> None:
        """Write the body of a page, fetched `at` (UTC)."""
        kind = visible(content_type or "") or _UNKNOWN_TYPE
        self._write("resource", _named("resource", fetch_id, url, at), body, kind)

    def add_link(self, *, url: str, fetch_id: str, at: datetime, title: str) -> None:
        """Write title and link of a page that may not be passed on."""
        said = {"title": title, "rights": "title and link only"}
        self._write("metadata", _named("metadata", fetch_id, url, at), _fields(said), _FIELDS)

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _write(self, kind: str, headers: Mapping[str, str], body: bytes, content_type: str) -> None:
        record = self._writer.create_warc_record(
            headers.get("WARC-Target-URI", ""),
            kind,
            payload=BytesIO(body),
            length=len(body),
            warc_content_type=content_type,
            warc_headers_dict=headers,
        )
        self._writer.write_record(record)


def _named(kind: str, key: str, url: str, at: datetime) -> dict[str, str]:
    """Return what names a record: its id follows from what it is, so that the same page has the same everywhere."""
    aware = at if at.tzinfo else at.replace(tzinfo=UTC)
    named = {
        "WARC-Record-ID": f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{kind} {key} {url}')}>",
        "WARC-Date": aware.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z"),
    }
    return {**named, "WARC-Target-URI": visible(url)} if url else named


def _fields(values: Mapping[str, str]) -> bytes:
    return "".join(f"{name}: {visible(value)}\r\n" for name, value in values.items()).encode()
