-- One row is two article ids that are of one article, the smaller first, and the rule that says so: they are two
-- addresses of one page, or two titles of one text.
create table identity_links (
    one_id varchar,
    other_id varchar,
    rule varchar
);
