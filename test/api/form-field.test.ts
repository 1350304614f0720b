import express from 'express';
import request from 'supertest';
import { formField } from '../../api/pages/csrf';

test('a text that fills its field is as long as the browser says, whatever ends its lines', async () => {
  const app = express()
    .use(express.urlencoded({ extended: false }))
    .post('/', (req, res) => void res.json(formField(req, 'reason').length));
  const typed = `${'a line\n'.repeat(1_428)}done`;
  const sent = new URLSearchParams({ reason: typed.replaceAll('\n', '\r\n') });
  const answer = await request(app).post('/').type('form').send(sent.toString());
  expect(answer.body).toBe(typed.length);
});
