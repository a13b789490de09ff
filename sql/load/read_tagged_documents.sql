-- One row is one document from which an article revision was taken that was tagged with a version of the pack: with one
-- of `versions`, or where `present` is given with any other than that.
with tagged as (
    select *
    from article_revisions
    where
        pack_version in (select unnest(cast($versions as varchar[])))
        or pack_version <> cast($present as varchar)
)

select d.fetch_id
from documents as d
inner join tagged as t
    on d.source_id = t.source_id and d.fetched_at = t.observed_at and (d.item_id is null or d.item_id = t.item_id)
union
select s.fetch_id
from sightings as s
inner join tagged as t on s.item_id = t.item_id and s.item_revision = t.item_revision
union
select s.page_fetch_id as fetch_id
from sightings as s
inner join tagged as t on s.item_id = t.item_id and s.item_revision = t.item_revision
where s.page_fetch_id is not null
order by fetch_id;
