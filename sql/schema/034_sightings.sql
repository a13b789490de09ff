-- One row is one revision of one item of a source, over all the times it was seen. It appeared after absent_at, the
-- last successful poll without it, and no later than seen_at. native_article_id is the id that the item itself gave its
-- article; article_id is where that leads (article_alias).
alter table sightings add column native_article_id varchar;
