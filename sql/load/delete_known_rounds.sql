-- Removes the rounds of the pack before.
delete from rounds;
