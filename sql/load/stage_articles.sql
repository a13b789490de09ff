-- One row is one article revision of the run, from its earliest observation, with its day in the zone of the house.
create or replace temp table staged_articles as
select
    a.article_id,
    a.revision,
    a.item_id,
    a.item_revision,
    a.source_id,
    a.publisher_id,
    a.observed_at,
    a.url,
    a.canonical_url,
    a.title,
    a.text,
    a.text_depth,
    a.text_fingerprint,
    a.language,
    a.declared_language,
    a.authors,
    a.site_name,
    a.published_at,
    a.published_offset_minutes,
    a.published_precision,
    a.published_origin,
    a.flags,
    a.relevance,
    a.relevance_score,
    a.relevance_evidence,
    a.pack_version,
    a.raw_sha256,
    a.article_id as native_article_id,
    a.identified_by,
    a.other_ids,
    cast((coalesce(a.published_at, a.observed_at) at time zone 'UTC') at time zone $day_zone as date) as day_on
from read_parquet($files) as a
qualify
    row_number() over (
        partition by a.article_id, a.revision
        order by a.observed_at, a.source_id, a.item_id, a.item_revision
    ) = 1;
