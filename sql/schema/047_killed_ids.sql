-- One row is one article, item or document of a killed story: no word that anybody wrote about it stays.
create table killed_ids (
    kind varchar,
    id varchar
);
