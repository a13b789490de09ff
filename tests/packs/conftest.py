"""A small pack about another topic altogether, written into a temporary folder."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

HARBOUR: Mapping[str, str] = {
    "pack.yaml": """\
id: harbour
topic: The quarrel over the harbour of two towns that exist only here
languages: [en]
parties: [norrland, sudland]
""",
    "actors.yaml": """\
- id: norrland
  name: Norrland
  type: government
  aliases: {en: [Norrland]}
  demonyms: {en: [Norrlanders]}
  adjectives: {en: [Norrish]}
  in_titles: {of: {en: [Norrland]}}
  examples: [{text: Norrland refused., tags: [Norrland]}]

- id: sudland
  name: Sudland
  type: government
  aliases: {en: [Sudland]}
  examples: [{text: Sudland agreed., tags: [Sudland]}]

- id: berg
  name: Ada Berg
  type: person
  gender: f
  side: [{side: norrland, from: 2024-01-01}]
  aliases: {en: [Ada Berg, {form: Berg, needs: full_name_in_text}]}
  examples: [{text: Ada Berg smiled., tags: [Ada Berg]}]

- id: quay
  name: Old Quay
  type: place
  stands_for: norrland
  acts: true
  aliases: {en: [Old Quay]}
  examples: [{text: Old Quay denied it., tags: [Old Quay]}]
""",
    "titles.yaml": """\
- id: harbour_master
  names: {en: [harbour master]}
  with_country: {en: [chief]}
""",
    "offices.yaml": """\
- id: norrland_harbour_master
  of: norrland
  title: harbour_master
  forms: {en: [keeper of the quay]}
  tenures:
    - {actor: berg, from: 2024-01-01, to: 2025-01-01}
""",
    "facets.yaml": """\
- id: talks
  terms: {en: {strong: [harbour talks], weak: [meeting]}}
""",
    "rounds.yaml": """\
- id: quay-2024
  name: First meeting on the quay
  from: 2024-03-01
  to: 2024-03-02
  city: quay
  names: {en: [quay meeting]}
  participants: [berg]
""",
    "sources.yaml": """\
- id: tide-en
  publisher: tide
  name: The Tide
  kind: feed
  url: http://tide.example/rss.xml
  language: en
  ownership: private
  time_zone: Europe/London
  article_id_pattern: "/a/([0-9]+)"
  cadence_hours: 12
  verified: true
- id: gull-wire
  publisher: gull
  name: Gull Wire
  kind: wire
  path: gull
  language: en
  cadence_hours: 6
  verified: true
- id: buoy-news
  publisher: buoy
  name: The Buoy
  kind: sitemap
  url: https://buoy.example/news.xml
  archive: https://buoy.example/news-{n}.xml
  language: en
  country: NO
  time_zone: Europe/Oslo
  depth: headline
  cadence_hours: 48
  rests_on: [sun, holiday]
  operator: sea-marks
  licensed: true
  secret: buoy_key
  secret_header: X-Buoy-Key
  affiliations:
    - {ownership: private, owner: Ada Berg, to: 2024-01-01}
    - {ownership: state, owner: Norrland, state: NO, side: norrland, from: 2024-01-01}
  sanctions:
    - {regime: Sudland list, from: 2024-06-01, note: Named in the second list.}
  credibility: Paper of the harbour office.
  rights: CC BY 4.0
  redistributable: true
  verified: true
""",
    "blockers.yaml": "en: [Norrland Bank]\n",
    "other_conflicts.yaml": "en: [the lighthouse quarrel]\n",
    "other_subjects.yaml": "en: [ferry timetable]\n",
}


@pytest.fixture
def harbour() -> dict[str, str]:
    """Return the files of the small pack, to be changed by a test before it writes them."""
    return dict(HARBOUR)


@pytest.fixture
def write_pack(tmp_path: Path) -> Callable[[Mapping[str, str], str], Path]:
    """Return a function that writes files into a new folder of the given name and returns the folder."""

    def write(files: Mapping[str, str], name: str = "pack") -> Path:
        folder = tmp_path / name
        folder.mkdir(parents=True)
        for file, text in files.items():
            (folder / file).write_text(text, encoding="utf-8")
        return folder

    return write
