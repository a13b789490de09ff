-- One row is one source at whose address a web page stands in place of the feed.
--
-- Title: A page stands where the feed was
-- Why: It answers with 200 and looks well to whoever counts answers, and not one entry comes of it.
-- Do: Open the address. Maintenance passes; a new site needs its feed found anew (trucewatch sources add ADDRESS) and
-- the pack corrected.
-- Threshold: one answer, after which validators are left out until a feed comes again (docs/decisions/0010, 0013).
select
    h.source_id as subject,
    'warning' as severity,
    h.why as detail,
    h.failures as figure,
    0.0 as threshold
from source_health as h
inner join sources as s on h.source_id = s.source_id
where h.to_at is null and h.state = 'html';
