"""Who said it: the subject of a verb of speech, by name, title, pronoun or continuation."""

from bisect import bisect_left

from pipelines.tag.bearers import office_bearer, with_office
from pipelines.tag.clauses import (
    INVERTED_REACH,
    adverb_start,
    behind_dash,
    has_no_subject,
    is_fronted,
    is_participle,
    is_plural,
    skip_auxiliaries,
)
from pipelines.tag.descriptions import described_before, described_first, described_right
from pipelines.tag.index import Hit
from pipelines.tag.inversion import behind_verb, whose_name
from pipelines.tag.mentions import Named
from pipelines.tag.papers import is_in_paper, seat_behind, whose_paper
from pipelines.tag.referring import gender_of
from pipelines.tag.scene import Scene
from pipelines.tag.standing_for import (
    MEMORY,
    by_collective,
    by_collective_in,
    by_latter,
    by_leader,
    by_pronoun,
    by_source_noun,
    by_spokesperson,
    inner_pronoun,
)
from pipelines.tag.strangers import ADJACENT_WORDS, first_stranger, name_first, unknown_before, unknown_behind
from pipelines.tag.voices import Speaker, Voices, is_cased, is_oblique, is_person, of_mention

SHORTEST_SUBJECT = 6
LONGEST_ASIDE = 500
"""Characters between a subject and its verb."""
BOTH_NAMES = 2
REFUSING = frozenset({"deny", "decline_comment", "condemn"})
"""Types of verbs whose object may stand between a seat that speaks and its verb."""
LONGEST_TITLE = 5
"""Words of a name with the title before it."""
LONGEST_TOO = 4
"""Characters, blanks counted, of a word for "too" that inside a clause only stands behind a place («Moskova da dahil»)."""
BARE = ' ,.!?…—–-»”"'
"""Marks and blanks between a quotation and its verb where nobody is named between."""
_POSSESSIVE = ("'s ", "' ")


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
        return whose_paper(voice, cue, start, end)
    if lexicon.verb_last:
        named = topic(voice, start, cue.start)
        if (bearer := office_bearer(voice, start, named.start if named else cue.start)) is not None:
            return bearer
        return (
            of_mention(voice, named)
            if named
            else _first_in_clause(voice, start, cue.start) or behind_verb(voice, cue, end)
        )
    if inverted and lexicon.seat_speaks and (seat := seat_behind(voice, cue, end)) is not None:
        return seat
    if lexicon.verb_genders and behind_dash(scene, cue) and not _sets_off(scene, start, cue):
        return behind_verb(voice, cue, end)  # what was said stands before the dash: nobody in it says so
    if lexicon.seat_speaks and (seat := _seat_opening(voice, cue, start)) is not None:
        return seat
    follows = (lexicon.fronting and is_fronted(scene, start, cue.start)) or (
        inverted and (_closes_with_name(scene, cue, start, end) or is_inserted(scene, cue, end))
    )
    if follows and (found := behind_verb(voice, cue, end)) is not None:
        return found
    aside = _before_aside(voice, cue, start) if lexicon.insertions else None
    return (
        aside
        or (None if _leans_on_clause(scene, cue) else _right_before(voice, cue, start))
        or (behind_verb(voice, cue, end) if inverted and not is_participle(scene, cue) else None)
        or (None if beside else _first_in_clause(voice, start, cue.start))
        or (None if beside or not inverted else stranger_in_clause(voice, start, cue.start))
    )


def _sets_off(scene: Scene, start: int, cue: Hit) -> bool:
    """Say whether the dash before a verb is the second of two, with words on the subject between («X — глава делегации — заявил»)."""
    return scene.text.find(scene.text[cue.start - 3 : cue.start], start, cue.start - 3) >= 0


def is_inserted(scene: Scene, cue: Hit, end: int) -> bool:
    """Say whether a verb and its subject stand between two commas («Бундесвер, считает он, мог бы …»)."""
    comma = scene.text.find(", ", cue.end, min(end, cue.end + MEMORY))
    if comma < 0 or not scene.lexicon.verb_genders or not scene.behind_comma(cue.start):
        return False
    words = scene.text[cue.end : comma].split()
    if len(words) == 1 and gender_of(scene, words[0]) is not None:
        return True
    name = bool(words) and words[-1][0].isupper() and scene.lexicon.obliques.set.isdisjoint(words)
    return name and len(words) <= (ADJACENT_WORDS if all(word[0].isupper() for word in words) else LONGEST_TITLE)


