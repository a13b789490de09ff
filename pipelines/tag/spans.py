"""Where the content of a reported statement begins and ends: without speaker, verb and "that"."""

import re
from functools import lru_cache
from itertools import islice

from pipelines.tag.brackets import second_clause
from pipelines.tag.clauses import end_of_subject, has_no_subject, own_clause
from pipelines.tag.index import Hit
from pipelines.tag.lexicon import Lexicon, Words
from pipelines.tag.objects import object_before, object_first
from pipelines.tag.parted import last_part
from pipelines.tag.recall import verb_gender
from pipelines.tag.scene import Scene, padded
from pipelines.tag.speakers import is_inserted, topic
from pipelines.tag.speech import CUE_GAP, LEAST_WORDS, WORD, cues_in, trimmed
from pipelines.tag.voices import Voices

THAT_REACH = 160
"""Characters behind a verb of speech within which its "that" ends."""
SHORTEST_INFINITIVE = 3
MOST_OCCASIONS = 4
"""Words and phrases of time and place between a verb and the clause that it reports without a "that"."""
MOST_OF_OCCASION = 4
"""Words behind their preposition."""
MOST_DAYS = 32
SHORTEST_NOUN = 5
"""Letters of a noun that alone is what a verb demands, offers or refuses."""
JOINED = 8
"""Characters before a verb within which the "and" stands that joins it to another."""
DAY_WORDS = 2
"""Words that tell on which day something was announced: a preposition and the day."""
MOST_TO_COLON = 6
"""Words from a verb to the colon before what it reports."""
MOST_OF_BODY = 3
"""Words of a body's name before its last one."""
BEFORE_MOOD = 4
"""Words of a clause up to its verb in the second place."""
TURN_WORDS = 2
"""Words between a "but" and the next verb of speech of the same subject («но затем добавил»)."""
MOST_ASKED = 7
"""Words behind a verb within which ends who is asked."""
ACCUSED_REACH = 30
"""Characters behind a verb within which whoever it accuses is named."""
MOST_OF_AUDIENCE = 6
"""Words from a verb to the noun for who was told."""
_TO_COLON = re.compile(r"(?: [^\s,;:.!?“”„«»\"—–]+)+: (?=.)")
_CLAUSE_MARK = re.compile(r"[,;:.!?“”\"]")
_OCCASION = re.compile(r" (\w+)(?: (?:the|a|an))? \w+")
"""A preposition with its noun behind an audience ("in Moscow", "on Monday")."""
_FIRST_WORD = re.compile(r" ([^\W_]+)")
_NEXT = re.compile(r"\W+(\w+)")


def content_span(
    voice: Voices, cue: Hit, start: int, end: int, following: Hit | None, *, closes: bool = False
) -> tuple[int, int] | None:
    """Return the content of a reported statement; None where the verb governs none.

    `closes`: the verb closes its sentence, with nothing but its subject and adverbials behind it.
    """
    scene = voice.scene
    if scene.lexicon.verb_last:
        return _before_last_verb(voice, cue, start)
    if (first := object_first(voice, cue, start)) is not None:
        return first
    limit = before_next(voice, cue, following, end)
    charged = None
    begin = answered = after_that(scene, cue, limit)
    if begin is not None and (stop := last_part(scene, cue, begin, limit)) is not None and scene.text[stop - 1] == ",":
        limit = stop - 1  # “wies den Vorwurf, dass …, zurück”
    if begin is None and (begin := second_clause(voice, cue, limit)) is not None:
        limit = before_break(scene, begin, limit)
    elif begin is None and (begin := _behind_occasion(voice, cue, limit)) is not None:
        limit = before_break(scene, begin, _before_other(scene, cue, following, limit))
    elif begin is None:
        decided, told = _told_before(voice, cue, (start, end), limit, closes=closes)
        if decided:
            return told
        charged = _behind_accused(voice, cue, limit) or _behind_asked(scene, cue, limit)
        begin = (
            _behind_audience(scene, cue, limit)
            or charged
            or _announced(scene, cue, limit)
            or skip_objects(scene, end_of_subject(voice, cue, start))
        )
        begin = _behind_about(scene, behind_particle(scene, begin, limit))
        limit = before_break(scene, begin, _before_other(scene, cue, following, limit))
        limit = _before_particle(scene, cue, begin, limit)
        begin = _behind_reflexive(scene, begin)
    if cue.entry.cue == "decline_comment":
        says = _says_otherwise(voice, cue, begin, answered)
        return None if says else _declined(voice, cue, (start, end), (begin, limit))
    # a charge may be one word, and an answer («že nikoli»)
    brief = bool(charged) or bool(answered and not scene.lexicon.articles and scene.text[answered - 2] != ":")
    least = 1 if brief else _least_words(scene, cue, (begin, limit), end)
    behind = trimmed(scene, begin, limit, least=least)
    return behind or object_before(voice, cue, start, end) or _before_cue(voice, cue, start, end)


