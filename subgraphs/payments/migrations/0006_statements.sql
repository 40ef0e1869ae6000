-- Payments are written in batches, many in one statement. So the checks and the events, which ran for each row, run once
-- for all rows that a statement wrote. The invariants and the names of the constraints stay.

-- The rows that are still to be checked at the commit of the transaction that wrote them. PostgreSQL can defer only
-- triggers of a single row to the commit; such a row stands for all rows of a statement. It is deleted by its check, so
-- none is ever committed. Deleting it earlier does not prevent the check.
create unlogged table unchecked (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('TRANSACTIONS', 'POSTINGS', 'WALLETS', 'PAYMENTS')),
  -- Transactions (also of POSTINGS), users of wallets, or payments.
  ids uuid[] not null,
  -- The movement that each of the payments needs.
  movements text[]
);

-- The plans of these functions are kept. Without these settings, one that is made while the tables are small, or before
-- their statistics, reads whole tables: a payment took 7 ms after 800 others.
create function check_at_commit() returns trigger language plpgsql
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  wrong record;
begin
  delete from unchecked where id = new.id;
  case new.kind
  -- Invariant 1: a transaction is balanced, and has the accounts of its kind. Postings are inserted after or together
  -- with their transaction, so this sees all of them.
  when 'POSTINGS' then
    select * into wrong from (
      select entry.id, case
        when total <> 0 or legs < 2 then 'transactions_balanced'
        when array[available, held, merchant, external] is distinct from (case entry.kind
          when 'TOP_UP' then array[entry.amount, 0, 0, -entry.amount]
          when 'HOLD' then array[-entry.amount, entry.amount, 0, 0]
          when 'CAPTURE' then array[0, -entry.amount, entry.amount, 0]
          when 'VOID' then array[entry.amount, -entry.amount, 0, 0]
          when 'REFUND' then array[entry.amount, 0, -entry.amount, 0]
          when 'CHARGE' then array[0, 0, entry.amount, -entry.amount]
          when 'REPAY' then array[0, 0, -entry.amount, entry.amount]
        end)::numeric[] then 'transactions_postings_of_kind'
      end as violated
      from transactions as entry cross join lateral (
        select sum(amount) as total, count(*) as legs,
          coalesce(sum(amount) filter (where account = 'AVAILABLE'), 0) as available,
          coalesce(sum(amount) filter (where account = 'HELD'), 0) as held,
          coalesce(sum(amount) filter (where account = 'MERCHANT'), 0) as merchant,
          coalesce(sum(amount) filter (where account = 'EXTERNAL'), 0) as external
        from postings where transaction_id = entry.id
      ) as sums
      where entry.id = any (new.ids)
    ) as checked where violated is not null limit 1;
  -- Invariant 1: it has postings, whose effect on its wallet is that of its kind, and follows from the wallet's previous
  -- one. Invariant 2: it changed its wallet; had the wallet got this far by another one, that one would have the number.
  -- Invariant 3: it has its payment.
  when 'TRANSACTIONS' then
    select * into wrong from (
      select entry.id, case
        when not exists (select from postings where transaction_id = entry.id) then 'transactions_balanced'
        when entry.user_id is not null and (
          (previous.user_id is null and entry.sequence <> 1)
          or entry.available_after <> coalesce(previous.available_after, 0)
            + case entry.kind when 'HOLD' then -entry.amount when 'CAPTURE' then 0 else entry.amount end
          or entry.held_after <> coalesce(previous.held_after, 0)
            + case entry.kind when 'HOLD' then entry.amount when 'CAPTURE' then -entry.amount when 'VOID' then -entry.amount else 0 end
        ) then 'transactions_follow'
        when entry.user_id is not null
          and not exists (select from wallets where user_id = entry.user_id and sequence >= entry.sequence)
          then 'transactions_change_wallet'
        when entry.kind <> 'TOP_UP' and not exists (
          select from payments where order_id = entry.reference::uuid
            and case when entry.user_id is null then provider = 'HTTP' else provider = 'WALLET' and user_id = entry.user_id end
            and amount = entry.amount and currency = entry.currency and status = any (case entry.kind
              when 'HOLD' then array['AUTHORIZED', 'CAPTURED', 'VOIDED', 'REFUNDED']
              when 'CAPTURE' then array['CAPTURED', 'REFUNDED']
              when 'VOID' then array['VOIDED']
              when 'REFUND' then array['REFUNDED']
              when 'CHARGE' then array['CAPTURED', 'REFUNDED']
              when 'REPAY' then array['REFUNDED']
            end)) then 'transactions_have_payment'
      end as violated
      from transactions as entry
      left join transactions as previous on previous.user_id = entry.user_id and previous.sequence = entry.sequence - 1
      where entry.id = any (new.ids)
    ) as checked where violated is not null limit 1;
  -- Invariant 2: a stored total is the one that the wallet's last transaction records. Together with transactions_follow
  -- this makes it the sum of the postings, by induction and without summing them.
  when 'WALLETS' then
    select user_id as id, 'wallets_agree' as violated into wrong from wallets
    where user_id = any (new.ids) and not exists (
      select from transactions where user_id = wallets.user_id and sequence = wallets.sequence
        and currency = wallets.currency and available_after = wallets.available and held_after = wallets.held)
    limit 1;
  -- Invariant 3: each state of a payment has its movement.
  when 'PAYMENTS' then
    select payment.id, 'payments_have_movement' as violated into wrong
    from unnest(new.ids, new.movements) as reached (id, movement) join payments as payment using (id)
    where case when movement in ('CHARGE', 'REPAY') then (
        select true from transactions where user_id is null and kind = movement and reference = payment.order_id::text
          and amount = payment.amount and currency = payment.currency limit 1)
      else (
        select true from transactions where user_id = payment.user_id and kind = movement
          and reference = payment.order_id::text and amount = payment.amount and currency = payment.currency limit 1)
      end is not true
    limit 1;
  end case;
  if found then
    raise exception '% violates %', wrong.id, wrong.violated
      using errcode = 'check_violation', constraint = wrong.violated;
  end if;
  return null;
