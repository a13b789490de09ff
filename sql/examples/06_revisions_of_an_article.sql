-- One row is one step of an article that was changed, taken down or put back after it appeared, in the order in which
-- we saw them, with the actors that the step brought in and took out.
with named as (
    select
        article_id,
        step,
        list(what order by what) filter (where change = 'added') as actors_in,
        list(what order by what) filter (where change = 'removed') as actors_out
    from revision_changes
    where kind = 'mention'
    group by article_id, step
),

changed as (
    select article_id
    from revision_history
    group by article_id
    having max(step) > 1
)

select
    h.article_id,
    h.step,
    h.since_at,
    h.title,
    h.is_gone,
    h.returns,
    h.title_changed,
    h.text_changed,
    named.actors_in,
    named.actors_out
from revision_history as h
inner join changed on h.article_id = changed.article_id
left join named on h.article_id = named.article_id and h.step = named.step
order by h.article_id asc, h.step asc;
