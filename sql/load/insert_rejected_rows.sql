-- One row is one thing that a stage of one run refused.
insert into rejected_rows (
    run,
    stage,
    subject,
    key,
    source_id,
    fetch_id,
    article_id,
    revision,
    reason,
    detail
)
select
    $run as run,
    stage,
    subject,
    key,
    source_id,
    fetch_id,
    article_id,
    revision,
    reason,
    detail
from staged_rejected;
