-- One row is one decision of the journal.
insert into decisions (
    decision_id,
    action,
    kind,
    id,
    revision,
    fetch_id,
    article_id,
    article_revision,
    expectations,
    who,
    why,
    decided_at,
    run
)
select
    decision_id,
    action,
    kind,
    id,
    revision,
    fetch_id,
    article_id,
    article_revision,
    expectations,
    who,
    why,
    decided_at,
    run
from staged_decisions;
