import { ApiError } from '../../api-error.ts';
import type { Caller } from '../caller.ts';
import { choosePassword, resetPassword as reset, userOfPassword } from '../change-password.ts';
import { logInWithPassword } from '../credentials.ts';
import type { SoapCall, SoapOperation } from './soap-call.ts';
import { textIn, type XmlElement } from './soap-envelope.ts';
import { invalidSession, SoapFault } from './soap-fault.ts';

/** All that an expired password leaves its user is to set another one. */
async function callerOf({ sessions, sessionId, session }: SoapCall): Promise<Caller> {
  const found = sessionId ? await sessions.find(sessionId) : undefined;
  if (!found) throw invalidSession();
  return found.refusal?.code === 'INVALID_OPERATION_WITH_EXPIRED_PASSWORD' ? found.caller : (await session()).caller;
}

/** https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_setpassword.htm */
export const setPassword = withFaults(async (call) => {
  const { pool } = call.org;
  const userId = await userOfPassword(pool, await callerOf(call), textIn(call.parameters, 'userId').trim());
  await choosePassword(pool, call.sessions, userId, textIn(call.parameters, 'password'));
  return { result: '' };
});

export const resetPassword = withFaults(async (call) => {
  const { pool } = call.org;
  const { caller } = await call.session();
  const userId = await userOfPassword(pool, caller, textIn(call.parameters, 'userId').trim());
  return { result: { password: await reset(pool, call.sessions, userId) } };
});

export const changeOwnPassword = withFaults(async (call) => {
  const { pool } = call.org;
  const { userId, username } = await callerOf(call);
  const { user } = await logInWithPassword(pool, username, textIn(call.parameters, 'oldPassword'));
  if (!user) throw new SoapFault('INVALID_OLD_PASSWORD', 'invalid old password', 'UnexpectedErrorFault');
  await choosePassword(pool, call.sessions, userId, textIn(call.parameters, 'newPassword'));
  return { result: '' };
});

function withFaults(run: (call: SoapCall) => Promise<XmlElement>): SoapOperation {
  return async (call) => {
    try {
      return await run(call);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const type = error.errorCode === 'NOT_FOUND' ? 'InvalidIdFault' : 'ApiFault';
      throw new SoapFault(error.errorCode === 'NOT_FOUND' ? 'INVALID_ID_FIELD' : error.errorCode, error.message, type);
    }
  };
}
