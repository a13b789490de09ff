"""Validate: Great Expectations over the frames of a run, and what follows from a failure.

    frames ─columns─▶ with computed columns ─measure─▶ failing rows per expectation ─verdict─▶ Verdict

What is expected is data (`expectations/*.json`). Importing this package costs nothing: pandas and
Great Expectations are imported by the function that validates.
"""

from pipelines.validate.verdict import STOP_SHARE, Verdict, validate

__all__ = ["STOP_SHARE", "Verdict", "validate"]
