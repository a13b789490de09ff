-- One row is one article revision that corrections apply to, with what the tagger said of it: that stands again when
-- they are undone.
create table uncorrected_revisions (
    article_id varchar,
    revision varchar,
    item_id varchar,
    item_revision varchar,
    native_article_id varchar,
    relevance varchar,
    relevance_evidence varchar[],
    mentions struct(
        position integer,
        zone varchar,
        start integer,
        "end" integer,
        surface varchar,
        kind varchar,
        actor varchar,
        wikidata varchar,
        name varchar,
        as_actor boolean,
        rule varchar
    )[],
    statements struct(
        position integer,
        zone varchar,
        start integer,
        "end" integer,
        content varchar,
        is_quote boolean,
        speaker varchar,
        speaker_name varchar,
        attributed_to varchar,
        type varchar,
        facet varchar,
        target varchar,
        negated boolean,
        modality varchar,
        places struct(place varchar, role varchar)[],
        amounts struct(value double, unit varchar, side varchar)[],
        rule varchar
    )[]
);
