import { dirname } from 'node:path';
import express, { Router } from 'express';
import { ERROR_CODES } from '../domain/errors';
import { STATUS } from './problems';

/** Its files alone: loading the package would run a megabyte of code for browsers. */
const SWAGGER_UI = dirname(require.resolve('swagger-ui-dist/package.json'));

const PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Tenure API</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="/docs/swagger-ui.css"></head>
<body><div id="swagger-ui"></div><script src="/docs/swagger-ui-bundle.js"></script><script src="/docs/start.js"></script></body></html>`;
const START = `window.ui = SwaggerUIBundle({ url: '/api/v1/openapi.json', dom_id: '#swagger-ui', deepLinking: true, validatorUrl: null });`;

/** API docs page from our own copy of Swagger UI, and the list of error codes that problem documents point to. */
export function docsRouter(): Router {
  const router = Router();
  // Swagger UI sets style attributes and draws its icons from data URLs.
  const csp =
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; font-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  router.use('/docs', (_req, res, next) => {
    res.set('content-security-policy', csp);
    next();
  });
  router.get('/docs', (_req, res) => void res.type('html').send(PAGE));
  router.get('/docs/start.js', (_req, res) => void res.type('text/javascript').send(START));
  router.get('/docs/errors', (_req, res) => void res.type('html').send(errorPage()));
  router.use('/docs', express.static(SWAGGER_UI, { index: false, fallthrough: true }));
  return router;
}

function errorPage(): string {
  const rows = Object.entries(ERROR_CODES).map(
    ([code, meaning]) =>
      `<dt id="${code}"><code>${code}</code> (${STATUS[code as keyof typeof STATUS]})</dt><dd>${meaning}</dd>`,
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Error codes</title></head><body><h1>Error codes</h1><dl>${rows.join('')}</dl></body></html>`;
}
