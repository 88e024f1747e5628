import { useTranslation } from 'react-i18next';

/** How a type of activity is called; one that this page does not know keeps its name. */
export function useActivityTypes(): (type: string) => string {
  const { t } = useTranslation();
  return (type) => t(`person.activityTypes.${type}` as 'person.activityTypes.Merge', type);
}
