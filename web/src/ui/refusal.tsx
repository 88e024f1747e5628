import { Code, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { isOwn, valuesOf } from '../i18n/own-refusal.ts';
import { Disclosure } from './disclosure.tsx';

/** Why a record was refused, in plain words; what Salesforce said, or we, is one click away. */
export function Refusal({ code, message }: { code: string; message: string }) {
  const { t } = useTranslation();
  const own = isOwn(code);
  const values = own ? valuesOf(code, message) : null;
  const cause = t(
    `salesforce.errors.causes.${code}` as 'salesforce.errors.causes.other',
    t('salesforce.errors.causes.other'),
  );
  return (
    <>
      <Text size="sm" fw={600}>
        {cause}
      </Text>
      <Disclosure label={t(own ? 'error.details' : 'error.salesforceSaid')}>
        <Code block>
          {values ? t(`salesforce.errors.own.${code}` as string, { ...values, defaultValue: message }) : message}
        </Code>
        <Text size="xs" c="dimmed" fw={400} mt={4}>
          {code}
        </Text>
      </Disclosure>
    </>
  );
}
