import type { Service } from '../../../dev/src/services.ts';
import { preload } from '../hooks/preload.ts';
import { DEFECTS } from './defects.ts';

/**
 * The settings of all services that a defect can be put into.
 * @param file says which: its name. While there is no such file, there is no defect. Read when a service starts.
 */
export function withDefects(file: string): Partial<Record<Service, Record<string, string>>> {
  const services = new Set(DEFECTS.map(({ service }) => service));
  return Object.fromEntries(
    [...services].map((service) => [
      service,
      preload('defects/register.ts', { CHAOS_DEFECT: file, CHAOS_SERVICE: service }),
    ]),
  );
}
