"""What people decide about quarantined things: release, reprocess, dismiss; checked against the snapshot, then journalled.

    decide ─▶ journal ─▶ the next run: plan takes the document up again ▸ validate lets pass what was released ▸
    load writes the table `decisions` ─▶ published: no longer pending

A release lets one revision pass the checks that refused it. It opens no embargo and undoes no kill: what an agency holds
back or has ordered to vanish never ends as quarantined, and a run settles that before it checks anything.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from pipelines import settings as environment
from pipelines.errors import NothingPublished, SettingsError, WarehouseError
from pipelines.records import ACKNOWLEDGE, Decision, DecisionAction, LedgerKind, Outcome, Reason, make_id
from pipelines.report.reasons import in_words
from pipelines.run import acknowledging, decisions
from pipelines.run.house import Reading, clock, reading, report
from pipelines.run.people import author_of, reason_of
from pipelines.settings import Settings

SHORTEST_ID: Final = 8
"""Characters of an id that are enough, where only one begins so."""
MOST_SUBJECTS: Final = 500
"""Things that one decision may be about."""
ID_DIGITS: Final = 12

OPEN: Final = ("open", "waiting")
STATES: Final = (*OPEN, "dismissed")
"""Of the rows of the view `quarantine`."""

_FINDING: Final = re.compile(r"finding/([a-z0-9_-]{1,80})/([^\x00-\x1f\x7f]{0,500})")
_KEY: Final = re.compile(r"(item|document)/([0-9a-zA-Z_-]{1,80})/([0-9a-zA-Z_-]{0,80})")

_INSTEAD: Final[Mapping[Outcome, str]] = {
    Outcome.LOADED: "it is loaded",
    Outcome.DUPLICATE: "it is loaded",
    Outcome.KILLED: "its agency ordered it to vanish, and nobody here can release it",
    Outcome.HELD: "its agency holds it back, and nobody here can release it",
    Outcome.NOT_TEXT: "it is not a text",
    Outcome.FAILED: "it is tried again by itself",
}
"""Why something that is not quarantined is not for people to decide about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What is decided about: one document or item revision, as the ledger names it."""

    kind: LedgerKind
    id: str
    revision: str

    @property
    def key(self) -> str:
        """Return it as one word, for forms and parameters."""
        return f"{self.kind}/{self.id}/{self.revision}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect:
    """A subject, what a decision needs to know of it, and why that cannot be decided about it; None where it can.

    `what` is a title or an address, in the words of others.
    """

    subject: Subject
    source_id: str
    what: str
    reason: str
    detail: str
    fetch_id: str
    article_id: str | None
    article_revision: str | None
    refused: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """The decisions that were journalled, and the subjects that they were not about, each with the reason."""

    made: tuple[Decision, ...]
    passed_over: tuple[Prospect, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A decision that is not in effect yet: no published run has taken it up. `action` is one of `DecisionAction`."""

    decision_id: str
    action: str
    subject: Subject
    who: str
    why: str
    decided_at: datetime


def subject_of(key: str) -> Subject:
    """Return the subject that a word of `Subject.key` names. Raises `SettingsError`."""
    found = _KEY.fullmatch(key)
    if found is None:
        raise _refused(
            f"{key[:120]!r} names nothing that could be quarantined.",
            "what is decided about",
            "It is written item/ID/REVISION or document/ID/HASH: `trucewatch quarantine list --json` shows them.",
        )
    return Subject(kind=LedgerKind(found[1]), id=found[2], revision=found[3])


def prospects(
    action: DecisionAction, subjects: Sequence[Subject], chosen: Settings | None = None
) -> tuple[Prospect, ...]:
    """Return for each subject whether that can be decided about it, in their order; of one named twice once.

    Raises `SettingsError` for too many, `NothingPublished`.
    """
    _check_number(len(subjects))
    rows = _rows(chosen, ids=[each.id for each in subjects])
    return tuple(_prospect(action, each, rows.get(each)) for each in dict.fromkeys(subjects))


def named(name: str, chosen: Settings | None = None) -> tuple[Subject, ...]:
    """Return what a person means by a key, or by an id or its beginning: of an item each revision that is quarantined.

    Where none is, all that there is of it, so that it can be said why. Raises `SettingsError` for a name of nothing, or
    of more than one thing.
    """
    if "/" in name:
        return (subject_of(name),)
    rows = _rows(chosen, beginning=name) if len(name) >= SHORTEST_ID else {}
    ids = {each.id for each in rows}
    if len(ids) != 1:
        raise _refused(
            f"{'More than one thing' if ids else 'Nothing'} is called {name[:80]!r}.",
            "published snapshot",
            f"Give the first {SHORTEST_ID} characters of an id or more: `trucewatch quarantine list` shows them.",
        )
    quarantined = [each for each, row in rows.items() if row["outcome"] == Outcome.QUARANTINED]
    return tuple(quarantined or rows)


