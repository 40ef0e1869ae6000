-- The events that were applied, so that an event which is delivered again is not applied again.
create table consumed_events (
  consumer text not null,
  event_id uuid not null,
  at timestamptz not null default now(),
  primary key (consumer, event_id)
);
create index consumed_events_by_age on consumed_events (at);

-- The data that every event of an order carries, and the order's stage. A stage only ever grows, so events, and a
-- concurrent rebuild, may come in any sequence and any number of times.
create table orders (
  id uuid primary key,
  customer_id uuid not null,
  placed_at timestamptz not null,
  -- 0 placed, 1 confirmed, 2 shipped, 3 delivered, 4 cancelled or rejected.
  stage smallint not null check (stage between 0 and 4),
  status text not null,
  currency char(3) not null,
  total bigint not null check (total >= 0)
);

create table order_lines (
  order_id uuid not null references orders,
  product_id uuid not null,
  unit_price bigint not null check (unit_price >= 0),
  quantity int not null check (quantity > 0),
  primary key (order_id, product_id)
);

-- The current state of each product. Version 0: known only from an order.
create table products (
  id uuid primary key,
  sku text not null,
  name text not null,
  category_id uuid,
  version int not null
);

-- The sums over the orders that count as sales (stages 1 to 3), by the UTC day on which they were placed. They are written
-- in the transaction that changes whether an order counts. So a page over a year of a million lines costs a few milliseconds.
create table sales_by_day (
  day date not null,
  currency char(3) not null,
  orders bigint not null check (orders >= 0),
  units bigint not null check (units >= 0),
  revenue bigint not null check (revenue >= 0),
  primary key (day, currency)
);

create table sales_by_product (
  day date not null,
  product_id uuid not null,
  currency char(3) not null,
  orders bigint not null check (orders >= 0),
  units bigint not null check (units >= 0),
  revenue bigint not null check (revenue >= 0),
  primary key (day, product_id, currency)
);

-- Who did what. Rows are added and never changed.
create table audit (
  at timestamptz not null,
  -- The event's id: UUIDv7. An entry that a rebuild derived from an order's history has its own id.
  id uuid not null,
  actor text not null,
  action text not null,
  subject_type text not null,
  subject_id uuid not null,
  -- More about the action, for people: no address, name or token.
  summary jsonb not null,
  primary key (at, id)
);
create index audit_by_actor on audit (actor, at, id);
create index audit_by_action on audit (action, at, id);
create index audit_by_subject on audit (subject_id, at, id);
-- Each action happens once to an order, so it is in the table once, whether its event or a rebuild added it.
create unique index audit_once_an_order on audit (subject_id, action) where subject_type = 'ORDER';

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the audit trail is append-only' using errcode = 'integrity_constraint_violation';
end $$;

create trigger audit_stays before update or delete or truncate on audit
for each statement execute function refuse_change();

-- The progress in consuming events. Several rows, so that events which are applied concurrently do not wait for each other.
create table progress (
  shard smallint primary key,
  events bigint not null,
  -- When the shard's newest event happened, and when it was applied.
  event_at timestamptz not null,
  applied_at timestamptz not null
);

create table rebuilds (
  id uuid primary key,
  started_at timestamptz not null,
  orders_read bigint not null default 0,
  finished_at timestamptz
);
