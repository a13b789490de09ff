"""How alike two texts are, and what that makes of them: copy, version, rewrite, or nothing of the kind.

shingle, shingle_all   text → `Shingles`: what of it is compared
relate                 two `Shingles` → `Relation`: the kind, and who holds how much of whom
Index                  the texts of the last days, in which those that a new text was taken from are found quickly
title_key, alike_titles titles → whether two may head one article
group, retired         relations → stories whose ids survive new arrivals; old ids → new ones

Functions of values (an `Index` is one that grows). Compared are words in a row, so a translation is no copy, nor is
the same language in another script: those meet where statements are compared, not here.
"""

from pipelines.likeness.grouping import Member, Story, group, retired
from pipelines.likeness.index import Entry, Index, Link
from pipelines.likeness.layout import Layout
from pipelines.likeness.relation import Kind, Relation, relate
from pipelines.likeness.shingles import Shingles, shingle, shingle_all
from pipelines.likeness.titles import alike_titles, title_key

__all__ = [
    "Entry",
    "Index",
    "Kind",
    "Layout",
    "Link",
    "Member",
    "Relation",
    "Shingles",
    "Story",
    "alike_titles",
    "group",
    "relate",
    "retired",
    "shingle",
    "shingle_all",
    "title_key",
]
