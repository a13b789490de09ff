"""The records that pass from room to room, each frozen, each named after what it is in the field.

    Source ─poll─▶ Fetch + Document ─parse─▶ ParsedDocument of Item ─extract─▶ Article ─tag─▶ Tags
                                                                   └────────────┬──────────────┘
                         cluster: Observation ─▶ Assignment        validate: Check        load: LedgerRow

Instants are timezone-aware UTC here and naive UTC in Parquet and DuckDB (`pipelines.stage` converts).
Offsets count Unicode code points in the NFC text that is stored; `end` is exclusive.
"""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

ID_LENGTH = 32
"""Hex digits of an id: 128 bits, enough for 10^15 articles at a collision chance below 10^-8."""
LONGEST_WHY = 2_000
"""Characters of the reason that a person gives for a decision."""
ITS_ITEM = "its item: "
"""How the detail of a revision begins that was refused because a check refused its item."""


def make_id(*parts: str) -> str:
    """Return the first 32 hex digits of SHA-256 over the parts, joined by a separator no URL or guid contains."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:ID_LENGTH]


# ── Vocabularies ──────────────────────────────────────────────────────────────────────────────────


class SourceKind(StrEnum):
    """How a source delivers: by a feed or a news sitemap that is polled, or by files that appear in a folder."""

    FEED = "feed"
    SITEMAP = "sitemap"
    WIRE = "wire"


class FetchKind(StrEnum):
    """What a document is. `FEED` is whatever a source was polled for, a sitemap too."""

    FEED = "feed"
    PAGE = "page"
    WIRE = "wire"


class FetchOutcome(StrEnum):
    """How one request ended."""

    OK = "ok"  # a body is stored
    NOT_MODIFIED = "not_modified"  # the stored body is still the current one
    FAILED = "failed"  # will be tried again at `next_try_at`
    REFUSED = "refused"  # will not be tried again by itself


class Format(StrEnum):
    """Formats that the parser tells apart by content."""

    RSS = "rss"
    ATOM = "atom"
    RDF = "rdf"
    JSON_FEED = "jsonfeed"
    SITEMAP = "sitemap"
    NEWSML_G2 = "newsml-g2"
    NEWSML_1 = "newsml-1"
    NITF = "nitf"
    NINJS = "ninjs"
    IPTC7901 = "iptc7901"
    ANPA = "anpa"


class Relation(StrEnum):
    """What another document is to the one that names it."""

    SITEMAP = "sitemap"  # a member of a sitemap index (sitemaps.org)
    PREV_ARCHIVE = "prev-archive"  # older entries, RFC 5005 section 4
    NEXT = "next"  # the next page of a paged feed, RFC 5005 section 3; JSON Feed `next_url`


class FeedState(StrEnum):
    """What can be said of a source that is polled, by its cadence, its answers and their content."""

    OK = "ok"
    QUIET = "quiet"  # nothing new for longer than usual, within what its weekdays allow
    STALE = "stale"  # nothing new for far longer than it ever takes
    EMPTY = "empty"  # a feed without entries
    HTML = "html"  # a page where the feed was
    BLOCKED = "blocked"  # refuses us: 401, 403, 451, 429, a challenge page, robots.txt
    MOVED = "moved"  # answers from another address for good
    DOWN = "down"  # does not answer, or not with a feed
    DEAD = "dead"  # down for so long that it is only probed weekly
    PAUSED = "paused"  # not asked, for the reason the pack gives


class CheckOutcome(StrEnum):
    """What another look at the page of a known article found."""

    UNCHANGED = "unchanged"
    REVISED = "revised"
    MOVED = "moved"
    GONE = "gone"


class ItemStatus(StrEnum):
    """Publication status of a wire item (IPTC NewsCodes `pubstatusg2`); feed entries are always usable."""

    USABLE = "usable"
    WITHHELD = "withheld"
    CANCELED = "canceled"


class TextDepth(StrEnum):
    """How much of an article we hold."""

    FULL = "full"
    SUMMARY = "summary"
    HEADLINE = "headline"


class Outcome(StrEnum):
    """Where a document or an item ended, exactly one per revision and run (docs/tables.md, ledger)."""

    LOADED = "loaded"
    DUPLICATE = "duplicate"
    HELD = "held"
    KILLED = "killed"
    NOT_TEXT = "not_text"
    QUARANTINED = "quarantined"
    FAILED = "failed"


class LedgerKind(StrEnum):
    """What a ledger row accounts for."""

    DOCUMENT = "document"
    ITEM = "item"


class Reason(StrEnum):
    """Why a document, an item or a row did not become what it was meant to be. A closed list."""

    # addresses
    INVALID_URL = "invalid_url"
    INVALID_LINK = "invalid_link"
    BLOCKED_SCHEME = "blocked_scheme"
    BLOCKED_ADDRESS = "blocked_address"
    BLOCKED_PORT = "blocked_port"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    ROBOTS = "robots"
    RESERVED = "reserved"  # text and data mining reserved (TDM Reservation Protocol)
    CREDENTIALS = "credentials"  # the secret that a source refers to is not there
    # transport
    TIMEOUT = "timeout"
    DNS = "dns"
    CONNECT = "connect"
    TLS = "tls"
    PROTOCOL = "protocol"
    TRUNCATED = "truncated"
    TOO_LARGE = "too_large"
    UNSUPPORTED_ENCODING = "unsupported_encoding"
    BAD_ENCODING = "bad_encoding"
    HTTP_CLIENT_ERROR = "http_client_error"  # 4xx that waiting does not cure
    HTTP_GONE = "http_gone"  # 404, 410
    HTTP_FORBIDDEN = "http_forbidden"  # 401, 403, 451
    HTTP_THROTTLED = "http_throttled"  # 429
    HTTP_SERVER_ERROR = "http_server_error"  # 5xx
    NOT_HTML = "not_html"
    EMPTY = "empty"
    # wire folders
    UNREADABLE_FILE = "unreadable_file"
    # documents
    NOT_A_FEED = "not_a_feed"
    FEED_INVALID = "feed_invalid"
    ENTITIES_DECLARED = "entities_declared"
    UNKNOWN_FORMAT = "unknown_format"
    PARSE_TIMEOUT = "parse_timeout"
    PARSE_CRASH = "parse_crash"
    NOT_TEXT = "not_text"
    SAME_BODY = "same_body"
    NOT_MODIFIED = "not_modified"
    RAW_MISSING = "raw_missing"
    RAW_CORRUPT = "raw_corrupt"
    # items
    NO_IDENTITY = "no_identity"  # neither guid nor link nor title
    NO_CONTENT = "no_content"
    PAGE_PENDING = "page_pending"
    KNOWN_REVISION = "known_revision"
    EMBARGO = "embargo"
    EMBARGO_UNCLEAR = "embargo_unclear"
    WITHHELD = "withheld"
    KILL = "kill"
    ADVISORY = "advisory"  # a message to editors, no story
    # pages
    EXTRACT_EMPTY = "extract_empty"
    EXTRACT_TIMEOUT = "extract_timeout"
    EXTRACT_CRASH = "extract_crash"
    SOFT_BLOCK = "soft_block"
    # rows and runs
    EXPECTATION = "expectation"  # a Great Expectations row check; `detail` names it
    RELEASED = "released"  # loaded in spite of such a check; `detail` names both it and who released it
    BATCH_LOST = "batch_lost"
    LOAD_STOPPED = "load_stopped"


class CorrectionKind(StrEnum):
    """What an analyst may correct: how an article is labelled, who is named, what is said, which articles are one."""

    LABEL = "label"
    MENTION = "mention"
    STATEMENT = "statement"
    IDENTITY = "identity"


class DecisionAction(StrEnum):
    """What a person decides about something quarantined: load it in spite of a check, work it again, take it off the list."""

    RELEASE = "release"
    REPROCESS = "reprocess"
    DISMISS = "dismiss"


ACKNOWLEDGE = "acknowledge"
"""What a person decides about a finding: that it is known."""


# ── Wires ─────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class WireApi:
    """How a wire is asked over HTTP: page by page, for what is new since the last time.

    `since_parameter` carries the cursor of the last pull: the greatest versionCreated seen, written as `since_format`
    (iso | epoch | epoch_ms), or what the answer holds at `cursor_path` if that is given. `page_parameter` counts pages
    from `first_page`, `next_path` leads to the next one (an address, or the value of `next_parameter`); where neither
    is set, a `Link` header with rel=next (RFC 8288) is followed. Paths are names parted by slashes.
    `overlap_seconds` is how far each pull goes back behind its cursor: answers come late, and twice is harmless.
    """

    since_parameter: str | None = None
    since_format: str = "iso"
    cursor_path: str | None = None
    next_path: str | None = None
    next_parameter: str | None = None
    page_parameter: str | None = None
    first_page: int = 1
    size_parameter: str | None = None
    page_size: int = 100
    overlap_seconds: int = 300
    first_hours: float = 24.0
    interval_seconds: int = 60
    max_pages: int = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class WireProfile:
    """What is particular to the documents of one agency, as the pack describes it: a new agency needs no code.

    `charset` is read where a document does not name one. `fields` names for a field of `Item` where its value stands,
    tried before the places of the standard: names parted by slashes (`itemMeta/edNote`, `contentMeta/subject/@qcode`,
    `extra/slug`), for the text formats the name of a header field. `statuses` and `urgencies` translate the agency's
    own values. `cues` are regular expressions over slugline and headline with the cue that they stand for, tried
    before the ones that all agencies share; a first group is its number. `kills` are regular expressions over
    headline, slugline and editorial note that mark an order to kill other stories. `slugline` is a regular expression
    whose group `base` is what all versions of a story have in common. `identity` says what names a story where the
    format has no guid: slugline | number.
    """

    profile_id: str
    provider: str | None = None
    language: str | None = None
    charset: str | None = None
    fields: tuple[tuple[str, tuple[str, ...]], ...] = ()
    statuses: tuple[tuple[str, ItemStatus], ...] = ()
    urgencies: tuple[tuple[str, int], ...] = ()
    cues: tuple[tuple[str, str], ...] = ()
    kills: tuple[str, ...] = ()
    slugline: str | None = None
    identity: str = "slugline"
    api: WireApi | None = None


# ── Collect ───────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class Affiliation:
    """Who owns a source, which state stands behind it (ISO 3166-1), and on whose side; half-open in time."""

    ownership: str
    owner: str | None = None
    state: str | None = None
    side: str | None = None
    from_on: date | None = None
    to_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sanction:
    """A list on which a source stands, from which day: what may be done with its text depends on it."""

    regime: str
    from_on: date | None = None
    to_on: date | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One feed, sitemap or wire of one publisher, as the pack describes it.

    `depth` is how much of an article is fetched: FULL follows links to pages, SUMMARY and HEADLINE keep what the
    entry says. `cadence_hours` is the longest usual wait for a new entry on a working day; `rests_on` names days
    without any: mon … sun, holiday (public holidays of `country`). `operator` groups publishers whose hosts share
    one request budget. `archive_url` leads to older entries, with `{n}` where the page number stands.
    `licensed` says that a reservation of text and data mining does not bind us. `secret` names the credential of a
    paid feed, sent as the header `secret_header` or the query parameter `secret_parameter`; its value is nowhere.
    `ownership` and `side` are those of the last of `affiliations`.
    `article_id_pattern` is a regular expression whose first group is the publisher's own article id in a guid
    or URL. `time_zone` (IANA) applies to publication times that carry no offset. `path` is the folder of a
    wire, relative to `data/inbox/`; a wire with a `url` instead is asked over HTTP. `profile` names the `WireProfile`
    of its agency. A source without url and path has no usable feed: `paused_why` says why.
    """

    source_id: str
    publisher_id: str
    publisher: str
    kind: SourceKind
    language: str
    country: str | None = None
    url: str | None = None
    path: str | None = None
    profile: str | None = None
    archive_url: str | None = None
    depth: TextDepth = TextDepth.FULL
    cadence_hours: float | None = None
    rests_on: tuple[str, ...] = ()
    operator: str | None = None
    obey_robots_for_feed: bool = False
    licensed: bool = False
    secret: str | None = None
    secret_header: str | None = None
    secret_parameter: str | None = None
    time_zone: str = "UTC"
    article_id_pattern: str | None = None
    ownership: str | None = None
    side: str | None = None
    affiliations: tuple[Affiliation, ...] = ()
    sanctions: tuple[Sanction, ...] = ()
    credibility: str | None = None
    rights: str | None = None
    redistributable: bool = False
    paused_why: str | None = None
    verified: bool = False
    note: str | None = None

    @property
    def fetch_pages(self) -> bool:
        """Return whether the pages behind its entries are fetched."""
        return self.depth is TextDepth.FULL


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """One request or one pick-up from a wire folder, written once, before anything reads its body.

    `item_id` and `item_revision` name the entry for which a page was fetched, and `parent_fetch_id` the feed
    document it stood in; all three are None for feeds and wires. `attempt` counts tries of the same page
    revision from 1; `final` is False while `collect` will try again. `visit` is 0 for the first page of an entry
    revision and k for the k-th look at it again, then with the `article_id` it was known by. `moved_to` is where
    nothing but permanent redirects led (301, 308).
    """

    fetch_id: str
    source_id: str
    kind: FetchKind
    url: str
    fetched_at: datetime
    outcome: FetchOutcome
    final_url: str | None = None
    moved_to: str | None = None
    reason: Reason | None = None
    detail: str | None = None
    status: int | None = None
    content_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    raw_sha256: str | None = None
    body_bytes: int | None = None
    next_try_at: datetime | None = None
    parent_fetch_id: str | None = None
    item_id: str | None = None
    item_revision: str | None = None
    article_id: str | None = None
    visit: int = 0
    attempt: int = 1
    final: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one poll told of its source, written after its body was gone through: the history of its states.

    `read_at` is the poll's `fetched_at`, `state_since_at` the reading at which the present state began. `items`
    and `new_items` are None when there was no new body. `is_gap` marks a body that shares no entry with the one
    before: entries may have come and gone in between. `failures` is the weighted count since the last answer.
    """

    source_id: str
    fetch_id: str
    read_at: datetime
    state: FeedState
    state_since_at: datetime
    why: str | None = None
    items: int | None = None
    new_items: int | None = None
    is_gap: bool = False
    newest_item_at: datetime | None = None
    failures: float = 0.0
    interval_seconds: float | None = None
    next_poll_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Bytes as received, decoded from their transfer encoding only, with what parsing needs to know of them.

    `received_at` completes dates of wires that leave out year or month. `traced` asks for `Item.places`.
    """

    document_id: str
    source_id: str
    body: bytes
    url: str | None = None
    content_type: str | None = None
    time_zone: str = "UTC"
    received_at: datetime | None = None
    profile: WireProfile | None = None
    traced: bool = False


