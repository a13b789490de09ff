"""Measurements of the house under load, against servers of its own on 127.0.0.1 (README.md)."""
