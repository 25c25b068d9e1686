import { type CommandSpec, flagOf } from '../command.ts';

/** Scaffolds a user's own checks. */
export const init: CommandSpec = {
  name: 'init',
  summary: 'write a seatrial.config.ts and a checks.yaml to start your own checks from',
  examples: [
    ['seatrial init', 'in the current folder; nothing that is there is overwritten'],
    ['seatrial init ops/seatrial', 'in another folder'],
  ],
  declare: (command) =>
    command.argument('[folder]', 'where to write', '.').option('--force', 'overwrite files that are there'),
  async run(context, [folder = '.'], options) {
    const { scaffold } = await import('../own/scaffold.ts');
    return scaffold(context, folder, flagOf(options, 'force'));
  },
};
