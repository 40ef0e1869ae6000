-- The books of the shop, in double entry. The invariants are checked here, at commit, whichever program writes.
-- Amounts are minor units (cents). README.md lists the invariants by number.

-- A user's wallet: the accounts AVAILABLE and HELD with their stored totals, as two columns of one row. Two rows
-- would need two locks per movement, always taken in the same order. One row is one lock, and available + held is
-- always consistent.
create table wallets (
  user_id uuid primary key,
  currency text not null,
  available bigint not null constraint wallets_available_not_negative check (available >= 0),
  held bigint not null constraint wallets_held_not_negative check (held >= 0),
  -- The number of the wallet's last transaction, which is also their count.
  sequence bigint not null check (sequence >= 1),
  created_at timestamptz not null
) with (fillfactor = 70);

-- A movement of one wallet's money. Append-only.
create table transactions (
  id uuid primary key,
  user_id uuid not null references wallets,
  sequence bigint not null,
  kind text not null check (kind in ('TOP_UP', 'HOLD', 'CAPTURE', 'VOID', 'REFUND')),
  amount bigint not null check (amount > 0),
  currency text not null,
  -- The order's id; for a TOP_UP, its idempotency key.
  reference text not null,
  available_after bigint not null,
  held_after bigint not null,
  at timestamptz not null,
  constraint transactions_one_a_number unique (user_id, sequence),
  -- A top-up's key works once; an order is held, captured, voided and refunded at most once.
  constraint transactions_once unique (user_id, kind, reference)
);

-- The legs of a transaction. MERCHANT (the sales) and EXTERNAL (the source of top-ups) have no row and no stored total,
-- because every order of every user would wait for that one row's lock. Their totals are sums of postings.
create table postings (
  transaction_id uuid not null references transactions,
  account text not null check (account in ('AVAILABLE', 'HELD', 'MERCHANT', 'EXTERNAL')),
  amount bigint not null check (amount <> 0),
  primary key (transaction_id, account)
);

create table payments (
  id uuid primary key,
  order_id uuid not null constraint payments_one_an_order unique,
  user_id uuid,
  amount bigint check (amount >= 0),
  currency text,
  -- BLOCKED: the order was voided before it had a payment. A late authorisation finds this row.
  status text not null check (status in ('AUTHORIZED', 'CAPTURED', 'VOIDED', 'REFUNDED', 'DECLINED', 'BLOCKED')),
  decline_code text check (decline_code in ('INSUFFICIENT_FUNDS', 'CURRENCY_NOT_SUPPORTED')),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint payments_blocked_is_empty
    check (num_nulls(user_id, amount, currency) = case when status = 'BLOCKED' then 3 else 0 end),
  constraint payments_declined_says_why check ((status = 'DECLINED') = (decline_code is not null))
) with (fillfactor = 70);

-- Invariant 1: a transaction is balanced, has the accounts of its kind, and follows from the wallet's previous one.
create function check_transaction(checked uuid) returns void language plpgsql as $$
declare
  entry transactions;
  sums record;
  previous record;
begin
  select * into strict entry from transactions where id = checked;
  select coalesce(sum(amount), 0) as total, count(*) as legs,
    coalesce(sum(amount) filter (where account = 'AVAILABLE'), 0) as available,
    coalesce(sum(amount) filter (where account = 'HELD'), 0) as held,
    coalesce(sum(amount) filter (where account = 'MERCHANT'), 0) as merchant,
    coalesce(sum(amount) filter (where account = 'EXTERNAL'), 0) as external
    into sums from postings where transaction_id = checked;
  if sums.total <> 0 or sums.legs < 2 then
    raise exception 'transaction % is not balanced: % postings sum to %', checked, sums.legs, sums.total
      using errcode = 'check_violation', constraint = 'transactions_balanced';
  end if;
  if array[sums.available, sums.held, sums.merchant, sums.external] is distinct from (case entry.kind
      when 'TOP_UP' then array[entry.amount, 0, 0, -entry.amount]
      when 'HOLD' then array[-entry.amount, entry.amount, 0, 0]
      when 'CAPTURE' then array[0, -entry.amount, entry.amount, 0]
      when 'VOID' then array[entry.amount, -entry.amount, 0, 0]
      when 'REFUND' then array[entry.amount, 0, -entry.amount, 0]
    end)::numeric[] then
    raise exception 'transaction % has other postings than a %', checked, entry.kind
      using errcode = 'check_violation', constraint = 'transactions_postings_of_kind';
  end if;
  select available_after, held_after into previous from transactions
    where user_id = entry.user_id and sequence = entry.sequence - 1;
  if (not found and entry.sequence <> 1)
    or entry.available_after <> coalesce(previous.available_after, 0) + sums.available
    or entry.held_after <> coalesce(previous.held_after, 0) + sums.held then
    raise exception 'transaction % does not follow on the one before it', checked
      using errcode = 'check_violation', constraint = 'transactions_follow';
  end if;
