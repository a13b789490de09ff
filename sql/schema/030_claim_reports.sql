-- One row is one statement of an article revision that tells a claim.
create table claim_reports (
    claim_id varchar,
    article_id varchar,
    revision varchar,
    position integer
);
