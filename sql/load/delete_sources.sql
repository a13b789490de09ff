-- Removes the sources of the pack before.
delete from sources;
