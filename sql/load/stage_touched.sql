-- One row is one article whose head may have changed.
create or replace temp table touched_articles as
with touched as (
    select article_id
    from staged_observations
    union
    select sightings.article_id
    from sightings
    inner join staged_observations as o
        on sightings.item_id = o.item_id and sightings.item_revision = o.item_revision
    union
    select article_id
    from staged_articles
    union
    select article_id
    from staged_visits
    union
    select article_visits.article_id
    from article_visits
    inner join staged_documents as d on article_visits.fetch_id = d.fetch_id
    union
    select article_id
    from tombstones
    union
    select article_id
    from hidden_articles
    union
    select article_id
    from staged_corrections
    union
    select article_id
    from uncorrected_revisions
)

select article_id
from touched
where article_id is not null;
