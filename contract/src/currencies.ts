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

export const CurrencyParams = Type.Object({ isoCode: Type.String({ pattern: '^[A-Z]{3}$', examples: ['EUR'] }) });
export const DatedRateQuery = Type.Object({
  before: Type.Optional(Type.String({ format: 'date', description: '`next` of the page before.' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 300 })),
});
/** The rates of a currency by date, newest first; each holds until the one above it begins. */
export const DatedRatePage = Type.Object({
  rates: Type.Array(
    Type.Object({
      from: Type.String({ format: 'date' }),
      rate: Type.String({ description: 'How much of it one of the default currency is worth.' }),
    }),
  ),
  next: Type.Union([Type.String(), Type.Null()]),
});
export type DatedRatePage = Static<typeof DatedRatePage>;
