import type { Told } from '@lockstep/contract/common.ts';
import type { Language } from '@lockstep/contract/languages.ts';
import { errors as dutchErrors } from '@lockstep/contract/nl/errors.ts';
import { kindNames as dutchKinds } from '@lockstep/contract/nl/notification-kinds.ts';
import { sentences as dutchSentences } from '@lockstep/contract/nl/sentences.ts';
import { kindNames as englishKinds, notificationPlaces } from '@lockstep/contract/notification-kinds.ts';
import { inWords } from '@lockstep/contract/words.ts';
import type { Notification } from '../subscription/notifications.ts';
import { told } from '../told.ts';
import type { Letter } from './smtp.ts';

export type News = Pick<Notification, 'kind' | 'subject' | 'message' | 'action' | 'told'>;

/** Mail programs show less than this of a subject. */
const longestSubject = 150;

const tongues = {
  en: { sentences: {}, errors: {}, kinds: englishKinds },
  nl: { sentences: dutchSentences, errors: dutchErrors, kinds: dutchKinds },
};

/** What has to be told at one moment, as an e-mail: text and HTML that say the same. `pages` is what links begin with. */
export function writeLetter(language: Language, news: readonly News[], pages: string): Letter {
  const { kinds } = tongues[language];
  const say = speaker(language);
  const items = news.map(({ kind, subject, message, action, told: words }) => ({
    title: `${kinds[kind]} (${subject})`,
    message: words ? say(...words.message) : message,
    action: `${say(told`What to do:`)} ${words ? say(...words.action) : action}`,
    link: `${pages}${notificationPlaces[kind]}`,
  }));
  const [first] = items;
  const titles = [...new Set(news.map(({ kind }) => kinds[kind]))].join(', ');
  const subject =
    items.length === 1 && first ? `${titles}: ${first.message}` : say(told`${items.length} notifications: ${titles}`);
  return {
    subject: shortened(`Lockstep: ${subject}`),
    ...bothWays(
      language,
      items.map(({ title, message, action, link }) => ({ title, lines: [message, action], link })),
      [
        { says: say(told`All notifications:`), link: `${pages}/notifications` },
        {
          says: say(
            told`There is one e-mail for each cause, and no other while it lasts. What you get is chosen here:`,
          ),
          link: `${pages}${notificationPlaces.mail}`,
        },
      ],
    ),
  };
}

/** Shows that e-mails arrive. */
export function writeTestLetter(language: Language, pages: string): Letter {
  const say = speaker(language);
  const title = say(told`A test e-mail`);
  const lines = [say(told`Somebody asked for it. E-mails of this Lockstep server arrive.`)];
  const feet = [{ says: say(told`What you get is chosen here:`), link: `${pages}${notificationPlaces.mail}` }];
  return { subject: `Lockstep: ${title}`, ...bothWays(language, [{ title, lines }], feet) };
}

interface Part {
  title: string;
  lines: readonly string[];
  link?: string;
}

interface Foot {
  says: string;
  link: string;
}

function bothWays(language: Language, parts: readonly Part[], feet: readonly Foot[]): Pick<Letter, 'text' | 'html'> {
  const text = [
    ...parts.map(({ title, lines, link }) => [title, ...lines, link].filter(Boolean).join('\n')),
    ['-- ', ...feet.map(({ says, link }) => `${says}\n${link}`)].join('\n'),
  ].join('\n\n');
  const html = [
    `<!doctype html><html lang="${language}"><body style="font-family: sans-serif; line-height: 1.5; max-width: 40em">`,
    ...parts.map(
      ({ title, lines, link }) =>
        `<h2 style="font-size: 1.1em">${link ? anchor(link, title) : escaped(title)}</h2>` +
        lines.map((line) => `<p>${escaped(line)}</p>`).join(''),
    ),
    `<hr><p style="font-size: 0.9em">${feet.map(({ says, link }) => `${escaped(says)} ${anchor(link, link)}`).join('<br>')}</p>`,
    '</body></html>',
  ].join('\n');
  return { text: `${text}\n`, html };
}

function speaker(language: Language): (...words: readonly Told[]) => string {
  return (...words) => {
    const { text, original } = inWords(tongues[language], words);
    return [text, original].filter(Boolean).join(' ');
  };
}

const anchor = (link: string, text: string) => `<a href="${escaped(link)}">${escaped(text)}</a>`;

/** What Salesforce or a mail server said may hold anything (SEC-3). */
const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => entities[sign] ?? sign);

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > longestSubject ? `${line.slice(0, longestSubject - 1)}…` : line;
}
