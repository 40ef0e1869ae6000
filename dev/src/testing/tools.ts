import { access } from 'node:fs/promises';

/** The path of Debian's package `chromium`; `CHROMIUM` overrides it. */
export const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** The path of Debian's package `nats-server`; `NATS_SERVER` overrides it. */
export const NATS_SERVER = process.env['NATS_SERVER'] ?? '/usr/sbin/nats-server';

/** The paths of Debian's packages with these names; `BUILDAH` and `RUNC` override them. */
export const BUILDAH = process.env['BUILDAH'] ?? '/usr/bin/buildah';
export const RUNC = process.env['RUNC'] ?? '/usr/sbin/runc';

const TOOLS = { Chromium: CHROMIUM, 'nats-server': NATS_SERVER, buildah: BUILDAH, runc: RUNC } as const;

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

/** Returns true when tests that need NATS can run on this machine. */
export const hasNatsServer = () => exists(NATS_SERVER);

/** Returns the programs besides Node that some tests need and this machine lacks. */
export async function missingTools(): Promise<string[]> {
  const missing: string[] = [];
  for (const [name, file] of Object.entries(TOOLS)) {
    if (!(await exists(file))) missing.push(`${name} (${file})`);
  }
  return missing;
}
