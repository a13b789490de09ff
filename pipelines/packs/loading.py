"""From a folder of YAML to a compiled `Pack`, and the lock that freezes its forms."""

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from pipelines.errors import PackError
from pipelines.packs import folder as folders
from pipelines.packs import forms
from pipelines.packs.building import collector_paused
from pipelines.packs.folder import LOCK, Problem, Sheets
from pipelines.packs.model import Actor, Form, FormKind, Office, Outlet, Pack, Round, SidePeriod, Tenure
from pipelines.packs.outlets import outlet
from pipelines.packs.schema import ActorSheet, OfficeSheet, RoundSheet, SourceSheet
from pipelines.packs.wires import profile_of
from pipelines.records import Affiliation, Sanction, Source, SourceKind

SHOWN = 10
"""How many problems an error lists; `lint` lists all."""
REGENERATE = "Run `trucewatch pack forms --write`, review the changed lines, and keep the file with the pack."


def load(folder: Path) -> Pack:
    """Return the compiled pack in `folder`.

    Raises `PackError` naming file, line and key of the first ten problems, and for a lock of forms that is
    missing, damaged or older than the files it was made from.
    """
    with collector_paused():
        return _compiled(checked(folder))


def _compiled(sheets: Sheets) -> Pack:
    lines = _frozen(sheets) if forms.needs_inflection(sheets) else forms.generate(sheets)
    lines = [line for line in lines if line.language in sheets.pack.languages]
    compiled = forms.compile_forms(lines)
    return Pack(
        pack_id=sheets.pack.id,
        version=sheets.folder.version,
        topic=sheets.pack.topic,
        languages=sheets.pack.languages,
        parties=sheets.pack.parties,
        sources=tuple(_source(each) for each in sheets.sources),
        actors={each.id: _actor(each) for each in sheets.every_actor},
        offices={each.id: _office(each) for each in sheets.offices},
        facets=tuple(each.id for each in sheets.facets),
        rounds=_rounds(sheets.rounds, compiled, lines),
        forms=compiled,
        other_conflicts=_by_language(line for line in lines if line.kind == forms.CONFLICT),
        other_subjects=_by_language(line for line in lines if line.kind == forms.SUBJECT),
        profiles={each.id: profile_of(each) for each in sheets.profiles},
        outlets=_outlets(sheets),
    )


def write_forms(folder: Path) -> Path:
    """Generate every form of the pack in `folder`, write its lock, and return the lock's path.

    Needs pymorphy3 (the `pack` extra) where the pack has Russian or Ukrainian. Raises `PackError` as `load` does
    for problems of the YAML.
    """
    sheets = checked(folder)
    path = sheets.folder.path / LOCK
    text = forms.render(sheets, forms.generate(sheets))
    half = path.with_suffix(".lock.new")
    half.write_text(text, encoding="utf-8", newline="\n")
    os.replace(half, path)  # noqa: PTH105  (atomic on POSIX and Windows alike)
    return path


def forms_of(pack: Pack, actor_id: str) -> tuple[Form, ...]:
    """Return every form of an actor: names, metonyms, demonyms, adjectives, and the titles of offices held or owned."""
    offices = {
        office.office_id
        for office in pack.offices.values()
        if office.of == actor_id or any(tenure.actor == actor_id for tenure in office.tenures)
    }
    return tuple(
        form
        for form in pack.forms
        if form.target in (offices if form.kind is FormKind.ROLE else {actor_id}) and form.kind is not FormKind.TERM
    )


def checked(folder: Path) -> Sheets:
    """Return the sheets of a pack whose files are all as the schema says. Raises `PackError` otherwise."""
    sheets, problems = folders.check(folders.read(folder))
    if sheets is not None:
        problems = references(sheets)
    if sheets is None or problems:
        raise refusal(folder, problems)
    return sheets


