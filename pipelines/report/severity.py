"""How grave it is that an expectation was not met: one order and one rule for the brief and the desk."""

from collections.abc import Mapping
from typing import Any, Final

SEVERITIES: Final = ("critical", "warning", "info")
"""As Great Expectations has them, the gravest first."""


def gravity(severity: object) -> int:
    """Return a key that puts the gravest first; a severity that is not one of ours before all."""
    return SEVERITIES.index(severity) if severity in SEVERITIES else -1


def stops_load(check: Mapping[str, Any]) -> bool:
    """Say whether a check that was not met stops the load: rows of quality_results.

    Rows that fail a check of level "row" are set aside, and the others can be relied on.
    """
    return check["level"] == "batch" and gravity(check["severity"]) <= 0
