import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Transporter } from 'nodemailer';
import { Addresses } from '#identity';
import { CLOCK, type Clock, parseTaskId, shown, todayOf } from '#language';
import { RoundById } from '#reporting';
import { TaskById } from '#tasks';
import { LADDERS, type Ladder, ladderOn, type Rung } from './ladder.js';
import { MAIL, type MailSettings, Outbox, type Waiting } from './outbox.js';
import { asReport } from './reminder.events.js';

/** What is written about one task, or one report owed. */
interface Line {
  readonly waiting: Waiting;
  readonly title: string;
  readonly agency: string;
  /** The words before its due day. */
  readonly due: string;
  /** Path of its page. */
  readonly path: string;
  readonly rung: Rung;
}

/** Sends what waits in the outbox: one mail a person, a digest where several reminders wait. Without settings it does nothing. */
@Injectable()
export class Mailer {
  constructor(
    private readonly outbox: Outbox,
    private readonly addresses: Addresses,
    private readonly queries: QueryBus,
    @Inject(MAIL) private readonly settings: MailSettings | null,
    @Inject(LADDERS) private readonly ladders: readonly Ladder[],
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Gives how many mails were tried. */
  async send(): Promise<number> {
    const { settings } = this;
    if (!settings) return 0;
    const { createTransport } = await import('nodemailer');
    const transport = createTransport(settings.smtp, { from: settings.from });
    try {
      let tried = 0;
      while (await this.outbox.deliver((waiting) => this.one(waiting, settings, transport))) tried += 1;
      return tried;
    } finally {
      transport.close();
    }
  }

  private async one(waiting: readonly Waiting[], settings: MailSettings, transport: Pick<Transporter, 'sendMail'>) {
    const [first] = waiting;
    const to = first ? await this.addresses.of(first.account) : null;
    if (!to) return { result: 'not-sent', reason: 'no-address' } as const;
    const lines = await Promise.all(waiting.map((it) => this.line(it)));
    try {
      await transport.sendMail({
        from: settings.from,
        to: { name: to.name, address: to.mail },
        messageId: `<${createHash('sha256')
          .update(waiting.map((it) => it.id).join('\n'))
          .digest('hex')
          .slice(0, 40)}@tiendo>`,
        headers: { 'Auto-Submitted': 'auto-generated' },
        ...wordsOf(lines, settings.page),
      });
      return { result: 'sent', reason: null } as const;
    } catch (error) {
      const code = typeof error === 'object' && error !== null && 'responseCode' in error ? Number(error.responseCode) : 0;
      // A refusal of this mail is for good; anything else may pass.
      return code >= 500
        ? ({ result: 'failed', reason: `smtp-${code}` } as const)
        : ({ result: 'later', reason: 'smtp-unreachable' } as const);
    }
  }

  private async line(waiting: Waiting): Promise<Line> {
    const now = ladderOn(this.ladders, todayOf(this.clock));
    const all = [now, ...this.ladders].flatMap((it) => [...it.rungs, ...it.reports]);
    const { step } = waiting;
    const rung = all.find((it) => it.step === step) ?? { step, offset: 0, to: [], vi: step, en: step };
    const report = asReport(waiting.subject);
    if (!report) {
      const { title, agency } = await this.queries.execute(new TaskById(parseTaskId(waiting.subject).id));
      return { waiting, title, agency: agency.name, due: 'hạn', path: `tasks/${waiting.subject}`, rung };
    }
    const { title, agencies } = await this.queries.execute(new RoundById(report.plan, report.round));
    const name = agencies.find((it) => it.agency.id === report.agency)?.agency.name ?? report.agency;
    return { waiting, title, agency: name, due: 'hạn gửi', path: `rounds/${waiting.subject}`, rung };
  }
}

const short = (text: string): string => (text.length > 110 ? `${text.slice(0, 110).trimEnd()}…` : text);

/** Subject, plain text (always) and the same as HTML. Vietnamese first, one English line a matter. */
export function wordsOf(lines: readonly Line[], page: string | null): { subject: string; text: string; html: string } {
  const [first] = lines;
  const subject =
    lines.length === 1 && first
      ? `[Tiến Độ] ${first.rung.vi}: ${first.waiting.subject}`
      : `[Tiến Độ] ${lines.length} việc cần báo cáo / ${lines.length} matters need a report`;
  const link = (it: Line) => (page ? `${page.replace(/\/$/, '')}/${it.path}` : null);
  const blocks = lines.map((it) => ({
    head: it.rung.vi,
    title: short(it.title),
    facts: `${it.waiting.subject} · ${it.due} ${shown(it.waiting.due)} · ${it.agency}`,
    en: `${it.rung.en}; due ${shown(it.waiting.due)}.`,
    link: link(it),
  }));
  const foot = 'Thư tự động của hệ thống Tiến Độ; nội dung nhắc việc được lưu trong hồ sơ.';
  return {
    subject,
    text: [...blocks.map((it) => [it.head, it.title, it.facts, it.en, ...(it.link ? [it.link] : [])].join('\n')), foot].join(
      '\n\n',
    ),
    html: `<!doctype html><html lang="vi"><body>${blocks
      .map(
        (it) =>
          `<p><strong>${escaped(it.head)}</strong><br>${escaped(it.title)}<br>${escaped(it.facts)}<br><span lang="en">${escaped(it.en)}</span>${
            it.link ? `<br><a href="${escaped(it.link)}">${escaped(it.link)}</a>` : ''
          }</p>`,
      )
      .join('')}<p>${escaped(foot)}</p></body></html>`,
  };
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
