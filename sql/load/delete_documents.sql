-- Removes what an earlier attempt of this run said of the same.
delete from documents
where
    documents.run = $run
    and exists (
        select 1
        from staged_documents as s
        where
            s.fetch_id = documents.fetch_id
    );
