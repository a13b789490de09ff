-- One row is one article of a story that has more than one: what it is to the earlier member that it shares most with.
create table story_members (
    story_id varchar,
    article_id varchar,
    place integer,
    relation varchar,
    from_article_id varchar,
    held double,
    holds double
);
