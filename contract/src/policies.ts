import { Type } from 'typebox';

const Policy = Type.Enum(['marketing-wins', 'salesforce-wins', 'newest', 'salesforce-unless-blank', 'add-differences']);

/** Which side wins when a field changed on both (SYN-5). */
export const PolicyList = Type.Object({
  policies: Type.Array(
    Type.Object({
      target: Type.String({ examples: ['Lead', 'Lead.mkto71_Lead_Score__c'] }),
      policy: Policy,
      chosen: Type.Boolean({ description: 'false: the default.' }),
    }),
  ),
});

export const PolicyInput = Type.Object({
  target: Type.String({ examples: ['Contact', 'Lead.Title'] }),
  policy: Type.Union([Policy, Type.Null()], { description: 'null goes back to the default.' }),
});
