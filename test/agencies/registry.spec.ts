import { Global, type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CommandBus, CqrsModule, QueryBus } from '@nestjs/cqrs';
import {
  AgenciesModule,
  AgencyById,
  AgencyGroups,
  AgencyList,
  AgencyNames,
  AgencyRegistry,
  agencyProjections,
  ChangeAgency,
  ReadParties,
  RegisterAgencies,
  registryFromSeed,
  registrySeedIn,
} from '#agencies';
import { DatabaseModule } from '#database';
import {
  type Envelope,
  EVENT_STORE,
  type EventStore,
  EventStoreModule,
  eventStoreMigrations,
  newCommandId,
  ProjectionRunner,
} from '#event-store';
import { agencyId, CLOCK, instant, localDate, SetClock, userId } from '#language';
import { freshDatabase } from '../postgres.js';

const envelope = (): Envelope => ({ actor: { user: userId('u_admin'), agency: null, role: 'admin' }, commandId: newCommandId() });
const seed = registrySeedIn('seeds/agencies');

@Global()
@Module({
  providers: [{ provide: CLOCK, useValue: new SetClock(instant('2024-12-10T03:00:00Z')) }],
  exports: [CLOCK],
})
class WorldModule {}

describe('the registry of a province in its database', () => {
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  let app: INestApplicationContext;
  const commands = () => app.get(CommandBus);
  const queries = () => app.get(QueryBus);
  const head = async () => String(await app.get<EventStore>(EVENT_STORE).head());

  beforeAll(async () => {
    database = await freshDatabase();
    const { url } = database;
    @Module({
      imports: [
        DatabaseModule.forRoot({ url, migrations: eventStoreMigrations }),
        EventStoreModule.forRoot({ url, projections: agencyProjections }),
        CqrsModule.forRoot(),
        WorldModule,
        AgenciesModule,
      ],
    })
    class ProvinceModule {}
    app = await NestFactory.createApplicationContext(ProvinceModule, { logger: ['error'] });
  }, 120_000);

  afterAll(async () => {
    await app?.close();
    await database?.drop();
  });

  it('reads a plan’s bodies at once after loading, though the rows come a moment later', async () => {
    const done = await commands().execute(new RegisterAgencies(seed, envelope()));
    expect(done.agencies).toBe(seed.agencies.length);
    const read = await queries().execute(
      new ReadParties(
        [
          { ref: 'IV.VIII.1/lead', text: 'UBND cấp huyện', role: 'lead' },
          { ref: 'IV.VI.1/lead', text: 'Văn phòng UBND tỉnh (Trung tâm GQTTHC)', role: 'lead' },
        ],
        localDate('2024-12-10'),
      ),
    );
    expect(read['IV.VIII.1/lead']?.[0]?.members).toHaveLength(9);
    expect(read['IV.VI.1/lead']?.[0]).toMatchObject({ id: 'van-phong-ubnd-tinh', unit: 'Trung tâm GQTTHC', via: 'name' });
  });

  it('loaded again writes nothing', async () => {
    const before = await head();
    expect((await commands().execute(new RegisterAgencies(seed, envelope()))).events).toBe(0);
    expect(await head()).toBe(before);
  });

  it('is in its rows what folding the seed gives', async () => {
    const rows = await queries().execute(new AgencyRegistry(await head()));
    const byId = <T extends { id: string }>(list: readonly T[]) => [...list].sort((a, b) => (a.id < b.id ? -1 : 1));
    const folded = registryFromSeed(seed);
    expect(byId(rows.agencies)).toEqual(byId(folded.agencies));
    expect(byId(rows.groups)).toEqual(byId(folded.groups));
  });

  it('shows an agency with its groups, its units and a head who took office', async () => {
    const appoint = {
      type: 'appoint-head',
      subject: 'u_1',
      office: 'Chánh Văn phòng',
      from: localDate('2024-06-01'),
      source: '',
    } as const;
    const { position } = await commands().execute(new ChangeAgency(agencyId('van-phong-ubnd-tinh'), appoint, envelope()));
    const view = await queries().execute(new AgencyById(agencyId('van-phong-ubnd-tinh'), undefined, String(position)));
    expect(view.groups.map((it) => it.id)).toEqual(['so-ban-nganh']);
    expect(view.units.map((it) => it.id)).toEqual(['trung-tam-giai-quyet-thu-tuc-hanh-chinh']);
    expect(view.heads).toEqual([{ subject: 'u_1', office: 'Chánh Văn phòng', from: '2024-06-01', to: null, source: '' }]);
    expect(BigInt(view.freshness.position)).toBeGreaterThanOrEqual(position);
  });

  it('06.4 lists on a day whoever existed on that day', async () => {
    const dissolve = { type: 'dissolve', on: localDate('2025-07-01'), reason: 'Bỏ cấp huyện', source: '' } as const;
    const { position } = await commands().execute(new ChangeAgency(agencyId('ubnd-huyen-u-minh'), dissolve, envelope()));
    const on = async (day: string) => {
      const { rows } = await queries().execute(new AgencyList(localDate(day), String(position)));
      return rows.some((it) => it.id === 'ubnd-huyen-u-minh');
    };
    expect([await on('2025-06-30'), await on('2025-07-01')]).toEqual([true, false]);
  });

  it('names bodies, leaves out those nobody registered, and refuses to show them', async () => {
    const names = await queries().execute(new AgencyNames(['so-y-te', 'so-khong-co']));
    expect([...names]).toEqual([['so-y-te', 'Sở Y tế']]);
    await expect(queries().execute(new AgencyById(agencyId('so-khong-co')))).rejects.toMatchObject({ code: 'unknown-agency' });
  });

  it('gives groups with the names of their members', async () => {
    const { rows } = await queries().execute(new AgencyGroups(localDate('2024-12-10')));
    const telecom = rows.find((it) => it.id === 'doanh-nghiep-vien-thong');
    expect(telecom?.members.map((it) => it.name).sort()).toEqual(['MobiFone Cà Mau', 'VNPT Cà Mau', 'Viettel Cà Mau']);
    expect(rows.find((it) => it.id === 'co-so-y-te')).toMatchObject({ membership: 'undefined', members: [] });
  });

  it('rebuilt has the same rows', async () => {
    const live = await queries().execute(new AgencyRegistry(await head()));
    await app.get(ProjectionRunner).rebuild('agency-registry');
    expect(await queries().execute(new AgencyRegistry())).toEqual(live);
  });
});
