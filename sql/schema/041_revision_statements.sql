-- One row is one thing said in one article revision.
alter table revision_statements add column condition varchar;
