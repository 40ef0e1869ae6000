/**
 * Runs the subgraphs in a process. It sends their addresses to its parent, and their counts for each message.
 */
import { startSubgraphs } from './server.ts';

const subgraphs = await startSubgraphs();
process.on('message', () => process.send?.(subgraphs.counts()));
process.on('disconnect', () => process.exit());
process.send?.(subgraphs.addresses);
