-- One row is one killed item and one article it took down, known from before or from this run.
-- An item that no article is known of yet keeps one row without an article, and is killed when it comes.
create or replace temp table staged_tombstones as
with orders as (
    select
        item_id,
        ordered_at,
        note,
        fingerprints
    from staged_kills
    union all
    select
        item_id,
        killed_at as ordered_at,
        note,
        fingerprints
    from tombstones
),

kills as (
    select
        item_id,
        min(ordered_at) as killed_at,
        arg_min(note, (ordered_at, note)) as note,
        list_sort(list_distinct(flatten(list(coalesce(fingerprints, []))))) as fingerprints
    from orders
    group by item_id
),

pairs as (
    select
        item_id,
        article_id
    from sightings
    union all
    select
        item_id,
        article_id
    from article_revisions
    union all
    select
        item_id,
        article_id
    from staged_observations
    union all
    select
        item_id,
        article_id
    from staged_articles
    union all
    select
        item_id,
        article_id
    from article_visits
    union all
    select
        item_id,
        article_id
    from staged_visits
    union all
    select
        item_id,
        article_id
    from tombstones
    union all
    select
        item_id,
        article_id
    from staged_kills
    union all
    select
        id as item_id,
        article_id
    from ledger
    where kind = 'item'
    union all
    select
        id as item_id,
        article_id
    from staged_ledger
    where kind = 'item'
),

articles as (
    select distinct
        item_id,
        article_id
    from pairs
    where article_id is not null and item_id in (select k.item_id from kills as k)
)

select
    articles.article_id,
    kills.item_id,
    kills.killed_at,
    kills.note,
    kills.fingerprints
from kills
left join articles on kills.item_id = articles.item_id;