# ── Parse ─────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """What a stage yields instead of its record; loaded as a row, can be replayed.

    `guid` is set where the refused thing names itself: a picture or a package of a wire has an id too.
    """

    stage: str
    reason: Reason
    detail: str = ""
    guid: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Association:
    """Another wire item that a story names: a picture beside it, the version before it, background.

    `relation` is the code of the relation or the name of the association in lower case, `kind` the nature of the other
    (text | picture | video | …), both None where nothing says so.
    """

    relation: str | None
    guid: str
    kind: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One entry of a feed or one story of a wire, all text NFC.

    `item_id` = `make_id(source_id, guid or url)`; `item_revision` hashes what the publisher said in the entry
    (title, link, summary, text, times, version, status), so an edited entry has a new one. `text` is the story
    of a wire or the full content of a feed entry, paragraphs parted by a blank line; `summary` is plain text.
    Publication times: `published_offset_minutes` is the offset as written, None if none was;
    an `embargo_until` that could not be read leaves None and sets `embargo_unclear`: the item is held.
    `updated_at` of a wire is its versionCreated, which orders versions. `invalid_link` is what stood where the link
    should, on one line, if it leads nowhere: it is recorded as refused, and never followed or shown as a link.

    Of wires: `first_created_at` is firstCreated and nothing in its place. `categories` are `keywords` and `genres`
    together. `byline` and `dateline` are the lines as they stand; `located` is the place of the dateline. `provider`
    delivers, `info_source` is where it got the story from. `rights` are copyright holder and notice, `usage_terms` what
    may be done with it. `corrects` is the guid of the item that this one takes the place of. `cues` say what the
    slugline or headline makes of it, a number after a colon: `writethru:1`, `lead:2`, `take:2`, `update:1`, `advance`,
    `refile`, `correction`, … `kills` are the guids of other items that it orders to vanish, `kill_names` the sluglines
    by which it names some; an item that is an order and no story `is_advisory`. `slug_base` is the part of the slugline
    that all versions of a story share. `places` say for each field where in
    the document its value stood (an XPath, a JSON pointer, `line 3`), only of a `Document` that is `traced`.
    """

    item_id: str
    item_revision: str
    source_id: str
    guid: str | None
    url: str | None
    title: str
    summary: str = ""
    text: str | None = None
    language: str | None = None
    published_at: datetime | None = None
    published_offset_minutes: int | None = None
    updated_at: datetime | None = None
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    provider: str | None = None
    version: str | None = None
    status: ItemStatus = ItemStatus.USABLE
    embargo_until: datetime | None = None
    embargo_unclear: bool = False
    urgency: int | None = None
    slugline: str | None = None
    editorial_note: str | None = None
    located: str | None = None
    corrects: str | None = None
    signals: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    first_created_at: datetime | None = None
    keywords: tuple[str, ...] = ()
    genres: tuple[str, ...] = ()
    byline: str | None = None
    dateline: str | None = None
    info_source: str | None = None
    rights: str | None = None
    usage_terms: str | None = None
    associations: tuple[Association, ...] = ()
    cues: tuple[str, ...] = ()
    kills: tuple[str, ...] = ()
    kill_names: tuple[str, ...] = ()
    is_advisory: bool = False
    slug_base: str | None = None
    invalid_link: str | None = None
    flags: tuple[str, ...] = ()
    places: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """Another document that a feed or sitemap names; `modified_at` is what it says of it."""

    relation: Relation
    url: str
    modified_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedDocument:
    """What a feed or wire document held. Every entry is either in `items` or in `rejected`.

    A sitemap index holds no items, only `related` documents.
    """

    format: Format
    title: str | None
    items: tuple[Item, ...]
    rejected: tuple[Rejected, ...] = ()
    related: tuple[Related, ...] = ()
    flags: tuple[str, ...] = ()


