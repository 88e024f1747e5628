import { useTranslation } from 'react-i18next';

/** Who set a value, in words; one that this page does not know keeps its name. */
export function useSources(): (source: string) => string {
  const { t } = useTranslation();
  return (source) => t(`person.sources.${source}` as 'person.sources.salesforce', source);
}
