-- One row is one statement that tells a claim, in whichever revision of its article stands; `is_current` tells those
-- that the article still has.
create view claim_statements as
select
    c.claim_id,
    r.source_id,
    r.publisher_id,
    r.language,
    s.article_id,
    s.revision,
    coalesce(h.current_revision = s.revision, false) as is_current,
    s.position,
    s.zone,
    s.start,
    s.end,
    s.content,
    s.is_quote,
    s.attributed_to,
    s.modality,
    s.target,
    s.places,
    s.amounts,
    s.rule,
    r.title,
    coalesce(r.canonical_url, r.url) as url
from claim_reports as c
inner join revision_statements as s
    on c.article_id = s.article_id and c.revision = s.revision and c.position = s.position
inner join article_revisions as r on s.article_id = r.article_id and s.revision = r.revision
left join article_heads as h on s.article_id = h.article_id;
