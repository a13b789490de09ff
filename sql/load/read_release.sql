-- One row is the moment at which the next story that is held may be released: the end of the earliest embargo. Or it
-- says that a withheld story is usable again, of which an older version is still held.
select
    min(l.until_at) filter (where l.reason = 'embargo') as until_at,
    coalesce(
        bool_or(l.reason = 'withheld' and w.status = 'usable' and n.status = 'usable'), false
    ) as is_usable_again
from ledger_current as l
left join wire_versions as w on l.id = w.item_id and l.revision = w.item_revision
left join wire_stories as n on w.article_id = n.article_id
where l.kind = 'item' and l.outcome = 'held';
