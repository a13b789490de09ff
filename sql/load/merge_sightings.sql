-- One row is one revision of one item.
-- The observation that tells most describes it: one with an article, then the latest. The earliest says when it was
-- absent.
merge into sightings as t
using staged_observations as s
    on t.item_id = s.item_id and t.item_revision = s.item_revision
when matched
and (s.article_id is not null, s.described_at, coalesce(s.page_fetch_id, ''), s.fetch_id)
>= (t.article_id is not null, t.described_at, coalesce(t.page_fetch_id, ''), t.fetch_id)
then
    update
        set
            source_id = s.source_id,
            publisher_id = s.publisher_id,
            fetch_id = s.fetch_id,
            page_fetch_id = greatest(t.page_fetch_id, s.page_fetch_id),
            guid = s.guid,
            url = s.url,
            title = s.title,
            seen_at = least(t.seen_at, s.seen_at),
            absent_at = case
                when s.seen_at < t.seen_at then s.absent_at
                when s.seen_at > t.seen_at then t.absent_at
                else greatest(t.absent_at, s.absent_at)
            end,
            last_seen_at = greatest(t.last_seen_at, s.last_seen_at),
            ranked_at = greatest(t.ranked_at, s.ranked_at),
            published_at = s.published_at,
            updated_at = s.updated_at,
            version = s.version,
            status = s.status,
            flags = s.flags,
            article_id = s.article_id,
            native_article_id = s.article_id,
            revision = s.revision,
            described_at = s.described_at
when matched then
    update
        set
            seen_at = least(t.seen_at, s.seen_at),
            absent_at = case
                when s.seen_at < t.seen_at then s.absent_at
                when s.seen_at > t.seen_at then t.absent_at
                else greatest(t.absent_at, s.absent_at)
            end,
            last_seen_at = greatest(t.last_seen_at, s.last_seen_at),
            ranked_at = greatest(t.ranked_at, s.ranked_at),
            page_fetch_id = greatest(t.page_fetch_id, s.page_fetch_id)
when not matched then insert (
    item_id,
    item_revision,
    source_id,
    publisher_id,
    fetch_id,
    page_fetch_id,
    guid,
    url,
    title,
    seen_at,
    absent_at,
    last_seen_at,
    ranked_at,
    published_at,
    updated_at,
    version,
    status,
    flags,
    article_id,
    native_article_id,
    revision,
    described_at
) values (
    s.item_id,
    s.item_revision,
    s.source_id,
    s.publisher_id,
    s.fetch_id,
    s.page_fetch_id,
    s.guid,
    s.url,
    s.title,
    s.seen_at,
    s.absent_at,
    s.last_seen_at,
    s.ranked_at,
    s.published_at,
    s.updated_at,
    s.version,
    s.status,
    s.flags,
    s.article_id,
    s.article_id,
    s.revision,
    s.described_at
);
