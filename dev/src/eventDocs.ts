/**
 * `npm run docs:events`: writes the JSON Schemas of events and docs/events.md from the catalogue; with `--check` it says
 * whether they are up to date.
 */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EVENTS } from '@holdfast/kit-events/catalogue';
import { z } from 'zod';
import { ROOT } from './services.ts';

const SCHEMAS = 'schema/events';

/** Leaves out what zod adds to a format: the regular expression that it checks it by, and the range of its integers. */
function plain({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
}

/** The envelope of CloudEvents 1.0 with this event's data: what a message on the bus is. */
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

Made from \`kit/events/src/catalogue.ts\` by \`npm run docs:events\`. Each is a CloudEvents 1.0 envelope in structured JSON mode:
\`type\` is \`holdfast.<Event>.v1\`, \`source\` is \`/<service>\`, \`subject\` is the id of the aggregate (the field named below), \`id\` is a
UUIDv7 that stays the same when the event is delivered again. While traces are exported, \`traceparent\` says in which one it
happened (CloudEvents' extension Distributed Tracing). Its JSON Schema is linked.

| event | from | subject | when | data |
|---|---|---|---|---|
${rows.join('\n')}

An event may be delivered more than once; those of one subject come in order. A new field may be added to a version at any
time, so consumers pass over what they do not know; what would break them is a new version beside the old one.
`;

const files = new Map<string, string>([['docs/events.md', page]]);
for (const [name, definition] of Object.entries(EVENTS)) {
  files.set(`${SCHEMAS}/${name}.v1.json`, `${JSON.stringify(schemaOf(name, definition), null, 2)}\n`);
}

/** Of events that are no longer in the catalogue. */
async function leftOver(): Promise<string[]> {
  const there = await readdir(join(ROOT, SCHEMAS)).catch(() => []);
  return there.map((file) => `${SCHEMAS}/${file}`).filter((file) => !files.has(file));
}

if (!process.argv.includes('--check')) {
  await mkdir(join(ROOT, SCHEMAS), { recursive: true });
  for (const [file, text] of files) await writeFile(join(ROOT, file), text);
  for (const file of await leftOver()) await rm(join(ROOT, file));
} else {
  const wrong = await leftOver();
  for (const [file, text] of files) {
    if ((await readFile(join(ROOT, file), 'utf8').catch(() => '')) !== text) wrong.push(file);
  }
  if (wrong.length > 0) {
    process.stderr.write(
      `Not what the catalogue of events says: ${wrong.join(', ')}. Run npm run docs:events.\n`,
    );
    process.exitCode = 1;
  }
}
