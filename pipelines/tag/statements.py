"""Everything said in a text: direct quotations and reported statements (convention 7 of a tag)."""

from collections.abc import Sequence

from pipelines.tag.direct import direct
from pipelines.tag.headlines import headline
from pipelines.tag.nominal import nominal
from pipelines.tag.opinions import opinions
from pipelines.tag.quotes import Quote
from pipelines.tag.reported import reported
from pipelines.tag.speech import Said
from pipelines.tag.voices import Voices


def statements(voice: Voices, quoted: Sequence[Quote], *, about_us: bool) -> list[Said]:
    """Return quotations and reported statements in reading order; no two reported ones overlap.

    `quoted` are the stretches between quotation marks. Reported speech is read only where the text is `about_us`: elsewhere nobody asks for it.
    """
    said = list(direct(voice, quoted))
    if not about_us:
        return said
    marked = [(each.start - 1, each.end) for each in said]  # marks that only distance a word belong to what is reported
    told = [
        *reported(voice, marked),
        *headline(voice, marked),
        *nominal(voice, marked),
        *opinions(voice, marked),
    ]
    return sorted((*said, *_apart(told)), key=lambda each: (each.start, each.end))


def _apart(told: Sequence[Said]) -> list[Said]:
    kept: list[Said] = []
    for said in sorted(told, key=lambda each: (each.start, -each.end)):
        if not kept or said.start >= kept[-1].end:
            kept.append(said)
    return kept
