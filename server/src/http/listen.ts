import type { AddressInfo } from 'node:net';
import type { Config } from '../config.ts';
import { LockstepError, must } from '../errors.ts';
import type { App } from './routes.ts';

/** The practice org's default port, which is left to it. */
const reserved = 3001;
const attempts = 20;

/**
 * Starts to listen and returns the address for a browser. When nobody chose the port and the default is taken, the next
 * free one is used; a port that somebody chose is used or refused.
 */
export async function listen(app: App, config: Config): Promise<string> {
  const candidates = config.given.has('port') ? [config.port] : portsFrom(config.port);
  for (const port of candidates) {
    try {
      await app.listen({ host: config.host, port });
      return addressOf(app, config);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw explain(error, config.host);
      app.log.warn({ port }, 'this port is taken');
    }
  }
  const tried = candidates.length === 1 ? `${candidates[0]}` : `${candidates[0]} to ${candidates.at(-1)}`;
  throw new LockstepError('server/port-taken', `Tried: ${tried}.`);
}

function portsFrom(first: number): number[] {
  return Array.from({ length: attempts }, (_, index) => first + index).filter((port) => port !== reserved);
}

function addressOf(app: App, config: Config): string {
  if (config.publicUrl) return config.publicUrl;
  const { port } = must(app.server.address(), 'the address that is listened on') as AddressInfo;
  const host = ['127.0.0.1', '::1', '0.0.0.0', '::'].includes(config.host) ? 'localhost' : config.host;
  return `http://${host}:${port}`;
}

function explain(error: unknown, host: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new LockstepError('config/invalid', `LOCKSTEP_HOST: "${host}" is not an address of this machine.`);
  }
  if (code === 'EACCES') return new LockstepError('config/invalid', 'LOCKSTEP_PORT: this user may not use that port.');
  return error;
}
