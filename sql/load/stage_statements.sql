-- One row is a row for revision_statements, only of observations that the load keeps, without what was refused.
create or replace temp table staged_statements as
select
    c.article_id,
    c.revision,
    c.item_id,
    c.item_revision,
    c.position,
    c.zone,
    c.start,
    c."end",
    c.content,
    c.is_quote,
    c.speaker,
    c.speaker_name,
    c.attributed_to,
    c.type,
    c.facet,
    c.target,
    c.negated,
    c.modality,
    c.condition,
    c.places,
    c.amounts,
    c.rule,
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
            r.subject = 'revision_statements'
            and r.refused_key = concat_ws('/', c.article_id, c.revision, c.position)
    )
qualify row_number() over (partition by c.article_id, c.revision, c.position) = 1;
