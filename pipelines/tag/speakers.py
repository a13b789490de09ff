"""Who said it: the subject of a verb of speech, by name, title, pronoun or continuation."""

import re
from bisect import bisect_left
from functools import lru_cache

from pipelines.tag.descriptions import (
    NOT_INSIDE,
    described_before,
    described_behind,
    described_first,
    described_right,
    past_addressee,
)
from pipelines.tag.index import Hit
from pipelines.tag.lexicon import Lexicon
from pipelines.tag.mentions import Named
from pipelines.tag.scene import Scene
from pipelines.tag.speech import described_source
from pipelines.tag.standing_for import (
    MEMORY,
    by_collective,
    by_collective_in,
    by_leader,
    by_pronoun,
    by_source_noun,
    by_spokesperson,
    inner_pronoun,
    meant_by,
)
from pipelines.tag.strangers import ADJACENT_WORDS, first_stranger, name_at, name_first, unknown_before, unknown_behind
from pipelines.tag.voices import LEANING, Speaker, Voices, is_cased, is_oblique, is_person, of_mention, voices

__all__ = ["Speaker", "Voices", "voices"]

INVERTED_REACH = 70
"""Characters from a verb of speech to its subject behind it."""
INVERTED_GAP = 12
"""Characters between a verb and a mention from which somebody else may be named there."""
CASED_REACH = 60
"""Characters from whose paper it is to the paper."""
SHORTEST_SUBJECT = 6
TITLE_REACH = 40
"""Characters from "and" to a name behind its title."""
FRONTED_REACH = 90
"""Characters of what opens a clause before its verb."""
BARE = ' ,.!?…—–-»”"'
"""Marks and blanks between a quotation and its verb where nobody is named between."""
_POSSESSIVE = ("'s ", "' ")
CLOSING = (", ", "— ", "– ", "- ")
"""What stands before a verb that closes a sentence."""
DASHES = frozenset({" — ", " – ", " - "})
CLOSING_REACH = 160
"""Characters from a verb that closes a sentence to its subject behind words of time and place."""
_CLAUSE_END = re.compile(rf"[,;:!?—–“”«»\"„\n.]{NOT_INSIDE}")


def subject(
    voice: Voices, cue: Hit, start: int, end: int, *, inverted: bool = True, beside: bool = False
) -> Speaker | None:
    """Return who speaks in a clause `start`..`end` around its verb: right before it, right behind it, else first in the clause.

    Not `inverted`: the subject cannot stand behind the verb here. `beside`: it must stand next to the verb. A place that stands
    for nobody says nothing, and of an office nobody alone does what is said of several („Doradcy X-a powiedzieli”).
    """
    found = _subject(voice, cue, start, end, inverted=inverted, beside=beside)
    if found is None or found.actor is None:
        return found
    if found.rule == "speaker.role" and _is_of_several(voice.scene, cue) and _is_next_to(voice.scene, cue, found):
        return Speaker(None, found.written, "speaker.described")
    actor = voice.scene.facts.actor(found.actor)
    if actor is None or actor.type != "place" or actor.acts_by_default:
        return found
    return unknown_behind(voice, cue.end, end) if inverted else None


def _is_next_to(scene: Scene, cue: Hit, speaker: Speaker) -> bool:
    """Say whether a title stands right before a verb or right behind it: the verb of another clause tells nothing of it."""
    written = speaker.written or "\n"
    return scene.text.endswith(f"{written} ", 0, cue.start) or scene.text.startswith(f" {written}", cue.end)


def _is_of_several(scene: Scene, cue: Hit) -> bool:
    """Say whether a verb in the past is a plural, in languages whose verbs tell."""
    endings = scene.lexicon.verb_genders.get("any")
    return bool(endings) and scene.lower[cue.start : cue.end].partition(" ")[0].endswith(endings or ())


