"""The sequence: one text through every rule."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Self

from pipelines.packs.building import collector_paused
from pipelines.packs.model import Form, Pack
from pipelines.records import Credit, FramingTerm, Mention, Statement, Tags
from pipelines.tag.conditions import conditions
from pipelines.tag.content import UNREAD, Content, content
from pipelines.tag.crediting import Signs
from pipelines.tag.credits import Credited, credited
from pipelines.tag.entries import by_language
from pipelines.tag.facets import facet_scores, ground
from pipelines.tag.framing import Worded, framing
from pipelines.tag.guess import guess
from pipelines.tag.index import Hits, Index, merged
from pipelines.tag.lexicon import Lexicon, lexicon
from pipelines.tag.mentions import Named, mentions
from pipelines.tag.normal import Normal, folded, normal
from pipelines.tag.quotes import quotes
from pipelines.tag.relevance import relevance
from pipelines.tag.rounds import rounds
from pipelines.tag.scene import Scene, facts, scene
from pipelines.tag.speech import Said
from pipelines.tag.statements import statements
from pipelines.tag.unmarked import with_unmarked
from pipelines.tag.voices import Voices, voices

TITLE_BREAK = "\n\n"
UNDETERMINED = "und"
EVERYWHERE = "*"
"""Forms of no language, and the language of texts in one that the pack does not speak."""


class Tagger:
    """A pack compiled for every language it speaks, each when the first text in it comes; threads may share it."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        with collector_paused():
            self._facts = facts(pack)
            self._forms = by_language(pack)
        self._spoken: dict[str, _Spoken] = {}
        self._compiling = Lock()

    def compiled(self) -> Self:
        """Compile every language now, and return the tagger."""
        for language in self._forms:
            self._speaking(language)
        return self

    def _speaking(self, language: str) -> "_Spoken":
        """Return what one language says, `*` for one that the pack does not speak."""
        language = language if language in self._forms else EVERYWHERE
        known = self._spoken.get(language)
        if known is None:
            with self._compiling, collector_paused():
                known = self._spoken.get(language) or _Spoken.of(self._pack, language, self._forms[language])
                self._spoken[language] = known
        return known

    def tag(self, *, title: str, text: str, language: str | None, published_at: datetime | None) -> Tags:
        """Return everything found in a text; offsets count code points of `title` and `text` as given.

        `language` is ISO 639-1; None or `und`: guessed from letters and small words, `und` if that fails too, which
        matches the forms of every language and knows no verbs of speech. Never raises on any text.
        """
        spoken, one, back = self._laid_out(title, text, language, published_at)
        found = mentions(one)
        voice = voices(one, found)
        where = ground(one, found)
        judged = relevance(one, where)
        about_us = judged.label != "no" or where.about_us
        read = _read_of_others if judged.label == "no" and where.is_of_others else _read
        quoted = with_unmarked(one, quotes(one))
        told = statements(voice, quoted, about_us=about_us)
        depending = conditions(voice, told) if about_us else {}
        return Tags(
            language=spoken,
            relevance=judged,
            mentions=tuple(back.mention(named, one) for named in found),
            facets=facet_scores(one, where) if judged.label != "no" else (),
            statements=tuple(
                back.statement(said, read(voice, said) if about_us else UNREAD, depending.get(place))
                for place, said in enumerate(told)
            ),
            rounds=rounds(one, found, where, judged.label),
            framing=tuple(map(back.framing, framing(one, where, quoted))) if about_us else (),
            credits=tuple(back.credit(each, one) for each in credited(one, self._speaking(spoken).signs)),
        )

    def mentions(
        self, *, title: str, text: str, language: str | None, published_at: datetime | None
    ) -> tuple[Mention, ...]:
        """Return the mentions that `tag` would, and look for nothing else: four times as fast."""
        _, one, back = self._laid_out(title, text, language, published_at)
        return tuple(back.mention(named, one) for named in mentions(one))

    def _merged(self, plain: str) -> Hits:
        """Return what is found in a text whose language is unknown."""
        speaking = [self._speaking(each).index for each in sorted(self._forms) if each != EVERYWHERE]
        return merged((each.hits(plain) for each in speaking), self._speaking(EVERYWHERE).index.hits(plain))

    def _laid_out(
        self, title: str, text: str, language: str | None, published_at: datetime | None
    ) -> tuple[str, Scene, "_Back"]:
        """Return the language, the text with its hits, and the way back to the offsets of what was given."""
        spoken = (language or UNDETERMINED).split("-")[0].lower()
        if spoken == UNDETERMINED:
            spoken = guess(f"{title}\n{text}")
        heading, body = normal(title), normal(text)
        whole = heading.text + TITLE_BREAK + body.text
        plain = folded(whole)
        index = None if spoken == UNDETERMINED else self._speaking(spoken).index
        one = scene(
            text=whole,
            folded=plain,
            body_at=len(heading.text) + len(TITLE_BREAK),
            published_on=published_at.date() if published_at else None,
            lexicon=index.lexicon if index else Lexicon(),
            pack=self._facts,
            given_names=index.given_names if index else {},
            own_given_names=index.own_given_names if index else {},
            hits=index.hits(plain) if index else self._merged(plain),
        )
        return spoken, one, _Back(title, text, heading, body, one.body_at)


