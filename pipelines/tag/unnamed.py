"""Sources without a name: "a senior … official", «высокопоставленный чиновник», "üst düzey bir … yetkili" (convention 6)."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from pipelines.packs.model import Form, FormKind
from pipelines.tag.index import Hit
from pipelines.tag.scene import Scene

MOST_WORDS = 6
LONGEST_WORD = 40
LONGEST_ENDING = 4
"""Letters of an ending fused to a noun; longer ones make another word of it."""
SPEECH_AFTER = 30
"""Characters behind a source within which a verb of speech is its own."""
SPEECH_BEFORE = 14
IN_SENTENCE = 90
"""Characters around a source within which it is told to have said something."""
_TWO_NAMES = re.compile(
    r" (?=[^\W\d_])(?:[A-ZА-ЯІЇЄҐÀ-ÖØ-ÞŁŚŻŹĆŃŠČŘŽĚĎŤŇİŞĞ][^\W\d_A-ZА-Я]+[ -]){1,2}[A-ZА-ЯІЇЄҐÀ-ÖØ-ÞŁŚŻŹĆŃŠČŘŽĚĎŤŇİŞĞ]"
)


def unnamed_sources(scene: Scene, hits: Sequence[tuple[Hit, Form]]) -> Iterator[tuple[int, int]]:
    """Yield the spans, without article: a noun for sources with what stands around it and says whose or how high."""
    if not scene.hits.sources:
        return
    phrase = _Phrase(scene, hits)
    reached = 0
    for source in scene.hits.sources:
        fused = source.end - source.start - len(source.entry.surface)
        if fused > (LONGEST_ENDING if scene.lexicon.role_endings else 0):
            continue  # a word that only begins like it, or its plural
        if _is_part_of_name(scene, source.start) or _is_of_thing(scene, source):
            continue
        if scene.lower[source.start : source.end] in scene.lexicon.unnamed_predicates.set:
            continue
        if source.start >= reached and (span := phrase.span(source)) is not None:
            reached = span[1]
            yield span


class _Phrase:
    """What a noun for sources stands in, in one text."""

    def __init__(self, scene: Scene, hits: Sequence[tuple[Hit, Form]]) -> None:
        self.scene = scene
        self.hits = hits
        self.starts = [hit.start for hit, _ in hits]
        self.ends = [hit.end for hit, _ in hits]

    def span(self, source: Hit) -> tuple[int, int] | None:
        """Return the span of the phrase; None where nothing makes the noun a source of its own."""
        lexicon = self.scene.lexicon
        noun = self.scene.lower[source.start : source.end]
        start, strength = self._leftwards(source.start)
        end, strong_behind = self._rightwards(source.end)
        if noun in lexicon.unnamed_weak.set:
            sure = strength > COUNTRY or (strength == COUNTRY and strong_behind)
        else:
            sure = (
                strength >= COUNTRY
                or strong_behind
                or (strength == LIKE_COUNTRY and self._speaks(start, end, IN_SENTENCE))
            )
        if self._is_named(end):
            return None
        sure = sure or (bool(lexicon.unnamed_endings) and self._is_owned(end))
        if not sure and noun in lexicon.unnamed_alone.set:
            sure = self._speaks(start, end, SPEECH_AFTER)
        sure = sure or _described_after(self.scene, end, alone=noun in lexicon.unnamed_alone.set)
        return (start, end) if sure else None

    def _leftwards(self, start: int) -> tuple[int, int]:
        """Return where the phrase begins, and how much what stands before the noun makes it a source."""
        scene = self.scene
        strength = 0
        if start and scene.folded[start - 1] == "-":
            first = _word_start(scene.folded, start)
            if scene.text[first].isupper():
                start, strength = first, STRONG  # “EU-Diplomat”, not "in-person"
        for _ in range(MOST_WORDS):
            if start < 2 or scene.folded[start - 1] != " ":
                break
            country = self._country_ending(start - 1)
            if country is not None:
                start, strength = country, max(strength, COUNTRY)
                continue
            begin = _word_start(scene.folded, start - 1)
            word = scene.lower[begin : start - 1]
            if (phrase := self._familiar(word, begin)) is not None:
                return _without_article(scene, phrase), STRONG
            if _modifies(scene, word):
                strength = max(strength, STRONG if _is_strong(scene, word) else 0)
            elif self._proper(word, begin):
                strength = max(strength, COUNTRY)
            elif scene.lexicon.unnamed_endings and word.endswith(scene.lexicon.unnamed_endings):
                strength = max(strength, LIKE_COUNTRY)
            else:
                break
            start = begin
        return _without_article(scene, start), strength

    def _rightwards(self, end: int) -> tuple[int, bool]:
        """Return where the phrase ends, and whether attributes behind the noun make it a source ("… ukrainien")."""
        scene = self.scene
        stems = scene.lexicon.unnamed_trailing
        found = False
        while stems and scene.folded[end : end + 1] == " ":
            at = bisect_left(self.starts, end + 1)
            if at < len(self.starts) and self.starts[at] == end + 1 and self.hits[at][1].kind is FormKind.ADJECTIVE:
                end, found = self.ends[at], True
            elif scene.lower.startswith(stems, end + 1):
                end, found = _word_end(scene.folded, end + 1), True
            else:
                break
        return end, found

    def _country_ending(self, end: int) -> int | None:
        """Return where the name or adjective of a country or an organisation begins that ends here."""
        at = bisect_left(self.ends, end)
        if at < len(self.ends) and self.ends[at] == end:
            hit, form = self.hits[at]
            actor = self.scene.facts.actor(form.target)
            if form.kind is FormKind.ADJECTIVE or (
                self.scene.lexicon.proper_before
                and actor is not None
                and actor.type != "person"
                and form.kind is not FormKind.ROLE
            ):
                return hit.start
        return None

    def _is_owned(self, end: int) -> bool:
        """Say whether the name of an organisation or a country follows, whose source it is («чиновник НАТО»)."""
        at = bisect_left(self.starts, end)
        if at == len(self.starts) or self.starts[at] != end + 1 or self.hits[at][1].kind is not FormKind.NAME:
            return False
        actor = self.scene.facts.actor(self.hits[at][1].target)
        return actor is not None and actor.type != "person"

    def _is_named(self, end: int) -> bool:
        """Say whether the name of the person follows: one of the pack, or a given name and a surname.

        Whose adviser it is may stand between, where it stands without a word («poradce Kremlu Jan Novák»).
        """
        at = bisect_left(self.starts, end)
        if at < len(self.starts) and self.starts[at] == end + 1:
            actor = self.scene.facts.actor(self.hits[at][1].target)
            if actor is not None and actor.type != "person" and "" in self.scene.lexicon.country_links:
                return self._is_named(self.ends[at])
            return actor is not None and actor.type == "person"
        return not self.scene.lexicon.nouns_capital and _TWO_NAMES.match(self.scene.folded, end) is not None

    def _familiar(self, word: str, begin: int) -> int | None:
        """Return where a phrase begins that says how well the source knows (“mit … vertrauter Diplomat”)."""
        stems = self.scene.lexicon.unnamed_familiar
        if not stems or not word.startswith(stems):
            return None
        at = self.scene.lower.rfind(
            f" {self.scene.lexicon.unnamed_familiar_from} ", max(0, begin - LONGEST_WORD * 2), begin
        )
        return at + 1 if at >= 0 and not any(mark in self.scene.text[at:begin] for mark in ",.;") else begin

    def _proper(self, word: str, begin: int) -> bool:
        """Say whether a capitalised word before the noun tells whose it is ("Hamas official"), where nouns are written small."""
        scene = self.scene
        return (
            scene.lexicon.proper_before
            and scene.text[begin : begin + 1].isupper()
            and word not in scene.lexicon.determiners.set
            and not scene.before(begin, 4).rstrip().endswith((".", "¶", "“", ":", "!", "?", "—"))
            and begin not in {0, scene.body_at}
        )

    def _speaks(self, start: int, end: int, reach: int) -> bool:
        """Say whether a verb of speech stands behind within reach, or right before, in the same sentence."""
        scene = self.scene
        cues = scene.hits.cues
        at = bisect_left(cues, (end,))
        if at < len(cues) and cues[at].start - end <= reach and not _parted(scene, end, cues[at].start):
            return True
        near = min(reach, SPEECH_BEFORE) if reach < IN_SENTENCE else reach
        return at > 0 and start - cues[at - 1].end <= near and not _parted(scene, cues[at - 1].end, start)


def _is_part_of_name(scene: Scene, start: int) -> bool:
    """Say whether a noun has a capital in the midst of a sentence, where nouns have none: "told Business Insider"."""
    if scene.lexicon.nouns_capital or start <= scene.body_at or not scene.text[start].isupper():
        return False
    return scene.text[start - 1] == " " and scene.text[start - 2].isalnum() and scene.text[start + 1].islower()


def _is_of_thing(scene: Scene, source: Hit) -> bool:
    """Say whether a source is one of energy or money: the word before or behind tells («źródeł energii», "a source of income")."""
    stems = scene.lexicon.unnamed_things
    if not stems:
        return False
    behind = scene.after(source.end, LONGEST_WORD).lstrip().removeprefix("of ")
    beside = scene.folded[source.start - 1 : source.start] == " " and scene.folded[source.start - 2].isalpha()
    return behind.startswith(stems) or (beside and scene.lead(source.start)[1].startswith(stems))


LIKE_COUNTRY, COUNTRY, STRONG = 1, 2, 3
"""How much an attribute makes a noun a source: like a country's, a country's, of a source only."""


def _parted(scene: Scene, start: int, end: int) -> bool:
    return any(mark in scene.text[start:end] for mark in (". ", "\n", ": ", "; "))


def _word_start(text: str, end: int) -> int:
    start = end
    while start and end - start < LONGEST_WORD and (text[start - 1].isalnum() or text[start - 1] in "-'"):
        start -= 1
    return start


def _word_end(text: str, start: int) -> int:
    end = start
    while end < len(text) and (text[end].isalnum() or text[end] in "-'"):
        end += 1
    return end


def _modifies(scene: Scene, word: str) -> bool:
    lexicon = scene.lexicon
    if not word:
        return False
    return word in lexicon.unnamed_modifiers.set or (
        bool(lexicon.unnamed_stems) and word.startswith(lexicon.unnamed_stems)
    )


def _is_strong(scene: Scene, word: str) -> bool:
    lexicon = scene.lexicon
    return word in lexicon.unnamed_strong.set or (
        bool(lexicon.unnamed_strong_stems) and word.startswith(lexicon.unnamed_strong_stems)
    )


def _without_article(scene: Scene, start: int) -> int:
    for word in scene.lexicon.determiners:
        if scene.lower.startswith(word + " ", start):
            return start + len(word) + 1
    return start


def _described_after(scene: Scene, end: int, *, alone: bool) -> bool:
    """Say whether a phrase of a source follows; a mere preposition says so of nouns that are sources anyhow."""
    after = scene.after(end, 40).lstrip(" ,")
    return any(
        after.startswith(phrase) and (alone or not phrase.endswith(" ")) for phrase in scene.lexicon.unnamed_after
    )
