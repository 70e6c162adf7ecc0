import { join } from 'node:path';
import { type DynamicModule, Global, Module, type Type } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import { CqrsModule, QueryBus } from '@nestjs/cqrs';
import { AgenciesModule, AgencyNames, agencyProjections, mustBeRegistered } from '#agencies';
import { holidayTablesIn, WORKING_CALENDAR, workingCalendar } from '#calendar';
import { DatabaseModule, type Migration } from '#database';
import { EventStoreModule, engineNamed, eventStoreMigrations, type Projection } from '#event-store';
import { EvidenceModule, evidenceMigrations } from '#evidence';
import { HistoryModule, historyOf } from '#history';
import { IdentityModule, identityMigrations, SURROUNDINGS, type Surroundings } from '#identity';
import { CLOCK, type Clock } from '#language';
import { MeetingsModule, meetingProjections } from '#meetings';
import { ObstaclesModule, obstacleProjections } from '#obstacles';
import { PlansModule, plansProjections } from '#plans';
import { ProjectDuties, ProjectsModule, projectProjections } from '#projects';
import {
  laddersIn,
  type MailSettings,
  Outbox1764000012000,
  OutboxSubject1764600000000,
  RemindersModule,
  reminderProjections,
} from '#reminders';
import { ReportingModule, RoundDuties, reportingProjections, reportingRulesIn } from '#reporting';
import { ScorecardsModule, scorecardRulesIn } from '#scorecards';
import { SteeredClock } from '#simulation';
import { SuccessionsModule, successionProjections } from '#succession';
import { MonitoringDuties, TargetDuties, TargetsModule, targetProjections } from '#targets';
import { attentionRulesIn, TasksModule, tasksProjections, taskUpcasters } from '#tasks';
import type { Configuration } from './configuration.js';
import { HealthController } from './health.controller.js';
import { Health } from './health.js';
import { KeptAnswers } from './kept-answers.js';
import { LiveController } from './live.controller.js';
import { Live } from './live.js';
import { Loaded } from './loaded.js';
import { Loading } from './loading.js';
import { Loading1763900030000 } from './loading.migration.js';
import { METRICS_TOKEN, MetricsController } from './metrics.controller.js';
import { Metrics } from './metrics.js';
import { type Observing, observerOf } from './observing.js';
import { ApiDescription, OPENAPI, OpenApiController } from './openapi.js';
import { Problems } from './problems.js';
import { ProjectionsController } from './projections.controller.js';
import { readers } from './readers.js';
import { seedsFolder } from './seeds.js';
import { validation } from './validation.js';

/** Every table that is not a projection's. */
export const migrations: readonly Migration[] = [
  ...eventStoreMigrations,
  ...identityMigrations,
  ...evidenceMigrations,
  Outbox1764000012000,
  OutboxSubject1764600000000,
  Loading1763900030000,
];

// biome-ignore lint/suspicious/noExplicitAny: each projection has its own state and events; the runner never looks into them.
export const projections: readonly Projection<any, any>[] = [
  ...agencyProjections,
  ...plansProjections,
  ...tasksProjections,
  ...successionProjections,
  ...reminderProjections,
  ...reportingProjections,
  ...obstacleProjections,
  ...targetProjections,
  ...projectProjections,
  ...meetingProjections,
  historyOf(readers),
];

export const upcasters = [...taskUpcasters];

/** What every room may ask for: the time, the days worked, and for a sign-in what other rooms know. */
@Global()
@Module({})
class WorldModule {
  static with(clock: Clock): DynamicModule {
    return {
      module: WorldModule,
      imports: [CqrsModule],
      providers: [
        { provide: SteeredClock, useFactory: () => (clock instanceof SteeredClock ? clock : new SteeredClock(clock)) },
        { provide: CLOCK, useExisting: SteeredClock },
        {
          provide: WORKING_CALENDAR,
          // A year without a table counts Monday to Friday and says so; refusing would stop a server on New Year's Day.
          useFactory: () => workingCalendar(holidayTablesIn(join(seedsFolder, 'holidays')), { withoutTable: 'weekends' }),
        },
        {
          provide: SURROUNDINGS,
          inject: [QueryBus, Loaded],
          useFactory: (queries: QueryBus, loaded: Loaded): Surroundings => ({
            agencyName: async (agency) => (await queries.execute(new AgencyNames([agency]))).get(agency) ?? agency,
            mustBeAgency: (agency) => mustBeRegistered(queries, agency, 'agency'),
            sampleLoaded: async () => (await loaded.steps()).has('sample-year'),
          }),
        },
        Loaded,
      ],
      exports: [SteeredClock, CLOCK, WORKING_CALENDAR, SURROUNDINGS, Loaded],
    };
  }
}

export interface Composition {
  readonly databaseUrl: string;
  /** Null: the log is in the database too. */
  readonly eventStore: string | null;
  readonly dataDir: string;
  readonly role: Configuration['role'];
  readonly clock: Clock;
  /** How reminders are mailed; absent or null: not at all. */
  readonly mail?: MailSettings | null;
  /** Only in a server: a command is over before anybody looks. */
  readonly observing?: Observing;
  readonly metricsToken?: string | null;
}

/** Every room, over one database. Used by the server, and by the command where it works without one. */
@Module({})
export class Rooms {
  static over({
    databaseUrl: url,
    eventStore,
    dataDir,
    role,
    clock,
    mail = null,
    observing,
    metricsToken = null,
  }: Composition): DynamicModule {
    const rooms: (Type | DynamicModule)[] = [
      AgenciesModule,
      PlansModule,
      TasksModule.forRoot({ attention: attentionRulesIn(join(seedsFolder, 'rules', 'attention.json')) }),
      ReportingModule.forRoot({ rules: reportingRulesIn(join(seedsFolder, 'rules', 'reporting.json')) }),
      ObstaclesModule,
      TargetsModule,
      ProjectsModule,
      MeetingsModule,
      ScorecardsModule.forRoot({ rules: scorecardRulesIn(join(seedsFolder, 'rules', 'scorecards.json')) }),
      SuccessionsModule.forRoot({ kinds: [TargetDuties, MonitoringDuties, ProjectDuties, RoundDuties] }),
      RemindersModule.forRoot({ ladders: laddersIn(join(seedsFolder, 'rules', 'reminders.json')), mail }),
      HistoryModule.forRoot({ readers }),
      EvidenceModule.at(join(dataDir, 'evidence')),
    ];
    return {
      module: Rooms,
      imports: [
        DatabaseModule.forRoot({ url, migrations }),
        EventStoreModule.forRoot({
          url,
          projections,
          upcasters,
          runProjections: role !== 'api',
          engine: () => engineNamed(eventStore),
          ...(observing ? { observer: observerOf(observing) } : {}),
        }),
        CqrsModule.forRoot(),
        WorldModule.with(clock),
        IdentityModule,
        ...rooms,
      ],
      controllers: [HealthController, LiveController, MetricsController, OpenApiController, ProjectionsController],
      providers: [
        Health,
        KeptAnswers,
        Live,
        Loading,
        { provide: Metrics, useValue: observing?.metrics ?? new Metrics() },
        { provide: METRICS_TOKEN, useValue: metricsToken },
        { provide: OPENAPI, useClass: ApiDescription },
        { provide: APP_PIPE, useFactory: validation },
        { provide: APP_FILTER, useClass: Problems },
      ],
      exports: [OPENAPI],
    };
  }
}
