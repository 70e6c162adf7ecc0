import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { root } from './root.js';

const text = (file: string) => readFileSync(join(root, file), 'utf8');
const composition = text('docker-compose.yml');

interface Service {
  readonly image?: string;
  readonly build?: string;
  readonly user?: string;
  readonly profiles?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly networks?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test: readonly string[]; readonly interval: string; readonly retries: number };
}
const { services, volumes, networks } = parse(composition) as {
  services: Readonly<Record<'server' | 'postgres' | 'eventstore', Service>>;
  volumes: Readonly<Record<string, unknown>>;
  networks: Readonly<Record<string, { internal?: boolean } | null>>;
};

describe('docker-compose.yml', () => {
  it('runs the server, PostgreSQL and an event store server', () => {
    expect(Object.keys(services).sort()).toEqual(['eventstore', 'postgres', 'server']);
    expect(services.postgres.image).toMatch(/^postgres:\d+/);
    expect(services.eventstore.image).toMatch(/kurrentdb|eventstore/);
  });

  it('knows of each whether it is well', () => {
    for (const [name, { healthcheck }] of Object.entries(services)) {
      expect([name, healthcheck?.test[0]]).toEqual([name, expect.stringMatching(/^CMD(-SHELL)?$/)]);
      expect(healthcheck?.retries).toBeGreaterThan(1);
    }
    for (const { condition } of Object.values(services.server.depends_on ?? {})) expect(condition).toBe('service_healthy');
  });

  it('asks the server where it really answers', () => {
    const asked = services.server.healthcheck?.test.join(' ');
    expect(asked).toContain(`http://127.0.0.1:${services.server.environment?.PORT}/api/health`);
    expect(services.server.ports?.every((it) => it.endsWith(`:${services.server.environment?.PORT}`))).toBe(true);
  });

  it('keeps what must not be lost in named volumes', () => {
    for (const [name, service] of Object.entries(services)) {
      const mounts = service.volumes ?? [];
      expect([name, mounts.length]).toEqual([name, 1]);
      for (const mount of mounts) expect(Object.keys(volumes)).toContain(mount.split(':')[0]);
    }
    expect(services.server.volumes?.[0]?.split(':')[1]).toBe(services.server.environment?.TIENDO_DATA);
  });

  it('has no default secret: it refuses to start without one', () => {
    const secrets = Object.values(services).flatMap((service) =>
      Object.entries(service.environment ?? {}).filter(([name, value]) => /PASSWORD|SECRET|DATABASE_URL/.test(name + value)),
    );
    expect(secrets.length).toBe(2);
    for (const [, value] of secrets) expect(value).toMatch(/\$\{POSTGRES_PASSWORD:\?[^}]+\}/);
    expect(composition).not.toMatch(/changeit|changeme|admin/i);
  });

  it('publishes the server alone, on this machine alone, and the rest stays inside', () => {
    expect(services.server.ports).toEqual([expect.stringMatching(/^127\.0\.0\.1:/)]);
    expect([services.postgres, services.eventstore].map(({ ports, networks: on }) => [ports, on])).toEqual([
      [undefined, ['inside']],
      [undefined, ['inside']],
    ]);
    expect(networks.inside?.internal).toBe(true);
  });

  it('gives the server only settings that it reads', () => {
    const configuration = text('apps/server/configuration.ts');
    for (const name of Object.keys(services.server.environment ?? {})) expect(configuration).toContain(`'${name}'`);
  });
});

describe('the Dockerfile', () => {
  const lines = text('Dockerfile').split('\n');
  const last = lines.slice(lines.findLastIndex((line) => line.startsWith('FROM ')));
  const manifest = JSON.parse(text('package.json')) as { scripts: Record<string, string>; engines: { node: string } };

  it('runs as a plain user', () => {
    const user = last.findIndex((line) => /^USER (?!root|0)/.test(line));
    expect(user).toBeGreaterThan(0);
    expect(last.findIndex((line) => line.startsWith('CMD '))).toBeGreaterThan(user);
    expect(services.server.user).toBe(last[user]?.slice('USER '.length));
  });

  it('builds by a script that there is, and runs what that script builds', () => {
    const scripts = [...text('Dockerfile').matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name ?? '');
    expect(scripts.length).toBeGreaterThan(0);
    for (const name of scripts) expect(Object.keys(manifest.scripts)).toContain(name);
    const [node, program] = JSON.parse(last.find((line) => line.startsWith('CMD '))?.slice(4) ?? '[]') as string[];
    expect(node).toBe('node');
    expect(program).toMatch(/^dist\//);
    // `npm test` has built it.
    expect(existsSync(join(root, program ?? ''))).toBe(true);
  });

  it('copies only what is there or built', () => {
    const copied = lines.filter((line) => line.startsWith('COPY ')).flatMap((line) => line.split(' ').slice(1, -1));
    const paths = copied.filter((it) => !it.startsWith('--')).map((it) => it.replace(/^\/app\//, ''));
    const there = (path: string) => ['dist', 'node_modules', '.'].includes(path) || existsSync(join(root, path));
    expect(paths.filter((path) => !there(path))).toEqual([]);
    expect(paths).toEqual(expect.arrayContaining(['package.json', 'dist', 'node_modules', 'seeds']));
  });

  it('stands on a Node that the product supports, and keeps its data where the composition mounts it', () => {
    for (const line of lines.filter((it) => it.startsWith('FROM ')))
      expect(Number(/node:(\d+)/.exec(line)?.[1])).toBeGreaterThanOrEqual(22);
    expect(manifest.engines.node).toBe('>=20.19');
    expect(last.join('\n')).toContain(`TIENDO_DATA=${services.server.environment?.TIENDO_DATA}`);
    expect(last).toContain(`VOLUME ${services.server.environment?.TIENDO_DATA}`);
  });

  it('sends neither data nor packages of this machine to the builder', () => {
    const ignored = text('.dockerignore').split('\n');
    expect(ignored).toEqual(expect.arrayContaining(['node_modules', 'dist', 'data', '.git']));
  });
});
