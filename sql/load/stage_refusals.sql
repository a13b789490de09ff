-- One row is one key of one table that validation refused.
create or replace temp table staged_refusals as
select
    unnest(cast($refused_subjects as varchar[])) as subject,
    unnest(cast($refused_keys as varchar[])) as refused_key;
