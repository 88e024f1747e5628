import { apiNotEnabled, passwordExpired } from '../api-access.ts';
import { logInWithToken } from '../credentials.ts';
import { identitySettings } from '../identity-settings.ts';
import { callerOf } from '../org-user.ts';
import type { SoapCall } from './soap-call.ts';
import { textIn, type XmlElement } from './soap-envelope.ts';
import { invalidLogin, loginRetired, passwordLockout, SoapFault, soapLoginDisabled } from './soap-fault.ts';
import { userInfo } from './user-info.ts';

/** Later versions have no login(); Salesforce ends it for the older ones in 2027. */
const lastVersionWithLogin = 64;

/**
 * Opens a session for a username and a password followed by the security token.
 * https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_login.htm
 */
export async function login(call: SoapCall): Promise<XmlElement> {
  const { org, sessions } = call;
  const settings = await identitySettings(org.pool);
  if (Number(call.version) > lastVersionWithLogin) throw loginRetired(call.version);
  if (!settings.soapLoginEnabled) throw soapLoginDisabled();

  const { user, failure } = await logInWithToken(
    org.pool,
    textIn(call.parameters, 'username'),
    textIn(call.parameters, 'password'),
  );
  if (!user) throw failure === 'locked' && settings.lockoutIsTold ? passwordLockout() : invalidLogin();
  const refusal = await apiNotEnabled(org.pool, user.profileId);
  if (refusal) throw new SoapFault(refusal.code, refusal.message, 'UnexpectedErrorFault', refusal.code);

  const { sessionId } = await sessions.open({ caller: callerOf(user), kind: 'soap' });
  const organization = user.organizationId.slice(0, 15);
  const soapUrl = `${org.baseUrl()}/services/Soap`;
  const letter = call.api === 'partner' ? 'u' : 'c';
  return {
    result: {
      metadataServerUrl: `${soapUrl}/m/${call.version}/${organization}`,
      // An expired password still opens a session; it is good for nothing but setting a new one.
      passwordExpired: (await passwordExpired(org.pool, user.id)) !== undefined,
      sandbox: user.isSandbox,
      serverUrl: `${soapUrl}/${letter}/${call.version}/${organization}`,
      sessionId,
      userId: user.id,
      userInfo: userInfo(user, settings, call.version),
    },
  };
}
