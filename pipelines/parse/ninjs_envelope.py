"""Where the news items stand in a JSON document: alone, in a list, in the answer of an API around either.

Answers differ in every name they use (`items`, `data`, `hits`, `item` …), so that items are known by what they hold.
"""

from collections.abc import Iterator

from pipelines.parse.jsonpart import Part, beneath, part_of, plain_value
from pipelines.parse.jsonvalue import Json
from pipelines.parse.newscodes import code_of

MAX_DEPTH = 6
"""Objects and lists around an item; a search engine's answer has five."""

TEXT = frozenset({"text", "story", "article", "news", "newsitem", "advisory"})
NOT_TEXT = frozenset(
    {"picture", "photo", "image", "graphic", "video", "audio", "animation", "animated", "gallery", "slideshow", "media"}
    | {"composite", "package", "collection", "component", "embed", "planning", "plan", "coverage", "assignment"}
    | {"event", "concept", "knowledge", "catalog", "poll", "liveblog", "person", "organisation", "place"}
)
_MARKS = frozenset(
    {
        "versioncreated",
        "firstcreated",
        "contentcreated",
        "pubstatus",
        "headline",
        "headlines",
        "bodies",
        "copyrightholder",
    }
    | {"slugline", "usageterms", "ednote"}
)
_BODY = frozenset({"body", "bodies", "bodytext", "bodyhtml", "bodyxhtml"})
# Never searched: what stands here belongs to an item or to none.
_ASIDE = frozenset({"associations", "_associations", "links", "_links", "renditions", "params", "revisions"})


def entries_in(value: Json) -> list[tuple[str, Json]]:
    """Return each entry of a document and the pointer to it, none where nothing is a news item.

    An entry may be no item at all where it stands in a list among some.
    """
    return list(_search(value, "", MAX_DEPTH))


def is_item(value: Json) -> bool:
    """Return whether a JSON object is a news item: it says so, or has an id and enough of what such items hold."""
    if not isinstance(value, dict):
        return False
    item = part_of(value, "").values
    standard = item.get("standard", item.get("$standard"))
    if isinstance(standard, dict) and "ninjs" in plain_value(standard.get("name")).lower():
        return True
    marks = sum(name in _MARKS | _BODY or name.startswith(("body_", "headline_")) for name in item)
    kind = code_of(plain_value(item.get("type"))) in TEXT | NOT_TEXT
    if plain_value(item.get("uri")):
        return kind or marks >= 1 or is_event(item)
    if plain_value(item.get("guid")):
        return marks >= (1 if kind else 2)
    return marks >= 3 and any(plain_value(item.get(name)) for name in ("_id", "id", "itemid"))


def is_event(values: dict[str, Json]) -> bool:
    """Return whether properties, by their names in lower case, are those of an event: its type is often left out."""
    return isinstance(values.get("eventdetails"), dict)


def loose_body(value: Json) -> Part | None:
    """Return the object beside the only item of an envelope that holds a body and no id: the item's own text.

    Gateways fetch the text that an API leaves to a second request, and put it there.
    """
    for name, each in value.items() if isinstance(value, dict) else ():
        if isinstance(each, dict) and not is_item(each):
            part = part_of(each, beneath("", str(name)))
            if has_body(part) and not any(plain_value(part.values.get(identity)) for identity in ("uri", "guid")):
                return part
    return None


def has_body(part: Part) -> bool:
    """Return whether an object holds a body in any form."""
    return any(part.values.get(name) for name in part.values if name in _BODY or name.startswith("body_"))


def _search(value: Json, pointer: str, depth: int) -> Iterator[tuple[str, Json]]:
    if isinstance(value, dict):
        if is_item(value):
            yield pointer, value
        elif depth:
            for name, each in value.items():
                if isinstance(each, dict | list) and str(name).lower() not in _ASIDE:
                    yield from _search(each, beneath(pointer, str(name)), depth - 1)
    elif isinstance(value, list) and depth:
        found = [list(_search(each, beneath(pointer, at), depth - 1)) for at, each in enumerate(value)]
        if any(found):
            for at, entries in enumerate(found):
                yield from entries or [(beneath(pointer, at), value[at])]
