/**
 * Finds the labels of `@override` that an operation's plan may depend on. Other labels are not decided for it
 * and do not change its plan. A label too many only plans the operation twice; a label too few would give a
 * wrong plan. So fields are compared by name only, whatever their type.
 */
import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  visit,
} from 'graphql';
import { joined } from '../planning/model/joinDirectives.ts';

/** @returns the labels in no particular order. */
export type RelevantLabels = (
  document: DocumentNode,
  operation: OperationDefinitionNode,
) => ReadonlySet<string>;

export interface OverrideLabels {
  readonly all: ReadonlySet<string>;
  readonly relevant: RelevantLabels;
}

/** The names of fields that a plan may fetch in addition to a field, by its name. */
type Implied = Map<string, Set<string>>;

/** @param sdl a supergraph. @returns null when it overrides nothing with a label. */
export function readOverrideLabels(sdl: string): OverrideLabels | null {
  // The directive's definition has the argument too; without a value there is nothing more to read.
  if (!/overrideLabel:\s*"/.test(sdl)) return null;
  const bearers = new Map<string, Set<string>>();
  const implied: Implied = new Map();
  /** The keys of interface objects: a plan fetches them to find the concrete type, whatever is selected. */
  const always = new Set<string>();
  for (const type of parse(sdl, { noLocation: true }).definitions) {
    if (type.kind !== Kind.OBJECT_TYPE_DEFINITION && type.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    const keys = namesIn(type.directives, 'join__type', ['key']);
    if (joined(type, 'join__type').some((join) => join.isInterfaceObject))
      for (const key of keys) always.add(key);
    for (const field of type.fields ?? []) {
      const name = field.name.value;
      // A plan may fetch any key of an entity to read one of its fields.
      const others = namesIn(field.directives, 'join__field', ['requires', 'contextArguments']);
      for (const other of [...keys, ...others]) add(implied, name, other);
      for (const { overrideLabel } of joined(field, 'join__field'))
        if (overrideLabel !== undefined) add(bearers, overrideLabel, name);
    }
  }
  const all = new Set(bearers.keys());
  if (all.size === 0) return null;
  return {
    all,
    relevant(document, operation) {
      const reached = closure([...always, ...selectedNames(document, operation)], implied);
      const isReached = (label: string) => [...(bearers.get(label) ?? [])].some((name) => reached.has(name));
      return new Set([...all].filter(isReached));
    },
  };
}

/** Returns every name in these arguments of a directive. */
function namesIn(
  directives: readonly ConstDirectiveNode[] = [],
  directive: string,
  names: readonly string[],
): string[] {
  return directives
    .filter(({ name }) => name.value === directive)
    .flatMap((applied) => applied.arguments ?? [])
    .filter(({ name }) => names.includes(name.value))
    .flatMap(({ value }) => print(value).match(/[_A-Za-z]\w*/g) ?? []);
}

function add(to: Map<string, Set<string>>, key: string, value: string): void {
  const values = to.get(key) ?? new Set();
  to.set(key, values.add(value));
}

/**
 * Returns the names of selected fields. It includes fragments that only other operations use, which does no
 * harm.
 */
function selectedNames(document: DocumentNode, operation: OperationDefinitionNode): Set<string> {
  const names = new Set<string>();
  const collect = (node: OperationDefinitionNode | FragmentDefinitionNode) =>
    visit(node, { Field: ({ name }) => void names.add(name.value) });
  collect(operation);
  for (const node of document.definitions) if (node.kind === Kind.FRAGMENT_DEFINITION) collect(node);
  return names;
}

function closure(from: readonly string[], implied: Implied): ReadonlySet<string> {
  const names = new Set(from);
  // The iteration includes the names that are added to the set meanwhile.
  for (const name of names) for (const other of implied.get(name) ?? []) names.add(other);
  return names;
}
