-- One row is the source of the given id, as the last load had it.
select
    source_id,
    publisher_id,
    publisher,
    kind,
    language,
    country,
    url,
    depth,
    cadence_hours,
    ownership,
    licensed,
    credibility,
    paused_why,
    note
from sources
where source_id = $source
