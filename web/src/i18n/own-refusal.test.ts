import { expect, test } from 'vitest';
import { isOwn, valuesOf } from './own-refusal.ts';

test('what a refusal of ours speaks of is found in its sentence; other words stay as they are', () => {
  const misfit = "The value 'twelve' of Seats__c is no integer.";
  expect(valuesOf('VALUE_DOES_NOT_FIT', misfit)).toEqual({ value: "'twelve'", field: 'Seats__c', type: 'integer' });
  const loop =
    'Both sides changed phone at least 4 times within 60 minutes: it is not pushed any more. Find the automation that changes it back, then retry.';
  expect(valuesOf('FIELD_LOOP', loop)).toEqual({ field: 'phone', times: '4', minutes: '60' });
  const status = 'The campaign member has a status that the channel does not have. (program Spring (EU))';
  expect(valuesOf('program/unknown-status', status)).toEqual({ program: 'Spring (EU)' });
  expect(valuesOf('FIELD_LOOP', 'Other words.')).toBeNull();
  expect(isOwn('FIELD_CUSTOM_VALIDATION_EXCEPTION')).toBe(false);
});
