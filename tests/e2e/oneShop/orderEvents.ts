import { describe } from 'vitest';
import { testOrderEvents } from '../orderEvents.ts';
import { shop } from './shop.ts';

describe('a shop on PostgreSQL', () => {
  testOrderEvents(() => ({ shop, url: shop.holdfast.databases.eventsUrl }));
});
