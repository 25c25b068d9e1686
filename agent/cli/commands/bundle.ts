import { type CommandSpec, textOf } from '../command.ts';
import { durationWithin } from '../operations/duration-option.ts';
import { declareRelease, releaseOptions } from '../operations/release-options.ts';
import { oneOf } from '../options.ts';

const output = ['text', 'json'] as const;

/** What support needs to see, without secrets. */
export const bundle: CommandSpec = {
  name: 'bundle',
  summary: 'collect logs, objects, Helm state and Events for support, secrets taken out, as a signed archive',
  examples: [
    ['seatrial bundle -n cartesia', 'the last 24 hours'],
    ['seatrial bundle -n cartesia --record record.json -o case-4711.tgz', 'with the record of a run'],
  ],
  declare: (command) =>
    declareRelease(command)
      .option('-o, --output <file>', 'where it goes; named by namespace and time unless given')
      .option(
        '--since <time>',
        'how far back logs go, such as 2h or 1d',
        durationWithin(60, 30 * 86_400),
        86_400,
      )
      .option(
        '--key <file>',
        "an ed25519 private key (PEM) to sign with; the user's own, made once, unless given",
      )
      .option('--record <file>', 'put in what `seatrial run -o json` wrote')
      .option('--snapshot <file>', 'put in what `seatrial record` wrote')
      .addHelpText(
        'after',
        '\nSecrets are taken out by their shapes, by their names, and by value: what the Secrets of the namespace hold is\nhunted in every file, in every encoding. Exit codes: 0 done, 2 done, but the Secrets could not be read.',
      ),
  commands: [
    {
      name: 'verify',
      summary: 'check that a bundle is as it was signed',
      examples: [['seatrial bundle verify case-4711.tgz --key public.pem', "signed by that key's owner"]],
      declare: (command) =>
        command
          .argument('<file>', 'the bundle')
          .option('--key <file>', "the signer's public key (PEM)")
          .option('-o, --output <format>', 'text or json', oneOf(output), 'text'),
      async run(context, [file], options) {
        const { checkBundle } = await import('../operations/inspect-bundle.ts');
        return checkBundle(context, {
          file: file!,
          key: textOf(options, 'key'),
          json: options.output === 'json',
        });
      },
    },
    {
      name: 'diff',
      summary: 'tell what differs between two bundles, such as before and after a rollout',
      examples: [['seatrial bundle diff before.tgz after.tgz', 'objects, values and manifests']],
      declare: (command) =>
        command
          .argument('<old>', 'the earlier bundle')
          .argument('<new>', 'the later bundle')
          .option('-o, --output <format>', 'text or json', oneOf(output), 'text'),
      async run(context, [before, after], options) {
        const { compareBundles } = await import('../operations/inspect-bundle.ts');
        return compareBundles(context, { before: before!, after: after!, json: options.output === 'json' });
      },
    },
  ],
  async run(context, _args, options) {
    const { makeBundle } = await import('../operations/make-bundle.ts');
    return makeBundle(context, {
      ...releaseOptions(options),
      file: textOf(options, 'output'),
      sinceSeconds: Number(options.since),
      key: textOf(options, 'key'),
      record: textOf(options, 'record'),
      snapshot: textOf(options, 'snapshot'),
    });
  },
};
