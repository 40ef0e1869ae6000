import { missingTools } from '@holdfast/dev/testing/tools';

/** Returns true when this process is root and has Debian's buildah, runc and nats-server. */
export async function canRunContainers(): Promise<boolean> {
  const missing = await missingTools();
  return process.getuid?.() === 0 && !missing.some((tool) => /^(buildah|runc|nats-server) /.test(tool));
}
