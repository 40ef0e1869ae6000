/** The limits of an operation. `Infinity` means no limit. */
export interface Limits {
  /** Characters of a document. */
  readonly documentLength: number;
  /** Tokens of a document (GraphQL specification, section 2.1.6). */
  readonly tokens: number;
  /** Fields inside one another, from an operation down, through fragments. */
  readonly depth: number;
  /** Fields of an operation once its fragments are expanded. */
  readonly fields: number;
  /** Fields that have an alias, counted in the same way. */
  readonly aliases: number;
  /** Fields of `Query`, `Mutation` or `Subscription` itself, once fragments are expanded. */
  readonly rootFields: number;
  /** Directives in a document. */
  readonly directives: number;
  /** Directives at one place in a document. */
  readonly directivesPerPlace: number;
  /** Fragments spread in one another, in the longest chain. */
  readonly fragments: number;
  /** Estimated cost of an operation with its variables; see `cost.ts`. */
  readonly cost: number;
  /** Names in the variables, at all levels. */
  readonly variableKeys: number;
  /** Objects and lists inside one another, in the variables or in a value of the document. */
  readonly variableDepth: number;
  /** Items of one list in the variables. */
  readonly listLength: number;
  /** Characters of one text or one name in the variables. */
  readonly stringLength: number;
}

/** docs/decisions/0016-limits.md explains these values. */
export const DEFAULT_LIMITS: Limits = {
  documentLength: 100_000,
  tokens: 10_000,
  depth: 20,
  fields: 1_000,
  aliases: 100,
  rootFields: 30,
  directives: 100,
  directivesPerPlace: 5,
  fragments: 20,
  cost: 50_000,
  variableKeys: 5_000,
  variableDepth: 110,
  listLength: 1_000,
  stringLength: 65_536,
};

/** The items that a list is assumed to have when nothing says how many, for the estimated cost. */
export const DEFAULT_LIST_SIZE = 10;
