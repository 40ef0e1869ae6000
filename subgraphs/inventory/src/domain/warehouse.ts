export interface Warehouse {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly active: boolean;
}
