/** A kind of option value: what is allowed, in words, and how its text is read. */
export interface Kind<T> {
  /** Completes the sentence "… is not …". */
  readonly allowed: string;
  /** The value, or undefined when the text is not allowed. */
  parse(text: string): T | undefined;
  /** How a default is written in the documentation. */
  show?(value: T): string;
  /** true when the value must never be printed. */
  readonly secret?: boolean;
}

const keyBytes = 32;

export const place: Kind<string> = { allowed: 'a text', parse: (text) => text };

export const postgresUrl: Kind<string> = {
  allowed: 'a PostgreSQL URL (postgresql://user:password@host:port/database)',
  parse: (text) => (/^postgres(ql)?:$/.test(parseUrl(text)?.protocol ?? '') ? text : undefined),
  secret: true,
};

export const webUrl: Kind<string> = {
  allowed: 'a web address (https://host)',
  parse: (text) => (/^https?:$/.test(parseUrl(text)?.protocol ?? '') ? text.replace(/\/+$/, '') : undefined),
};

export const mailServer: Kind<string> = {
  allowed: 'the address of a mail server (smtp://user:password@host:587 or smtps://user:password@host:465)',
  parse: (text) => {
    const url = parseUrl(text);
    return url && /^smtps?:$/.test(url.protocol) && url.hostname ? text : undefined;
  },
  secret: true,
};

export const sender: Kind<string> = {
  allowed: 'a sender (lockstep@example.com or Lockstep <lockstep@example.com>)',
  parse: (text) => /^([^<>\r\n]*<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/.exec(text)?.[0],
};

export const secretKey: Kind<Buffer> = {
  allowed: `${keyBytes} bytes in base64 (make one with: openssl rand -base64 ${keyBytes})`,
  parse: readKey,
  secret: true,
};

export const secretKeys: Kind<readonly Buffer[]> = {
  allowed: `a comma-separated list of keys of ${keyBytes} bytes in base64`,
  parse: (text) => everyItem(text, readKey),
  show: () => '',
  secret: true,
};

export const hosts: Kind<readonly string[]> = {
  allowed: 'a comma-separated list of host names, each with an optional port (localhost:3001)',
  parse: (text) => everyItem(text, readHost),
  show: (list) => list.join(','),
};

export function wholeNumber(least: number, most: number): Kind<number> {
  return {
    allowed: `a whole number from ${least} to ${most}`,
    parse(text) {
      const value = Number(text);
      return /^\d+$/.test(text) && value >= least && value <= most ? value : undefined;
    },
  };
}

export function oneOf<const T extends string>(choices: readonly T[]): Kind<T> {
  return {
    allowed: `one of ${choices.join(', ')}`,
    parse: (text) => choices.find((choice) => choice === text.toLowerCase()),
  };
}

function readKey(text: string): Buffer | undefined {
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(text)) return undefined;
  const key = Buffer.from(text, 'base64');
  return key.length === keyBytes ? key : undefined;
}

function readHost(text: string): string | undefined {
  return /^(\[[0-9a-f:]+\]|[a-z0-9][a-z0-9.-]*)(:\d{1,5})?$/.exec(text.toLowerCase())?.[0];
}

function everyItem<T>(text: string, read: (item: string) => T | undefined): T[] | undefined {
  const items = text.split(',').map((item) => item.trim());
  const values = items.filter(Boolean).map(read);
  return values.includes(undefined) ? undefined : (values as T[]);
}

function parseUrl(text: string): URL | undefined {
  return URL.parse(text) ?? undefined;
}
