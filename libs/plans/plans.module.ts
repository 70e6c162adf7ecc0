import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { WORKING_CALENDAR, type WorkingCalendar } from '#calendar';
import type { BesideTheFile } from './findings/all.js';
import { SettleFindingsHandler } from './plan.bulk.js';
import { CarryTablesHandler } from './plan.carrying-tables.js';
import { BESIDE_THE_FILE, ImportPlanHandler } from './plan.commands.js';
import { PlansController } from './plan.controller.js';
import { planQueryHandlers } from './plan.queries.js';
import { SettleFindingHandler } from './plan.settling.js';
import { administrativeUnitsIn } from './reading/administrative-units.js';
import { CarryOversHandler, Pairing } from './years/pairing.js';
import { ThroughYearsHandler } from './years/through-years.query.js';
import { CarryOverHandler, LinkPlansHandler, UnlinkPlansHandler } from './years/years.commands.js';
import { YearsController } from './years/years.controller.js';
import { PlanLinksHandler } from './years/years.queries.js';

/** The seeds beside the project, wherever it is built: the first folder upwards that has them. */
function seedsFolder(): string {
  if (process.env.TIENDO_SEEDS) return process.env.TIENDO_SEEDS;
  let folder = path.dirname(fileURLToPath(import.meta.url));
  while (!existsSync(path.join(folder, 'seeds', 'plans', 'administrative-units.json'))) {
    const above = path.dirname(folder);
    if (above === folder) return path.resolve('seeds');
    folder = above;
  }
  return path.join(folder, 'seeds');
}

@Module({
  imports: [CqrsModule],
  controllers: [PlansController, YearsController],
  providers: [
    ImportPlanHandler,
    CarryTablesHandler,
    SettleFindingHandler,
    SettleFindingsHandler,
    ...planQueryHandlers,
    LinkPlansHandler,
    UnlinkPlansHandler,
    Pairing,
    CarryOverHandler,
    CarryOversHandler,
    ThroughYearsHandler,
    PlanLinksHandler,
    {
      provide: BESIDE_THE_FILE,
      inject: [{ token: WORKING_CALENDAR, optional: true }],
      useFactory: (calendar?: WorkingCalendar): BesideTheFile => ({
        calendar: calendar ?? null,
        units: administrativeUnitsIn(path.join(seedsFolder(), 'plans', 'administrative-units.json')),
      }),
    },
  ],
})
export class PlansModule {}
