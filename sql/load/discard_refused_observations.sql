-- Leaves out the observations that validation refused.
delete from staged_observations
where
    concat_ws('/', item_id, item_revision) in (
        select r.refused_key
        from staged_refusals as r
        where r.subject = 'sightings'
    );