def listed(states: Iterable[str] = OPEN, chosen: Settings | None = None) -> list[dict[str, Any]]:
    """Return the rows of sql/report/quarantine.sql in these states.

    Raises `NothingPublished`, `WarehouseError` where an older version published.
    """
    with reading(chosen) as snapshot:
        check_version(snapshot)
        return snapshot.rows("quarantine", states=list(states))


def check_version(snapshot: Reading) -> None:
    """Raise `WarehouseError` for a snapshot of a version that had no quarantine."""
    if not snapshot.has("quarantine"):
        raise WarehouseError(
            "Not computed: this snapshot was published by a version that had no quarantine.",
            where=snapshot.snapshot,
            next_step="The next run of monitor publishes one that has.",
        )


def decide(
    action: DecisionAction,
    subjects: Sequence[Subject],
    *,
    why: str,
    who: str | None = None,
    request: str | None = None,
    chosen: Settings | None = None,
) -> Decided:
    """Journal a decision about each subject that it can be made about; durable on return.

    `request` names what is asked for: the same one again adds nothing. Raises `SettingsError` where it can be made about
    none of them, or no reason is given; `NothingPublished`.
    """
    settings = chosen or environment.load()
    author, reason, at = author_of(who), reason_of(why), clock()
    asked = prospects(action, subjects, settings)
    refused = tuple(each for each in asked if each.refused)
    if len(refused) == len(asked):
        raise _refused(
            refused[0].refused or "" if refused else "Nothing is named.",
            refused[0].subject.key if refused else "what is decided about",
            "`trucewatch quarantine list` shows what is open.",
        )
    made = tuple(
        Decision(
            decision_id=make_id("decision", action, each.subject.key, author, request or at.isoformat())[:ID_DIGITS],
            action=action,
            kind=each.subject.kind,
            id=each.subject.id,
            revision=each.subject.revision,
            fetch_id=each.fetch_id,
            who=author,
            why=reason,
            decided_at=at,
            article_id=each.article_id,
            article_revision=each.article_revision,
            expectations=tuple(each.detail.split("; ")) if action is DecisionAction.RELEASE else (),
        )
        for each in asked
        if not each.refused
    )
    decisions.append(settings.data, made)
    return Decided(made=made, passed_over=refused)


def decide_as_told(params: Mapping[str, Any], *, who: str, request: str) -> dict[str, int]:
    """Decide with the parameters of a DAG run, which its schema has checked.

    Return how many were made, how many passed over, and how many wait for the next run.
    """
    if params["action"] == ACKNOWLEDGE:
        return _acknowledge(params["subjects"], who=who, why=params["why"])
    decided = decide(
        DecisionAction(params["action"]),
        [subject_of(each) for each in params["subjects"]],
        why=params["why"],
        who=who,
        request=request,
    )
    return {"made": len(decided.made), "passed_over": len(decided.passed_over), "waiting": len(decided.made)}


def waiting(chosen: Settings | None = None, snapshot: Reading | None = None) -> tuple[Decision, ...]:
    """Return the decisions that no run has taken up, the oldest first; all of them where nothing is published.

    `snapshot` is the one that is open; without it the published one is opened.
    """
    settings = chosen or environment.load()
    made = decisions.read(settings.data)
    if not made:
        return ()
    if snapshot is None:
        try:
            with reading(settings) as opened:
                return waiting(settings, opened)
        except NothingPublished:
            return made
    taken = _taken(snapshot)
    return tuple(each for each in made if each.decision_id not in taken)


def pending(chosen: Settings | None = None, snapshot: Reading | None = None) -> tuple[Pending, ...]:
    """Return what was decided and is not in effect yet, as `waiting`."""
    return tuple(
        Pending(
            decision_id=each.decision_id,
            action=each.action,
            subject=Subject(kind=each.kind, id=each.id, revision=each.revision),
            who=each.who,
            why=each.why,
            decided_at=each.decided_at,
        )
        for each in waiting(chosen, snapshot)
    )


def _taken(snapshot: Reading) -> frozenset[str]:
    """Return the ids of the decisions that a run has taken up; none in a snapshot of a version that had no decisions."""
    if not snapshot.has("decisions"):
        return frozenset()
    return frozenset(str(row["decision_id"]) for row in snapshot.rows("decisions_taken"))


# ── Findings ──────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A finding that a person means, and why it cannot be acknowledged; None where it can."""

    rule: str
    subject: str
    title: str = ""
    detail: str = ""
    refused: str | None = None

    @property
    def key(self) -> str:
        """Return it as one word, for forms and parameters."""
        return f"finding/{self.rule}/{self.subject}"


