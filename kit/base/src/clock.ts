/** Returns the current time. Every factory takes a clock, so that tests can move the time. */
export type Clock = () => Date;

/** Returns a new unique id (UUIDv7, RFC 9562 section 5.7). Every factory takes it, like the clock. */
export type NewId = () => string;

/** Returns milliseconds that never go backwards, like `performance.now()`: for deadlines and durations. */
export type Monotonic = () => number;
