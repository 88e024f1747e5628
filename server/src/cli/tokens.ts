import { type Role, roles } from '@lockstep/contract/session.ts';
import type { ApiTokenView } from '@lockstep/contract/users.ts';
import { Option } from 'commander';
import { createApiToken, listApiTokens, revokeApiToken } from '../auth/api-tokens.ts';
import { commandLine } from '../auth/audit.ts';
import { LockstepError } from '../errors.ts';
import type { AddCommand } from './cli.ts';
import { table } from './table.ts';

export const addTokens: AddCommand = (program, cli) => {
  const tokens = program.command('tokens').description('API tokens for scripts');

  tokens
    .command('add')
    .description('create a token; it is shown this once')
    .argument('<name>')
    .addOption(new Option('--role <role>', 'what the token allows').choices([...roles]).default('viewer'))
    .action(
      cli.action(async (name: string, { role }: { role: Role }) => {
        const created = await cli.withContext('tokens', ({ pool }) =>
          createApiToken(pool, { name, role }, commandLine),
        );
        cli.answer(created, () => created.token);
      }),
    );

  tokens
    .command('list')
    .description('show all tokens, without their secrets')
    .action(
      cli.action(async () => {
        const all = await cli.withContext('tokens', ({ pool }) => listApiTokens(pool));
        cli.answer({ tokens: all }, () =>
          table(['id', 'name', 'role', 'begins with', 'last used', 'state'], all.map(row)),
        );
      }),
    );

  tokens
    .command('revoke')
    .description('make a token useless')
    .argument('<id>')
    .action(
      cli.action(async (text: string) => {
        const id = Number(text);
        if (!Number.isSafeInteger(id)) throw new LockstepError('request/invalid', `id: "${text}" is not a number.`);
        await cli.withContext('tokens', ({ pool }) => revokeApiToken(pool, id, commandLine));
        cli.answer({ revoked: id }, () => `Token ${id} is revoked.`);
      }),
    );
};

function row(token: ApiTokenView): unknown[] {
  const state = token.revokedAt ? 'revoked' : 'active';
  return [token.id, token.name, token.role, token.startsWith, token.lastUsedAt, state];
}