def _least_words(scene: Scene, cue: Hit, content: tuple[int, int], end: int) -> int:
    """Return how many words a content behind a verb must have to be one."""
    begin, limit = content
    if cue.entry.cue == "other":
        return 2 if begin != cue.end + 1 or _ends_in_preposition(scene, cue) else LEAST_WORDS
    # a headline demands in a word
    in_headline = begin < scene.body_at and scene.between(scene.hits.terms, begin, limit)
    return 1 if in_headline or _is_one_noun(scene, begin, limit, end) else 2


def _declined(voice: Voices, cue: Hit, clause: tuple[int, int], behind: tuple[int, int]) -> tuple[int, int]:
    """Return what is not commented on: what was asked, what stands behind the verb or before it, else the whole predicate."""
    found = (
        _asked(voice, cue, clause[0]) or trimmed(voice.scene, *behind, least=1) or object_before(voice, cue, *clause)
    )
    return found or (cue.start, cue.end)


def _says_otherwise(voice: Voices, cue: Hit, begin: int, answered: int | None) -> bool:
    """Say whether a verb is only denied, and nothing is withheld: before "that", and before whom somebody is not called something."""
    scene = voice.scene
    if not scene.lower.startswith(scene.lexicon.withholding, cue.start):
        return False
    if answered is not None:
        return scene.lower[cue.end : answered].split()[-1] not in scene.lexicon.asking.set
    named = voice.first(begin, begin + 1)
    return named is not None and named.as_actor


def _asked(voice: Voices, cue: Hit, start: int) -> tuple[int, int] | None:
    """Return what somebody was asked who does not answer, where a sentence opens with it ("Asked whether …, X declined to comment")."""
    scene = voice.scene
    phrase = next((each for each in scene.lexicon.answering.opening if scene.lower.startswith(each, start)), "")
    if not phrase:
        return None
    comma = scene.text.rfind(", ", start, cue.start)
    named = voice.last(start, cue.start)
    stop = comma if comma > 0 else named.start if named is not None else -1
    begin = start + len(phrase)
    word = WORD.match(scene.lower, begin)
    if word is not None and word.group() in scene.lexicon.asked_about.set:
        begin = word.end()
        day = WORD.match(scene.lower, begin + 1, stop)
        if day is not None and day.group() in scene.lexicon.days.set:
            begin = day.end()  # "Asked on Friday whether …"
    elif word is None or word.group() in scene.lexicon.obliques.set:
        return None  # by whom, or where
    return trimmed(scene, begin, stop, least=1) if stop > begin else None


def _told_before(
    voice: Voices, cue: Hit, clause: tuple[int, int], limit: int, *, closes: bool
) -> tuple[bool, tuple[int, int] | None]:
    """Say whether a verb without a "that" reports what stands before it or nothing, and return that."""
    scene = voice.scene
    start, end = clause
    told = _before_cue(voice, cue, start, end) if closes or cue.entry.cue == "other" else None
    comma = scene.text.find(", ", cue.end, min(end, cue.end + CUE_GAP)) if told and scene.lexicon.subjunctive else -1
    if comma > 0 and told and told[1] <= cue.start and _turns_to_mood(scene, told, comma + 2, end):
        return True, trimmed(scene, comma + 2, end)  # “Zu X, die …, sagte Y, ihm sei nichts bekannt”
    if told is not None and (closes or told[0] < cue.start < told[1]):
        return True, told
    if cue.entry.cue != "other":
        return False, None
    if told is None and (
        _tells_of(scene, cue)
        or _ends_in_preposition(scene, cue)
        or _calls_so(scene, cue)
        or _announced(scene, cue, limit) is not None
    ):
        return False, None
    if scene.lexicon.about or adverbial_follows(scene, cue, limit) or _closes_with_subject(voice, cue, end):
        behind = told is not None and told[0] > cue.start and scene.lexicon.about and _about_follows(scene, cue)
        return True, None if behind else told  # of what he spoke is no statement («объявил о прекращении помощи, …»)
    closing = scene.lexicon.nouns_capital and scene.behind_comma(cue.start)  # “…, gab X bekannt”
    goes_on = told is not None and told[1] <= cue.start and (closing or scene.text.startswith(", ", cue.end))
    return goes_on, told  # what stands behind only goes on: "…, X said, adding to the confusion"


def _turns_to_mood(scene: Scene, before: tuple[int, int], at: int, end: int) -> bool:
    """Say whether the clause behind a verb of speech is in the mood of what is reported, and that before it is not."""
    moods = scene.lexicon.subjunctive.set
    behind = islice(WORD.finditer(scene.lower, at, end), BEFORE_MOOD)
    return moods.isdisjoint(WORD.findall(scene.lower, *before)) and any(word.group() in moods for word in behind)


