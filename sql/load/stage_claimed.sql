-- One row is one statement with its claim and with what is known of the time of its revision.
create or replace temp table claimed as
select
    r.claim_id,
    s.article_id,
    s.revision,
    s.position,
    s.claim_key,
    s.speaker,
    s.speaker_name,
    s.type,
    s.facet,
    s.target,
    s.negated,
    s.places,
    s.amounts,
    s.detail,
    a.source_id,
    a.publisher_id,
    a.language,
    t.reported_at,
    t.published_at,
    t.published_precision,
    t.absent_at,
    t.seen_at,
    t.begins_at,
    t.ends_at
from claimed_statements as s
inner join claimed_reports as r
    on s.claim_key = r.claim_key and s.article_id = r.article_id and s.detail = r.detail
inner join claimed_times as t on s.article_id = t.article_id and s.revision = t.revision
inner join article_revisions as a on s.article_id = a.article_id and s.revision = a.revision;
