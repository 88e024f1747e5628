import type { FilterCheck } from '@lockstep/contract/filters.ts';
import { Box, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFilterCheck } from '../../api/objects.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';

interface Props {
  object: string;
  condition: string;
  /** The condition is about to change. */
  isTyping: boolean;
}

/** What a condition would mean, as Salesforce counts it now. Its place is kept, so that nothing jumps. */
export function FilterMeaning({ object, condition, isTyping }: Props) {
  const { t } = useTranslation();
  const { data, error, isFetching } = useFilterCheck(object, condition);
  return (
    <Box mih={76} aria-live="polite">
      {condition === '' ? (
        <Text size="sm" c="dimmed">
          {t('objects.everyRecord')}
        </Text>
      ) : error ? (
        <ErrorNotice error={error} />
      ) : data && !isFetching && !isTyping ? (
        <Counted check={data} />
      ) : (
        <Text size="sm" c="dimmed">
          {t('objects.filterForm.counting')}
        </Text>
      )}
    </Box>
  );
}

function Counted({ check: { matching, total, warning } }: { check: FilterCheck }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Stack gap={4}>
      <Text size="sm" fw={600}>
        {t('objects.filterForm.count', { matching: format.count(matching), total: format.count(total) })}
      </Text>
      {matching === 0 ? (
        <Text size="sm">{t('objects.filterForm.noneMatch')}</Text>
      ) : matching === total ? (
        <Text size="sm">{t('objects.filterForm.allMatch')}</Text>
      ) : (
        warning && <Text size="sm">{t('objects.filterForm.slow')}</Text>
      )}
    </Stack>
  );
}
