import { makeChance } from './chance.ts';
import { type FaultKind, type FaultPlan, faultKinds, noFaults } from './fault-plan.ts';

/** The faults of one org: off when it starts, in memory only, so that a restart always ends a rehearsal. */
export class FaultSwitch {
  #plan = noFaults();
  #chances = chancesOf(this.#plan);
  #struck = zeroes();

  get plan(): FaultPlan {
    return this.#plan;
  }

  /** How often each fault has struck since the plan was set. */
  get struck(): Record<FaultKind, number> {
    return { ...this.#struck };
  }

  /** Starts a plan from the beginning of its sequences. */
  set(plan: FaultPlan): void {
    this.#plan = plan;
    this.#chances = chancesOf(plan);
    this.#struck = zeroes();
  }

  /** Draws once: whether this fault strikes now. */
  strikes(kind: FaultKind, path?: string): boolean {
    const rule = this.#plan[kind];
    if (rule.probability === 0 || this.#struck[kind] >= (rule.times ?? Number.POSITIVE_INFINITY)) return false;
    if (rule.path !== undefined && path !== undefined && !path.startsWith(rule.path)) return false;
    if (this.draw(kind) >= rule.probability) return false;
    this.#struck[kind]++;
    return true;
  }

  /** The next number of a fault's own sequence. */
  draw(kind: FaultKind): number {
    return this.#chances[kind]();
  }
}

function chancesOf(plan: FaultPlan): Record<FaultKind, () => number> {
  return forEachKind((kind) => makeChance(plan.seed, kind));
}

function zeroes(): Record<FaultKind, number> {
  return forEachKind(() => 0);
}

function forEachKind<T>(make: (kind: FaultKind) => T): Record<FaultKind, T> {
  return Object.fromEntries(faultKinds.map((kind) => [kind, make(kind)])) as Record<FaultKind, T>;
}
