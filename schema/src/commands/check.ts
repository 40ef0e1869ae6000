import { defineCommand } from './command.ts';

export const checkCommand = defineCommand({
  name: 'check',
  summary: 'soon',
  help: 'soon',
  options: {},
  positionals: [0, 0],
  run: async () => 0,
});
