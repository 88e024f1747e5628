import { type Static, Type } from 'typebox';
import { mailableKinds } from './choices.ts';
import { ErrorView, Moment } from './common.ts';
import { languages } from './languages.ts';

const MailKinds = Type.Array(Type.Enum([...mailableKinds]), { uniqueItems: true, examples: [['credentials']] });
export const Language = Type.Enum([...languages]);
const Email = Type.String({ format: 'email', maxLength: 255 });

/** What becomes of an e-mail. In doubt: the server was stopped while it went out, and nothing is sent twice. */
export const mailStates = ['waiting', 'sending', 'sent', 'refused', 'dropped', 'in-doubt'] as const;
export type MailState = (typeof mailStates)[number];

/** What a user is told by e-mail (OPS-4). */
export const MailView = Type.Object({
  server: Type.Union([Type.String(), Type.Null()], { description: 'The mail server; null when there is none.' }),
  from: Type.Union([Type.String(), Type.Null()]),
  address: Type.String({ description: "The user's e-mail address." }),
  language: Language,
  kinds: MailKinds,
  chosen: Type.Boolean({ description: 'False while the user has what the role gets without choosing.' }),
  last: Type.Union(
    [
      Type.Object({
        state: Type.Enum([...mailStates]),
        at: Moment,
        answer: Type.Union([Type.String(), Type.Null()], { description: 'What the mail server answered.' }),
        error: Type.Union([ErrorView.properties.error, Type.Null()]),
      }),
      Type.Null(),
    ],
    { description: 'The newest e-mail to the user.' },
  ),
});
export type MailView = Static<typeof MailView>;

export const MailChoice = Type.Object({ kinds: MailKinds });
export type MailChoice = Static<typeof MailChoice>;

export const LanguageChoice = Type.Object({ language: Language });

export const TestMail = Type.Object({
  to: Type.Optional(Type.Unsafe<string>({ ...Email, description: 'To whom; without it, to the user who asks.' })),
});
export const TestMailResult = Type.Object({
  to: Type.String(),
  server: Type.String(),
  answer: Type.String({ description: 'What the mail server answered, word for word.' }),
});
export type TestMailResult = Static<typeof TestMailResult>;
