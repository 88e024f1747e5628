import type { Command } from 'commander';
import { type Config, type Environment, readConfig } from '../config.ts';
import { type Context, openContext } from '../context.ts';
import { asLockstepError, LockstepError } from '../errors.ts';
import { openProgress, type ProgressBoard } from './progress.ts';

/** Adds one command, or a family of them, to the program. */
export type AddCommand = (program: Command, cli: Cli) => void;

export interface Terminal {
  readonly environment: Environment;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
}

/** What commands share: reading the configuration, answering, reporting errors. */
export class Cli {
  readonly #terminal: Terminal;
  #answered = false;
  /** Set by --json: stdout gets exactly one JSON document, and nothing else. */
  json = false;
  exitCode = 0;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  get stdin(): NodeJS.ReadStream {
    return this.#terminal.stdin;
  }

  /** The configuration of the environment, with values from command line options in place of its own. */
  config(overrides: Environment = {}): Config {
    const given = Object.entries(overrides).filter(([, value]) => value !== undefined);
    return readConfig({ ...this.#terminal.environment, ...Object.fromEntries(given) });
  }

  /** Opens what the program works with, for as long as `work` takes. `name` is the command, for logs and PostgreSQL. */
  async withContext<T>(name: string, work: (context: Context) => Promise<T>, config = this.config()): Promise<T> {
    await using context = await openContext(config, { name: `lockstep ${name}` });
    return await work(context);
  }

  /** The answer of a command, once: the value with --json, the text for people otherwise. */
  answer(value: unknown, text: () => string): void {
    if (this.#answered) throw new LockstepError('internal/unexpected', 'a command answered twice');
    this.#answered = true;
    this.#terminal.stdout.write(this.json ? `${JSON.stringify(value)}\n` : `${text()}\n`);
  }

  /** A line for whoever watches; silent with --json. */
  say(line: string): void {
    if (!this.json) this.#terminal.stdout.write(`${line}\n`);
  }

  /** Bars on a terminal, lines elsewhere, nothing with --json. */
  progress(): ProgressBoard {
    const { stderr } = this.#terminal;
    return openProgress(stderr, this.json ? 'none' : stderr.isTTY ? 'bars' : 'lines');
  }

  /** Makes an action of a command: whatever it throws is explained, and the exit code is 1. */
  action<Args extends unknown[]>(run: (...args: Args) => Promise<void>): (...args: Args) => Promise<void> {
    return async (...args) => {
      try {
        await run(...args);
      } catch (thrown) {
        this.#explain(asLockstepError(thrown));
      }
    };
  }

  #explain(error: LockstepError): void {
    this.exitCode = 1;
    const { code, detail, entry } = error;
    if (this.json && !this.#answered) {
      this.answer({ error: { code, message: entry.meaning, detail, action: entry.action } }, () => '');
      return;
    }
    const lines = [`${entry.meaning} ${detail}`.trim(), `What to do: ${entry.action}`, `(${code}; see docs/errors.md)`];
    this.#terminal.stderr.write(`${lines.join('\n')}\n`);
    if (entry.decision === 'our-bug') this.#terminal.stderr.write(`${stackOf(error)}\n`);
  }
}

function stackOf(error: LockstepError): string {
  const origin = error.cause instanceof Error ? error.cause : error;
  return origin.stack ?? String(origin);
}
