-- One row is one key of claims that the load may have changed: of articles that it touched, by the claims that were
-- stored for them and by the statements that they hold now. Claims of a key are computed anew as a whole.
create or replace temp table claim_keys as
with touched as (
    select article_id
    from touched_articles
    union
    select article_id
    from staged_wires
    union
    select article_id
    from uncorrected_revisions
)

select claims.claim_key
from claim_reports
inner join touched on claim_reports.article_id = touched.article_id
inner join claims on claim_reports.claim_id = claims.claim_id
union
select
    concat_ws(
        '/',
        coalesce(s.speaker, 'name ' || lower(strip_accents(trim(s.speaker_name)))),
        s.type,
        coalesce(s.facet, '-'),
        if(s.negated, 'not', null)
    ) as claim_key
from revision_statements as s
inner join touched on s.article_id = touched.article_id
where s.type <> 'other';
