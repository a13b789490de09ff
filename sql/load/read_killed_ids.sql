-- One row is one article, item or document of a killed story.
select
    kind,
    id
from killed_ids
order by kind, id;
