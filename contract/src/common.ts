import { type Static, Type } from 'typebox';

/** A moment, as ISO 8601 in UTC. */
export const Moment = Type.String({ format: 'date-time', examples: ['2026-01-31T09:15:00.000Z'] });

export const Id = Type.Integer({ minimum: 1 });

/** The id in a path such as /admin/users/7. */
export const IdParams = Type.Object({ id: Id });

/** A sentence in English with `{0}`, `{1}` … where its values go: what a text is made of, for those who say it in another language. */
export const Told = Type.Object({
  sentence: Type.String(),
  values: Type.Array(Type.String()),
  key: Type.Optional(
    Type.String({
      description:
        "What a translation is found by, if not by the sentence: `original` for somebody else's words, `sf/unreachable/action` for the catalogue of errors.",
    }),
  ),
});
export type Told = Static<typeof Told>;

/** How every failed request is answered: what happened, and what to do about it. */
export const ErrorView = Type.Object({
  error: Type.Object({
    code: Type.String({ description: 'A stable code; docs/errors.md lists them all.' }),
    message: Type.String({ description: 'What happened.' }),
    detail: Type.String({ description: 'The case at hand.' }),
    action: Type.String({ description: 'What to do about it.' }),
    told: Type.Optional(Type.Array(Told, { description: 'The words of the detail.' })),
  }),
});
export type ErrorView = Static<typeof ErrorView>;

/** The answer of an action that has nothing to tell. */
export const Done = Type.Object({ done: Type.Literal(true) });
