-- Takes away what was measured when a run was published before.
delete from disk
where run = $run;
