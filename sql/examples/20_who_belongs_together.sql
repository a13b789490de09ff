-- One row is one pair of actors that are named together more than apart: of the articles that name one of them, at
-- least a third name both. Pairs of few articles say little: here three are the least.
select
    n.actor,
    n.other_actor,
    n.articles,
    n.originals,
    n.weight
from co_mention_network as n
where n.articles >= 3 and n.weight >= 1 / 3
order by n.weight desc, n.articles desc, n.actor asc, n.other_actor asc;
