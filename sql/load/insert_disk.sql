-- One row is the room on the disk when a run is published.
insert into disk (run, measured_at, free_bytes, total_bytes)
values ($run, $measured_at, $free_bytes, $total_bytes);
