-- The event bus: one log, which consumers read by position. docs/decisions/0036-event-log.md explains it.
create schema holdfast_bus;

create table holdfast_bus.event (
  -- Positions are assigned under a lock that is held until the commit, so they are in the order of the commits: whoever sees a
  -- position sees all smaller ones.
  position bigint generated always as identity primary key,
  partition smallint not null,
  type text not null,
  -- The only consumer that receives a dead letter that was sent again; null for all consumers of the type.
  recipient text,
  event json not null
);

create table holdfast_bus.consumer (
  name text primary key,
  types text[] not null
);

-- The processes of a consumer. A process lives as long as the session that holds the advisory lock with the number of its row.
create table holdfast_bus.member (
  consumer text not null references holdfast_bus.consumer on delete cascade,
  id bigint not null,
  primary key (consumer, id)
);

-- What a consumer has handled in each partition: all events up to `position`, and those in `done`.
create table holdfast_bus.cursor (
  consumer text not null references holdfast_bus.consumer on delete cascade,
  partition smallint not null,
  position bigint not null,
  done bigint[] not null default '{}',
  -- The member that handles the partition's events.
  holder bigint,
  -- True when a holder died while events waited: they are handled one by one then, each noted in `trying` before.
  is_careful boolean not null default false,
  trying bigint,
  -- How often a holder died of the event in `trying`.
  crashes int not null default 0,
  primary key (consumer, partition)
) with (fillfactor = 50);

create table holdfast_bus.dead_letter (
  id uuid primary key,
  consumer text not null,
  -- In the log; null for one that an earlier version wrote. An event whose process dies after it became a dead letter does not become
  -- one again.
  position bigint,
  event json not null,
  error text not null,
  attempts int not null,
  at timestamptz not null default now(),
  unique (consumer, position)
);

-- Appends events in the order of the arrays. Types without a consumer are left out.
create function holdfast_bus.append(subjects text[], types text[], recipients text[], events json[]) returns void
language plpgsql as $$
begin
  perform pg_advisory_xact_lock(7404203);
  insert into holdfast_bus.event (partition, type, recipient, event)
  select hashtext(e.subject) & 7, e.type, e.recipient, e.event
  from unnest(subjects, types, recipients, events) with ordinality as e (subject, type, recipient, event, place)
  where exists (select from holdfast_bus.consumer where name = e.recipient or (e.recipient is null and e.type = any (consumer.types)))
  order by e.place;
end $$;

-- Creates a consumer that has handled everything so far, or changes the types that it receives.
create function holdfast_bus.register(consumer text, types text[]) returns void language plpgsql as $$
begin
  insert into holdfast_bus.consumer values (consumer, types) on conflict (name) do update set types = excluded.types
    where holdfast_bus.consumer.types is distinct from excluded.types;
  insert into holdfast_bus.cursor (consumer, partition, position)
  select consumer, n, (select coalesce(max(position), 0) from holdfast_bus.event) from generate_series(0, 7) as n
  on conflict do nothing;
end $$;

-- Takes over what an earlier version, which was built on pg-boss, has stored: consumers, waiting events, dead letters. Returns false
-- when there was no such version.
create function holdfast_bus.take_over() returns boolean language plpgsql as $$
begin
  if to_regclass('pgboss.job') is null or to_regclass('holdfast.queue') is null then
    return false;
  end if;
  perform pg_advisory_xact_lock(7404203);
  perform holdfast_bus.register(substr(name, 4), types) from holdfast.queue
  where name like 'to-%' and not exists (select from holdfast_bus.consumer where consumer.name = substr(queue.name, 4));
  with taken as (
    delete from pgboss.job where name like 'to-%' and state < 'completed' returning id, name, data)
  insert into holdfast_bus.event (partition, type, recipient, event)
  select hashtext(data ->> 'subject') & 7, split_part(data ->> 'type', '.', 2), substr(name, 4), data::json from taken order by id;
  with taken as (
    delete from pgboss.job where name = 'dead-letters' and state < 'completed' returning id, data, created_on)
  insert into holdfast_bus.dead_letter (id, consumer, event, error, attempts, at)
  select id, data ->> 'consumer', (data -> 'event')::json, data ->> 'error', (data ->> 'attempts')::int, created_on from taken
  on conflict do nothing;
  return true;
end $$;
