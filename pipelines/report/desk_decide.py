"""The form by which a person decides about what is quarantined, and the page that asks once before anything happens."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pipelines.records import ACKNOWLEDGE, LONGEST_WHY, DecisionAction
from pipelines.report.pages import Page, page

STYLE: Final = "desk.css"


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideForm:
    """What the form needs: the token that makes it ours, and what it is about; empty where the page says that itself."""

    token: str
    subjects: tuple[str, ...] = ()
    longest_why: int = LONGEST_WHY


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing that is decided about. `what` and `detail` are words of others; `refused` says why it cannot be."""

    key: str
    source_id: str
    what: str
    reason: str
    detail: str
    refused: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What an action does, as a person reads it before it is done."""

    title: str
    button: str
    happens: str


EFFECTS: Final[Mapping[str, Effect]] = {
    ACKNOWLEDGE: Effect(
        title="Acknowledge",
        button="Acknowledge",
        happens="It stays open, marked as known to you with the reason, until a later run does not show it any more. When it "
        "comes back after that, it is new again.",
    ),
    DecisionAction.RELEASE: Effect(
        title="Release",
        button="Release and load",
        happens="The next run of monitor loads it in spite of the checks that refused it, and readers see it. The ledger "
        "says that you released it. Later revisions, and other checks, are judged as before.",
    ),
    DecisionAction.REPROCESS: Effect(
        title="Work again",
        button="Work again",
        happens="The next run of monitor works it again from the stored bytes, with the present code and pack. What is "
        "refused again comes back here.",
    ),
    DecisionAction.DISMISS: Effect(
        title="Dismiss",
        button="Dismiss",
        happens="The next run of monitor takes it off the list of what is open. It stays quarantined and counted, its bytes "
        "stay, and a release of it ends.",
    ),
}


def confirm_page(action: str, lines: Sequence[Line], why: str, token: str, *, root: str) -> Page:
    """Return the page that says what will happen and to how many rows, with the form that makes it happen.

    `action` is one of `EFFECTS`.
    """
    section, target = ("findings", "acknowledge") if action == ACKNOWLEDGE else ("quarantine", "decide")
    able = [line for line in lines if line.refused is None]
    return page(
        "desk_confirm.html",
        STYLE,
        forms=bool(able),
        section=section,
        target=f"{root}{section}/{target}",
        root=root,
        action=str(action),
        effect=EFFECTS[action],
        able=able,
        unable=[line for line in lines if line.refused is not None],
        why=why,
        token=token,
    )
