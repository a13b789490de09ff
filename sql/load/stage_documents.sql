-- One row is a document that the run took up.
create or replace temp table staged_documents as
select distinct
    fetch_id,
    source_id,
    kind,
    url,
    fetched_at,
    fetch_outcome,
    final_url,
    status,
    content_type,
    raw_sha256,
    body_bytes,
    format,
    items,
    item_id,
    attempt,
    outcome,
    reason,
    detail,
    next_try_at
from read_parquet($files);
