-- One row is one day and one round of talks that articles of that day are about, or that took place on it; the row
-- without a round is of the articles about the talks that are about no round.
select
    timeline.day_on,
    timeline.round,
    timeline.name,
    timeline.is_on,
    timeline.articles,
    timeline.originals,
    timeline.statements,
    timeline.new_claims
from timeline
where timeline.day_on >= $since and timeline.day_on < $until
order by
    timeline.round is null asc,
    min(timeline.day_on) filter (where timeline.articles > 0 or timeline.is_on) over (partition by timeline.round) asc,
    timeline.round asc,
    timeline.day_on asc