def before_next(voice: Voices, cue: Hit, following: Hit | None, end: int) -> int:
    """Return where the content ends if the subject goes on with another verb ("… and denied …"), or another one begins behind "and"."""
    if following is None:
        return end
    scene = voice.scene
    if (joined := _before_joined(voice, cue, end)) is not None:
        return joined
    if (other := own_clause(voice, cue.end, following.start)) > cue.end:
        return scene.lower.rindex(", ", cue.end, other)
    if (broken := _before_turn(voice, cue.end, following)) is not None:
        return broken
    left = scene.lower[cue.end : following.start].rstrip()
    last = left[left.rfind(" ") + 1 :]
    joins = scene.lexicon.ands if last in scene.lexicon.ands.lasts else scene.lexicon.buts
    for word in joins:
        if left.endswith(f" {word}"):
            return cue.end + len(left) - len(word)
    if left.endswith(",") and has_no_subject(scene, following):
        return cue.end + len(left)
    return end


def _before_joined(voice: Voices, cue: Hit, end: int) -> int | None:
    """Return where the content ends before a comma, "and" and another verb of the same subject («…, що …, і закликав …»).

    The comma closes the clause that is told, where a clause always has one.
    """
    scene = voice.scene
    gender = scene.lexicon.verb_genders and verb_gender(scene, cue)
    for other in cues_in(voice, cue.end, end) if gender else ():
        for word in scene.lexicon.ands:
            joint = f", {word} "
            if scene.text.endswith(joint, 0, other.start) and verb_gender(scene, other) == gender:
                return other.start - len(joint)
    return None


def _before_turn(voice: Voices, start: int, following: Hit) -> int | None:
    """Return the break behind which the next verb of speech begins its clause, with or without a subject («…, но добавил, что …»)."""
    scene = voice.scene
    for word in scene.lexicon.breaks:
        at = scene.lower.rfind(word, start, following.start)
        if at < 0:
            continue
        begin = at + len(word)
        named = voice.first(begin, begin + 1)
        near = (
            len(scene.text[begin : following.start].split()) <= TURN_WORDS
            and "," not in scene.text[begin : following.start]
        )
        if near or (named is not None and named.as_actor):
            return at
    return None


def _before_other(scene: Scene, cue: Hit, following: Hit | None, limit: int) -> int:
    """Return where the content ends if another clause begins before the next verb of speech (", officials say")."""
    if following is None or following.start >= limit:
        return limit
    comma = scene.lower.rfind(", ", cue.end, following.start)
    near = comma > 0 and len(scene.lower[comma + 2 : following.start].split()) <= LEAST_WORDS
    return comma if near and not has_no_subject(scene, following) else limit


def behind_particle(scene: Scene, begin: int, limit: int) -> int:
    """Return where the clause behind a parted verb begins (“rief X auf, …”, “kündigte an, …”)."""
    if not scene.lexicon.particles:
        return begin
    comma = scene.lower.find(", ", begin, min(limit, begin + CUE_GAP))
    if comma < 0 or scene.lower[begin:comma].rpartition(" ")[2] not in scene.lexicon.particles.set:
        return begin
    opening = scene.lower[comma + 2 : limit].partition(" ")[0]
    if opening in scene.lexicon.purposes.set or scene.lower.startswith(tuple(scene.lexicon.breaks), comma):
        return begin  # “lehnte den Plan ab, während …”, “schlug eine Pause vor, damit …”
    return comma + 2 if len(WORD.findall(scene.lower[comma:limit])) > 1 else begin


def _before_particle(scene: Scene, cue: Hit, begin: int, limit: int) -> int:
    """Return where the content ends before the part of the verb that closes its clause (“lehnte … ab”)."""
    if not scene.lexicon.particles:
        return limit
    comma = scene.lower.find(",", begin, limit)
    stop = comma if comma > 0 else limit
    inner = scene.lower[begin:stop].rstrip(" .!?")
    left, _, last = inner.rpartition(" ")
    parted = last_part(scene, cue, begin, stop)
    if parted is not None:
        return parted
    return begin + len(left) if left and last in scene.lexicon.particles.set else limit


def _ends_in_preposition(scene: Scene, cue: Hit) -> bool:
    """Say whether a verb has its preposition with it («mluví o …»): a noun stands behind."""
    _, blank, last = scene.lower[cue.start : cue.end].rpartition(" ")
    return bool(blank and scene.lexicon.verb_genders) and last in scene.lexicon.obliques.set


def _calls_so(scene: Scene, cue: Hit) -> bool:
    """Say whether a verb calls what stands behind it something («назвал слова министра ультиматумом»): no clause, time or place."""
    lexicon = scene.lexicon
    word = _FIRST_WORD.match(scene.lower, cue.end)
    if word is None or not scene.lower.startswith(lexicon.calling, cue.start):
        return False
    return word[1] not in lexicon.obliques.set | lexicon.adverbial.set | lexicon.that.set