def _subject(voice: Voices, cue: Hit, start: int, end: int, *, inverted: bool, beside: bool) -> Speaker | None:
    """Return the same as the clause has it."""
    scene = voice.scene
    lexicon = scene.lexicon
    if scene.lower[cue.start : cue.end] in lexicon.impersonal.set:
        return _whose_paper(voice, cue, start, end)
    if lexicon.verb_last:
        named = topic(voice, start, cue.start)
        if (bearer := office_bearer(voice, start, named.start if named else cue.start)) is not None:
            return bearer
        return (
            of_mention(voice, named) if named else _first_in_clause(voice, start, cue.start) or _behind(voice, cue, end)
        )
    if inverted and lexicon.seat_speaks and (seat := _seat_behind(voice, cue, end)) is not None:
        return seat
    if lexicon.verb_genders and behind_dash(scene, cue) and not _sets_off(scene, start, cue):
        return _behind(voice, cue, end)  # what was said stands before the dash: nobody in it says so
    follows = (lexicon.fronting and is_fronted(scene, start, cue.start)) or (
        inverted and _closes_with_name(scene, cue, end)
    )
    if follows and (found := _behind(voice, cue, end)) is not None:
        return found
    aside = _before_aside(voice, cue, start) if lexicon.insertions else None
    return (
        aside
        or (None if _leans_on_clause(scene, cue) else _right_before(voice, cue, start))
        or (_behind(voice, cue, end) if inverted and not is_participle(scene, cue) else None)
        or (None if beside else _first_in_clause(voice, start, cue.start))
        or (None if beside or not inverted else stranger_in_clause(voice, start, cue.start))
    )


def behind_dash(scene: Scene, cue: Hit) -> bool:
    """Say whether a dash stands right before a verb of speech («… — сообщил X»)."""
    return scene.text[cue.start - 3 : cue.start] in DASHES


def _sets_off(scene: Scene, start: int, cue: Hit) -> bool:
    """Say whether the dash before a verb is the second of two, with words on the subject between («X — глава делегации — заявил»)."""
    return scene.text.find(scene.text[cue.start - 3 : cue.start], start, cue.start - 3) >= 0


def _closes_with_name(scene: Scene, cue: Hit, end: int) -> bool:
    """Say whether a verb behind a comma and a name close the sentence («…, сообщил X.»): who stands before the comma is told of."""
    if not scene.behind_comma(cue.start):
        return False
    words = scene.text[cue.end : end].rstrip(BARE).split()
    return 0 < len(words) <= ADJACENT_WORDS and all(word[0].isupper() for word in words)


def _seat_behind(voice: Voices, cue: Hit, end: int) -> Speaker | None:
    """Take the office that somebody in it speaks for, behind a verb in the plural that closes the sentence («…, сообщили в X»)."""
    scene = voice.scene
    seats = scene.lexicon.seat_speaks
    if not seats or scene.text[cue.start - 2 : cue.start] not in CLOSING or not _is_plural(scene, cue):
        return None
    word = next((each for each in seats if scene.lower.startswith(f" {each} ", cue.end)), None)
    if word is None:
        return None
    begin = cue.end + len(word) + 2
    named = voice.first(begin, begin + 1)
    return of_mention(voice, named) if named is not None else described_source(voice, begin, end)


def _whose_paper(voice: Voices, cue: Hit, start: int, end: int) -> Speaker | None:
    """Return whose paper it stands in, or whose office it is said in: named behind a verb without a subject, else before it."""
    if voice.scene.lexicon.verb_last:
        return issuer(voice, start, cue.start)
    closing = _CLAUSE_END.search(voice.scene.text, cue.end, min(end, cue.end + INVERTED_REACH))
    stop = closing.start() if closing else min(end, cue.end + INVERTED_REACH)
    behind = voice.between(cue.end, stop)
    comma = voice.scene.text.rfind(", ", start, cue.start)  # «…, про який мир ідеться»: nobody's paper
    named = behind[0] if behind else voice.last(max(start, comma), cue.start)
    return of_mention(voice, named) if named is not None else None


def issuer(voice: Voices, start: int, end: int) -> Speaker | None:
    """Return whose paper a sentence tells of where verbs come last: named in a case before it («X'ten yapılan açıklamada»)."""
    scene = voice.scene
    found = [at for word in scene.lexicon.occasions if (at := scene.lower.find(f" {word}", start, end)) >= 0]
    named = voice.last(max(start, min(found) - CASED_REACH), min(found)) if found else None
    if named is None:
        return None
    by = scene.after(named.end, CASED_REACH).startswith(scene.lexicon.agents.padded)
    return of_mention(voice, named) if by or scene.folded[named.end : named.end + 1] == "'" else None


