-- One row is one thing that a step of an article's history changed against the revision before it; `changed_at` is the
-- first look that showed it. `kind`: title or text, where `what` is the new title or empty, and characters are counted;
-- mention (an actor's id, else the name), statement (type · speaker · words), amount (value and unit), place (its id),
-- added, removed, or there more or less often. A full text that came in place of a summary is no change of its
-- publisher's: of such a step only the title counts.
create view revision_changes as
with edited as (
    select article_id
    from article_revisions
    group by article_id
    having count(*) > 1
),

revisions as (
    select
        article_id,
        revision,
        title,
        length(title) as title_characters,
        length(text) as text_characters,
        text_depth
    from article_revisions
    where article_id in (select e.article_id from edited as e)
),

turns as (
    select
        h.article_id,
        h.step,
        h.revision,
        h.earlier_revision,
        h.since_at as changed_at,
        h.title_changed,
        h.text_changed and r.text_depth = e.text_depth as text_changed,
        r.text_depth = e.text_depth as is_alike,
        r.title,
        r.title_characters,
        r.text_characters,
        e.title_characters as earlier_title_characters,
        e.text_characters as earlier_text_characters
    from revision_history as h
    inner join revisions as r on h.article_id = r.article_id and h.revision = r.revision
    inner join revisions as e on h.article_id = e.article_id and h.earlier_revision = e.revision
    where h.revision <> h.earlier_revision
),

sides as (
    select
        article_id,
        step,
        revision as side,
        true as is_after
    from turns
    where is_alike
    union all
    select
        article_id,
        step,
        earlier_revision as side,
        false as is_after
    from turns
    where is_alike
),

named as (
    select
        s.article_id,
        s.step,
        s.is_after,
        'mention' as kind,
        coalesce(m.actor, m.name, m.surface) as what
    from sides as s
    inner join revision_mentions as m on s.article_id = m.article_id and s.side = m.revision
),

said as (
    select
        s.article_id,
        s.step,
        s.is_after,
        concat_ws(' · ', t.type, coalesce(t.speaker, t.speaker_name), t.content) as what,
        t.amounts,
        t.places
    from sides as s
    inner join revision_statements as t on s.article_id = t.article_id and s.side = t.revision
),

things as (
    select
        article_id,
        step,
        is_after,
        kind,
        what
    from named
    union all
    select
        article_id,
        step,
        is_after,
        'statement' as kind,
        what
    from said
    union all
    select
        s.article_id,
        s.step,
        s.is_after,
        'amount' as kind,
        concat_ws(' ', if(
            n.counted.value = trunc(n.counted.value) and abs(n.counted.value) < 1e15,
            cast(cast(n.counted.value as bigint) as varchar),
            cast(n.counted.value as varchar)
        ), n.counted.unit) as what
    from said as s
    cross join unnest(s.amounts) as n (counted)
    union all
    select
        s.article_id,
        s.step,
        s.is_after,
        'place' as kind,
        n.named.place as what
    from said as s
    cross join unnest(s.places) as n (named)
),

counts as (
    select
        article_id,
        step,
        kind,
        what,
        count(*) filter (where not is_after) as count_before,
        count(*) filter (where is_after) as count_after
    from things
    where what is not null
    group by article_id, step, kind, what
),

changes as (
    select
        article_id,
        step,
        'title' as kind,
        title as what,
        earlier_title_characters as count_before,
        title_characters as count_after
    from turns
    where title_changed
    union all
    select
        article_id,
        step,
        'text' as kind,
        '' as what,
        earlier_text_characters as count_before,
        text_characters as count_after
    from turns
    where text_changed
    union all
    select
        counts.article_id,
        counts.step,
        counts.kind,
        counts.what,
        counts.count_before,
        counts.count_after
    from counts
    where counts.count_before <> counts.count_after
)

select
    c.article_id,
    t.step,
    t.revision,
    t.earlier_revision,
    t.changed_at,
    c.kind,
    case
        when c.kind in ('title', 'text') then 'changed'
        when c.count_before = 0 then 'added'
        when c.count_after = 0 then 'removed'
        else 'changed'
    end as change,
    c.what,
    cast(c.count_before as integer) as count_before,
    cast(c.count_after as integer) as count_after
from changes as c
inner join turns as t on c.article_id = t.article_id and c.step = t.step;
