/** `floor.ts PORT DATABASE_URL`: the miniature by hand with express and knex; nothing goes on after a crash but what the rows say. */
import { randomUUID } from 'node:crypto';
import express from 'express';
import knex from 'knex';
import { plainActivities } from '../../approvals/plain-activities';

const [port, url = ''] = process.argv.slice(2);
const { open, decide } = plainActivities(knex({ client: 'pg', connection: url, pool: { min: 0, max: 10 } }));
const app = express();
app.post('/start', async (_request, response) => {
  const id = `floor-${randomUUID()}`;
  await open(id);
  response.json({ id });
});
app.post('/decide/:id', async ({ params: { id } }, response) => {
  await decide(id, 'approve');
  response.json({});
});
app.listen(Number(port), '127.0.0.1', () => process.stdout.write('ready\n'));
