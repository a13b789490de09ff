"""What a person at the desk does about a reason, and the words for outcomes. `reasons` says what a reason means."""

from typing import Final

from pipelines.records import FeedState, Outcome, Reason
from pipelines.report.desk_values import State
from pipelines.report.reasons import in_words

ADVICE: Final[dict[Reason, str]] = {
    Reason.INVALID_URL: "Correct its url in the pack's sources.yaml.",
    Reason.INVALID_LINK: "Nothing to do here unless the feed has more of them.",
    Reason.BLOCKED_SCHEME: "Correct its url in the pack's sources.yaml; links in entries are left alone.",
    Reason.BLOCKED_ADDRESS: "Ask whose DNS answers that; let it through with TRUCEWATCH_ALLOW_HOSTS only if it is yours.",
    Reason.BLOCKED_PORT: "Correct its url in the pack's sources.yaml.",
    Reason.TOO_MANY_REDIRECTS: "Open the address in a browser and put the last one in sources.yaml.",
    Reason.ROBOTS: "Nothing: the feed's own text counts. Ask the publisher for a licence if the full text is needed.",
    Reason.RESERVED: "Nothing: title, link and summary count. Mark the source as licensed if there is a licence.",
    Reason.CREDENTIALS: "Put the secret under the name that the source gives.",
    Reason.TIMEOUT: "It is tried again by itself; look at the source if it goes on for a day.",
    Reason.DNS: "Look whether the outlet has moved; correct its url in sources.yaml.",
    Reason.CONNECT: "It is tried again by itself; look at the source if it goes on for a day.",
    Reason.TLS: "It is tried again by itself; tell the publisher if it goes on.",
    Reason.PROTOCOL: "It is tried again by itself; look at the source if it goes on.",
    Reason.TRUNCATED: "It is tried again by itself.",
    Reason.TOO_LARGE: "Look at the address: a feed of that size is rarely a feed.",
    Reason.UNSUPPORTED_ENCODING: "Tell the publisher; nothing else helps.",
    Reason.BAD_ENCODING: "Look at the stored body: damaged on the way, or garbled by its publisher; `reprocess` after a fix.",
    Reason.HTTP_CLIENT_ERROR: "Open the address in a browser; correct sources.yaml.",
    Reason.HTTP_GONE: "Of an article: nothing, the feed's own text counts. Of a feed: find its new address and correct sources.yaml.",
    Reason.HTTP_FORBIDDEN: "Ask the publisher, or pause the source with paused_why.",
    Reason.HTTP_THROTTLED: "It waits by itself; fewer sources on one host help.",
    Reason.HTTP_SERVER_ERROR: "It is tried again by itself; look at the source if it goes on for a day.",
    Reason.NOT_HTML: "Nothing: the feed's own text counts.",
    Reason.EMPTY: "Open the address in a browser; an empty feed for a day is a fault of the outlet.",
    Reason.UNREADABLE_FILE: "Look at owner and permissions of the wire folder.",
    Reason.NOT_A_FEED: "Open the address in a browser: it moved, or a wall stands before it. Correct its url in sources.yaml.",
    Reason.FEED_INVALID: "Look at the stored body; tell the publisher or mend the parser.",
    Reason.ENTITIES_DECLARED: "Refused on purpose; ask the sender for plain XML.",
    Reason.UNKNOWN_FORMAT: "Look at the stored body; a new format needs a parser.",
    Reason.PARSE_TIMEOUT: "Look at the stored body, then run trucewatch reprocess.",
    Reason.PARSE_CRASH: "Look at the stored body, then run trucewatch reprocess.",
    Reason.NOT_TEXT: "Nothing: only text is loaded.",
    Reason.SAME_BODY: "Nothing.",
    Reason.NOT_MODIFIED: "Nothing.",
    Reason.RAW_MISSING: "Restore raw/ from the backup, then run trucewatch reprocess.",
    Reason.RAW_CORRUPT: "Restore raw/ from the backup, then run trucewatch reprocess.",
    Reason.NO_IDENTITY: "Look at the stored body; tell the publisher.",
    Reason.NO_CONTENT: "Look at the stored body; tell the publisher.",
    Reason.PAGE_PENDING: "Nothing: collect fetches it.",
    Reason.KNOWN_REVISION: "Nothing.",
    Reason.EMBARGO: "Nothing: it is released by itself.",
    Reason.EMBARGO_UNCLEAR: "Ask the agency until when.",
    Reason.WITHHELD: "Nothing: it waits for a usable version.",
    Reason.KILL: "Nothing: it must not come back.",
    Reason.ADVISORY: "Find out which story the agency means, then run trucewatch wire kill with its guid.",
    Reason.EXTRACT_EMPTY: "Look at the page; then run trucewatch reprocess.",
    Reason.EXTRACT_TIMEOUT: "Look at the page; then run trucewatch reprocess.",
    Reason.EXTRACT_CRASH: "Look at the page; then run trucewatch reprocess.",
    Reason.SOFT_BLOCK: "Nothing: the feed's own text counts. Ask the publisher for access if the full text is needed.",
    Reason.EXPECTATION: "See the expectation's note; mend the stage, then reprocess.",
    Reason.RELEASED: "Nothing.",
    Reason.BATCH_LOST: "Nothing: the next run takes it up.",
    Reason.LOAD_STOPPED: "Mend what stopped the run; the next run takes it up.",
}

