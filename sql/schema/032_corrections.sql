-- One row is one correction that an analyst wrote in the journal, undone or not. What describes it is empty where the
-- article was killed or is withheld.
create table corrections (
    correction_id varchar,
    kind varchar,
    article_id varchar,
    revision varchar,
    other_article_id varchar,
    same boolean,
    zone varchar,
    start integer,
    "end" integer,
    field_values struct(field varchar, value varchar)[],
    who varchar,
    why varchar,
    corrected_at timestamp,
    undone_at timestamp,
    undone_by varchar,
    undone_why varchar
);
