-- One row is one article of another publisher with the words of a wire story, in whichever version of either, at most 7
-- days apart: who had it first, and how much later the other came. `wire_article_id` is the story whose version with
-- these words was there first. Nobody is first by a guess: `is_wire_first` is null where both appeared at one time.
create view wire_copies as
with wires as (
    select
        r.text_fingerprint,
        w.article_id,
        w.revision,
        w.publisher_id,
        w.version_created_at as appeared_at
    from wire_versions as w
    inner join article_revisions as r on w.article_id = r.article_id and w.revision = r.revision
    where r.text_fingerprint <> ''
    qualify
        row_number() over (
            partition by r.text_fingerprint, w.publisher_id
            order by w.version_created_at, w.article_id, w.item_revision
        ) = 1
),

texts as (
    select
        article_id,
        revision,
        publisher_id,
        text_fingerprint,
        title,
        coalesce(canonical_url, url) as url,
        coalesce(published_at, observed_at) as appeared_at
    from article_revisions
)

select
    t.article_id,
    t.revision,
    t.publisher_id,
    t.url,
    t.title,
    t.appeared_at,
    w.article_id as wire_article_id,
    w.revision as wire_revision,
    w.publisher_id as wire_publisher_id,
    w.appeared_at as wire_appeared_at,
    case when t.appeared_at <> w.appeared_at then w.appeared_at < t.appeared_at end as is_wire_first,
    cast(date_diff('minute', w.appeared_at, t.appeared_at) as integer) as minutes_after_wire
from texts as t
inner join wires as w on t.text_fingerprint = w.text_fingerprint
where
    t.publisher_id <> w.publisher_id
    and abs(date_diff('minute', w.appeared_at, t.appeared_at)) <= 7 * 24 * 60
qualify
    row_number() over (
        partition by t.article_id
        order by w.appeared_at, t.appeared_at, w.article_id, t.revision
    ) = 1;
