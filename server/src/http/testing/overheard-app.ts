import { Writable } from 'node:stream';
import { makeLogTo } from '../../log.ts';
import { type AppWithOrg, startAppWithOrg } from './app-with-org.ts';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH';
type Send = (method: Method, path: string, body?: object) => ReturnType<AppWithOrg['admin']['send']>;

/** An app that listens, and of which everything is kept that it answers and logs, to see that no secret is in it (SEC-1). */
export interface OverheardApp extends AppWithOrg {
  url: string;
  send: Send;
  /** An answer that was not sent by `send`. */
  hear(answer: string): void;
  /** `secret in place` for each that stands in an answer, in clear text in the server's tables, or in the log. */
  spilled(secrets: readonly string[]): Promise<string[]>;
}

export async function startOverheardApp(): Promise<OverheardApp> {
  let logged = '';
  const logLines = new Writable({
    write(chunk, _encoding, done) {
      logged += String(chunk);
      done();
    },
  });
  const started = await startAppWithOrg(makeLogTo(logLines, 'trace', 'test'));
  const url = await started.app.listen({ host: '127.0.0.1', port: 0 });
  const answers: string[] = [];
  const send: Send = async (method, path, body) => {
    const answer = await started.admin.send(method, path, body, { host: new URL(url).host });
    answers.push(JSON.stringify(answer.body));
    return answer;
  };
  return {
    ...started,
    url,
    send,
    hear: (answer) => void answers.push(answer),
    async spilled(secrets) {
      const tables = ['subscription', 'oauth_login', 'audit_entry', 'setting'];
      const stored = await Promise.all(
        tables.map(async (name) => (await started.context.pool.query(`select * from lockstep.${name}`)).rows),
      );
      if (!logged.includes('"salesforce"') || !logged.includes('"level":"trace"'))
        throw new Error('The log is silent.');
      const places = { answers: answers.join('\n'), database: JSON.stringify(stored), log: logged };
      return secrets.flatMap((secret) =>
        Object.entries(places).flatMap(([place, text]) => (text.includes(secret) ? [`${secret} in ${place}`] : [])),
      );
    },
    [Symbol.asyncDispose]: () => started[Symbol.asyncDispose](),
  };
}
