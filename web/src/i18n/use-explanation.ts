import type { ErrorView } from '@lockstep/contract/common.ts';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../api/client.ts';
import { useWords } from './use-words.ts';

/** An error as the server tells it. */
export type ExplainedError = ErrorView['error'];

export interface Explanation {
  title: string;
  /** The case at hand, in our words. */
  detail: string;
  action: string;
  /** What Salesforce said, word for word. */
  original: string;
  code: string;
}

/** The one place that turns an error into words. */
export function useExplanation(error: Error | ExplainedError): Explanation {
  const { t, i18n } = useTranslation();
  const inWords = useWords();
  const known = error instanceof ApiError ? error.explanation : 'code' in error ? (error as ExplainedError) : null;
  if (!known) return { title: error.message, detail: '', action: '', original: '', code: '' };
  const { code, message, detail, action, told } = known;
  if (code === 'page/unreachable') {
    const [title, whatToDo] = [t('error.unreachable'), t('error.unreachableAction')];
    return { title, detail: '', action: whatToDo, original: '', code: '' };
  }
  if (code === 'page/unexplained') {
    return { title: t('error.unexplained', { status: detail }), detail: '', action: '', original: '', code: '' };
  }
  const translated = i18n.getResource(i18n.language, 'errors', code) as { meaning: string; action: string } | undefined;
  const words = told ? inWords(told) : { text: '', original: detail };
  // What is not of our catalogue's own words is Salesforce's where Salesforce answered, and the case at hand where it did not.
  const fromSalesforce = code.startsWith('sf/');
  return {
    title: translated?.meaning ?? message,
    detail: fromSalesforce ? words.text : [words.text, words.original].filter(Boolean).join(' '),
    action: translated?.action ?? action,
    original: fromSalesforce ? words.original : '',
    code,
  };
}
