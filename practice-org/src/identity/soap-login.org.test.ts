import { Connection } from '@jsforce/jsforce-node';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startTestOrg, type TestOrg } from '../test-org.ts';
import { setApiEnabled } from './api-access.ts';
import { expirePassword, lock, resetSecurityToken, unlock } from './credentials.ts';
import { administrator, syncUser } from './default-people.ts';
import { changeIdentitySettings, defaultIdentitySettings } from './identity-settings.ts';
import { findUserByUsername, type OrgUser } from './org-user.ts';

let running: TestOrg;
let sync: OrgUser;

beforeAll(async () => {
  running = await startTestOrg();
  sync = (await findUserByUsername(running.org.pool, syncUser.username)) as OrgUser;
});
afterAll(() => running[Symbol.asyncDispose]());
beforeEach(async () => {
  await changeIdentitySettings(running.org.pool, defaultIdentitySettings);
  await unlock(running.org.pool, sync.id);
});

const good = syncUser.password + syncUser.securityToken;
const invalidLogin = 'INVALID_LOGIN: Invalid username, password, security token; or user locked out.';

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

async function soap(path: string, body: string, header = '', action: string | undefined = '""') {
  const response = await fetch(`${running.org.url}/services/Soap/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'text/xml', ...(action !== undefined && { SOAPAction: action }) },
    body: `<env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/"><env:Header>${header}</env:Header><env:Body>${body}</env:Body></env:Envelope>`,
  });
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
}

const login = (username: string, password: string, path = 'u/64.0') =>
  soap(
    path,
    `<login xmlns="urn:partner.soap.sforce.com"><username>${escapeXml(username)}</username><password>${escapeXml(password)}</password></login>`,
  );

