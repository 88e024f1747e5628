/** A terminal sends Ctrl-C to the launcher and to us, so the same signal may come twice at once. */
const sameSignalMs = 1000;

/**
 * Resolves when this process is asked to stop (Ctrl-C, a service manager), or when the launcher that started it died.
 * Asked a second time, it stops at once; everything is made to survive that.
 */
export function askedToStop(): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  let askedAt: number | undefined;
  const ask = (reason: string) => {
    if (askedAt !== undefined && Date.now() - askedAt > sameSignalMs) process.exit(130);
    askedAt ??= Date.now();
    resolve(reason);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, ask);
  if (process.channel) {
    process.on('disconnect', () => ask('the launcher died'));
    process.channel.unref();
  }
  return promise;
}
