"""Every rule id that a tag may carry, as one plain sentence for people.

A rule id is a chain of steps joined by `+`: `surname.ins`, `name.nom+acts`, `quote.cue_after+speaker.pronoun`.
"""

from collections.abc import Mapping

CASES: Mapping[str, str] = {
    "nom": "in its basic form",
    "gen": "in the genitive (of whom)",
    "dat": "in the dative (to whom)",
    "acc": "in the accusative (whom)",
    "ins": "in the instrumental (by whom, with whom)",
    "loc": "in the locative (about whom, where)",
    "voc": "in the vocative (as one is called)",
    "poss": "as a possessive adjective (whose)",
}
"""Cases of a form, by the last part of its rule."""

_FORMS: Mapping[str, str] = {
    "name": "The name, {case}.",
    "surname": "The surname alone, {case}.",
    "role.of": "A title with whose it is behind it, {case}: whoever held the office on the day.",
    "role.before": "A title with whose it is before it, {case}: whoever held the office on the day.",
}
"""Rules that end in a case where the language has cases."""

STEPS: Mapping[str, str] = {
    "acts": "It acts, for its government.",
    "place": "It does not act: something only happens there.",
    "demonym": "The people of a country.",
    "adjective": "An adjective of a country.",
    "blocker": "A longer name that is something else: matched, then discarded.",
    "conflict": "What another negotiation is about: it speaks against these talks.",
    "subject": "What else our parties negotiate about: talks told of near it are none of these.",
    "round": "A name of a round of talks.",
    "framing.telling": "A telling wording: it counts wherever the text speaks of the parties.",
    "framing.common": "A common word: it counts in a paragraph that names a party.",
    "credit.verb": "A verb of reporting stands behind the outlet.",
    "credit.inverted": "A verb of reporting stands before the outlet.",
    "credit.report": "A report, a count or an interview is called the outlet's.",
    "credit.told": "Somebody told the outlet, or spoke with it.",
    "credit.according": "Words like “according to” stand with the outlet.",
    "credit.citing": "The text cites the outlet.",
    "credit.by": "Something is said to be reported, seen or published by the outlet.",
    "credit.dateline": "The dateline names the outlet.",
    "credit.bracket": "The outlet stands in brackets that end something and hold nothing else.",
    "credit.label": "A label names the outlet as the source.",
    "credit.line": "A line of its own names the outlet and nothing else.",
    "credit.headline": "The outlet stands before a colon, or behind a dash or colon at the end.",
    "term.strong": "A term of a facet that settles it.",
    "term.medium": "A term of a facet that more than hints at it.",
    "term.weak": "A term of a facet that hints at it.",
    "everyday": "It stands in texts on anything: only beside others does it tell that a text is about the talks.",
    "unnamed": "A source without a name: a word for sources, and beside it whose or how high.",
    "role.of": "A title with whose it is behind it: whoever held the office on the day.",
    "role.before": "A title with whose it is before it: whoever held the office on the day.",
    "role.own": "Only this office is called so: whoever held it on the day.",
    "role.bare": "A title, and its country beside it: whoever held the office on the day.",
    "role.introduced": "A title alone: who was introduced with it before.",
    "role.back": "A title alone: it refers back to the last one named who held such an office on the day.",
    "role.divided": "A title with the adjective of its country inside: whoever held the office on the day.",
    "role.quoted": "A title alone in a quotation: whoever held such an office on the day on the speaker's side.",
    "role.ahead": "A title alone, before its bearer is named: the one named later who held such an office on the day.",
    "role.side": "A title alone: whoever held such an office on the day in the country of those named last.",
    "role.chained": "A second title of the one who bears the title before it.",
    "role.undated": "A title alone in a text without a date: an office, and nobody who holds it.",
    "role.apposition": "A title set off by a comma: it describes the person named beside it.",
    "role.head": "The noun of a title alone, speaking: the last one named who held such an office on the day.",
    "role.former": "A title that somebody held once: no office of the day, but its country is tagged.",
    "role.leans": "A title before a name: the name alone is tagged.",
    "quote.cue_after": "Quoted, and the verb of speech stands behind.",
    "quote.cue_before": "Quoted, and the verb of speech stands before.",
    "quote.cue_inside": "Quoted, and the verb of speech stands between the parts of it.",
    "quote.continued": "Quoted, and it goes on with what was quoted just before.",
    "quote.after_sentence": "Quoted, as a sentence of its own behind one in which somebody speaks.",
    "quote.after_mood": "Quoted, behind a sentence whose mood tells that it is reported: the same speaker.",
    "quote.cue_below": "Quoted, and the next paragraph opens with a dash and who said it.",
    "quote.announced": "Quoted, and the paragraph before announces it with a colon.",
    "quote.shared": "Quoted before another quotation of the same sentence, behind which the speaker is named.",
    "quote.next_paragraph": "Quoted, in a paragraph of its own behind one that was quoted: the same speaker.",
    "quote.after_report": "Quoted, in a paragraph of its own behind one that reports what somebody said.",
    "quote.nearby": "Quoted, and the sentence around it, or beside it, is about somebody.",
    "quote.repeated": "Quoted in the title, from a quotation in the text: the same speaker.",
    "quote.unattributed": "Quoted, but nobody is said to have said it.",
    "reported.according_to": "Told without quotation marks, after words like “according to”.",
    "reported.pointed_back": "The sentence behind it tells who said so (“Das teilte X mit”, «Об этом заявил X»).",
    "reported.mood": "Told in the mood of reported speech, right behind what somebody said (“… sei …”).",
    "reported.opinion": "The sentence opens with whose opinion it is (« Pour X, … »).",
    "reported.participle": "Told by a participle before the name of who speaks («… belirten X»).",
    "reported.nested": "Told at second hand: one who speaks reports what another demanded, offered or refused.",
    "headline.colon": "In the headline, behind a colon.",
    "headline.subhead": "In a subhead, behind a colon.",
    "headline.dash": "In the headline, before a dash.",
    "speaker.name": "The speaker is named.",
    "speaker.role": "The speaker is named by title.",
    "speaker.metonym": "A seat of government speaks for its country.",
    "speaker.demonym": "A people speaks.",
    "speaker.unnamed": "The speaker is a source without a name.",
    "speaker.pronoun": "A pronoun, read as the last one named whom it fits.",
    "speaker.last": "Nobody is named beside the verb: the last one who spoke before.",
    "speaker.spokesperson": "A spokesperson without a name speaks for whom was last told of.",
    "speaker.leader": "A country’s leader by that word alone (“the … leader”): who holds its first office on the day.",
    "speaker.collective": "A group speaks for its country (“… negotiators”, “… delegation”).",
    "speaker.source": "The speaker is a source without a name.",
    "speaker.described": "The speaker is described, not named.",
    "speaker.as_written": "The speaker is nobody of the pack: the name as it is written.",
    "speaker.taken_up": "A single noun that takes up whom the sentence before is about, or who spoke last.",
    "speaker.unknown": "The text does not tell who speaks.",
}

TYPES: Mapping[str, str] = {
    "other": "says something",
    "demand": "demands",
    "offer": "offers",
    "agree": "agrees",
    "reject": "rejects",
    "deny": "denies",
    "condemn": "condemns",
    "threaten": "threatens",
    "consult": "consults",
    "concede": "concedes",
    "sanction": "imposes sanctions",
    "decline_comment": "declines to comment",
}
"""Types of statements, as what the speaker does."""


def explain(rule: str) -> str:
    """Return the sentences of a chain of steps, one a step.

    Raises `KeyError` for a step that has no sentence: a rule nobody can explain is a fault of ours.
    """
    return " ".join(_sentence(step) for step in rule.split("+"))


def _sentence(step: str) -> str:
    if step in STEPS:
        return STEPS[step]
    stem, _, last = step.rpartition(".")
    if last in CASES and stem in _FORMS:
        return _FORMS[stem].format(case=CASES[last])
    if stem == "reported" and last in TYPES:
        return f"Told without quotation marks, with a verb that {TYPES[last]}."
    if stem == "reported.noun" and last in TYPES:
        return f"Told without quotation marks, with a noun that {TYPES[last]}."
    raise KeyError(step)
