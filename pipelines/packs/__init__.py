"""The topic pack: what is watched, as data. Loading, checking and its frozen forms."""

from pipelines.packs.linting import Finding, finding, lint
from pipelines.packs.loading import forms_of, load, write_forms

__all__ = ["Finding", "finding", "forms_of", "lint", "load", "write_forms"]
