/** A browser without a screen or scripts, for walking through forms: it keeps cookies and does not follow redirects. */
export class TestBrowser {
  readonly #base: string;
  readonly #cookies = new Map<string, string>();
  status = 0;
  location = '';
  page = '';

  constructor(base: string) {
    this.#base = base;
  }

  async open(path: string): Promise<this> {
    return this.#read(await fetch(this.#url(path), { headers: { cookie: this.#cookie() }, redirect: 'manual' }));
  }

  /** Opens a page and whatever it redirects to inside this org. */
  async follow(path: string): Promise<this> {
    await this.open(path);
    while (this.location.startsWith('/') || this.location.startsWith(`${this.#base}/practice-org`)) {
      await this.open(this.location);
    }
    return this;
  }

  /** Sends the page's form that has these fields, with its hidden fields, as a browser would. */
  async submit(action: string, fields: Record<string, string> = {}): Promise<this> {
    const form = this.#form(action);
    const body = new URLSearchParams([...hiddenFields(form), ...Object.entries(fields)]);
    const headers = { cookie: this.#cookie() };
    return this.#read(await fetch(this.#url(action), { method: 'POST', body, headers, redirect: 'manual' }));
  }

  #form(action: string): string {
    const forms = this.page.match(/<form[^>]*method="post"[\s\S]*?<\/form>/g) ?? [];
    const form =
      forms.find((text) => text.includes(`action="${action}"`)) ?? forms.find((text) => !text.includes('action='));
    if (!form) throw new Error(`The page has no form for ${action}:\n${this.page}`);
    return form;
  }

  async #read(response: Response): Promise<this> {
    for (const cookie of response.headers.getSetCookie()) {
      const [name, value] = (cookie.split(';')[0] ?? '').split('=') as [string, string];
      if (value) this.#cookies.set(name, value);
      else this.#cookies.delete(name);
    }
    this.status = response.status;
    this.location = response.headers.get('location') ?? '';
    this.page = await response.text();
    return this;
  }

  #url(path: string): string {
    return new URL(path, this.#base).href;
  }

  #cookie(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }
}

function hiddenFields(form: string): [string, string][] {
  return [...form.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)].map(([, name, value]) => [
    name as string,
    unescapeHtml(value as string),
  ]);
}

export function unescapeHtml(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}
