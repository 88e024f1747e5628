import { status } from '@grpc/grpc-js';
import { type ChangeEventSchema, changeEventSchema, type EventSchema } from '../events/change-event-schema.ts';
import { platformEventSchema, rememberSchema } from '../events/platform-event-schema.ts';
import { objectsOfTopic } from '../events/topic-objects.ts';
import type { Caller } from '../identity/caller.ts';
import type { Metadata } from '../metadata/metadata.ts';
import type { OrgContext } from '../org-context.ts';
import { invalid, notFound, RpcError } from './rpc-error.ts';

/** What a topic name stands for, as one caller sees it. */
export interface Topic {
  name: string;
  /** Objects whose events it has; a platform event is one by itself. */
  objects: readonly string[];
  /** Set when the topic has events of one kind. */
  schema: EventSchema | undefined;
  canPublish: boolean;
}

/** Topics and the schemas of their events. Schemas follow the org's metadata and are made once for each of its versions. */
export class Topics {
  readonly #org: OrgContext;
  readonly #made = new Map<string, { metadata: Metadata; schema: ChangeEventSchema }>();

  constructor(org: OrgContext) {
    this.#org = org;
  }

  async find(name: string, caller: Caller): Promise<Topic> {
    if (!name) throw invalid('topic.validation.empty', 'The topic name is blank. Provide a topic name.');
    const found = await objectsOfTopic(this.#org, name, caller);
    switch (found.kind) {
      case 'unknown':
        throw noSuchTopic(name);
      case 'forbidden':
        throw new RpcError(
          status.PERMISSION_DENIED,
          'subscription.topic.cannot.subscribe',
          `You don't have permission to subscribe to the topic ${name}.`,
        );
      case 'all-changes':
        return { name, objects: found.objects, schema: undefined, canPublish: false };
      case 'changes':
        return { name, objects: found.objects, schema: await this.changeSchema(found.objects[0]), canPublish: false };
      case 'platform-event': {
        const schema = platformEventSchema(found.event);
        await rememberSchema(this.#org.pool, schema);
        return { name, objects: found.objects, schema, canPublish: true };
      }
    }
  }

  /** The schema of an object's change events as the object is now. */
  async changeSchema(object: string): Promise<ChangeEventSchema> {
    const metadata = await this.#org.metadata.current();
    const known = this.#made.get(object);
    if (known?.metadata === metadata) return known.schema;
    const meta = metadata.objects.get(object.toLowerCase());
    if (!meta) throw noSuchTopic(object);
    const schema = changeEventSchema(meta);
    await rememberSchema(this.#org.pool, schema);
    this.#made.set(object, { metadata, schema });
    return schema;
  }

  /** Any schema that events were ever written with. */
  async schemaJson(id: string): Promise<string> {
    if (!id) throw invalid('schema.validation.failed', 'The schema ID is blank. Provide a schema ID.');
    const { rows } = await this.#org.pool.query('select json from events.schema where id = $1', [id]);
    if (!rows[0])
      throw notFound(
        'schema.meta.permission',
        `The schema ${id} was not found. Verify the schema ID and your permissions.`,
      );
    return rows[0].json as string;
  }
}

function noSuchTopic(name: string): RpcError {
  return notFound('topic.not.found', `The topic ${name} was not found. Make sure that the topic name is correct.`);
}
