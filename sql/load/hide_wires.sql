-- Takes the words out of versions of stories that are hidden: they lie in data/held/ until the story is usable again.
update wire_versions
set
    revision = null,
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
    (revision is not null or slug_base is not null)
    and article_id in (select h.article_id from hidden_articles as h);