def _read(voice: Voices, said: Said) -> Content:
    return content(voice, said.start, said.end, said.cue, said.speaker.actor if said.speaker else None)


def _read_of_others(voice: Voices, said: Said) -> Content:
    """Read a statement in a text about another conflict: it is aimed at nobody whom these talks would tell."""
    return _read(voice, said)._replace(target=None)


@dataclass(frozen=True, slots=True)
class _Spoken:
    """What a pack says in one language."""

    index: Index
    signs: Signs

    @classmethod
    def of(cls, pack: Pack, language: str, forms: Sequence[Form]) -> Self:
        """Compile one language."""
        words = lexicon(language)
        signs = Signs(pack, words)
        return cls(Index(pack, words, forms, signs.surfaces), signs)


class _Back:
    """The way back from the scene to zones and offsets as given."""

    def __init__(self, title: str, text: str, heading: Normal, body: Normal, body_at: int) -> None:
        self._zones = {"title": (title, heading, 0), "text": (text, body, body_at)}
        self._body_at = body_at
        self._title, self._text = title, text
        self._is_copy = heading.starts is None and body.starts is None

    def span(self, start: int, end: int) -> tuple[str, int, int, str]:
        """Return zone, start, end and the characters there."""
        if self._is_copy:
            if start < self._body_at:
                return "title", start, end, self._title[start:end]
            start, end = start - self._body_at, end - self._body_at
            return "text", start, end, self._text[start:end]
        zone = "title" if start < self._body_at else "text"
        given, copy, offset = self._zones[zone]
        begin, stop = copy.given(start - offset, end - offset)
        return zone, begin, stop, given[begin:stop]

    def mention(self, named: Named, one: Scene) -> Mention:
        """Return a mention in the coordinates of what was given."""
        begin, stop, kind, actor_id, as_actor, rule = named
        zone, start, end, surface = self.span(begin, stop)
        actor = one.facts.actor(actor_id) if actor_id else None
        return Mention(
            zone=zone,
            start=start,
            end=end,
            surface=surface,
            kind=kind,
            actor=actor_id,
            wikidata=actor.wikidata if actor else None,
            name=actor.name if actor else None,
            as_actor=as_actor,
            rule=rule,
        )

    def framing(self, term: Worded) -> FramingTerm:
        """Return a framing term in the coordinates of what was given."""
        zone, start, end, surface = self.span(term.start, term.end)
        return FramingTerm(
            zone=zone,
            start=start,
            end=end,
            surface=surface,
            concept=term.concept,
            side=term.side,
            quoted=term.quoted,
            rule=term.rule,
        )

    def credit(self, found: Credited, one: Scene) -> Credit:
        """Return a credit in the coordinates of what was given."""
        zone, start, end, surface = self.span(found.start, found.end)
        outlet = one.facts.pack.outlets.get(found.outlet) if found.outlet else None
        return Credit(
            zone=zone,
            start=start,
            end=end,
            surface=surface,
            outlet=found.outlet,
            name=outlet.name if outlet else surface,
            rule=found.rule,
        )

    def statement(self, said: Said, inside: Content, condition: tuple[int, int] | None) -> Statement:
        """Return a statement in the coordinates of what was given; `condition` is the span that it depends on."""
        zone, start, end, _ = self.span(said.start, said.end)
        speaker = said.speaker
        return Statement(
            zone=zone,
            start=start,
            end=end,
            is_quote=said.is_quote,
            speaker=speaker.actor if speaker else None,
            speaker_name=speaker.name if speaker else None,
            attributed_to=said.attributed_to,
            type=inside.type,
            facet=inside.facet,
            target=inside.target,
            negated=inside.negated,
            modality=inside.modality,
            condition=self.span(*condition)[3] if condition else None,
            places=inside.places,
            amounts=inside.amounts,
            rule=f"{said.rule}+{speaker.rule}" if speaker else said.rule,
        )