def open_findings(keys: Sequence[str], chosen: Settings | None = None) -> tuple[Finding, ...]:
    """Return the findings that words of `Finding.key` name, in their order.

    Raises `SettingsError` for too many and for what is no key, `NothingPublished`.
    """
    _check_number(len(keys))
    meant, rows = [_finding_of(key) for key in keys], _open_rows(chosen)
    return tuple(
        replace(each, title=row["title"] or "", detail=row["detail"] or "")
        if (row := rows.get((each.rule, each.subject)))
        else replace(each, refused="It is not open (any more): the last run does not show it.")
        for each in meant
    )


def _open_rows(chosen: Settings | None = None) -> dict[tuple[str, str], dict[str, Any]]:
    with reading(chosen) as snapshot:
        rows = snapshot.rows("findings_open") if snapshot.has("findings_open") else []
    return {(row["rule"], row["subject"] or ""): row for row in rows}


def _finding_of(key: str) -> Finding:
    found = _FINDING.fullmatch(key)
    if found is None:
        raise _refused(
            f"{key[:120]!r} names no finding.", "what is acknowledged", "It is written finding/RULE/SUBJECT."
        )
    return Finding(rule=found[1], subject=found[2])


def _acknowledge(keys: Iterable[str], *, who: str, why: str) -> dict[str, int]:
    author, reason, made, refused = author_of(who), reason_of(why), 0, []
    rows = _open_rows()
    said = {
        (each.rule, each.subject, each.first_seen_at.replace(tzinfo=None), each.by, each.why)
        for each in acknowledging.read(environment.load().data)
    }
    for meant in map(_finding_of, keys):
        row = rows.get((meant.rule, meant.subject))
        if row and (meant.rule, meant.subject, row["first_seen_at"], author, reason) in said:
            made += 1  # by this task, when it was tried before
            continue
        try:
            acknowledging.acknowledge(meant.rule, meant.subject, by=author, why=reason)
        except SettingsError as error:
            refused.append(error)
        else:
            made += 1
    if refused and not made:
        raise refused[0]
    return {"made": made, "passed_over": len(refused), "waiting": 0}


# ── What is meant ─────────────────────────────────────────────────────────────────────────────────


def _rows(
    chosen: Settings | None, *, ids: Sequence[str] = (), beginning: str | None = None
) -> dict[Subject, dict[str, Any]]:
    return {
        Subject(kind=LedgerKind(row["kind"]), id=row["id"], revision=row["revision"]): row
        for row in report("decide_subjects", chosen, ids=list(ids), beginning=beginning)
    }


def _prospect(action: DecisionAction, subject: Subject, row: Mapping[str, Any] | None) -> Prospect:
    found = row or {}
    return Prospect(
        subject=subject,
        source_id=found.get("source_id") or "",
        what=found.get("what") or "",
        reason=in_words(found.get("reason")) if row else "",
        detail=found.get("detail") or "",
        fetch_id=found.get("fetch_id") or "",
        article_id=found.get("article_id"),
        article_revision=found.get("article_revision"),
        refused=_why_not(action, found) if row else "Nothing of this name is known.",
    )


def _why_not(action: DecisionAction, row: Mapping[str, Any]) -> str | None:
    """Return why a decision cannot be made about a row of the ledger, as a sentence; None where it can."""
    if row["is_killed"] and action is not DecisionAction.DISMISS:
        return f"It is not to be {_DONE[action]}: {_INSTEAD[Outcome.KILLED]}."
    if row["outcome"] != Outcome.QUARANTINED:
        return f"It is not quarantined: {_INSTEAD[Outcome(row['outcome'])]}."
    if action is DecisionAction.RELEASE and (
        row["reason"] != Reason.EXPECTATION or not row["detail"] or not row["article_id"]
    ):
        return f"It cannot be released, because nothing came of it that could be loaded: {in_words(row['reason'])}. Mend that and reprocess it, or dismiss it."
    return None


_DONE: Final[Mapping[DecisionAction, str]] = {
    DecisionAction.RELEASE: "released",
    DecisionAction.REPROCESS: "worked again",
    DecisionAction.DISMISS: "dismissed",
}


def _check_number(number: int) -> None:
    if number > MOST_SUBJECTS:
        raise _refused(
            f"That is about {number} things; {MOST_SUBJECTS} at once are the most.",
            "what is decided about",
            "Decide about them in several steps.",
        )


def _refused(what: str, where: str, next_step: str) -> SettingsError:
    return SettingsError(what, where=where, next_step=next_step)
