"""What is refused, denied or condemned where it stands before the verb that closes its clause («Комментировать это X отказался»)."""

from pipelines.tag.clauses import TITLE_REACH, own_clause
from pipelines.tag.index import Hit
from pipelines.tag.mentions import Named
from pipelines.tag.parted import clause_behind
from pipelines.tag.referring import gender_of
from pipelines.tag.scene import Scene
from pipelines.tag.speech import WORD, trimmed
from pipelines.tag.strangers import ADJACENT_WORDS
from pipelines.tag.voices import Voices, is_cased, is_nominative, is_person

MOST_FRONTED = 12
"""Words of an object that opens a clause."""
MOST_OBJECT = 6
"""Words of such an object: what is longer is rather a clause of its own."""
BODY = 2
"""Words that name the body of a country: its adjective and the noun («ruská strana»)."""
OF_THINGS = frozenset({"reject", "deny", "agree", "concede", "decline_comment"})
"""Types whose verbs have no person as their object: whoever stands behind them is the subject."""
SHORTEST_OBJECT = 4
"""Letters of a word that may be such an object alone."""


def object_before(voice: Voices, cue: Hit, start: int, end: int) -> tuple[int, int] | None:
    """Return the object of a verb that closes its clause, without the subject beside it; None where other words stand there.

    Only where nouns have cases, so that an object may come first, and for verbs that tell what is done by saying it.
    """
    scene = voice.scene
    if not scene.lexicon.verb_genders or cue.entry.cue == "other" or not _closes(scene, cue, end):
        return None
    begin = max(own_clause(voice, start, cue.start), scene.text.rfind("; ", start, cue.start) + 2)
    broken = [at + len(word) for word in scene.lexicon.breaks if (at := scene.lower.rfind(word, begin, cue.start)) > 0]
    begin = max([begin, *broken])
    named = voice.last(begin, cue.start)
    if named is not None and named.as_actor and scene.behind_comma(named.start):
        begin = named.start  # «X varuje, Y plán vítá»
    stop = cue.start
    words = scene.lower[begin:stop].split()
    if named is not None and named.end == cue.start - 1:
        stop = named.start
    elif (opener := _opener(voice, begin, cue.start)) is not None:
        begin = opener.end
        if "," in scene.text[begin : cue.start]:
            return None
    elif words and gender_of(scene, words[-1]) is not None:
        stop = scene.lower.rindex(words[-1], begin, cue.start)
    elif len(words) > BODY and words[BODY - 1] in scene.lexicon.collective_country.set:
        begin = scene.lower.index(words[BODY - 1], begin, stop) + len(words[BODY - 1])
    elif len(words) > BODY and words[-1] in scene.lexicon.collective_country.set:
        stop = scene.lower.rindex(" ".join(words[-BODY:]), begin, cue.start)
    span = trimmed(scene, begin, _before_preposition(scene, begin, stop), least=1)
    return span if span is not None and _is_object(scene, span, behind=stop == cue.start) else None


def subject_behind_verb(voice: Voices, cue: Hit, start: int, end: int) -> Named | None:
    """Return who is the subject behind a verb whose object opens the clause («Удар осудил X»); None in another order.

    Where a noun may open its clause as an object: for verbs that have a thing as theirs, and before a name that closes the clause.
    It is a person, or, of a verb that has only things as its object, a seat or body that speaks right behind it.
    """
    scene = voice.scene
    if not scene.lexicon.verb_genders or cue.entry.cue not in OF_THINGS | {"condemn"}:
        return None
    begin = own_clause(voice, start, cue.start)
    words = scene.lower[begin : cue.start].split()
    if not 0 < len(words) <= MOST_OBJECT or "," in scene.text[begin : cue.start] or scene.behind_comma(begin):
        return None
    near = voice.between(cue.end, min(end, cue.end + TITLE_REACH))
    named = next((each for each in near if is_person(voice, each)), None)
    if named is None and near and near[0].start == cue.end + 1 and near[0].as_actor and cue.entry.cue in OF_THINGS:
        named = near[0]
    if named is None or not is_nominative(voice, named):
        return None
    title = scene.lower[cue.end : named.start].split()
    behind = scene.text[named.end : end].strip()
    closes = not behind or behind[0] in ".,;:!?"
    if not closes or not scene.lexicon.obliques.set.isdisjoint(title):
        return None
    before = [each for each in voice.between(begin, cue.start) if each.as_actor and not is_cased(voice, each)]
    return None if before or not _is_object(scene, (begin, cue.start), behind=False) else named


