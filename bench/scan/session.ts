const TYPE = 'application/x-www-form-urlencoded';

/** Signs in by the page, as a person does with a token; answers the cookie of the session. */
export async function sessionCookie(base: string, token: string): Promise<string> {
  const form = await fetch(`${base}/sign-in`);
  const csrf = /name="csrf" value="([^"]+)"/.exec(await form.text())?.[1] ?? '';
  const body = new URLSearchParams({ csrf, token, next: '/' });
  const headers = { 'content-type': TYPE, cookie: cookiesOf(form) };
  const answer = await fetch(`${base}/sign-in`, { method: 'POST', redirect: 'manual', headers, body });
  const cookie = cookiesOf(answer);
  if (!cookie.includes('tenure_session')) throw new Error(`Signing in was answered with ${answer.status}.`);
  return cookie;
}

const cookiesOf = ({ headers }: Response): string =>
  headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