# ── Extract ───────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """Title and body of one article as a reader would see them, NFC, paragraphs parted by one newline.

    `published_precision` is second | minute | day; `published_origin` feed | wire | jsonld | meta | url | text.
    Both are None exactly when `published_at` is. `language` is ISO 639-1 or `und`; `declared_language` is what
    feed or page claimed. `flags` name what a reader of the row should know (soft_block:consent, no_date, …).
    """

    title: str
    text: str
    language: str
    text_depth: TextDepth = TextDepth.FULL
    authors: tuple[str, ...] = ()
    published_at: datetime | None = None
    published_offset_minutes: int | None = None
    published_precision: str | None = None
    published_origin: str | None = None
    declared_language: str | None = None
    canonical_url: str | None = None
    site_name: str | None = None
    flags: tuple[str, ...] = ()


# ── Tag ───────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One place where an actor is named. `zone` is title | text; `kind` name | role | metonym | demonym | unnamed."""

    zone: str
    start: int
    end: int
    surface: str
    kind: str
    actor: str | None
    wikidata: str | None
    name: str | None
    as_actor: bool
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceInStatement:
    """A place named inside a statement; `role` says what the statement does with it, None if it only names it."""

    place: str
    role: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountInStatement:
    """A number with its unit inside a statement; `side` is an actor id or `each`."""

    value: float
    unit: str
    side: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Something said: a direct quote (`is_quote`, the span between the marks) or indirect content.

    `condition`: the clause that it depends on ("if Russia agrees"), as the text has it, inside the span or beside it in
    its sentence.
    """

    zone: str
    start: int
    end: int
    is_quote: bool
    speaker: str | None
    speaker_name: str | None
    rule: str
    attributed_to: str | None = None
    type: str | None = None
    facet: str | None = None
    target: str | None = None
    negated: bool = False
    modality: str | None = None
    condition: str | None = None
    places: tuple[PlaceInStatement, ...] = ()
    amounts: tuple[AmountInStatement, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetScore:
    """How strongly a text speaks of one facet of the topic, 0 to 1.

    `evidence`: the terms of the pack that gave the score, each with where it stands ("title: ceasefire", lead or body), in
    the order of the text.
    """

    facet: str
    score: float
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundMention:
    """A round of talks that a text is about (`subject`) or refers to (`background`)."""

    round: str
    aspect: str
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FramingTerm:
    """A word by which a text takes a side: what the pack calls the `concept`, and whose word for it this is.

    `quoted` says that it stands in quotation marks or in something quoted: the outlet does not say it itself.
    """

    zone: str
    start: int
    end: int
    surface: str
    concept: str
    side: str
    quoted: bool
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """A place where a text says whose report it tells: an `outlet` of the pack, or one that only its `name` as written tells.

    The span covers the outlet's name, without the verb or the noun of the frame.
    """

    zone: str
    start: int
    end: int
    surface: str
    outlet: str | None
    name: str
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Relevance:
    """`label` is talks | passing | no; `score` 0 to 1; `evidence` the rules and terms that decided."""

    label: str
    score: float
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tags:
    """Everything the tagger says of one text."""

    language: str
    relevance: Relevance
    mentions: tuple[Mention, ...]
    facets: tuple[FacetScore, ...]
    statements: tuple[Statement, ...]
    rounds: tuple[RoundMention, ...]
    framing: tuple[FramingTerm, ...] = ()
    credits: tuple[Credit, ...] = ()


# ── Rows between tasks: what the Parquet files of a run hold ───────────────────────────────────────
# Each class is one file type; `pipelines.stage` derives the schema from the annotations.


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One revision of one item, as a run saw it, with the article it turned out to be.

    One row per (item_id, item_revision) and batch. `seen_at` / `last_seen_at`: earliest and latest `fetched_at` of
    the documents of this batch that held it. `absent_at` is the last successful poll without it before `seen_at`,
    so that it appeared in (absent_at, seen_at]; None where no poll proves that. `ranked_at` orders the revisions of
    an article: the wire's versionCreated, the look at the page, else `last_seen_at`. `article_id`, `revision` are
    None where no article came of it.
    """

    item_id: str
    item_revision: str
    source_id: str
    publisher_id: str
    fetch_id: str
    page_fetch_id: str | None
    guid: str | None
    url: str | None
    title: str
    seen_at: datetime
    absent_at: datetime | None
    last_seen_at: datetime
    ranked_at: datetime
    published_at: datetime | None
    updated_at: datetime | None
    version: str | None
    status: ItemStatus
    flags: tuple[str, ...]
    article_id: str | None
    revision: str | None
    outcome: Outcome
    reason: Reason | None
    detail: str | None
    next_try_at: datetime | None
    until_at: datetime | None


