import { type Html, html } from './html.ts';
import type { Page } from './page.ts';
import type { Visitor } from './visitor.ts';

interface Entry {
  section: string;
  label: string;
  url: string;
}

const everybody: Entry[] = [
  { section: 'records', label: 'Records', url: '/practice-org/objects' },
  { section: 'security-token', label: 'Security token', url: '/practice-org/security-token' },
];

const administrators: Entry[] = [
  { section: 'fields', label: 'Fields', url: '/practice-org/setup/fields' },
  { section: 'users', label: 'Users', url: '/practice-org/setup/users' },
  { section: 'apps', label: 'Connected apps', url: '/practice-org/setup/apps' },
  { section: 'login', label: 'Login', url: '/practice-org/setup/login' },
  { section: 'faults', label: 'Faults', url: '/practice-org/setup/faults' },
  { section: 'clock', label: 'Clock', url: '/practice-org/setup/clock' },
  { section: 'mails', label: 'Mails', url: '/practice-org/setup/mails' },
];

/** The frame around every page. */
export function layout(page: Page, visitor: Visitor | undefined, csrf: Html): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${page.title} · Practice org</title>
<link rel="stylesheet" href="/practice-org/style.css">
<link rel="icon" href="data:,">
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header><div>
<strong><a href="/practice-org">Practice org</a>${visitor && html`<small>${visitor.user.username}</small>`}</strong>
${visitor && navigation(page, visitor)}
${visitor && html`<form method="post" action="/practice-org/logout">${csrf}<button class="link">Sign out</button></form>`}
</div></header>
<main id="content" tabindex="-1"${page.narrow && html` class="narrow"`}>
${page.body}
</main>
</body>
</html>
`;
}

function navigation(page: Page, visitor: Visitor): Html {
  const entries = [...everybody, ...(visitor.isAdministrator ? administrators : [])];
  return html`<nav aria-label="Practice org">${entries.map((entry) => link(entry, page))}</nav>`;
}

function link({ section, label, url }: Entry, page: Page): Html {
  return html`<a href="${url}"${page.section === section && html` aria-current="page"`}>${label}</a>`;
}
