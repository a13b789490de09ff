-- One row is one killed item and one article it took down; article_id is null until such an article is known.
-- Copies of a text that was killed are found by its fingerprints.
alter table tombstones add column fingerprints varchar[];
