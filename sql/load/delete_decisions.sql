-- Removes the decisions that the load before knew: the journal holds all of them.
delete from decisions;
