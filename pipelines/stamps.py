"""Stamps: what a publisher's system writes into a text by itself. When it was changed, how often read, how long to read.

A stamp is known by having nothing else in it: every word is one of `WORDS`, and there is a number. "Updated 14:03 GMT" is
one, "Updated plan gives 10 days" is text. It fills a line, or a part of one that a bar or a dot sets off, or it
stands behind (or before) a byline. The words are those of the eight languages.
"""

import re
from dataclasses import dataclass
from typing import Final

LONGEST_STAMP: Final = 80
LONGEST_LINE: Final = 240
"""Characters of the longest stamp, and of the longest line of bylines, stamps and counters. What is longer is text."""
LONGEST_BYLINE: Final = 120
"""Characters of a byline or title behind which a stamp may stand without a bar between them."""


CHANGED, AGO, STORY, WHEN, COUNTER, UNIT = (1 << bit for bit in range(6))
"""What a word may be in a stamp: updated or published; the same, of a time counted back from now; what was updated, and
the verb of it; months, weekdays, zones and the small words between them; what is counted; in which units."""

_SENSES: Final = {
    CHANGED: """
        updated update updates modified published posted
        оновлено оновлена оновлення опубліковано публікація публікації змінено доповнено
        обновлено обновлена обновлён обновлен обновление опубликовано публикация публикации изменено дополнено
        güncelleme güncellenme güncellendi yayınlanma yayımlanma yayınlandı yayın giriş eklenme
        aktualisiert aktualisierung veröffentlicht publiziert geändert stand
        mis mise maj actualisé actualisée publié publiée modifié
        aktualizacja aktualizacji zaktualizowano opublikowano publikacja publikacji dodano zmodyfikowano
        aktualizováno aktualizován aktualizace publikováno vydáno zveřejněno upraveno změněno
    """,
    AGO: "ago тому назад önce vor il temu před",
    STORY: """
        this story article page blog has been was
        новину новина матеріал статтю стаття було эта новость статья материал был была bu haber
        dieser artikel beitrag wurde cet été artykuł tekst został tento článek byl
    """,
    WHEN: """
        january february march april may june july august september october november december
        jan feb mar apr jun jul aug sep sept oct nov dec
        monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun
        last at on of just now today yesterday date time local am pm a m p st nd rd th h hr hrs hour hours
        second seconds day days
        utc gmt bst est edt et cst cdt pst pdt pt cet cest eet eest msk мск trt tsi tsi̇ mez mesz z t
        січень січня січ лютий лютого лют березень березня бер квітень квітня квіт травень травня трав червень червня
        липень липня лип серпень серпня серп вересень вересня вер жовтень жовтня жовт листопад листопада грудень грудня
        понеділок вівторок середа середу четвер п ятниця ятницю субота суботу неділя неділю пн вт ср чт пт сб нд
        о об в у від р рік року год година годину години годин тому сьогодні вчора щойно дата час останнє останній востаннє
        январь января янв февраль февраля фев март марта мар апрель апреля апр май мая июнь июня июн июль июля июл
        август августа авг сентябрь сентября сен сент октябрь октября окт ноябрь ноября ноя декабрь декабря дек
        понедельник вторник среда среду четверг пятница пятницу суббота субботу воскресенье вс
        от г года ч час часа часов сегодня вчера только что время последнее последний раз
        ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık
        pazartesi salı çarşamba perşembe cuma cumartesi pazar son saat saati tarih tarihi bugün dün az gün
        januar jänner februar märz mai juni juli oktober dezember mär mrz okt dez
        montag dienstag mittwoch donnerstag freitag samstag sonntag mo di mi do fr sa so
        um am den uhr zuletzt letzte heute gestern soeben stunde stunden std datum ortszeit
        janvier février mars avril juin juillet août septembre octobre novembre décembre janv févr fév avr juil déc
        lundi mardi mercredi jeudi vendredi samedi dimanche le la à l y jour heure heures dernière hier aujourd hui
        styczeń stycznia luty lutego marzec marca kwiecień kwietnia maj maja czerwiec czerwca lipiec lipca
        sierpień sierpnia wrzesień września październik października listopada grudzień grudnia
        poniedziałek wtorek środa środę czwartek piątek sobota sobotę niedziela niedzielę
        dnia godz godzina godziny godzinie r roku dziś dzisiaj wczoraj chwilą data ostatnia ostatnio
        leden ledna únor února březen března duben dubna květen května červen června červenec července srpen srpna
        září říjen října listopadu prosinec prosince pondělí úterý středa středu čtvrtek pátek sobotu neděle neděli
        v ve dne hod hodin hodiny dnes včera poslední naposledy čas
    """,
    COUNTER: """
        view views viewed comment comments share shares like likes read reads reading reactions replies reposts retweets
        перегляд перегляди переглядів коментар коментарі коментарів поширень вподобань реакцій читання прочитали
        просмотр просмотра просмотры просмотров комментарий комментария комментарии комментариев репостов лайков
        реакций чтения чтение прочтений прочитали
        okunma okundu okuma yorum yorumlar görüntülenme görüntüleme paylaşım beğeni izlenme
        aufruf aufrufe kommentar kommentare lesezeit gelesen ansichten reaktionen
        vue vues commentaire commentaires partage partages réactions lecture lu
        wyświetlenie wyświetlenia wyświetleń odsłon odsłony komentarz komentarze komentarzy udostępnień polubień
        czytania czytanie przeczytasz przeczytano
        zobrazení zhlédnutí komentář komentáře komentářů sdílení přečteno čtení diskuse
        👁 💬 👍 👎 ❤ 🔁 🔄 ⏱ ⏰ 🕐 🕒 📖
    """,
    UNIT: """
        min mins minute minutes time times k m mln mio total
        час хв хвилина хвилину хвилини хвилин тис млн раз разів на
        время мин минута минуту минуты минут тыс раза
        süresi sayısı dk dakika dakikalık bin kez defa minuten tsd mal temps de fois
        czas minut minutę minuty tys razy raz ten tekst artykuł w doba minuta minutou minutami tis krát x ×
    """,
}
_NOT_ONE: Final = frozenset({
    "no comments", "no comments yet", "немає коментарів", "нет комментариев", "yorum yok", "keine kommentare",
    "aucun commentaire", "brak komentarzy", "žádné komentáře",
})  # fmt: skip
"""Counters that stand at nought."""

