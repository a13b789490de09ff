-- One row is one article of another publisher that holds a wire story: its words in whichever version of either, at
-- most 7 days apart, or as a member of its story (cut, lightly edited). Who had it first, and how much later the other
-- came: `wire_article_id` is the story whose version with these words was there first. Nobody is first by a guess:
-- `is_wire_first` is null where both appeared at one time.
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
),

same_words as (
    select
        t.article_id,
        t.revision,
        w.article_id as wire_article_id,
        w.revision as wire_revision,
        w.appeared_at as wire_appeared_at,
        t.appeared_at,
        0 as distance
    from texts as t
    inner join wires as w on t.text_fingerprint = w.text_fingerprint and t.publisher_id <> w.publisher_id
    where
        t.text_fingerprint <> ''
        and abs(date_diff('minute', w.appeared_at, t.appeared_at)) <= 7 * 24 * 60
),

same_story as (
    select
        t.article_id,
        t.revision,
        w.article_id as wire_article_id,
        w.revision as wire_revision,
        w.appeared_at as wire_appeared_at,
        t.appeared_at,
        1 as distance
    from story_members as m
    inner join story_members as o on m.story_id = o.story_id and m.article_id <> o.article_id
    inner join wires as w on o.article_id = w.article_id
    inner join texts as t on m.article_id = t.article_id and w.publisher_id <> t.publisher_id
),

found as (
    select *
    from same_words
    union all
    select *
    from same_story
)

select
    f.article_id,
    f.revision,
    t.publisher_id,
    t.url,
    t.title,
    f.appeared_at,
    f.wire_article_id,
    f.wire_revision,
    w.publisher_id as wire_publisher_id,
    f.wire_appeared_at,
    case when f.appeared_at <> f.wire_appeared_at then f.wire_appeared_at < f.appeared_at end as is_wire_first,
    cast(date_diff('minute', f.wire_appeared_at, f.appeared_at) as integer) as minutes_after_wire
from found as f
inner join texts as t on f.article_id = t.article_id and f.revision = t.revision
inner join wires as w on f.wire_article_id = w.article_id and f.wire_revision = w.revision
qualify
    row_number() over (
        partition by f.article_id
        order by f.distance, f.wire_appeared_at, f.appeared_at, f.wire_article_id, f.revision
    ) = 1;
