-- Events are written by triggers, in the transaction that changes a payment's state, so that no program can change a
-- state without its event. `outbox` holds the events that wait to be published.
create table outbox (
  sequence bigint generated always as identity primary key,
  id uuid not null unique,
  event jsonb not null
);

-- Formats a time as the API and events do: RFC 3339, UTC.
create function moment(at timestamptz) returns text language sql stable
return to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');

-- Builds an event's envelope: CloudEvents 1.0.
create function new_event(id uuid, source text, type text, subject uuid, at timestamptz, data jsonb) returns jsonb
language sql stable
return jsonb_build_object('specversion', '1.0', 'id', id, 'source', '/' || source, 'type', 'holdfast.' || type || '.v1',
  'subject', subject, 'time', moment(at), 'datacontenttype', 'application/json',
  'dataschema', 'https://holdfast.example/schema/events/' || type || '.v1.json', 'data', data);

-- Formats money as the API does: with the currency's own number of decimals (ISO 4217, as in kit/values/src/money.ts).
create function money_text(amount bigint, currency text) returns jsonb language sql immutable
return jsonb_build_object('currency', currency, 'amount', case currency
  when 'JPY' then amount::text
  when 'KWD' then round(amount / 1000.0, 3)::text
  else round(amount / 100.0, 2)::text
end);

-- The transaction that changes a payment locks its row, so events are numbered in the order of the states.
create function tell_of_payment() returns trigger language plpgsql as $$
declare
  event_id uuid := uuidv7();
  type text := case new.status when 'AUTHORIZED' then 'PaymentAuthorized' when 'CAPTURED' then 'PaymentCaptured'
    when 'VOIDED' then 'PaymentVoided' when 'REFUNDED' then 'PaymentRefunded' when 'DECLINED' then 'PaymentDeclined' end;
  data jsonb := jsonb_build_object('paymentId', new.id, 'orderId', new.order_id, 'userId', new.user_id,
    'amount', money_text(new.amount, new.currency));
begin
  if new.status = 'DECLINED' then
    data := data || jsonb_build_object('declineCode', new.decline_code);
  end if;
  insert into outbox (id, event)
  values (event_id, new_event(event_id, 'payments', type, new.id, new.updated_at, data));
  return null;
end $$;

-- REQUESTED: the outcome is not known yet. BLOCKED: there is no payment.
create trigger tell_of_new_payment after insert on payments for each row
when (new.status not in ('REQUESTED', 'BLOCKED')) execute function tell_of_payment();

create trigger tell_of_payment after update on payments for each row
when (new.status <> old.status) execute function tell_of_payment();
