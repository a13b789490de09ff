-- Removes the rows of the claims that are computed anew.
delete from first_reports
where
    claim_id in (
        select c.claim_id
        from claims as c
        inner join claim_keys as k on c.claim_key = k.claim_key
    );
