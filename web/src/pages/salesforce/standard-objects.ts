/** The objects that are in every sync, which way they go (SYN-2), and which of them may have a record filter (SYN-15). */
export const standardObjects = [
  { name: 'Account', direction: 'from-salesforce', filterable: true },
  { name: 'Lead', direction: 'both', filterable: true },
  { name: 'Contact', direction: 'both', filterable: true },
  { name: 'Opportunity', direction: 'from-salesforce', filterable: true },
  { name: 'OpportunityContactRole', direction: 'from-salesforce', filterable: false },
  { name: 'Campaign', direction: 'from-salesforce', filterable: false },
  { name: 'CampaignMember', direction: 'both', filterable: false },
  { name: 'Task', direction: 'from-salesforce', filterable: false },
  { name: 'Event', direction: 'from-salesforce', filterable: false },
  { name: 'User', direction: 'from-salesforce', filterable: false },
] as const;

export const objectPath = (name: string): string => `/salesforce/objects/${encodeURIComponent(name)}`;
