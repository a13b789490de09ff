-- One row is one correction of the journal.
create or replace temp table staged_corrections as
select
    correction_id,
    kind,
    article_id,
    revision,
    other_article_id,
    same,
    zone,
    start,
    "end",
    field_values,
    who,
    why,
    corrected_at,
    undone_at,
    undone_by,
    undone_why
from read_parquet($files);