def _tells_of(scene: Scene, cue: Hit) -> bool:
    """Say whether what is told is a topic («сообщил о шести погибших»): not of a verb that "and" joins to one that may be reported itself, nor of a warning."""
    if not _about_follows(scene, cue) or scene.lower.startswith(scene.lexicon.warning, cue.start):
        return False
    return not scene.before(cue.start, JOINED).endswith(scene.lexicon.ands.padded)


def _about_follows(scene: Scene, cue: Hit) -> bool:
    """Say whether the verb reports a topic («заявил о …»)."""
    about = scene.lexicon.about
    return (
        scene.after(cue.end, 12).startswith(padded(about))
        or scene.lower[cue.start : cue.end].rpartition(" ")[2] in about.set
    )


def _clause_of_pronoun(scene: Scene, cue: Hit, end: int) -> int | None:
    """Return where a clause begins right behind a verb with a pronoun as its subject ("said it was good that …"); None without."""
    lexicon = scene.lexicon
    word = _FIRST_WORD.match(scene.lower, cue.end, end)
    if not lexicon.that_left_out or word is None or cue.entry.cue != "other":
        return None
    return word.start(1) if any(word[1] in words.set for words in lexicon.pronouns.values()) else None


def _announced(scene: Scene, cue: Hit, end: int) -> int | None:
    """Return where what somebody announces begins, behind the day on which («ogłosiła w czwartek sankcje»); None for other verbs."""
    lexicon = scene.lexicon
    if not scene.lower.startswith(lexicon.announcing, cue.start):
        return None
    words = [*islice(WORD.finditer(scene.lower, cue.end, end), LEAST_WORDS)]
    day = next((place for place, word in enumerate(words[:DAY_WORDS]) if word.group() in lexicon.days.set), -1)
    first = words[day + 1] if len(words) > day + 1 else None
    if first is None or first.group() in lexicon.adverbial.set or first.group() in lexicon.obliques.set:
        return None
    return None if _CLAUSE_MARK.search(scene.text, cue.end, first.start()) else first.start()


def _is_one_noun(scene: Scene, begin: int, limit: int, end: int) -> bool:
    """Say whether all that stands behind a verb, up to the end of the sentence or its last part, is a noun ("urged restraint", “schloss Bodentruppen aus”)."""
    lexicon = scene.lexicon
    inner = scene.text[begin:limit].strip(" .!?")
    if len(inner) < SHORTEST_NOUN or not inner.isalpha() or inner[0].isupper() != lexicon.nouns_capital:
        return False
    if scene.text[limit:end].strip(" .!?") not in {
        "",
        *(last.strip() for last in lexicon.last_parts),
        *lexicon.particles,
    }:
        return False
    word = inner.lower()
    small = lexicon.auxiliaries.set | lexicon.adverbial.set | lexicon.days.set | lexicon.addressees.set
    return word not in small and not word.endswith(lexicon.adverb_endings)


def _behind_reflexive(scene: Scene, begin: int) -> int:
    """Return where the content begins behind the reflexive of a verb in two parts (“wollte sich zur Route nicht äußern”)."""
    word = WORD.match(scene.lower, begin) if scene.lexicon.parted else None
    return word.end() + 1 if word is not None and word.group() in scene.lexicon.reflexives.set else begin


def _behind_about(scene: Scene, begin: int) -> int:
    """Return where the topic of a verb begins behind its preposition («заявил о …»), else `begin`."""
    at = begin - 1 if scene.text.startswith(" ", begin - 1) else begin
    word = next((each for each in scene.lexicon.about.padded if scene.lower.startswith(each, at)), "")
    return at + len(word) if word else begin


def before_break(scene: Scene, start: int, end: int) -> int:
    """Return where another clause begins (", while …"): a verb without "that" does not govern it."""
    going = scene.lexicon.unbroken.opening
    places = [
        at
        for word in scene.lexicon.breaks
        if (at := scene.lower.find(word, start, end)) > 0 and not (going and scene.lower.startswith(going, at + 2))
    ]
    return min(places, default=end)


def after_that(scene: Scene, cue: Hit, end: int) -> int | None:
    """Return where the clause after "that" begins."""
    if (begin := _clause_of_pronoun(scene, cue, end)) is not None:
        return begin
    if not scene.lexicon.that:
        return None
    if scene.lexicon.infinitives_told and (told := _infinitive_told(scene, cue, end)) is not None:
        return told
    near = scene.lower[cue.end : min(end, cue.end + THAT_REACH)]
    if (colon := _behind_colon(scene, cue, end)) is not None:
        return colon
    if not near.startswith((":", " :")):
        for word in scene.lexicon.that:
            if word in near:
                break
        else:
            return None  # before the pattern is tried: it looks at each letter
    found = _that_pattern(scene.lexicon.that).match(scene.lower, cue.end, end)
    if found is not None and scene.lower.startswith(scene.lexicon.that_time.opening, found.end()):
        found = _that_pattern(scene.lexicon.that).match(scene.lower, found.end(), end)  # "said earlier that day that …"
    if found is None or (cue.entry.cue == "demand" and _asks_to(scene, cue.end, found.end())):
        return None
    return None if found[1] and _is_purpose(scene, cue, found.start(1), found[1].rstrip()) else found.end()


