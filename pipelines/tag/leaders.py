"""A country's leader by that word alone, as who speaks: "the Russian leader", «український лідер», „rosyjski przywódca“."""

from pipelines.tag.voices import Speaker, Voices

WORDS = 2
"""Words of such a description: the adjective of the country and the noun."""
AS_WORDS = frozenset({"speaker.described", "speaker.as_written"})
"""Rules of speakers that are given as the text describes them."""


def leader(voice: Voices, speaker: Speaker | None) -> Speaker | None:
    """Return a described speaker as the leader of the country whose adjective stands in it, if that is what it says.

    The first office of a country in the pack is that of its leader. Undated texts have no holder.
    """
    if speaker is None or speaker.actor or speaker.rule not in AS_WORDS:
        return speaker
    words = (speaker.name or "").lower().split()
    if len(words) != WORDS or voice.scene.lexicon.leaders.set.isdisjoint(words):
        return speaker
    country = next((voice.adjectives_written[word] for word in words if word in voice.adjectives_written), None)
    return of_country(voice, country, speaker.name) or speaker


def of_country(voice: Voices, country: str | None, written: str | None) -> Speaker | None:
    """Return who leads a country on the day."""
    office = next((each for each in voice.scene.facts.pack.offices.values() if each.of == country), None)
    holder = voice.scene.holder(office) if office else None
    actor = voice.scene.facts.actor(holder) if holder else None
    return Speaker(holder, actor.name, "speaker.leader", written) if actor else None
