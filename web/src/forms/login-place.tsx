import { Button, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

/** Another place to log in than Salesforce's own hosts: a My Domain, or the practice org that belongs to this server. */
export function LoginPlace({ practiceOrgUrl }: { practiceOrgUrl: string | null }) {
  const { t } = useTranslation();
  const [address, setAddress] = useState('');
  return (
    <Stack gap="xs" align="flex-start">
      <TextInput
        name="loginUrl"
        type="url"
        w="100%"
        label={t('setup.credentials.loginUrl')}
        description={t('setup.credentials.loginUrlHelp')}
        value={address}
        onChange={(event) => setAddress(event.currentTarget.value)}
      />
      {practiceOrgUrl && (
        <Button variant="default" size="xs" onClick={() => setAddress(practiceOrgUrl)}>
          {t('setup.credentials.practiceOrg')}
        </Button>
      )}
    </Stack>
  );
}
