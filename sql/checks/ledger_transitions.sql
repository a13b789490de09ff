-- One row is one document or item that a run let end otherwise after its agency had killed it.
--
-- Title: A killed item ended otherwise later
-- Why: What an agency killed stays killed, whatever comes again.
-- Do: This is a fault of ours: look the item up in the ledger, report it, and run trucewatch rebuild.
-- Threshold: none may.
with killed as (
    select
        kind,
        id,
        min(token) as token
    from ledger
    where outcome = 'killed' and kind = 'item'
    group by kind, id
)

select
    l.run,
    l.kind,
    l.id,
    l.revision,
    l.outcome
from ledger as l
inner join killed as k on l.kind = k.kind and l.id = k.id
where l.token > k.token and l.outcome not in ('killed', 'failed');
