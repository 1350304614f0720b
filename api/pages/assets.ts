import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Router } from 'express';

interface Asset {
  readonly href: string;
  readonly type: string;
  readonly content: Buffer;
}

const WEB = join(__dirname, '..', '..', 'web');

/** An asset whose address changes with its content, so that browsers may keep it for ever. */
function asset(file: string, type: string): Asset {
  const content = readFileSync(join(WEB, file));
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 12);
  return { href: `/assets/${file.replace('.', `.${hash}.`)}`, type, content };
}

export const STYLE = asset('style.css', 'text/css; charset=utf-8');
export const ICON = asset('icon.svg', 'image/svg+xml');

export function assetsRouter(): Router {
  const router = Router();
  for (const { href, type, content } of [STYLE, ICON]) {
    router.get(href, (_req, res) => {
      res.set({ 'content-type': type, 'cache-control': 'public, max-age=31536000, immutable' }).send(content);
    });
  }
  return router;
}
