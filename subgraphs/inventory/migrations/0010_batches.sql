-- Writes what a batch of commands was decided to do, if the reservations and items that it changes are as they were when it
-- was decided; else it writes nothing and returns false. It locks them first, in the order of every transaction:
-- reservations by id, items by product and warehouse, then references. A function, because its statements are planned once
-- a session, and a batch costs one round trip and one commit. These plans are kept: without the settings, one that is made
-- while the tables are small reads whole tables once they are not.
create function write_batch(batch jsonb, now timestamptz) returns boolean language plpgsql
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  unchanged bigint;
begin
  if batch ? 'settled' then
    perform from jsonb_to_recordset(batch -> 'seenReservations') as seen (id uuid, status text, returned boolean, revivals int)
    join reservations as reservation on reservation.id = seen.id and reservation.status = seen.status
      and (reservation.returned_at is not null) = seen.returned and reservation.revivals = seen.revivals
    order by reservation.id for no key update of reservation;
    get diagnostics unchanged = row_count;
    if unchanged < jsonb_array_length(batch -> 'seenReservations') then return false; end if;
  end if;

  perform from jsonb_to_recordset(batch -> 'seenItems') as seen (id uuid, on_hand int, reserved int)
  join stock_items as item on item.id = seen.id and item.on_hand = seen.on_hand and item.reserved = seen.reserved
  order by item.product_id, item.warehouse_id for no key update of item;
  get diagnostics unchanged = row_count;
  if unchanged < jsonb_array_length(batch -> 'seenItems') then return false; end if;

  if batch ? 'reserved' then
    insert into reservations (id, reference, customer_id, request, status, created_at, expires_at)
    select id, reference, customer_id, request, 'ACTIVE', now, expires_at
    from jsonb_to_recordset(batch -> 'reserved') as new (id uuid, reference text, customer_id uuid, request jsonb, expires_at timestamptz)
    order by reference;
    insert into reservation_lines (reservation_id, stock_item_id, quantity)
    select reservation_id, stock_item_id, quantity
    from jsonb_to_recordset(batch -> 'lines') as new (reservation_id uuid, stock_item_id uuid, quantity int);
  end if;

  if batch ? 'settled' then
    update reservations set status = settled.status, returned_at = case when settled.returned then now end
    from jsonb_to_recordset(batch -> 'settled') as settled (id uuid, status text, returned boolean)
    where reservations.id = settled.id;
  end if;

  perform set_config('holdfast.traces', batch ->> 'traces', true) where batch ? 'traces';
  insert into stock_movements (stock_item_id, kind, on_hand_delta, reserved_delta, on_hand_after, reserved_after,
    reservation_id, reason, actor, at)
  select stock_item_id, kind, on_hand_delta, reserved_delta, on_hand_after, reserved_after, reservation_id, reason, actor, now
  from jsonb_to_recordset(batch -> 'movements') as new (stock_item_id uuid, kind text, on_hand_delta int, reserved_delta int,
    on_hand_after int, reserved_after int, reservation_id uuid, reason text, actor text);
  return true;
end $$;
