-- An event's envelope: CloudEvents 1.0. With the trace of the transaction, while traces are exported: the program says it
-- in the setting at its beginning.
create or replace function new_event(id uuid, source text, type text, subject uuid, at timestamptz, data jsonb) returns jsonb
language sql stable
return jsonb_build_object('specversion', '1.0', 'id', id, 'source', '/' || source, 'type', 'holdfast.' || type || '.v1',
  'subject', subject, 'time', moment(at), 'datacontenttype', 'application/json',
  'dataschema', 'https://holdfast.example/schema/events/' || type || '.v1.json', 'data', data)
  || case when current_setting('holdfast.traceparent', true) <> ''
    then jsonb_build_object('traceparent', current_setting('holdfast.traceparent', true)) else '{}' end;
