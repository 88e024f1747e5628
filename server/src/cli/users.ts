import { randomBytes } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { NewUser, type Role, roles } from '@lockstep/contract/session.ts';
import type { UserView } from '@lockstep/contract/users.ts';
import { Option } from 'commander';
import { Value } from 'typebox/value';
import { commandLine } from '../auth/audit.ts';
import { changeUser, createUser, listUsers } from '../auth/users.ts';
import { LockstepError } from '../errors.ts';
import type { AddCommand, Cli } from './cli.ts';
import { table } from './table.ts';

interface AddOptions {
  name?: string;
  role: Role;
  passwordStdin?: boolean;
}

export const addUsers: AddCommand = (program, cli) => {
  const users = program.command('users').description('the people who may sign in');

  users
    .command('add')
    .description('create a user; without --password-stdin a password is made and shown once')
    .argument('<email>')
    .option('--name <name>', 'the name to show (default: the e-mail address)')
    .addOption(new Option('--role <role>', 'what the user may do').choices([...roles]).default('viewer'))
    .option('--password-stdin', 'read the password from standard input')
    .action(
      cli.action(async (email: string, options: AddOptions) => {
        const { password, made } = await choosePassword(cli, options);
        const wanted = checked({ email, name: options.name ?? email, role: options.role, password });
        const user = await cli.withContext('users', ({ pool }) => createUser(pool, wanted, commandLine));
        const answer = made ? { user, password } : { user };
        cli.answer(answer, () => `Created ${user.email} (${user.role}).${made ? `\nPassword: ${password}` : ''}`);
      }),
    );

  users
    .command('list')
    .description('show all users')
    .action(
      cli.action(async () => {
        const all = await cli.withContext('users', ({ pool }) => listUsers(pool));
        cli.answer({ users: all }, () => table(['e-mail', 'name', 'role', 'state', 'last signed in'], all.map(row)));
      }),
    );

  users
    .command('reset-password')
    .description('set a new password and end all sessions of a user')
    .argument('<email>')
    .option('--password-stdin', 'read the password from standard input')
    .action(
      cli.action(async (email: string, options: { passwordStdin?: boolean }) => {
        const { password, made } = await choosePassword(cli, options);
        const user = await cli.withContext('users', async ({ pool }) => {
          const found = (await listUsers(pool)).find((each) => each.email.toLowerCase() === email.toLowerCase());
          if (!found) throw new LockstepError('request/not-found', `user ${email}`);
          checked({ email: found.email, name: found.name, role: found.role, password });
          return await changeUser(pool, found.id, { password }, commandLine);
        });
        const answer = made ? { user, password } : { user };
        cli.answer(answer, () => `New password for ${user.email}${made ? `: ${password}` : ' is set.'}`);
      }),
    );
};

async function choosePassword(cli: Cli, options: { passwordStdin?: boolean }) {
  if (options.passwordStdin) return { password: (await text(cli.stdin)).replace(/\r?\n$/, ''), made: false };
  return { password: randomBytes(15).toString('base64url'), made: true };
}

/** The same rules as for the API. */
function checked(user: NewUser): NewUser {
  const [error] = Value.Errors(NewUser, user);
  if (error) throw new LockstepError('request/invalid', `${error.instancePath.slice(1)} ${error.message}.`);
  return user;
}

function row(user: UserView): unknown[] {
  return [user.email, user.name, user.role, user.disabled ? 'disabled' : 'active', user.lastSignedInAt];
}
