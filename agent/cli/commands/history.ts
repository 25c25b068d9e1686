import type { CommandSpec } from '../command.ts';
import { declareRelease, releaseOptions } from '../operations/release-options.ts';
import { oneOf } from '../options.ts';

/** Helm's revisions and the way back. */
export const history: CommandSpec = {
  name: 'history',
  summary: "list Helm's revisions of a release, which one was verified, and the exact way back",
  examples: [
    ['seatrial history -n cartesia', 'revisions, newest first'],
    ['seatrial history -n cartesia -o json', 'for programs'],
  ],
  declare: (command) =>
    declareRelease(command).option(
      '-o, --output <format>',
      'text or json',
      oneOf(['text', 'json'] as const),
      'text',
    ),
  async run(context, _args, options) {
    const { showHistory } = await import('../operations/show-history.ts');
    return showHistory(context, { ...releaseOptions(options), json: options.output === 'json' });
  },
};
