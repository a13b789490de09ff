-- One row is one document in which a stage refused something, or an article of it, the last time it was worked.
with worked as (
    select
        d.fetch_id,
        arg_max(d.run, r.token) as run
    from documents as d
    inner join runs as r on d.run = r.run
    group by d.fetch_id
),

latest as (
    select *
    from ledger
    where kind = 'item'
    qualify
        row_number() over (
            partition by id, revision
            order by token desc, recorded_at desc, run desc
        ) = 1
)

select j.fetch_id
from rejected_rows as j
inner join worked as w on j.fetch_id = w.fetch_id and j.run = w.run
where j.stage in (select unnest(cast($stages as varchar[])))
union
select e.fetch_id
from latest as e
inner join rejected_rows as j
    on e.run = j.run and e.article_id = j.article_id and e.article_revision = j.revision
where j.stage in (select unnest(cast($stages as varchar[])))
order by fetch_id;
