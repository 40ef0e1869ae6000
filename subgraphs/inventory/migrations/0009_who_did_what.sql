-- Who did what: a threshold, a warehouse, and what a change of stock changed, are told where they are written. Whoever writes
-- says who they are, in the setting holdfast.actor of the transaction; else it is the database's role.
create function current_actor() returns text language sql stable
return coalesce(nullif(current_setting('holdfast.actor', true), ''), current_user::text);

create function tell_of_threshold() returns trigger language plpgsql as $$
begin
  insert into outbox (id, event)
  select event_id, new_event(event_id, 'inventory', 'ReorderThresholdChanged', new.product_id, new.updated_at, jsonb_build_object(
    'productId', new.product_id, 'stockItemId', new.id, 'actor', current_actor(),
    'before', jsonb_build_object('warehouse', code, 'reorderThreshold', old.reorder_threshold),
    'after', jsonb_build_object('warehouse', code, 'reorderThreshold', new.reorder_threshold)))
  from (select uuidv7() as event_id, code from warehouses where id = new.warehouse_id) as place;
  return null;
end $$;

create trigger tell_of_threshold after update of reorder_threshold on stock_items for each row
when (new.reorder_threshold <> old.reorder_threshold) execute function tell_of_threshold();

create function tell_of_warehouse() returns trigger language plpgsql as $$
declare
  before jsonb := case tg_op when 'UPDATE' then to_jsonb(old) - 'id' end;
begin
  insert into outbox (id, event)
  select event_id, new_event(event_id, 'inventory', 'WarehouseChanged', new.id, now(), jsonb_build_object(
    'warehouseId', new.id, 'actor', current_actor(), 'before', before, 'after', to_jsonb(new) - 'id',
    'change', case tg_op when 'INSERT' then 'WAREHOUSE_CREATED' else 'WAREHOUSE_UPDATED' end))
  from (select uuidv7() as event_id) as made;
  return null;
end $$;

create trigger tell_of_warehouse after insert or update on warehouses for each row execute function tell_of_warehouse();

-- What there was of a product before a transaction's movements, and after: what is available in active warehouses, and of
-- what staff did, also the units of each warehouse that they did it in. The movements are the only ones since the last
-- StockChanged of the product, since its row of stock_versions is held.
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
    'available', available, 'version', version, 'kind', kind, 'actor', actor, 'reason', reason,
    'before', jsonb_build_object('available', available - coalesce(added_available, 0)) || jsonb_strip_nulls(jsonb_build_object('onHand', on_hand_before)),
    'after', jsonb_build_object('available', available) || jsonb_strip_nulls(jsonb_build_object('onHand', on_hand_after))))
    || trace_of(traces, reservation_id || ' ' || kind)
  from (
    select uuidv7() as id, last.*, version, (
      select coalesce(sum(on_hand - reserved), 0) from stock_items as item
      join warehouses as warehouse on warehouse.id = item.warehouse_id and warehouse.active
      where item.product_id = last.product_id
    ) as available
    from (
      select distinct on (product_id) product_id, kind, actor, reason, at, reservation_id,
        sum(on_hand_delta - reserved_delta) filter (where active) over of_product as added_available,
        jsonb_object_agg(code, on_hand_after - on_hand_delta) filter (where by_staff) over of_product as on_hand_before,
        jsonb_object_agg(code, on_hand_after) filter (where by_staff) over of_product as on_hand_after
      from (
        select added.*, item.product_id, code, active, kind in ('RECEIVE', 'ADJUST', 'TRANSFER_OUT', 'TRANSFER_IN') as by_staff
        from added join stock_items as item on item.id = stock_item_id join warehouses on warehouses.id = warehouse_id
      ) as moved
      window of_product as (partition by product_id)
      order by product_id, id desc
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
