import { readFileSync } from 'node:fs';
import fastify from 'fastify';
import pg from 'pg';
import { v7 } from 'uuid';
import { metadata } from './contenders.js';

/** What the product is held against: a route that INSERTs the row it was sent, and routes that send a body that is there already. */
const { DATABASE_URL = '', PORT = '0', TASK = '', BOARD = '' } = process.env;
const app = fastify();
const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 10 });
app.post('/', async (request, reply) => {
  const id = v7();
  const text =
    'insert into bare (stream, version, id, type, data, meta, recorded_at) values ($1, $2, $3, $4, $5, $6, now()) returning position';
  const values = [`task-${id}`, 1, id, 'milestone-reported', request.body, metadata(id)];
  const { rows } = await pool.query({ name: 'bare', text, values });
  return reply.code(201).send(rows[0]);
});
for (const [path, file] of [
  ['/task', TASK],
  ['/board', BOARD],
] as const) {
  const body = readFileSync(file, 'utf8');
  app.get(path, (_, reply) => reply.type('application/json; charset=utf-8').send(body));
}
await app.listen({ port: Number(PORT), host: '127.0.0.1' });
