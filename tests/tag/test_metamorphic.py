"""What must not change when a text changes in a way that means nothing, held on labelled texts."""

import unicodedata
from collections import Counter
from datetime import UTC, datetime, time
from functools import lru_cache
from pathlib import Path
from textwrap import fill

import pytest
import yaml

from pipelines.packs.model import FormKind

LANGUAGES = ("en", "uk", "ru", "tr", "de", "fr", "pl", "cs")
GOLD = Path(__file__).parents[2] / "gold"
EARLY, LATE = datetime(2022, 3, 30, tzinfo=UTC), datetime(2026, 2, 5, tzinfo=UTC)
WEATHER = {
    "en": "Rain is expected over the hills on Thursday, and the bakers of the valley hope for a dry weekend.",
    "uk": "У четвер над пагорбами чекають дощу, а пекарі долини сподіваються на сухі вихідні.",
    "ru": "В четверг над холмами ждут дождя, а пекари долины надеются на сухие выходные.",
    "tr": "Perşembe günü tepelerde yağmur bekleniyor, vadideki fırıncılar kuru bir hafta sonu umuyor.",
    "de": "Am Donnerstag wird über den Hügeln Regen erwartet, die Bäcker im Tal hoffen auf ein trockenes Wochenende.",
    "fr": "La pluie est attendue jeudi sur les collines, et les boulangers de la vallée espèrent un week-end sec.",
    "pl": "W czwartek nad wzgórzami spodziewany jest deszcz, a piekarze z doliny liczą na suchy weekend.",
    "cs": "Ve čtvrtek se nad kopci čeká déšť a pekaři v údolí doufají v suchý víkend.",
}


