import { randomUUID } from 'node:crypto';
import { Metadata, type ServiceError, status } from '@grpc/grpc-js';
import type { Logger } from 'pino';

/**
 * A refusal: the gRPC status, and in the trailers Salesforce's own code and the id of the call, which its text ends with too.
 * https://developer.salesforce.com/docs/platform/pub-sub-api/guide/handling-errors.html
 */
export class RpcError extends Error {
  readonly status: status;
  /** Without the prefix that all of them have. */
  readonly errorCode: string;

  constructor(grpcStatus: status, errorCode: string, message: string) {
    super(message);
    this.status = grpcStatus;
    this.errorCode = errorCode;
  }
}

export function invalid(errorCode: string, message: string): RpcError {
  return new RpcError(status.INVALID_ARGUMENT, errorCode, message);
}

export function notFound(errorCode: string, message: string): RpcError {
  return new RpcError(status.NOT_FOUND, errorCode, message);
}

/** What goes out on the wire. What is no refusal is a defect of this org, and is logged. */
export function asServiceError(error: unknown, rpcId: string, log: Logger): Partial<ServiceError> {
  if (!(error instanceof RpcError)) log.error({ err: error }, 'a Pub/Sub call failed');
  const known =
    error instanceof RpcError
      ? error
      : new RpcError(status.INTERNAL, 'subscription.internal.error', 'An internal error occurred.');
  const trailers = new Metadata();
  trailers.set('error-code', `sfdc.platform.eventbus.grpc.${known.errorCode}`);
  trailers.set('rpc-id', rpcId);
  return { code: known.status, details: `${known.message} rpcId: ${rpcId}`, metadata: trailers };
}

export function newRpcId(): string {
  return randomUUID();
}
