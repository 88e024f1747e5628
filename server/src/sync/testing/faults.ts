/** The fault switch of a practice org, as any client of its API turns it. */

interface Switchable {
  url: string;
}

/** Makes the org misbehave as the plan says; an empty plan ends it. */
export async function switchFaults(org: Switchable, plan: Record<string, unknown>): Promise<void> {
  const response = await fetch(faultsOf(org), {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(plan),
  });
  if (!response.ok) throw new Error(`The fault switch refused: ${await response.text()}`);
}

/** How often each fault has struck since the plan was set. */
export async function struckFaults(org: Switchable): Promise<Record<string, number>> {
  const response = await fetch(faultsOf(org));
  return ((await response.json()) as { struck: Record<string, number> }).struck;
}

const faultsOf = ({ url }: Switchable): URL => new URL('/practice-org/faults', url);
