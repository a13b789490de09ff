-- One row is one count in the day's articles about the round of talks that most of them are about, for outlets of one
-- side or one ownership. `measure`: articles, originals (copies count once), statement (by the side of who speaks),
-- headline (by the actor that acts first in it), facet (articles that speak of it), said and quoted (words of a side
-- for one thing, in the outlet's own sentences and in what it quotes).
with told as (
    select
        t.article_id,
        t.revision,
        t.source_id,
        t.place,
        r.round
    from talks_stories as t
    inner join revision_rounds as r on t.article_id = r.article_id and t.revision = r.revision
    where t.day_on = $day and r.aspect = 'subject'
),

event as (
    select told.round
    from told
    group by told.round
    order by count(distinct told.article_id) desc, told.round asc
    limit 1
),

grouped as (
    select
        told.article_id,
        told.revision,
        told.place,
        told.round,
        g.grouped_by,
        if(g.grouped_by = 'side', o.side, o.ownership) as outlets
    from told
    inner join event on told.round = event.round
    left join outlets_daily as o on told.source_id = o.source_id and o.day_on = $day
    cross join (values ('side'), ('ownership')) as g (grouped_by)
),

headlines as (
    select
        a.article_id,
        arg_min(a.actor, a.headline_position) as actor
    from article_actors as a
    where a.day_on = $day and a.headline_position is not null
    group by a.article_id
),

counts as (
    select
        g.round,
        g.grouped_by,
        g.outlets,
        'articles' as measure,
        null as what,
        null as side,
        count(*) as counted
    from grouped as g
    group by g.round, g.grouped_by, g.outlets
    union all
    select
        g.round,
        g.grouped_by,
        g.outlets,
        'originals' as measure,
        null as what,
        null as side,
        count(*) as counted
    from grouped as g
    where g.place = 1
    group by g.round, g.grouped_by, g.outlets
    union all
    select
        g.round,
        g.grouped_by,
        g.outlets,
        'statement' as measure,
        null as what,
        d.side,
        count(*) as counted
    from grouped as g
    inner join revision_statements as s on g.article_id = s.article_id and g.revision = s.revision
    left join sides_daily as d on s.speaker = d.actor and d.day_on = $day
    group by g.round, g.grouped_by, g.outlets, d.side
    union all
    select
        g.round,
        g.grouped_by,
        g.outlets,
        'headline' as measure,
        coalesce(actors.name, h.actor) as what,
        d.side,
        count(*) as counted
    from grouped as g
    inner join headlines as h on g.article_id = h.article_id
    left join actors on h.actor = actors.actor_id
    left join sides_daily as d on h.actor = d.actor and d.day_on = $day
    group by g.round, g.grouped_by, g.outlets, coalesce(actors.name, h.actor), d.side
    union all
    select
        g.round,
        g.grouped_by,
        g.outlets,
        'facet' as measure,
        f.facet as what,
        null as side,
        count(distinct g.article_id) as counted
    from grouped as g
    inner join revision_facets as f on g.article_id = f.article_id and g.revision = f.revision
    group by g.round, g.grouped_by, g.outlets, f.facet
    union all
    select
        g.round,
        g.grouped_by,
        g.outlets,
        if(f.quoted, 'quoted', 'said') as measure,
        f.concept as what,
        f.side,
        count(*) as counted
    from grouped as g
    inner join revision_framing as f on g.article_id = f.article_id and g.revision = f.revision
    group by g.round, g.grouped_by, g.outlets, f.quoted, f.concept, f.side
)

select
    counts.grouped_by,
    counts.outlets,
    counts.measure,
    counts.what,
    counts.side,
    counts.counted::integer as counted,
    counts.round,
    coalesce(rounds.name, counts.round) as round_name
from counts
left join rounds on counts.round = rounds.round_id
order by
    counts.grouped_by desc,
    counts.outlets asc,
    counts.measure asc,
    counts.counted desc,
    counts.what asc,
    counts.side asc
