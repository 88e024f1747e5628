import type { SetupView } from '@lockstep/contract/setup.ts';

export const setupSteps = ['prepare', 'credentials', 'fields', 'confirm', 'mappings', 'start'] as const;
export type SetupStep = (typeof setupSteps)[number];
type State = SetupView['state'];

export const setupPath = '/sync-with-salesforce';
export const pathOf = (step: SetupStep): string => `${setupPath}/${step}`;

const order: readonly State[] = ['new', 'credentials', 'fields', 'confirmed', 'mapped', 'started'];
const reached = (state: State, wanted: State) => order.indexOf(state) >= order.indexOf(wanted);

/** From which state of the server a step is done, and from which it can be done. Preparing is never finished by us. */
const table: Record<SetupStep, { needs: State; done: State }> = {
  prepare: { needs: 'new', done: 'credentials' },
  credentials: { needs: 'new', done: 'credentials' },
  fields: { needs: 'credentials', done: 'fields' },
  confirm: { needs: 'fields', done: 'confirmed' },
  mappings: { needs: 'confirmed', done: 'mapped' },
  start: { needs: 'mapped', done: 'started' },
};

export const isDone = (step: SetupStep, state: State): boolean => reached(state, table[step].done);
export const isOpen = (step: SetupStep, state: State): boolean => reached(state, table[step].needs);

/** Where to go on: the first step that is not done. */
export function stepToDo(state: State): SetupStep {
  return setupSteps.find((step) => !isDone(step, state)) ?? 'start';
}
