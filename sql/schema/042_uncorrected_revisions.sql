-- One row is one article revision that corrections apply to, with what the tagger said of it: that stands again when
-- they are undone.
alter table uncorrected_revisions add column statements.element.condition varchar;
