-- One row is one version of one wire story that may be seen, oldest first by `place`. `is_current` is the one that
-- reports take; a version that came late is history however late it came. `replaces` is the revision before it. A
-- correction that has a guid of its own names the story it takes the place of: `corrects_article_id` and, there,
-- `corrected_by`.
create view wire_history as
with visible as (
    select
        v.article_id,
        v.revision,
        v.guid,
        v.version,
        v.version_created_at,
        v.seen_at,
        v.item_revision,
        v.source_id,
        v.cues,
        v.signals,
        v.corrects_article_id,
        v.editorial_note,
        r.title
    from wire_versions as v
    inner join article_revisions as r on v.article_id = r.article_id and v.revision = r.revision
),

corrections as (
    select
        corrects_article_id as article_id,
        arg_max(article_id, (version_created_at, article_id)) as corrected_by
    from visible
    where corrects_article_id is not null and corrects_article_id <> article_id
    group by corrects_article_id
)

select
    v.article_id,
    v.revision,
    row_number() over story as place,
    row_number() over (
        partition by v.article_id
        order by
            v.version_created_at desc,
            coalesce(try_cast(v.version as bigint), 0) desc,
            coalesce(v.version, '') desc,
            v.seen_at desc,
            v.item_revision desc
    ) = 1 as is_current,
    lag(v.revision) over story as replaces,
    v.guid,
    v.version,
    v.version_created_at,
    v.seen_at,
    v.source_id,
    v.title,
    v.cues,
    v.signals,
    v.corrects_article_id,
    c.corrected_by,
    v.editorial_note
from visible as v
left join corrections as c on v.article_id = c.article_id
window story as (
    partition by v.article_id
    order by
        v.version_created_at asc,
        coalesce(try_cast(v.version as bigint), 0) asc,
        coalesce(v.version, '') asc,
        v.seen_at asc,
        v.item_revision asc
);
