import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { IdentityModule } from '#identity';
import { LADDERS, type Ladder } from './ladder.js';
import { Mailer } from './mail.js';
import { MAIL, type MailSettings, Outbox } from './outbox.js';
import { RemindersController } from './reminder.controller.js';
import { ReminderListHandler } from './reminder.queries.js';
import { DeliverRemindersHandler, ReminderWatch } from './reminder.watch.js';
import { RunRemindersHandler } from './reminding.js';

/** The reminders room. Needs outboxMigrations; the server starts ReminderWatch. Without mail every step is recorded as not sent. */
@Module({})
export class RemindersModule {
  static forRoot({ ladders, mail }: { readonly ladders: readonly Ladder[]; readonly mail: MailSettings | null }): DynamicModule {
    return {
      module: RemindersModule,
      imports: [CqrsModule, IdentityModule],
      controllers: [RemindersController],
      providers: [
        { provide: LADDERS, useValue: ladders },
        { provide: MAIL, useValue: mail },
        Outbox,
        Mailer,
        RunRemindersHandler,
        DeliverRemindersHandler,
        ReminderListHandler,
        ReminderWatch,
      ],
      exports: [ReminderWatch],
    };
  }
}
