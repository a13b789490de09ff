-- One row is one day and one source that was silent about the talks, and which silence it was: `topic`, it reported and
-- wrote nothing about the talks; `outlet`, it reported nothing at all; `feed`, we could not hear it.
select
    t.day,
    t.silence,
    t.source,
    t.feed_state,
    t.items,
    t.expected,
    list(t.round order by t.round) filter (where t.round is not null) as rounds
from topic_silence as t
where t.silence is not null
group by t.day, t.silence, t.source, t.feed_state, t.items, t.expected
order by t.day desc, t.silence asc, t.source asc;
