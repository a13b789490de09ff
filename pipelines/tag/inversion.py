"""The subject behind its verb: "said X", «заявил X», and what may stand between the two."""

import re

from pipelines.tag.bearers import TWO_NAMES
from pipelines.tag.clauses import CLAUSE_END, INVERTED_REACH, TITLE_REACH, behind_dash
from pipelines.tag.descriptions import described_behind, past_addressee
from pipelines.tag.index import Hit
from pipelines.tag.mentions import Named
from pipelines.tag.scene import Scene
from pipelines.tag.standing_for import MEMORY, by_collective_in, meant_by
from pipelines.tag.strangers import ADJACENT_WORDS, first_stranger, name_at, unknown_behind
from pipelines.tag.voices import LEANING, Speaker, Voices, is_cased, is_oblique, is_person, of_mention

INVERTED_GAP = 12
"""Characters between a verb and a mention from which somebody else may be named there."""
CASED_REACH = 60
"""Characters from whose paper it is to the paper."""
CLOSING_REACH = 160
"""Characters from a verb that closes a sentence to its subject behind words of time and place."""


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


def behind_verb(voice: Voices, cue: Hit, end: int) -> Speaker | None:
    """Take the subject of an inverted clause ("said X", «заявил X») up to the next comma."""
    scene = voice.scene
    if scene.lower[cue.start : cue.end] in scene.lexicon.addressing.set:
        return None  # what follows is who was told
    begin = _past_platform(scene, past_asides(voice, past_addressee(scene, cue.end, end), end))
    closes = bool(scene.lexicon.verb_genders) and (scene.behind_comma(cue.start) or behind_dash(scene, cue))
    stop = min(end, begin + (CLOSING_REACH if closes else INVERTED_REACH))
    closing = CLAUSE_END.search(scene.text, begin, stop)
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
    if found and (stranger := _before_mention(voice, begin, found[0].start) or whose_name(voice, found[0], stop)):
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


def whose_name(voice: Voices, owner: Named, end: int) -> Speaker | None:
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