class Basis(StrEnum):
    """What an article was recognised by; the first that is known counts."""

    OWN = "own"  # the publisher's own id, in the guid or the URL
    CANONICAL = "canonical"  # the URL that the page calls its own
    URL = "url"
    GUID = "guid"  # a wire story, whose versions share it


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityLink:
    """Two article ids that are of one article, the smaller first. `rule`: address, title or person."""

    one_id: str
    other_id: str
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleAlias:
    """An article id that leads to another: rows that came under it are stored under `article_id`."""

    alias_id: str
    article_id: str
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryMember:
    """An article of a story that has more than one. `story_id` is the id of the earliest.

    `relation` is what it is to `from_article_id`, the earlier member that it shares most with: copy, version or
    rewrite; `first` of the earliest, `indirect` where only a later member leads from one to the other. `held` is the share of its own words in a row that stand in that article,
    `holds` the share of that article's that stand in it, both 0 to 1 and rounded to three places.
    """

    story_id: str
    article_id: str
    place: int
    relation: str
    from_article_id: str | None
    held: float | None
    holds: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRow:
    """One revision of one article, with the observation it was taken from.

    `identified_by` says what the article was recognised by; `other_ids` are the ids of its addresses that are not its
    own id.
    """

    article_id: str
    revision: str
    item_id: str
    item_revision: str
    source_id: str
    publisher_id: str
    observed_at: datetime
    url: str | None
    canonical_url: str | None
    title: str
    text: str
    text_depth: TextDepth
    text_fingerprint: str
    language: str
    declared_language: str | None
    authors: tuple[str, ...]
    site_name: str | None
    published_at: datetime | None
    published_offset_minutes: int | None
    published_precision: str | None
    published_origin: str | None
    flags: tuple[str, ...]
    relevance: str
    relevance_score: float
    relevance_evidence: tuple[str, ...]
    pack_version: str
    raw_sha256: str
    identified_by: Basis = Basis.URL
    other_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitRow:
    """One look again at the page of a known article that told something: the text it showed, or that it is gone.

    `revision` is the one that the page showed, None where there was no page any more (`status` 404 or 410). `url` is
    where it was found in the end; `moved_to` the same where permanent redirects led there and the look before had
    ended elsewhere. `raw_sha256` is the body that stood: of a 304 the one stored before.
    """

    article_id: str
    fetch_id: str
    item_id: str
    item_revision: str
    source_id: str
    checked_at: datetime
    status: int | None
    revision: str | None
    url: str
    moved_to: str | None
    raw_sha256: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionRow:
    """A `Mention` of one article revision; `position` counts from 0 in reading order, title first."""

    article_id: str
    revision: str
    item_id: str
    item_revision: str
    position: int
    zone: str
    start: int
    end: int
    surface: str
    kind: str
    actor: str | None
    wikidata: str | None
    name: str | None
    as_actor: bool
    rule: str
    pack_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRow:
    """A `Statement` of one article revision; `content` is the text of its span."""

    article_id: str
    revision: str
    item_id: str
    item_revision: str
    position: int
    zone: str
    start: int
    end: int
    content: str
    is_quote: bool
    speaker: str | None
    speaker_name: str | None
    attributed_to: str | None
    type: str | None
    facet: str | None
    target: str | None
    negated: bool
    modality: str | None
    places: tuple[PlaceInStatement, ...]
    amounts: tuple[AmountInStatement, ...]
    rule: str
    pack_version: str
    condition: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetRow:
    """A `FacetScore` of one article revision."""

    article_id: str
    revision: str
    item_id: str
    item_revision: str
    facet: str
    score: float
    pack_version: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundRow:
    """A `RoundMention` of one article revision."""

    article_id: str
    revision: str
    item_id: str
    item_revision: str
    round: str
    aspect: str
    evidence: str
    pack_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FramingRow:
    """A `FramingTerm` of one article revision; `position` counts from 0 in reading order, title first."""

    article_id: str
    revision: str
    item_id: str
    item_revision: str
    position: int
    zone: str
    start: int
    end: int
    surface: str
    concept: str
    side: str
    quoted: bool
    rule: str
    pack_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditRow:
    """A `Credit` of one article revision; `publisher_id` is the outlet's, where we watch it ourselves."""

    article_id: str
    revision: str
    item_id: str
    item_revision: str
    position: int
    zone: str
    start: int
    end: int
    surface: str
    outlet: str | None
    name: str
    publisher_id: str | None
    rule: str
    pack_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """A fetch record with what became of its document in this run."""

    fetch_id: str
    source_id: str
    kind: FetchKind
    url: str
    fetched_at: datetime
    fetch_outcome: FetchOutcome
    final_url: str | None
    status: int | None
    content_type: str | None
    raw_sha256: str | None
    body_bytes: int | None
    format: str | None
    items: int | None
    item_id: str | None
    attempt: int
    outcome: Outcome
    reason: Reason | None
    detail: str | None
    next_try_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kill:
    """An agency's order that a story must vanish, as journalled. `ordered_at` is the kill's own time, `note` its reason.

    `article_id` is the story's, so that a kill of one channel of an agency reaches those of the others; empty where
    the guid does not tell. `fingerprints` are those of texts that it took down: by them copies elsewhere are found.
    """

    item_id: str
    source_id: str
    guid: str
    fetch_id: str
    ordered_at: datetime
    note: str
    article_id: str = ""
    fingerprints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldValue:
    """What one field is to hold, as text: true | false for one that is either, None for nothing."""

    field: str
    value: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What an analyst says of one thing against the tagger, as journalled. Offsets count as in `Mention`; no word of the text.

    `field_values` by kind: of a label `relevance`; of a mention `actor` (None: nobody is named there), then `as_actor`;
    of a statement those that change, or `removed`. An identity says whether `other_article_id` is the same article.
    `revision` None = every revision of the article. `undone_at` is set once it was taken back.
    """

    correction_id: str
    kind: CorrectionKind
    article_id: str
    revision: str | None
    who: str
    why: str
    corrected_at: datetime
    other_article_id: str | None = None
    same: bool | None = None
    zone: str | None = None
    start: int | None = None
    end: int | None = None
    field_values: tuple[FieldValue, ...] = ()
    undone_at: datetime | None = None
    undone_by: str | None = None
    undone_why: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person decided about one quarantined document or item revision, as journalled. No word of the text.

    `kind`, `id` and `revision` are those of its ledger row, as are `fetch_id` (the document to be worked again),
    `article_id` and `article_revision` (what a check refused). `expectations` are the labels of the checks that a release
    lets it pass: those that had refused it.
    """

    decision_id: str
    action: DecisionAction
    kind: LedgerKind
    id: str
    revision: str
    fetch_id: str
    who: str
    why: str
    decided_at: datetime
    article_id: str | None = None
    article_revision: str | None = None
    expectations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class KillOrder:
    """An agency's order to kill stories that it names by slugline (`names`, without what tells versions apart).

    `article_ids` are those of the stories that it names by guid too, or as telegraphs do, by slugline and day.
    """

    item_id: str
    item_revision: str
    source_id: str
    publisher_id: str
    fetch_id: str
    ordered_at: datetime
    names: tuple[str, ...]
    note: str
    article_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WireRow:
    """One version of one wire story as its agency delivered it: first what decides over its life, then what describes it.

    `version_created_at` is versionCreated, else publication, else when it was first fetched. `slug_key` is a hash
    over the part of the slugline that all versions share (`slug_base`), by which orders to kill find a story even while
    it is held; messages to editors have none. `text_fingerprint` is that of the article that it is, or would be: a hash over
    its words, by which copies of it are found once it is killed. `revision` is that of the article, None where none came of it. Of a version
    that is held or killed the descriptive part is empty.
    """

    article_id: str
    item_id: str
    item_revision: str
    source_id: str
    publisher_id: str
    fetch_id: str
    raw_sha256: str
    revision: str | None
    guid: str | None
    version: str | None
    version_created_at: datetime
    first_created_at: datetime | None
    published_at: datetime | None
    updated_at: datetime | None
    seen_at: datetime
    status: ItemStatus
    embargo_until: datetime | None
    embargo_unclear: bool
    slug_key: str | None
    text_fingerprint: str | None
    flags: tuple[str, ...]
    urgency: int | None = None
    slugline: str | None = None
    slug_base: str | None = None
    cues: tuple[str, ...] = ()
    signals: tuple[str, ...] = ()
    corrects: str | None = None
    corrects_article_id: str | None = None
    keywords: tuple[str, ...] = ()
    genres: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    byline: str | None = None
    dateline: str | None = None
    located: str | None = None
    provider: str | None = None
    info_source: str | None = None
    rights: str | None = None
    usage_terms: str | None = None
    editorial_note: str | None = None
    associations: tuple[Association, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedRow:
    """A document that brought a version of a wire story, where several of a run did."""

    fetch_id: str
    item_id: str
    item_revision: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenRow:
    """A story of which nothing may be seen any more for now: its newest version is withheld."""

    article_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectedRow:
    """Something a stage refused, with a pointer to the bytes. `subject` is a table name, `key` its key."""

    stage: str
    subject: str
    key: str
    source_id: str | None
    fetch_id: str | None
    article_id: str | None
    revision: str | None
    reason: Reason
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """One outcome; the key is (run, kind, id, revision)."""

    run: str
    kind: LedgerKind
    id: str
    revision: str
    source_id: str
    fetch_id: str
    outcome: Outcome
    reason: Reason | None
    detail: str | None
    next_try_at: datetime | None
    until_at: datetime | None
    article_id: str | None
    article_revision: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """The result of one expectation over one frame of a run.

    `severity` critical | warning | info; `level` row (failing rows are set aside) | batch (failing stops the
    load). `unexpected_keys` holds the keys of failing rows, at most 1,000.
    """

    suite: str
    expectation: str
    kwargs: str
    severity: str
    level: str
    success: bool
    evaluated: int
    unexpected: int
    observed: str | None
    unexpected_keys: tuple[str, ...]
    notes: str


# ── Cluster ───────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownItem:
    """An item revision that earlier runs have accounted for, from the last snapshot."""

    item_id: str
    item_revision: str
    article_id: str
    revision: str
    ranked_at: datetime
