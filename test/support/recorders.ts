import type { LmsEffect, LmsEffects } from '../../lms/effects/index.ts';
import type { Mail, Mailer } from '../../emails/delivery/port.ts';

/** An LMS that keeps what it is told. `failure` makes it refuse or fail, `hold` take its time. */
export class RecordingLms implements LmsEffects {
  readonly effects: LmsEffect[] = [];
  failure: ((effect: LmsEffect) => Error | null) | null = null;
  hold: ((effect: LmsEffect) => Promise<void>) | null = null;

  async deliver(effect: LmsEffect): Promise<void> {
    await this.hold?.(effect);
    const failure = this.failure?.(effect);
    if (failure) throw failure;
    this.effects.push(effect);
  }

  /** Kinds of the effects in order, tracking events by their names. */
  get told(): string[] {
    return this.effects.map((effect) => (effect.kind === 'track' ? effect.name : effect.kind));
  }
}

/** A mail server that keeps what it is given. */
export class RecordingMailer implements Mailer {
  readonly mails: Mail[] = [];
  failure: Error | null = null;

  async send(mail: Mail): Promise<void> {
    if (this.failure) throw this.failure;
    this.mails.push(mail);
  }
}
