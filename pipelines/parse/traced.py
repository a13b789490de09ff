"""Values of XML documents with the place where each stood, and entries made of them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from pipelines.parse.entry import Entry, dated, unique, wire_times
from pipelines.parse.plain import Element, attribute, body_of_element, children, line_of_element, local_name
from pipelines.parse.profiled import Found, Look
from pipelines.records import Document


@dataclass(frozen=True, slots=True)
class Value:
    """What an element or, with a name, its attribute says, as one line (a story: as paragraphs); false where silent."""

    text: str = ""
    element: Element | None = None
    name: str = ""

    def __bool__(self) -> bool:
        """Return whether it says anything."""
        return bool(self.text)


Several = Sequence[Value]
NOTHING = Value()
_LISTS = frozenset(
    field.name for field in fields(Entry) if field.type in {tuple[str, ...], "tuple[str, ...]"}
)  # fields that hold several words
_STEP = re.compile(r"/?((?:\[[^\]]*\]|[^/\[])+)")
_CONDITION = re.compile(r"([^\[]+)\[@([^=\]]+)=[\"']?([^\]\"']*)[\"']?\]")


def line(element: Element | None) -> Value:
    """Return the text of an element."""
    return Value(line_of_element(element), element)


def said(element: Element | None, name: str) -> Value:
    """Return an attribute of an element."""
    return Value(attribute(element, name), element, name)


def lines(parent: Element | None, name: str) -> list[Value]:
    """Return the texts of all children of one name that have any."""
    return list(filter(None, map(line, children(parent, name))))


def joined(values: Iterable[Value], separator: str = " ") -> Several:
    """Return several values with the first holding the text of all, so that one field shows every place."""
    found = list(filter(None, values))
    if not found:
        return []
    text = separator.join(unique([each.text for each in found]))
    return [Value(text, found[0].element, found[0].name), *found[1:]]


def xpath(value: Value) -> str:
    """Return the path to a value by local names, with a position where siblings have the same name."""
    steps = [f"@{value.name.replace('{http://www.w3.org/XML/1998/namespace}', 'xml:')}"] if value.name else []
    element = value.element
    while element is not None:
        name = local_name(element)
        parent = element.getparent()
        alike = [] if parent is None else list(children(parent, name))
        steps.append(f"{name}[{alike.index(element) + 1}]" if len(alike) > 1 else name)
        element = parent
    return "/" + "/".join(reversed(steps))


def entry_of(document: Document, values: Mapping[str, Value | Several], known: Mapping[str, Any]) -> Entry:
    """Return an entry of the values, by field, and of what is `known` of fields that are no words.

    A field in both has its place from the value. `categories` are keywords and genres.
    """
    given: dict[str, Any] = {}
    for name, value in values.items():
        if name in known:
            continue
        several = [value] if isinstance(value, Value) else value
        if name in _LISTS:
            given[name] = unique([each.text for each in several])
        else:
            given[name] = (several[0].text if several else "") or ("" if name in {"title", "summary"} else None)
    given["categories"] = unique([*given.get("keywords", ()), *given.get("genres", ())])
    places = [
        (name, xpath(each))
        for name, value in values.items()
        for each in ([value] if isinstance(value, Value) else value)
        if document.traced and each and each.element is not None
    ]
    return Entry(**given, **known, places=tuple(dict.fromkeys(places)))


def times_of(
    document: Document, version: Value, first: Value, *made: Value
) -> tuple[dict[str, Value], dict[str, Any], tuple[str, ...]]:
    """Return the times of an item as values and as instants, by field, and the flags of what could not be read.

    Published is `first`, else the first readable of `made`, else `version`, which is when it was updated.
    """
    times = wire_times(document, version.text, first.text, *(each.text for each in made))
    created, _ = dated(document, first.text)
    values = {
        "published_at": readable(document, first, *made, version),
        "updated_at": version if times.updated else NOTHING,
        "first_created_at": first if created else NOTHING,
    }
    known = {
        "published_at": times.published_at,
        "published_offset_minutes": times.offset_minutes,
        "updated_at": times.updated_at,
        "first_created_at": created.at if created else None,
    }
    return values, known, times.flags


def readable(document: Document, *values: Value) -> Value:
    """Return the first of several dates that can be read, else nothing."""
    return next((each for each in values if dated(document, each.text)[0]), NOTHING)


def looking_in(item: Element) -> Look:
    """Return how a profile's paths are looked up below an item: `itemMeta/edNote`, `altId[@type=x:y]`, `@version`."""

    def look(field: str, path: str) -> list[Found]:
        whole = field == "text"
        return [
            Found(value=body_of_element(each.element) if whole and not each.name else each.text, place=xpath(each))
            for each in _at(item, path)
        ]

    return look


def _at(item: Element, path: str) -> list[Value]:
    steps = _STEP.findall(path)
    if steps and steps[0] == local_name(item):
        steps = steps[1:]
    elements = [item]
    for step in steps:
        if step.startswith("@"):
            return [
                said(element, _attribute_name(step)) for element in elements if _attribute_name(step) in element.attrib
            ]
        condition = _CONDITION.fullmatch(step)
        name = condition[1] if condition else step
        elements = [
            child
            for element in elements
            for child in children(element, name)
            if condition is None or attribute(child, _attribute_name(condition[2])) == condition[3]
        ]
    return [line(element) for element in elements]


def _attribute_name(name: str) -> str:
    return name.removeprefix("@").replace("xml:", "{http://www.w3.org/XML/1998/namespace}")