def references(sheets: Sheets) -> list[Problem]:
    """Return every id that is used but not defined, or defined twice: a pack with one cannot be compiled."""
    actors = _ids(
        (name, position, each.id) for name, some in sheets.actors.items() for position, each in enumerate(some)
    )
    titles = _ids(("titles.yaml", position, each.id) for position, each in enumerate(sheets.titles))
    offices = _ids(("offices.yaml", position, each.id) for position, each in enumerate(sheets.offices))
    facets = _ids(("facets.yaml", position, each.id) for position, each in enumerate(sheets.facets))
    framing = _ids(("framing.yaml", position, each.id) for position, each in enumerate(sheets.framing))
    outlets = _ids(("outlets.yaml", position, each.id) for position, each in enumerate(sheets.outlets))
    rounds = _ids(("rounds.yaml", position, each.id) for position, each in enumerate(sheets.rounds))
    sources = _ids(("sources.yaml", position, each.id) for position, each in enumerate(sheets.sources))
    profiles = _ids(("wires.yaml", position, each.id) for position, each in enumerate(sheets.profiles))
    found = [
        _problem(sheets, name, (position, "id"), f"the id {each} stands here twice")
        for ids in (actors, titles, offices, facets, framing, outlets, rounds, sources, profiles)
        for each, places in ids.items()
        for name, position in places[1:]
    ]
    used: list[tuple[str, tuple[str | int, ...], str, Mapping[str, object], str]] = [
        ("pack.yaml", ("parties",), party, actors, "actor") for party in sheets.pack.parties
    ]
    for name, some in sheets.actors.items():
        used += [
            (name, (position, "stands_for"), each.stands_for, actors, "actor")
            for position, each in enumerate(some)
            if each.stands_for is not None
        ]
    for position, office in enumerate(sheets.offices):
        used.append(("offices.yaml", (position, "of"), office.of, actors, "actor"))
        used.append(("offices.yaml", (position, "title"), office.title, titles, "title"))
        used += [
            ("offices.yaml", (position, "tenures", number, "actor"), tenure.actor, actors, "actor")
            for number, tenure in enumerate(office.tenures)
        ]
    for position, each in enumerate(sheets.rounds):
        used += [
            ("rounds.yaml", (position, "participants", number), actor, actors, "actor")
            for number, actor in enumerate(each.participants)
        ]
    used += [
        ("sources.yaml", (position, "profile"), source.profile, profiles, "profile in wires.yaml of the name")
        for position, source in enumerate(sheets.sources)
        if source.profile is not None
    ]
    found += _wires_without_api(sheets)
    found += [
        _problem(sheets, name, key, f"there is no {what} {reference}")
        for name, key, reference, ids, what in used
        if reference not in ids
    ]
    return sorted(found)


def _wires_without_api(sheets: Sheets) -> Iterator[Problem]:
    """Yield the wires with an address whose profile does not say how it is asked."""
    mute = {each.id for each in sheets.profiles if each.api is None}
    for position, source in enumerate(sheets.sources):
        if source.kind is SourceKind.WIRE and source.url and source.profile in mute:
            message = f"the profile {source.profile} has no `api`: write there how {source.id} is asked over HTTP"
            yield _problem(sheets, "sources.yaml", (position, "profile"), message)


def _ids(entries: Iterable[tuple[str, int, str]]) -> dict[str, list[tuple[str, int]]]:
    found = defaultdict(list)
    for name, position, each in entries:
        found[each].append((name, position))
    return found


def _problem(sheets: Sheets, name: str, key: Sequence[str | int], message: str) -> Problem:
    return Problem(name, sheets.files[name].line_of(key), ".".join(map(str, key)), message)


def refusal(folder: Path, problems: Sequence[Problem]) -> PackError:
    """Return the error that names a folder and its first problems."""
    shown = [f"{each.where}  {each.message}" for each in problems[:SHOWN]]
    if len(problems) > SHOWN:
        shown.append(f"and {len(problems) - SHOWN} more")
    count = "one problem" if len(problems) == 1 else f"{len(problems)} problems"
    return PackError(
        f"The pack in {folder} has {count}.",
        where="\n".join(shown),
        next_step="Correct them; `trucewatch pack lint` lists all.",
    )


def _frozen(sheets: Sheets) -> list[forms.Line]:
    body = sheets.folder.bodies.get(LOCK, b"")
    path = sheets.folder.path / LOCK
    if not body:
        raise PackError("The forms of the pack are not frozen yet.", where=str(path), next_step=REGENERATE)
    try:
        text = body.decode()
        if forms.is_fresh(sheets, text):
            return list(forms.parse(text))
    except ValueError as error:
        raise PackError("The frozen forms are damaged.", where=f"{path}: {error}", next_step=REGENERATE) from error
    raise PackError(
        "The frozen forms are older than the files they were made from.", where=str(path), next_step=REGENERATE
    )


