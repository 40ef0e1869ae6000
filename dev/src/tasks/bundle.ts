/** Bundles the programs into the folder of `BUNDLES_FOLDER`. */
import { createRequire } from 'node:module';
import { doTask } from './task.ts';

await doTask(async (progress) => {
  // An installation without development tools runs the sources.
  if (!isInstalled('rolldown')) return;
  const { buildBundles } = await import('../bundles/build.ts');
  const started = performance.now();
  await buildBundles(process.env['BUNDLES_FOLDER'] ?? '');
  progress(`Bundled the services in ${((performance.now() - started) / 1000).toFixed(1)} s`);
});

function isInstalled(name: string): boolean {
  try {
    createRequire(import.meta.url).resolve(`${name}/package.json`);
    return true;
  } catch {
    return false;
  }
}
