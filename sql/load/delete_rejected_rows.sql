-- Removes what an earlier attempt of this run said of the same.
delete from rejected_rows
where
    rejected_rows.run = $run
    and exists (
        select 1
        from staged_rejected as s
        where
            s.stage = rejected_rows.stage
            and s.subject = rejected_rows.subject
            and s.key = rejected_rows.key
            and s.reason = rejected_rows.reason
            and s.detail = rejected_rows.detail
    );
