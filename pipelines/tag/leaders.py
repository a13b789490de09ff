"""Who is meant by an office alone, as who speaks: "the Russian leader", «український лідер», “der Minister”."""

from pipelines.tag.voices import Speaker, Voices, is_person, of_mention

WORDS = 2
"""Words of such a description: the adjective of the country and the noun."""
SHORTEST_OFFICE = 6
"""Letters of the shortest noun for an office that stands for who bore it."""
TITLE_REACH = 16
"""Characters from the noun to a name that it leads to."""
REACH = 2000
"""Characters looked back over for it."""
AS_WORDS = frozenset({"speaker.described", "speaker.as_written"})
"""Rules of speakers that are given as the text describes them."""


def leader(voice: Voices, speaker: Speaker | None, at: int) -> Speaker | None:
    """Return a described speaker as the leader of the country whose adjective stands in it, if that is what it says; one noun as who bore it.

    The first office of a country in the pack is that of its leader. Undated texts have no holder. `at` is where they speak.
    """
    if speaker is None or speaker.actor or speaker.rule not in AS_WORDS:
        return speaker
    words = (speaker.name or "").lower().split()
    if len(words) == 1:
        return _bearer(voice, words[0], at) or speaker
    if len(words) != WORDS or voice.scene.lexicon.leaders.set.isdisjoint(words):
        return speaker
    country = next((voice.adjectives_written[word] for word in words if word in voice.adjectives_written), None)
    return of_country(voice, country, speaker.name) or speaker


def _bearer(voice: Voices, noun: str, at: int) -> Speaker | None:
    """Return the person of the pack named right behind this noun, or a compound of it, where the sentences before have it last (“Außenminister X … der Minister”)."""
    if len(noun) < SHORTEST_OFFICE:
        return None
    scene = voice.scene
    sentence = scene.sentence(at)[0]
    begin = max(scene.body_at, sentence - REACH)
    place = scene.lower.rfind(noun, begin, sentence)
    if place >= 0 and scene.text.startswith(":", place + len(noun)):
        place = scene.lower.rfind(noun, begin, place)  # that one leads to the quotation (“… erklärte der Minister:”)
    behind = place + len(noun) + 1
    named = voice.first(behind, behind + TITLE_REACH) if place >= 0 and scene.text[behind - 1] == " " else None
    if named is None or not is_person(voice, named) or scene.sentence(place)[1] <= named.start:
        return None
    between = scene.lower[behind : named.start].split()
    if not scene.lexicon.obliques.set.isdisjoint(between) or not scene.lexicon.articles.set.isdisjoint(between):
        return None  # "the lawyer for X"
    return Speaker(*of_mention(voice, named)[:2], "speaker.taken_up")


def of_country(voice: Voices, country: str | None, written: str | None) -> Speaker | None:
    """Return who leads a country on the day."""
    office = next((each for each in voice.scene.facts.pack.offices.values() if each.of == country), None)
    holder = voice.scene.holder(office) if office else None
    actor = voice.scene.facts.actor(holder) if holder else None
    return Speaker(holder, actor.name, "speaker.leader", written) if actor else None
