"""Who and what is named in a text: hits turned into mentions, one small rule after the other."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipelines.packs.model import Actor, ActsAs, Form, FormKind, Need
from pipelines.tag.acting import acts, country_acts, place_acts
from pipelines.tag.divided import divided_titles
from pipelines.tag.entries import WHOLE_NAME_KINDS
from pipelines.tag.eponyms import Eponyms
from pipelines.tag.index import Hit
from pipelines.tag.namesakes import name_start, of_another_country, strangers
from pipelines.tag.quotes import MARKS, SENTENCE_ENDS
from pipelines.tag.roles import Titled, titles
from pipelines.tag.scene import NAMES, Scene
from pipelines.tag.unnamed import unnamed_sources

STRONG = 3
"""Weight of the terms that tell a facet by themselves."""
SPEECH_REACH = 150
"""Characters within which a verb of speech is near."""


class Named(NamedTuple):
    """A mention in the coordinates of the scene."""

    start: int
    end: int
    kind: str
    actor: str | None
    as_actor: bool
    rule: str


def mentions(scene: Scene) -> list[Named]:
    """Return the mentions in reading order; none overlap."""
    if not scene.hits.actors and not scene.hits.sources:
        return []
    hits = _meanings(scene)
    others = strangers(scene, hits)
    hits = [(hit, form) for hit, form in hits if hit.start not in others] if others else hits
    hits = divided_titles(scene, Eponyms(scene).kept(hits))
    titled = (
        list(titles(scene, hits, _persons(scene, hits))) if any(form.kind is FormKind.ROLE for _, form in hits) else []
    )
    unnamed = list(unnamed_sources(scene, hits))
    taken = sorted([*((title.start, title.end) for title in titled), *unnamed])
    named: list[Named] = []
    for hit, form in hits:
        if form.kind in _NO_NAMES or (taken and _inside(hit.start, hit.end, taken)):
            continue
        mention = _named(scene, hit, form)
        if mention is not None:
            if mention.as_actor and named and not named[-1].as_actor and named[-1].kind == "name":
                if mention.kind == "metonym":
                    mention = _like_the_one_before(scene, named[-1], mention, form.target)
                elif mention.kind == "name" and mention.start - named[-1].end <= LINK:
                    mention = _goes_on_a_list(scene, named[-1], mention, form)
            named.append(mention)
    if not taken:
        return _apart(named)
    named.extend(_role(title) for title in titled if title.mentioned)
    named.extend(Named(*title.owner[:2], "name", title.owner[2], False, title.rule) for title in titled if title.owner)
    titles_at = [(title.start, title.end) for title in titled]
    named.extend(
        Named(start, end, "unnamed", None, True, "unnamed")
        for start, end in unnamed
        if not _inside(start, end, titles_at)
    )
    return _apart(named)


_NO_NAMES = frozenset({FormKind.ROLE, FormKind.ADJECTIVE})


def _meanings(scene: Scene) -> list[tuple[Hit, Form]]:
    """Return the hits that count here, each with the form that does."""
    found = []
    sure: Sure | None = None
    for hit in scene.hits.actors:
        form = hit.entry.plain
        if form is None:
            sure = sure or _sure(scene)
            form = _meant(scene, hit, sure)
            if form is None:
                continue
        if not of_another_country(scene, hit, form) and not _is_half(scene, hit, form):
            found.append((hit, form))
    return found


def _is_half(scene: Scene, hit: Hit, form: Form) -> bool:
    """Say whether what looks like a title is half of a double name ("Caldwell-Pope")."""
    if form.kind is not FormKind.ROLE or scene.folded[hit.start - 1 : hit.start] != "-" or " " in hit.entry.surface:
        return False
    return scene.text[hit.start].isupper() and scene.text[hit.start - 2].islower() and not scene.lexicon.nouns_capital


def _like_the_one_before(scene: Scene, before: Named, mention: Named, place: str) -> Named:
    """Take a metonym back where it only goes on a list of places ("in Istanbul or Ankara")."""
    if before.as_actor or before.kind != "name":
        return mention
    between = scene.lower[before.end : mention.start]
    if between != ", " and between not in {f" {word} " for word in (*scene.lexicon.ands, *scene.lexicon.ors)}:
        return mention
    return mention._replace(kind="name", actor=place, as_actor=False, rule=mention.rule.replace("+acts", "+place"))


LINK = 12
"""Characters of a comma or a conjunction, with an article, between two countries of a list."""


def _goes_on_a_list(scene: Scene, before: Named, mention: Named, form: Form) -> Named:
    """Take a country back where it only goes on a list of countries in which something happens («из … и …»).

    Behind "and" no verb of speech may follow; behind a comma the list must go on, and not open the sentence ("In …, … and …
    said"). Where nouns have cases, both stand in one.
    """
    if not all(_is_government(scene, actor) for actor in (before.actor, mention.actor)):
        return mention
    between = _bare_link(scene, before.end, mention.start)
    lexicon = scene.lexicon
    abbreviated = scene.text[mention.start : mention.end].isupper()
    if "" in lexicon.country_links and _case(form) == "nom" and not abbreviated:
        return mention
    after = scene.after(mention.end, LINK)
    if between == ",":
        goes_on = after.startswith((", ", *lexicon.ands.padded))
        opens = before.start - scene.sentence(before.start)[0] < LINK
        if not goes_on or opens:
            return mention
    elif between not in lexicon.ands.set and between not in lexicon.ors.set:
        return mention
    cues = scene.hits.cues
    at = bisect_left(cues, (mention.end,))
    if at < len(cues) and cues[at].start - mention.end <= LINK:
        words = scene.lower[mention.end : cues[at].start].split()
        if not words or (len(words) == 1 and words[0] in lexicon.auxiliaries.set - lexicon.passive_before.set):
            return mention
    return mention._replace(as_actor=False, rule=f"{mention.rule}+place")


def _bare_link(scene: Scene, start: int, end: int) -> str:
    """Return what stands between two names, without blanks, article and preposition of a genitive."""
    words = scene.lower[start:end].split()
    lexicon = scene.lexicon
    while len(words) > 1 and (words[-1] in lexicon.articles.set or words[-1] in lexicon.country_links.set):
        words.pop()
    return " ".join(words)


def _is_government(scene: Scene, actor_id: str | None) -> bool:
    actor = scene.facts.actor(actor_id) if actor_id else None
    return actor is not None and actor.type == "government"


def _role(title: Titled) -> Named:
    return Named(title.start, title.end, "role", title.actor, True, title.rule)


def _apart(named: Iterable[Named]) -> list[Named]:
    """Sort, and of two that overlap keep the one that begins first, then the longer."""
    kept: list[Named] = []
    reached = 0
    for mention in sorted(named, key=_in_order):
        if mention.start >= reached:
            kept.append(mention)
            reached = mention.end
    return kept


def _in_order(mention: Named) -> tuple[int, int]:
    return mention.start, -mention.end


def _inside(start: int, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Say whether a span overlaps one of the sorted spans."""
    at = bisect_right(spans, (start, end))
    return (at > 0 and start < spans[at - 1][1]) or (at < len(spans) and spans[at][0] < end)


@dataclass(frozen=True, slots=True)
class Sure:
    """What forms without a condition name: actor → where. That is what FULL_NAME_IN_TEXT asks for."""

    places: Mapping[str, Sequence[int]]
    on_topic: bool
    homes: Mapping[str, frozenset[str]]

    def names_home_of(self, actor: str) -> bool:
        """Say whether the country of an actor is named, or somebody else of it."""
        own = self.homes.get(actor, frozenset())
        return any(not own.isdisjoint(self.homes.get(each, frozenset())) for each in self.places)


def _sure(scene: Scene) -> Sure:
    places = _named_plainly(scene)
    on_topic = not places.keys().isdisjoint(scene.facts.pack.parties) or any(
        form.weight >= STRONG for hit in scene.hits.terms for form in hit.entry.terms
    )
    sure = Sure(places, on_topic, scene.facts.homes)
    for hit in scene.hits.actors:
        for form in hit.entry.forms if hit.entry.plain is None else ():
            if form.needs and (_counts_otherwise(scene, hit, form, sure) or _is_initialled(scene, hit, form, sure)):
                places.setdefault(form.target, []).append(hit.start)
    return sure


def _named_plainly(scene: Scene) -> dict[str, list[int]]:
    """Return actor → where, by forms without a condition, and by surnames behind a title that the actor bore."""
    places: dict[str, list[int]] = {}
    before: Hit | None = None
    for hit in scene.hits.actors:
        start, _, entry = hit
        if entry.plain is None and before is not None and (titled := _bearers(scene, before, start)):
            for form in entry.forms:
                if form.needs and form.target in titled and form.kind in WHOLE_NAME_KINDS:
                    places.setdefault(form.target, []).append(start)
        before = hit
        for actor in entry.sure:
            places.setdefault(actor, []).append(start)
    return places


def _counts_otherwise(scene: Scene, hit: Hit, form: Form, sure: Sure) -> bool:
    """Say whether a name that does not ask for the full name counts under the condition it has: it may be the full one."""
    asks = Need.FULL_NAME_IN_TEXT in form.needs
    return not asks and form.kind in WHOLE_NAME_KINDS and _holds(scene, hit, form, sure)


def _is_initialled(scene: Scene, hit: Hit, form: Form, sure: Sure) -> bool:
    """Say whether the initial before a surname makes it as good as the full name: of who holds or held an office of a country that is named."""
    start = hit.start
    return (
        Need.FULL_NAME_IN_TEXT in form.needs
        and form.target in scene.facts.held
        and start > 1
        and "." in (scene.folded[start - 1], scene.folded[start - 2])
        and name_start(scene, hit, form) < start
        and sure.names_home_of(form.target)
    )


def _bearers(scene: Scene, title: Hit, start: int) -> frozenset[str]:
    """Return who ever bore the title that stands right before a name: with it, a surname is as good as the full name."""
    if title.end + 1 != start or scene.folded[title.end] != " ":
        return frozenset()
    offices = scene.facts.pack.offices
    return frozenset(
        tenure.actor
        for form in title.entry.forms
        if form.kind is FormKind.ROLE and form.target in offices
        for tenure in offices[form.target].tenures
    )


def _meant(scene: Scene, hit: Hit, sure: Sure) -> Form | None:
    """Return the form that counts here: names before demonyms, titles, adjectives; None when no condition holds."""
    forms = hit.entry.forms
    if len(forms) == 1:
        return forms[0] if not forms[0].needs or _holds(scene, hit, forms[0], sure) else None
    counting = [form for form in forms if not form.needs or _holds(scene, hit, form, sure)]
    if not counting:
        return None
    if len(counting) == 1:
        return counting[0]
    counting.sort(key=lambda form: (ORDER[form.kind], form.target not in sure.places))
    best = counting[0]
    if counting[-1].kind is FormKind.ADJECTIVE and best.kind in NAMES and _case(best) != "nom" and _opens(scene, hit):
        return counting[-1]
    if best.kind is FormKind.NAME and best.needs:
        rivals = {form.target for form in counting if form.kind is FormKind.NAME and form.needs}
        if len(rivals & sure.places.keys()) > 1:
            return _nearest_named(sure, hit, counting, rivals)
    return best


def _opens(scene: Scene, hit: Hit) -> bool:
    """Say whether a sentence begins here: its capital tells nothing, and a name seldom opens one in another case («Polski rząd»)."""
    before = scene.folded[max(0, hit.start - LEAD) : hit.start].rstrip(" " + MARKS)
    return not before or before[-1] in SENTENCE_ENDS + "\n"


LEAD = 4
"""Characters before a word that tell whether a sentence begins with it: a mark, a blank, a quotation mark."""
ORDER = {FormKind.NAME: 0, FormKind.METONYM: 1, FormKind.DEMONYM: 2, FormKind.ROLE: 3, FormKind.ADJECTIVE: 4}


def _nearest_named(sure: Sure, hit: Hit, counting: list[Form], rivals: set[str]) -> Form | None:
    """Of two namesakes, both named in full, take the one whose full name stood last."""
    last = max(rivals, key=lambda actor: _last_before(sure.places.get(actor, ()), hit.start))
    return next((form for form in counting if form.target == last), None)


def _last_before(places: Sequence[int], at: int) -> int:
    place = bisect_left(places, at)
    return places[place - 1] if place else -1


def _holds(scene: Scene, hit: Hit, form: Form, sure: Sure) -> bool:
    for need in form.needs:
        if need is Need.FULL_NAME_IN_TEXT and form.target not in sure.places:
            return False
        if need is Need.TOPIC_IN_TEXT and not (sure.on_topic or form.target in sure.places):
            return False
        if need is Need.COUNTRY_IN_TEXT and not (sure.on_topic or sure.names_home_of(form.target)):
            return False
        if need is Need.SPEECH_NEAR and not _speech_near(scene, hit):
            return False
    return True


def _speech_near(scene: Scene, hit: Hit) -> bool:
    cues = scene.hits.cues
    place = bisect_left(cues, (hit.start - SPEECH_REACH,))
    return place < len(cues) and cues[place].start <= hit.start + SPEECH_REACH


def _persons(scene: Scene, hits: Sequence[tuple[Hit, Form]]) -> list[tuple[int, int, str]]:
    """Return (start, end, actor) of the persons named; whose something is bears no title beside it (Macronův mluvčí)."""
    people = []
    actors = scene.facts.pack.actors
    for hit, form in hits:
        actor = actors.get(form.target) if form.kind is FormKind.NAME else None
        if actor is not None and actor.type == "person" and not form.is_possessive:
            people.append((name_start(scene, hit, form), hit.end, actor.actor_id))
    return people


def _is_venue_of_headline(scene: Scene, actor: Actor, hit: Hit) -> bool:
    """Say whether a headline begins with a city where the parties ever met ("CITY: …"): that is where, not who speaks.

    So is one where somebody meets over them in these days.
    """
    if hit.start or actor.acts_as is not ActsAs.COUNTRY or not scene.after(hit.end, 2).lstrip().startswith(":"):
        return False
    if any(city == actor.actor_id for _, _, city in scene.facts.meetings):
        return True
    return not scene.around.rounds.isdisjoint(scene.facts.cities.get(actor.actor_id, ()))


def _case(form: Form) -> str:
    """Return the case of a form, by the last part of its rule."""
    return form.rule.rpartition(".")[2]


def _named(scene: Scene, hit: Hit, form: Form) -> Named | None:
    """Return the mention of a name, a metonym or a people; None where the pack does not have the actor."""
    actor = scene.facts.pack.actors.get(form.target)
    if actor is None:
        return None
    if form.kind is FormKind.DEMONYM:
        return Named(hit.start, hit.end, "demonym", actor.actor_id, True, form.rule)
    if actor.type == "person":
        return Named(name_start(scene, hit, form), hit.end, "name", actor.actor_id, True, form.rule)
    if actor.type == "place" and actor.stands_for and (not actor.acts_by_default or actor.acts_as is ActsAs.COUNTRY):
        acting = (country_acts if actor.acts_by_default else place_acts)(scene, hit.start, hit.end, _case(form))
        acting = acting and not _is_venue_of_headline(scene, actor, hit)
        kind = "metonym" if acting else "name"
        named = actor.stands_for if acting and actor.acts_as is ActsAs.COUNTRY else actor.actor_id
        return Named(hit.start, hit.end, kind, named, acting, f"{form.rule}+{'acts' if acting else 'place'}")
    acting = acts(scene, actor, hit.start, hit.end, _case(form))
    return Named(hit.start, hit.end, "name", actor.actor_id, acting, form.rule if acting else f"{form.rule}+place")
