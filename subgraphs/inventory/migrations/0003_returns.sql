-- When the sold units of a reservation came back; null while they have not.
alter table reservations add column returned_at timestamptz;
alter table reservations add constraint only_sold_units_return check (returned_at is null or status = 'CONFIRMED');

-- What a reservation took from an item comes back once, whatever a program above does.
create unique index returned_once on stock_movements (reservation_id, stock_item_id) where kind = 'RETURN';
