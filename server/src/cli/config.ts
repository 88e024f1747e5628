import { type Config, optionEntries } from '../config.ts';
import type { AddCommand } from './cli.ts';
import { table } from './table.ts';

export const addConfig: AddCommand = (program, cli) => {
  program
    .command('config')
    .description('show the options and their present values')
    .option('--markdown', 'print docs/config.md instead')
    .action(
      cli.action(async ({ markdown }: { markdown?: boolean }) => {
        if (markdown) cli.answer({ markdown: configMarkdown() }, () => configMarkdown().trimEnd());
        else showValues(cli.config());
      }),
    );

  function showValues(config: Config): void {
    const rows = optionEntries().map(([name, { env, kind }]) => ({
      option: env,
      value: kind.secret ? hidden(config[name]) : shown(config[name]),
      given: config.given.has(name),
    }));
    cli.answer({ options: rows }, () =>
      table(
        ['option', 'value', ''],
        rows.map(({ option, value, given }) => [option, value, given ? 'set' : 'default']),
      ),
    );
  }
};

/** The page docs/config.md, which is made by `npx lockstep config --markdown > docs/config.md`. */
export function configMarkdown(): string {
  const sections = optionEntries().map(
    ([, { env, kind, otherwise, says }]) =>
      `## ${env}\n\n${says}\n\n- Allowed: ${kind.allowed}\n- Default: ${code(defaultText(kind.show, otherwise))}\n`,
  );
  return `${[introduction, ...sections].join('\n')}`;
}

const introduction = `# Configuration

Every option is an environment variable. None has to be set. A wrong value stops the start with a message that names the
option, the value and what is allowed; a variable that begins with \`LOCKSTEP_\` and is none of these gives a warning.
\`npx lockstep config\` shows the present values, without secrets.

This page is printed by \`npx lockstep config --markdown\`.
`;

function defaultText(show: ((value: unknown) => string) | undefined, value: unknown): string {
  if (value === undefined) return '';
  return show ? show(value) : String(value);
}

function code(text: string): string {
  return text === '' ? 'none' : `\`${text}\``;
}

function shown(value: unknown): string | null {
  if (value === undefined) return null;
  return Array.isArray(value) ? value.join(',') : String(value);
}

function hidden(value: unknown): string | null {
  const isSet = Array.isArray(value) ? value.length > 0 : value !== undefined;
  return isSet ? '***' : null;
}
