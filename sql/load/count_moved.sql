-- One row is how many stored article revisions go to another article id, or make room for an earlier observation.
select count(*) as revisions
from moved_revisions;
