import { type Static, Type } from 'typebox';
import { Id } from './common.ts';

export const roles = ['admin', 'marketer', 'viewer'] as const;
export type Role = (typeof roles)[number];

/** Admins do everything; marketers work with people and programs; viewers look. */
export const Role = Type.Enum([...roles], { description: 'admin > marketer > viewer' });

export const shortestPassword = 12;

const Email = Type.String({ format: 'email', maxLength: 255 });
const Password = Type.String({ minLength: shortestPassword, maxLength: 1000 });
const Name = Type.String({ minLength: 1, maxLength: 200 });

export const FirstStartView = Type.Object({
  adminExists: Type.Boolean(),
  practiceOrgUrl: Type.Union([Type.String(), Type.Null()], {
    description: 'Where a practice org can be found, when one belongs to this installation.',
  }),
});
export type FirstStartView = Static<typeof FirstStartView>;

export const NewAdmin = Type.Object({ email: Email, name: Name, password: Password });
export type NewAdmin = Static<typeof NewAdmin>;

export const NewUser = Type.Object({ email: Email, name: Name, password: Password, role: Role });
export type NewUser = Static<typeof NewUser>;

/** What is left out stays as it is. A new password ends all sessions of the user. */
export const UserChange = Type.Partial(
  Type.Object({ name: Name, password: Password, role: Role, disabled: Type.Boolean() }),
);
export type UserChange = Static<typeof UserChange>;

export const SignIn = Type.Object({
  email: Type.String({ maxLength: 255 }),
  password: Type.String({ maxLength: 1000 }),
});
export type SignIn = Static<typeof SignIn>;

export const PasswordChange = Type.Object({ current: Type.String({ maxLength: 1000 }), next: Password });
export type PasswordChange = Static<typeof PasswordChange>;

export const SessionView = Type.Object({
  user: Type.Object({ id: Id, email: Type.String(), name: Type.String(), role: Role }),
  csrfToken: Type.String({
    description: 'Every POST, PUT, PATCH and DELETE with the session cookie needs it in the X-CSRF-Token header.',
  }),
});
export type SessionView = Static<typeof SessionView>;
