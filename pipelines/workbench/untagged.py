"""What reads like a form of the pack and was not tagged, with the reason as far as the outside can tell."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from pipelines.packs.model import Form, FormKind, Need, Pack
from pipelines.tag.lexicon import Lexicon, lexicon
from pipelines.workbench.occurrences import Occurrence

LOOK = 24
"""Characters left of a title in which a word may cancel it."""
Span = tuple[int, int]

OF_ACTORS = frozenset({FormKind.NAME, FormKind.METONYM, FormKind.DEMONYM, FormKind.ROLE, FormKind.ADJECTIVE})
"""Kinds of forms that somebody may expect to be tagged as an actor."""

UNMET: Mapping[Need, str] = {
    Need.FULL_NAME_IN_TEXT: "counts only where the full name stands in the text too, and it does not",
    Need.TOPIC_IN_TEXT: "counts only in a text that names a party of the talks or speaks of them",
    Need.SPEECH_NEAR: "counts only near a verb of speech",
}
"""Conditions of a form, as the reason why it did not count."""


@dataclass(frozen=True, slots=True)
class Untagged:
    """A stretch that was not tagged: whose form it is (None where that is no matter), and why it does not count."""

    start: int
    end: int
    surface: str
    actor: str | None
    why: str


def untagged(
    pack: Pack, language: str, text: str, found: Sequence[Occurrence], tagged: Sequence[Span]
) -> list[Untagged]:
    """Return what was left out, in reading order: the longest stretch at each place, nothing that a tag holds.

    `tagged` are the spans of the tags in the same text.
    """
    words = lexicon(language)
    taken, starts = _taken(text, tagged), {start for start, _ in tagged}
    blocker: Occurrence | None = None
    out: list[Untagged] = []
    reached = -1
    for each in found:
        if any(form.kind is FormKind.BLOCKER for form in each.forms) and (blocker is None or each.end > blocker.end):
            blocker = each
        actors = [form for form in each.forms if form.kind in OF_ACTORS]
        if not actors or each.start < reached or any(taken[each.start : each.end]):
            continue
        why = _blocked(text, each, blocker) or (
            _why_no_title(words, text, each, actors, starts) if _is_title(actors) else _why_no_name(pack, actors)
        )
        out.append(Untagged(each.start, each.end, text[each.start : each.end], _whose(pack, actors), why))
        reached = each.end
    return out


def _taken(text: str, tagged: Sequence[Span]) -> bytearray:
    """Return a byte for each character, 1 where a tag holds it."""
    taken = bytearray(len(text))
    for start, end in tagged:
        taken[start:end] = b"\1" * (end - start)
    return taken


def _whose(pack: Pack, forms: Sequence[Form]) -> str | None:
    """Return the actor of a form that is nobody else's; for titles none, for they are many people's."""
    owners = {form.target for form in forms if form.target in pack.actors and form.kind is not FormKind.ROLE}
    return owners.pop() if len(owners) == 1 else None


def _blocked(text: str, each: Occurrence, blocker: Occurrence | None) -> str | None:
    """Return the reason where the blocker that began before `each` and reaches farthest holds it whole."""
    if blocker is None or each.end > blocker.end:
        return None
    return f"part of the longer name “{text[blocker.start : blocker.end]}”, which is something else"


def _is_title(forms: Sequence[Form]) -> bool:
    kinds = {form.kind for form in forms}
    return FormKind.ROLE in kinds and kinds <= {FormKind.ROLE, FormKind.ADJECTIVE}


def _why_no_name(pack: Pack, forms: Sequence[Form]) -> str:
    """Return the reason, the surest first."""
    if all(form.kind is FormKind.ADJECTIVE for form in forms):
        return "an adjective: only nouns are tagged"
    if all(form.needs for form in forms):
        return UNMET[min(forms[0].needs)]
    if any((actor := pack.actors.get(form.target)) and actor.type == "person" for form in forms):
        return "another given name stands before it, here or above: somebody else of the same name"
    return "it belongs to somebody else here: the words beside it say so"


def _why_no_title(words: Lexicon, text: str, each: Occurrence, forms: Sequence[Form], starts: AbstractSet[int]) -> str:
    if cancelling := next(_cancelling(words, text, each), None):
        return f"cancelled by “{cancelling}”: not the holder of the day"
    if not starts.isdisjoint((each.end, each.end + 1)) or text[each.end + 1 : each.end + 2].isupper():
        return "a title before a name: only the name is tagged"
    if all(form.bare for form in forms):
        return "a title alone: nobody named before it held such an office on the day"
    return "a title, but no office of the pack is meant"


def _cancelling(words: Lexicon, text: str, each: Occurrence) -> Iterator[str]:
    """Yield the words right before a title, or right behind it, that take the office away."""
    before = text[max(0, each.start - LOOK) : each.start].lower().replace("-", "- ").split()
    for word in reversed(before[-2:]):
        plain = word.strip('-«"“„(,')
        if plain in words.former:
            yield plain
    behind = text[each.end : each.end + LOOK].lower().lstrip(" -")
    yield from (word for word in words.cancels_after if behind.startswith(word))
