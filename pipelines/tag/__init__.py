"""Text in, tags out: mentions, facets, relevance, statements and rounds, by dictionary and small named rules.

    title + text ─normal▶ Reading ─index▶ hits ─mentions▶ … ─statements▶ … ─relevance▶ … ─rounds▶ Tags

What is watched comes from the pack; what a language says with which words from `languages/<language>.yaml`.
"""

from pipelines.tag.tagger import Tagger

__all__ = ["Tagger"]
