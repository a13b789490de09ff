-- One row is the moment of the last poll that was counted for every source that has any.
select max(judged_at) as judged_at
from source_health
where state <> 'paused';
