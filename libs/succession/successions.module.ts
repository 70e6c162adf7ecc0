import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { CarrySuccessionsHandler } from './carrying.js';
import { DUTY_KINDS, type DutyKind } from './duties.js';
import { OpenDuties } from './open-duties.js';
import { ResponsibilityOfHandler } from './responsibility.query.js';
import { SuccessionCarrier } from './succession.carrier.js';
import { successionCommandHandlers } from './succession.commands.js';
import { SuccessionController } from './succession.controller.js';
import { successionQueryHandlers } from './succession.queries.js';
import { SuccessionRows } from './succession.rows.js';
import { CoordinationDuties, TaskDuties } from './task-duties.js';

/** The succession room. `kinds` are the duties of other rooms, beside the tasks that it knows itself. The server starts SuccessionCarrier. */
@Module({})
export class SuccessionsModule {
  static forRoot({ kinds = [] }: { readonly kinds?: readonly Type<DutyKind>[] } = {}): DynamicModule {
    const all = [TaskDuties, CoordinationDuties, ...kinds];
    return {
      module: SuccessionsModule,
      imports: [CqrsModule],
      controllers: [SuccessionController],
      providers: [
        ...all,
        { provide: DUTY_KINDS, inject: all, useFactory: (...them: DutyKind[]) => them },
        SuccessionRows,
        OpenDuties,
        ...successionCommandHandlers,
        ...successionQueryHandlers,
        CarrySuccessionsHandler,
        ResponsibilityOfHandler,
        SuccessionCarrier,
      ],
      exports: [SuccessionCarrier],
    };
  }
}
