import type { Definitions } from '../coordinates.ts';
import { compareText, type Place, type Problem, placeText } from '../problem.ts';
import { counted } from '../report/counted.ts';
import type { TableReport } from '../report/tables.ts';
import { placeOf } from '../sources.ts';
import { UsageError } from '../usageError.ts';
import { clientsOf, nameOf, sumOf } from './clients.ts';
import type { Sender, SentOperation } from './sent.ts';
import type { Coordinate, CoordinateKind, Use } from './uses.ts';

/** The data of the views. */
export interface Usages {
  readonly operations: readonly SentOperation[];
  readonly coordinates: readonly Coordinate[];
  readonly definitions: Definitions;
}

/**
 * A part of a report; its problems are the deprecated coordinates that are used, among those that it shows.
 */
export type View = Pick<TableReport, 'headline' | 'tables' | 'data' | 'problems'>;

const KINDS: readonly CoordinateKind[] = ['field', 'argument', 'input field', 'enum value'];

/** Shows every client with its versions, and how much of the schema is used. */
export function overview({ operations, coordinates, definitions }: Usages): View {
  const clients = clientsOf(operations, coordinates);
  const unused = coordinates.filter(({ uses }) => uses.length === 0);
  const counts = KINDS.map((kind) => {
    const of = (list: readonly Coordinate[]) => list.filter((each) => each.kind === kind).length;
    return [`${kind}s`, String(of(coordinates) - of(unused)), String(of(unused))];
  });
  return {
    headline: `${counted(operations.length, 'operation')}; ${unused.length} of ${coordinates.length} coordinates are unused.`,
    tables: [
      {
        title: undefined,
        columns: ['Client', 'Version', 'Operations', 'Fields', 'Requests'],
        rows: clients.map((each) => [
          each.client,
          each.version ?? '',
          String(each.operations.length),
          String(each.fields.length),
          countText(each.requests),
        ]),
      },
      { title: undefined, columns: ['In the schema', 'Used', 'Unused'], rows: counts },
    ],
    data: { clients, unused: unused.map((each) => unusedEntry(each, definitions)) },
    problems: deprecatedProblems(coordinates),
  };
}

/** Shows the unused coordinates and where they are defined. */
export function unusedView({ coordinates, definitions }: Usages): View {
  const unused = coordinates
    .filter(({ uses }) => uses.length === 0)
    .map((each) => unusedEntry(each, definitions));
  return {
    headline: `${unused.length} of ${coordinates.length} coordinates are unused.`,
    tables: [
      {
        title: undefined,
        columns: ['Unused', '', 'Defined at'],
        rows: unused.map(({ coordinate, kind, deprecated, places }) => [
          coordinate,
          deprecated === undefined ? kind : `${kind}, deprecated`,
          places.map(placeText).join(', '),
        ]),
      },
    ],
    data: { unused },
    problems: [],
  };
}

/**
 * Shows what one client sends and selects.
 * @param name `NAME` for all versions, or `NAME@VERSION`.
 * @throws UsageError when there is no such client.
 */
export function clientView(name: string, { operations, coordinates }: Usages): View {
  const isIt = ({ client, version }: Sender) => client === name || `${client}@${version}` === name;
  const sent = operations.filter(({ senders }) => senders.some(isIt));
  if (sent.length === 0) {
    const known = [...new Set(clientsOf(operations, []).map(({ client }) => client))];
    throw new UsageError(`unknown client ${name}: the known clients are ${known.join(', ') || 'none'}`);
  }
  const wanted = new Set(sent);
  const its = (uses: readonly Use[]) => uses.filter((use) => wanted.has(use.sent));
  const used = coordinates
    .map((each) => ({ ...each, uses: its(each.uses) }))
    .filter(({ uses }) => uses.length > 0);
  const fields = used
    .filter(({ kind }) => kind === 'field')
    .map((each) => ({
      coordinate: each.name,
      deprecated: each.deprecated,
      operations: distinct(each.uses.map((use) => nameOf(use.sent))),
      requests: sumOf(each.uses.flatMap((use) => use.sent.senders.filter(isIt))),
    }));
  const rows = sent.map((each) => operationEntry(each, each.operation.node, isIt));
  return {
    headline: `${name}: ${counted(sent.length, 'operation')}, with ${counted(fields.length, 'field')}.`,
    tables: [
      operationTable(rows),
      {
        title: undefined,
        columns: ['Field', 'Requests', 'Operations'],
        rows: fields.map((each) => [
          each.coordinate,
          countText(each.requests),
          `${each.operations.join(', ')}${each.deprecated === undefined ? '' : ' (deprecated)'}`,
        ]),
      },
    ],
    data: { client: name, operations: rows, fields },
    problems: deprecatedProblems(used),
  };
}

