-- One row is one revision of one item of a source, over all the times it was seen.
alter table sightings rename column first_seen_at to seen_at;
