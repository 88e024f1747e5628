import { type Metadata, status } from '@grpc/grpc-js';
import type { Caller } from '../identity/caller.ts';
import type { SessionStore } from '../identity/session-store.ts';
import { RpcError } from './rpc-error.ts';

const names = ['accesstoken', 'instanceurl', 'tenantid'] as const;

/** Who calls, known by the metadata headers that every call carries. */
export async function callerOf(sessions: SessionStore, metadata: Metadata): Promise<Caller> {
  const [token = '', instanceUrl = '', tenant = ''] = names.map((name) => String(metadata.get(name)[0] ?? '').trim());
  if (!token || !URL.canParse(instanceUrl) || !/^\w{15}(\w{3})?$/.test(tenant))
    throw unauthenticated('service.auth.headers.invalid', `Provide valid values of the headers ${names.join(', ')}.`);
  const session = await sessions.find(token);
  if (!session || session.refusal || session.caller.organizationId.slice(0, 15) !== tenant.slice(0, 15))
    throw unauthenticated(
      'service.auth.error',
      'An authentication exception occurred. Provide valid authentication via metadata headers.',
    );
  return session.caller;
}

function unauthenticated(code: string, message: string): RpcError {
  return new RpcError(status.UNAUTHENTICATED, code, message);
}
