import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { catalogue as serverErrors } from '../../../server/src/errors.ts';
import { catalogue as english } from './en/catalogue.ts';
import { catalogue as dutch, errors as dutchErrors, sentences as dutchSentences } from './nl/catalogue.ts';

const source = join(import.meta.dirname, '..');
const code = globSync('**/*.{ts,tsx}', { cwd: source })
  .filter((file) => !/^i18n\/(en|nl)\/|\.test\./.test(file))
  .map((file) => readFileSync(join(source, file), 'utf8'))
  .join('\n');

const plural = /_(one|other)$/;
const texts = (catalogue: object) => new Map(leaves('', catalogue));

test('Dutch has every text that English has, and no other', () => {
  expect([...texts(dutch).keys()]).toEqual([...texts(english).keys()]);
});

test('translations have the same placeholders', () => {
  const translated = texts(dutch);
  const differing = [...texts(english)].filter(
    ([key, text]) => placeholders(text) !== placeholders(translated.get(key) ?? ''),
  );
  expect(differing).toEqual([]);
});

test('every error of the server has its Dutch words in contract/src/nl/errors.ts', () => {
  expect(Object.keys(dutchErrors).sort()).toEqual(Object.keys(serverErrors).sort());
});

test('every sentence of the server has its Dutch words in contract/src/nl/sentences.ts, with the same values', () => {
  expect(Object.keys(dutchSentences).sort()).toEqual([...serverSentences()].sort());
  const differing = Object.entries(dutchSentences).filter(([english, text]) => valuesIn(english) !== valuesIn(text));
  expect(differing).toEqual([]);
});

test('no text is empty', () => {
  expect([...texts(english), ...texts(dutch)].filter(([, text]) => !text.trim())).toEqual([]);
});

test('every text is used', () => {
  const literals = new Set([...code.matchAll(/'([\w.-]+)'|"([\w.-]+)"/g)].map((match) => match[1] ?? match[2]));
  const prefixes = [...code.matchAll(/`([\w.-]+\.)\$\{/g)].map((match) => match[1] ?? '');
  const isUsed = (key: string) => literals.has(key) || prefixes.some((prefix) => key.startsWith(prefix));
  const unused = [...texts(english).keys()].map((key) => key.replace(plural, '')).filter((key) => !isUsed(key));
  expect(unused).toEqual([]);
});

test('every text that a page asks for exists', () => {
  const known = new Set([...texts(english).keys()].flatMap((key) => [key, key.replace(plural, '')]));
  const asked = [...code.matchAll(/\bt\(\s*'([^']+)'|i18nKey="([^"]+)"/g)].map((match) => match[1] ?? match[2] ?? '');
  expect(asked.length).toBeGreaterThan(30);
  expect(asked.filter((key) => !known.has(key))).toEqual([]);
});

function leaves(path: string, value: unknown): [key: string, text: string][] {
  if (typeof value === 'string') return [[path, value]];
  return Object.entries(value as object).flatMap(([name, inner]) => leaves(path ? `${path}.${name}` : name, inner));
}

function placeholders(text: string): string {
  return [...text.matchAll(/\{\{(\w+)\}\}|<\/?(\w+)\/?>/g)]
    .map((match) => match[0])
    .sort()
    .join(' ');
}

/** Of told`…`, wherever people can read it outside the command line. */
function serverSentences(): Set<string> {
  const server = join(source, '../../server/src');
  const files = globSync('**/*.ts', { cwd: server }).filter((file) => file !== 'told.ts' && !/\.test\./.test(file));
  const literals = files.flatMap((file) => [
    ...readFileSync(join(server, file), 'utf8').matchAll(/\btold`((?:[^`\\]|\\.)*)`/g),
  ]);
  return new Set(literals.map(([, text = '']) => sentenceOf(text)));
}

function sentenceOf(template: string): string {
  let index = 0;
  return template.replace(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, () => `{${index++}}`).replaceAll('\\\\', '\\');
}

const valuesIn = (sentence: string) => (sentence.match(/\{\d+\}/g) ?? []).sort().join(' ');
