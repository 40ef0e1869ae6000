-- Staff are told that an item ran low when its units were sold or taken away, not when they are merely held: a hold costs
-- nothing, so whoever has no money could have staff told as often as they like.
--   READY  Its next fall is told.
--   DUE    It fell, and its product was told of as often as is allowed: it is told later, unless it rises before.
--   TOLD   Its fall was told. The next one is told only after it rose above its threshold by the margin.
alter table stock_items add column alarm text not null default 'READY'
  constraint known_alarm check (alarm in ('READY', 'DUE', 'TOLD'));

-- A DUE item is low: what rose above its threshold is READY again, and nothing else waits to be told.
alter table stock_items add constraint only_low_items_wait check (alarm <> 'DUE' or on_hand <= reorder_threshold);

create index stock_alarms_due on stock_items (product_id) where alarm = 'DUE';

-- What was told, for the limit an hour; older rows go.
create table stock_alarms (
  -- The event's.
  id uuid primary key,
  stock_item_id uuid not null references stock_items,
  product_id uuid not null,
  at timestamptz not null
);
create index stock_alarms_of_product on stock_alarms (product_id, at);

-- Items that are low already were told of by the rule before this one.
update stock_items set alarm = 'TOLD' where on_hand <= reorder_threshold and exists (
  select from stock_movements where stock_item_id = stock_items.id);

-- How many units above its threshold an item has to rise before its next fall is told: a fifth of it, and one at least.
create function alarm_margin(threshold int) returns int language sql immutable
return greatest(1, ceil(threshold / 5.0)::int);

-- How often a product's falls are told within an hour, over all its warehouses.
create function alarms_an_hour() returns int language sql immutable return 3;

-- Follows every change of what is there and of the threshold, whatever a program above does.
create function follow_alarm() returns trigger language plpgsql as $$
begin
  if new.on_hand > new.reorder_threshold + alarm_margin(new.reorder_threshold)
    or new.alarm = 'DUE' and new.on_hand > new.reorder_threshold
  then
    new.alarm := 'READY';
  elsif new.alarm = 'READY' and new.on_hand <= new.reorder_threshold
    and (new.on_hand < old.on_hand or new.reorder_threshold > old.reorder_threshold)
  then
    new.alarm := 'DUE';
  end if;
  return new;
end $$;

create trigger follow_alarm before update on stock_items for each row
when ((new.on_hand, new.reorder_threshold) is distinct from (old.on_hand, old.reorder_threshold)
  and (new.on_hand <= new.reorder_threshold or new.alarm <> 'READY'))
execute function follow_alarm();

-- Tells of those of these items that are DUE, as far as their products may be told of. The transaction holds the items, and
-- then their products' rows of stock_versions: so of any number of transactions each sees what the ones before it told.
create function tell_of_low_stock(items uuid[], now timestamptz) returns void language plpgsql as $$
declare
  traces jsonb := nullif(current_setting('holdfast.traces', true), '')::jsonb;
begin
  if not exists (select from stock_items where id = any (items) and alarm = 'DUE') then return; end if;
  delete from stock_alarms where at <= now - interval '1 hour'
    and product_id in (select product_id from stock_items where id = any (items));
  with due as (
    select id, product_id, row_number() over (partition by product_id order by warehouse_id) as place
    from stock_items where id = any (items) and alarm = 'DUE'
  ), told as (
    update stock_items as item set alarm = 'TOLD' from due
    where item.id = due.id and place + (
      select count(*) from stock_alarms as earlier
      where earlier.product_id = due.product_id and earlier.at > now - interval '1 hour'
    ) <= alarms_an_hour()
    returning uuidv7() as event_id, item.*
  ), noted as (
    insert into stock_alarms (id, stock_item_id, product_id, at) select event_id, id, product_id, now from told
  )
  insert into outbox (id, event)
  select event_id, new_event(event_id, 'inventory', 'StockLow', told.id, now, jsonb_build_object(
    'stockItemId', told.id, 'productId', product_id,
    'warehouse', jsonb_build_object('id', warehouse.id, 'code', warehouse.code, 'name', warehouse.name),
    'available', on_hand - reserved, 'reorderThreshold', reorder_threshold)) || trace_of(traces, told.id::text)
  from told join warehouses as warehouse on warehouse.id = warehouse_id;
end $$;

-- The rule before this one counted what is held.
drop trigger tell_of_low_stock on stock_items;
drop function tell_of_low_stock();

create function tell_of_low_movements() returns trigger language plpgsql as $$
begin
  perform tell_of_low_stock(array_agg(distinct stock_item_id), max(at)) from added where on_hand_delta < 0
  having count(*) > 0;
  return null;
end $$;

-- After tell_of_movements, by its name, which holds the products' rows of stock_versions.
create trigger tell_that_it_is_low after insert on stock_movements
referencing new table as added for each statement execute function tell_of_low_movements();

create function tell_of_raised_threshold() returns trigger language plpgsql as $$
begin
  insert into stock_versions (product_id, version) values (new.product_id, 0)
  on conflict (product_id) do update set version = stock_versions.version;
  perform tell_of_low_stock(array[new.id], new.updated_at);
  return null;
end $$;

create trigger tell_of_raised_threshold after update of reorder_threshold on stock_items for each row
when (new.alarm = 'DUE' and new.reorder_threshold > old.reorder_threshold)
execute function tell_of_raised_threshold();
