/** `node deploy/probe.js /readyz`: exit code 0 when the API of this container answers that path with success. */
const { get } = require('node:http');

const port = process.env['PORT'] || '3000';
const path = process.argv[2] ?? '/healthz';

get({ host: '127.0.0.1', port, path, timeout: 4_000 }, ({ statusCode }) => process.exit(statusCode === 200 ? 0 : 1))
  .once('timeout', () => process.exit(1))
  .once('error', () => process.exit(1));
