-- One row is one version of one wire story that the run saw: the row that tells most of it, first seen when any saw it.
create or replace temp table staged_wires as
select
    r.article_id,
    r.item_id,
    r.item_revision,
    r.source_id,
    r.publisher_id,
    r.fetch_id,
    r.raw_sha256,
    r.revision,
    r.guid,
    r.version,
    r.version_created_at,
    r.first_created_at,
    r.published_at,
    r.updated_at,
    min(r.seen_at) over (partition by r.item_id, r.item_revision) as seen_at,
    r.status,
    r.embargo_until,
    r.embargo_unclear,
    r.slug_key,
    r.text_fingerprint,
    r.flags,
    r.urgency,
    r.slugline,
    r.slug_base,
    r.cues,
    r.signals,
    r.corrects,
    r.corrects_article_id,
    r.keywords,
    r.genres,
    r.subjects,
    r.byline,
    r.dateline,
    r.located,
    r.provider,
    r.info_source,
    r.rights,
    r.usage_terms,
    r.editorial_note,
    r.associations
from read_parquet($files) as r
qualify
    row_number() over (
        partition by r.item_id, r.item_revision
        order by (r.revision is not null) desc, r.seen_at asc, r.fetch_id asc
    ) = 1;
