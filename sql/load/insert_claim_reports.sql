-- One row is one statement that tells a claim of a touched key.
insert into claim_reports (
    claim_id,
    article_id,
    revision,
    position
)
select
    claim_id,
    article_id,
    revision,
    position
from claimed;
