import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { optionEntries } from '../config.ts';
import { type AddCommand, Cli, type Terminal } from './cli.ts';
import { commandsFor } from './commands.ts';

const wrongUsage = 2;

/** Runs one command line and returns the exit code: 0 done, 1 failed, 2 wrong usage. */
export async function runCommandLine(args: readonly string[], terminal: Terminal = ownTerminal()): Promise<number> {
  const cli = new Cli(terminal);
  const program = makeProgram(cli, terminal, await commandsFor(args));
  try {
    await program.parseAsync(args, { from: 'user' });
    return cli.exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? 0 : wrongUsage;
  }
}

function ownTerminal(): Terminal {
  const { env, stdin, stdout, stderr } = process;
  return { environment: env, stdin, stdout, stderr };
}

function makeProgram(cli: Cli, terminal: Terminal, commands: readonly AddCommand[]): Command {
  const program = new Command('lockstep')
    .description('A marketing database and a Salesforce org that stay in two-way step.')
    .version(version())
    .option('--json', 'print one JSON document on stdout; logs go to stderr')
    .showHelpAfterError('(see lockstep --help)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: (text) => terminal.stderr.write(text),
    })
    .hook('preAction', () => {
      cli.json = program.opts().json === true;
    })
    .addHelpText('after', () => `\n${environmentHelp()}`);
  for (const add of commands) add(program, cli);
  return program;
}

/** The options of the configuration, which are environment variables. */
function environmentHelp(): string {
  const lines = optionEntries().map(([, { env, says }]) => `  ${env.padEnd(30)}${firstSentence(says)}`);
  return ['Environment (docs/config.md says more):', ...lines].join('\n');
}

function firstSentence(text: string): string {
  return text.slice(0, text.indexOf('. ') + 1) || text;
}

function version(): string {
  const file = join(import.meta.dirname, '../../package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
