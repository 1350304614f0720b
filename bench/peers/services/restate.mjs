/** `restate.mjs PORT DATABASE_URL`: the miniature as a workflow of Restate, with durable promises; its server calls it over HTTP/2. */
import process from 'node:process';
import pg from 'pg';

// Of Node 22: the package does not say that it needs it.
Promise.withResolvers ??= () => {
  const deferred = {};
  deferred.promise = new Promise((resolve, reject) => Object.assign(deferred, { resolve, reject }));
  return deferred;
};
const restate = await import('@restatedev/restate-sdk');

const [port, url] = process.argv.slice(2);
const pool = new pg.Pool({ connectionString: url, max: 10 });
pool.on('error', () => undefined);

async function inTransaction(work) {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await work(client);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

/** A step may run twice: its rows may be there. */
const open = (id) =>
  inTransaction(async (client) => {
    await client.query("insert into plain_requests (id, status) values ($1, 'pending') on conflict do nothing", [id]);
    await client.query('insert into plain_tasks (request_id) values ($1) on conflict do nothing', [id]);
  });
const decide = (id, choice) =>
  inTransaction(async (client) => {
    await client.query('update plain_tasks set choice = $2 where request_id = $1', [id, choice]);
    await client.query('update plain_requests set status = $2 where id = $1', [id, choice]);
  });

const approval = restate.workflow({
  name: 'approval',
  handlers: {
    run: async (context) => {
      const id = context.key;
      await context.run('open', () => open(id));
      await context.promise('opened').resolve(true);
      const choice = await context.promise('decision');
      await context.run('decide', () => decide(id, choice));
      await context.promise('decided').resolve(true);
    },
    opened: async (context) => context.promise('opened'),
    decide: async (context, choice) => {
      if ((await context.promise('decision').peek()) === undefined) await context.promise('decision').resolve(choice);
      return context.promise('decided');
    },
  },
});

await restate.serve({ services: [approval], port: Number(port) });
process.stdout.write('ready\n');
