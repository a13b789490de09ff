-- Ten weeks of twelve sources, one language for each four of them but the last, as a healthy house has them: more on
-- weekdays, never the same twice, three pages of a hundred without text, a new pack five days before the end, a disk
-- that fills slowly. "Now" is 2026-03-02 05:00.
insert into sources by name
select
    's' || lpad(cast(i as varchar), 2, '0') as source_id, 'p' || i as publisher_id, 'Paper ' || i as publisher,
    'feed' as kind, case when i = 11 then 'tr' else ['en', 'uk', 'fr'][i % 3 + 1] end as language, 12.0 as cadence_hours,
    'http://s' || lpad(cast(i as varchar), 2, '0') || '.example/rss' as url
from range(12) as t (i);

insert into source_health by name
select source_id, 'ok' as state, timestamp '2025-12-20' as from_at, timestamp '2026-03-02 04:50' as judged_at, 0.0 as failures
from sources;

insert into runs by name
select
    strftime(planned_at, '%Y%m%dT%H%M%SZ') || '-0' as run, planned_at, planned_at as loaded_at, 'monitor' as mode,
    false as stopped, if(planned_at < timestamp '2026-02-25', 'pack-1', 'pack-2') as pack_version, i + 1 as token
from (select i, timestamp '2025-12-21 05:00' + i * interval 1 day as planned_at from range(72) as t (i)) as planned;

insert into disk by name
select run, planned_at as measured_at, 500000000000 - token * 1000000000 as free_bytes, 1000000000000 as total_bytes from runs;

create temp table made as
select
    s.source_id, s.publisher_id, s.language, d, j,
    hash(s.source_id, d, j) as chance,
    timestamp '2025-12-20' + to_microseconds(cast(86400e6 * (d + (j + (hash(j, d, s.source_id) % 100) / 100.0) / n) as bigint)) as seen_at
from (
    select
        source_id, publisher_id, language, d,
        cast((24 + hash(source_id) % 30) * if((d + 5) % 7 in (5, 6), 0.5, 1) * (0.75 + (hash(d, source_id) % 100) / 200.0) as integer) as n
    from sources cross join range(73) as t (d)
) as s, unnest(range(s.n)) as u (j);

delete from made where seen_at > timestamp '2026-03-02 05:00';

create temp table articles_made as
select
    *, md5(concat(source_id, d, '/', j)) as article_id, md5(concat('r', source_id, d, '/', j)) as revision,
    seen_at - to_minutes(cast(5 + chance % 40 as bigint)) as published_at,
    strftime(date_trunc('day', seen_at + interval 19 hours) + interval 5 hours, '%Y%m%dT%H%M%SZ') || '-0' as run,
    concat('f', md5(concat(source_id, d, '/', j))) as fetch_id,
    chance % 100 < 3 as is_failure
from made;

insert into sightings by name
select
    article_id as item_id, revision as item_revision, source_id, publisher_id, fetch_id, seen_at,
    seen_at - interval 2 hours as absent_at, published_at, article_id, revision, article_id as native_article_id
from articles_made;

insert into article_heads by name
select article_id, publisher_id, revision as current_revision, false as killed from articles_made;

insert into article_revisions by name
select
    article_id, revision, article_id as item_id, revision as item_revision, source_id, publisher_id, seen_at as observed_at, published_at,
    'Un été' as title, repeat('Un été à Kyjiw, über Łódź — Київ, Москва. ', cast(6 + chance % 12 as bigint)) || article_id as text,
    if(is_failure, 'summary', 'full') as text_depth, article_id as text_fingerprint, language,
    case when chance % 10 < 4 then 'talks' when chance % 10 < 6 then 'passing' else 'no' end as relevance,
    if(seen_at < timestamp '2026-02-24 05:00', 'pack-1', 'pack-2') as pack_version
from articles_made
where seen_at > timestamp '2026-01-20';

insert into documents by name
select
    run, fetch_id, source_id, 'page' as kind, concat('http://', source_id, '.example/', article_id) as url, seen_at as fetched_at,
    'ok' as fetch_outcome, if(is_failure, 'quarantined', 'loaded') as outcome, if(is_failure, 'extract_empty', null) as reason
from articles_made
union all by name
select
    strftime(date_trunc('day', asked_at + interval 19 hours) + interval 5 hours, '%Y%m%dT%H%M%SZ') || '-0' as run,
    concat('p', md5(concat(source_id, asked_at))) as fetch_id, source_id, 'feed' as kind, concat('http://', source_id, '.example/rss') as url,
    asked_at as fetched_at, 'ok' as fetch_outcome, 'loaded' as outcome
from (select source_id, timestamp '2025-12-20' + h * interval 4 hours as asked_at from sources cross join range(434) as t (h)) as polled
where asked_at <= timestamp '2026-03-02 05:00';

insert into run_items by name
select run, article_id as item_id, revision as item_revision, fetch_id from articles_made;

insert into ledger by name
select run, 'item' as kind, item_id as id, item_revision as revision, 'loaded' as outcome, 1 as token from run_items
union all by name
select run, 'document' as kind, fetch_id as id, '' as revision, outcome, 1 as token from documents;