def _behind_colon(scene: Scene, cue: Hit, end: int) -> int | None:
    """Return where a clause begins that a colon parts from its verb and a few words on how or where («відповів у твітері: …»).

    None for a verb that closes the clause before it, and before a quotation, which says so itself.
    """
    if not scene.lexicon.verb_genders or cue.entry.cue != "other" or scene.behind_comma(cue.start):
        return None
    found = _TO_COLON.match(scene.text, cue.end, min(end, cue.end + CUE_GAP))
    if found is None or len(found.group().split()) > MOST_TO_COLON or not scene.text[found.end()].isalpha():
        return None
    return found.end()


def _infinitive_told(scene: Scene, cue: Hit, end: int) -> int | None:
    """Return where the infinitive begins that a verb of speech reports, at once or behind a day (« a dit mardi être prêt à … »)."""
    if cue.entry.cue != "other":
        return None
    found = _infinitive(scene.lexicon.infinitives_told).search(scene.lower, cue.end, min(end, cue.end + CUE_GAP))
    if found is None:
        return None
    between = WORD.findall(scene.lower, cue.end, found.start())
    small = scene.lexicon.adverbial.set | scene.lexicon.days.set
    return found.start(1) if not between or between[0] in small else None


@lru_cache(maxsize=64)
def _infinitive(words: Words) -> re.Pattern[str]:
    return re.compile(rf"(?:\s|,\s)((?:(?:ne pas|ne plus|ne rien|ne jamais) |n'|s'|se )?(?:{'|'.join(words)}))\s")


def _is_purpose(scene: Scene, cue: Hit, at: int, word: str) -> bool:
    """Say whether a "that" tells what something is for: what is offered or asked for stands before it («предложил перемирие, чтобы …»)."""
    lexicon = scene.lexicon
    before = scene.lower[cue.end : at]
    last = before.rstrip(" ,").rpartition(" ")[2]
    if last in lexicon.no_that_behind.set:
        return True  # "so that", « pour que »
    if word not in lexicon.purposes.set or cue.entry.cue in {None, "other"}:
        return False
    told = [False] * len(before)
    for hit in scene.between(scene.hits.actors, cue.end, at):
        told[hit.start - cue.end : hit.end - cue.end] = [True] * (hit.end - hit.start)
    words = [found.group() for found in WORD.finditer(before) if not told[found.start()]]
    if any(each.endswith(lexicon.infinitive_endings) for each in words if len(each) > SHORTEST_INFINITIVE):
        return True
    if cue.entry.cue == "demand":
        return False  # whom somebody asks stands there («попросил партнёров, чтобы …»)
    return any(
        not (each in _small(lexicon) or each.endswith(lexicon.told_endings) or each in lexicon.addressees.set)
        for each in words
    )


@lru_cache(maxsize=64)
def _small(lexicon: Lexicon) -> frozenset[str]:
    """Return words before a "that" that are no object of the verb."""
    return frozenset().union(
        lexicon.obliques.set,
        lexicon.days.set,
        lexicon.adverbial.set,
        lexicon.auxiliaries.set,
        lexicon.reflexives.set,
        lexicon.ands.set,
    )


def _asks_to(scene: Scene, start: int, end: int) -> bool:
    """Say whether somebody is asked to do something before a "that", which then only describes ("to stop the shelling that …")."""
    asking = scene.lexicon.infinitives
    return bool(asking) and any(word in scene.lower[start:end] for word in asking.padded)


@lru_cache(maxsize=64)
def _that_pattern(words: Words) -> re.Pattern[str]:
    alternatives = "|".join(re.escape(word) + ("" if word.endswith("'") else r"\s") for word in words)
    return re.compile(rf"(?:, [^\W\d_]+,)?[^,;:.!?“”«»\"]{{0,120}}?,?\s({alternatives})|\s?:\s")


def skip_objects(scene: Scene, at: int) -> int:
    """Return where the content begins behind whom it was said to ("to reporters", "on Monday")."""
    after = scene.lower[at : at + CUE_GAP]
    skipped = len(after) - len(after.lstrip(" ,"))
    if after.startswith(scene.lexicon.content_after, skipped):
        for phrase in scene.lexicon.content_after:
            if after.startswith(phrase, skipped):
                skipped += len(phrase)
    return at + skipped


def _behind_accused(voice: Voices, cue: Hit, end: int) -> int | None:
    """Return where the charge begins behind whom it is made against ("accused X of …", «обвинил X в …», «oskarżył X o …»)."""
    scene = voice.scene
    if cue.entry.cue != "condemn" or not scene.lexicon.accused_of:
        return None
    if not scene.lower.startswith(scene.lexicon.accusing, cue.start):
        return None
    named = voice.first(cue.end, min(end, cue.end + ACCUSED_REACH))
    while named is not None and (titled := voice.first(named.end, named.end + TURN_WORDS)) is not None:
        named = titled  # a title and its name
    if named is None:
        return None
    word = next((each for each in scene.lexicon.accused_of.padded if scene.lower.startswith(each, named.end)), "")
    kept = word.strip() in scene.lexicon.charges.set
    return named.end + (1 if kept else len(word)) if word else None


