import { createServer } from 'node:http';
import { connect } from 'node:net';
import express from 'express';
import { readDocumentForm } from '../../api/form-documents';
import { until } from '../../bin/parts/processes';
import { type DocumentFolder, documentFolder } from '../document-folder';

let documents: DocumentFolder;
beforeAll(async () => (documents = await documentFolder()));
afterAll(() => documents.remove());

test('a form that breaks off in the middle of a file leaves nothing of it, and nothing open', async () => {
  const refusals: string[] = [];
  const app = express();
  app.post('/', (req, res) => {
    readDocumentForm(req, { store: documents.store, limit: 1_000_000, quota: 1_000_000 }).then(
      () => res.end(),
      (error: unknown) => void refusals.push(error instanceof Error ? error.message : ''),
    );
  });
  const server = createServer(app);
  const port = await new Promise<number>((resolve) =>
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    }),
  );
  const client = connect(port, '127.0.0.1');
  client.write(
    'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 500000\r\ncontent-type: multipart/form-data; boundary=B\r\n\r\n',
  );
  client.write('--B\r\ncontent-disposition: form-data; name="files/a"; filename="a.pdf"\r\n\r\n');
  client.write('x'.repeat(100_000));
  const is = (count: number) => async () => (await documents.incoming()).length === count;
  await until(is(1), { limitMs: 10_000, sentence: 'The file does not come in.' });

  client.destroy();
  await until(is(0), { limitMs: 10_000, sentence: 'What has come of the file stays.' });
  await new Promise((resolve) => server.close(resolve));
  expect(refusals).toEqual(['The form cannot be read: it is broken off or has no boundary.']);
});
