import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format.ts';

/** How a value reads, by the type of its field; amounts with their currency, other numbers and texts as they are stored. */
export function useFieldText(): (type: string, value: string | null, currency?: string | null) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return (type, value, currency) => {
    if (value === null) return '';
    if (type === 'boolean') return value === 'true' ? t('database.values.yes') : t('database.values.no');
    if (type === 'date') return format.date(`${value}T00:00`); // A day, wherever the reader is.
    if (type === 'datetime') return format.moment(value, 0);
    if (type === 'currency') return format.money(Number(value), currency ?? null);
    return value;
  };
}
