-- One row is one day and one round of talks: whether it took place on that day, and how much was written and said of
-- it.
select
    t.day_on,
    t.name,
    t.is_on,
    t.articles,
    t.originals,
    t.statements,
    t.new_claims,
    t.round
from timeline as t
where t.round is not null
order by t.day_on asc, t.articles desc, t.round asc;
