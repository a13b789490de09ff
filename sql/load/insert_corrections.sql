-- One row is one correction of the journal.
insert into corrections (
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
)
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
from staged_corrections;
