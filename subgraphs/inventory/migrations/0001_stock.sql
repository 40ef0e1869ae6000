create table warehouses (
  id uuid primary key,
  code text not null unique,
  name text not null,
  active boolean not null default true
);

create table stock_items (
  id uuid primary key,
  product_id uuid not null,
  warehouse_id uuid not null references warehouses,
  on_hand int not null default 0,
  reserved int not null default 0,
  reorder_threshold int not null default 0 check (reorder_threshold >= 0),
  updated_at timestamptz not null,
  unique (product_id, warehouse_id),
  constraint never_oversold check (reserved >= 0 and reserved <= on_hand)
);

create table reservations (
  id uuid primary key,
  -- The idempotency key of the one who reserves: one reservation a reference, for ever.
  reference text not null unique,
  -- Whom it is held for; they may see it.
  customer_id uuid,
  -- What was asked for: { product id: units }.
  request jsonb not null,
  status text not null default 'ACTIVE' check (status in ('ACTIVE', 'CONFIRMED', 'RELEASED', 'EXPIRED')),
  created_at timestamptz not null,
  expires_at timestamptz not null
);

create index reservations_due on reservations (expires_at) where status = 'ACTIVE';

create table reservation_lines (
  reservation_id uuid not null references reservations,
  stock_item_id uuid not null references stock_items,
  quantity int not null check (quantity > 0),
  primary key (reservation_id, stock_item_id)
);

create table stock_movements (
  id bigint generated always as identity primary key,
  stock_item_id uuid not null references stock_items,
  kind text not null check (kind in
    ('RECEIVE', 'ADJUST', 'RESERVE', 'RELEASE', 'EXPIRE', 'CONFIRM', 'RETURN', 'TRANSFER_OUT', 'TRANSFER_IN')),
  on_hand_delta int not null,
  reserved_delta int not null,
  on_hand_after int not null,
  reserved_after int not null,
  reason text,
  reservation_id uuid references reservations,
  actor text not null,
  at timestamptz not null
);

create index stock_movements_of_item on stock_movements (stock_item_id, id desc);

-- The ledger is the only entrance to the stock: a statement that adds rows to it changes the items by their sums.
-- So the two cannot disagree, whatever a program above does.
create function apply_movements() returns trigger language plpgsql as $$
begin
  update stock_items
  set on_hand = stock_items.on_hand + change.on_hand,
      reserved = stock_items.reserved + change.reserved,
      updated_at = change.at
  from (
    select stock_item_id, sum(on_hand_delta)::int as on_hand, sum(reserved_delta)::int as reserved, max(at) as at
    from added group by stock_item_id
  ) as change
  where stock_items.id = change.stock_item_id;
  if exists (
    select from (
      select distinct on (stock_item_id) stock_item_id, on_hand_after, reserved_after
      from added order by stock_item_id, id desc
    ) as last
    join stock_items on stock_items.id = last.stock_item_id
    where (last.on_hand_after, last.reserved_after) <> (stock_items.on_hand, stock_items.reserved)
  ) then
    raise exception 'a movement says another stock after it than there is' using errcode = 'integrity_constraint_violation';
  end if;
  return null;
end $$;

create trigger apply_movements after insert on stock_movements
referencing new table as added for each statement execute function apply_movements();

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '%', tg_argv[0] using errcode = 'integrity_constraint_violation';
end $$;

create trigger stock_changes_by_movements before update of on_hand, reserved on stock_items
for each row when (pg_trigger_depth() = 0)
execute function refuse_change('stock changes by stock_movements only');

create trigger stock_begins_empty before insert on stock_items
for each row when (new.on_hand <> 0 or new.reserved <> 0)
execute function refuse_change('stock changes by stock_movements only');

create trigger stock_movements_stay before update or delete or truncate on stock_movements
for each statement execute function refuse_change('the ledger is append-only');
