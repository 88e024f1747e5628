import { type CatalogueEntry, catalogue, LockstepError } from '../errors.ts';
import type { AddCommand } from './cli.ts';
import { table } from './table.ts';

const entries: [string, CatalogueEntry][] = Object.entries(catalogue);

const decisions = {
  'retry-later': 'goes away by itself; Lockstep tries again',
  'needs-operator': 'somebody has to do something',
  'our-bug': 'a mistake in Lockstep',
} as const;

export const addErrors: AddCommand = (program, cli) => {
  program
    .command('errors')
    .description('explain error codes')
    .argument('[code]', 'one code, such as sf/invalid-login')
    .option('--markdown', 'print docs/errors.md instead')
    .action(
      cli.action(async (code: string | undefined, { markdown }: { markdown?: boolean }) => {
        if (markdown) cli.answer({ markdown: errorsMarkdown() }, () => errorsMarkdown().trimEnd());
        else if (code) explainOne(code);
        else
          cli.answer(catalogue, () =>
            table(
              ['code', 'meaning'],
              entries.map(([name, { meaning }]) => [name, meaning]),
            ),
          );
      }),
    );

  function explainOne(code: string): void {
    const found = entries.find(([name]) => name === code)?.[1];
    if (!found) throw new LockstepError('request/not-found', `error code ${code}`);
    cli.answer(
      { code, ...found },
      () => `${found.meaning}\nWhat to do: ${found.action}\nKind: ${decisions[found.decision]}`,
    );
  }
};

/** The page docs/errors.md, which is made by `npx lockstep errors --markdown > docs/errors.md`. */
export function errorsMarkdown(): string {
  const sections = entries.map(
    ([code, { meaning, action, decision, status }]) =>
      `## ${code}\n\n${meaning}\n\n- What to do: ${action}\n- Kind: ${decision} (${decisions[decision]})\n- HTTP status: ${status}\n`,
  );
  return [introduction, ...sections].join('\n');
}

const introduction = `# Errors

What can go wrong, what it means, and what to do about it. Every error shows its code: in the log, in answers of the API
(\`error.code\`), on the web pages and in the terminal. \`npx lockstep errors sf/invalid-login\` explains one.

This page is printed by \`npx lockstep errors --markdown\`.
`;
