import { Inject, Injectable } from '@nestjs/common';
import type { AgencyId } from '#language';
import { DUTY_KINDS, type Duty, type DutyKind } from './duties.js';

/** Every open duty of some bodies, of all kinds that the rooms bring. */
@Injectable()
export class OpenDuties {
  constructor(@Inject(DUTY_KINDS) private readonly kinds: readonly DutyKind[]) {}

  async of(agencies: readonly AgencyId[]): Promise<readonly Duty[]> {
    const found = await Promise.all(this.kinds.map((it) => it.openOf(agencies)));
    return found.flat();
  }

  /** The room that a kind of duty belongs to. */
  kindOf(kind: string): DutyKind {
    const found = this.kinds.find((it) => it.kind === kind);
    if (!found) throw new Error(`no room brings duties of the kind ${kind}`);
    return found;
  }

  labels(): Readonly<Record<string, DutyKind['label']>> {
    return Object.fromEntries(this.kinds.map((it) => [it.kind, it.label]));
  }
}
