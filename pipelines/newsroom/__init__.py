"""A small press world, every word of it written for this project: the demo and the end-to-end tests live on it."""

from pipelines.newsroom.content import EDITIONS, PRESS_DAYS, as_of, editions_of, press_day
from pipelines.newsroom.press import Newsroom, Request
from pipelines.newsroom.wires import SECRET, TOKEN

__all__ = ["EDITIONS", "PRESS_DAYS", "SECRET", "TOKEN", "Newsroom", "Request", "as_of", "editions_of", "press_day"]