def _behind_asked(scene: Scene, cue: Hit, end: int) -> int | None:
    """Return where begins what somebody is asked for, whom the verb has right behind it («закликав союзників до …», "urged both sides to …")."""
    lexicon = scene.lexicon
    if cue.entry.cue != "demand" or not scene.lower.startswith(lexicon.appealing, cue.start):
        return None
    clause = _CLAUSE_MARK.search(scene.text, cue.end, end)
    words = [*islice(WORD.finditer(scene.lower, cue.end, clause.start() if clause else end), MOST_ASKED)]
    for mark in lexicon.asked_for:
        place = next((at for at, word in enumerate(words) if word.group() == mark), 0)
        if place:
            return words[place].start() if mark in lexicon.infinitives.set else words[place].end() + 1
    endings = lexicon.infinitive_endings
    long = (at for at, word in enumerate(words) if len(word.group()) > SHORTEST_INFINITIVE)
    begin = next((at for at in long if words[at].group().endswith(endings)), 0)
    while begin and words[begin - 1].group().endswith(lexicon.adverb_endings):
        begin -= 1
    return words[begin].start() if begin else None


def _behind_audience(scene: Scene, cue: Hit, end: int) -> int | None:
    """Return where the content may begin behind the audience of a verb that has one ("told a press conference on Monday …")."""
    audiences = scene.lexicon.audiences.set
    if not audiences or scene.lower[cue.start : cue.end] not in scene.lexicon.addressing.set:
        return None
    clause = _CLAUSE_MARK.split(scene.lower[cue.end : end], maxsplit=1)[0]
    last = None
    for place, word in enumerate(WORD.finditer(clause)):
        if word.group() in audiences:
            last = word.end()
        elif last is not None or place >= MOST_OF_AUDIENCE:
            break
    if last is None:
        return None
    at = cue.end + last
    while (found := _OCCASION.match(scene.lower, at, end)) and found[1] in scene.lexicon.obliques.set:
        at = found.end()
    rest = scene.text[at:end].strip(" .!?").split()
    named = bool(rest) and all(word[0].isupper() or word.isdigit() for word in rest)  # "…, he told the broadcaster X."
    return end if named or scene.text.startswith(",", at) else at


def _behind_occasion(voice: Voices, cue: Hit, end: int) -> int | None:
    """Return where a clause without a "that" begins behind when and where it was said ("said late on Monday in X he would …")."""
    scene = voice.scene
    lexicon = scene.lexicon
    if not lexicon.that_left_out:
        return None
    at = cue.end
    for _ in range(MOST_OCCASIONS):
        stop = _past_time(voice, at, end)
        if stop is None:
            break
        at = stop
    word = _FIRST_WORD.match(scene.lower, at, end) if at > cue.end else None
    if word is None or len(WORD.findall(scene.lower, at, end)) < LEAST_WORDS or _opens_no_clause(lexicon, word[1]):
        return None
    return at + 1


def _past_time(voice: Voices, at: int, end: int) -> int | None:
    """Return the end of the words for a time, a place or an occasion that stand here; None if there are none."""
    lexicon = voice.scene.lexicon
    word = _FIRST_WORD.match(voice.scene.lower, at, end)
    if word is None:
        return None
    if word[1] in _times(lexicon):
        return word.end()
    if word[1] in lexicon.obliques.set:
        return _past_phrase(voice, word.end(), end)
    before = word[1] in lexicon.adverbial.set and _past_time(voice, word.end(), end) is not None  # "late on Monday"
    return word.end() if before else None


def _past_phrase(voice: Voices, at: int, end: int) -> int | None:
    """Return the end of what a preposition governs if it is a name, or closes with a word for a time or an occasion."""
    scene = voice.scene
    lexicon = scene.lexicon
    for _ in range(MOST_OF_OCCASION):
        named = voice.first(at + 1, at + 2)
        if named is not None:
            return named.end
        word = _FIRST_WORD.match(scene.lower, at, end)
        if word is None:
            return None
        at = word.end()
        if word[1] in _times(lexicon):
            return at
        if word[1] in lexicon.obliques.set or word[1] in lexicon.auxiliaries.set:
            return None
    return None


@lru_cache(maxsize=64)
def _times(lexicon: Lexicon) -> frozenset[str]:
    """Return words that close what tells when or on which occasion something was said."""
    return lexicon.days.set | lexicon.months.set | lexicon.that_time.set | frozenset(map(str, range(1, MOST_DAYS)))


