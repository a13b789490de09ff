-- One row is one link between two article ids that is not known yet.
insert into identity_links (
    one_id,
    other_id,
    rule
)
select distinct
    s.one_id,
    s.other_id,
    s.rule
from read_parquet($files) as s
left join identity_links as t on s.one_id = t.one_id and s.other_id = t.other_id and s.rule = t.rule
where t.one_id is null;