def _closes_with_name(scene: Scene, cue: Hit, start: int, end: int) -> bool:
    """Say whether a verb behind a comma and a name close the sentence («…, сообщил X.»): who stands before the comma is told of."""
    if not scene.behind_comma(max(start, adverb_start(scene, cue.start))):
        return False
    words = scene.text[cue.end : end].rstrip(BARE).split()
    return 0 < len(words) <= ADJACENT_WORDS and all(word[0].isupper() for word in words)


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
    at = skip_auxiliaries(scene, cue.start, start)
    place = bisect_left(voice.starts, at)
    named = voice.mentions[place - 1] if place else None
    apart = scene.text.find(",", at, cue.start) >= 0
    parted = apart and scene.lexicon.nouns_capital and not (named and _is_apposed(voice, named, start, at))
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
        free = free or _opens_behind_conjunction(scene, named.start)
        free = free or is_in_paper(scene, named, start)
        return of_mention(voice, named) if free else _body_of(voice, named, start)
    word = scene.lower[max(start, at - 40) : at].rsplit(None, 2)
    if word and word[-1] in scene.lexicon.relatives.set and (found := _antecedent(voice, at - len(word[-1]), start)):
        return found
    latter = bool(word) and word[-1] in scene.lexicon.latter.set
    told_of = (
        start if scene.lower[cue.start : cue.end] in scene.lexicon.closing_only.set else at
    )  # not who is in its object
    if word and (speaker := by_latter(voice, at) if latter else by_pronoun(voice, word[-1].strip("“«\"'("), told_of)):
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
        return _apposed_stranger(voice, start, at)
    return unknown_before(voice, at, start) or (None if apart else described_right(voice, at, start))


def _opens_behind_conjunction(scene: Scene, at: int) -> bool:
    """Say whether a word that is a preposition as well opens a clause right before its subject ("after the president said")."""
    before = scene.before(at)
    article = next((each for each in scene.lexicon.articles.padded if before.endswith(each)), " ")
    return before[: len(before) - len(article) + 1].endswith(scene.lexicon.or_conjunctions.padded)


def is_set_off(voice: Voices, cue: Hit, start: int) -> bool:
    """Say whether who is named between commas right before a verb is its subject."""
    named = voice.last(start, cue.start)
    return named is not None and _is_apposed(voice, named, start, cue.start - 2)


def _body_of(voice: Voices, named: Named, start: int) -> Speaker | None:
    """Return the country whose body speaks, told with what it is for («Министерство экономики России заявило»)."""
    scene = voice.scene
    actor = scene.facts.actor(named.actor) if named.actor else None
    begin = max(start, scene.text.rfind(", ", start, named.start) + 2)
    words = scene.text[begin : named.start].split()
    if actor is None or actor.type != "government" or not BOTH_NAMES <= len(words) <= ADJACENT_WORDS:
        return None
    kind = {*words[1:]}
    body = words[0].lower() in scene.lexicon.collective_country.set and kind.isdisjoint(scene.lexicon.obliques)
    body = body and all(word.islower() for word in kind)
    return of_mention(voice, named)._replace(rule="speaker.collective") if body else None


def _is_apposed(voice: Voices, named: Named, start: int, at: int) -> bool:
    """Say whether a person is named between commas before the verb (“Der Chef der Behörde, X, sagte”).

    Where nouns have capitals no other subject stands before such a comma (“…, gab X bekannt”).
    """
    scene = voice.scene
    comma = scene.text.rfind(", ", start, named.start)
    if comma < 0 or named.end != at or not is_person(voice, named):
        return False
    return all(word[0].isupper() for word in scene.text[comma + 2 : named.start].split())


def _apposed_stranger(voice: Voices, start: int, at: int) -> Speaker | None:
    """Return somebody outside the pack who is named so (“Der Vermittler, Minister X Y, sagte”): every word has a capital somewhere."""
    scene = voice.scene
    comma = scene.text.rfind(", ", start, at)
    words = scene.text[comma + 2 : at].split()
    if comma < 0 or len(words) < BOTH_NAMES or any(word.islower() for word in words):
        return None
    return unknown_before(voice, at, comma + 2)


def _leans_on_clause(scene: Scene, cue: Hit) -> bool:
    """Say whether the subject of a verb behind a comma is that of the clause before, whose object stands there ("X praised Y, stating: “")."""
    return scene.behind_comma(cue.start) and has_no_subject(scene, cue)


def _before_aside(voice: Voices, cue: Hit, start: int) -> Speaker | None:
    """Return who stands before what is inserted between a subject and its verb ("X, quoted by Y, said", « X, dont le pays …, a dit »)."""
    scene = voice.scene
    openers = scene.lexicon.insertions.opening
    start = max(start, cue.start - LONGEST_ASIDE)
    if not openers or scene.text.find(",", start, cue.start) < 0:
        return None
    end = skip_auxiliaries(scene, cue.start, start)
    if scene.text.find(",", end, cue.start) < 0:
        return None
    comma = scene.lower.rfind(", ", start, end)
    while comma > start:
        if scene.lower.startswith(openers, comma + 2):
            if scene.text.find(", ", comma + 2, end) > 0 and _ends_with_name(voice, comma, end):
                return None  # another clause in it has its own subject (« X, interrogé après que Y, Z, a annoncé »)
            named = voice.last(max(start, comma - MEMORY), comma)
            if named is not None and named.end == comma:
                if scene.lexicon.articles and is_oblique(scene, named.start, start):
                    return clause_subject(voice, start, comma) or described_first(voice, start, comma)
                return of_mention(voice, named) if named.as_actor and not is_cased(voice, named) else None
            words = scene.lower[max(start, comma - MEMORY) : comma].rsplit(None, 2)
            return (by_leader(voice, words, comma, start) if words else None) or unknown_before(voice, comma, start)
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
        opens = named.start == start or scene.behind_comma(named.start)
        marks = scene.lexicon.topic_marks.padded
        marks = marks if opens else tuple(mark for mark in marks if len(mark) > LONGEST_TOO)
        if named.as_actor and behind.startswith((",", *marks)):
            return named
    return None


