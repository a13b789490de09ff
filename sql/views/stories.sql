-- One row is one article as a member of a story: articles whose texts have one fingerprint, each at most 7 days after
-- the one before; of a flood of nearly equal texts, all that one publisher puts out count as one. `story_id` is the
-- article id of the earliest; `copies` counts the members.
create view stories as
with dated as (
    select
        article_id,
        publisher_id,
        title,
        language,
        relevance,
        first_seen_at,
        coalesce(published_at, first_seen_at) as appeared_at,
        case
            when list_contains(flags, 'flood') then 'flood ' || publisher_id
            when text_fingerprint = '' then article_id
            else text_fingerprint
        end as fingerprint
    from articles
),

gaps as (
    select
        article_id,
        publisher_id,
        title,
        language,
        relevance,
        first_seen_at,
        appeared_at,
        fingerprint,
        coalesce(
            appeared_at > lag(appeared_at) over (
                partition by fingerprint
                order by appeared_at, article_id
            ) + interval 7 days,
            false
        ) as begins
    from dated
),

numbered as (
    select
        article_id,
        publisher_id,
        title,
        language,
        relevance,
        first_seen_at,
        appeared_at,
        fingerprint,
        sum(cast(begins as integer)) over (
            partition by fingerprint
            order by appeared_at, article_id
            rows between unbounded preceding and current row
        ) as chapter
    from gaps
)

select
    first_value(article_id) over (
        partition by fingerprint, chapter
        order by appeared_at, article_id
    ) as story_id,
    row_number() over (
        partition by fingerprint, chapter
        order by appeared_at, article_id
    ) as place,
    count(*) over (partition by fingerprint, chapter) as copies,
    article_id,
    publisher_id,
    language,
    relevance,
    appeared_at,
    first_seen_at,
    title
from numbered;
