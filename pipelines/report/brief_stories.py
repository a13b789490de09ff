"""Stories of a day with those who took them up, and what was changed after publication."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from pipelines.report.brief_values import Revision, Right, Row, Rows, Story
from pipelines.report.brief_words import appeared, carriers, grouped, web_address
from pipelines.report.edits import Fate, Piece, edits, shortened

LONGEST_PIECE: Final = 280
"""Characters of what went or came in one piece of a short diff."""
LONGEST_DIFF: Final = 900
CHANGES_NAMED: Final = 6
TELLING_BASES: Final = frozenset({"credited", "wire"})
"""What says who made a story, besides being earliest."""


def stories_of(rows: Rows, day: date, sources: Rows) -> tuple[Story, ...]:
    """Return the stories, those of most outlets first, then the latest."""
    names = {row["publisher_id"]: row["publisher"] for row in sources}
    members = grouped(rows, "story_id").values()
    ordered = sorted(members, key=lambda story: (appeared(story[0]), story[0]["article_id"]), reverse=True)
    return tuple(sorted((_story(each, day, names) for each in ordered), key=lambda story: -len(story.carriers)))


def _story(members: Rows, day: date, names: Mapping[str, str]) -> Story:
    first = members[0]
    began = first["first_appeared_at"]
    # `place` counts from the story's beginning: whoever is second on this day and first of it has a forerunner.
    is_older = first["place"] > 1 and began is not None and began.date() < day
    made_by = first["origin"] if first["basis"] in TELLING_BASES else None
    return Story(
        story_id=first["story_id"],
        title=first["title"],
        language=first["language"],
        carriers=carriers(members),
        articles=len(members),
        originals=sum(row["place"] == 1 for row in members),
        revisions=max(row["revisions"] for row in members),
        text_depth=first["text_depth"],
        earlier=names.get(first["first_publisher_id"], first["first_publisher_id"]) if is_older else None,
        earlier_on=began.date() if is_older else None,
        made_by=made_by if len(members) > 1 or is_older or first["basis"] == "credited" else None,
        basis=first["basis"],
    )


def revisions_of(rows: Rows, right: Right) -> tuple[Revision, ...]:
    """Return what was changed in articles after publication, in the order in which it was."""
    return tuple(_revision(row, right) for row in rows)


def _revision(row: Row, right: Right) -> Revision:
    found = edits((row["earlier_title"] or "", row["earlier_text"] or ""), (row["title"] or "", row["text"] or ""))
    return Revision(
        outlet=row["publisher"],
        href=web_address(row["url"]),
        language=row["language"],
        at=row["changed_at"],
        is_played=row["is_played"],
        headline=row["title"],
        title=shortened(found.title),
        text=_cut(shortened(found.text)) if row[right] else (),
        is_withheld=not row[right],
        changes=_changes(row),
    )


def _cut(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return the first pieces of a diff, long ones cut: the article itself has the rest."""
    shown: list[Piece] = []
    left = LONGEST_DIFF
    for each in (Piece(piece.fate, piece.text.replace("\n", " ")) for piece in pieces):
        if left <= 0:
            shown.append(Piece(Fate.KEPT, " …"))
            break
        text = each.text if len(each.text) <= LONGEST_PIECE else each.text[:LONGEST_PIECE].rsplit(maxsplit=1)[0] + " …"
        shown.append(Piece(each.fate, text))
        left -= len(text)
    return tuple(shown)


def _changes(row: Row) -> tuple[str, ...]:
    """Return in words which things came and went; of statements only how many."""
    said = []
    for what in ("amounts", "places"):
        named = [f"+ {each}" for each in row[f"{what}_in"]] + [f"− {each}" for each in row[f"{what}_out"]]
        if named:
            more = f" and {len(named) - CHANGES_NAMED} more" if len(named) > CHANGES_NAMED else ""
            said.append(f"{what}: {', '.join(named[:CHANGES_NAMED])}{more}")
    came, went = len(row["statements_in"]), len(row["statements_out"])
    if came or went:
        said.append(f"statements: {came} came, {went} went")
    return tuple(said)
