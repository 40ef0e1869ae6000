/** Drafts of subgraphs: their types with fields, and the SDL. */

export interface FieldDraft {
  readonly name: string;
  /** With parentheses, or empty. */
  readonly args: string;
  type: string;
  /** `@external` and others. */
  readonly directives: Set<string>;
}

export interface TypeDraft {
  readonly kind: 'type' | 'interface';
  readonly name: string;
  readonly interfaces: Set<string>;
  readonly directives: Set<string>;
  readonly fields: Map<string, FieldDraft>;
}

export interface SubgraphDraft {
  readonly name: string;
  readonly types: Map<string, TypeDraft>;
  readonly unions: Map<string, readonly string[]>;
}

export const draftSubgraph = (name: string): SubgraphDraft => ({ name, types: new Map(), unions: new Map() });

/** Returns the subgraph's type of this name, which is added if there is none. */
export function typeIn(subgraph: SubgraphDraft, name: string, kind: TypeDraft['kind'] = 'type'): TypeDraft {
  const known = subgraph.types.get(name);
  if (known) return known;
  const type = {
    kind,
    name,
    interfaces: new Set<string>(),
    directives: new Set<string>(),
    fields: new Map(),
  };
  subgraph.types.set(name, type);
  return type;
}

/** Adds a field unless one of this name exists; directives are added in any case. */
export function addField(
  type: TypeDraft,
  name: string,
  fieldType: string,
  { args = '', directives = [] }: { args?: string; directives?: readonly string[] } = {},
): void {
  const known = type.fields.get(name);
  const field = known ?? { name, args, type: fieldType, directives: new Set<string>() };
  for (const directive of directives) field.directives.add(directive);
  type.fields.set(name, field);
}

const HEAD = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable",
  "@external", "@requires", "@provides", "@override", "@inaccessible", "@interfaceObject"])`;

/** The types that every subgraph has, used or not. */
const COMMON = `
scalar Blob
enum Color { RED GREEN BLUE }
input Filter { q: String tags: [String!] color: Color = RED inner: Filter least: Int! = 1 grid: [[Int]] }`;

export function printSubgraph({ types, unions }: SubgraphDraft): string {
  const texts = [...types.values()].filter(({ fields }) => fields.size > 0).map(printType);
  const ofUnions = [...unions].map(([name, members]) => `union ${name} = ${members.join(' | ')}`);
  return [HEAD, COMMON.trim(), ...ofUnions, ...texts].join('\n');
}

function printType({ kind, name, interfaces, directives, fields }: TypeDraft): string {
  const head = [
    kind,
    name,
    ...(interfaces.size > 0 ? ['implements', [...interfaces].join(' & ')] : []),
    ...directives,
  ];
  const lines = [...fields.values()].map(({ name, args, type, directives }) =>
    ['', `${name}${args}:`, type, ...directives].join(' ').trimEnd(),
  );
  return `${head.join(' ')} {\n ${lines.join('\n ')}\n}`;
}
