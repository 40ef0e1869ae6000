/**
 * `node dev/src/layers/main.ts`: checks that folders import downwards only, and prints the number of arrows.
 */
import { ROOT } from '../services.ts';
import { checkTree } from './check.ts';
import { TREES } from './trees.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);

for (const tree of TREES) {
  const { arrows, up, pairs, unknown } = await checkTree(tree, ROOT);
  say(`${tree.root}: ${arrows} arrows, ${up.length} back up, ${pairs.length} mutual pairs`);
  for (const { from, to, imports } of up) {
    say(`  ${from} must not import ${to}:`);
    for (const each of imports) say(`    ${each}`);
  }
  for (const name of unknown)
    say(`  ${name} must be a folder and be listed in a layer of dev/src/layers/trees.ts.`);
  if (up.length + unknown.length > 0) process.exitCode = 1;
}
