import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { STREAM_READERS, type StreamReader } from './describing.js';
import { HistoryController } from './history.controller.js';
import { HistoryHandler, ReplayStreamHandler } from './history.queries.js';

/** The auditor's reading of the whole record. Each room brings a reader of its own streams. */
@Module({})
export class HistoryModule {
  static forRoot(options: { readonly readers: readonly StreamReader[] }): DynamicModule {
    return {
      module: HistoryModule,
      imports: [CqrsModule],
      controllers: [HistoryController],
      providers: [{ provide: STREAM_READERS, useValue: options.readers }, HistoryHandler, ReplayStreamHandler],
    };
  }
}
