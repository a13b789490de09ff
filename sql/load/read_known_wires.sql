-- One row is one version of one of these wire stories, or of one whose slugline has one of these hashes, as far as it
-- decides over their lives.
select
    article_id,
    item_id,
    item_revision,
    source_id,
    publisher_id,
    fetch_id,
    raw_sha256,
    revision,
    guid,
    version,
    version_created_at,
    first_created_at,
    published_at,
    updated_at,
    seen_at,
    status,
    embargo_until,
    embargo_unclear,
    slug_key,
    text_fingerprint,
    flags
from wire_versions
where
    article_id in (select unnest(cast($articles as varchar[])))
    or slug_key in (select unnest(cast($slug_keys as varchar[])))
order by article_id, item_id, item_revision;
