-- The party that moved a wallet's money: the caller for a top-up, otherwise this service. Unknown for older rows.
alter table transactions add column actor text;
alter table transactions alter column actor set default 'payments';
alter table transactions add constraint transactions_name_their_actor check (actor is not null) not valid;

-- The events of a payment report its movements; a top-up has no payment, so it has its own event.
create function tell_of_top_up() returns trigger language plpgsql as $$
declare
  event_id uuid := uuidv7();
begin
  insert into outbox (id, event)
  values (event_id, new_event(event_id, 'payments', 'WalletToppedUp', new.user_id, new.at, jsonb_build_object(
    'userId', new.user_id, 'transactionId', new.id, 'amount', money_text(new.amount, new.currency),
    'reference', new.reference, 'actor', new.actor,
    'before', case when new.sequence > 1
      then jsonb_build_object('available', money_text(new.available_after - new.amount, new.currency)) end,
    'after', jsonb_build_object('available', money_text(new.available_after, new.currency)))));
  return null;
end $$;

create trigger tell_of_top_up after insert on transactions for each row
when (new.kind = 'TOP_UP') execute function tell_of_top_up();
