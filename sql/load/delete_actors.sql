-- Removes the actors of the pack before.
delete from actors;