@lru_cache(maxsize=64)
def _opening_none(lexicon: Lexicon) -> frozenset[str]:
    """Return words by which no clause without a "that" begins."""
    return frozenset().union(
        lexicon.obliques.set,
        lexicon.adverbial.set - lexicon.determiners.set,
        lexicon.ands.set,
        lexicon.conjunctions.set,
        lexicon.auxiliaries.set,
    )


def _opens_no_clause(lexicon: Lexicon, word: str) -> bool:
    ending = lexicon.participle_endings
    return word in _opening_none(lexicon) or bool(ending and word.endswith(ending))


def adverbial_follows(scene: Scene, cue: Hit, end: int) -> bool:
    """Say whether no clause follows the verb: the sentence ends, or goes on with a time or a place."""
    rest = scene.lower[cue.end : end].lstrip(" ,$€£")
    word = WORD.match(rest)
    if word is None or word.group() in scene.lexicon.adverbial.set or word.group() in scene.lexicon.days.set:
        return True
    return len(WORD.findall(rest[:CUE_GAP])) < LEAST_WORDS


def _closes_with_subject(voice: Voices, cue: Hit, end: int) -> bool:
    """Say whether nothing but the speaker stands behind the verb (", erklärte der Minister X", ", fügte X hinzu")."""
    scene = voice.scene
    named = voice.between(cue.end, end)
    if not named or not scene.behind_comma(cue.start) or "," in scene.text[cue.end : named[-1].end]:
        return False
    before, after = scene.text[cue.end : named[0].start], scene.text[named[-1].end : end]
    words = WORD.findall(after.lower())
    small = scene.lexicon.adverbial.set | scene.lexicon.days.set
    closed = len(words) <= 1 or (scene.lexicon.verb_closes and words[0] in small)
    return len(WORD.findall(before)) <= LEAST_WORDS and closed


def _before_cue(voice: Voices, cue: Hit, start: int, end: int) -> tuple[int, int] | None:
    """Return what stands before a closing "…, X said" or «…, заявил X»."""
    scene = voice.scene
    comma = max(
        scene.lower.rfind(", ", start, cue.start + 1),
        scene.lower.rfind(" — ", start, cue.start + 1),
        scene.lower.rfind(" – ", start, cue.start + 1),
        scene.lower.rfind(" - ", start, cue.start + 1),
    )
    if comma < 0 or cue.start - comma > CUE_GAP:
        return None
    behind = _NEXT.match(scene.lower, comma)
    if behind and _joins(scene, behind.start(1), behind[1]):
        return None  # the clause in front of it says that it was said, or when
    mid = scene.lower.find(", ", cue.end, end)
    before = trimmed(scene, start, comma)
    after = trimmed(scene, mid + 2, end) if mid >= 0 and not voice.scene.lexicon.verb_last else None
    if after and _stands_inside(scene, cue, (start, comma), after[0], end):
        return trimmed(scene, start, end)
    if before and after:
        words = scene.lower[slice(*before)].split()
        fronted = words[0] in scene.lexicon.obliques.set and mid == cue.end and not _goes_on(scene, after[0])
        if fronted or len(WORD.findall(scene.text[slice(*before)])) <= LEAST_WORDS:
            return after  # "For a family of five, X said, the toll matters more"
    return before


def _stands_inside(scene: Scene, cue: Hit, opening: tuple[int, int], behind: int, end: int) -> bool:
    """Say whether a verb of speech parts a clause that goes on at `behind` from the words, `opening`, that begin it.

    «Бундесвер, считает он, мог бы …», « Londres, a-t-il prévenu, n’enverra … », "Both sides, he said, had agreed to …".
    """
    lexicon = scene.lexicon
    bare = trimmed(scene, *opening) is None
    if bare and is_inserted(scene, cue, end):
        return True
    if opening[0] >= opening[1] or not scene.text.startswith(", ", cue.end):
        return False
    words = WORD.findall(scene.lower, *opening)
    if len(words) <= LEAST_WORDS and scene.text.find("-", cue.start, cue.end) > 0:
        return True
    goes_on = scene.lower[behind:end].partition(" ")[0] in lexicon.auxiliaries.set
    return bool(lexicon.articles) and (bare or (goes_on and words[0] not in lexicon.obliques.set))


def _joins(scene: Scene, at: int, word: str) -> bool:
    """Say whether a word joins the clause of a verb of speech to the one before; "as", which opens a source, does not."""
    lexicon = scene.lexicon
    if scene.lower.startswith(lexicon.according_to.opening, at):
        return False
    return (
        word in lexicon.that.set
        or word in lexicon.conjunctions.set
        or scene.lower.startswith(lexicon.breaks, at - len(", "))
    )


def _goes_on(scene: Scene, at: int) -> bool:
    """Say whether a clause only goes on here: by a participle, or behind "and"."""
    word = scene.lower[at : at + CUE_GAP].partition(" ")[0]
    ending = scene.lexicon.participle_endings
    return word in scene.lexicon.ands.set or bool(ending and word.endswith(ending))


