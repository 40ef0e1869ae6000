import { missingTools } from '@holdfast/dev/testing/tools';

/** Images are built and run as root, by Debian's buildah and runc. */
export async function canRunContainers(): Promise<boolean> {
  const missing = await missingTools();
  return process.getuid?.() === 0 && !missing.some((tool) => /^(buildah|runc|nats-server) /.test(tool));
}
