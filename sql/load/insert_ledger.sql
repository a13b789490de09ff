-- One row is one outcome of one document or item revision in one run.
-- Two rows of one key would be a fault of the run: both are kept, so that it shows.
insert into ledger (
    run,
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
    token,
    recorded_at
)
select
    run,
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
    $token as token,
    $recorded_at as recorded_at
from staged_ledger;
