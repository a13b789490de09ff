-- One row: the last day on which anything was asked, of a source or of an agency, by the real clock.
select max(fetched_at)::date as last_on
from documents