def _is_in_paper(scene: Scene, named: Named, start: int) -> bool:
    """Say whether a name belongs to a paper in which it speaks ("a statement from X said")."""
    words = scene.before(named.start).split()
    if words and words[-1] in scene.lexicon.articles.set:
        words.pop()
    return len(words) > 1 and words[-2] in scene.lexicon.papers.set and named.start > start


def _is_plural(scene: Scene, cue: Hit) -> bool:
    return re.search(rf"{scene.lexicon.plural_ending}\b", scene.lower[cue.start : cue.end]) is not None


def own_clause(voice: Voices, start: int, at: int) -> int:
    """Return where the clause of a verb begins that has a subject of its own behind "and" ("…, and X, an adviser, said"), else `start`."""
    scene = voice.scene
    begin = start
    for word in scene.lexicon.ands:
        place = scene.lower.rfind(f", {word} ", start, at)
        if place >= begin:
            behind = place + len(word) + 3
            named = voice.first(behind, min(at, behind + TITLE_REACH))
            opens = named is not None and named.as_actor and _opens_clause(scene, behind, named, at)
            begin = behind if opens else begin
    return begin


def _opens_clause(scene: Scene, start: int, named: Named, at: int) -> bool:
    """Say whether a name opens a clause, or stands behind its title in small words and right before the verb ("and spokesman X told")."""
    if named.start <= start:
        return True
    words = scene.text[start : named.start].split()
    small = len(words) <= ADJACENT_WORDS and not any(word.lower() in scene.lexicon.obliques.set for word in words)
    return small and all(word[0].islower() for word in words) and at - named.end <= 1


def is_fronted(scene: Scene, start: int, at: int) -> bool:
    """Say whether something else than the subject opens a clause whose verb is second (“Am Freitag forderte X …”)."""
    fronting = scene.lexicon.fronting.set
    if not fronting or at - start > FRONTED_REACH:
        return False
    before = scene.lower[start:at]
    return before.lstrip().partition(" ")[0] in fronting and not _CLAUSE_END.search(before)


def end_of_subject(voice: Voices, cue: Hit, start: int) -> int:
    """Return where the subject ends that stands behind a verb in such a clause, with all that "and" joins; else the verb's end."""
    scene = voice.scene
    if not is_fronted(scene, start, cue.start):
        return cue.end
    stop = cue.end
    for named in voice.between(cue.end, cue.end + INVERTED_REACH):
        between = scene.text[stop : named.start]
        titled = is_person(voice, named) and all(word[0].isupper() for word in between.split())
        apart = stop > cue.end and between.strip() not in scene.lexicon.ands.set and not titled
        if apart or any(mark in between for mark in ",;:(") or is_oblique(scene, named.start, cue.end):
            break
        stop = named.end
    return stop


def stranger_in_clause(voice: Voices, start: int, end: int) -> Speaker | None:
    """Take somebody outside the pack who is named, or described, where a clause begins ("Dr X, of the university, told …")."""
    return described_first(voice, start, end) or name_first(voice, start, end)


