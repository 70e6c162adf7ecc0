#!/usr/bin/env node
import 'reflect-metadata';
import { tiendo } from './command.js';

// A reader that has seen enough (`| head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

process.exitCode = await tiendo(process.argv.slice(2), { env: process.env, out: process.stdout, err: process.stderr });
