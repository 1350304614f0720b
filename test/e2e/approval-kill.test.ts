import { SMTPServer } from 'smtp-server';
import { until } from '../../bin/parts/processes';
import { freePort } from '../../bin/parts/ports';
import { ADMIN_TOKEN, type Product, startProduct } from './product';

/** A mail server that is away until it is told to be there, and counts what it takes by Message-ID. */
class Relay {
  away = true;
  readonly taken: string[] = [];
  private readonly server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onMailFrom: (_from, _session, done) => (this.away ? done(new Error('come back later')) : done()),
    onData: (stream, _session, done) => {
      let text = '';
      stream.on('data', (part: Buffer) => (text += part.toString('utf8')));
      stream.on('end', () => {
        this.taken.push(/^message-id: (\S+)/im.exec(text)?.[1] ?? '');
        done();
      });
    },
  });

  async listen(): Promise<string> {
    const port = await freePort();
    await new Promise<void>((resolve) => this.server.listen(port, '127.0.0.1', () => resolve()));
    return `smtp://127.0.0.1:${port}`;
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}

const relay = new Relay();
let product: Product;
beforeAll(async () => {
  product = await startProduct({ SMTP_URL: await relay.listen() });
}, 120_000);
afterAll(async () => {
  await product.stop();
  await relay.close();
}, 90_000);

async function send(method: string, path: string, body: object): Promise<unknown> {
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' };
  const answer = await fetch(`${product.base}/api/v1${path}`, { method, headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

interface Sent {
  readonly kind: string;
  readonly status: string;
  readonly messageId: string;
}
const outcomeMails = async (): Promise<readonly Sent[]> => {
  const { items } = (await product.get('/outbox?limit=200')) as { items: readonly Sent[] };
  return items.filter(({ kind }) => kind === 'outcome');
};

test('F18: a worker that is killed between a decision and its mail has decided once and mails once', async () => {
  const { id: me } = (await product.get('/me')) as { id: string };
  const step = { key: 's1', title: 'Check', mode: 'any', assignees: [{ user: me }], selfHandler: 'allow' };
  await send('PUT', '/policies/payments', { title: 'Payments', steps: [step] });
  const subject = { type: 'payment', title: 'Pay the printer', data: {} };
  const request = (await send('POST', '/requests', { policyKey: 'payments', subject })) as {
    id: string;
    steps: { tasks: { id: string }[] }[];
  };
  await send('POST', `/tasks/${request.steps[0]?.tasks[0]?.id ?? ''}/actions`, { action: 'approve' });

  product.kill('worker');
  expect((await outcomeMails()).filter(({ status }) => status === 'sent')).toEqual([]);
  relay.away = false;
  const arrived = async () => (await outcomeMails()).some(({ status }) => status === 'sent');
  await until(arrived, { limitMs: 150_000, sentence: 'The outcome was never mailed.' });

  const [mail, ...others] = await outcomeMails();
  expect(others).toEqual([]);
  expect(relay.taken.filter((id) => id === mail?.messageId)).toHaveLength(1);
  const { audit } = (await product.get(`/requests/${request.id}/export`)) as { audit: { entries: { type: string }[] } };
  expect(audit.entries.filter(({ type }) => type === 'task.approve')).toHaveLength(1);
}, 200_000);
