-- One row is one of the given items and the moment of its first sighting.
select
    item_id,
    min(seen_at) as seen_at
from sightings
where list_contains($items, item_id)
group by item_id
order by item_id;
