-- Returns the current trace while traces are exported. The program passes it in the setting at the start of a
-- transaction, and in a comment before a single statement (`kit/postgres/src/postgres.ts`).
create function current_trace() returns text language sql volatile
return coalesce(nullif(current_setting('holdfast.traceparent', true), ''),
  substring(current_query() from '^/\*traceparent=''([0-9a-f-]{55})''\*/'));

-- Builds an event's envelope, CloudEvents 1.0, with the trace of its transaction.
create or replace function new_event(id uuid, source text, type text, subject uuid, at timestamptz, data jsonb) returns jsonb
language sql volatile
return jsonb_build_object('specversion', '1.0', 'id', id, 'source', '/' || source, 'type', 'holdfast.' || type || '.v1',
  'subject', subject, 'time', moment(at), 'datacontenttype', 'application/json',
  'dataschema', 'https://holdfast.example/schema/events/' || type || '.v1.json', 'data', data)
  || jsonb_strip_nulls(jsonb_build_object('traceparent', current_trace()));
