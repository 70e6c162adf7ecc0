import { existsSync, readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Everything that the environment decides, parsed once. */
export interface Configuration {
  readonly host: string;
  /** Null: 8080, or a free one when that is taken. */
  readonly port: number | null;
  /** Files of evidence and, without a database url, the embedded PostgreSQL. */
  readonly dataDir: string;
  /** Null: embedded PostgreSQL under dataDir. */
  readonly databaseUrl: string | null;
  /** Null: the log is in PostgreSQL; else the connection string of an EventStoreDB. */
  readonly eventStore: string | null;
  /** year: the plan and a simulated year with accounts to try; none: the plan alone; empty: agencies, and no plan. */
  readonly sample: 'year' | 'none' | 'empty';
  /** all: everything; api: HTTP without projections; worker: projections and the watch without pages. */
  readonly role: 'all' | 'api' | 'worker';
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** Whose X-Forwarded-* headers are believed: this many proxies in front (0: nobody's), or those with these addresses (CIDR). */
  readonly trustProxy: number | readonly string[];
  /** Requests a minute from one address. */
  readonly rate: number;
  /** How reminders are mailed; null: not at all, and each step says so. */
  readonly mail: { readonly smtp: string; readonly from: string; readonly page: string | null } | null;
  /** Whoever brings it may read the metrics; null: only a program on this machine may. */
  readonly metricsToken: string | null;
  /** Address of an OpenTelemetry collector (OTLP over HTTP); null: no spans. */
  readonly otlpEndpoint: string | null;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The folder of package.json: the first upwards from here, or from wherever a build put this. */
export const home = (() => {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
})();

/** Of this product, as package.json says. */
export const { version: release } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as { readonly version: string };

/** Settings that cannot be used. Its sentences say which, what they are, and what would be right. */
export class BadConfiguration extends Error {
  constructor(
    readonly vi: string,
    readonly en: string,
  ) {
    super(`${vi}\n${en}`);
  }
}

/** Reads the environment; throws BadConfiguration naming every setting that is wrong. */
export function configurationFrom(env: Environment, terminal = false): Configuration {
  const wrong: (readonly [vi: string, en: string])[] = [];
  const refuse = (vi: string, en: string) => void wrong.push([vi, en]);
  const text = (name: string) => env[name]?.trim() || undefined;
  const oneOf = <T extends string>(name: string, values: readonly T[], otherwise: T): T => {
    const given = text(name);
    const found = values.find((it) => it === given);
    if (given !== undefined && found === undefined)
      refuse(
        `${name}=${given}: hãy dùng một trong các giá trị ${values.join(', ')}`,
        `${name}=${given}: use one of ${values.join(', ')}`,
      );
    return found ?? otherwise;
  };
  const number = <T>(name: string, least: number, most: number, otherwise: T): number | T => {
    const given = text(name);
    if (given === undefined) return otherwise;
    const value = /^\d+$/.test(given) ? Number(given) : Number.NaN;
    if (value >= least && value <= most) return value;
    refuse(
      `${name}=${given}: hãy dùng một số nguyên từ ${least} đến ${most}`,
      `${name}=${given}: use a whole number from ${least} to ${most}`,
    );
    return otherwise;
  };
  const url = (name: string, schemes: readonly string[]): string | null => {
    const given = text(name);
    if (given === undefined) return null;
    // An EventStoreDB address may name several hosts, which is more than a URL can.
    const withOneHost = given.replace(/^(esdb:\/\/[^/?,]*),[^/?]*/, '$1');
    if (schemes.some((scheme) => given.startsWith(`${scheme}://`)) && URL.canParse(withOneHost)) return given;
    // Never printed whole: it may hold a password.
    const beginnings = schemes.map((it) => `${it}://`);
    refuse(
      `${name}: hãy dùng một địa chỉ bắt đầu bằng ${beginnings.join(' hoặc ')}`,
      `${name}: use an address that begins with ${beginnings.join(' or ')}`,
    );
    return null;
  };
  const proxies = (name: string): number | readonly string[] => {
    const given = text(name);
    if (given === undefined || given === 'no') return 0;
    if (given === 'yes') return 1;
    if (/^[0-9]$/.test(given)) return Number(given);
    const ranges = given.split(',').map((it) => it.trim());
    if (ranges.every(isRange)) return ranges;
    refuse(
      `${name}=${given}: hãy dùng no, số máy chủ ủy quyền (proxy) đứng trước (1 đến 9; yes là 1), hoặc địa chỉ của chúng, ví dụ 10.0.0.0/8,192.0.2.7`,
      `${name}=${given}: use no, the number of proxies in front of the server (1 to 9; yes is 1), or their addresses, such as 10.0.0.0/8,192.0.2.7`,
    );
    return 0;
  };
  const mail = (): Configuration['mail'] => {
    const smtp = url('TIENDO_SMTP', ['smtp', 'smtps']);
    const from = text('TIENDO_MAIL_FROM');
    const page = url('TIENDO_PAGE_URL', ['https', 'http']);
    if (smtp === null) return null;
    if (from === undefined || !/^[^\r\n]*@[^\r\n]+$/.test(from)) {
      refuse(
        'TIENDO_MAIL_FROM: khi có TIENDO_SMTP phải nêu người gửi, ví dụ Tiến Độ <tiendo@example.gov.vn>',
        'TIENDO_MAIL_FROM: with TIENDO_SMTP name the sender, such as Tiendo <tiendo@example.gov.vn>',
      );
      return null;
    }
    return { smtp, from, page };
  };
  const token = (name: string): string | null => {
    const given = text(name);
    if (given !== undefined && !/^[\x21-\x7e]{16,200}$/.test(given))
      refuse(
        `${name}: hãy dùng 16 đến 200 chữ cái không dấu, chữ số hoặc ký hiệu, không có dấu cách`,
        `${name}: use 16 to 200 plain letters, digits or signs, without spaces`,
      );
    return given ?? null;
  };
  const data = text('TIENDO_DATA') ?? resolve(home, 'data');
  const store = text('EVENT_STORE');
  const configuration: Configuration = {
    host: text('HOST') ?? '127.0.0.1',
    port: number('PORT', 0, 65_535, null),
    dataDir: isAbsolute(data) ? data : resolve(data),
    databaseUrl: url('DATABASE_URL', ['postgres', 'postgresql']),
    eventStore: store === undefined || store === 'postgres' ? null : url('EVENT_STORE', ['esdb', 'esdb+discover']),
    sample: oneOf('TIENDO_SAMPLE', ['year', 'none', 'empty'], 'year'),
    role: oneOf('TIENDO_ROLE', ['all', 'api', 'worker'], 'all'),
    logLevel: oneOf('TIENDO_LOG', ['debug', 'info', 'warn', 'error', 'silent'], terminal ? 'warn' : 'info'),
    trustProxy: proxies('TIENDO_TRUST_PROXY'),
    rate: number('TIENDO_RATE', 1, 1_000_000, 3_000),
    mail: mail(),
    metricsToken: token('TIENDO_METRICS_TOKEN'),
    otlpEndpoint: url('OTEL_EXPORTER_OTLP_ENDPOINT', ['http', 'https']),
  };
  if (wrong.length > 0)
    throw new BadConfiguration(
      ['Không dùng được các thiết lập sau:', ...wrong.map(([vi]) => vi)].join('\n  '),
      ['These settings cannot be used:', ...wrong.map(([, en]) => en)].join('\n  '),
    );
  return configuration;
}

/** An address, or addresses as CIDR. A prefix of 0 would believe everybody, and so nobody's address would be known. */
function isRange(text: string): boolean {
  const [address = '', prefix, ...more] = text.split('/');
  const bits = isIP(address) === 4 ? 32 : isIP(address) === 6 ? 128 : 0;
  if (bits === 0 || more.length > 0) return false;
  return prefix === undefined || (/^[1-9]\d{0,2}$/.test(prefix) && Number(prefix) <= bits);
}
