import { createHash, createVerify, generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { authorizationUrl, jwtAssertion, makePkce, redeemCode } from './oauth.ts';
import { json, playOrg, tokenAnswer } from './testing/recorded-org.ts';

const app = { consumerKey: '3MVG9key', consumerSecret: 'consumer-secret' };

test('PKCE: the challenge is the SHA-256 of a verifier of 43 to 128 characters (RFC 7636)', () => {
  const { codeVerifier, codeChallenge } = makePkce();
  expect(codeVerifier).toMatch(/^[A-Za-z0-9_-]{43,128}$/);
  expect(codeChallenge).toBe(createHash('sha256').update(codeVerifier).digest('base64url'));
  expect(makePkce().codeVerifier).not.toBe(codeVerifier);
});

test('the authorization address', () => {
  const url = new URL(
    authorizationUrl({
      loginUrl: 'https://login.salesforce.com',
      consumerKey: app.consumerKey,
      redirectUri: 'http://localhost:3000/callback?a=b',
      state: 'st&te',
      codeChallenge: 'challenge',
    }),
  );
  expect(url.origin + url.pathname).toBe('https://login.salesforce.com/services/oauth2/authorize');
  expect(Object.fromEntries(url.searchParams)).toEqual({
    response_type: 'code',
    client_id: '3MVG9key',
    redirect_uri: 'http://localhost:3000/callback?a=b',
    state: 'st&te',
    code_challenge: 'challenge',
    code_challenge_method: 'S256',
    scope: 'api refresh_token',
    prompt: 'login',
  });
});

test('a JWT that the public key verifies, for the login host that Salesforce expects', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const claimFor = (loginUrl: string) => {
    const credentials = {
      method: 'jwt-bearer',
      loginUrl,
      consumerKey: 'key',
      privateKey: pem,
      username: 'a@b.c',
    } as const;
    const [header = '', claim = '', signature = ''] = jwtAssertion(credentials, new Date(1_700_000_000_000)).split('.');
    const verifier = createVerify('RSA-SHA256').update(`${header}.${claim}`);
    expect(verifier.verify(publicKey, signature, 'base64url')).toBe(true);
    expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toEqual({ alg: 'RS256' });
    return JSON.parse(Buffer.from(claim, 'base64url').toString());
  };
  const production = { iss: 'key', sub: 'a@b.c', aud: 'https://login.salesforce.com', exp: 1_700_000_180 };
  expect(claimFor('https://acme.my.salesforce.com')).toEqual(production);
  expect(claimFor('https://acme--dev.sandbox.my.salesforce.com').aud).toBe('https://test.salesforce.com');
  expect(claimFor('http://localhost:3001').aud).toBe('http://localhost:3001');
});

test('a key that is none is told apart, without repeating it', () => {
  const credentials = {
    method: 'jwt-bearer',
    loginUrl: 'https://login.salesforce.com',
    consumerKey: 'key',
    privateKey: 'not-a-key',
    username: 'a@b.c',
  } as const;
  expect(() => jwtAssertion(credentials)).toThrow(expect.objectContaining({ code: 'sf/oauth-client' }));
  expect(() => jwtAssertion(credentials)).not.toThrow(/not-a-key/);
});

test('a code is redeemed for lasting credentials', async () => {
  await using org = await playOrg(() => tokenAnswer('http://127.0.0.1', { refresh_token: 'refresh-1' }));
  const redeemed = await redeemCode({
    ...app,
    loginUrl: org.url,
    redirectUri: 'http://x/cb',
    code: 'code-1',
    codeVerifier: 'verifier',
    allowedHosts: [org.host],
  });
  expect(redeemed).toEqual({
    credentials: { method: 'oauth', loginUrl: org.url, ...app, refreshToken: 'refresh-1' },
    identityUrl: 'https://login.salesforce.com/id/00D000000000062EAA/005000000000001AAA',
  });
  expect(Object.fromEntries(new URLSearchParams(org.requests[0]?.body))).toEqual({
    grant_type: 'authorization_code',
    code: 'code-1',
    code_verifier: 'verifier',
    client_id: '3MVG9key',
    client_secret: 'consumer-secret',
    redirect_uri: 'http://x/cb',
  });
});

test.each([
  ['a connected app without the scope refresh_token', tokenAnswer('http://127.0.0.1'), 'sf/oauth-client'],
  [
    'a wrong secret',
    json(
      { error: 'invalid_client', error_description: 'invalid client credentials: consumer-secret' },
      { status: 400 },
    ),
    'sf/oauth-client',
  ],
  [
    'a used code',
    json({ error: 'invalid_grant', error_description: 'expired authorization code code-1' }, { status: 400 }),
    'sf/oauth-grant',
  ],
  ['a maintenance page', { status: 503, body: '<html>down</html>' }, 'sf/temporary'],
  ['some other web site', { status: 404, body: '<html>not here</html>' }, 'sf/unreachable'],
])('%s', async (_what, reply, code) => {
  await using org = await playOrg(() => reply);
  const redeeming = redeemCode({
    ...app,
    loginUrl: org.url,
    redirectUri: 'http://x/cb',
    code: 'code-1',
    codeVerifier: 'verifier',
    allowedHosts: [org.host],
  });
  const error = await redeeming.catch((thrown) => thrown);
  expect(error.code).toBe(code);
  expect(`${error.message}${error.stack}`).not.toMatch(/consumer-secret|code-1/);
});

test('a host that is not allowed is never called', async () => {
  await using org = await playOrg(() => tokenAnswer('http://127.0.0.1', { refresh_token: 'refresh-1' }));
  const redeeming = redeemCode({
    ...app,
    loginUrl: org.url,
    redirectUri: 'http://x/cb',
    code: 'code-1',
    codeVerifier: 'verifier',
  });
  await expect(redeeming).rejects.toMatchObject({ code: 'sf/host-not-allowed' });
  expect(org.requests).toEqual([]);
});
