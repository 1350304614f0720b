import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Router } from 'express';
import { packedReply } from './packed';

interface Asset {
  readonly href: string;
  readonly type: string;
  readonly content: Buffer;
}

const WEB = join(__dirname, '..', '..', 'web');
const SIMPLE_WEBAUTHN = join(
  dirname(require.resolve('@simplewebauthn/browser')),
  ...['..', 'dist', 'bundle', 'index.umd.min.js'],
);
/** In the order of the cascade: later sheets answer for narrow screens and paper. */
const SHEETS = [
  'colours',
  'base',
  'controls',
  'lists',
  'decision',
  'engagement',
  'needs',
  'chart',
  'diagram',
  'course',
  'tender',
  'values',
  'admin',
  'policy',
  'portfolio',
  'narrow',
] as const;

/** An asset whose address changes with its content, so that browsers may keep it for ever. */
function asset(name: string, type: string, content: Buffer): Asset {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 12);
  return { href: `/assets/${name.replace('.', `.${hash}.`)}`, type, content };
}

const file = (name: string): Buffer => readFileSync(join(WEB, name));

export const STYLE = asset(
  'style.css',
  'text/css; charset=utf-8',
  Buffer.concat(SHEETS.map((name) => file(`${name}.css`))),
);
/** It follows what a page shows. Every page does without it. */
export const LIVE = asset('live.js', 'text/javascript; charset=utf-8', file('live.js'));
/** Keys to go through a list with. Every page does without them. */
export const KEYS = asset('keys.js', 'text/javascript; charset=utf-8', file('keys.js'));
/** Keeps what is typed until it was recorded. Every form does without it. */
export const DRAFTS = asset('drafts.js', 'text/javascript; charset=utf-8', file('drafts.js'));
/** Empties the tabs of a browser in which nobody is signed in any more. Without it they stay until they are read again. */
export const SESSION = asset('session.js', 'text/javascript; charset=utf-8', file('session.js'));
/** Keeps a form whose parts come and go, as those of a policy. */
export const GROWN_FORM = asset('grown-form.js', 'text/javascript; charset=utf-8', file('grown-form.js'));
/** What asks for passkeys: the library and a script of ours in one file. */
export const PASSKEYS = asset(
  'passkeys.js',
  'text/javascript; charset=utf-8',
  Buffer.concat([readFileSync(SIMPLE_WEBAUTHN), Buffer.from('\n'), file('passkeys.js')]),
);
export const ICON = asset('icon.svg', 'image/svg+xml', file('icon.svg'));

export function assetsRouter(): Router {
  const router = Router();
  for (const { href, type, content } of [STYLE, LIVE, KEYS, DRAFTS, SESSION, GROWN_FORM, PASSKEYS, ICON]) {
    const reply = packedReply(content);
    router.get(href, async (req, res) => {
      res.set({ 'content-type': type, 'cache-control': 'public, max-age=31536000, immutable' });
      await reply(req, res);
    });
  }
  return router;
}
