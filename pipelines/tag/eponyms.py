"""Names that things bear: streets, cinemas, hotels, clubs. They are no mention of the place or the person."""

import re
from collections.abc import Sequence
from functools import lru_cache

from pipelines.packs.model import Actor, Form, FormKind
from pipelines.tag.index import Hit
from pipelines.tag.lexicon import Lexicon, Words
from pipelines.tag.match import Matcher
from pipelines.tag.once import once
from pipelines.tag.scene import Scene

OPENING = "«“„\"‘'"
CLOSING = "»”“\"’'"
LOOK = 24
"""Characters in which a noun is looked for beside a name."""
SPORTING = 3
"""Different words of sports pages that make a text one."""
SPORTS_PAGE = 1500
"""Characters of a text, from its title on, that tell whether it is about sport."""
_COMPOUND = re.compile(r"-([^\W\d_]+)")
_WORD_AHEAD = re.compile(r" ([^\W\d_][\w-]*)")
_WORD_BEFORE = re.compile(r"([^\W\d_][\w-]*) \Z")


class Eponyms:
    """One text, asked of each name in turn whether a thing bears it."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene

    def kept(self, hits: Sequence[tuple[Hit, Form]]) -> list[tuple[Hit, Form]]:
        """Return the hits that are no names of things."""
        actors = self.scene.facts.pack.actors
        return [
            (hit, form)
            for hit, form in hits
            if form.kind not in _NAMED
            or (actor := actors.get(form.target)) is None
            or not self._of_thing(hit, form, actor)
        ]

    def _of_thing(self, hit: Hit, form: Form, actor: Actor) -> bool:
        kind = actor.type
        if self._stands_free(hit):
            return kind == "place" and self._of_club(hit, form)
        if kind == "organisation":
            return " " in hit.entry.surface and self._of_house(hit, form)
        person = kind == "person"
        if self._of_street(hit, person=person):
            return True
        if self.scene.folded[hit.end : hit.end + 1] == "-" and self._hyphened(hit, person=person):
            return True
        if person:
            return False
        if self._in_quotes(hit) or self._of_house(hit, form):
            return True
        return kind == "place" and self._of_club(hit, form)

    def _stands_free(self, hit: Hit) -> bool:
        """Say whether no mark and no word beside a name can make it that of a thing, but of a club: most names stand so."""
        scene = self.scene
        folded, end = scene.folded, hit.end
        return not (
            scene.lead(hit.start)[1] in _things(scene.lexicon)
            or scene.text[hit.start - 1 : hit.start] in OPENING
            or folded[end : end + 1] == "-"
            or folded[end + 1 : end + 2].isupper()
        )

    def _of_street(self, hit: Hit, *, person: bool) -> bool:
        """Say whether a street or a prize is called so ("… Street", «улица …», "rue de …").

        With a genitive, «улица» and a town is a street of that town.
        """
        lexicon = self.scene.lexicon
        if lexicon.noun_attributes:
            return self._behind(hit, lexicon.streets)
        return (person or not lexicon.cased) and self._before(hit, lexicon.streets)

    def _of_house(self, hit: Hit, form: Form) -> bool:
        """Say whether a hotel, a cinema or a ship is called so («в гостинице …»): with cases, in the nominative only."""
        lexicon = self.scene.lexicon
        if self._behind(hit, lexicon.houses_behind):
            return True
        return (not lexicon.cased or ".nom" in form.rule) and self._before(hit, lexicon.houses)

    def _before(self, hit: Hit, nouns: Words) -> bool:
        scene = self.scene
        return scene.lead(hit.start)[1] in nouns.closing and scene.before(hit.start, LOOK).endswith(nouns.padded)

    def _behind(self, hit: Hit, nouns: Words) -> bool:
        scene = self.scene
        if not nouns or not scene.folded[hit.end + 1 : hit.end + 2].isupper():
            return False
        ahead = _WORD_AHEAD.match(scene.folded, hit.end)
        return ahead is not None and scene.lower[slice(*ahead.span(1))] in nouns.set

    def _hyphened(self, hit: Hit, *, person: bool) -> bool:
        """Say whether the name is half of a double surname, or of a shop's name (“…-Apotheke”)."""
        scene = self.scene
        tail = _COMPOUND.match(scene.folded, hit.end)
        if not tail or not tail[1][0].isupper():
            return False
        if scene.lexicon.nouns_capital:
            small = tail[1].lower()
            return small in scene.lexicon.streets.set or small in scene.lexicon.houses.set
        return person and not tail[1].isupper() and not self._is_hit(tail.start(1))

    def _is_hit(self, at: int) -> bool:
        return any(other.start == at for other in self.scene.between(self.scene.hits.actors, at, at + 1))

    def _in_quotes(self, hit: Hit) -> bool:
        """Say whether the name alone stands in quotation marks («кафе „…“»)."""
        text = self.scene.text
        return (
            hit.start > 0
            and text[hit.start - 1] in OPENING
            and text[hit.end : hit.end + 1] in CLOSING
            and hit.end < len(text)
            and not (text[hit.end] in "’'" and text[hit.end + 1 : hit.end + 2].isalpha())
        )

    def _of_club(self, hit: Hit, form: Form) -> bool:
        """Say whether a club is called so: on a sports page, and nothing says that it is where they play."""
        scene = self.scene
        if not self._is_sport or _is_where(form) or scene.body_at <= hit.start < scene.dateline:
            return False
        suffixes = scene.lexicon.place_suffixes
        if suffixes and scene.lower.startswith(suffixes, hit.end):
            return False
        before = _WORD_BEFORE.search(scene.folded, max(0, hit.start - LOOK), hit.start)
        if before and before[1][0].isupper() and not self._ends_hit(before.end(1)):
            return scene.lower[before.start() - 1 : before.start()] not in {".", "\n"} and (
                before[1].lower() not in _small(scene.lexicon)
            )
        ahead = _WORD_AHEAD.match(scene.folded, hit.end)
        if ahead and ahead[1][0].isupper() and not self._is_hit(ahead.start(1)) and not scene.lexicon.nouns_capital:
            return True
        left, word = scene.lead(hit.start)
        return not any(
            word in words.closing and left.endswith(words.padded)
            for words in (scene.lexicon.place_before, scene.lexicon.of)
        )

    def _ends_hit(self, end: int) -> bool:
        return any(other.end == end for other in self.scene.between(self.scene.hits.actors, end - LOOK * 2, end))

    @once
    def _is_sport(self) -> bool:
        """Say whether the text begins like one of the sports pages."""
        words = _sports(self.scene.lexicon)
        found = words.occurrences(self.scene.lower[:SPORTS_PAGE]) if words else ()
        return len({word for word, _, _ in found}) >= SPORTING


def _is_where(form: Form) -> bool:
    """Say whether the case of a form may say where something is («в …»): the dative often looks the same."""
    return form.rule.endswith((".loc", ".dat"))


@lru_cache(maxsize=64)
def _sports(lexicon: Lexicon) -> Matcher | None:
    """Return what finds the words of sports pages; None where the language has none."""
    return Matcher([f" {word}" for word in lexicon.sports]) if lexicon.sports else None


@lru_cache(maxsize=64)
def _things(lexicon: Lexicon) -> frozenset[str]:
    """Return the last words of what a street or a house is called before its name."""
    return lexicon.streets.closing | lexicon.houses.closing


@lru_cache(maxsize=64)
def _small(lexicon: Lexicon) -> frozenset[str]:
    """Return words that a capital letter makes no name of."""
    return lexicon.place_before.set | lexicon.days.set | lexicon.articles.set


_NAMED = frozenset({FormKind.NAME, FormKind.METONYM})
