-- One row is one look again at the page of an article. `outcome`: gone, where there was no page any more; revised,
-- where it showed another text than the look before; moved, where the same text stood at another address for good;
-- unchanged.
-- A look that told nothing (no answer, a wall in place of the text) is in `documents` alone.
create view article_checks as
with looks as (
    select
        article_id,
        item_id,
        ranked_at as looked_at,
        '' as fetch_id,
        revision
    from sightings
    where page_fetch_id is not null and article_id is not null
    union all
    select
        article_id,
        item_id,
        checked_at as looked_at,
        fetch_id,
        revision
    from article_visits
),

compared as (
    select
        fetch_id,
        last_value(revision ignore nulls) over (
            partition by article_id, item_id
            order by looked_at, fetch_id
            rows between unbounded preceding and 1 preceding
        ) as earlier_revision
    from looks
)

select
    v.article_id,
    v.checked_at,
    case
        when v.revision is null then 'gone'
        when v.revision <> c.earlier_revision then 'revised'
        when v.moved_to is not null then 'moved'
        else 'unchanged'
    end as outcome,
    v.revision,
    c.earlier_revision,
    v.url,
    v.moved_to,
    v.status,
    v.fetch_id,
    v.raw_sha256,
    v.item_id,
    v.source_id
from article_visits as v
inner join compared as c on v.fetch_id = c.fetch_id;
