-- One row is one document or item revision that a person means by its id or the beginning of it, as it ended last, and
-- whether what came of it was killed.
with meant as (
    select *
    from ledger
    where id in (select unnest(cast($ids as varchar[]))) or starts_with(id, cast($beginning as varchar))
    qualify
        row_number() over (
            partition by kind, id, revision
            order by token desc, recorded_at desc, run desc
        ) = 1
),

killed as (
    select article_id
    from tombstones
    where article_id is not null
)

select
    m.kind,
    m.id,
    m.revision,
    m.source_id,
    m.fetch_id,
    m.outcome,
    m.reason,
    m.detail,
    m.article_id,
    m.article_revision,
    coalesce(nullif(s.title, ''), s.url, d.url, '') as what,
    coalesce(
        m.article_id in (select k.article_id from killed as k)
        or (m.kind = 'item' and m.id in (select t.item_id from tombstones as t)),
        false
    ) as is_killed
from meant as m
left join sightings as s on s.item_id = if(m.kind = 'item', m.id, null) and m.revision = s.item_revision
left join documents as d on d.fetch_id = if(m.kind = 'document', m.id, null) and m.run = d.run
order by m.kind, m.id, m.revision
