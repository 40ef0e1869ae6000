-- Events, written in the transaction of what they tell of. The ledger is the only entrance to the stock: what is told
-- where it is entered is told of every change, whatever a program above does.
create table outbox (
  sequence bigint generated always as identity primary key,
  id uuid not null unique,
  event jsonb not null
);

-- How the API and events write a moment: RFC 3339, UTC.
create function moment(at timestamptz) returns text language sql stable
return to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');

-- An event's envelope: CloudEvents 1.0.
create function new_event(id uuid, source text, type text, subject uuid, at timestamptz, data jsonb) returns jsonb
language sql stable
return jsonb_build_object('specversion', '1.0', 'id', id, 'source', '/' || source, 'type', 'holdfast.' || type || '.v1',
  'subject', subject, 'time', moment(at), 'datacontenttype', 'application/json',
  'dataschema', 'https://holdfast.example/schema/events/' || type || '.v1.json', 'data', data);

-- The version of each product's last StockChanged. Whoever changes stock of a product in any warehouse holds its row to
-- the end: so versions grow in the order of commits, and the number that each tells counts what all before it did.
create table stock_versions (
  product_id uuid primary key,
  version bigint not null
) with (fillfactor = 70);

create function tell_of_movements() returns trigger language plpgsql as $$
begin
  -- The last locks of a transaction, behind those of items, in the order of products: nobody waits in a circle.
  insert into stock_versions (product_id, version)
  select distinct product_id, 1 from added join stock_items as item on item.id = stock_item_id
  order by product_id
  on conflict (product_id) do update set version = stock_versions.version + 1;

  -- A statement of its own: only so does it see what was committed while the one before it waited.
  insert into outbox (id, event)
  select id, new_event(id, 'inventory', 'StockChanged', product_id, at, jsonb_build_object('productId', product_id,
    'available', available, 'version', version, 'kind', kind, 'actor', actor, 'reason', reason))
  from (
    select uuidv7() as id, last.*, version, (
      select coalesce(sum(on_hand - reserved), 0) from stock_items as item
      join warehouses as warehouse on warehouse.id = item.warehouse_id and warehouse.active
      where item.product_id = last.product_id
    ) as available
    from (
      select distinct on (product_id) product_id, kind, actor, reason, at
      from added join stock_items as item on item.id = stock_item_id
      order by product_id, added.id desc
    ) as last join stock_versions using (product_id)
  ) as changed;

  insert into outbox (id, event)
  select id, new_event(id, 'inventory', type, reservation_id, at, jsonb_build_object('reservationId', reservation_id,
    'reference', reference, 'customerId', customer_id, 'lines', lines) || more)
  from (
    select uuidv7() as id, moved.*, reference, customer_id,
      case kind when 'RESERVE' then 'StockReserved' when 'RELEASE' then 'ReservationReleased' else 'ReservationExpired' end as type,
      case kind when 'RESERVE' then jsonb_build_object('expiresAt', moment(expires_at))
        when 'RELEASE' then jsonb_build_object('actor', actor) else '{}' end as more
    from (
      select reservation_id, kind, max(actor) as actor, max(at) as at, jsonb_agg(jsonb_build_object(
        'productId', product_id, 'warehouseId', warehouse_id, 'quantity', abs(reserved_delta)) order by added.id) as lines
      from added join stock_items as item on item.id = stock_item_id
      where kind in ('RESERVE', 'RELEASE', 'EXPIRE') and reservation_id is not null
      group by reservation_id, kind
    ) as moved join reservations on reservations.id = reservation_id
  ) as held;
  return null;
end $$;

-- After apply_movements, by its name: triggers of one event go in the order of their names.
create trigger tell_of_movements after insert on stock_movements
referencing new table as added for each statement execute function tell_of_movements();

-- Once a fall, whether units went or the threshold rose. A transaction changes an item once: what falls and rises within
-- it has not fallen.
create function tell_of_low_stock() returns trigger language plpgsql as $$
begin
  insert into outbox (id, event)
  select fall.id, new_event(fall.id, 'inventory', 'StockLow', new.id, new.updated_at, jsonb_build_object(
    'stockItemId', new.id, 'productId', new.product_id,
    'warehouse', jsonb_build_object('id', warehouse.id, 'code', warehouse.code, 'name', warehouse.name),
    'available', new.on_hand - new.reserved, 'reorderThreshold', new.reorder_threshold))
  from (select uuidv7() as id) as fall, warehouses as warehouse where warehouse.id = new.warehouse_id;
  return null;
end $$;

create trigger tell_of_low_stock after update on stock_items for each row
when (old.on_hand - old.reserved > old.reorder_threshold and new.on_hand - new.reserved <= new.reorder_threshold)
execute function tell_of_low_stock();