const element = (text: string, name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(text)?.[1];

describe('login()', () => {
  test('jsforce signs in and out with password and token', async () => {
    const connection = new Connection({ loginUrl: running.org.url, version: '62.0' });
    const user = await connection.login(syncUser.username, good);
    expect(user).toMatchObject({ id: sync.id, organizationId: sync.organizationId });
    expect(connection.instanceUrl).toBe(running.org.url);
    const { accessToken } = connection;
    expect(accessToken).toMatch(/^00D\w{12}!AQ[\w.]{92}$/);
    expect(await running.org.context.pool.query('select from setup.session')).toMatchObject({ rowCount: 1 });
    expect(await connection.identity()).toMatchObject({ user_id: sync.id, username: syncUser.username });
    await connection.logout();
    expect(await running.org.context.pool.query('select from setup.session')).toMatchObject({ rowCount: 0 });
  });

  test('answers as recorded: namespaces, order of elements, addresses on this server', async () => {
    const { status, type, text } = await login(syncUser.username, good, 'c/29.0');
    expect({ status, type }).toEqual({ status: 200, type: 'text/xml;charset=UTF-8' });
    const sessionId = element(text, 'sessionId');
    const organization = sync.organizationId;
    const id15 = organization.slice(0, 15);
    expect(text).toBe(
      `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns="urn:enterprise.soap.sforce.com" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body><loginResponse><result>` +
        `<metadataServerUrl>${running.org.url}/services/Soap/m/29.0/${id15}</metadataServerUrl><passwordExpired>false</passwordExpired><sandbox>false</sandbox>` +
        `<serverUrl>${running.org.url}/services/Soap/c/29.0/${id15}</serverUrl><sessionId>${sessionId}</sessionId><userId>${sync.id}</userId>` +
        `<userInfo><accessibilityMode>false</accessibilityMode><currencySymbol>$</currencySymbol><orgAttachmentFileSizeLimit>5242880</orgAttachmentFileSizeLimit><orgDefaultCurrencyIsoCode>USD</orgDefaultCurrencyIsoCode><orgDisallowHtmlAttachments>false</orgDisallowHtmlAttachments><orgHasPersonAccounts>false</orgHasPersonAccounts><organizationId>${organization}</organizationId><organizationMultiCurrency>false</organizationMultiCurrency><organizationName>${escapeXml(sync.organizationName)}</organizationName><profileId>${sync.profileId}</profileId><roleId xsi:nil="true"/><sessionSecondsValid>7200</sessionSecondsValid><userDefaultCurrencyIsoCode xsi:nil="true"/><userEmail>${sync.email}</userEmail><userFullName>${sync.name}</userFullName><userId>${sync.id}</userId><userLanguage>en_US</userLanguage><userLocale>en_US</userLocale><userName>${syncUser.username}</userName><userTimeZone>${sync.timeZone}</userTimeZone><userType>Standard</userType><userUiSkin>Theme3</userUiSkin></userInfo></result></loginResponse></soapenv:Body></soapenv:Envelope>`,
    );
  });

  test('any username but the right one, any password, a missing token: the same fault, as recorded', async () => {
    const attempts: [string, string][] = [
      [syncUser.username, syncUser.password],
      [syncUser.username, `wrong${syncUser.securityToken}`],
      [syncUser.username, syncUser.password + administrator.securityToken],
      ['nobody@practice.example', good],
      ['', ''],
    ];
    for (const [username, password] of attempts) {
      const { status, text } = await login(username, password);
      expect(status).toBe(500);
      expect(text).toBe(
        `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:sf="urn:fault.partner.soap.sforce.com" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body><soapenv:Fault><faultcode>INVALID_LOGIN</faultcode><faultstring>${invalidLogin}</faultstring><detail><sf:LoginFault xsi:type="sf:LoginFault"><sf:exceptionCode>INVALID_LOGIN</sf:exceptionCode><sf:exceptionMessage>Invalid username, password, security token; or user locked out.</sf:exceptionMessage></sf:LoginFault></detail></soapenv:Fault></soapenv:Body></soapenv:Envelope>`,
      );
    }
    const connection = new Connection({ loginUrl: running.org.url });
    await expect(connection.login(syncUser.username, 'wrong')).rejects.toThrow(invalidLogin);
  });

  test('a username is compared without case', async () => {
    expect((await login(syncUser.username.toUpperCase(), good)).status).toBe(200);
  });

  test('a reset makes a new token and the old one useless', async () => {
    const token = await resetSecurityToken(running.org.pool, sync.id);
    expect((await login(syncUser.username, good)).status).toBe(500);
    expect((await login(syncUser.username, syncUser.password + token)).status).toBe(200);
    await running.org.pool.query(
      'update setup.credential set security_token_hash = sha256($1::bytea) where user_id = $2',
      [Buffer.from(syncUser.securityToken), sync.id],
    );
  });

  test('ten wrong passwords lock the user, whatever comes next', async () => {
    await changeIdentitySettings(running.org.pool, { maxFailedLogins: 3 });
    for (let i = 0; i < 3; i++) await login(syncUser.username, 'wrong');
    expect((await login(syncUser.username, good)).text).toContain(invalidLogin);
    await changeIdentitySettings(running.org.pool, { lockoutIsTold: true });
    expect(element((await login(syncUser.username, good)).text, 'sf:exceptionCode')).toBe('PASSWORD_LOCKOUT');
    await unlock(running.org.pool, sync.id);
    expect((await login(syncUser.username, good)).status).toBe(200);
  });

  test('an unlocked user starts counting from zero, and a lock ends by itself', async () => {
    await lock(running.org.pool, sync.id);
    await running.org.pool.query("update setup.credential set locked_until = now() - interval '1 second'");
    expect((await login(syncUser.username, good)).status).toBe(200);
  });

  test('an inactive user is refused', async () => {
    await running.org.pool.query('update org."User" set "IsActive" = false where "Id" = $1', [sync.id]);
    expect((await login(syncUser.username, good)).text).toContain(invalidLogin);
    await running.org.pool.query('update org."User" set "IsActive" = true where "Id" = $1', [sync.id]);
  });

  test('no API for the org, no API for the profile', async () => {
    await changeIdentitySettings(running.org.pool, { apiEnabled: false });
    expect(element((await login(syncUser.username, good)).text, 'faultstring')).toBe(
      'API_DISABLED_FOR_ORG: API is not enabled for this Organization or Partner',
    );
    await changeIdentitySettings(running.org.pool, { apiEnabled: true });
    await setApiEnabled(running.org.pool, sync.profileId, false);
    expect(element((await login(syncUser.username, good)).text, 'faultstring')).toBe(
      'API_CURRENTLY_DISABLED: API is disabled for this User',
    );
    await setApiEnabled(running.org.pool, sync.profileId, true);
  });

  test('an expired password opens a session that may do nothing', async () => {
    await expirePassword(running.org.pool, sync.id);
    const { text } = await login(syncUser.username, good);
    expect(element(text, 'passwordExpired')).toBe('true');
    const { text: fault } = await soap('u/64.0', '<getUserInfo/>', sessionHeader(element(text, 'sessionId')));
    expect(element(fault, 'faultstring')).toBe(
      'INVALID_OPERATION_WITH_EXPIRED_PASSWORD: The users password has expired, you must call SetPassword before attempting any other API operations',
    );
    await running.org.pool.query('update setup.credential set password_expires_at = null');
  });

  test('switched off for the org; gone after version 64; unknown versions', async () => {
    await changeIdentitySettings(running.org.pool, { soapLoginEnabled: false });
    expect(element((await login(syncUser.username, good)).text, 'faultstring')).toMatch(
      /^INVALID_OPERATION: SOAP API login\(\) is disabled by default in this org\./,
    );
    await changeIdentitySettings(running.org.pool, { soapLoginEnabled: true });
    expect(element((await login(syncUser.username, good, 'u/65.0')).text, 'faultstring')).toBe(
      'INVALID_OPERATION: The SOAP Login operation is not available in the API version specified (65.0). Refer to the documentation for supported versions.',
    );
    for (const version of ['99.0', '10.0', 'v62.0', '62']) {
      expect(element((await login(syncUser.username, good, `u/${version}`)).text, 'faultstring')).toBe(
        'UNSUPPORTED_API_VERSION: Invalid Api version specified on URL',
      );
    }
  });
});

const sessionHeader = (sessionId: string | undefined) =>
  `<SessionHeader><sessionId>${sessionId}</sessionId></SessionHeader>`;

describe('calls with a session', () => {
  test('getUserInfo and getServerTimestamp, on the address that login gave', async () => {
    const { text } = await login(syncUser.username, good);
    const path = element(text, 'serverUrl')?.replace(`${running.org.url}/services/Soap/`, '') ?? '';
    const header = sessionHeader(element(text, 'sessionId'));
    const { text: info } = await soap(path, '<getUserInfo xmlns="urn:partner.soap.sforce.com"/>', header);
    expect(element(info, 'userName')).toBe(syncUser.username);
    expect(element(info, 'orgDefaultCurrencyLocale')).toBe('en_US');
    const { text: time } = await soap(path, '<getServerTimestamp/>', header);
    expect(element(time, 'timestamp')).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  });

  test('an unknown session, an unknown operation, no SOAPAction', async () => {
    const { status, text } = await soap('u/62.0', '<getUserInfo/>', sessionHeader('00D!nothing'));
    expect(status).toBe(500);
    expect(element(text, 'faultcode')).toBe('sf:INVALID_SESSION_ID');
    expect(element(text, 'faultstring')).toBe(
      'INVALID_SESSION_ID: Invalid Session ID found in SessionHeader: Illegal Session',
    );
    expect(text).toContain('<sf:UnexpectedErrorFault xsi:type="sf:UnexpectedErrorFault">');
    const unknown = await soap('u/62.0', '<fly/>');
    expect(element(unknown.text, 'faultstring')).toBe(
      'No operation available for request {urn:partner.soap.sforce.com}fly, please check the WSDL for the service.',
    );
    const response = await fetch(`${running.org.url}/services/Soap/u/62.0`, { method: 'POST', body: '<a/>' });
    expect(await response.text()).toContain('SOAPAction HTTP header missing');
  });
});

describe('XML', () => {
  test('passwords with characters that XML escapes arrive as they are', async () => {
    const { text } = await login('<&"\'>@x', '&#38;</password>');
    expect(text).toContain(invalidLogin);
    const numeric = await soap(
      'u/62.0',
      `<login><username>${syncUser.username.replace('@', '&#64;')}</username><password><![CDATA[${good}]]></password></login>`,
    );
    expect(numeric.status).toBe(200);
  });

  test('entities that expand, and XML that is not XML, are refused', async () => {
    const bomb = await fetch(`${running.org.url}/services/Soap/u/62.0`, {
      method: 'POST',
      headers: { SOAPAction: 'login', 'content-type': 'text/xml' },
      body: '<!DOCTYPE a [<!ENTITY b "boom">]><a>&b;</a>',
    });
    expect(bomb.status).toBe(500);
    expect(element(await bomb.text(), 'faultcode')).toBe('UNKNOWN_EXCEPTION');
    expect(element((await soap('u/62.0', '<login><username></login>')).text, 'faultcode')).toBe('UNKNOWN_EXCEPTION');
  });
});
