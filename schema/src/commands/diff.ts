import { defineCommand } from './command.ts';

export const diffCommand = defineCommand({
  name: 'diff',
  summary: 'soon',
  help: 'soon',
  options: {},
  positionals: [0, 0],
  run: async () => 0,
});
