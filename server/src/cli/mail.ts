import { type Language, languages } from '@lockstep/contract/languages.ts';
import { type Command, Option } from 'commander';
import { commandLine } from '../auth/audit.ts';
import { chooseMail, listMailChoices, type MailChoice } from '../mail/mail-choice.ts';
import { sendTestMail } from '../mail/test-mail.ts';
import type { Cli } from './cli.ts';
import { table } from './table.ts';

interface MailOptions {
  kinds?: string;
  language?: Language;
}

/** Below `lockstep notifications`: who is told what by e-mail, and whether e-mails arrive. */
export function addMail(notifications: Command, cli: Cli): void {
  notifications
    .command('mail')
    .description('what users are told by e-mail')
    .argument('[user]', 'the e-mail address of a user; without it, all are listed')
    .option(
      '--kinds <kinds>',
      'what the user gets: kinds with commas between them, none, or default (what the role gets)',
    )
    .addOption(new Option('--language <language>', 'the language of the e-mails').choices([...languages]))
    .action(
      cli.action(async (user: string | undefined, { kinds, language }: MailOptions) => {
        const choices = await cli.withContext('notifications', async ({ pool }) => {
          if (user === undefined || (kinds === undefined && language === undefined)) return listMailChoices(pool, user);
          return [await chooseMail(pool, user, { kinds: kindsFrom(kinds), language }, commandLine)];
        });
        cli.answer({ choices }, () => table(['e-mail', 'language', 'gets'], choices.map(row)));
      }),
    );

  notifications
    .command('test-mail')
    .description('send a test e-mail, and show what the mail server answers')
    .argument('<address>')
    .addOption(new Option('--language <language>', 'the language of the e-mail').choices([...languages]).default('en'))
    .action(
      cli.action(async (to: string, { language }: { language: Language }) => {
        const result = await cli.withContext('notifications', ({ pool, mail }) =>
          sendTestMail(pool, mail, { to, language }, commandLine),
        );
        cli.answer(result, () => `${result.server} took an e-mail to ${to}. It answered: ${result.answer}`);
      }),
    );
}

function kindsFrom(text: string | undefined): string[] | null | undefined {
  if (text === undefined) return undefined;
  if (text === 'default') return null;
  return text === 'none' ? [] : text.split(',').map((kind) => kind.trim());
}

function row({ address, language, kinds, chosen }: MailChoice): unknown[] {
  return [address, language, `${kinds.join(', ') || 'nothing'}${chosen ? '' : ' (default)'}`];
}
