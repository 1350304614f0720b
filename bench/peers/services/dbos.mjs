/** `dbos.mjs PORT DATABASE_URL`: the miniature as a workflow of DBOS Transact with steps, `recv` and events. (No data source is published that fits this version.) */
import { createServer } from 'node:http';
import process from 'node:process';
import { randomUUID } from 'node:crypto';
import { DBOS } from '@dbos-inc/dbos-sdk';
import knex from 'knex';

const [port, url] = process.argv.slice(2);
const WAIT_S = 86_400;
const db = knex({ client: 'pg', connection: url, pool: { min: 0, max: 10 } });

/** A step may run twice: its rows may be there. */
const open = (id) =>
  db.transaction(async (trx) => {
    await trx('plain_requests').insert({ id, status: 'pending' }).onConflict().ignore();
    await trx('plain_tasks').insert({ request_id: id }).onConflict().ignore();
  });
const record = (id, choice) =>
  db.transaction(async (trx) => {
    await trx('plain_tasks').where({ request_id: id }).update({ choice });
    await trx('plain_requests').where({ id }).update({ status: choice });
  });

async function approval(id) {
  await DBOS.runStep(() => open(id), { name: 'open' });
  await DBOS.setEvent('opened', true);
  const choice = await DBOS.recv('decision', WAIT_S);
  await DBOS.runStep(() => record(id, choice), { name: 'record' });
  await DBOS.setEvent('decided', true);
}
const workflow = DBOS.registerWorkflow(approval, { name: 'approval' });

async function start() {
  const id = `dbos-${randomUUID()}`;
  await DBOS.startWorkflow(workflow, { workflowID: id })(id);
  await DBOS.getEvent(id, 'opened', 60);
  return { id };
}

/** Sent once however often it is asked for, as the key says. */
async function decide(id) {
  await DBOS.send(id, 'approve', 'decision', `decide-${id}`);
  if (!(await DBOS.getEvent(id, 'decided', 60))) throw new Error('the decision was not recorded');
  return {};
}

DBOS.setConfig({ name: 'peers', systemDatabaseUrl: url, logLevel: 'error' });
await DBOS.launch();
createServer((request, response) => {
  const [, verb, id] = request.url.split('/');
  request.resume();
  (verb === 'start' ? start() : decide(id)).then(
    (answer) => response.end(JSON.stringify(answer)),
    (error) => response.writeHead(500).end(String(error)),
  );
}).listen(Number(port), '127.0.0.1', () => process.stdout.write('ready\n'));
