"""Lines of a text that are not of the story: who made it, when it changed, how often it was read, what else to read.

Copies of one text differ in these and in little else, so they are left out before texts are compared. The words are
those of the eight languages; names of agencies are not needed, because a credit is known by what stands around them.
"""

import re

CREDIT_LENGTH, CALL_LENGTH, UPDATE_LENGTH = 240, 160, 80
"""Characters of the longest line that counts as a credit (with many names), a call, a time or a counter.

A longer one is a paragraph of the story, however it begins.
"""

CREDITS = (
    # en
    "reporting by", "additional reporting", "writing by", "editing by", "edited by", "compiled by", "by our", "source:",
    "sources:", "photo:", "photo by", "file photo", "file -", "image:", "picture:", "copyright", "all rights reserved",
    # uk, ru
    "джерело:", "джерела:", "фото:", "фото з ", "автор:", "автори:", "підготував:", "підготувала:", "редактор:", "усі права",
    "источник:", "источники:", "фото из ", "авторы:", "подготовил:", "подготовила:", "все права",
    # tr
    "kaynak:", "kaynaklar:", "fotoğraf:", "haber:", "muhabir:", "editör:", "tüm hakları",
    # de
    "quelle:", "quellen:", "foto:", "bild:", "autor:", "autorin:", "redaktion:", "mit material von", "alle rechte",
    # fr
    "source :", "sources :", "photo :", "crédit photo", "crédits :", "avec l'agence", "rédaction :", "tous droits",
    # pl, cs
    "źródło:", "źródła:", "zdjęcie:", "fot.", "oprac.", "opracowanie:", "autorka:", "wszelkie prawa",
    "zdroj:", "zdroje:", "autoři:", "zpracoval:", "zpracovala:", "všechna práva",
)  # fmt: skip
CALLS = (
    # en
    "read also", "read more", "also read", "see also", "related:", "sign up", "subscribe", "follow us", "share this",
    "join our", "download our", "click here", "watch:", "listen:", "support us", "story continues below",
    "the article continues", "this is a developing story",
    # uk, ru
    "читайте також", "читайте нас", "дивіться також", "підписуйтесь", "підписуйтеся", "до теми:", "більше новин",
    "новина доповнюється",
    "читайте также", "смотрите также", "подписывайтесь", "по теме:", "больше новостей", "новость дополняется",
    # tr
    "ayrıca okuyun", "ayrıca bkz", "ilgili haber", "abone ol", "bizi takip", "haberin devamı",
    # de
    "lesen sie auch", "lesen sie mehr", "mehr zum thema", "auch interessant", "abonnieren sie", "folgen sie uns",
    # fr
    "lire aussi", "à lire aussi", "voir aussi", "abonnez-vous", "inscrivez-vous", "suivez-nous", "la suite après",
    # pl, cs
    "czytaj także", "czytaj też", "czytaj również", "zobacz też", "zobacz także", "przeczytaj też", "przeczytaj także",
    "subskrybuj", "obserwuj nas", "dalsza część", "čtěte také", "přečtěte si", "viz také", "sledujte nás", "odebírejte",
)  # fmt: skip
UPDATES = (
    # en
    "updated", "last updated", "this story has been updated", "this article has been updated", "published", "posted",
    # uk, ru
    "оновлено", "опубліковано", "обновлено", "опубликовано", "дата публикации", "дата публікації",
    # tr
    "güncelleme", "son güncelleme", "güncellendi", "yayınlanma", "giriş:",
    # de
    "aktualisiert", "zuletzt aktualisiert", "stand:", "veröffentlicht",
    # fr
    "mis à jour", "publié", "dernière mise à jour",
    # pl, cs
    "aktualizacja", "zaktualizowano", "opublikowano", "data publikacji", "aktualizováno", "publikováno", "aktualizace",
    # counters, of all
    "views", "comments", "shares", "reading time", "min read", "minute read",
    "переглядів", "перегляди", "коментар", "час читання", "просмотров", "просмотры", "комментар", "время чтения",
    "okunma", "yorum", "okuma süresi", "lesezeit", "kommentare", "temps de lecture", "commentaires",
    "wyświetle", "komentarze", "czas czytania", "zobrazení", "komentáře", "doba čtení",
)  # fmt: skip
WHOLE = frozenset({
    "advertisement", "ad", "реклама", "реклама.", "reklam", "anzeige", "werbung", "newsletter", "publicité", "reklama", "inzerce",
})  # fmt: skip

KEY = 3
KEYS = frozenset(opening[:KEY] for opening in (*CREDITS, *CALLS, *UPDATES, *WHOLE))
"""How these lines begin: what begins otherwise, most lines, need not be looked at further."""

LEADING = "([{—–-_*•·|►▶✔#>«“\"' \t0123456789:.,"
"""What may stand before the first word of such a line."""

DATELINE = re.compile(r"(?P<place>[^\n.!?:]{2,60}?(?:\([^()\n]{2,30}\))?)\s?(?:[-–—]{1,2}|//?)\s")
"""PLACE, day (agency) - : at the beginning of a wire story, and only there."""
CAPITALS = 3
"""Capital letters in a row with which a place in a dateline begins."""


def story_of(text: str) -> list[str]:
    """Return the lines of a text that are of the story, without the dateline that leads them."""
    lines = [line for line in text.split("\n") if line and not is_furniture(line)]
    if lines:
        lines[0] = without_dateline(lines[0])
    return lines


def is_furniture(line: str) -> bool:
    """Whether a line is a credit, a time of change, a counter, an advertisement or a call to read on."""
    if len(line) > CREDIT_LENGTH:
        return False
    begins = line[:60].lstrip(LEADING)[:30].casefold()
    if begins[:KEY] not in KEYS:
        return line.startswith("©")
    return (
        begins.startswith(CREDITS)
        or (len(line) <= CALL_LENGTH and (begins.startswith(CALLS) or begins.rstrip() in WHOLE))
        or (len(line) <= UPDATE_LENGTH and begins.startswith(UPDATES))
    )


def without_dateline(line: str) -> str:
    """Return a line without the place, day and agency that a wire story begins with."""
    in_capitals = _begins_in_capitals(line)
    if not in_capitals and ")" not in line[:100]:
        return line
    found = DATELINE.match(line)
    if found is None or not (in_capitals or found["place"].endswith(")")):
        return line
    return line[found.end() :]


def _begins_in_capitals(line: str) -> bool:
    letters = line[:CAPITALS]
    return len(letters) == CAPITALS and all(letter.isupper() for letter in letters)
