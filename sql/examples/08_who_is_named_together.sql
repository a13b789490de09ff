-- One row is one pair of actors that articles about the talks name together, over all days.
select
    c.actor,
    c.other_actor,
    sum(c.articles) as articles,
    max(c.day_on) as last_on
from co_mentions_daily as c
group by c.actor, c.other_actor
order by articles desc, c.actor asc, c.other_actor asc
limit 30;
