import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { hour, Watch } from '#watching';
import { CarryConclusions } from './carrying.js';

/** Carries to their tasks the conclusions that a killed process left: at start, then every hour. Others are carried when they are made. */
@Injectable()
export class ConclusionCarrier extends Watch {
  constructor(private readonly commands: CommandBus) {
    super();
  }

  async run(): Promise<number> {
    const carried = await this.commands.execute(new CarryConclusions());
    if (carried > 0) this.log.log(`${carried} conclusions carried to their tasks`);
    return hour;
  }
}
