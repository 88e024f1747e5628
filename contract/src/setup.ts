import { type Static, Type } from 'typebox';
import { ErrorView, Moment, Told } from './common.ts';

const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) => Type.Union([schema, Type.Null()]);
const Secret = Type.String({ minLength: 1, description: 'Stored encrypted; never shown again.' });
const LoginPlace = {
  sandbox: Type.Optional(
    Type.Boolean({ description: 'Log in at test.salesforce.com instead of login.salesforce.com.' }),
  ),
  loginUrl: Type.Optional(Type.String({ format: 'uri', description: 'Advanced: a My Domain, or a practice org.' })),
};

/** The org and user that the credentials belong to: what Confirm Credentials warns with (SET-7). */
export const IdentityView = Type.Object({
  organizationId: Type.String(),
  organizationName: Type.String(),
  edition: Type.String(),
  instance: Type.String(),
  isSandbox: Type.Boolean(),
  instanceUrl: Type.String(),
  userId: Type.String(),
  username: Type.String(),
  displayName: Type.String(),
});
export type IdentityView = Static<typeof IdentityView>;

/** SET-4. With `oauth` the login itself happens in the browser: see /admin/setup/oauth. */
export const CredentialsInput = Type.Union([
  Type.Object({
    method: Type.Literal('password'),
    username: Type.String({ minLength: 1 }),
    password: Secret,
    securityToken: Type.Optional(Type.String()),
    ...LoginPlace,
  }),
  Type.Object({
    method: Type.Literal('client-credentials'),
    consumerKey: Type.String({ minLength: 1 }),
    consumerSecret: Secret,
    ...LoginPlace,
  }),
  Type.Object({
    method: Type.Literal('jwt-bearer'),
    consumerKey: Type.String({ minLength: 1 }),
    privateKey: Type.String({ minLength: 1, description: 'PEM. Stored encrypted; never shown again.' }),
    username: Type.String({ minLength: 1 }),
    ...LoginPlace,
  }),
]);
export type CredentialsInput = Static<typeof CredentialsInput>;

export const OAuthInput = Type.Object({
  consumerKey: Type.String({ minLength: 1 }),
  consumerSecret: Secret,
  ...LoginPlace,
});
export type OAuthInput = Static<typeof OAuthInput>;
export const OAuthStart = Type.Object({
  url: Type.String({ description: 'Where to send the browser.' }),
  callbackUrl: Type.String(),
});
export type OAuthStart = Static<typeof OAuthStart>;
export const OAuthAnswer = Type.Object({
  state: Type.String(),
  code: Type.Optional(Type.String()),
  error: Type.Optional(Type.String()),
  error_description: Type.Optional(Type.String()),
});

export const OAuthParams = Type.Object({ state: Type.String() });
export const OAuthOutcome = Type.Object({ failure: Nullable(ErrorView.properties.error) });

/** `unknown`: nobody is connected yet, or Salesforce does not tell. */
export const CheckResult = Type.Enum(['yes', 'no', 'unknown']);
export type CheckResult = Static<typeof CheckResult>;

export const checkIds = [
  'api-enabled',
  'objects',
  'convert-leads',
  'edit-tasks',
  'edit-events',
  'account-type',
  'activity-fields',
  'required-fields',
  'marketing-user',
] as const;
export type CheckId = (typeof checkIds)[number];

/** The check lists of SET-1 and SET-2. */
export const ChecksView = Type.Object({
  connected: Type.Boolean(),
  user: Type.Array(
    Type.Object({
      id: Type.Enum([...checkIds]),
      result: CheckResult,
      missing: Type.Array(Type.String({ examples: ['Lead: Delete'] })),
    }),
  ),
  fields: Type.Array(
    Type.Object({
      name: Type.String({ examples: ['mkto71_Lead_Score__c'] }),
      label: Type.String(),
      type: Type.String({ examples: ['Number(10, 0)'] }),
      optional: Type.Boolean(),
      lead: CheckResult,
      contact: CheckResult,
    }),
  ),
});
export type OAuthOutcome = Static<typeof OAuthOutcome>;
export type ChecksView = Static<typeof ChecksView>;

export const setupStates = ['new', 'credentials', 'fields', 'confirmed', 'mapped', 'started'] as const;

export const SetupView = Type.Object({
  state: Type.Enum([...setupStates]),
  enabled: Type.Boolean(),
  connection: Nullable(
    Type.Object({
      method: Type.String(),
      loginUrl: Type.String(),
      username: Nullable(Type.String()),
      sandbox: Type.Boolean(),
    }),
  ),
  identity: Nullable(IdentityView),
  startedAt: Nullable(Moment),
});
export type SetupView = Static<typeof SetupView>;

export const FieldListView = Type.Object({
  fields: Type.Array(
    Type.Object({
      object: Type.String(),
      sfField: Type.String(),
      label: Type.String(),
      sfType: Type.String(),
      custom: Type.Boolean(),
      type: Nullable(Type.String()),
      takesPart: Type.Boolean(),
      reason: Type.String(),
      told: Type.Array(Told, { description: 'The words of the reason.' }),
    }),
  ),
  problems: Type.Array(Type.String({ description: 'A permission that is missing, and how to grant it (FLD-8).' })),
  told: Type.Array(Told, { description: 'The words of the problems.' }),
});
export type FieldListView = Static<typeof FieldListView>;

export const FieldMappingView = Type.Object({
  object: Type.String(),
  sfField: Type.String(),
  sfLabel: Type.String(),
  sfType: Type.String(),
  type: Type.String(),
  custom: Type.Boolean(),
  updateable: Type.Boolean(),
  createable: Type.Boolean(),
  field: Type.String(),
  entity: Type.String(),
  origin: Type.String(),
  chosen: Type.Boolean(),
});
export type FieldMappingView = Static<typeof FieldMappingView>;
export const MappingsView = Type.Object({
  editable: Type.Boolean(),
  mappings: Type.Array(FieldMappingView),
  unmapped: Type.Array(FieldMappingView),
});
export type MappingsView = Static<typeof MappingsView>;

export const SyncFieldsInput = Type.Object({
  untick: Type.Optional(Type.Array(Type.String({ examples: ['Lead.SICCode__c'] }))),
});
export type SyncFieldsInput = Static<typeof SyncFieldsInput>;
export const ConfirmInput = Type.Object({ organizationId: Type.String({ description: 'The org of the warning.' }) });
export const CombineInput = Type.Object({ dragged: Type.String(), onto: Type.String() });
export const BreakInput = Type.Object({ field: Type.String() });

export const DryRunView = Type.Object({
  objects: Type.Array(Type.Object({ object: Type.String(), records: Type.Integer() })),
  possibleDuplicates: Type.Integer(),
  estimatedSeconds: Type.Integer(),
  estimatedApiCalls: Type.Integer(),
  caution: Type.String(),
});
export type DryRunView = Static<typeof DryRunView>;
