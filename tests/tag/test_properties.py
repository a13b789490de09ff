"""What holds for every text: offsets point at their surface, spans stay apart, spelling variants change no identity."""

import unicodedata
from concurrent.futures import ThreadPoolExecutor

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.tag import Tagger

PIECES = [
    "Putin", "Zelenskyy said", "Kyiv", "“We are ready,”", "said Lavrov.", " ", "\n", "Erdoğan's", "the Kremlin", "peace talks",
    "«Мир», — сказал он.", "Istanbul", "🕊", "e\u0301", "\u00ad", "\u200b", "\ud800", "‘", "’", '"', ",", "President Trump",
    "a senior Ukrainian official", "1,000 prisoners", "according to", "\u0301", "İ", "ß", "한", "—", "demanded that", "not",
]  # fmt: skip
TEXTS = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=30).map("".join),
    st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join),
    st.text(max_size=80),
)
LANGUAGES = st.sampled_from(["en", "uk", "ru", "tr", "de", "fr", "pl", "cs", "es", "und", None])
many = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def tag(tagger, text, language="en", title=""):
    return tagger.tag(title=title, text=text, language=language, published_at=None)


@many
@given(title=TEXTS, text=TEXTS, language=LANGUAGES)
def test_offsets_point_at_the_surface_and_spans_stay_apart(tagger, title, text, language):
    tags = tag(tagger, text, language, title)
    zones = {"title": title, "text": text}
    for each in (*tags.mentions, *tags.statements):
        assert 0 <= each.start < each.end <= len(zones[each.zone])
    for each in tags.mentions:
        assert zones[each.zone][each.start : each.end] == each.surface
    for before, after in zip(tags.mentions, tags.mentions[1:], strict=False):
        assert before.zone != after.zone or before.end <= after.start
    assert 0 <= tags.relevance.score <= 1


@many
@given(text=TEXTS)
def test_an_emoji_before_the_text_shifts_offsets_by_its_length(tagger, text):
    plain = tag(tagger, "A " + text)
    moved = tag(tagger, "🕊 A " + text)
    assert [(each.start + 2, each.surface) for each in plain.mentions] == [
        (each.start, each.surface) for each in moved.mentions
    ]


@many
@given(
    words=st.lists(st.sampled_from(["Київ", "Зеленський", "Володимир Зеленський", "йод", "Росії", "мир"]), max_size=8)
)
def test_decomposed_text_has_the_same_mentions_at_its_own_offsets(tagger, words):
    text = " ".join(words)
    decomposed = unicodedata.normalize("NFD", text)
    composed_tags, tags = tag(tagger, text, "uk"), tag(tagger, decomposed, "uk")
    assert [each.actor for each in tags.mentions] == [each.actor for each in composed_tags.mentions]
    for one, other in zip(tags.mentions, composed_tags.mentions, strict=True):
        assert unicodedata.normalize("NFC", decomposed[one.start : one.end]) == other.surface


@many
@given(mark=st.sampled_from("'’ʼ‘´"))
def test_any_apostrophe_ends_the_name(tagger, mark):
    for text, language, surface in (
        (f"Putin{mark}s envoy met Macron.", "en", "Putin"),
        (f"Vladimir Putin{mark}in temsilcisi geldi.", "tr", "Vladimir Putin"),
    ):
        assert tag(tagger, text, language).mentions[0].surface == surface
    emirates = tag(tagger, f"Об{mark}єднані Арабські Емірати", "uk").mentions
    assert [each.actor for each in emirates] == ["united-arab-emirates"]


def test_invisible_characters_and_stress_marks_do_not_hide_a_name(tagger):
    for text, language in (
        ("Vladimir Pu\u00adtin", "en"),
        ("Влади\u0301мир Пу\u0301тин", "ru"),
        ("Vladimir\u00a0Putin", "en"),
    ):
        (mention,) = tag(tagger, text, language).mentions
        assert mention.actor == "putin"
        assert mention.surface == text


def test_an_unknown_language_is_guessed_or_left_open(tagger):
    assert tag(tagger, "Президент сказав, що це було не так, і що мир потрібен.", None).language == "uk"
    assert tag(tagger, "Президент сказал, что это не так и что это мир.", None).language == "ru"
    assert tag(tagger, "The president said that the talks were over and the war was not.", None).language == "en"
    unknown = tag(tagger, "xyz Владимир Путин", None)
    assert unknown.language == "und"
    assert [each.actor for each in unknown.mentions] == ["putin"]


def test_every_tag_names_its_rule(tagger):
    tags = tag(
        tagger, "Vladimir Putin said that Kyiv must accept a ceasefire. “We are ready for peace talks,” he said."
    )
    assert tags.mentions
    assert tags.statements
    assert all(each.rule for each in (*tags.mentions, *tags.statements))
    assert tags.relevance.evidence


def test_threads_may_meet_in_a_language_that_is_not_compiled_yet(shipped_pack):
    given = {"title": "", "text": "Putin met Witkoff, Peskov said.", "published_at": None}
    fresh = Tagger(shipped_pack)
    with ThreadPoolExecutor(8) as threads:
        asked = [threads.submit(fresh.tag, **given, language=language) for language in ("en", "en", "und", "de") * 4]
    told = [each.result() for each in asked]
    assert told[::4] == told[1::4] == [fresh.tag(**given, language="en")] * 4
    assert {each.actor for each in told[0].mentions} == {"putin", "witkoff", "peskov"}
    whole = Tagger(shipped_pack).compiled()
    assert told[2:4] == [whole.tag(**given, language=language) for language in ("und", "de")]
