"""Names, offices and sources in the shape in which agencies and papers write them: who is meant, and who only lies somewhere."""

import re
from datetime import UTC, datetime

import pytest

DAY = datetime(2025, 5, 17, 12, tzinfo=UTC)
MARK = re.compile(r"\[([^|\]]+)\|([^\]]*)\]")


def marked(tagger, language, text, *, day=DAY):
    """Return the text with every mention as `[surface|actor]`, `*` behind the actor if it acts."""
    tags = tagger.tag(title="", text=text, language=language, published_at=day)
    parts, at = [], 0
    for each in sorted(tags.mentions, key=lambda each: each.start):
        told = (each.actor or "") if each.kind != "unnamed" else "?"
        parts += [text[at : each.start], f"[{text[each.start : each.end]}|{told}{'*' if each.as_actor else ''}]"]
        at = each.end
    return "".join([*parts, text[at:]])


PLACES = [
    # What flies over a country leaves it where it is; a victory over one does not.
    ("en", "Two drones over [Poland|poland] and [Romania|romania] were shot down."),
    ("en", "A victory over [Russia|russia*] is out of reach."),
    ("pl", "Dwa drony nad [Polską|poland] zestrzelono w nocy."),
    ("pl", "Zwycięstwo nad [Rosją|russia*] jest możliwe."),
    ("cs", "Dva drony vlétly nad [Polsko|poland] po půlnoci."),
    ("ru", "Над морем тихо, дроны над [Украиной|ukraine] сбиты."),
    ("ru", "Победа над [Украиной|ukraine*] невозможна."),
    ("fr", "Deux drones ont été abattus au-dessus de la [Pologne|poland] et de la [Roumanie|romania]."),
    # A list of countries goes on behind one preposition; another clause does not.
    ("ru", "Обмену помогли партнёры по делу, грузы шли из [Турции|turkey] и [ОАЭ|united-arab-emirates]."),
    ("ru", "Грузы стоят в [Турции|turkey], и [Россия|russia*] просит их вернуть."),
    ("en", "In [Turkey|turkey], [Russia|russia*] and [Ukraine|ukraine*] agreed to a swap."),
    ("en", "It rained in [Turkey|turkey] and [Russia|russia*] said so."),
    # The capital of a country, and its name behind it.
    ("ru", "Дождь идёт в столице [ОАЭ|united-arab-emirates] [Абу-Даби|abu-dhabi] с утра."),
    ("uk", "У столиці [ОАЕ|united-arab-emirates] [Абу-Дабі|abu-dhabi] дощить."),
    ("pl", "Padało w stolicy [Rosji|russia] od rana."),
    ("de", "In der Hauptstadt der [Vereinigten Arabischen Emirate|united-arab-emirates] regnete es."),
    ("fr", "La pluie tombe sur la capitale de la [Russie|russia] depuis hier."),
    # An office outside the pack leans on a name: its country does not act.
    ("ru", "Утром выступил министр лесов [США|united-states] Барт Коллинз."),
    ("pl", "Minister lasów [Ukrainy|ukraine] Oksana Hrybowa mówiła o drewnie."),
    ("ru", "Утром [Россия|russia*] Ивану Петрову отказала."),
    # On the way somewhere.
    ("uk", "Делегація в дорозі до [США|united-states] спала."),
    ("pl", "Ministrowie lecą do [Rosji|russia] we wtorek."),
    ("cs", "Ministři letí do [Ruska|russia] v úterý."),
    ("tr", "[Polonya|poland] başkentinde yağmur var."),
]


@pytest.mark.parametrize(("language", "text"), PLACES)
def test_who_acts_and_where_something_only_happens(tagger, language, text):
    assert marked(tagger, language, MARK.sub(r"\1", text)) == text


NAMES = [
    # Names without the marks of their language, offices by the short name of their body or by whom they serve.
    ("pl", "Turecki minister [Mevlut Cavusoglu|cavusoglu*] pojechał na lotnisko."),
    ("uk", "[Очільник ОП|yermak*] мовчав."),
    ("pl", "Mówił o tym wczoraj [sekretarz Rady Bezpieczeństwa i Obrony Ukrainy|lytvynenko*]."),
    ("pl", "[Rzecznik Putina|peskov*] milczał."),
    ("ru", "[Глава российского внешнеполитического ведомства|lavrov*] молчал."),
    ("uk", "[Очільник зовнішньополітичного відомства США|rubio*] мовчав."),
    ("de", "Das [Verteidigungsministerium in Moskau|russia-mod*] schweigt."),
    ("de", "Das [Außenministerium in Kiew|ukraine-mfa*] schweigt."),
    ("ru", "[Российское Министерство обороны|russia-mod*] молчит."),
    # Agencies and boards that are called like somebody else.
    ("ru", "Об этом пишет РБК-Украина."),
    ("uk", "Рада директорів заводу зібралася, пише РБК-Україна."),
    ("en", "He told RBC-Ukraine and TV BRICS about it."),
]


@pytest.mark.parametrize(("language", "text"), NAMES)
def test_names_and_offices_as_papers_write_them(tagger, language, text):
    assert marked(tagger, language, MARK.sub(r"\1", text)) == text