def is_subject(voice: Voices, named: Named) -> bool:
    """Say whether a name is in no case, or in that of the subject of a subordinate clause («X'ın … dediği»)."""
    scene = voice.scene
    if scene.folded[named.end : named.end + 1] != "'":
        return not scene.after(named.end, 8).startswith(scene.lexicon.ands.padded)
    return scene.lower.startswith(scene.lexicon.possessive, named.end)


def _first_in_clause(voice: Voices, start: int, end: int) -> Speaker | None:
    """Take the first mention before the verb that no preposition makes an object."""
    segment = _last_segment(voice.scene, start, end)
    if (opener := _opened_by_stranger(voice, segment, end)) is not None:
        return opener
    found = clause_subject(voice, segment, end) or described_before(voice, segment, end, start)
    if found or segment == start or _opens_phrase(voice.scene, segment):
        return found
    return clause_subject(voice, start, end)


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
                if (whose := whose_name(voice, named, end)) is not None:
                    return whose  # «депутат Думы Имя Фамилия»
                if is_cased(voice, named, owns=True):
                    continue
            if _goes_on_list(voice, named):
                continue
            if named.kind == "unnamed" and (apposed := _name_behind(voice, named)) is not None:
                return of_mention(voice, apposed)
            if voice.scene.folded.startswith("'" if voice.scene.lexicon.verb_last else _POSSESSIVE, named.end):
                continue  # "Kyiv's envoy": what belongs to it speaks; «X'ın konuğu olan»: a case
            return (with_office(voice, named, end) if voice.scene.lexicon.verb_last else None) or of_mention(
                voice, named
            )
    return by_collective_in(voice, start, end)


def _name_behind(voice: Voices, named: Named) -> Named | None:
    """Return the person named between commas behind a description («son interlocuteur russe, X, …»)."""
    scene = voice.scene
    behind = voice.first(named.end + 2, named.end + 3) if scene.text.startswith(", ", named.end) else None
    apposed = behind is not None and is_person(voice, behind) and scene.text.startswith(",", behind.end)
    return behind if apposed else None


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


def _last_segment(scene: Scene, start: int, end: int) -> int:
    """Return where the part after the last comma begins if the subject stands there: "…, the office said", not "X, …, said"."""
    if scene.lexicon.verb_last:
        return start
    comma = scene.lower.rfind(", ", start, end)
    return comma + 2 if comma >= 0 and comma < skip_auxiliaries(scene, end, start) else start


def _seat_speaks(scene: Scene, named: Named, cue: Hit) -> bool:
    """Say whether a preposition of place is part of the subject: «в … заявили», «у … повідомили»."""
    words = scene.lexicon.seat_speaks
    if not words or not scene.before(named.start).endswith(words.padded):
        return False
    before = scene.before(named.start).split()
    if len(before) > 1 and before[-2] in scene.lexicon.collective_country.set:
        return False  # «стороны в … согласовали»: they are the subject, the place is where
    return is_plural(scene, cue)


def _seat_opening(voice: Voices, cue: Hit, start: int) -> Speaker | None:
    """Return whose seat opens a clause of a verb in the plural that has no other subject before it («У Кремлі таку версію заперечили»)."""
    scene = voice.scene
    word = next((each for each in scene.lexicon.seat_speaks.opening if scene.lower.startswith(each, start)), "")
    named = voice.first(start + len(word), start + len(word) + 1) if word and is_plural(scene, cue) else None
    if named is None or _is_only_there(voice, named) or is_person(voice, named) or "," in scene.text[start : cue.start]:
        return None
    between = scene.lower[named.end : cue.start].split()
    others = len(between) > ADJACENT_WORDS or not scene.lexicon.collective_country.set.isdisjoint(between)
    return None if others or cue.entry.cue not in REFUSING else of_mention(voice, named)


def _is_only_there(voice: Voices, named: Named) -> bool:
    """Say whether a city or country is named for what happens there: nobody speaks."""
    actor = voice.scene.facts.actor(named.actor) if named.actor and not named.as_actor else None
    return actor is not None and actor.type in {"place", "government"}


def colon_speaker(voice: Voices, start: int, colon: int) -> Speaker | None:
    """Return who stands right before a colon."""
    for named in reversed(voice.between(start, colon)):
        if not voice.scene.text[named.end : colon].strip():
            if _is_only_there(voice, named):
                return None
            opener = voice.first(start, colon)
            met = opener and opener.as_actor and is_oblique(voice.scene, named.start, start)
            return of_mention(voice, opener if opener and met else named)  # "X after talks with Y: …"
    return unknown_before(voice, colon, start) if colon - start <= INVERTED_REACH else None
