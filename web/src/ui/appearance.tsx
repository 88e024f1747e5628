import { type Language, languages } from '@lockstep/contract/languages.ts';
import { type MantineColorScheme, SegmentedControl, Stack, Text, useMantineColorScheme } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { chooseLanguage } from '../i18n/i18n.ts';
import { languageNames } from '../i18n/languages.ts';
import { useLanguage } from '../i18n/use-language.ts';

const schemes = ['light', 'dark', 'auto'] as const;

interface Props {
  /** Called with a language that was chosen. */
  onLanguage?: (language: Language) => void;
}

/** Colours and language: each remembered by this browser. */
export function Appearance({ onLanguage }: Props) {
  return (
    <Stack gap="xs">
      <LanguageSwitch onLanguage={onLanguage} />
      <ThemeSwitch />
    </Stack>
  );
}

export function LanguageSwitch({ onLanguage }: Props) {
  const { t } = useTranslation();
  const label = useId();
  return (
    <div>
      <Text size="xs" c="dimmed" mb={4} id={label}>
        {t('language.label')}
      </Text>
      <SegmentedControl
        fullWidth
        size="xs"
        aria-labelledby={label}
        value={useLanguage()}
        onChange={(language) => {
          void chooseLanguage(language as Language);
          onLanguage?.(language as Language);
        }}
        data={languages.map((value) => ({ value, label: languageNames[value] }))}
      />
    </div>
  );
}

export function ThemeSwitch() {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const label = useId();
  return (
    <div>
      <Text size="xs" c="dimmed" mb={4} id={label}>
        {t('theme.label')}
      </Text>
      <SegmentedControl
        fullWidth
        size="xs"
        aria-labelledby={label}
        value={colorScheme}
        onChange={(scheme) => setColorScheme(scheme as MantineColorScheme)}
        data={schemes.map((value) => ({ value, label: t(`theme.${value}`) }))}
      />
    </div>
  );
}
