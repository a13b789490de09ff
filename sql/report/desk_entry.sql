-- One row is one document or item revision that is quarantined, by its kind, id and revision, with what was decided.
select
    kind,
    id,
    revision,
    state,
    source_id,
    '' as what,
    reason,
    detail,
    fetch_id,
    article_id,
    article_revision,
    run,
    recorded_at,
    action,
    who,
    why,
    decided_at
from quarantine
where kind = $kind and id = $id and revision = $revision
