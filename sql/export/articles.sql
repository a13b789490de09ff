-- One row is one article in its current revision; of one whose text may not be passed on title and link are all of its
-- words that are there.
select
    a.day_on,
    a.article_id,
    a.revision,
    a.publisher_id,
    a.source_id,
    a.published_at,
    a.published_precision,
    a.published_origin,
    a.first_seen_at,
    a.last_seen_at,
    a.language,
    a.relevance,
    a.relevance_score,
    a.title,
    a.url,
    a.text_depth,
    c.may_pass_on,
    if(c.may_pass_on, a.site_name, null) as site_name,
    if(c.may_pass_on, a.authors, null) as authors,
    if(c.may_pass_on, a.text, null) as text,
    a.flags,
    a.revisions,
    a.gone_at,
    a.corrected,
    a.pack_version
from articles as a
inner join chosen as c on a.article_id = c.article_id
