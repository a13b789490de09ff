"""An archive that was never collected: rows made up by SQL in a warehouse of its own, as many as a year of a large desk.

Ids, names and words are hashes of row numbers, so that each run makes the same rows. What decides over the cost of a
question is as in a real archive: how many articles a day, how many actors each names and how uneven they are spread,
how many of the articles are copies, how many polls a source had.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

from pipelines.warehouse.connect import Connection
from pipelines.warehouse.migrations import migrate

DAYS = 120
SOURCES = 200
ACTORS = 600
ROUNDS = 60
COPIES = 7
"""One article of so many is the copy of one before it."""

TALKS = 0.6
"""Share of the articles that are about the talks."""

POLLS_A_DAY = 12
LONGEST_TEXT = 3200
PARAGRAPHS = 2000
BEGINS_ON = "2025-05-01"


def fill(connection: Connection, articles: int, mentions_each: int) -> None:
    """Fill an empty database with so many articles, each of which names actors so many times."""
    migrate(connection, datetime(2026, 1, 5, tzinfo=UTC))
    for statement in _statements(articles, mentions_each):
        connection.execute(statement)


def _share(of: str, salt: str) -> str:
    """Return an expression from 0 to 1 that looks like chance, the same in each run."""
    return f"(hash({of}, '{salt}') % 1000003 / 1000003.0)"


def _actor(of: str) -> str:
    """Return an expression for an actor id: few are named often, most seldom."""
    return f"('actor-' || cast(floor({ACTORS} * pow({_share(of, 'actor')}, 2.5)) as integer))"


def _statements(articles: int, mentions_each: int) -> Iterator[str]:  # one table after the other
    at = f"(timestamp '{BEGINS_ON}' + to_microseconds(cast(86400e6 * {DAYS} * i / {articles} as bigint)))"
    yield f"""
        create temp table made as
        select i, md5('a' || i) as article_id, md5('r' || i) as revision, {at} as shown_at,
            cast(hash(i, 's') % {SOURCES} as integer) as source,
            case when {_share("i", "talks")} < {TALKS} then 'talks'
                when {_share("i", "talks")} < {TALKS} + 0.2 then 'passing' else 'no' end as relevance
        from range({articles}) as t (i)
    """  # noqa: S608  # our own numbers
    yield f"""
        insert into sources by name
        select 'source-' || i as source_id, 'paper-' || (i * 9 // 10) as publisher_id, 'Paper ' || i as publisher,
            'feed' as kind, ['en', 'uk', 'ru', 'tr', 'de', 'fr', 'pl', 'cs'][i % 8 + 1] as language,
            ['GB', 'UA', 'RU', 'TR', 'DE', 'FR', 'PL', 'CZ', 'US', 'AT'][i % 10 + 1] as country, 'u' || i as url,
            ['private', 'public', 'state'][i % 3 + 1] as ownership, null as side, [] as affiliations
        from range({SOURCES}) as t (i)
    """  # noqa: S608
    yield f"""
        insert into actors by name
        select 'actor-' || i as actor_id, 'Name ' || i as name, 'person' as type,
            [{{'side': 'side-' || (i % 5), 'from_on': null, 'to_on': null}}] as sides
        from range({ACTORS}) as t (i)
    """  # noqa: S608
    yield f"""
        insert into rounds by name
        select 'round-' || i as round_id, 'Round ' || i as name,
            date '{BEGINS_ON}' + cast(i * {DAYS} // {ROUNDS} as integer) as from_on,
            date '{BEGINS_ON}' + cast(i * {DAYS} // {ROUNDS} as integer) as to_on, [] as participants
        from range({ROUNDS}) as t (i)
    """  # noqa: S608
    yield f"""
        create temp table paragraphs as
        select i, (select string_agg(left(md5(i || ' ' || w), cast(2 + hash(w, i) % 9 as integer)), ' ') from range(90) as v (w))
            as text
        from range({PARAGRAPHS}) as t (i)
    """  # noqa: S608
    yield f"""
        insert into article_revisions by name
        select m.article_id, m.revision, md5('i' || m.i) as item_id, md5('v' || m.i) as item_revision,
            'source-' || m.source as source_id, 'paper-' || (m.source * 9 // 10) as publisher_id, m.shown_at as observed_at,
            'https://press.example/' || m.i as url, 'Title ' || m.i as title,
            left(concat_ws(chr(10), p.text, q.text, o.text, n.text, l.text, k.text), {LONGEST_TEXT}) as text,
            'full' as text_depth, md5('f' || m.i) as text_fingerprint,
            ['en', 'uk', 'ru', 'tr', 'de', 'fr', 'pl', 'cs'][m.source % 8 + 1] as language,
            m.shown_at as published_at, 'second' as published_precision, m.relevance, 0.5 as relevance_score,
            [] as flags, cast(m.shown_at as date) as day_on, m.article_id as native_article_id
        from made as m
        inner join paragraphs as p on p.i = hash(m.i, 1) % {PARAGRAPHS}
        inner join paragraphs as q on q.i = hash(m.i, 2) % {PARAGRAPHS}
        inner join paragraphs as o on o.i = hash(m.i, 3) % {PARAGRAPHS}
        inner join paragraphs as n on n.i = hash(m.i, 4) % {PARAGRAPHS}
        inner join paragraphs as l on l.i = hash(m.i, 5) % {PARAGRAPHS}
        inner join paragraphs as k on k.i = hash(m.i, 6) % {PARAGRAPHS}
    """  # noqa: S608
    yield """
        insert into article_heads by name
        select article_id, 'paper-' || (source * 9 // 10) as publisher_id, revision as current_revision,
            shown_at as first_seen_at, shown_at as last_seen_at, false as killed
        from made
    """
    # One article in twenty was edited once: an earlier revision that names one actor less.
    yield """
        insert into article_revisions by name
        select r.* replace (
            md5('e' || r.revision) as revision, md5('e' || r.item_revision) as item_revision, 'Early ' || r.title as title,
            r.observed_at - interval 1 hour as observed_at
        )
        from article_revisions as r inner join made as m on r.article_id = m.article_id where m.i % 20 = 0
    """
    yield """
        insert into sightings by name
        select item_id, item_revision, source_id, publisher_id, 'f' || item_id as fetch_id, url, title,
            observed_at as seen_at, observed_at as last_seen_at, observed_at as ranked_at,
            published_at, 'usable' as status, [] as flags, article_id, revision, native_article_id
        from article_revisions
    """
    yield """
        insert into article_visits by name
        select m.article_id, md5('w' || m.i) as fetch_id, md5('i' || m.i) as item_id, md5('v' || m.i) as item_revision,
            'source-' || m.source as source_id, m.shown_at + interval 1 day as checked_at, 200 as status, m.revision
        from made as m where m.i % 4 = 0
    """
    yield f"""
        insert into revision_mentions by name
        select m.article_id, m.revision, md5('i' || m.i) as item_id, md5('v' || m.i) as item_revision,
            cast(j as integer) as position, if(j = 0, 'title', 'text') as zone, cast(90 * j as integer) as start,
            cast(90 * j + 9 as integer) as "end", 'Surface ' || (hash(m.i, j) % 5000) as surface, 'name' as kind,
            {_actor(f"m.i, j % {max(1, mentions_each * 2 // 5)}")} as actor, null as wikidata,
            'Name of ' || {_actor(f"m.i, j % {max(1, mentions_each * 2 // 5)}")} as name,
            hash(m.i, j, 'acts') % 3 = 0 as as_actor, 'name' as rule, 'pack' as pack_version
        from made as m cross join range({mentions_each}) as t (j)
    """  # noqa: S608
    yield """
        insert into revision_mentions by name
        select m.* replace (r.revision as revision, r.item_revision as item_revision)
        from revision_mentions as m
        inner join article_revisions as r on m.article_id = r.article_id and m.revision <> r.revision
        where m.position < 9
    """
    yield f"""
        insert into revision_statements by name
        select m.article_id, m.revision, md5('i' || m.i) as item_id, md5('v' || m.i) as item_revision,
            cast(j as integer) as position, 'text' as zone, cast(300 * j as integer) as start,
            cast(300 * j + 120 as integer) as "end", p.text[1:120] as content, j % 3 = 0 as is_quote,
            {_actor("m.i, j, 1")} as speaker, 'Name of ' || {_actor("m.i, j, 1")} as speaker_name,
            ['demand', 'offer', 'reject', 'agree', 'report', 'other'][cast(hash(m.i, j, 't') % 6 as integer) + 1] as type,
            'facet-' || (hash(m.i, j, 'f') % 12) as facet, {_actor("m.i, j, 2")} as target,
            hash(m.i, j, 'n') % 20 = 0 as negated,
            if(hash(m.i, j, 'p') % 3 = 0, [{{'place': 'place-' || (hash(m.i, j, 'o') % 80), 'role': 'from'}}], []) as places,
            if(hash(m.i, j, 'q') % 5 = 0, [{{'value': cast(hash(m.i, j, 'v') % 2000 as double), 'unit': 'prisoners', 'side': null}}], [])
                as amounts, 'reported' as rule, 'pack' as pack_version
        from made as m cross join range(4) as t (j)
        inner join paragraphs as p on p.i = hash(m.i, j) % {PARAGRAPHS}
        where m.relevance <> 'no'
    """  # noqa: S608
    yield """
        insert into revision_facets by name
        select article_id, revision, item_id, item_revision, 'facet-' || ((hash(article_id) % 12 + 5 * j) % 12) as facet, 0.5 as score
        from article_revisions cross join range(2) as t (j) where relevance <> 'no'
    """
    yield f"""
        insert into revision_rounds by name
        select article_id, revision, item_id, item_revision,
            'round-' || least({ROUNDS} - 1, date_diff('day', date '{BEGINS_ON}', day_on) * {ROUNDS} // {DAYS}) as round,
            if(hash(article_id) % 2 = 0, 'subject', 'background') as aspect
        from article_revisions where relevance = 'talks'
    """  # noqa: S608
    yield """
        insert into revision_framing by name
        select article_id, revision, item_id, item_revision, cast(j as integer) as position, 'text' as zone,
            cast(100 * j as integer) as start, cast(100 * j + 5 as integer) as "end", 'word' || (hash(article_id, j) % 60) as surface,
            'concept-' || (hash(article_id, j) % 15) as concept, 'side-' || (hash(article_id, j, 2) % 3) as side,
            hash(article_id, j, 3) % 4 = 0 as quoted
        from article_revisions cross join range(3) as t (j) where relevance <> 'no'
    """
    yield """
        insert into revision_credits by name
        select article_id, revision, item_id, item_revision, 0 as position, 'text' as zone, 5 as start, 12 as "end",
            'Agency' as surface, 'agency-' || (hash(article_id) % 10) as outlet, 'Agency' as name
        from article_revisions where hash(article_id, 'credit') % 4 = 0
    """
    yield f"""
        insert into story_members by name
        with copies as (
            select m.i - m.i % {COPIES} as first, m.i, m.article_id from made as m where m.i % {COPIES} < 2
        )
        select f.article_id as story_id, c.article_id, cast(c.i - c.first + 1 as integer) as place,
            if(c.i = c.first, 'first', 'copy') as relation, if(c.i = c.first, null, f.article_id) as from_article_id,
            if(c.i = c.first, null, 0.9) as held, if(c.i = c.first, null, 0.9) as holds
        from copies as c inner join made as f on c.first = f.i
        where f.i + 1 < {articles}
    """  # noqa: S608
    # Every statement tells a claim, four of one day the same.
    yield """
        create temp table told as
        select md5('c' || dense_rank() over (order by cast(m.shown_at as date), s.speaker, s.type, s.facet)) as claim_id,
            s.article_id, s.revision, s.position, s.speaker, s.speaker_name, s.type, s.facet, s.target, s.places, s.amounts,
            m.shown_at, m.source
        from revision_statements as s inner join made as m on s.article_id = m.article_id
        where s.type <> 'other' and not s.negated
    """
    yield "insert into claim_reports by name select claim_id, article_id, revision, position from told"
    yield """
        insert into claims by name
        select claim_id, any_value(speaker || type || facet) as claim_key, any_value(speaker) as speaker,
            any_value(speaker_name) as speaker_name, any_value(type) as type, any_value(facet) as facet,
            arg_min(target, shown_at) as target, false as negated, arg_min(places, shown_at) as places, arg_min(amounts, shown_at) as amounts,
            min(shown_at) as first_at, max(shown_at) as last_at, cast(count(distinct article_id) as integer) as reports,
            cast(count(distinct source) as integer) as publishers, ['en'] as languages
        from told group by claim_id
    """
    yield """
        insert into first_reports by name
        with earliest as (
            select claim_id, 'source-' || source as source, arg_min(article_id, shown_at) as article_id,
                arg_min(revision, shown_at) as revision, min(shown_at) as published_at
            from told group by claim_id, source
        )
        select claim_id, cast(rank() over (partition by claim_id order by published_at) as integer) as rank, source,
            article_id, revision, published_at, 'second' as precision, null as absent_at, published_at as seen_at,
            [] as credited_to, false as tie
        from earliest
    """
    yield f"""
        insert into runs by name
        select 'run-' || lpad(cast(i as varchar), 6, '0') as run, timestamp '{BEGINS_ON}' + to_hours(6 * i) as planned_at,
            timestamp '{BEGINS_ON}' + to_hours(6 * i) as loaded_at, 'monitor' as mode, false as stopped, i + 1 as token
        from range({DAYS} * 4) as t (i)
    """  # noqa: S608
    yield f"""
        insert into documents by name
        select 'run-' || lpad(cast(p // {max(1, POLLS_A_DAY // 4)} as varchar), 6, '0') as run, 'd' || s || '-' || p as fetch_id,
            'source-' || s as source_id, 'feed' as kind, 'u' || s as url,
            timestamp '{BEGINS_ON}' + to_minutes(p * 1440 // {POLLS_A_DAY}) as fetched_at,
            if(hash(s, p) % 40 = 0, 'failed', 'ok') as fetch_outcome, 'u' || s as final_url, 200 as status, 25 as items,
            if(hash(s, p) % 40 = 0, 'failed', 'loaded') as outcome, if(hash(s, p) % 40 = 0, 'timeout', null) as reason
        from range({SOURCES}) as t (s) cross join range({DAYS * POLLS_A_DAY}) as v (p)
    """  # noqa: S608
    yield f"""
        insert into source_health by name
        select 'source-' || s as source_id, if(h % 2 = 0, 'ok', 'down') as state,
            timestamp '{BEGINS_ON}' + to_days(cast(h * {DAYS} // 10 as integer)) as from_at,
            if(h = 9, null, timestamp '{BEGINS_ON}' + to_days(cast((h + 1) * {DAYS} // 10 as integer))) as to_at,
            timestamp '{BEGINS_ON}' + to_days(cast((h + 1) * {DAYS} // 10 as integer)) as judged_at, 'made up' as why, 12 as polls,
            0 as gaps
        from range({SOURCES}) as t (s) cross join range(10) as v (h)
    """  # noqa: S608
    yield """
        insert into ledger by name
        select 'run-' || lpad(cast(i // 1000 as varchar), 6, '0') as run, 'item' as kind, md5('i' || i) as id,
            md5('v' || i) as revision, 'source-' || source as source_id, 'f' || i as fetch_id, 'loaded' as outcome,
            article_id, revision as article_revision, i // 1000 as token, shown_at as recorded_at
        from made
    """
    yield """
        insert into ledger by name
        select run, 'document' as kind, fetch_id as id, '' as revision, source_id, fetch_id, outcome, reason,
            cast(right(run, 6) as integer) as token, fetched_at as recorded_at
        from documents
    """
    yield """
        insert into quality_results by name
        select r.run, 'articles' as suite, 'check ' || j as expectation, '{}' as kwargs, 'warning' as severity, 'row' as level,
            true as success, 100 as evaluated, 0 as unexpected
        from runs as r cross join range(40) as t (j)
    """
