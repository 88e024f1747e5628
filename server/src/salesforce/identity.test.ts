import { expect, test } from 'vitest';
import { checkEnvironment } from './identity.ts';

test.each([
  ['https://login.salesforce.com', true],
  ['https://test.salesforce.com', false],
])('at %s, an org with IsSandbox %s is the wrong environment', (loginUrl, isSandbox) => {
  expect(() => checkEnvironment(loginUrl, isSandbox)).toThrow(
    expect.objectContaining({ code: 'sf/wrong-environment' }),
  );
  expect(() => checkEnvironment(loginUrl, !isSandbox)).not.toThrow();
});

test('a My Domain may be either', () => {
  expect(() => checkEnvironment('https://acme.my.salesforce.com', true)).not.toThrow();
  expect(() => checkEnvironment('https://acme.my.salesforce.com', false)).not.toThrow();
});
