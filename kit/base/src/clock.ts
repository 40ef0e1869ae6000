/** The current time. Comes in through each factory, so that tests can move it. */
export type Clock = () => Date;

/** Makes a new unique id (UUIDv7, RFC 9562 section 5.7). Comes in through each factory, as the clock does. */
export type NewId = () => string;

/** Milliseconds since some moment, which never go back, as `performance.now()` gives them: for deadlines and durations. */
export type Monotonic = () => number;
