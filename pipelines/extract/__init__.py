"""Page bytes to article: metadata, body, language, and the walls that stand in for articles. Pure functions.

bytes ─encoding▸ text ─tree▸ tree ─jsonld, metadata▸ title, authors, time, address
─body▸ text ─soft_blocks▸ Rejected | ─language▸ Article
"""

from pipelines.extract.entry import from_item
from pipelines.extract.language import detect_language
from pipelines.extract.page import extract

__all__ = ["detect_language", "extract", "from_item"]
