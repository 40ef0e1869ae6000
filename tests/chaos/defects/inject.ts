import type { Service } from '../../../dev/src/services.ts';
import { preload } from '../hooks/preload.ts';
import { DEFECTS } from './defects.ts';

/**
 * Returns the settings of the services that can have a defect.
 * @param file names the active defect. A service reads it when it starts; without the file there is no
 *   defect.
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
