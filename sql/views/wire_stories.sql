-- One row is one wire story in its newest version, by versionCreated, then version. `versions` counts the ones that
-- came. Of a story that is withheld or was killed only ids, times and status are left.
create view wire_stories as
select
    article_id,
    revision,
    publisher_id,
    source_id,
    guid,
    version,
    version_created_at,
    min(version_created_at) over (partition by article_id) as first_version_at,
    count(*) over (partition by article_id) as versions,
    status,
    embargo_until,
    embargo_unclear,
    urgency,
    slugline,
    slug_base,
    cues,
    signals,
    corrects,
    corrects_article_id,
    keywords,
    genres,
    subjects,
    byline,
    dateline,
    located,
    provider,
    info_source,
    rights,
    usage_terms,
    editorial_note,
    associations
from wire_versions
qualify
    row_number() over (
        partition by article_id
        order by
            version_created_at desc,
            coalesce(try_cast(version as bigint), 0) desc,
            coalesce(version, '') desc,
            seen_at desc,
            item_revision desc
    ) = 1;
