-- When the hold of a reservation was made longer, or made again; null while neither has been. It is made longer once.
alter table reservations add column renewed_at timestamptz;

-- How often its units were held again after its time ran out: each time its lines are others, of the same products.
alter table reservations add column revivals int not null default 0 check (revivals >= 0);