def _right_before(voice: Voices, cue: Hit, start: int) -> Speaker | None:
    """Take what stands before the verb with nothing but auxiliaries and adverbs between."""
    scene = voice.scene
    if scene.text.find("-", cue.start, cue.end) > 0 and (
        speaker := by_pronoun(voice, inner_pronoun(scene, cue), cue.start)
    ):
        return speaker
    if cue.start - start <= SHORTEST_SUBJECT and not scene.lower[start : cue.start].strip(BARE):
        return None  # the verb follows a quotation at once, as most do
    at = _skip_auxiliaries(scene, cue.start, start)
    place = bisect_left(voice.starts, at)
    named = voice.mentions[place - 1] if place else None
    apart = scene.text.find(",", at, cue.start) >= 0
    parted = apart and scene.lexicon.nouns_capital  # “…, gab X bekannt”: no German subject stands before that comma
    if (
        named
        and not parted
        and named.start >= start
        and named.end >= at - 1
        and not scene.lower[named.end : at].strip(" ,")
    ):
        free = not (is_oblique(scene, named.start, start) or is_cased(voice, named, owns=True)) or _seat_speaks(
            scene, named, cue
        )
        free = free or scene.before(named.start).endswith(scene.lexicon.or_conjunctions.padded)
        free = free or _is_in_paper(scene, named, start)
        return of_mention(voice, named) if free else None
    word = scene.lower[max(start, at - 40) : at].rsplit(None, 2)
    if word and word[-1] in scene.lexicon.relatives.set and (found := _antecedent(voice, at - len(word[-1]), start)):
        return found
    if word and (speaker := by_pronoun(voice, word[-1].strip("“«\"'("), at)):
        return speaker
    if word and (
        speaker := (
            (
                by_collective(voice, at, start)
                if not (apart or scene.lexicon.collective_country.set.isdisjoint(word[-2:]))
                else None
            )
            or (None if apart else by_leader(voice, word, at, start))
            or (None if apart else by_source_noun(voice, at, start))
            or (by_spokesperson(voice, at, start) if word[-1] in scene.lexicon.spokespeople.set else None)
        )
    ):
        return speaker
    if scene.lexicon.nouns_capital and apart:
        return None  # every German noun has a capital: the last word of what was said is no name
    return unknown_before(voice, at, start) or (None if apart else described_right(voice, at, start))


def _leans_on_clause(scene: Scene, cue: Hit) -> bool:
    """Say whether the subject of a verb behind a comma is that of the clause before, whose object stands there ("X praised Y, stating: “")."""
    return scene.behind_comma(cue.start) and has_no_subject(scene, cue)


def _before_aside(voice: Voices, cue: Hit, start: int) -> Speaker | None:
    """Return who stands before what is inserted between a subject and its verb ("X, quoted by Y, said", « X, dont le pays …, a dit »)."""
    scene = voice.scene
    openers = scene.lexicon.insertions.opening
    if not openers or scene.text.find(",", start, cue.start) < 0:
        return None
    end = _skip_auxiliaries(scene, cue.start, start)
    if scene.text.find(",", end, cue.start) < 0:
        return None
    comma = scene.lower.rfind(", ", start, end)
    while comma > start:
        if scene.lower.startswith(openers, comma + 2):
            if scene.text.find(", ", comma + 2, end) > 0 and _ends_with_name(voice, comma, end):
                return None  # another clause in it has its own subject (« X, interrogé après que Y, Z, a annoncé »)
            named = voice.last(max(start, comma - MEMORY), comma)
            if named is not None and named.end == comma:
                return of_mention(voice, named) if named.as_actor and not is_cased(voice, named) else None
            return unknown_before(voice, comma, start)
        comma = scene.lower.rfind(", ", start, comma)
    return None


def _ends_with_name(voice: Voices, start: int, end: int) -> bool:
    """Say whether a span ends with a mention that acts."""
    named = voice.last(start, end)
    return named is not None and named.end == end and named.as_actor


def _antecedent(voice: Voices, at: int, start: int) -> Speaker | None:
    """Return whom a relative pronoun at a position takes up: the name right before it ("X, who said")."""
    scene = voice.scene
    stop = start + len(scene.text[start:at].rstrip(" ,"))
    named = voice.last(max(start, stop - MEMORY), stop)
    if named is not None and named.end == stop:
        return of_mention(voice, named)
    return unknown_before(voice, stop, start) or described_right(voice, stop, start)


def topic(voice: Voices, start: int, end: int) -> Named | None:
    """Return the name that a comma or "too" sets off as the subject of a sentence whose verb comes last («X, … dedi»)."""
    scene = voice.scene
    opener = voice.first(start, start + 1)
    if opener is not None and opener.as_actor and scene.text.startswith(", ", opener.end):
        following = voice.first(opener.end + 2, opener.end + 3)
        if following is None or not scene.after(following.end, 8).startswith((",", *scene.lexicon.ands.padded)):
            return opener  # who opens the sentence and is set off, of no list: whoever follows is spoken of
    for named in reversed(voice.between(start, end)[:MEMORY]):
        behind = scene.after(named.end, 8)
        if named.as_actor and (behind.startswith((",", *scene.lexicon.topic_marks.padded))):
            return named
    return None