def _before_last_verb(voice: Voices, cue: Hit, start: int) -> tuple[int, int] | None:
    """Return what stands between the subject, or its comma, and the verb that closes the sentence."""
    scene = voice.scene
    named = [each for each in voice.between(start, cue.start) if each.as_actor]
    adjective = voice.adjective_at(start)
    country = adjective[1] if adjective else named[0].end if named else None
    body = _body_end(scene, country, cue.start) if country else -1
    set_off = topic(voice, start, cue.start)
    first = set_off.end if set_off and scene.text.startswith(",", set_off.end) else named[0].end if named else start
    subject_end = max(first, body)
    comma = scene.lower.find(", ", subject_end, min(cue.start, subject_end + CUE_GAP))
    if comma < 0:
        comma = _behind_topic(scene, subject_end, min(cue.start, subject_end + CUE_GAP))
    told = (*scene.lexicon.content_endings, *scene.lexicon.told_passive)
    tells = scene.lower.endswith(told, 0, before_mark(scene, cue.start))
    if not named and body < 0 and comma < 0 and not tells:
        return None
    begin = comma + 1 if comma > 0 else word_end(scene, subject_end)
    begin = _past_occasion(scene, begin, cue.start)
    while (word := _FIRST_WORD.match(scene.lower, begin, cue.start)) and word[1] in scene.lexicon.auxiliaries:
        begin = word.end()
    stop = _objects_end(scene, cue)
    return trimmed(scene, begin, stop, least=LEAST_WORDS if cue.entry.cue == "other" and not tells else 1)


def _objects_end(scene: Scene, cue: Hit) -> int:
    """Return where the object ends that is part of a verb («suçlamaları reddetti»), else where the verb begins."""
    inner, blank, _ = scene.lower[cue.start : cue.end].rpartition(" ")
    inside = blank and cue.entry.cue != "other" and inner.endswith(scene.lexicon.objects_in_cue)
    return cue.start + len(inner) if inside else cue.start


def before_cited(scene: Scene, span: tuple[int, int]) -> tuple[int, int]:
    """Return a content without whom an outlet cites for it: ", citing officials" behind it, "citing officials, that" before it."""
    start, end = span
    for phrase in scene.lexicon.with_reference:
        at = scene.lower.find(f", {phrase} ", start, end)
        if at > start:
            return trimmed(scene, start, at, least=1) or span
        comma = scene.text.find(", ", start, end) if scene.lower.startswith(f"{phrase} ", start) else -1
        word = scene.lower[comma + 2 : end].partition(" ")[0] if comma > 0 else ""
        if word in scene.lexicon.that.set:
            return trimmed(scene, comma + 2 + len(word), end, least=1) or span
    return span


def before_mark(scene: Scene, at: int) -> int:
    """Return where the words before a verb end, without a particle that sets off the last of them («… olacağını da ekledi»)."""
    stop = at - scene.text.endswith(" ", 0, at)
    mark = next((word for word in scene.lexicon.topic_marks if scene.lower.endswith(f" {word}", 0, stop)), None)
    return stop - len(mark) - 1 if mark is not None else stop


def _body_end(scene: Scene, country: int, end: int) -> int:
    """Return where the body ends that speaks for the country named before `country` («Rus heyeti …»); -1 without one."""
    for count, word in enumerate(WORD.finditer(scene.text, country, min(end, country + CUE_GAP))):
        if word.group().lower() in scene.lexicon.collective_country.set:
            return word.end()
        if word.group().islower() or count == MOST_OF_BODY:
            break
    return -1


def _behind_topic(scene: Scene, start: int, end: int) -> int:
    """Return the last letter of the word that sets off a name whom the pack does not have («X Y ise»); -1 without one."""
    for mark in scene.lexicon.topic_marks.padded:
        at = scene.lower.find(mark, start, end)
        words = scene.folded[start:at].split() if at > 0 else []
        if (
            words
            and "'" not in words[-1]
            and all(word[0].isupper() or word.lower() in scene.lexicon.ands.set for word in words)
        ):
            return at + len(mark) - 2
    return -1


def _past_occasion(scene: Scene, begin: int, end: int) -> int:
    """Return where the content begins behind the words on where it was said («toplantının ardından yaptığı açıklamada, …»)."""
    stop = min(end, begin + THAT_REACH)
    comma = scene.lower.find(", ", begin, stop) if scene.lexicon.occasions else -1
    semicolon = scene.lower.find("; ", begin, comma if comma > 0 else stop) if scene.lexicon.occasions else -1
    comma = semicolon if semicolon > 0 else comma
    closes = comma > 0 and scene.lower[begin:comma].rpartition(" ")[2] in scene.lexicon.occasions.set
    return comma + 1 if closes else begin


def word_end(scene: Scene, at: int) -> int:
    """Return the end of the word at a position, a suffix after an apostrophe included."""
    while at < len(scene.text) and (scene.folded[at].isalnum() or scene.folded[at] == "'"):
        at += 1
    return at
