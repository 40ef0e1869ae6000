/** Builds from the sources what a run needs: the composed schema and the IDE. */
import { join } from 'node:path';
import { OperatorError } from '@holdfast/kit-base/errors';
import { buildIde } from '../../../gateway/ide/build.ts';
import { ROOT } from '../services.ts';
import { isComposed, noteComposed } from './composed.ts';
import { doTask } from './task.ts';

/**
 * Composes the subgraphs' SDL unless the schema is up to date; the files change only when the result does.
 */
async function composeSchema(progress: (line: string) => void): Promise<void> {
  if (await isComposed()) return;
  const { CompositionError, compose, writeComposed } = await import('../../../schema/src/compose.ts');
  const config = join(ROOT, 'schema/config.json');
  try {
    const changed = await writeComposed(config, await compose(config));
    await noteComposed();
    progress(
      changed.length > 0 ? `Composed the schema: ${changed.join(' and ')} changed` : 'Composed the schema',
    );
  } catch (error) {
    if (error instanceof CompositionError)
      throw new OperatorError(`the subgraphs do not compose: ${error.message}`);
    throw error;
  }
}

await doTask(async (progress) => {
  await Promise.all([composeSchema(progress), buildIde({ log: progress })]);
});