BYLINES: Final = frozenset({
    "by", "von", "par", "od", "przez", "autor", "autorka", "autoři", "автор", "автори", "авторы", "text", "текст", "yazan",
    "haber", "redaktion", "rédaction",
})  # fmt: skip
"""How a line begins that names its author."""

_IN_ZONE: Final = re.compile(
    r"(?<=\d)\s*\(?\s*(?:\w+ time|за \w+(?: часом)?|по \w+(?: времени)?|heure de \w+|czasu \w+|\w+er zeit)\b\)?",
    re.IGNORECASE,
)
"""Whose time it is, behind a clock: a place or its adjective, which no list holds."""
_TOKEN: Final = re.compile(r"[^\W\d_]+|\d+|[^\w\s.,:;()\[\]{}<>|/\\·•●▪…–—'’ʼ‘*#@_+~°\-\ufe0f\u200d]|×")
_DIGIT: Final = re.compile(r"\d")
_PARTED: Final = re.compile(r"(\s+[—–-]\s+|\s*[|•·●▪]\s*|\s+/+\s+)")
_IN_BRACKETS: Final = re.compile(r"\s*[(\[]([^()\[\]]{3,80})[)\]]\s*$")
_WORD: Final = re.compile(r"[^\W\d_]+")
_GLUED: Final = re.compile(r"(?<=[^\W\d_A-ZА-ЯІЇЄҐ])[A-ZА-ЯІЇЄҐÖÜŞÇÉ][^\W\d_A-ZА-ЯІЇЄҐ]+$")
_BAR: Final = re.compile(r"[|•·●▪]|\s[/—–-]")
_CLOCK: Final = re.compile(r"\b\d{1,2}[:h.]\d{2}\b")
_DAY: Final = re.compile(
    r"\b(?:\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{4}-\d\d-\d\d|\d{1,2}\.? [^\W\d_]{3,}|[^\W\d_]{3,}\.? \d{1,2})\b"
)


def folded(word: str) -> str:
    """Return a word without case. I, İ, i and ı are one: whose capital an I is, only the language would tell."""
    return word.casefold().replace("i̇", "i").replace("ı", "i")


def _words() -> dict[str, int]:
    words: dict[str, int] = {}
    for sense, listed in _SENSES.items():
        for word in map(folded, listed.split()):
            words[word] = words.get(word, 0) | sense
    return words