FEED_STATES: Final[dict[FeedState, tuple[State, str, str]]] = {
    FeedState.OK: (State.GOOD, "Heard", ""),
    FeedState.QUIET: (State.GOOD, "Quiet", ""),
    FeedState.STALE: (
        State.WARNING,
        "Stale",
        "Open the feed in a browser: it may have moved and left the old one standing.",
    ),
    FeedState.EMPTY: (
        State.WARNING,
        "Empty",
        "Open the feed in a browser: a feed without entries for a day is a fault.",
    ),
    FeedState.HTML: (
        State.WARNING,
        "Page, no feed",
        "Open the address in a browser and correct its url in sources.yaml.",
    ),
    FeedState.BLOCKED: (State.WARNING, "Blocked", "Ask the publisher, or pause the source with paused_why."),
    FeedState.MOVED: (State.WARNING, "Moved", "Put the new address into the pack's sources.yaml."),
    FeedState.DOWN: (State.WARNING, "Down", "It is tried again by itself; look at the source if it goes on for a day."),
    FeedState.DEAD: (State.BAD, "Dead", "Find its new address and correct sources.yaml, or pause it with paused_why."),
    FeedState.PAUSED: (State.NONE, "Paused", ""),
}
"""How a source stands that is in such a state, in a word, and what a person does about it."""

OUTCOMES: Final[dict[Outcome, str]] = {outcome: outcome.value.replace("_", " ") for outcome in Outcome}


COLLECT, PARSE, EXTRACT, AGENCY, CLUSTER, VALIDATE, LOAD = STAGES = (
    "collect",
    "parse",
    "extract",
    "what agencies order",
    "cluster",
    "validate",
    "load",
)
"""The stages in which something can end, in their order."""

_STAGE_OF: Final[dict[Reason, str]] = {
    **dict.fromkeys(
        (
            Reason.RAW_MISSING,
            Reason.RAW_CORRUPT,
            Reason.NOT_A_FEED,
            Reason.FEED_INVALID,
            Reason.ENTITIES_DECLARED,
            Reason.UNKNOWN_FORMAT,
            Reason.PARSE_TIMEOUT,
            Reason.PARSE_CRASH,
            Reason.NOT_TEXT,
            Reason.NO_IDENTITY,
            Reason.NO_CONTENT,
            Reason.INVALID_LINK,
        ),
        PARSE,
    ),
    **dict.fromkeys(
        (
            Reason.BAD_ENCODING,
            Reason.EXTRACT_EMPTY,
            Reason.EXTRACT_TIMEOUT,
            Reason.EXTRACT_CRASH,
            Reason.SOFT_BLOCK,
            Reason.PAGE_PENDING,
        ),
        EXTRACT,
    ),
    **dict.fromkeys((Reason.EMBARGO, Reason.EMBARGO_UNCLEAR, Reason.WITHHELD, Reason.KILL, Reason.ADVISORY), AGENCY),
    Reason.KNOWN_REVISION: CLUSTER,
    Reason.EXPECTATION: VALIDATE,
    Reason.RELEASED: VALIDATE,
    Reason.BATCH_LOST: LOAD,
    Reason.LOAD_STOPPED: LOAD,
}
"""Where a reason is given; every other one is given where something is fetched."""


def stage_of(outcome: str, reason: str | None) -> str:
    """Return the stage in which something ended; without a known reason the one that settles its outcome."""
    if reason in set(Reason):
        return _STAGE_OF.get(Reason(reason), COLLECT)
    return {Outcome.DUPLICATE.value: CLUSTER, Outcome.KILLED.value: AGENCY, Outcome.HELD.value: AGENCY}.get(
        outcome, PARSE
    )


def meaning(reason: str | None) -> str:
    """Return what a reason means, empty for None."""
    return in_words(reason) if reason else ""


def advice(reason: str | None) -> str:
    """Return what a person can do about a reason, empty for None."""
    if not reason:
        return ""
    try:
        return ADVICE[Reason(reason)]
    except ValueError:  # a snapshot of another version
        return "This version does not know the reason; the release notes do."


def standing(state: str | None) -> tuple[State, str, str] | None:
    """Return how a source in a state stands; None for one that was not judged, or by another version."""
    return FEED_STATES[FeedState(state)] if state in set(FeedState) else None


def needs_someone(reason: str | None) -> bool:
    """Say whether the advice asks for more than patience."""
    return not advice(reason).startswith("Nothing")
