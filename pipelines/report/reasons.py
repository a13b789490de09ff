"""What a person reads instead of the name of a `Reason`."""

from typing import Final

from pipelines.records import Reason

IN_WORDS: Final = {
    Reason.INVALID_URL: "the address is not a valid one",
    Reason.INVALID_LINK: "the link is not a valid address",
    Reason.BLOCKED_SCHEME: "the address is neither http nor https",
    Reason.BLOCKED_ADDRESS: "the address lies in a network that must not be asked",
    Reason.BLOCKED_PORT: "the address names a port that must not be asked",
    Reason.TOO_MANY_REDIRECTS: "it redirected too many times",
    Reason.ROBOTS: "the site asks robots to stay away",
    Reason.RESERVED: "its publisher reserves text and data mining",
    Reason.CREDENTIALS: "the secret that the source refers to is not there",
    Reason.TIMEOUT: "it did not answer in time",
    Reason.DNS: "its host name was not found",
    Reason.CONNECT: "no connection could be made",
    Reason.TLS: "its certificate or encryption was refused",
    Reason.PROTOCOL: "its answer broke the rules of HTTP",
    Reason.TRUNCATED: "its answer broke off before the end",
    Reason.TOO_LARGE: "its answer was larger than we take",
    Reason.UNSUPPORTED_ENCODING: "its answer was compressed in a way we do not read",
    Reason.BAD_ENCODING: "its bytes give no readable text",
    Reason.HTTP_CLIENT_ERROR: "it refused the request",
    Reason.HTTP_GONE: "the page is gone",
    Reason.HTTP_FORBIDDEN: "it refused access",
    Reason.HTTP_THROTTLED: "it asked us to wait",
    Reason.HTTP_SERVER_ERROR: "its server reported an error",
    Reason.NOT_HTML: "what came is not a web page",
    Reason.EMPTY: "its answer was empty",
    Reason.UNREADABLE_FILE: "the delivered file could not be read",
    Reason.NOT_A_FEED: "what came is not a feed",
    Reason.FEED_INVALID: "its feed is damaged",
    Reason.ENTITIES_DECLARED: "its XML declares entities, which is refused for safety",
    Reason.UNKNOWN_FORMAT: "what came is in no format we know",
    Reason.PARSE_TIMEOUT: "it took too long to read",
    Reason.PARSE_CRASH: "reading it failed",
    Reason.NOT_TEXT: "it is not a text",
    Reason.SAME_BODY: "the same bytes as before came",
    Reason.NOT_MODIFIED: "nothing had changed since the last request",
    Reason.RAW_MISSING: "the stored bytes are missing",
    Reason.RAW_CORRUPT: "the stored bytes are damaged",
    Reason.NO_IDENTITY: "it belongs to no entry of a feed",
    Reason.NO_CONTENT: "it has no content",
    Reason.PAGE_PENDING: "its page is still to be fetched",
    Reason.KNOWN_REVISION: "it was there already",
    Reason.EMBARGO: "it is under embargo",
    Reason.EMBARGO_UNCLEAR: "it is under an embargo whose end cannot be read",
    Reason.WITHHELD: "its agency withholds it",
    Reason.KILL: "its agency ordered it to vanish",
    Reason.ADVISORY: "it is a message of the agency to editors",
    Reason.EXTRACT_EMPTY: "no article was found on the page",
    Reason.EXTRACT_TIMEOUT: "the page took too long to read",
    Reason.EXTRACT_CRASH: "reading the page failed",
    Reason.SOFT_BLOCK: "a wall stood in place of the article",
    Reason.EXPECTATION: "a check refused it",
    Reason.RELEASED: "a person released it in spite of a check",
    Reason.BATCH_LOST: "its batch was lost; the next run takes it up",
    Reason.LOAD_STOPPED: "the load was stopped; the next run takes it up",
}

FORMAT_REASONS: Final = frozenset(
    {Reason.NOT_A_FEED, Reason.FEED_INVALID, Reason.ENTITIES_DECLARED, Reason.UNKNOWN_FORMAT, Reason.NOT_HTML}
)
"""A source that answers, but no longer in the format that it had."""


def in_words(reason: str | None) -> str:
    """Return a reason as words that follow "because"; the name itself, without underscores, where there are none."""
    if not reason:
        return "no reason is recorded"
    try:
        return IN_WORDS[Reason(reason)]
    except (ValueError, KeyError):  # a database written by another version of ours
        return reason.replace("_", " ")
