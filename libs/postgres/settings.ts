import { readdirSync, statSync } from 'node:fs';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import type { Cluster } from './cluster.js';

/** What every embedded PostgreSQL is started with; all else is PostgreSQL's own default. It listens on this machine alone. */
export const settingsOf = (cluster: Cluster, port: number): Record<string, string> => ({
  listen_addresses: '127.0.0.1',
  port: String(port),
  unix_socket_directories: '',
  cluster_name: cluster.mark,
  timezone: 'UTC',
  log_timezone: 'UTC',
  max_connections: '100',
  shared_buffers: `${sharedBuffers(sizeOf(join(cluster.folder, 'base')), machineMemory())}MB`,
});

const megabyte = 2 ** 20;

/**
 * Megabytes in which PostgreSQL holds pages, for so many bytes of data on a machine of so many bytes of memory: all of the data
 * with room to grow, at most a quarter of the memory, as its manual advises. Not a quarter always: making ready what nothing fills
 * costs a start 30 milliseconds a gigabyte.
 */
export const sharedBuffers = (data: number, memory: number): number =>
  Math.max(128, Math.min(Math.ceil((2 * data) / megabyte), Math.floor(memory / 4 / megabyte)));

/** Bytes; a container's limit where there is one. */
export const machineMemory = (): number => Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);

/** Of the files below a folder, bytes; one that goes away meanwhile counts nothing. */
const sizeOf = (folder: string): number =>
  readdirSync(folder, { withFileTypes: true }).reduce((sum, it) => {
    const path = join(folder, it.name);
    return sum + (it.isDirectory() ? sizeOf(path) : (statSync(path, { throwIfNoEntry: false })?.size ?? 0));
  }, 0);