@lru_cache(maxsize=len(LANGUAGES))
def cases(language):
    """Labelled texts of a language."""
    return yaml.load((GOLD / "dev" / f"{language}.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def tags_of(tagger, language, title, text, at):
    return tagger.tag(title=title, text=text, language=language, published_at=at)


def day_of(case):
    day = case.get("published_on")
    return datetime.combine(day, time(12), UTC) if day else None


@pytest.fixture(scope="module")
def labelled(tagger):
    """Language → pairs of a labelled text and its tags as it stands; each is tagged once."""

    @lru_cache(maxsize=len(LANGUAGES))
    def pairs(language):
        return [
            (case, tags_of(tagger, language, case["title"], case["text"], day_of(case))) for case in cases(language)
        ]

    return pairs


def told(mentions, *, shift=0):
    """Mentions as compared: where, who, how; those of the body moved by `shift`."""
    return [
        (each.zone, each.start + shift * (each.zone == "text"), each.actor, each.kind, each.as_actor)
        for each in mentions
    ]


def said(statements, *, shift=0):
    return [
        (each.zone, each.start + shift * (each.zone == "text"), each.speaker, each.type, each.is_quote)
        for each in statements
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_any_apostrophe_will_do(tagger, language):
    for case in cases(language):
        plain = [case[zone].replace("’", "'") for zone in ("title", "text")]
        if language != "uk" and any("'" not in each for each in plain):
            plain = [each.replace("ʼ", "'") for each in plain]
        curly = [between_letters(each, "'", "’") for each in plain]
        one, other = (tags_of(tagger, language, *each, day_of(case)) for each in (plain, curly))
        assert told(one.mentions) == told(other.mentions), case["id"]


def between_letters(text, mark, other):
    """Swap a mark where it stands between letters: elsewhere it may be a quotation mark."""
    return "".join(
        other if each == mark and text[at - 1 : at].isalpha() and text[at + 1 : at + 2].isalpha() else each
        for at, each in enumerate(text)
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_decomposed_text_has_the_same_tags(tagger, labelled, language):
    for case, given in labelled(language):
        title, text = (unicodedata.normalize("NFD", case[zone]) for zone in ("title", "text"))
        parted = tags_of(tagger, language, title, text, day_of(case))
        zones = {"title": title, "text": text}
        assert [(each.actor, each.kind, each.as_actor, each.surface) for each in given.mentions] == [
            (each.actor, each.kind, each.as_actor, unicodedata.normalize("NFC", each.surface))
            for each in parted.mentions
        ], case["id"]
        assert all(each.surface == zones[each.zone][each.start : each.end] for each in parted.mentions)
        assert given.relevance == parted.relevance
        assert [each.type for each in given.statements] == [each.type for each in parted.statements]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_emoji_before_a_name_moves_it_and_nothing_else(tagger, labelled, language):
    for case, plain in labelled(language):
        at = case["text"].find(" ") + 1
        marked = case["text"][:at] + "🕊 " + case["text"][at:]
        moved = tags_of(tagger, language, case["title"], marked, day_of(case))
        behind = [each for each in plain.mentions if each.zone == "text" and each.start > at + 40]
        found = [each for each in moved.mentions if each.zone == "text" and each.start > at + 42]
        assert told(behind, shift=2) == told(found), case["id"]
        assert all(each.surface == marked[each.start : each.end] for each in found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_are_found_in_capitals(tagger, labelled, shipped_pack, language):
    """Persons: a capital of a country in capitals may read as another kind of mention."""
    persons = {actor.actor_id for actor in shipped_pack.actors.values() if actor.type == "person"}
    lost, wanted = [], 0
    for case, given in labelled(language):
        upper = capitals(case["text"], language)
        found = {each.actor for each in tags_of(tagger, language, case["title"], upper, day_of(case)).mentions}
        named = {each.actor for each in given.mentions if each.kind == "name" and each.actor in persons}
        wanted += len(named)
        lost += [(case["id"], actor) for actor in sorted(named - found)]
    assert wanted > 30
    assert len(lost) <= wanted // 50, lost


def capitals(text, language):
    return text.replace("i", "İ").upper() if language == "tr" else text.upper()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_case_of_a_name_is_found(tagger, shipped_pack, language):
    """Each form without a condition, in a sentence of its own."""
    wanted = {FormKind.NAME, FormKind.METONYM, FormKind.DEMONYM}
    blocked = {form.text for form in shipped_pack.forms if form.kind is FormKind.BLOCKER}
    named = Counter()
    forms = [
        form
        for form in shipped_pack.forms
        if form.language == language and form.kind in wanted and not form.needs and form.text not in blocked
    ]
    lost = []
    for start in range(0, len(forms), 400):
        lines = [f"– {form.text}." for form in forms[start : start + 400]]
        text = "\n".join(lines)
        found = {}
        for each in tags_of(tagger, language, "", text, LATE).mentions:
            found.setdefault(text.count("\n", 0, each.start), []).append(each)
        for line, form in enumerate(forms[start : start + 400]):
            named[form.kind] += 1
            if not any(form.text.startswith(each.surface) or each.surface == form.text for each in found.get(line, [])):
                lost.append((form.text, form.target, form.rule))
    assert named[FormKind.NAME] > 500
    assert not lost, (len(lost), lost[:20])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_day_changes_holders_of_offices_and_no_name(tagger, language):
    changed = 0
    for case in cases(language):
        early, late = (tags_of(tagger, language, case["title"], case["text"], at) for at in (EARLY, LATE))
        names = [
            [
                (each.zone, each.start, each.end, each.actor)
                for each in tags.mentions
                if each.kind in {"name", "demonym"}
            ]
            for tags in (early, late)
        ]
        assert names[0] == names[1], case["id"]
        roles = [
            {(each.zone, each.start): each.actor for each in tags.mentions if each.kind == "role"}
            for tags in (early, late)
        ]
        changed += sum(roles[0][place] != roles[1][place] for place in roles[0].keys() & roles[1].keys())
    assert changed


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unrelated_paragraph_changes_nothing_before_it(tagger, labelled, language):
    for case, plain in labelled(language):
        longer = tags_of(tagger, language, case["title"], f"{case['text']}\n{WEATHER[language]}", day_of(case))
        assert told(longer.mentions) == told(plain.mentions), case["id"]
        assert [each for each in said(longer.statements) if each[1] < len(case["text"])] == said(plain.statements)
        assert (longer.relevance.label == "no") == (plain.relevance.label == "no"), case["id"]


def wrapped(text, width=64):
    """The text with lines broken at a width, which takes a newline for a blank and moves nothing."""
    lines = [fill(line, width, break_on_hyphens=False, break_long_words=False) for line in text.split("\n")]
    return "\n".join(lines)


@pytest.mark.parametrize("language", LANGUAGES)
def test_lines_broken_at_a_width_say_what_the_paragraph_says(tagger, language):
    tried = 0
    for case in cases(language):
        text = case["text"].replace("\n", "\n\n")
        broken = wrapped(text)
        lines = broken.split("\n")
        # What is too short to show that its lines were broken is left alone, and so is a dash that may begin a speech.
        if sum(line[:1].islower() for line in lines) < 4 or any(line.startswith(("–", "—")) for line in lines):
            continue
        tried += 1
        assert len(broken) == len(text)
        whole, again = (tags_of(tagger, language, case["title"], each, day_of(case)) for each in (text, broken))
        assert told(again.mentions) == told(whole.mentions), case["id"]
        assert said(again.statements) == said(whole.statements), case["id"]
        assert again.relevance == whole.relevance, case["id"]
    assert tried >= 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_blanks_between_words_may_be_many(tagger, labelled, language):
    for case, whole in labelled(language):
        spread = case["text"].replace(" ", " \u00a0 ")
        again = tags_of(tagger, language, case["title"], spread, day_of(case))
        assert [(each.actor, each.kind) for each in again.mentions] == [
            (each.actor, each.kind) for each in whole.mentions
        ], case["id"]
        zones = {"title": case["title"], "text": spread}
        assert all(each.surface == zones[each.zone][each.start : each.end] for each in again.mentions)
