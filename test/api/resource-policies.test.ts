import express from 'express';
import request from 'supertest';
import { SVG_HEADERS } from '../../api/diagram';
import { docsRouter } from '../../api/docs';
import { FRAMED_POLICY, FRAMING_POLICY, LIVE_POLICY, PAGE_POLICY } from '../../api/pages/headers';
import { savedFileHeaders } from '../../api/saved-file';
import { MAIL_POLICY } from '../../bin/parts/mail-web';

const docs = express().use(docsRouter());
const saved = savedFileHeaders({ fileName: '报价.svg', mediaType: 'image/svg+xml' });

const policyOf = async (path: string): Promise<string> => {
  const { status, headers } = await request(docs).get(path);
  expect(status).toBe(200);
  return headers['content-security-policy'] ?? '';
};

/** What a policy says of one thing; undefined where it is silent. */
const said = (policy: string, directive: string): string | undefined =>
  policy
    .split(';')
    .map((part) => part.trim().split(' '))
    .find(([name]) => name === directive)
    ?.slice(1)
    .join(' ');

const policies: readonly (readonly [string, () => string | Promise<string>, string])[] = [
  ['the documentation of the API', () => policyOf('/docs'), "'none'"],
  ['its script', () => policyOf('/docs/start.js'), "'none'"],
  ['its own copy of Swagger UI', () => policyOf('/docs/swagger-ui.css'), "'none'"],
  ['the list of error codes', () => policyOf('/docs/errors'), "'none'"],
  ['a file that people sent in', () => saved['content-security-policy'] ?? '', "'none'"],
  ['a diagram', () => SVG_HEADERS['content-security-policy'], "'none'"],
  ['a page', () => PAGE_POLICY, "'none'"],
  ['a page that follows', () => LIVE_POLICY, "'none'"],
  ['a page with a letter in it', () => FRAMING_POLICY, "'none'"],
  ['a letter within a page', () => FRAMED_POLICY, "'self'"],
  ['a letter in the mail catcher', () => MAIL_POLICY, "'self'"],
];

test.each(policies)('%s runs no plug-in, moves no base and is framed by nobody else', async (_what, read, framedBy) => {
  const policy = await read();
  expect(said(policy, 'object-src') ?? said(policy, 'default-src')).toBe("'none'");
  expect(said(policy, 'base-uri')).toBe("'none'");
  expect(said(policy, 'frame-ancestors')).toBe(framedBy);
});
