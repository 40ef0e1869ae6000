/**
 * The header in which a service tells another how many milliseconds it will wait for the answer: a whole number, counted from
 * when the request is sent, since the clocks of two machines differ.
 */
export const TIMEOUT_HEADER = 'x-holdfast-timeout';
