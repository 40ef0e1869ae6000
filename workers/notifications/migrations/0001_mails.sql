-- The mails of events, so that an event which is delivered again is not mailed again. A row has neither the address nor the
-- text of the mail.
create table mails (
  event_id uuid primary key,
  mail text not null,
  -- The number of attempts. More than one: an attempt failed, or its process ended while sending.
  attempts int not null check (attempts >= 1),
  begun_at timestamptz not null,
  sent_at timestamptz
);
create index mails_by_age on mails (begun_at);
