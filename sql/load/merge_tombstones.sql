-- One row is one killed item and one article it took down.
merge into tombstones as t
using staged_tombstones as s
    on t.item_id = s.item_id and t.article_id is not distinct from s.article_id
when matched and (t.killed_at, t.note, t.fingerprints) is distinct from (s.killed_at, s.note, s.fingerprints)
then update set killed_at = s.killed_at, note = s.note, fingerprints = s.fingerprints
when not matched then
    insert (article_id, item_id, killed_at, note, fingerprints)
    values (s.article_id, s.item_id, s.killed_at, s.note, s.fingerprints);
