-- One row is one source that is asked and does not answer, or not with a feed.
--
-- Title: A source does not answer
-- Why: Everything it publishes while it is down may be lost: a feed lists its last entries only.
-- Do: Read the reason. Blocked: write to the publisher, or pause the source in the pack. Down or dead: look the address
-- up in a browser and correct it in the pack (trucewatch sources check).
-- Threshold: failures in a row that weigh 2, where no answer weighs 1 and what often cures itself (404, 429, 5xx, a
-- time-out) a half (pipelines/collect/schedule.py, after Media Cloud). Below that it is noted as info: most are over
-- with the next poll. Critical when dead: two weeks.
select
    h.source_id as subject,
    case when h.state = 'dead' then 'critical' when h.failures >= 2 then 'warning' else 'info' end as severity,
    concat(h.state, coalesce(concat(' ', h.why), '')) as detail,
    h.failures as figure,
    2 as threshold
from source_health as h
inner join sources as s on h.source_id = s.source_id
where h.to_at is null and h.state in ('blocked', 'down', 'dead');
