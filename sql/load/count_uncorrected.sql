-- One row is how many article revisions stand corrected.
select count(*) as revisions
from uncorrected_revisions;
