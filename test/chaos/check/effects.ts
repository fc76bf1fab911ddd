import { createHash } from 'node:crypto';
import { entryIdOf } from '../../../lms/event-bus/delivery.ts';
import type { AttemptRead, EffectRead, Evidence, Violation } from './evidence.ts';

const AT_VENDOR: Record<string, 'started' | 'submitted' | 'error' | 'removal'> = {
  'start-at-vendor': 'started',
  'stop-at-vendor': 'submitted',
  'mark-erroneous-at-vendor': 'error',
  'remove-at-vendor': 'removal',
};
/** Nobody outside is told of these by an announcement of the status. */
const QUIET = ['ready_to_resume', 'resumed', 'onboarding_reset', '(deleted)'];
const INSIDE = ['decline-siblings', 'clear-blocked-attempts'];

const isForBus = ({ kind }: EffectRead) => kind === 'publish-exam-event';
const isOfLms = (effect: EffectRead) =>
  effect.kind !== 'send-mail' && !(effect.kind in AT_VENDOR) && !INSIDE.includes(effect.kind) && !isForBus(effect);

/** The Message-ID of the email of an effect, without the host. */
const messageIdOf = ({ key }: EffectRead) => createHash('sha256').update(key).digest('hex');
const nameOfMessage = (messageId: string) => messageId.replace(/^<|@.*$/g, '');

const violation = (what: string): Violation => ({ rule: 'effect', what });

/** What a change of status must have announced, and that every effect has its change and its own key. */
function checkCauses({ id, code, steps, effects }: AttemptRead): Violation[] {
  const keys = effects.map(({ key }) => key);
  const versions = new Set(steps.map(({ version }) => version));
  const repeated = keys.filter((key, index) => keys.indexOf(key) !== index);
  const causeless = effects.filter(
    ({ key, version }) => !versions.has(version) || !key.startsWith(`${code}/${version}/`),
  );
  const announced = effects.filter(({ kind }) => kind === 'announce-status').map(({ version }) => version);
  const silent = steps.filter(
    ({ from, to, version, event }) =>
      from !== to && event !== 'undo' && !QUIET.includes(to) && !announced.includes(version),
  );
  return [
    ...repeated.map((key) => violation(`${key} stands for two effects`)),
    ...causeless.map(({ key }) => violation(`${key} has no change that caused it`)),
    ...silent.map(({ version, to }) =>
      violation(`attempt ${id}: change ${version} to "${to}" was announced to nobody`),
    ),
  ];
}

/** Whether there may be an attempt of which nobody was told. */
const mayBeUntold = (wishes: Evidence['wishes']) =>
  wishes.some(({ wish, answer }) => wish.what === 'create' && answer === null);

/** Every entry of the event bus has its cause; a pass may stand before the reset that takes it back. */
function checkBus({ bus, attempts, wishes }: Evidence): Violation[] {
  const published = attempts.flatMap(({ effects }) => effects.filter(isForBus));
  const caused = new Map(
    published.flatMap((effect) =>
      [effect.key, `${effect.key}.verified`].map((key) => [entryIdOf(key), effect] as const),
    ),
  );
  const arrived = new Set(bus.map(({ id }) => id));
  return [
    ...published
      .filter(({ key, outcome }) => outcome === 'done' && !arrived.has(entryIdOf(key)))
      .map(({ key }) => violation(`${key} is done, and is not on the event bus`)),
    ...[...arrived].flatMap((id) => {
      const effect = caused.get(id);
      if (!effect)
        return mayBeUntold(wishes) ? [] : [violation(`an entry is on the event bus that no change has caused (${id})`)];
      return effect.outcome === 'withheld' ? [violation(`${effect.key} was withheld, and is on the event bus`)] : [];
    }),
  ];
}

function checkLms({ lms, attempts, wishes }: Evidence): Violation[] {
  const arrived = new Set(lms.map(({ id }) => id));
  const planned = new Map(attempts.flatMap(({ effects }) => effects).map((effect) => [effect.key, effect]));
  const codes = new Set(attempts.map(({ code }) => code));
  const lost = [...planned.values()].filter(
    (effect) => isOfLms(effect) && effect.outcome === 'done' && !arrived.has(effect.key),
  );
  return [
    ...lost.map(({ key }) => violation(`${key} is done, and the LMS has not heard of it`)),
    ...lms.flatMap(({ id, subject }) => {
      const [code] = id.split('/');
      if (code !== subject) return [];
      if (!codes.has(code)) {
        return mayBeUntold(wishes) ? [] : [violation(`${id} is about an attempt that nobody was told of`)];
      }
      const outcome = planned.get(id)?.outcome;
      if (outcome === undefined) return [violation(`${id} reached the LMS without a cause`)];
      return outcome === 'withheld' ? [violation(`${id} was withheld, and reached the LMS`)] : [];
    }),
  ];
}

function checkMails({ mails, attempts }: Evidence): Violation[] {
  const arrived = new Set(mails.map(({ messageId }) => nameOfMessage(messageId)));
  const planned = attempts.flatMap(({ effects }) => effects.filter(({ kind }) => kind === 'send-mail'));
  const sent = new Map(planned.map((effect) => [messageIdOf(effect), effect]));
  return [
    ...planned
      .filter((effect) => effect.outcome === 'done' && !arrived.has(messageIdOf(effect)))
      .map(({ key }) => violation(`${key} is done, and no email has come`)),
    ...[...arrived].flatMap((messageId) => {
      const effect = sent.get(messageId);
      if (!effect) return [violation(`an email came that no change has caused (${messageId})`)];
      return effect.outcome === 'withheld' ? [violation(`${effect.key} was withheld, and its email came`)] : [];
    }),
  ];
}

/** Calls of the vendor come as often as they must, and repeats are of what was caused. */
function checkVendor({ vendor, attempts }: Evidence): Violation[] {
  return attempts.flatMap(({ id, externalId, effects, steps }) => {
    if (externalId === null) return [];
    const calls = vendor.filter((call) => call.externalId === externalId && call.what !== 'registration');
    const done = effects.filter(({ kind, outcome }) => kind in AT_VENDOR && outcome === 'done');
    const isRemoval = (what: string) =>
      what === 'removal' && steps.some(({ event }) => event === 'delete' || event === 'reset');
    return [
      ...done
        .filter(({ kind }) => !calls.some(({ what }) => what === AT_VENDOR[kind]))
        .map(({ key }) => violation(`${key} is done, and the vendor has not heard of it`)),
      ...calls
        .filter(({ what }) => !isRemoval(what) && !effects.some(({ kind }) => AT_VENDOR[kind] === what))
        .map(({ what }) => violation(`attempt ${id}: the vendor was told "${what}" without a cause`)),
    ];
  });
}

/** Each cause has one key for each of its effects, each arrives, nothing else does, and repeats come under the same key. */
export function checkEffects(evidence: Evidence): Violation[] {
  return [
    ...evidence.attempts.flatMap(checkCauses),
    ...checkLms(evidence),
    ...checkBus(evidence),
    ...checkMails(evidence),
    ...checkVendor(evidence),
  ];
}
