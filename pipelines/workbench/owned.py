"""Every form of one actor, in groups, and who or what else has the same form."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipelines import packs
from pipelines.packs.folder import Sheets
from pipelines.packs.model import APART, Form, FormKind, Pack
from pipelines.workbench.trial import name_of

CASE_NAMES: Mapping[str, str] = {
    "nom": "basic form",
    "gen": "genitive",
    "dat": "dative",
    "acc": "accusative",
    "ins": "instrumental",
    "loc": "locative",
    "voc": "vocative",
}
"""Cases by the last part of a rule, in the order in which a grammar lists them."""
KIND_NAMES: Mapping[FormKind, str] = {
    FormKind.DEMONYM: "people",
    FormKind.ADJECTIVE: "adjective",
    FormKind.ROLE: "titles",
}
"""Kinds of forms that are no names, as their group is called."""


BESIDE = frozenset({FormKind.TERM, FormKind.ADJECTIVE, FormKind.FRAMING})
"""Kinds of forms that stand beside a mention in the same place."""


@dataclass(frozen=True, slots=True)
class Group:
    """Forms of one language that are alike: of one case, or of one kind, under the same condition."""

    language: str
    label: str
    forms: tuple[Form, ...]


@dataclass(frozen=True, slots=True)
class Collision:
    """A form that something else has too. `harmless`: a condition or the text decides between the two."""

    language: str
    text: str
    other: str
    harmless: bool


def groups(pack: Pack, actor_id: str) -> list[Group]:
    """Return the forms of an actor by language, in the order of the pack, then by case; none for an id it does not have."""
    found: dict[tuple[str, str], list[Form]] = {}
    for form in packs.forms_of(pack, actor_id):
        found.setdefault((form.language, _label(form)), []).append(form)
    order = {language: place for place, language in enumerate(pack.languages)}
    ranked = sorted(found, key=lambda key: (order.get(key[0], len(order)), _rank(key[1]), key[1]))
    return [Group(*key, tuple(sorted(found[key], key=lambda form: form.text))) for key in ranked]


def _label(form: Form) -> str:
    name = KIND_NAMES.get(form.kind) or CASE_NAMES.get(form.rule.rpartition(".")[2], "basic form")
    needs = " and ".join(need.value.replace("_", " ") for need in sorted(form.needs))
    return f"{name}, needs {needs}" if needs else name


def _rank(label: str) -> tuple[bool, int]:
    names = [*CASE_NAMES.values(), *KIND_NAMES.values()]
    name, _, needs = label.partition(",")
    return bool(needs), names.index(name)


def collisions(sheets: Sheets, pack: Pack, forms: Sequence[Form]) -> list[Collision]:
    """Return what else has one of these forms: another actor, an office, a facet, a blocker, another conflict, a common word.

    `forms` are those of one actor; its own offices collide with nothing.
    """
    wanted: dict[tuple[str, str], list[Form]] = {}
    for form in forms:
        if form.kind is not FormKind.ROLE:
            wanted.setdefault((form.language, form.text), []).append(form)
    own = {form.target for form in forms}
    found = {
        Collision(form.language, form.text, _owner(pack, form), harmless=_is_harmless(form, mine))
        for form in pack.forms
        if form.target not in own and (mine := wanted.get((form.language, form.text)))
    }
    found |= {each for each in _words(sheets, pack, wanted) if each.text}
    return sorted(found, key=lambda each: (each.harmless, each.language, each.text, each.other))


def _owner(pack: Pack, form: Form) -> str:
    match form.kind:
        case FormKind.ROLE:
            office = pack.offices[form.target]
            return f"the office {office.office_id}"
        case FormKind.TERM:
            return f"a term of the facet {form.target}"
        case FormKind.BLOCKER:
            return "a blocker: the form is never tagged"
        case FormKind.FRAMING:
            return f"a framing term of {form.target.replace(APART, ', as worded by ')}"
        case FormKind.ADJECTIVE:
            return f"the adjective of {name_of(pack, form.target)}"
        case _:
            return name_of(pack, form.target)


def _is_harmless(other: Form, mine: Sequence[Form]) -> bool:
    """Say whether the text decides: one of the two has a condition, or the other stands beside names."""
    return other.kind in BESIDE or bool(other.needs) or all(form.needs for form in mine)


def _words(sheets: Sheets, pack: Pack, wanted: Mapping[tuple[str, str], Sequence[Form]]) -> Iterator[Collision]:
    """Yield the forms that are common words or names of other conflicts."""
    common = {(language, word.casefold()) for language, words in sheets.common_words.items() for word in words}
    conflicts = {(language, text) for language, texts in pack.other_conflicts.items() for text in texts}
    for (language, text), mine in wanted.items():
        guarded = all(form.needs for form in mine)
        if (language, text.casefold()) in common:
            yield Collision(language, text, "a common word (common_words.yaml)", harmless=guarded)
        if (language, text) in conflicts:
            yield Collision(language, text, "a name of another conflict: it speaks against relevance", harmless=False)
