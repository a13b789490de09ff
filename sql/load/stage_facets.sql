-- One row is a row for revision_facets, only of observations that the load keeps and without what validation refused.
create or replace temp table staged_facets as
select
    c.article_id,
    c.revision,
    c.item_id,
    c.item_revision,
    c.facet,
    c.score,
    c.evidence,
    c.pack_version
from read_parquet($files) as c
inner join staged_articles as a
    on
        c.article_id = a.article_id
        and c.revision = a.revision
        and c.item_id = a.item_id
        and c.item_revision = a.item_revision
where
    not exists (
        select 1
        from staged_refusals as r
        where
            r.subject = 'revision_facets'
            and r.refused_key = concat_ws('/', c.article_id, c.revision, c.facet)
    )
qualify row_number() over (partition by c.article_id, c.revision, c.facet) = 1;
