-- Removes the corrections that the load before knew: the journal holds all of them.
delete from corrections;
