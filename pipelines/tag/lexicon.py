"""What the tagger knows of a language: `languages/<language>.yaml` as one frozen record."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "languages"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lexicon:
    """Words by their use. Lists hold lower-case words or phrases; `…_endings` are regular expressions of fused suffixes.

    `cues`: reporting verb → type of statement. `before` lists are matched against what stands left of a name,
    `after` lists against what stands right of it.
    """

    language: str = "und"
    cues: Mapping[str, str] = field(default_factory=dict)
    noun_cues: Mapping[str, str] = field(default_factory=dict)
    content_types: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    pronouns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    according_pronoun: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    verb_last: bool = False
    months_capital: bool = False
    apostrophe_is_letter: bool = False
    name_endings: str = ""
    plural_ending: str = ""
    participle_ending: str = ""
    role_endings: str = ""
    term_endings: str = ""
    that: tuple[str, ...] = ()
    content_after: tuple[str, ...] = ()
    adverbial: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    conjunctions: tuple[str, ...] = ()
    ands: tuple[str, ...] = ()
    according_to: tuple[str, ...] = ()
    according_to_after: tuple[str, ...] = ()
    months: tuple[str, ...] = ()
    months_other: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    cancels_after: tuple[str, ...] = ()
    determiners: tuple[str, ...] = ()
    bare_after: tuple[str, ...] = ()
    country_links: tuple[str, ...] = ()
    possessive: tuple[str, ...] = ()
    place_before: tuple[str, ...] = ()
    mild_place_before: tuple[str, ...] = ()
    place_suffixes: tuple[str, ...] = ()
    mild_place_suffixes: tuple[str, ...] = ()
    place_nouns: tuple[str, ...] = ()
    place_nouns_before: tuple[str, ...] = ()
    seat_before: tuple[str, ...] = ()
    seat_after: tuple[str, ...] = ()
    collective_country: tuple[str, ...] = ()
    unnamed_nouns: tuple[str, ...] = ()
    unnamed_modifiers: tuple[str, ...] = ()
    unnamed_strong: tuple[str, ...] = ()
    unnamed_stems: tuple[str, ...] = ()
    unnamed_strong_stems: tuple[str, ...] = ()
    unnamed_after: tuple[str, ...] = ()
    negations: tuple[str, ...] = ()
    future: tuple[str, ...] = ()
    conditional: tuple[str, ...] = ()
    each_side: tuple[str, ...] = ()
    stopwords: tuple[str, ...] = ()
    obliques: tuple[str, ...] = ()
    auxiliaries: tuple[str, ...] = ()
    hypothetical: tuple[str, ...] = ()
    ors: tuple[str, ...] = ()
    breaks: tuple[str, ...] = ()
    passive: tuple[str, ...] = ()
    seat_speaks: tuple[str, ...] = ()
    about: tuple[str, ...] = ()


@lru_cache(maxsize=64)
def lexicon(language: str) -> Lexicon:
    """Return what is known of a language; an empty record for one without a file."""
    path = FOLDER / f"{language}.yaml"
    if not (language.isalpha() and path.is_file()):
        return Lexicon(language=language)
    # BaseLoader: `on`, `no` and `off` are words here, not booleans.
    written = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - BaseLoader builds strings only
    values: dict[str, Any] = {each.name: _value(each.name, written) for each in fields(Lexicon) if each.name in written}
    return Lexicon(**values)


@lru_cache(maxsize=1)
def languages() -> tuple[str, ...]:
    """Return the languages that have a file."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


def _value(name: str, written: Mapping[str, object]) -> object:
    value = written[name]
    if name in {"cues", "noun_cues"}:
        return _verbs(value, written.get("cue_endings"))
    if isinstance(value, dict):
        return {key: tuple(words) for key, words in value.items()}
    if isinstance(value, list):
        return tuple(value)
    return value == "true" if value in {"true", "false"} else value


def _verbs(by_type: object, endings: object) -> dict[str, str]:
    """Return verb → type of statement; `~` in a verb stands for each ending in turn."""
    verbs: dict[str, str] = {}
    if isinstance(by_type, dict):
        for kind, words in by_type.items():
            for word in words:
                for ending in endings if "~" in word and isinstance(endings, list) else [""]:
                    verbs[re.sub("~", ending, word)] = kind
    return verbs
