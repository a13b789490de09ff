-- One row is one table in which a key occurs more than once. Children of a revision are not looked through: they are
-- replaced together with it, and sql/checks/unique_keys.sql compares all tables.
--
-- Title: A key occurs twice
-- Why: Tables have no keys of their own (docs/decisions/0001), so that a row loaded twice is counted twice by every
-- query.
-- Do: This is a fault of ours: keep the file, report it, and run trucewatch rebuild.
-- Threshold: none may.
with doubled as (
    select
        'article_heads' as table_name,
        count(*) - count(distinct article_id) as copies
    from article_heads
    union all
    select
        'article_revisions' as table_name,
        count(*) - count(distinct hash(article_id, revision)) as copies
    from article_revisions
    union all
    select
        'sightings' as table_name,
        count(*) - count(distinct hash(item_id, item_revision)) as copies
    from sightings
    union all
    select
        'runs' as table_name,
        count(*) - count(distinct run) as copies
    from runs
    union all
    select
        'sources' as table_name,
        count(*) - count(distinct source_id) as copies
    from sources
    union all
    select
        'source_health' as table_name,
        count(*) - count(distinct hash(source_id, from_at)) as copies
    from source_health
    union all
    select
        'wire_versions' as table_name,
        count(*) - count(distinct hash(item_id, item_revision)) as copies
    from wire_versions
    union all
    select
        'article_alias' as table_name,
        count(*) - count(distinct alias_id) as copies
    from article_alias
)

select
    table_name as subject,
    'critical' as severity,
    concat(copies, ' rows too many') as detail,
    copies as figure,
    0 as threshold
from doubled
where copies > 0;