end $$;

create constraint trigger checked after insert on unchecked
  deferrable initially deferred for each row execute function check_at_commit();

create function check_transactions() returns trigger language plpgsql as $$
begin
  insert into unchecked (kind, ids) select 'TRANSACTIONS', array_agg(id) from written having count(*) > 0;
  return null;
end $$;

create function check_postings() returns trigger language plpgsql as $$
begin
  insert into unchecked (kind, ids)
  select 'POSTINGS', array_agg(distinct transaction_id) from written having count(*) > 0;
  return null;
end $$;

create function check_new_wallets() returns trigger language plpgsql as $$
declare
  wrong record;
begin
  select user_id into wrong from written where sequence <> 1 limit 1;
  if found then
    raise exception 'the wallet of % does not start with its first transaction', wrong.user_id
      using errcode = 'check_violation', constraint = 'wallets_agree';
  end if;
  insert into unchecked (kind, ids) select 'WALLETS', array_agg(user_id) from written having count(*) > 0;
  return null;
end $$;

-- A wallet may pass several transactions in one statement. Each number in between has its transaction, because the last
-- one follows from the one before it (transactions_follow).
create function check_changed_wallets() returns trigger language plpgsql as $$
declare
  wrong record;
begin
  select written.user_id into wrong from written left join replaced on replaced.user_id = written.user_id
  where (written.sequence > replaced.sequence and written.currency = replaced.currency) is not true limit 1;
  if found then
    raise exception 'the wallet of % changed without its transaction', wrong.user_id
      using errcode = 'check_violation', constraint = 'wallets_agree';
  end if;
  insert into unchecked (kind, ids) select 'WALLETS', array_agg(user_id) from written having count(*) > 0;
  return null;
end $$;

-- Returns the movement that a payment in this state needs; null when it needs none.
create function movement_of(provider text, status text, amount bigint) returns text language sql immutable
return case when amount > 0 then case provider
  when 'WALLET' then case status
    when 'AUTHORIZED' then 'HOLD' when 'CAPTURED' then 'CAPTURE' when 'VOIDED' then 'VOID' when 'REFUNDED' then 'REFUND' end
  else case status when 'CAPTURED' then 'CHARGE' when 'REFUNDED' then 'REPAY' end
end end;

create function check_new_payments() returns trigger language plpgsql as $$
declare
  wrong record;
begin
  select id, status into wrong from written
  where not case provider when 'WALLET' then status in ('AUTHORIZED', 'DECLINED', 'BLOCKED') else status = 'REQUESTED' end
  limit 1;
  if found then
    raise exception 'payment % cannot become %', wrong.id, wrong.status
      using errcode = 'check_violation', constraint = 'payments_transition';
  end if;
  insert into unchecked (kind, ids, movements)
  select 'PAYMENTS', array_agg(id), array_agg(movement_of(provider, status, amount))
  from written where movement_of(provider, status, amount) is not null having count(*) > 0;
  return null;
end $$;

