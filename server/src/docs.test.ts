import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { configMarkdown } from './cli/config.ts';
import { errorsMarkdown } from './cli/errors.ts';

const docs = join(import.meta.dirname, '../../docs');

/** When one of these fails: npx lockstep config --markdown > docs/config.md (or errors). */
test.each([
  ['config.md', configMarkdown],
  ['errors.md', errorsMarkdown],
])('docs/%s is what the program prints', (file, print) => {
  expect(readFileSync(join(docs, file), 'utf8').trimEnd()).toBe(print().trimEnd());
});
