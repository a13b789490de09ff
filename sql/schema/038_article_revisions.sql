-- One row is one revision of one article, as its earliest observation had it. native_article_id is the id that the item
-- itself gave it, by what identified_by says; article_id is where that leads (article_alias).
alter table article_revisions add column identified_by varchar;