def object_first(voice: Voices, cue: Hit, start: int) -> tuple[int, int] | None:
    """Return the object that opens a clause before its verb, with the subject behind it; None in another order."""
    follows = follows_object(voice, cue, start) or subject_behind_verb(
        voice, cue, start, voice.scene.sentence(cue.start)[1]
    )
    return trimmed(voice.scene, own_clause(voice, start, cue.start), cue.start, least=1) if follows else None


def follows_object(voice: Voices, cue: Hit, start: int) -> bool:
    """Say whether the subject stands behind a verb that is second in its clause (“Einen Rückzug schloss X erneut aus”).

    Nothing but adverbs and the last part of the verb stand behind it.
    """
    scene = voice.scene
    lexicon = scene.lexicon
    if not lexicon.parted or cue.entry.cue not in OF_THINGS:
        return False
    begin = own_clause(voice, start, cue.start)
    words = scene.text[begin : cue.start].split()
    if not words or len(words) > MOST_FRONTED or any(mark in scene.text[begin : cue.start] for mark in ":;–—"):
        return False
    first = words[0].lower()
    noun = first in lexicon.articles.set or first in lexicon.determiners.set or (len(words) == 1 and first != words[0])
    if not noun or first in lexicon.fronting.set or voice.first(begin, begin + 1) is not None:
        return False
    named = voice.first(cue.end, cue.end + TITLE_REACH)
    pronoun = scene.lower[cue.end + 1 : cue.end + TITLE_REACH].partition(" ")[0]
    if named is not None and named.as_actor:
        title = scene.text[cue.end : named.start].split()
        behind = named.end if all(word[0].isupper() or word in lexicon.articles.set for word in title) else 0
    else:
        behind = cue.end + 1 + len(pronoun) if gender_of(scene, pronoun.rstrip(".,;")) is not None else 0
    rest = clause_behind(scene, behind) if behind else "\0"
    last = next((each for each in lexicon.last_parts if rest.endswith(each)), "")
    rest = rest[: len(rest) - len(last)]
    small = (
        lexicon.auxiliaries.set | lexicon.days.set | lexicon.adverbial.set | lexicon.particles.set | lexicon.asides.set
    )
    return small.issuperset(rest.split())


def _opener(voice: Voices, begin: int, end: int) -> Named | None:
    """Return who opens a clause, behind a title of a few words."""
    named = voice.first(begin, min(end, begin + TITLE_REACH))
    if named is None or not named.as_actor:
        return None
    title = voice.scene.lower[begin : named.start].split()
    lexicon = voice.scene.lexicon
    seat = len(title) == 1 and title[0] in lexicon.seat_speaks.set  # «У Кремлі таку версію заперечили»
    opens = seat or (len(title) <= ADJACENT_WORDS and lexicon.obliques.set.isdisjoint(title))
    return named if opens else None


def _closes(scene: Scene, cue: Hit, end: int) -> bool:
    """Say whether nothing stands behind a verb in its clause, or "and" with another one."""
    behind = scene.text[cue.end : end]
    return not behind.strip() or behind[0] in ".;:!?…," or scene.lower.startswith(scene.lexicon.ands.padded, cue.end)


def _before_preposition(scene: Scene, begin: int, stop: int) -> int:
    """Step left over the preposition of a subject that is a seat («… в Белом доме отказались»)."""
    words = scene.lower[begin:stop].split()
    seat = bool(words) and words[-1] in scene.lexicon.obliques.set
    return scene.lower.rindex(words[-1], begin, stop) if seat else stop


def _is_object(scene: Scene, span: tuple[int, int], *, behind: bool) -> bool:
    """Say whether words may be an object: no preposition or conjunction opens them, and one alone is no small word.

    `behind` the subject such a word may be an adverb.
    """
    lexicon = scene.lexicon
    words = WORD.findall(scene.lower, *span)
    small = lexicon.auxiliaries.set | lexicon.days.set | lexicon.adverbial.set
    opens_none = small | lexicon.obliques.set | lexicon.conjunctions.set | lexicon.relatives.set | lexicon.ands.set
    if not words or words[0] in opens_none or words[0] in lexicon.negations.set:
        return False
    rest = [word for word in words if word not in small]
    alone = (
        len(rest) == 1 and len(rest[0]) >= SHORTEST_OBJECT and not (behind and rest[0].endswith(lexicon.adverb_endings))
    )
    most = MOST_FRONTED if words[0].endswith(lexicon.infinitive_endings) else MOST_OBJECT
    return alone or (len(rest) > 1 and len(words) <= most)
