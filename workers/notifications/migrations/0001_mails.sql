-- What was mailed for which event, so that an event which is delivered again is not mailed again. No address and no text is
-- kept: only that it was.
create table mails (
  event_id uuid primary key,
  mail text not null,
  -- How often it was begun. More than once: it failed, or its process ended while it sent.
  attempts int not null check (attempts >= 1),
  begun_at timestamptz not null,
  sent_at timestamptz
);
create index mails_by_age on mails (begun_at);
