-- One row is one key that occurs more than once in a table.
select
    'documents' as table_name,
    concat_ws('/', run, fetch_id) as row_key,
    count(*) as copies
from documents
group by run, fetch_id
having count(*) > 1
union all
select
    'run_items' as table_name,
    concat_ws('/', run, item_id, item_revision) as row_key,
    count(*) as copies
from run_items
group by run, item_id, item_revision
having count(*) > 1
union all
select
    'ledger' as table_name,
    concat_ws('/', run, kind, id, revision) as row_key,
    count(*) as copies
from ledger
group by run, kind, id, revision
having count(*) > 1
union all
select
    'runs' as table_name,
    cast(run as varchar) as row_key,
    count(*) as copies
from runs
group by run
having count(*) > 1
union all
select
    'fence' as table_name,
    cast(token as varchar) as row_key,
    count(*) as copies
from fence
group by token
having count(*) > 1
union all
select
    'migrations' as table_name,
    cast(number as varchar) as row_key,
    count(*) as copies
from migrations
group by number
having count(*) > 1
union all
select
    'sightings' as table_name,
    concat_ws('/', item_id, item_revision) as row_key,
    count(*) as copies
from sightings
group by item_id, item_revision
having count(*) > 1
union all
select
    'article_visits' as table_name,
    cast(fetch_id as varchar) as row_key,
    count(*) as copies
from article_visits
group by fetch_id
having count(*) > 1
union all
select
    'source_health' as table_name,
    concat_ws('/', source_id, from_at) as row_key,
    count(*) as copies
from source_health
group by source_id, from_at
having count(*) > 1
union all
select
    'article_heads' as table_name,
    cast(article_id as varchar) as row_key,
    count(*) as copies
from article_heads
group by article_id
having count(*) > 1
union all
select
    'article_revisions' as table_name,
    concat_ws('/', article_id, revision) as row_key,
    count(*) as copies
from article_revisions
group by article_id, revision
having count(*) > 1
union all
select
    'revision_mentions' as table_name,
    concat_ws('/', article_id, revision, position) as row_key,
    count(*) as copies
from revision_mentions
group by article_id, revision, position
having count(*) > 1
union all
select
    'revision_statements' as table_name,
    concat_ws('/', article_id, revision, position) as row_key,
    count(*) as copies
from revision_statements
group by article_id, revision, position
having count(*) > 1
union all
select
    'revision_facets' as table_name,
    concat_ws('/', article_id, revision, facet) as row_key,
    count(*) as copies
from revision_facets
group by article_id, revision, facet
having count(*) > 1
union all
select
    'revision_framing' as table_name,
    concat_ws('/', article_id, revision, position) as row_key,
    count(*) as copies
from revision_framing
group by article_id, revision, position
having count(*) > 1
union all
select
    'revision_credits' as table_name,
    concat_ws('/', article_id, revision, position) as row_key,
    count(*) as copies
from revision_credits
group by article_id, revision, position
having count(*) > 1
union all
select
    'revision_rounds' as table_name,
    concat_ws('/', article_id, revision, round) as row_key,
    count(*) as copies
from revision_rounds
group by article_id, revision, round
having count(*) > 1
union all
select
    'corrections' as table_name,
    cast(correction_id as varchar) as row_key,
    count(*) as copies
from corrections
group by correction_id
having count(*) > 1
union all
select
    'uncorrected_revisions' as table_name,
    concat_ws('/', article_id, revision) as row_key,
    count(*) as copies
from uncorrected_revisions
group by article_id, revision
having count(*) > 1
union all
select
    'tombstones' as table_name,
    concat_ws('/', item_id, article_id) as row_key,
    count(*) as copies
from tombstones
group by item_id, article_id
having count(*) > 1
union all
select
    'sources' as table_name,
    cast(source_id as varchar) as row_key,
    count(*) as copies
from sources
group by source_id
having count(*) > 1
union all
select
    'actors' as table_name,
    cast(actor_id as varchar) as row_key,
    count(*) as copies
from actors
group by actor_id
having count(*) > 1
union all
select
    'wire_versions' as table_name,
    concat_ws('/', item_id, item_revision) as row_key,
    count(*) as copies
from wire_versions
group by item_id, item_revision
having count(*) > 1
union all
select
    'article_alias' as table_name,
    cast(alias_id as varchar) as row_key,
    count(*) as copies
from article_alias
group by alias_id
having count(*) > 1
union all
select
    'story_members' as table_name,
    cast(article_id as varchar) as row_key,
    count(*) as copies
from story_members
group by article_id
having count(*) > 1
union all
select
    'identity_links' as table_name,
    concat_ws('/', one_id, other_id, rule) as row_key,
    count(*) as copies
from identity_links
group by one_id, other_id, rule
having count(*) > 1
union all
select
    'claims' as table_name,
    cast(claim_id as varchar) as row_key,
    count(*) as copies
from claims
group by claim_id
having count(*) > 1
union all
select
    'claim_reports' as table_name,
    concat_ws('/', article_id, revision, position) as row_key,
    count(*) as copies
from claim_reports
group by article_id, revision, position
having count(*) > 1
union all
select
    'first_reports' as table_name,
    concat_ws('/', claim_id, source) as row_key,
    count(*) as copies
from first_reports
group by claim_id, source
having count(*) > 1;
