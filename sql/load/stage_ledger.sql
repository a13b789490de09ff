-- One row is an outcome of the run.
create or replace temp table staged_ledger as
select distinct
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
    article_revision
from read_parquet($files);
