import { Command } from 'commander';
import { expect, test } from 'vitest';
import { Cli } from './cli.ts';
import { commands, commandsFor } from './commands.ts';

const { env, stdin, stdout, stderr } = process;
const cli = new Cli({ environment: env, stdin, stdout, stderr });

async function namesFor(...args: string[]): Promise<string[]> {
  const program = new Command();
  for (const add of await commandsFor(args)) add(program, cli);
  return program.commands.map((command) => command.name());
}

test('each command is made when it is named, and all of them for help, in the order of the list', async () => {
  expect(await namesFor('--help')).toEqual(Object.keys(commands));
  for (const name of Object.keys(commands)) expect(await namesFor('--json', name)).toContain(name);
  expect(await namesFor('status')).toEqual(['status']);
  expect(await namesFor('stauts')).toHaveLength(Object.keys(commands).length);
});
