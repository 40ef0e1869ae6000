-- The subject's state before and after, as far as the event describes it. Null in entries older than these columns.
alter table audit add column before jsonb;
alter table audit add column after jsonb;

-- A stuck order may be resumed any number of times.
drop index audit_once_an_order;
create unique index audit_once_an_order on audit (subject_id, action)
  where subject_type = 'ORDER' and action <> 'ORDER_RESUMED';