def is_subject(voice: Voices, named: Named) -> bool:
    """Say whether a name is in no case, or in that of the subject of a subordinate clause («X'ın … dediği»)."""
    scene = voice.scene
    if scene.folded[named.end : named.end + 1] != "'":
        return not scene.after(named.end, 8).startswith(scene.lexicon.ands.padded)
    return scene.lower.startswith(scene.lexicon.possessive, named.end)


def right_behind(voice: Voices, cue: Hit, end: int) -> Speaker | None:
    """Take the name that follows the verb at once where verbs close the sentence («…» dedi X): an afterthought, in no case."""
    scene = voice.scene
    at = cue.end + 1
    if scene.lexicon.converb_ending and re.search(
        rf"{scene.lexicon.converb_ending}\Z", scene.lower[cue.start : cue.end]
    ):
        return None  # the sentence goes on: what follows is not its subject
    titles = [hit for hit in scene.between(scene.hits.actors, at, at + 1) if hit.entry.forms[0].kind in LEANING]
    begin = titles[0].end + 1 if titles else at
    named = voice.first(at, min(end, begin + 1))
    if named is not None:
        suffixed = scene.folded[named.end : named.end + 1] == "'"
        return None if suffixed or not named.as_actor else of_mention(voice, named)
    return name_at(voice, at, end)


def _skip_auxiliaries(scene: Scene, at: int, start: int) -> int:
    """Step left over words such as "has", "also", «также», at most three."""
    phrases = scene.lexicon.auxiliaries.phrases
    lasts = _last_words(scene.lexicon)
    adverbs = scene.lexicon.adverb_endings if scene.lexicon.adverbs_lead_verb else ()
    for _ in range(ADJACENT_WORDS):
        begin = max(start, at - 40)
        left = scene.lower[begin:at].rstrip(" ,")
        opens = left.rfind(" ") + 1
        last = left[opens:]
        is_adverb = last.endswith(adverbs) and not scene.text[begin + opens].isupper()  # “Lovely said”
        if last not in lasts and not is_adverb:
            break
        words = left.rsplit(" ", ADJACENT_WORDS)
        found = next((size for size in (3, 2, 1) if len(words) >= size and tuple(words[-size:]) in phrases), 0)
        if not found and is_adverb:
            found = 1
        if not found:
            break
        at = begin + len(left) - len(" ".join(words[-found:]))
    while at > start and scene.text[at - 1] in " ,":
        at -= 1
    return at


@lru_cache(maxsize=64)
def _last_words(lexicon: Lexicon) -> frozenset[str]:
    """Return the last words of auxiliaries and adverbs: without one of them there is nothing to step over."""
    return frozenset(phrase[-1] for phrase in lexicon.auxiliaries.phrases)


def _behind(voice: Voices, cue: Hit, end: int) -> Speaker | None:
    """Take the subject of an inverted clause ("said X", «заявил X») up to the next comma."""
    scene = voice.scene
    if scene.lower[cue.start : cue.end] in scene.lexicon.addressing.set:
        return None  # what follows is who was told
    begin = _past_platform(scene, past_asides(voice, past_addressee(scene, cue.end, end), end))
    closes = bool(scene.lexicon.verb_genders) and (scene.behind_comma(cue.start) or behind_dash(scene, cue))
    stop = min(end, begin + (CLOSING_REACH if closes else INVERTED_REACH))
    closing = _CLAUSE_END.search(scene.text, begin, stop)
    stop = closing.start() if closing else stop
    words = scene.lower[begin:stop].split()
    if words and words[0] in scene.lexicon.that.set:
        return None  # the clause that was said begins here: who stands in it is spoken of
    if words and (meant := meant_by(voice, words, cue.start, begin + 1)) is not None:
        return meant
    found = [
        named
        for named in voice.between(begin, stop)
        if not (is_oblique(scene, named.start, begin) or is_cased(voice, named) or _is_compounded(scene, named))
    ]
    if words and (apposed := _apposed_to_title(voice, begin, stop, end)) is not None:
        return apposed
    if found and (stranger := _before_mention(voice, begin, found[0].start) or _owned(voice, found[0], stop)):
        return stranger
    if found:
        person = next((named for named in found[1:] if is_person(voice, named)), None)
        reach = CASED_REACH if found[0].kind == "unnamed" else ADJACENT_WORDS * 10  # „řekl poradce … pro … X“
        near = person and not is_person(voice, found[0]) and person.start - found[0].end <= reach
        return of_mention(voice, person if person and near else found[0])
    if scene.lexicon.nouns_capital and (body := by_collective_in(voice, begin, stop)) is not None:
        return body
    articled = described_behind(voice, begin, stop) if scene.lexicon.nouns_capital else None
    return articled or unknown_behind(voice, begin, stop)


