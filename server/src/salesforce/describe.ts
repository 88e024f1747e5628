import { type CompositeAnswer, chunk, compositeSize, readComposite } from './composite.ts';
import { type Requester, refusedCall } from './request.ts';
import type { FieldDescribe, ObjectDescribe } from './salesforce.ts';

export interface ObjectName {
  name: string;
  label: string;
  custom: boolean;
  queryable: boolean;
}

interface Cached<T> {
  value: T;
  /** As Salesforce wrote it; it is sent back unchanged. */
  lastModified: string;
}

/**
 * Describes objects, remembering each answer: with If-Modified-Since, Salesforce answers 304 and no body while an object
 * is as it was (intro_rest_conditional_requests), and a describe of Lead is 200 KB and more.
 */
export class Describer {
  readonly #requester: Requester;
  readonly #objects = new Map<string, Cached<ObjectDescribe>>();
  #names: Cached<ObjectName[]> | null = null;

  constructor(requester: Requester) {
    this.#requester = requester;
  }

  async names(): Promise<ObjectName[]> {
    const known = this.#names;
    const { status, headers, body } = await this.#requester.json<{ sobjects: ObjectName[] }>({
      method: 'GET',
      path: '/sobjects',
      headers: modifiedSince(known),
      expected: [304],
    });
    if (status === 304 && known) return known.value;
    const value = body.sobjects.map(({ name, label, custom, queryable }) => ({ name, label, custom, queryable }));
    const lastModified = headers['last-modified'];
    this.#names = lastModified ? { value, lastModified } : null;
    return value;
  }

  async describe(objects: string[]): Promise<Map<string, ObjectDescribe>> {
    const described = new Map<string, ObjectDescribe>();
    for (const group of chunk(objects, compositeSize.requests)) {
      const answers = await readComposite(
        this.#requester,
        group.map((name) => ({
          path: `/sobjects/${encodeURIComponent(name)}/describe`,
          headers: modifiedSince(this.#objects.get(name) ?? null),
        })),
      );
      group.forEach((name, index) => {
        const describe = this.#remember(name, answers[index]);
        if (describe) described.set(name, describe);
      });
    }
    return described;
  }

  #remember(name: string, answer: CompositeAnswer | undefined): ObjectDescribe | null {
    const known = this.#objects.get(name);
    if (answer?.status === 304 && known) return known.value;
    this.#objects.delete(name);
    if (answer?.status === 404) return null;
    if (answer?.status !== 200) throw refusedCall(answer?.status ?? 0, answer?.body);
    const value = toObjectDescribe(answer.body as ObjectDescribe);
    const lastModified = answer.headers['Last-Modified'];
    if (lastModified) this.#objects.set(name, { value, lastModified });
    return value;
  }
}

function modifiedSince(known: Cached<unknown> | null): Record<string, string> | undefined {
  return known ? { 'If-Modified-Since': known.lastModified } : undefined;
}

/** Keeps what the sync uses: a describe has sixty attributes a field, and is held for as long as the process runs. */
function toObjectDescribe(describe: ObjectDescribe): ObjectDescribe {
  const { name, label, custom, createable, updateable, deletable, queryable, keyPrefix } = describe;
  const fields = describe.fields.map(toFieldDescribe);
  return { name, label, custom, createable, updateable, deletable, queryable, keyPrefix, fields };
}

function toFieldDescribe(field: FieldDescribe): FieldDescribe {
  return {
    name: field.name,
    label: field.label,
    type: field.type,
    length: field.length,
    precision: field.precision,
    scale: field.scale,
    digits: field.digits,
    custom: field.custom,
    calculated: field.calculated,
    createable: field.createable,
    updateable: field.updateable,
    nillable: field.nillable,
    defaultedOnCreate: field.defaultedOnCreate,
    restrictedPicklist: field.restrictedPicklist,
    externalId: field.externalId,
    referenceTo: field.referenceTo ?? [],
    relationshipName: field.relationshipName ?? null,
    compoundFieldName: field.compoundFieldName ?? null,
    picklistValues: (field.picklistValues ?? []).map(({ value, label, active }) => ({ value, label, active })),
  };
}
