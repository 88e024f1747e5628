import fc from 'fast-check';
import { changeFieldThere, editFieldHere, editFieldThere } from './custom-fields.ts';
import { changeSeatThere, switchObject } from './custom-object.ts';
import { changeOwnerHere, createHere, createTaskHere, editCompanyHere, editHere, syncHere } from './here.ts';
import { convertHere, killMergeHere, mergeHere } from './identity.ts';
import { changeMemberHere, changeMemberThere, linkProgramHere } from './members.ts';
import {
  changeOpportunityThere,
  changeOwnerThere,
  changeTaskThere,
  convertThere,
  createThere,
  deleteThere,
  editAccountThere,
  editThere,
  mergeThere,
  moveContactThere,
  undeleteThere,
} from './there.ts';
import { cycle, editThereLate, faults, killedCycle, switchField, type Trouble, under } from './trouble.ts';
import type { PersonType, World } from './world.ts';

/** Something that can happen: plain data, so that a failing history can be read and run again. */
export interface Happening {
  kind: keyof typeof happenings;
  with: Record<string, unknown>;
}

interface Kind {
  /** How often it happens, beside the others. */
  weight: number;
  /** What it is told. */
  with: Record<string, fc.Arbitrary<unknown>>;
  // biome-ignore lint/suspicious/noExplicitAny: the shape of `with`, checked where the kind is written
  act(world: World, told: any): Promise<unknown>;
}

function kind<Told>(
  weight: number,
  told: { [Name in keyof Told]: fc.Arbitrary<Told[Name]> },
  act: (world: World, told: Told) => Promise<unknown>,
): Kind {
  return { weight, with: told, act };
}

/** A few are met again and again: most trouble needs two happenings to one record. */
const which = fc.oneof({ weight: 3, arbitrary: fc.nat(3) }, { weight: 1, arbitrary: fc.nat(200) });
const change = fc.nat(4);
const form = fc.nat(2);
const type = fc.constantFrom<PersonType[]>('Lead', 'Contact');
const trouble: fc.Arbitrary<Trouble | null> = fc.option(
  fc.record({ seed: fc.nat(1000), fault: fc.constantFrom(...faults) }),
);

const happenings = {
  'edit here': kind(4, { which, field: fc.constantFrom('phone' as const, 'title' as const) }, (w, a) =>
    editHere(w, a.which, a.field),
  ),
  'edit there': kind(4, { type, which, field: fc.constantFrom('city' as const, 'title' as const) }, (w, a) =>
    editThere(w, a.type, a.which, a.field),
  ),
  'edit there, committed late': kind(2, { type, which, lateMs: fc.integer({ min: 50, max: 800 }) }, (w, a) =>
    editThereLate(w, a.type, a.which, a.lateMs),
  ),
  'create here': kind(2, {}, createHere),
  'sync person': kind(2, { trouble }, (w, a) => under(w, a.trouble, () => syncHere(w))),
  'create task': kind(1, { which, trouble }, (w, a) => under(w, a.trouble, () => createTaskHere(w, a.which))),
  'change owner here': kind(1, { which, trouble }, (w, a) => under(w, a.trouble, () => changeOwnerHere(w, a.which))),
  'change owner there': kind(1, { type, which }, (w, a) => changeOwnerThere(w, a.type, a.which)),
  'create there': kind(1, { type }, (w, a) => createThere(w, a.type)),
  'delete there': kind(1, { type, which }, (w, a) => deleteThere(w, a.type, a.which)),
  'undelete there': kind(1, { type, which }, (w, a) => undeleteThere(w, a.type, a.which)),
  'merge there': kind(2, { type, which, other: which }, (w, a) => mergeThere(w, a.type, a.which, a.other)),
  'convert there': kind(2, { which, form }, (w, a) => convertThere(w, a.which, a.form)),
  'merge here': kind(2, { which, other: which, trouble }, (w, a) =>
    under(w, a.trouble, () => mergeHere(w, a.which, a.other)),
  ),
  'killed merge here': kind(1, { which, other: which }, (w, a) => killMergeHere(w, a.which, a.other)),
  'convert here': kind(2, { which, form, trouble }, (w, a) =>
    under(w, a.trouble, () => convertHere(w, a.which, a.form)),
  ),
  'edit company here': kind(1, { which }, (w, a) => editCompanyHere(w, a.which)),
  'move contact there': kind(1, { which, account: which }, (w, a) => moveContactThere(w, a.which, a.account)),
  'change account there': kind(1, { which }, (w, a) => editAccountThere(w, a.which)),
  'change member there': kind(2, { type, which, change }, (w, a) => changeMemberThere(w, a.type, a.which, a.change)),
  'change member here': kind(3, { which, change }, (w, a) => changeMemberHere(w, a.which, a.change)),
  'link program': kind(1, { which, trouble }, (w, a) => under(w, a.trouble, () => linkProgramHere(w, a.which))),
  'change seat there': kind(2, { type, which, change }, (w, a) => changeSeatThere(w, a.type, a.which, a.change)),
  'enable or stop an object': kind(1, {}, switchObject),
  'change field there': kind(1, { type, which, change }, (w, a) => changeFieldThere(w, a.type, a.which, a.change)),
  'edit custom field here': kind(2, { which }, (w, a) => editFieldHere(w, a.which)),
  'edit custom field there': kind(2, { type, which }, (w, a) => editFieldThere(w, a.type, a.which)),
  'change task there': kind(2, { type, which, change }, (w, a) => changeTaskThere(w, a.type, a.which, a.change)),
  'change opportunity there': kind(1, { which, change }, (w, a) => changeOpportunityThere(w, a.which, a.change)),
  'hide or show a field': kind(1, {}, (w) => switchField(w, 'Lead', 'Rating')),
  cycle: kind(6, { trouble }, (w, a) => under(w, a.trouble, () => cycle(w))),
  'killed cycle': kind(1, { afterMs: fc.nat(600) }, (w, a) => killedCycle(w, a.afterMs)),
} satisfies Record<string, Kind>;

/** Any history. */
export const histories: fc.Arbitrary<Happening[]> = fc.array(
  fc.oneof(
    ...Object.entries<Kind>(happenings).map(([name, { weight, with: told }]) => ({
      weight,
      arbitrary: fc.record({ kind: fc.constant(name as Happening['kind']), with: fc.record(told) }),
    })),
  ),
  { minLength: 6, maxLength: 18 },
);

export const happen = (world: World, happening: Happening): Promise<unknown> =>
  (happenings[happening.kind] as Kind).act(world, happening.with);
