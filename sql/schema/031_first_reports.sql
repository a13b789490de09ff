-- One row is one source that reported a claim, with its earliest report. That appeared from published_at until its
-- precision has passed, and where polls tell more, after absent_at and by seen_at; without published_at these alone
-- say when. Reports whose times overlap tie: rank counts only those that had surely appeared before. Whom an article
-- credits is not ranked: it may have been first where we do not watch.
create table first_reports (
    claim_id varchar,
    rank integer,
    source varchar,
    article_id varchar,
    revision varchar,
    published_at timestamp,
    precision varchar,
    absent_at timestamp,
    seen_at timestamp,
    credited_to varchar[],
    tie boolean
);
