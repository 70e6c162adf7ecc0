import { cpus, loadavg, platform, release, totalmem } from 'node:os';
import pg from 'pg';
import { shown } from './report.js';

/** The machine and the versions that the figures are true for. */
export async function environmentText(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ name: string; setting: string }>(
    `select name, current_setting(name) as setting from pg_settings where name = any($1) order by name`,
    [
      [
        'fsync',
        'full_page_writes',
        'max_connections',
        'max_wal_size',
        'server_version',
        'shared_buffers',
        'synchronous_commit',
        'wal_sync_method',
      ],
    ],
  );
  await client.end();
  const setting = (name: string) => rows.find((it) => it.name === name)?.setting;
  const settings = rows.filter((it) => it.name !== 'server_version').map((it) => `${it.name} ${it.setting}`);
  return [
    `- ${new Date().toISOString()}`,
    `- ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${platform()} ${release()}`,
    `- Node ${process.version}; PostgreSQL ${setting('server_version')} (${settings.join(', ')})`,
    `- load average before: ${loadavg().map(shown).join(', ')}`,
  ].join('\n');
}

/** True when the figures are worth nothing because acknowledged would not mean durable. */
export async function isDurable(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ ok: boolean }>(
    `select current_setting('fsync') = 'on' and current_setting('synchronous_commit') = 'on' as ok`,
  );
  await client.end();
  return rows[0]?.ok ?? false;
}
