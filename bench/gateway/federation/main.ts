/** The subgraphs as a process: tells its parent where they are, and how much they were asked whenever it asks. */
import { startSubgraphs } from './server.ts';

const subgraphs = await startSubgraphs();
process.on('message', () => process.send?.(subgraphs.counts()));
process.on('disconnect', () => process.exit());
process.send?.(subgraphs.addresses);
