-- One row is one article id that leads to another: the rows that came under alias_id are stored under article_id.
create table article_alias (
    alias_id varchar,
    article_id varchar,
    rule varchar
);