def _past_platform(scene: Scene, at: int) -> int:
    """Return where a clause goes on behind the network on which it was written («написал в Telegram советник …»)."""
    if scene.text[at : at + 1] != " ":
        return at
    preposition, _, rest = scene.lower[at + 1 : at + 1 + MEMORY].partition(" ")
    network = rest.partition(" ")[0]
    lexicon = scene.lexicon
    if preposition not in lexicon.obliques.set or network not in lexicon.platforms.set:
        return at
    return at + len(preposition) + len(network) + 2


def _apposed_to_title(voice: Voices, begin: int, stop: int, end: int) -> Speaker | None:
    """Return the full name between the comma that closes a title behind a verb and a mark («заявил советник президента X Y-а, Имя Фамилия.»).

    Who stands in the title is whose it is. Names of a list are none: another word follows them.
    """
    scene = voice.scene
    lexicon = scene.lexicon
    if not scene.text.startswith(", ", stop):
        return None
    words = scene.text[begin:stop].split()
    if len(words) < TWO_NAMES or not words[0].islower():
        return None
    articles = lexicon.articles.set | lexicon.determiners.set
    if (words[0] not in articles) if articles else (words[0] in lexicon.obliques.set):
        return None
    found = first_stranger(voice, stop + 2, end)
    named = voice.first(stop + 2, min(end, stop + TITLE_REACH))
    if found is not None and found[0] == stop + 2:
        behind, speaker = found[1], found[2]
    elif named is not None and named.start == stop + 2 and is_person(voice, named) and not is_cased(voice, named):
        behind, speaker = named.end, of_mention(voice, named)
    else:
        return None
    return speaker if behind >= end or scene.text[behind] in ".,!?…\n" else None


def past_asides(voice: Voices, at: int, end: int) -> int:
    """Return where a clause goes on behind what stands between its verb and its subject: "in turn", and who relayed the words.

    «заявил, в свою очередь, X», „řekl podle agentury Y X“. An aside between commas closes before the subject.
    """
    scene = voice.scene
    if scene.text.startswith(", ", at):
        aside = next((each for each in scene.lexicon.asides if scene.lower.startswith(f"{each}, ", at + 2)), None)
        if aside:
            return at + len(aside) + 3
        relay = scene.lower.startswith(scene.lexicon.according_to.opening, at + 2)
        stop = past_relay(voice, at + 2, end) if relay else -1
        return stop + 1 if scene.text[stop : stop + 1] == "," else at
    if scene.lower.startswith(scene.lexicon.according_to.opening, at + 1):
        return max(at, past_relay(voice, at + 1, end))
    return at


def past_relay(voice: Voices, at: int, end: int) -> int:
    """Return where an "according to" that begins here ends, if an outlet is meant: its nouns and its name; -1 if not."""
    scene = voice.scene
    phrase = next((each for each in scene.lexicon.according_to.opening if scene.lower.startswith(each, at)), None)
    stop = at + len(phrase or "") - 1
    found = False
    for sign in scene.between(scene.hits.signs, at, min(end, at + INVERTED_REACH)) if phrase else ():
        if sign.start > stop + 1:
            break
        stop, found = max(stop, sign.end), True
    return stop if found else -1


def _is_compounded(scene: Scene, named: Named) -> bool:
    """Say whether a name is the first part of a noun (“der frühere NATO-Oberbefehlshaber”)."""
    return named.kind == "name" and scene.lexicon.nouns_capital and scene.folded[named.end : named.end + 1] == "-"


