import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';

interface Props {
  field: { name: string; label: string; type: string };
  value: string;
}

/** A value of a field, entered as the type of the field wants. */
export function ValueInput({ field: { name, label, type }, value }: Props) {
  const { t } = useTranslation();
  const same = { name, label, defaultValue: value };
  if (type === 'text') return <Textarea {...same} autosize minRows={2} maxRows={6} />;
  if (type === 'date') return <TextInput {...same} type="date" />;
  if (type === 'boolean') {
    const data = [
      { value: '', label: '–' },
      { value: 'true', label: t('database.values.yes') },
      { value: 'false', label: t('database.values.no') },
    ];
    return <NativeSelect {...same} data={data} />;
  }
  return <TextInput {...same} inputMode={['integer', 'score'].includes(type) ? 'numeric' : undefined} />;
}

/** What was typed into such inputs and differs. Browsers give line ends as CRLF; a value that differs only so was not touched. */
export function changedValues(
  form: FormData,
  values: Readonly<Record<string, string | null>>,
): Record<string, string | null> {
  const plain = (text: string) => text.replaceAll('\r\n', '\n');
  const given = [...form.entries()].map(([name, value]) => [name, String(value)] as const);
  const changed = given.filter(([name, value]) => plain(value) !== plain(values[name] ?? ''));
  return Object.fromEntries(changed.map(([name, value]) => [name, value || null]));
}
