import { Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

export function Brand({ short }: { short?: boolean }) {
  const { t } = useTranslation();
  return (
    <Group gap="xs" wrap="nowrap">
      <img src="/lockstep.svg" alt="" width={24} height={24} />
      <Text fw={600} size="lg" visibleFrom={short ? 'sm' : undefined}>
        {t('product')}
      </Text>
    </Group>
  );
}