/** Shows the operations that use one coordinate. @throws UsageError when the API schema does not have it. */
export function fieldView(name: string, { coordinates }: Usages): View {
  const coordinate = coordinates.find((each) => each.name === name);
  if (!coordinate)
    throw new UsageError(
      `the API schema has no ${name}: use Type.field, Type.field(argument:), Input.field or Enum.VALUE`,
    );
  const rows = coordinate.uses.map(({ sent, node }) => operationEntry(sent, node, () => true));
  const deprecated = coordinate.deprecated === undefined ? '' : ` It is deprecated: ${coordinate.deprecated}`;
  return {
    headline: `${name}: ${rows.length === 0 ? 'not used by any operation' : `used by ${counted(rows.length, 'operation')}`}.${deprecated}`,
    tables: [operationTable(rows)],
    data: { coordinate: name, kind: coordinate.kind, deprecated: coordinate.deprecated, uses: rows },
    problems: deprecatedProblems([coordinate]),
  };
}

/** Reports DEPRECATED_USED for each operation that uses a deprecated coordinate, at the place of the use. */
function deprecatedProblems(coordinates: readonly Coordinate[]): Problem[] {
  return coordinates.flatMap(({ name, deprecated, uses }) =>
    deprecated === undefined
      ? []
      : uses.map(({ sent, node }): Problem => {
          const count = sumOf(sent.senders);
          const often = count === undefined ? '' : `, ${counted(count, 'request')}`;
          return {
            severity: 'warning',
            code: 'DEPRECATED_USED',
            message: `${nameOf(sent)} (${clientsText(sent.senders)}${often}) uses ${name}, which is deprecated: ${deprecated}`,
            ...placeOf(node),
          };
        }),
  );
}

interface OperationEntry {
  readonly operation: string;
  readonly place: Place | undefined;
  readonly signature: string | undefined;
  readonly senders: readonly Sender[];
}

function operationEntry(
  sent: SentOperation,
  node: Parameters<typeof placeOf>[0],
  isWanted: (sender: Sender) => boolean,
): OperationEntry {
  const { signature } = sent.operation;
  return { operation: nameOf(sent), place: placeOf(node), signature, senders: sent.senders.filter(isWanted) };
}

function operationTable(entries: readonly OperationEntry[]) {
  return {
    title: undefined,
    columns: ['Operation', 'Client', 'Requests', 'Where'],
    rows: entries.map(({ operation, place, signature, senders }) => [
      operation,
      clientsText(senders),
      countText(sumOf(senders)),
      place ? placeText(place) : `seen in traffic as ${signature?.slice(0, 12) ?? 'unknown'}`,
    ]),
  };
}

function unusedEntry({ name, kind, deprecated }: Coordinate, definitions: Definitions) {
  return { coordinate: name, kind, deprecated, places: definitions(name).map(({ place }) => place) };
}

function clientsText(senders: readonly Sender[]): string {
  return distinct(
    senders.map(({ client, version }) => (version === undefined ? client : `${client}@${version}`)),
  ).join(', ');
}

const countText = (count: number | undefined) => (count === undefined ? '–' : String(count));
const distinct = (names: readonly string[]) => [...new Set(names)].sort(compareText);