def _owned(voice: Voices, owner: Named, end: int) -> Speaker | None:
    """Take the name of several words right behind a mention in the genitive («сказал советник X-а Имя Фамилия»)."""
    if not voice.scene.lexicon.verb_genders or voice.scene.text[owner.end : owner.end + 1] != " ":
        return None
    found = first_stranger(voice, owner.end + 1, end)
    return found[2] if found and found[0] == owner.end + 1 else None


def _before_mention(voice: Voices, start: int, end: int) -> Speaker | None:
    """Take a name of several words that stands behind a verb before anybody of the pack, words between them."""
    if end - start <= INVERTED_GAP:
        return None
    following = first_stranger(voice, start, end - 1)
    if following is None or not voice.scene.text[following[1] : end].strip():
        return None
    stranger = unknown_behind(voice, start, end - 1)
    return stranger if stranger and " " in (stranger.name or "") else None


def _first_in_clause(voice: Voices, start: int, end: int) -> Speaker | None:
    """Take the first mention before the verb that no preposition makes an object."""
    segment = _last_segment(voice.scene, start, end)
    if (opener := _opened_by_stranger(voice, segment, end)) is not None:
        return opener
    found = clause_subject(voice, segment, end) or described_before(voice, segment, end, start)
    if found or segment == start or _opens_phrase(voice.scene, segment):
        return found
    return clause_subject(voice, start, end)


def with_office(voice: Voices, owner: Named, end: int) -> Speaker | None:
    """Return who bears an office of a country or body named before it, in no case («X Dışişleri Bakanı Ad Soyad, …»); None without one."""
    scene = voice.scene
    if is_person(voice, owner) or scene.text[owner.end : owner.end + 1] != " ":
        return None
    run = _OFFICE_AND_NAME.match(scene.folded, owner.end + 1, end)
    if run is None or scene.folded[run.end() : run.end() + 1] == "'":
        return None
    person = next((each for each in voice.between(owner.end, run.end()) if is_person(voice, each)), None)
    if person is not None:
        return of_mention(voice, person)
    words = run.group().split()
    office, name = words[:-TWO_NAMES], words[-TWO_NAMES:]
    if not office or not office[-1].endswith(POSSESSED) or name[-1].lower().endswith(scene.lexicon.bodies):
        return None
    return Speaker(None, " ".join(name), "speaker.as_written") if not name[0].endswith(POSSESSED) else None


def office_bearer(voice: Voices, start: int, end: int) -> Speaker | None:
    """Return who bears an office of a country outside the pack that opens a sentence, set off by a comma; None without one."""
    scene = voice.scene
    run = _OFFICE_AND_NAME.match(scene.folded, start, end)
    if run is None or scene.folded[run.end() : run.end() + 1] != ",":
        return None
    if any(is_person(voice, each) for each in voice.between(start, run.end())):
        return None
    words = run.group().split()
    office, name = words[:-TWO_NAMES], words[-TWO_NAMES:]
    if len(office) < TWO_NAMES or not office[-1].endswith(POSSESSED) or name[-1].lower().endswith(scene.lexicon.bodies):
        return None
    return Speaker(None, " ".join(name), "speaker.as_written")


_OFFICE_AND_NAME = re.compile(r"(?:[^\W\d_a-zçğıöşü][\w-]* ){1,7}(?:[ae]\w{1,2}-)?[^\W\d_a-zçğıöşü][\w-]*")
TWO_NAMES = 2
POSSESSED = ("ı", "i", "u", "ü")
"""How the noun of an office ends behind whose it is, where that stands first."""


def _opened_by_stranger(voice: Voices, start: int, end: int) -> Speaker | None:
    """Return somebody outside the pack by whose full name a clause begins: the others in it are spoken of ("X thanked Y and said")."""
    if voice.scene.lexicon.nouns_capital or voice.first(start, end) is None:
        return None
    found = first_stranger(voice, start, end)
    return found[2] if found is not None and found[0] == start else None


