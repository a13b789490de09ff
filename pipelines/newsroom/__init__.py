"""A small press world, every word of it written for this project: the demo and the end-to-end tests live on it."""

from pipelines.newsroom.content import PRESS_DAYS, as_of
from pipelines.newsroom.press import Newsroom, Request

__all__ = ["PRESS_DAYS", "Newsroom", "Request", "as_of"]
