-- Removes what an earlier attempt of this run said of the same document or item revision.
delete from ledger
where
    exists (
        select 1
        from staged_ledger as s
        where
            s.run = ledger.run
            and s.kind = ledger.kind
            and s.id = ledger.id
            and s.revision = ledger.revision
    );
