"""JSON that strangers wrote: any shape, any type in any place."""

import json
from typing import Any

Json = Any
"""A value of a JSON document."""


def read_json(text: str) -> Json | ValueError:
    """Return the value, or what is wrong with the text, nesting bombs included."""
    try:
        return json.loads(text)
    except RecursionError:
        return ValueError("nested too deeply")
    except ValueError as error:
        return error


def text_at(mapping: dict[str, Json], name: str) -> str:
    """Return a string or number as text (ids are numbers in the wild), an empty string for anything else."""
    value = mapping.get(name)
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