def _source(sheet: SourceSheet) -> Source:
    """Return the record of a source; its ownership and side are those of its last affiliation."""
    affiliations = tuple(
        Affiliation(
            ownership=each.ownership,
            owner=each.owner,
            state=each.state,
            side=each.side,
            from_on=each.from_on,
            to_on=each.to_on,
        )
        for each in sheet.periods
    )
    last = affiliations[-1] if affiliations else None
    return Source(
        source_id=sheet.id,
        publisher_id=sheet.publisher,
        publisher=sheet.name,
        kind=sheet.kind,
        language=sheet.language,
        country=sheet.country,
        url=sheet.url,
        path=sheet.path,
        profile=sheet.profile,
        archive_url=sheet.archive,
        depth=sheet.depth,
        cadence_hours=sheet.cadence_hours,
        rests_on=sheet.rests_on,
        operator=sheet.operator,
        obey_robots_for_feed=sheet.obey_robots_for_feed,
        licensed=sheet.licensed,
        secret=sheet.secret,
        secret_header=sheet.secret_header,
        secret_parameter=sheet.secret_parameter,
        time_zone=sheet.time_zone,
        article_id_pattern=sheet.article_id_pattern,
        ownership=last.ownership if last else None,
        side=last.side if last else None,
        affiliations=affiliations,
        sanctions=tuple(
            Sanction(regime=each.regime, from_on=each.from_on, to_on=each.to_on, note=each.note)
            for each in sheet.sanctions
        ),
        credibility=sheet.credibility,
        rights=sheet.rights,
        redistributable=sheet.redistributable,
        paused_why=sheet.paused_why,
        verified=sheet.verified,
        note=sheet.note,
    )


def _actor(sheet: ActorSheet) -> Actor:
    return Actor(
        actor_id=sheet.id,
        name=sheet.name,
        wikidata=sheet.wikidata,
        type=sheet.type,
        gender=sheet.gender,
        sides=tuple(SidePeriod(side=each.side, from_on=each.from_on, to_on=each.to_on) for each in sheet.side),
        stands_for=sheet.stands_for,
        acts_by_default=sheet.type != "place" if sheet.acts is None else sheet.acts,
        acts_as=sheet.acts_as,
        verified=sheet.verified,
        note=sheet.note,
    )


def _office(sheet: OfficeSheet) -> Office:
    tenures = tuple(Tenure(actor=each.actor, from_on=each.from_on, to_on=each.to_on) for each in sheet.tenures)
    return Office(office_id=sheet.id, of=sheet.of, title=sheet.title, tenures=tenures)


def _rounds(sheets: Sequence[RoundSheet], compiled: Sequence[Form], lines: Sequence[forms.Line]) -> tuple[Round, ...]:
    """Return the rounds; their names are the forms of city and venue, then the usual names of the round itself."""
    wanted = {place for each in sheets for place in (each.city, each.venue) if place}
    places: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for form in compiled:
        if form.target in wanted and form.kind in {FormKind.NAME, FormKind.METONYM}:
            places[form.target][form.language].append(form.text)
    own: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for line in lines:
        if line.kind == forms.ROUND:
            own[line.target][line.language].append(line.text)
    return tuple(_round(each, [places[each.city], places[each.venue or ""], own[each.id]]) for each in sheets)


def _round(sheet: RoundSheet, named: Sequence[Mapping[str, Sequence[str]]]) -> Round:
    languages = dict.fromkeys(language for names in named for language in names)
    return Round(
        round_id=sheet.id,
        name=sheet.name,
        from_on=sheet.from_on,
        to_on=sheet.to_on or sheet.from_on,
        city=sheet.city,
        names={
            language: tuple(dict.fromkeys(text for names in named for text in names.get(language, ())))
            for language in languages
        },
        participants=sheet.participants,
        verified=sheet.verified,
    )


def _outlets(sheets: Sheets) -> dict[str, Outlet]:
    """Return the outlets with every form of their names in the languages of the pack."""
    watched = frozenset(each.publisher for each in sheets.sources)
    languages = frozenset(sheets.pack.languages)
    return {each.id: outlet(each, languages, watched) for each in sheets.outlets}


def _by_language(lines: Iterable[forms.Line]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for line in lines:
        found[line.language].append(line.text)
    return {language: tuple(texts) for language, texts in found.items()}