WORDS: Final = _words()
_PARTICIPLES: Final = frozenset({
    "updated", "published", "posted", "modified", "оновлено", "опубліковано", "обновлено", "опубликовано", "güncellendi",
    "güncelleme", "aktualisiert", "veröffentlicht", "mis", "mise", "publié", "zaktualizowano", "opublikowano", "aktualizacja",
    "aktualizováno", "publikováno",
})  # fmt: skip
"""Words of change that, with a capital and behind a name, begin a stamp; others (Stand) are nouns of the text too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """The words of a line that holds none but those of stamps: what some of them are, and what all of them may be."""

    some: int
    is_count: bool
    is_of_story: bool
    has_number: bool


def without_stamps(text: str) -> str:
    """Return the lines of a text without the stamps in them, and without lines that are nothing else.

    The text is in NFKC and has no invisible characters.
    """
    lines = map(_unstamped, text.splitlines())
    return "\n".join(line for line in lines if line)


def is_stamp(line: str, *, inline: bool = False) -> bool:
    """Say whether a line says nothing but when it was changed or published, or how often it was read, shared, discussed.

    `inline` is a part of a line: it must have a number, a whole line may be the bare word ("Updated").
    """
    if len(line) > LONGEST_STAMP:
        return False
    found = _read(line)
    if found is None and _DIGIT.search(line) and _IN_ZONE.search(line):
        found = _read(_IN_ZONE.sub("", line))
    if found is None:
        return not inline and folded(line.strip(" .")) in _NOT_ONE
    if not found.has_number:
        return not inline and found.is_of_story
    return found.is_count or bool(found.some & (CHANGED | AGO))


def _read(line: str) -> _Found | None:
    """Return what the words of a line are; None as soon as one is no word of a stamp."""
    some, is_count, is_of_story, has_number = 0, True, True, False
    for found in _TOKEN.finditer(line):
        token = found[0]
        if token.isdecimal():
            has_number = True
            continue
        senses = WORDS.get(folded(token), 0)
        if not senses:
            return None
        some |= senses
        is_count = is_count and bool(senses & (COUNTER | UNIT))
        is_of_story = is_of_story and bool(senses & (CHANGED | STORY))
    return _Found(
        some=some,
        is_count=is_count and bool(some & COUNTER),
        is_of_story=is_of_story and bool(some & CHANGED),
        has_number=has_number,
    )


def _unstamped(line: str) -> str:
    """Return a line without what of it is a stamp."""
    line = line.strip()
    if len(line) > LONGEST_LINE or not line:
        return line
    if is_stamp(line):
        return ""
    if not _DIGIT.search(line):
        return line
    if _is_moment(line):
        return ""
    if _BAR.search(line):
        parts = _PARTED.split(line)
        line = _without_parts(parts[::2], parts[1::2])
    if len(line) > LONGEST_BYLINE or line.endswith((".", "!", "?")):
        return line
    if line.endswith((")", "]")) and (bracketed := _IN_BRACKETS.search(line)) and is_stamp(bracketed[1], inline=True):
        line = line[: bracketed.start()]
    return _byline(line)


def _without_parts(parts: list[str], bars: list[str]) -> str:
    """Return the parts of a line that are no stamps, and no bare moments beside a byline, with the bars between them."""
    has_byline = any(map(_names_author, parts))
    kept = ""
    for part, bar in zip(parts, ["", *bars], strict=True):
        if not part or is_stamp(part, inline=True) or (has_byline and _is_moment(part)):
            continue
        kept = f"{kept}{bar}{part}" if kept else part
    return kept


def _byline(line: str) -> str:
    """Return a line without the stamp that ends it, or begins it, with nothing but a comma or a blank between.

    What ends it must stand behind an author, or be set off by its capital, or by a comma from a clock time: "a list of
    names updated on 17 May" is text.
    """
    if not _ends_in_stamp(line):
        return _headed(line)
    names_author = _names_author(line)
    for word in _WORD.finditer(line):
        start = _stamp_start(line, word, names_author=names_author)
        if start and is_stamp(line[start:], inline=True):
            return line[:start].rstrip(" ,;")
    return line


def _ends_in_stamp(line: str) -> bool:
    """Say whether the last word of a line may be that of a stamp: most are not."""
    last = line.rstrip(" .:()").rsplit(maxsplit=1)[-1:]
    letters = _WORD.findall(last[0]) if last else []
    return all(folded(each) in WORDS for each in letters)


def _stamp_start(line: str, word: re.Match[str], *, names_author: bool) -> int | None:
    """Return where in a line a stamp may begin at a word, or within one ("DoeUpdated")."""
    spelled, start = folded(word[0]), word.start()
    if names_author and WORDS.get(spelled, 0) & (CHANGED | WHEN):
        return start
    if spelled in _PARTICIPLES and (
        word[0][0].isupper() or (line[:start].endswith(", ") and _CLOCK.search(line[start:]))
    ):
        return start
    glued = _GLUED.search(word[0])
    if glued and folded(glued[0]) in _PARTICIPLES:
        return start + glued.start()
    return None


def _headed(line: str) -> str:
    """Return a line without the stamp that stands before its byline."""
    for word in _WORD.finditer(line):
        if folded(word[0]) in BYLINES and is_stamp(line[: word.start()], inline=True):
            return line[word.start() :]
        if folded(word[0]) not in WORDS:
            return line
    return line


def _names_author(line: str) -> bool:
    first = _WORD.search(line)
    return first is not None and folded(first[0]) in BYLINES


def _is_moment(line: str) -> bool:
    """Say whether a line is a day with a clock time and nothing else."""
    if len(line) > LONGEST_STAMP or not (_CLOCK.search(line) and _DAY.search(line)):
        return False
    found = _read(line) or _read(_IN_ZONE.sub("", line))
    return found is not None and not found.some & COUNTER
