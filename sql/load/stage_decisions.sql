-- One row is one decision of the journal, with the run that took it up: an earlier one, or the one that is loaded.
create or replace temp table staged_decisions as
select
    s.decision_id,
    s.action,
    s.kind,
    s.id,
    s.revision,
    s.fetch_id,
    s.article_id,
    s.article_revision,
    s.expectations,
    s.who,
    s.why,
    s.decided_at,
    coalesce(
        d.run,
        if(s.decision_id in (select unnest(cast($taken_up as varchar[]))), cast($run as varchar), null)
    ) as run
from read_parquet($files) as s
left join decisions as d on s.decision_id = d.decision_id;
