/**
 * `npm run docs:events`: writes the JSON Schemas of events and docs/events.md from the catalogue; with
 * `--check` it reports whether they are up to date.
 */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EVENTS } from '@holdfast/kit-events/catalogue';
import { z } from 'zod';
import { ROOT } from './services.ts';

const SCHEMAS = 'schema/events';

/**
 * Leaves out what zod adds to a format: the regular expression that it checks with, and the range of its
 * integers.
 */
function plain({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
}

/** Returns the schema of a message on the bus: the envelope of CloudEvents 1.0 with this event's data. */
function schemaOf(name: string, { source, when, data }: (typeof EVENTS)[keyof typeof EVENTS]): object {
  const text = z.string();
  const envelope = z.object({
    specversion: z.literal('1.0'),
    id: z.uuidv7(),
    source: z.literal(`/${source}`),
    type: z.literal(`holdfast.${name}.v1`),
    subject: text,
    time: z.iso.datetime(),
    datacontenttype: z.literal('application/json'),
    dataschema: z.url(),
    traceparent: z.string().optional(),
    data,
  });
  const schema = z.toJSONSchema(envelope, { io: 'input', override: plain });
  const { $schema, ...rest } = schema;
  const $id = `https://holdfast.example/schema/events/${name}.v1.json`;
  return { $schema, $id, title: name, description: when, ...rest };
}

const fieldsOf = (data: z.ZodObject) =>
  Object.keys(data.shape)
    .map((name) => `\`${name}\``)
    .join(', ');

const rows = Object.entries(EVENTS).map(
  ([name, { source, subject, when, data }]) =>
    `| [${name}](../${SCHEMAS}/${name}.v1.json) | ${source} | \`${subject}\` | ${when} | ${fieldsOf(data)} |`,
);

const page = `# Events

Generated from \`kit/events/src/catalogue.ts\` by \`npm run docs:events\`. Each event is a CloudEvents 1.0 envelope in
structured JSON mode: \`type\` is \`holdfast.<Event>.v1\`, \`source\` is \`/<service>\`, \`subject\` is the id of the aggregate
(the field named below), \`id\` is a UUIDv7 that stays the same on redelivery. While traces are exported, \`traceparent\`
names the trace in which the event occurred (CloudEvents' extension Distributed Tracing). Each name links to the event's
JSON Schema.

| event | from | subject | when | data |
|---|---|---|---|---|
${rows.join('\n')}

An event may be delivered more than once; events of one subject arrive in order. A version may gain a field at any
time, so consumers ignore unknown fields; a breaking change is a new version next to the old one.
`;

const files = new Map<string, string>([['docs/events.md', page]]);
for (const [name, definition] of Object.entries(EVENTS)) {
  files.set(`${SCHEMAS}/${name}.v1.json`, `${JSON.stringify(schemaOf(name, definition), null, 2)}\n`);
}

/** Returns the files of events that are no longer in the catalogue. */
async function staleFiles(): Promise<string[]> {
  const present = await readdir(join(ROOT, SCHEMAS)).catch(() => []);
  return present.map((file) => `${SCHEMAS}/${file}`).filter((file) => !files.has(file));
}

if (!process.argv.includes('--check')) {
  await mkdir(join(ROOT, SCHEMAS), { recursive: true });
  for (const [file, text] of files) await writeFile(join(ROOT, file), text);
  for (const file of await staleFiles()) await rm(join(ROOT, file));
} else {
  const wrong = await staleFiles();
  for (const [file, text] of files) {
    if ((await readFile(join(ROOT, file), 'utf8').catch(() => '')) !== text) wrong.push(file);
  }
  if (wrong.length > 0) {
    process.stderr.write(
      `These do not match the catalogue of events: ${wrong.join(', ')}. Run npm run docs:events.\n`,
    );
    process.exitCode = 1;
  }
}
