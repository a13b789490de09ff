-- Takes the words out of versions of killed stories; that they came remains.
update wire_versions
set
    revision = null,
    guid = null,
    urgency = null,
    slugline = null,
    slug_base = null,
    cues = [],
    signals = [],
    corrects = null,
    corrects_article_id = null,
    keywords = [],
    genres = [],
    subjects = [],
    byline = null,
    dateline = null,
    located = null,
    provider = null,
    info_source = null,
    rights = null,
    usage_terms = null,
    editorial_note = null,
    associations = []
where
    (revision is not null or guid is not null or slug_base is not null)
    and article_id in (select t.article_id from tombstones as t);
