"""The agencies of the press world: files that are dropped into folders, and one house that is asked over HTTP.

`wire/README.md` says what every document is there for. `wire/edition<n>/<agency>/` holds what an agency sends between
the edition before and this one; of the agency with an API each file is one story in the answer.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from pipelines.newsroom.content import EDITIONS, HERE

ASKED = "latarnik"
"""The agency with an API; all others drop files."""

HOST = "wire.latarnik.example"
STORIES_PATH = "/api/stories"
TOKEN_HEADER = "X-Wire-Token"  # noqa: S105 - the name of the header
TOKEN = "sample-token-that-opens-a-sample-wire"  # noqa: S105 - as public as the press world
SECRET = "latarnik"  # noqa: S105 - the name under which the pack refers to the token
PAGE_SIZE = 2


def dropped(edition: int) -> tuple[Path, ...]:
    """Return the files that appear in folders at an edition, by agency and name."""
    return tuple(file for file in _sent(edition) if file.parent.name != ASKED)


def stories_page(edition: int, query: str) -> Mapping[str, Any] | None:
    """Return one page of the stories that came after the cursor `after`, oldest first; None where there are none.

    The cursor counts stories; without one, or with one that is no number, the answer begins at the first story.
    """
    stories = [file for each in EDITIONS if each <= edition for file in _sent(each) if file.parent.name == ASKED]
    asked = parse_qs(query)
    after, page = _number(asked.get("after", ()), 0), max(_number(asked.get("page", ()), 1), 1)
    start = after + (page - 1) * PAGE_SIZE
    shown = stories[start : start + PAGE_SIZE]
    if not shown:
        return None
    answer: dict[str, Any] = {"cursor": str(len(stories)), "stories": [json.loads(file.read_bytes()) for file in shown]}
    if start + PAGE_SIZE < len(stories):
        answer["next"] = f"http://{HOST}{STORIES_PATH}?after={after}&page={page + 1}"
    return answer


def _sent(edition: int) -> list[Path]:
    return sorted((HERE / "wire" / f"edition{edition}").glob("*/*"))


def _number(given: Sequence[str], default: int) -> int:
    return int(given[0]) if given and given[0].isascii() and given[0].isdigit() else default
