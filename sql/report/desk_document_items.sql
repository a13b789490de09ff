-- One row is one item revision of the given document, as the last run left it, with its title.
with latest as (
    select
        id,
        revision,
        outcome,
        reason,
        detail,
        article_id,
        run
    from ledger
    where kind = 'item' and fetch_id = $document
    qualify row_number() over (partition by id, revision order by token desc, recorded_at desc) = 1
)

select
    l.id,
    l.revision,
    l.outcome,
    l.reason,
    l.detail,
    l.article_id,
    l.run,
    coalesce(s.title, '') as title
from latest as l
left join sightings as s on l.id = s.item_id and l.revision = s.item_revision
order by l.outcome asc, l.id asc, l.revision asc
limit 100
