import type { ManagedSubscription } from '../pubsub/managed-subscriptions.ts';

/** Which managed subscriptions a query of the Tooling API asks for: subscribers look theirs up before they subscribe. */
export function wantedManaged(soql: string): (one: ManagedSubscription) => boolean {
  const [, field, value] = /\bWHERE\s+(Id|DeveloperName)\s*=\s*'([^'\\]*)'/i.exec(soql) ?? [];
  return (one) =>
    field?.toLowerCase() === 'id' ? one.id.startsWith(String(value)) : !field || one.developerName === value;
}

export function managedRecord(basePath: string, one: ManagedSubscription) {
  return {
    attributes: {
      type: 'ManagedEventSubscription',
      url: `${basePath}/tooling/sobjects/ManagedEventSubscription/${one.id}`,
    },
    Id: one.id,
    DeveloperName: one.developerName,
    Metadata: {
      defaultReplay: one.defaultReplay,
      errorRecoveryReplay: one.errorRecoveryReplay,
      label: one.label,
      state: one.state,
      topicName: one.topic,
      urls: null,
      version: null,
    },
  };
}
