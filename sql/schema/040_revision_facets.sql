-- One row is one facet of the topic that one article revision speaks of.
alter table revision_facets add column evidence varchar[];
