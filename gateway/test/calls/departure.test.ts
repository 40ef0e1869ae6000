import { expect, test } from 'vitest';
import { Departure } from '../../src/operation/departure.ts';

test('it notifies its listeners once, in the order in which they were added', () => {
  const departure = new Departure();
  const told: string[] = [];
  const tell = (name: string) => () => void told.push(name);
  const gone = tell('gone');
  for (const listener of [tell('a'), gone, tell('b')]) departure.addEventListener('abort', listener);
  departure.removeEventListener('abort', gone);
  expect(departure.aborted).toBe(false);
  departure.abort();
  departure.abort();
  expect(departure.aborted).toBe(true);
  expect(told).toEqual(['a', 'b']);
});

test('a listener may remove another during the event', () => {
  const departure = new Departure();
  const told: string[] = [];
  const second = () => void told.push('second');
  departure.addEventListener('abort', () => departure.removeEventListener('abort', second));
  departure.addEventListener('abort', second);
  departure.abort();
  expect(told).toEqual([]);
});