end $$;

create function check_new_transaction() returns trigger language plpgsql as $$
begin
  perform check_transaction(new.id);
  -- Had the wallet got this far by another transaction, that one would have the number.
  if not exists (select from wallets where user_id = new.user_id and sequence >= new.sequence) then
    raise exception 'transaction % did not change its wallet', new.id
      using errcode = 'check_violation', constraint = 'transactions_change_wallet';
  end if;
  if new.kind <> 'TOP_UP' and not exists (
    select from payments where order_id = new.reference::uuid and user_id = new.user_id
      and amount = new.amount and currency = new.currency and status = any (case new.kind
        when 'HOLD' then array['AUTHORIZED', 'CAPTURED', 'VOIDED', 'REFUNDED']
        when 'CAPTURE' then array['CAPTURED', 'REFUNDED']
        when 'VOID' then array['VOIDED']
        when 'REFUND' then array['REFUNDED']
      end)) then
    raise exception 'transaction % has no payment', new.id
      using errcode = 'check_violation', constraint = 'transactions_have_payment';
  end if;
  return null;
end $$;

create function check_new_posting() returns trigger language plpgsql as $$
begin
  perform check_transaction(new.transaction_id);
  return null;
end $$;

create constraint trigger checked after insert on transactions
  deferrable initially deferred for each row execute function check_new_transaction();
create constraint trigger checked after insert on postings
  deferrable initially deferred for each row execute function check_new_posting();

-- Invariant 2: a stored total changes only with a transaction that records the same total. Together with
-- transactions_follow this makes it the sum of the postings, by induction and without summing them.
create function check_wallet() returns trigger language plpgsql as $$
begin
  if new.sequence <> (case tg_op when 'INSERT' then 1 else old.sequence + 1 end)
    or (tg_op = 'UPDATE' and (old.user_id, old.currency) <> (new.user_id, new.currency))
    or not exists (select from transactions where user_id = new.user_id and sequence = new.sequence
      and currency = new.currency and available_after = new.available and held_after = new.held) then
    raise exception 'the wallet of % changed without its transaction', new.user_id
      using errcode = 'check_violation', constraint = 'wallets_agree';
  end if;
  return null;
end $$;

create constraint trigger checked after insert or update on wallets
  deferrable initially deferred for each row execute function check_wallet();

-- Invariant 3: the states of a payment, each with its movement.
create function check_payment() returns trigger language plpgsql as $$
declare
  needed text := case new.status
    when 'AUTHORIZED' then 'HOLD' when 'CAPTURED' then 'CAPTURE' when 'VOIDED' then 'VOID' when 'REFUNDED' then 'REFUND' end;
begin
  if (tg_op = 'INSERT' and new.status not in ('AUTHORIZED', 'DECLINED', 'BLOCKED'))
    or (tg_op = 'UPDATE' and (
      (old.status, new.status) not in (('AUTHORIZED', 'CAPTURED'), ('AUTHORIZED', 'VOIDED'), ('CAPTURED', 'REFUNDED'))
      or (old.id, old.order_id, old.user_id, old.amount, old.currency, old.created_at)
        is distinct from (new.id, new.order_id, new.user_id, new.amount, new.currency, new.created_at))) then
    raise exception 'payment % cannot become %', new.id, new.status
      using errcode = 'check_violation', constraint = 'payments_transition';
  end if;
  if needed is not null and new.amount > 0 and not exists (
    select from transactions where user_id = new.user_id and kind = needed and reference = new.order_id::text
      and amount = new.amount and currency = new.currency) then
    raise exception 'payment % is % without a %', new.id, new.status, needed
      using errcode = 'check_violation', constraint = 'payments_have_movement';
  end if;
  return null;
end $$;

create constraint trigger checked after insert or update on payments
  deferrable initially deferred for each row execute function check_payment();

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% on % is refused: the books are append-only', tg_op, tg_table_name
    using errcode = 'restrict_violation', constraint = 'append_only';
end $$;

create trigger append_only before update or delete or truncate on transactions
  for each statement execute function refuse_change();
create trigger append_only before update or delete or truncate on postings
  for each statement execute function refuse_change();
create trigger not_deleted before delete or truncate on wallets for each statement execute function refuse_change();
create trigger not_deleted before delete or truncate on payments for each statement execute function refuse_change();

-- The role that owns the tables loses the privileges too. UPDATE on transactions has to stay, because a foreign key's
-- check locks the referenced row, which needs that privilege. The trigger above refuses updates.
revoke update, delete, truncate on postings from public, current_user;
revoke delete, truncate on transactions from public, current_user;
