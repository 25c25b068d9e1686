import { Command, CommanderError } from 'commander';
import type { CommandSpec, Options } from './command.ts';
import { commands } from './commands/index.ts';
import type { CliContext, ExitCode } from './context.ts';
import { CliError, exitCodes } from './errors.ts';

/** Reads the arguments and runs the command that they name. Answers its exit code; throws what ended it. */
export async function runProgram(args: readonly string[], context: CliContext): Promise<ExitCode> {
  let result: ExitCode = exitCodes.pass;
  const program = equip(new Command('seatrial'), context)
    .description('Takes every rollout of a self-hosted inference platform out on sea trials.')
    .version(context.version, '--version', 'print the version')
    // Options stand behind their own command: `bundle verify --key` is not `bundle --key`.
    .enablePositionalOptions()
    .addHelpText('after', exampleText([...commands].flatMap((spec) => spec.examples.slice(0, 1))));
  for (const spec of commands)
    build(program, spec, context, (code) => {
      result = code;
    });
  try {
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Asked for, help is a result; shown because a command is missing, it is a complaint.
    if (error.code === 'commander.help') return exitCodes.usage;
    if (error.exitCode === 0) return exitCodes.pass;
    throw new CliError('usage', usageSentence(error), error);
  }
  return result;
}

function build(
  parent: Command,
  spec: CommandSpec,
  context: CliContext,
  done: (code: ExitCode) => void,
): void {
  const command = equip(parent.command(spec.name), context).description(spec.summary);
  spec.declare?.(command);
  command.addHelpText('after', exampleText(spec.examples));
  for (const below of spec.commands ?? []) build(command, below, context, done);
  const { run } = spec;
  if (!run) return;
  command.action(async (...given: unknown[]) => {
    const options = given.at(-2) as Options;
    done(await run(context, command.args, options));
  });
}

/** Commander must neither print errors by itself nor end the process. */
const equip = (command: Command, { stdout, stderr }: CliContext): Command =>
  command
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void stdout.write(text),
      writeErr: (text) => void stderr.write(text),
      outputError: () => {},
    })
    .helpCommand(false)
    .showSuggestionAfterError()
    .helpOption('-h, --help', 'show this help')
    .option('--debug', 'show stacks and causes of errors');

const exampleText = (examples: CommandSpec['examples']): string => {
  const width = Math.max(...examples.map(([command]) => command.length));
  return `\nExamples:\n${examples.map(([command, does]) => `  ${command.padEnd(width)}  ${does}`).join('\n')}\n`;
};

function usageSentence({ message }: CommanderError): string {
  const [first = '', ...more] = message
    .replace(/^error: /i, '')
    .replace('is invalid. ', 'is invalid: ')
    .split('\n');
  const hint = more.join(' ').trim();
  const sentence = first[0]!.toUpperCase() + first.slice(1).replace(/\.$/, '');
  return `${sentence}${hint ? ` ${hint}` : ''}. See \`seatrial --help\`.`;
}
