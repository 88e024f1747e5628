import { AsyncLocalStorage } from 'node:async_hooks';

/** Counts API calls of one piece of work, while others use the same connection beside it. */
export interface CallMeter {
  calls: number;
}

const meters = new AsyncLocalStorage<CallMeter>();

/** Every call made within `work`, however deep, counts on the meter. */
export function metered<T>(meter: CallMeter, work: () => Promise<T>): Promise<T> {
  return meters.run(meter, work);
}

export function countCall(): void {
  const meter = meters.getStore();
  if (meter) meter.calls += 1;
}
