-- One row is one revision of one item of a source, over all the times it was seen. It appeared after absent_at, the
-- last successful poll without it, and no later than seen_at.
alter table sightings add column absent_at timestamp;
