import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { systemClock } from '#language';
import { home } from './configuration.js';
import { describe } from './openapi.js';
import { apiPrefix } from './problems.js';
import { Rooms } from './rooms.js';

/** `npm run openapi`: writes the description of the API that the page is made from. Needs no database: nothing is started. */
const app = await NestFactory.create<NestFastifyApplication>(
  Rooms.over({ databaseUrl: '', eventStore: null, dataDir: '', role: 'api', clock: systemClock }),
  new FastifyAdapter(),
  { preview: true, logger: ['error'] },
);
app.setGlobalPrefix(apiPrefix);
writeFileSync(join(home, 'apps', 'web', 'src', 'api', 'openapi.json'), `${JSON.stringify(describe(app), null, 2)}\n`);
