"""What makes a revision of an article, and what does not, in the eight languages."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.cluster import revision_of

TITLES = {
    "en": "Istanbul talks end in under two hours without a truce",
    "uk": "Переговори у Стамбулі тривали менш ніж дві години",
    "ru": "Переговоры в Стамбуле продлились менее двух часов",
    "tr": "İstanbul'daki görüşme iki saatten kısa sürdü",
    "de": "Gespräche in Istanbul enden nach knapp zwei Stunden",
    "fr": "À Istanbul, moins de deux heures d’entretien",
    "pl": "Rozmowy w Stambule trwały niespełna dwie godziny",
    "cs": "Jednání v Istanbulu trvalo necelé dvě hodiny",
}
TEXTS = {
    "en": "The two sides agreed on 16 May to free 1,000 prisoners each.\n\n“We are not done,” said one envoy – and left.",
    "uk": "Сторони домовилися 16 травня обміняти 1 000 полонених.\n\n«Ми не закінчили», — сказав посол і пішов. П’ять годин.",
    "ru": "Стороны договорились 16 мая обменять 1 000 пленных.\n\n«Мы не закончили», — сказал посол и ушёл.",
    "tr": "Taraflar 16 Mayıs'ta 1.000 esirin takasında anlaştı.\n\n“Bitirmedik” dedi elçi, ışıklı salondan çıktı.",
    "de": "Beide Seiten vereinbarten am 16. Mai, je 1.000 Gefangene freizulassen.\n\n„Wir sind nicht fertig“, sagte einer – und ging.",
    "fr": "Les deux camps se sont entendus le 16 mai sur 1 000 prisonniers.\n\n« Nous n’avons pas fini », a dit l’envoyé.",
    "pl": "Strony uzgodniły 16 maja wymianę po 1000 jeńców.\n\n„Nie skończyliśmy” – powiedział wysłannik i wyszedł.",
    "cs": "Strany se 16. května dohodly na výměně 1000 zajatců.\n\n„Neskončili jsme,“ řekl vyslanec – a odešel.",
}
STAMPS = {
    "en": (
        "Updated {clock}", "Last updated: {clock}", "Last updated on 17 May 2025 at {clock} GMT", "UPDATED {clock} (Kyiv time)",
        "Published 17 May 2025, 12:40 BST · Updated 17 May 2025, {clock} BST", "Updated {few} minutes ago", "{few} minutes ago",
        "This article was last updated on May 17, 2025 at {clock}", "Posted at {clock} PM", "{many} views", "{few} comments",
        "Comments ({few})", "{few} min read", "Reading time: {few} minutes", "{few}.2K views • {few} comments • {many} shares",
        "👁 {many}", "Friday, 16 May 2025 {clock}",
    ),
    "uk": (
        "Оновлено: 17 травня 2025, {clock}", "Опубліковано: 16.05.2025 12:40 | Оновлено: 16.05.2025 {clock}", "{many} перегляди",
        "Останнє оновлення: {clock} за Києвом", "Новину оновлено о {clock}", "Коментарі: {few}", "Час читання: {few} хв",
        "{few} хвилин тому",
    ),
    "ru": (
        "Обновлено: 17 мая 2025 г., {clock} мск", "Обновлено в {clock} по московскому времени", "Просмотров: {many}",
        "{few} комментариев", "Время чтения: {few} минуты", "Опубликовано 16.05.2025 в {clock}",
    ),
    "tr": (
        "Son güncelleme: 17 Mayıs 2025 {clock}", "SON GÜNCELLEME: {clock}", "Güncelleme: 17.05.2025 - {clock}", "{few} yorum",
        "Giriş: 16.05.2025 12:40 Güncelleme: 16.05.2025 {clock}", "{many} okunma", "Okuma süresi: {few} dk",
    ),
    "de": (
        "Stand: 17.05.2025, {clock} Uhr", "Aktualisiert am 17. Mai 2025 um {clock} Uhr", "{few} Kommentare", "vor {few} Minuten",
        "Zuletzt aktualisiert: 17.05.2025 | {clock}", "Lesezeit: {few} Minuten", "{few} Min. Lesezeit",
    ),
    "fr": (
        "Mis à jour le 17 mai 2025 à {clock}", "Dernière mise à jour : 17/05/2025 à {clock}", "{few} commentaires",
        "Publié le 16 mai 2025 à 12h40 - Mis à jour à {clock} (heure de Paris)", "Temps de lecture : {few} min", "{many} vues",
    ),
    "pl": (
        "Aktualizacja: 17 maja 2025, {clock}", "Opublikowano: 16 maja 2025, godz. {clock}", "Komentarze ({few})",
        "{few} komentarzy", "Ten tekst przeczytasz w {few} minuty", "Wyświetleń: {many}", "{few} minut temu",
    ),
    "cs": (
        "Aktualizováno 17. května 2025 {clock}", "Poslední aktualizace: {clock}", "Publikováno: 16. 5. 2025 {clock}",
        "{few} komentářů", "Doba čtení: {few} minuty", "přečteno {many}×",
    ),
}  # fmt: skip
BYLINES = (
    "By Jane Doe{bar}Updated {clock}", "By Jane Doe{bar}Updated 17 May 2025 {clock} BST{bar}{few} min read",
    "By Jane Doe Updated {clock}", "By Jane DoeUpdated {clock}", "By Jane Doe, updated {clock}", "By Jane Doe (updated {clock})",
    "Updated {clock} By Jane Doe", "By Jane Doe{bar}{many} views", "By Jane Doe{bar}17 May 2025, {clock}",
)  # fmt: skip
TEXT_LINES = (
    "Updated figures show {} dead", "Updated plan gives Kyiv {} days", "Updated: {} killed in Sumy", "Published {} books",
    "Views differ on {} points", "Comments by {} ministers drew anger", "Shares fell {}%", "{} Kommentare aus Moskau",
    "The list was updated on {} May 2025.", "Posted {} soldiers at the bridge", "Stand {} of the fair was empty", "{} prisoners",
    "Оновлено список: {} загиблих", "Обновлён список из {} имён", "Güncellenen listede {} isim var", "vor {} Jahren",
    "Mis en place de {} couloirs", "Publikacja {} nazwisk", "Aktualizace {} jmen", "By 14:30 some {} had left | Kyiv",
)  # fmt: skip
languages = st.sampled_from(sorted(TITLES))


def stamp(pattern, seed):
    draw = random.Random(seed)
    return pattern.format(
        clock=f"{draw.randrange(10, 24)}:{draw.randrange(10, 60)}",
        few=draw.randrange(2, 60),
        many=f"{draw.randrange(1, 99)},{draw.randrange(100, 999)}",
        bar=draw.choice([" | ", " · ", " — "]),
    )


def with_line(text, line, place):
    lines = text.split("\n\n")
    return "\n\n".join([*lines[:place], line, *lines[place:]])


@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize(
    ("language", "pattern"), [(language, each) for language in STAMPS for each in STAMPS[language]]
)
def test_a_stamp_makes_no_revision_wherever_it_stands(language, pattern, place):
    title, text = TITLES[language], TEXTS[language]
    shown = {revision_of(title, with_line(text, stamp(pattern, seed), place)) for seed in range(4)}
    assert shown == {revision_of(title, text)}


@pytest.mark.parametrize("pattern", BYLINES)
def test_nor_does_one_that_is_glued_to_a_byline(pattern):
    shown = {revision_of("t", with_line(TEXTS["en"], stamp(pattern, seed), 0)) for seed in range(6)}
    assert shown == {revision_of("t", with_line(TEXTS["en"], "By Jane Doe", 0))}
    assert shown != {revision_of("t", with_line(TEXTS["en"], "By Jane Roe", 0))}


@pytest.mark.parametrize("pattern", TEXT_LINES)
def test_a_line_that_begins_like_a_stamp_is_text(pattern):
    one, other = pattern.format(12), pattern.format(13)
    assert revision_of("t", with_line(TEXTS["en"], one, 1)) != revision_of("t", with_line(TEXTS["en"], other, 1))
    assert revision_of(one, "x") != revision_of(other, "x")


def test_a_title_may_end_in_a_stamp_and_may_not_be_one():
    assert revision_of("Talks end | Updated 14:03", "x") == revision_of("Talks end", "x")
    assert revision_of("Talks end (updated 14:03)", "x") == revision_of("Talks end", "x")
    assert revision_of("Updated 14:03", "x") != revision_of("Updated 14:04", "x")


@settings(max_examples=40)
@given(languages, st.randoms(use_true_random=False))
def test_typesetting_makes_no_revision(language, draw):
    """White space, case, invisible characters, the shape of quotation marks, apostrophes and dashes, Unicode forms."""
    import unicodedata

    variants = {
        "“": "«„\"'‘",
        "”": "»“\"'",
        "’": "'ʼ`",
        "'": "’",
        "–": "—-‑",
        "—": "–-",
        "«": '"„',
        "»": '"”',
        " ": "\n\t\u00a0\u202f",
    }
    changed = ""
    for letter in TEXTS[language]:
        changed += draw.choice(variants.get(letter, letter)) + draw.choice(["", "", "", "\u00ad", "\u200b", "\ufeff"])
    changed = draw.choice([str, str.casefold, str.upper])(changed)
    changed = unicodedata.normalize(draw.choice(["NFC", "NFD"]), changed)
    assert revision_of(TITLES[language], changed) == revision_of(TITLES[language].upper(), TEXTS[language])


@settings(max_examples=60)
@given(languages, st.randoms(use_true_random=False), st.sampled_from(["letter", "digit", "word", "mark", "swap"]))
def test_any_real_change_makes_one(language, draw, kind):
    title, text = TITLES[language], TEXTS[language]
    words = text.split(" ")
    at = draw.randrange(1, len(words))
    match kind:
        case "letter":
            letters = [place for place, each in enumerate(text) if each.isalpha()]
            place = draw.choice(letters)
            changed = text[:place] + ("q" if text[place] not in "qQ" else "z") + text[place + 1 :]
        case "digit":
            place = draw.choice([place for place, each in enumerate(text) if each.isdecimal()])
            changed = text[:place] + str((int(text[place]) + 1) % 10) + text[place + 1 :]
        case "word":
            changed = " ".join([*words[:at], "не", *words[at:]])
        case "mark":
            changed = text.replace(".", "", 1)
        case _:
            changed = " ".join([*words[:at], "Whitfield", *words[at + 1 :]])
    assert revision_of(title, changed) != revision_of(title, text)
    assert revision_of(f"{title} 2", text) != revision_of(title, text)
    assert revision_of(" ".join(title.split()[1:]), text) != revision_of(title, text)


def test_title_and_text_are_told_apart():
    assert revision_of("ab", "c") != revision_of("a", "bc")


def test_a_long_text_is_read_in_a_moment():
    text = "\n\n".join([*TEXTS.values(), "By Jane Doe | 17 May 2025 | " + "12 - " * 40, "1 " * 110, "(" * 200] * 40)
    started = time.process_time()
    revision_of("t", text)
    assert time.process_time() - started < 0.5
