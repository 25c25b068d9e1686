import { type CommandSpec, textOf } from '../command.ts';
import { declareRelease, releaseOptions } from '../operations/release-options.ts';

/** A release as it is now, for a comparison later on. */
export const record: CommandSpec = {
  name: 'record',
  summary: 'record the release as it is now, before it is changed; nothing is changed in the cluster',
  examples: [
    ['seatrial record --platform cartesia -n cartesia -o before.json', 'before an upgrade'],
    [
      'seatrial record --url http://localhost:5000 -o before.json',
      'with what it serves, through a port-forward',
    ],
  ],
  declare: (command) =>
    declareRelease(command)
      .option('--url <url>', 'where the platform answers; its Service unless given')
      .option('-o, --output <file>', 'write the record here; to standard output unless given')
      .addHelpText(
        'after',
        '\nHelm values, history, images, workloads, ConfigMaps, Leases, autoscalers, custom resources, dashboards, storage\nclasses, pods and what the platform serves. Secrets are redacted. What may not be read is named and left out.\nThe API key is read from SEATRIAL_API_KEY.',
      ),
  async run(context, _args, options) {
    const { recordRelease } = await import('../operations/record-release.ts');
    const url = textOf(options, 'url') ?? null;
    return recordRelease(context, { ...releaseOptions(options), url, file: textOf(options, 'output') });
  },
};
