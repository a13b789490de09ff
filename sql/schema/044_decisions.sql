-- One row is one decision of a person about something quarantined. Its reason is empty where the article was killed or
-- is withheld.
create table decisions (
    decision_id varchar,
    action varchar,
    kind varchar,
    id varchar,
    revision varchar,
    fetch_id varchar,
    article_id varchar,
    article_revision varchar,
    expectations varchar[],
    who varchar,
    why varchar,
    decided_at timestamp,
    run varchar
);
