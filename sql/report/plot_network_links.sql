-- One row is one pair of these actors, and in how many articles about the talks of these days both are named; `actor`
-- sorts before `other_actor`.
select
    actor,
    other_actor,
    cast(sum(articles) as bigint) as articles,
    cast(sum(originals) as bigint) as originals
from co_mentions_daily
where
    day_on >= $since
    and day_on < $until
    and list_contains($actors, actor)
    and list_contains($actors, other_actor)
group by actor, other_actor
order by articles desc, actor asc, other_actor asc
