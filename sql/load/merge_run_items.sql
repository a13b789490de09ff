-- One row is one revision of one item that the run saw.
merge into run_items as t
using (
    select
        $run as run,
        item_id,
        item_revision,
        min(fetch_id) as fetch_id
    from read_parquet($files)
    group by item_id, item_revision
) as s
    on t.run = s.run and t.item_id = s.item_id and t.item_revision = s.item_revision
when not matched then
    insert (run, item_id, item_revision, fetch_id)
    values (s.run, s.item_id, s.item_revision, s.fetch_id);
