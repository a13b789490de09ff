-- One row is one source that answers and brings nothing new, for far longer than it ever takes.
--
-- Title: A source brings nothing new
-- Why: A feed that was moved or forgotten stands there for years, and looks well by every other measure.
-- Do: Open the publisher's page: if it goes on there, find the feed's new address (trucewatch sources add), else pause
-- the source in the pack and say why.
-- Threshold: 3 times its usual wait in working hours, that of the pack's cadence_hours or learned from eight weeks
-- (docs/decisions/0013); a feed without entries at once.
select
    h.source_id as subject,
    'warning' as severity,
    concat(h.state, coalesce(concat(': ', h.why), '')) as detail,
    date_diff('hour', h.newest_item_at, h.judged_at) as figure,
    3.0 * s.cadence_hours as threshold
from source_health as h
inner join sources as s on h.source_id = s.source_id
where h.to_at is null and h.state in ('stale', 'empty');
