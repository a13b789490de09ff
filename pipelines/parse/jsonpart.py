"""Objects of a JSON document with the way to them: names compared in lower case, places as JSON pointers (RFC 6901)."""

from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.parse.jsonvalue import Json
from pipelines.parse.plain import one_line
from pipelines.parse.profiled import Found


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One object: `values` by name in lower case, `spelled` the names as they stand, `pointer` the way to it.

    `name` is the property that holds it, where that is what names it among others, or its `name` or `role`.
    """

    values: dict[str, Json]
    spelled: dict[str, str]
    pointer: str
    name: str = ""

    def place(self, name: str) -> str:
        """Return the pointer to a property, to the object itself where it has none of that name."""
        spelled = self.spelled.get(name)
        return self.pointer if spelled is None else beneath(self.pointer, spelled)

    def text(self, *names: str) -> Found | None:
        """Return the first of these properties that holds words, on one line."""
        for name in names:
            if words := one_line(plain_value(self.values.get(name))):
                return Found(value=words, place=self.place(name))
        return None

    def texts(self, name: str) -> Iterator[Found]:
        """Yield the strings of a property that holds one or a list of them, each on one line."""
        value = self.values.get(name)
        for place, each in _listed(value, self.place(name)):
            if words := one_line(plain_value(each)):
                yield Found(value=words, place=place)

    def parts(self, *names: str) -> Iterator["Part"]:
        """Yield the objects of these properties: of a list, an object by names, a single one.

        A bare string stands for an object that is named or coded so.
        """
        for name in names:
            value = self.values.get(name)
            if isinstance(value, dict) and value and all(isinstance(each, dict) for each in value.values()):
                yield from self.named(name)
                continue
            for place, each in _listed(value, self.place(name)):
                if isinstance(each, dict):
                    yield part_of(each, place)
                elif isinstance(each, str):
                    yield Part(values={"name": each, "literal": each}, spelled={}, pointer=place, name=one_line(each))

    def named(self, name: str) -> Iterator["Part"]:
        """Yield the objects inside an object, each under the name of its property."""
        for key, each in self.values.get(name, {}).items():
            if isinstance(each, dict):
                yield part_of(each, beneath(self.place(name), str(key)), str(key))


def part_of(value: dict[Json, Json], pointer: str, name: str = "") -> Part:
    """Return an object of the document as a `Part`."""
    spelled = {str(key).lower(): str(key) for key in value}
    values = {str(key).lower(): each for key, each in value.items()}
    if not name:
        name = one_line(plain_value(values.get("name")) or plain_value(values.get("role")))
    return Part(values=values, spelled=spelled, pointer=pointer, name=name)


def plain_value(value: Json) -> str:
    """Return a string or number as text (ids are numbers in the wild), an empty string for anything else."""
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def beneath(pointer: str, name: str | int) -> str:
    """Return the pointer to a property or an element of what a pointer leads to."""
    return f"{pointer}/{str(name).replace('~', '~0').replace('/', '~1')}"


def reached(value: Json, path: str, pointer: str) -> Iterator[Found]:
    """Yield the strings and numbers at a path of names parted by slashes; lists on the way are gone through whole."""
    step, _, rest = path.strip("/").partition("/")
    for place, each in _listed(value, pointer):
        if not step:
            if words := plain_value(each):
                yield Found(value=words, place=place)
        elif isinstance(each, dict):
            for name, inner in each.items():
                if str(name).lower() == step.lower():
                    yield from reached(inner, rest, beneath(place, str(name)))


def _listed(value: Json, pointer: str) -> Iterator[tuple[str, Json]]:
    if not isinstance(value, list):
        yield pointer, value
        return
    for at, each in enumerate(value):
        yield beneath(pointer, at), each
