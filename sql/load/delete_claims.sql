-- Removes the claims that are computed anew.
delete from claims
where claim_key in (select k.claim_key from claim_keys as k);
