-- One row is one stored article revision that belongs under another article id than it stands, with the one that it
-- goes to. Where two come together of which both observed one revision, the earlier observation stays.
create or replace temp table moved_revisions as
with standing as (
    select
        r.article_id,
        r.revision,
        r.item_id,
        r.item_revision,
        r.source_id,
        r.observed_at,
        coalesce(a.article_id, r.native_article_id, r.article_id) as goes_to
    from article_revisions as r
    left join article_alias as a on r.native_article_id = a.alias_id
),

ranked as (
    select
        *,
        row_number() over (
            partition by goes_to, revision
            order by observed_at, source_id, item_id, item_revision
        ) > 1 as is_later
    from standing
)

select
    article_id,
    revision,
    item_id,
    item_revision,
    goes_to,
    is_later
from ranked
where is_later or article_id <> goes_to;
