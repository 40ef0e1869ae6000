-- Payments whose money an external provider holds (README.md, "What always holds", 5 to 7). They touch no wallet.

alter table payments
  add column provider text not null default 'WALLET' constraint payments_provider check (provider in ('WALLET', 'HTTP')),
  -- The command that was or is about to be sent to the provider, unanswered so far. For the hold, status is REQUESTED.
  add column asked text constraint payments_asked check (asked in ('CAPTURE', 'VOID', 'REFUND')),
  drop constraint payments_status_check,
  add constraint payments_status_check check (
    status in ('REQUESTED', 'AUTHORIZED', 'CAPTURED', 'VOIDED', 'REFUNDED', 'DECLINED', 'BLOCKED')),
  drop constraint payments_decline_code_check,
  add constraint payments_decline_code_check check (
    decline_code in ('INSUFFICIENT_FUNDS', 'CURRENCY_NOT_SUPPORTED', 'DECLINED_BY_PROVIDER')),
  add constraint payments_only_a_provider_is_asked check (provider = 'HTTP' or (asked is null and status <> 'REQUESTED'));

-- A movement of a provider's payment has no wallet, so it has no user, number or totals.
alter table transactions
  alter column user_id drop not null,
  alter column sequence drop not null,
  alter column available_after drop not null,
  alter column held_after drop not null,
  drop constraint transactions_kind_check,
  add constraint transactions_kind_check check (
    kind in ('TOP_UP', 'HOLD', 'CAPTURE', 'VOID', 'REFUND', 'CHARGE', 'REPAY')),
  add constraint transactions_of_wallet_or_provider check (
    num_nulls(user_id, sequence, available_after, held_after) = case when kind in ('CHARGE', 'REPAY') then 4 else 0 end);

-- transactions_once does not apply to rows without a user.
create unique index transactions_once_of_provider on transactions (reference, kind) where user_id is null;

-- The provider's events that were applied, each stored once.
create table provider_events (
  id text primary key,
  order_id uuid not null references payments (order_id),
  type text not null check (type in ('authorized', 'captured', 'voided', 'refunded', 'declined')),
  received_at timestamptz not null
);
create trigger append_only before update or delete or truncate on provider_events
  for each statement execute function refuse_change();
revoke update, delete, truncate on provider_events from public, current_user;

create or replace function check_transaction(checked uuid) returns void language plpgsql as $$
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
      when 'CHARGE' then array[0, 0, entry.amount, -entry.amount]
      when 'REPAY' then array[0, 0, -entry.amount, entry.amount]
    end)::numeric[] then
    raise exception 'transaction % has other postings than a %', checked, entry.kind
      using errcode = 'check_violation', constraint = 'transactions_postings_of_kind';
  end if;
  if entry.user_id is null then
    return;
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

create or replace function check_new_transaction() returns trigger language plpgsql as $$
begin
  perform check_transaction(new.id);
  -- Had the wallet got this far by another transaction, that one would have the number.
  if new.user_id is not null
    and not exists (select from wallets where user_id = new.user_id and sequence >= new.sequence) then
    raise exception 'transaction % did not change its wallet', new.id
      using errcode = 'check_violation', constraint = 'transactions_change_wallet';
  end if;
  if new.kind <> 'TOP_UP' and not exists (
    select from payments where order_id = new.reference::uuid
      and case when new.user_id is null then provider = 'HTTP' else provider = 'WALLET' and user_id = new.user_id end
      and amount = new.amount and currency = new.currency and status = any (case new.kind
        when 'HOLD' then array['AUTHORIZED', 'CAPTURED', 'VOIDED', 'REFUNDED']
        when 'CAPTURE' then array['CAPTURED', 'REFUNDED']
        when 'VOID' then array['VOIDED']
        when 'REFUND' then array['REFUNDED']
        when 'CHARGE' then array['CAPTURED', 'REFUNDED']
        when 'REPAY' then array['REFUNDED']
      end)) then
    raise exception 'transaction % has no payment', new.id
      using errcode = 'check_violation', constraint = 'transactions_have_payment';
  end if;
  return null;
end $$;

create or replace function check_payment() returns trigger language plpgsql as $$
declare
  needed text := case when new.provider = 'WALLET'
    then case new.status
      when 'AUTHORIZED' then 'HOLD' when 'CAPTURED' then 'CAPTURE' when 'VOIDED' then 'VOID' when 'REFUNDED' then 'REFUND' end
    else case new.status when 'CAPTURED' then 'CHARGE' when 'REFUNDED' then 'REPAY' end end;
begin
  if (tg_op = 'INSERT' and not (case when new.provider = 'WALLET'
      then new.status in ('AUTHORIZED', 'DECLINED', 'BLOCKED') else new.status = 'REQUESTED' end))
    or (tg_op = 'UPDATE' and (
      not ((old.status, new.status) in (('AUTHORIZED', 'CAPTURED'), ('AUTHORIZED', 'VOIDED'), ('CAPTURED', 'REFUNDED'))
        or (new.provider = 'HTTP' and (
          -- The provider's word for a later state may come before that for an earlier one.
          (old.status = 'REQUESTED' and new.status in ('AUTHORIZED', 'CAPTURED', 'VOIDED', 'DECLINED'))
          or (old.status = new.status and old.decline_code is not distinct from new.decline_code))))
      or (old.id, old.order_id, old.user_id, old.amount, old.currency, old.created_at, old.provider)
        is distinct from (new.id, new.order_id, new.user_id, new.amount, new.currency, new.created_at, new.provider))) then
    raise exception 'payment % cannot become %', new.id, new.status
      using errcode = 'check_violation', constraint = 'payments_transition';
  end if;
  if needed is null or new.amount = 0 then
    return null;
  end if;
  if new.provider = 'WALLET' and not exists (
    select from transactions where user_id = new.user_id and kind = needed and reference = new.order_id::text
      and amount = new.amount and currency = new.currency)
    or new.provider = 'HTTP' and not exists (
    select from transactions where user_id is null and kind = needed and reference = new.order_id::text
      and amount = new.amount and currency = new.currency) then
    raise exception 'payment % is % without a %', new.id, new.status, needed
      using errcode = 'check_violation', constraint = 'payments_have_movement';
  end if;
  return null;
end $$;
