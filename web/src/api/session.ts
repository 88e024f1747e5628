import type { Language } from '@lockstep/contract/languages.ts';
import type { FirstStartView, NewAdmin, SessionView, SignIn } from '@lockstep/contract/session.ts';
import { ApiError, get, post, put, rememberCsrfToken, remove } from './client.ts';

export const readFirstStart = () => get<FirstStartView>('/admin/first-start');
export const createFirstAdmin = async (admin: NewAdmin) => entered(await post('/admin/first-start', admin));
export const signIn = async (credentials: SignIn) => entered(await post('/admin/session', credentials));
export const tellLanguage = (language: Language) => put('/admin/session/language', { language });
export const signOut = () => remove('/admin/session');

/** Who is signed in, or null. */
export async function readSession(): Promise<SessionView | null> {
  try {
    return entered(await get('/admin/session'));
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return null;
    throw error;
  }
}

function entered(session: SessionView): SessionView {
  rememberCsrfToken(session.csrfToken);
  return session;
}
