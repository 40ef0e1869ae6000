-- The trace of what is being done, while traces are exported: the program says it at the beginning of a transaction in the
-- setting, and of a statement alone in a comment before it (`kit/src/postgres.ts`).
create function current_trace() returns text language sql volatile
return coalesce(nullif(current_setting('holdfast.traceparent', true), ''),
  substring(current_query() from '^/\*traceparent=''([0-9a-f-]{55})''\*/'));

-- An event's envelope: CloudEvents 1.0. With the trace that it happened in.
create or replace function new_event(id uuid, source text, type text, subject uuid, at timestamptz, data jsonb) returns jsonb
language sql volatile
return jsonb_build_object('specversion', '1.0', 'id', id, 'source', '/' || source, 'type', 'holdfast.' || type || '.v1',
  'subject', subject, 'time', moment(at), 'datacontenttype', 'application/json',
  'dataschema', 'https://holdfast.example/schema/events/' || type || '.v1.json', 'data', data)
  || jsonb_strip_nulls(jsonb_build_object('traceparent', current_trace()));

-- Commands of several buyers are decided in one transaction. The trace of each of them is in `holdfast.traces` then: by the
-- reservation and the kind of its movements, and by the stock item whose last movement is one of its.
create function trace_of(traces jsonb, key text) returns jsonb language sql immutable
return case when traces ? key then jsonb_build_object('traceparent', traces -> key) else '{}' end;

create or replace function tell_of_movements() returns trigger language plpgsql as $$
declare
  traces jsonb := nullif(current_setting('holdfast.traces', true), '')::jsonb;
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
    || trace_of(traces, reservation_id || ' ' || kind)
  from (
    select uuidv7() as id, last.*, version, (
      select coalesce(sum(on_hand - reserved), 0) from stock_items as item
      join warehouses as warehouse on warehouse.id = item.warehouse_id and warehouse.active
      where item.product_id = last.product_id
    ) as available
    from (
      select distinct on (product_id) product_id, kind, actor, reason, at, reservation_id
      from added join stock_items as item on item.id = stock_item_id
      order by product_id, added.id desc
    ) as last join stock_versions using (product_id)
  ) as changed;

  insert into outbox (id, event)
  select id, new_event(id, 'inventory', type, reservation_id, at, jsonb_build_object('reservationId', reservation_id,
    'reference', reference, 'customerId', customer_id, 'lines', lines) || more)
    || trace_of(traces, reservation_id || ' ' || kind)
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

create or replace function tell_of_low_stock() returns trigger language plpgsql as $$
declare
  traces jsonb := nullif(current_setting('holdfast.traces', true), '')::jsonb;
begin
  insert into outbox (id, event)
  select fall.id, new_event(fall.id, 'inventory', 'StockLow', new.id, new.updated_at, jsonb_build_object(
    'stockItemId', new.id, 'productId', new.product_id,
    'warehouse', jsonb_build_object('id', warehouse.id, 'code', warehouse.code, 'name', warehouse.name),
    'available', new.on_hand - new.reserved, 'reorderThreshold', new.reorder_threshold)) || trace_of(traces, new.id::text)
  from (select uuidv7() as id) as fall, warehouses as warehouse where warehouse.id = new.warehouse_id;
  return null;
end $$;
