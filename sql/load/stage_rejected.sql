-- One row is a thing that a stage of the run refused.
create or replace temp table staged_rejected as
select distinct
    stage,
    subject,
    key,
    source_id,
    fetch_id,
    article_id,
    revision,
    reason,
    detail
from read_parquet($files);
