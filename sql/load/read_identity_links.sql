-- One row is one link between two article ids.
select
    one_id,
    other_id,
    rule
from identity_links
order by one_id, other_id, rule;
