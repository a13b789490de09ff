"""Values of a query's answer as text and as JSON."""

import json
import math
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from functools import singledispatch


def is_number(value: object) -> bool:
    """Say whether a value is a number to people: truth values are not."""
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


@singledispatch
def plain(value: object) -> str:
    """Return a value as text: None and NaN empty, instants ISO 8601 with a blank, structures as JSON."""
    return str(value)


@plain.register
def _(value: None) -> str:
    del value
    return ""


@plain.register
def _(value: bool) -> str:  # noqa: FBT001 -- the value itself
    return "true" if value else "false"


@plain.register(float)
@plain.register(Decimal)
def _(value: float | Decimal) -> str:
    return "" if math.isnan(value) else str(value)


@plain.register
def _(value: Enum) -> str:
    return plain(value.value)


@plain.register
def _(value: datetime) -> str:
    return value.isoformat(sep=" ")


@plain.register(bytes)
@plain.register(bytearray)
@plain.register(memoryview)
def _(value: bytes | bytearray | memoryview) -> str:
    return value.hex()


@plain.register(list)
@plain.register(tuple)
@plain.register(set)
@plain.register(frozenset)
@plain.register(Mapping)
def _(value: object) -> str:
    return json.dumps(json_value(value), ensure_ascii=False, allow_nan=False)


@singledispatch
def json_value(value: object) -> object:
    """Return a value that JSON has: NaN and infinities null, instants ISO 8601, durations in seconds, bytes hex."""
    return str(value)


@json_value.register(type(None))
@json_value.register(bool)
@json_value.register(int)
@json_value.register(str)
def _(value: object) -> object:
    return value


@json_value.register
def _(value: float) -> float | None:
    return value if math.isfinite(value) else None


@json_value.register
def _(value: Decimal) -> float | int | None:
    if not value.is_finite():
        return None
    return int(value) if value == value.to_integral_value() else float(value)


@json_value.register
def _(value: Enum) -> object:
    return json_value(value.value)


@json_value.register(datetime)
@json_value.register(date)
@json_value.register(time)
def _(value: datetime | date | time) -> str:
    return value.isoformat()


@json_value.register
def _(value: timedelta) -> float:
    return value.total_seconds()


@json_value.register(bytes)
@json_value.register(bytearray)
@json_value.register(memoryview)
def _(value: bytes | bytearray | memoryview) -> str:
    return value.hex()


@json_value.register(Mapping)
def _(value: Mapping[object, object]) -> dict[str, object]:
    return {plain(name): json_value(each) for name, each in value.items()}


@json_value.register(list)
@json_value.register(tuple)
def _(value: list[object] | tuple[object, ...]) -> list[object]:
    return [json_value(each) for each in value]


@json_value.register(set)
@json_value.register(frozenset)
def _(value: set[object] | frozenset[object]) -> list[object]:
    return sorted((json_value(each) for each in value), key=str)
