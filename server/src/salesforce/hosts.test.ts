import { expect, test } from 'vitest';
import { allowedUrl, environmentOf, eventsUrl, otherEnvironment } from './hosts.ts';

test.each([
  'https://login.salesforce.com',
  'https://test.salesforce.com',
  'https://acme.my.salesforce.com',
  'https://acme--dev.sandbox.my.salesforce.com',
  'https://na139.salesforce.com',
  'https://acme.lightning.force.com',
  'https://agency.my.salesforce.mil',
])('%s is a host of Salesforce', (address) => {
  expect(allowedUrl(address, []).origin).toBe(address);
});

test.each([
  ['another domain', 'https://example.com'],
  ['a domain that only ends alike', 'https://evilsalesforce.com'],
  ['Salesforce as a subdomain of somebody else', 'https://login.salesforce.com.example.com'],
  ['plain http', 'http://login.salesforce.com'],
  ['another port', 'https://login.salesforce.com:8443'],
  ['a user name in front', 'https://login.salesforce.com@example.com'],
  ['a trailing dot', 'https://login.salesforce.com.'],
  ['the local machine', 'http://localhost:3001'],
  ['a link-local address', 'http://169.254.169.254/latest'],
  ['another scheme', 'file:///etc/passwd'],
  ['no address', 'login.salesforce.com'],
])('%s is refused: %s', (_what, address) => {
  expect(() => allowedUrl(address, [])).toThrow(expect.objectContaining({ code: 'sf/host-not-allowed' }));
});

test('an operator allows more hosts, with or without a port', () => {
  expect(allowedUrl('http://localhost:3001/x', ['localhost:3001']).host).toBe('localhost:3001');
  expect(allowedUrl('http://localhost:3001', ['localhost']).host).toBe('localhost:3001');
  expect(allowedUrl('https://proxy.acme.example', ['proxy.acme.example:443']).host).toBe('proxy.acme.example');
  expect(() => allowedUrl('http://localhost:3002', ['localhost:3001'])).toThrow(/localhost:3002/);
  expect(() => allowedUrl('ftp://localhost', ['localhost'])).toThrow();
  expect(() => allowedUrl('http://localhost', [''])).toThrow();
});

test('the login host tells the kind of org, a My Domain does not', () => {
  expect(environmentOf('https://login.salesforce.com')).toBe('production');
  expect(environmentOf('https://test.salesforce.com/')).toBe('sandbox');
  expect(environmentOf('https://acme.my.salesforce.com')).toBeNull();
  expect(otherEnvironment('https://test.salesforce.com')).toBe('https://login.salesforce.com');
  expect(otherEnvironment('https://login.salesforce.com')).toBe('https://test.salesforce.com');
  expect(otherEnvironment('http://localhost:3001')).toBeNull();
});

test('change events come from the Pub/Sub API of Salesforce for its own orgs, or from a host that is allowed (SEC-4)', () => {
  const org = 'https://acme.my.salesforce.com';
  const practice = 'http://127.0.0.1:3001';
  const events = (address: string, instance: string) => () => eventsUrl(address, instance, ['127.0.0.1:7443']).host;
  expect(events('https://api.pubsub.salesforce.com:7443', org)()).toBe('api.pubsub.salesforce.com:7443');
  expect(events('https://api.deu.pubsub.salesforce.com:7443', org)()).toBe('api.deu.pubsub.salesforce.com:7443');
  expect(events('http://127.0.0.1:7443', practice)()).toBe('127.0.0.1:7443');
  expect(events('https://api.pubsub.salesforce.com:7443', practice)).toThrow(/not one of Salesforce/);
  expect(events('https://pubsub.example:7443', org)).toThrow(/not a Pub\/Sub API/);
  expect(events('http://api.pubsub.salesforce.com:7443', org)).toThrow(/not a Pub\/Sub API/);
});
