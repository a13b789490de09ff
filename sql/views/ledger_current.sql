-- One row is one document or item revision, with the outcome that the run with the greatest token gave it.
create view ledger_current as
select
    kind,
    id,
    revision,
    source_id,
    fetch_id,
    outcome,
    reason,
    detail,
    next_try_at,
    until_at,
    article_id,
    article_revision,
    run,
    token,
    recorded_at
from ledger
qualify
    row_number() over (
        partition by kind, id, revision
        order by token desc, recorded_at desc, run desc
    ) = 1;
