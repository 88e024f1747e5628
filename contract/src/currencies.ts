import { type Static, Type } from 'typebox';

/** The currencies of the org (SYN-12); empty when it has one. */
export const CurrencyList = Type.Object({
  currencies: Type.Array(
    Type.Object({
      isoCode: Type.String(),
      rate: Type.String({ description: 'How much of it one of the default currency is worth.' }),
      isDefault: Type.Boolean(),
      isActive: Type.Boolean(),
      datedRates: Type.Integer({ description: 'Rates by date, which hold for opportunities.' }),
    }),
  ),
});
export type CurrencyList = Static<typeof CurrencyList>;