create function check_changed_payments() returns trigger language plpgsql as $$
declare
  wrong record;
begin
  select written.id, written.status into wrong from written left join replaced on replaced.id = written.id
  where (
    ((replaced.status, written.status) in (('AUTHORIZED', 'CAPTURED'), ('AUTHORIZED', 'VOIDED'), ('CAPTURED', 'REFUNDED'))
      or (written.provider = 'HTTP' and (
        -- The provider's word for a later state may come before that for an earlier one.
        (replaced.status = 'REQUESTED' and written.status in ('AUTHORIZED', 'CAPTURED', 'VOIDED', 'DECLINED'))
        or (replaced.status = written.status and replaced.decline_code is not distinct from written.decline_code))))
    and (replaced.order_id, replaced.user_id, replaced.amount, replaced.currency, replaced.created_at, replaced.provider)
      is not distinct from
      (written.order_id, written.user_id, written.amount, written.currency, written.created_at, written.provider)
  ) is not true limit 1;
  if found then
    raise exception 'payment % cannot become %', wrong.id, wrong.status
      using errcode = 'check_violation', constraint = 'payments_transition';
  end if;
  insert into unchecked (kind, ids, movements)
  select 'PAYMENTS', array_agg(id), array_agg(movement_of(provider, status, amount))
  from written where movement_of(provider, status, amount) is not null having count(*) > 0;
  return null;
end $$;

drop trigger checked on transactions;
drop trigger checked on postings;
drop trigger checked on wallets;
drop trigger checked on payments;
drop function check_new_transaction(), check_new_posting(), check_transaction(uuid), check_wallet(), check_payment();

create trigger checked_new after insert on transactions
  referencing new table as written for each statement execute function check_transactions();
create trigger checked_new after insert on postings
  referencing new table as written for each statement execute function check_postings();
create trigger checked_new after insert on wallets
  referencing new table as written for each statement execute function check_new_wallets();
create trigger checked_changed after update on wallets
  referencing old table as replaced new table as written for each statement execute function check_changed_wallets();
create trigger checked_new after insert on payments
  referencing new table as written for each statement execute function check_new_payments();
create trigger checked_changed after update on payments
  referencing old table as replaced new table as written for each statement execute function check_changed_payments();

-- The statement that changes a payment locks its row, so events are numbered in the order of the states. The trace of
-- each command of a batch is in `holdfast.traces`, by its order.
create function tell_of_payments(ids uuid[]) returns void language plpgsql set enable_seqscan = off as $$
declare
  traces jsonb := nullif(current_setting('holdfast.traces', true), '')::jsonb;
begin
  insert into outbox (id, event)
  select event_id, new_event(event_id, 'payments', type, id, updated_at, data)
    || case when traces ? order_id then jsonb_build_object('traceparent', traces -> order_id) else '{}' end
  from (
    select uuidv7() as event_id, id, order_id::text as order_id, updated_at,
      case status when 'AUTHORIZED' then 'PaymentAuthorized' when 'CAPTURED' then 'PaymentCaptured'
        when 'VOIDED' then 'PaymentVoided' when 'REFUNDED' then 'PaymentRefunded' when 'DECLINED' then 'PaymentDeclined' end as type,
      jsonb_build_object('paymentId', id, 'orderId', order_id, 'userId', user_id, 'amount', money_text(amount, currency))
        || case status when 'DECLINED' then jsonb_build_object('declineCode', decline_code) else '{}' end as data
    from payments where id = any (ids)
  ) as changed;
end $$;

-- REQUESTED: the outcome is not known yet. BLOCKED: there is no payment.
create function tell_of_new_payments() returns trigger language plpgsql as $$
begin
  perform tell_of_payments(array_agg(id)) from written where status not in ('REQUESTED', 'BLOCKED') having count(*) > 0;
  return null;
end $$;

create function tell_of_changed_payments() returns trigger language plpgsql as $$
begin
  perform tell_of_payments(array_agg(written.id)) from written join replaced on replaced.id = written.id
  where written.status <> replaced.status having count(*) > 0;
  return null;
end $$;

-- `stable` as jsonb_build_object is, so that it is inlined: 3 instead of 14 microseconds.
alter function money_text(bigint, text) stable;

drop trigger tell_of_new_payment on payments;
drop trigger tell_of_payment on payments;
drop function tell_of_payment();

create trigger tell_of_new_payments after insert on payments
  referencing new table as written for each statement execute function tell_of_new_payments();
create trigger tell_of_changed_payments after update on payments
  referencing old table as replaced new table as written for each statement execute function tell_of_changed_payments();
