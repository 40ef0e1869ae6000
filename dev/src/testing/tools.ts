import { access } from 'node:fs/promises';

/** Where Debian's package `chromium` puts it; `CHROMIUM` says otherwise. */
export const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** Where Debian's package `nats-server` puts it; `NATS_SERVER` says otherwise. */
export const NATS_SERVER = process.env['NATS_SERVER'] ?? '/usr/sbin/nats-server';

/** Where Debian's packages of these names put them; `BUILDAH` and `RUNC` say otherwise. */
export const BUILDAH = process.env['BUILDAH'] ?? '/usr/bin/buildah';
export const RUNC = process.env['RUNC'] ?? '/usr/sbin/runc';

const TOOLS = { Chromium: CHROMIUM, 'nats-server': NATS_SERVER, buildah: BUILDAH, runc: RUNC } as const;

async function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

/** Whether a test that needs it can run here. */
export const hasNatsServer = () => isThere(NATS_SERVER);

/** Programs beside Node that some tests need and this machine lacks. */
export async function missingTools(): Promise<string[]> {
  const missing: string[] = [];
  for (const [name, file] of Object.entries(TOOLS)) {
    if (!(await isThere(file))) missing.push(`${name} (${file})`);
  }
  return missing;
}