def clause_subject(voice: Voices, start: int, end: int) -> Speaker | None:
    """Return the first mention of a span that acts and that no preposition makes an object."""
    for named in voice.between(start, end)[:MEMORY]:
        if (named.as_actor or named.kind != "name") and not is_oblique(voice.scene, named.start, start):
            if is_cased(voice, named):
                if (whose := _owned(voice, named, end)) is not None:
                    return whose  # «депутат Думы Имя Фамилия»
                if is_cased(voice, named, owns=True):
                    continue
            if _goes_on_list(voice, named):
                continue
            if voice.scene.folded.startswith("'" if voice.scene.lexicon.verb_last else _POSSESSIVE, named.end):
                continue  # "Kyiv's envoy": what belongs to it speaks; «X'ın konuğu olan»: a case
            return (with_office(voice, named, end) if voice.scene.lexicon.verb_last else None) or of_mention(
                voice, named
            )
    return by_collective_in(voice, start, end)


def _goes_on_list(voice: Voices, named: Named) -> bool:
    """Say whether a name stands inside a list of others in a case that no subject stands in («лідерів України, США та Росії»)."""
    scene = voice.scene
    if not scene.lexicon.verb_genders or is_person(voice, named):
        return False
    before = voice.last(max(0, named.start - MEMORY), named.start)
    after = voice.first(named.end, named.end + MEMORY)
    if before is None or after is None or scene.text[before.end : named.start] != ", ":
        return False
    joined = scene.text[named.end : after.start].strip(" ,") in {"", *scene.lexicon.ands}
    return joined and is_cased(voice, before) and is_cased(voice, after)


def _opens_phrase(scene: Scene, at: int) -> bool:
    """Say whether another subject begins here: an article or a capital."""
    word = scene.text[at : at + MEMORY].partition(" ")[0]
    return word[:1].isupper() or word in scene.lexicon.determiners


def is_participle(scene: Scene, cue: Hit) -> bool:
    """Say whether the verb has no subject of its own (urging, diyen)."""
    ending = scene.lexicon.participle_ending
    return bool(ending) and scene.lower[cue.start : cue.end].partition(" ")[0].endswith(ending)


def goes_on(scene: Scene, cue: Hit) -> bool:
    """Say whether the same speaker goes on by this verb ("…, adding that …", «…, добавив, что …»)."""
    return scene.lower[cue.start : cue.end] in scene.lexicon.going_on.set


def has_no_subject(scene: Scene, cue: Hit) -> bool:
    """Say whether the verb leans on the clause before it: a participle, or one by which the same speaker goes on."""
    return is_participle(scene, cue) or goes_on(scene, cue)


def _last_segment(scene: Scene, start: int, end: int) -> int:
    """Return where the part after the last comma begins if the subject stands there: "…, the office said", not "X, …, said"."""
    if scene.lexicon.verb_last:
        return start
    comma = scene.lower.rfind(", ", start, end)
    return comma + 2 if comma >= 0 and comma < _skip_auxiliaries(scene, end, start) else start


def _seat_speaks(scene: Scene, named: Named, cue: Hit) -> bool:
    """Say whether a preposition of place is part of the subject: «в … заявили», «у … повідомили»."""
    words = scene.lexicon.seat_speaks
    if not words or not scene.before(named.start).endswith(words.padded):
        return False
    before = scene.before(named.start).split()
    if len(before) > 1 and before[-2] in scene.lexicon.collective_country.set:
        return False  # «стороны в … согласовали»: they are the subject, the place is where
    return _is_plural(scene, cue)


def _is_only_there(voice: Voices, named: Named) -> bool:
    """Say whether a city or country is named for what happens there: nobody speaks."""
    actor = voice.scene.facts.actor(named.actor) if named.actor and not named.as_actor else None
    return actor is not None and actor.type in {"place", "government"}


def colon_speaker(voice: Voices, start: int, colon: int) -> Speaker | None:
    """Return who stands right before a colon."""
    for named in reversed(voice.between(start, colon)):
        if not voice.scene.text[named.end : colon].strip():
            return None if _is_only_there(voice, named) else of_mention(voice, named)
    return unknown_before(voice, colon, start) if colon - start <= INVERTED_REACH else None
