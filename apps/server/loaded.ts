import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CLOCK, type Clock } from '#language';

/**
 * `tables`: targets, results and projects of every plan that was imported before they were kept.
 * `begun-by-command`: the record was begun by `tiendo import` and not by a start of the server; it is a real one.
 * `begun-empty`: it was begun without a plan of ours, empty or by `tiendo simulate`, and none of ours is ever added to it.
 */
export type LoadingStep =
  | 'agencies'
  | 'plan'
  | 'tables'
  | 'sample-year'
  | 'sample-accounts'
  | 'administrator'
  | 'begun-by-command'
  | 'begun-empty';

/** The steps of the first start that are done. */
@Injectable()
export class Loaded {
  constructor(
    private readonly source: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async steps(): Promise<ReadonlySet<string>> {
    const rows = await this.source.query<{ step: string }[]>('select step from loaded');
    return new Set(rows.map(({ step }) => step));
  }

  async write(step: LoadingStep): Promise<void> {
    await this.source.query('insert into loaded (step, at) values ($1, $2) on conflict do nothing', [step, this.clock.now()]);
  }
}
