-- When the hold of a reservation was made longer, or made again; null while neither has been. It is made longer once.
alter table reservations add column renewed_at timestamptz;
