import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VendorPayloadError } from '../../vendors/errors.ts';
import type { Vendor, VendorAttempt } from '../../vendors/port.ts';
import { REVIEW_STATUSES } from '../../rules/attempt/events.ts';
import { COURSE_ID, EXAM, REGISTRATION } from './vendor-examples.ts';

/** What the contract needs to know of the vendor under test. */
export interface VendorUnderTest {
  vendor: Vendor;
  /** A review that the vendor could post for the attempt `attemptExternalId`; absent when it takes none. */
  review?: { payload: unknown; attemptExternalId: string };
  /** Texts that must never be in an error. */
  secrets: readonly string[];
  /** Makes the outside service say no to everything, answer rubbish, or not answer; absent when there is none. */
  outage?: (kind: 'refuses' | 'rubbish' | 'silent') => void;
  close?: () => Promise<void>;
}

const ATTEMPT = { examExternalId: 'ex-1', attemptExternalId: 'at-9' };
const UNKNOWN_TO_VENDOR = { examExternalId: null, attemptExternalId: null };
const RUBBISH = [null, undefined, 7, 'text', [], {}, { status: 'splendid' }, { status: 'passed', comments: [{}] }];
const PERSON = { id: 3, fullName: 'Grace Example', email: 'grace@staff.example' };

/** What a vendor is told of a running attempt. */
function tellingOf(vendor: Vendor): ((attempt: VendorAttempt) => Promise<void>)[] {
  return [
    (attempt) => vendor.startAttempt(attempt),
    (attempt) => vendor.stopAttempt(attempt),
    (attempt) => vendor.markErroneousAttempt(attempt),
    (attempt) => vendor.removeAttempt(attempt),
  ];
}

/** Every operation that may ask the outside service. */
function operationsOf(vendor: Vendor): Record<string, () => Promise<unknown>> {
  return {
    registerAttempt: () => vendor.registerAttempt(EXAM, REGISTRATION),
    startAttempt: () => vendor.startAttempt(ATTEMPT),
    stopAttempt: () => vendor.stopAttempt(ATTEMPT),
    markErroneousAttempt: () => vendor.markErroneousAttempt(ATTEMPT),
    removeAttempt: () => vendor.removeAttempt(ATTEMPT),
    saveExam: () => vendor.saveExam(EXAM),
    getAttempt: () => vendor.getAttempt(ATTEMPT, 'es'),
    softwareDownloadUrl: () => vendor.softwareDownloadUrl(),
    proctoringConfig: () => vendor.proctoringConfig(),
    instructorUrl: () => vendor.instructorUrl({ courseId: COURSE_ID, user: PERSON }),
    onboardingProfiles: () => vendor.onboardingProfiles(COURSE_ID, { userId: 1 }),
    retireUser: () => vendor.retireUser(1),
  };
}

/** How an operation ended: `answered` or the error's name, and everything that a log could show of the error. */
async function endOf(operation: () => Promise<unknown>): Promise<{ way: string; text: string }> {
  try {
    await operation();
    return { way: 'answered', text: '' };
  } catch (error) {
    return { way: error instanceof Error ? error.name : 'no error', text: inspect(error) };
  }
}

/**
 * What any adapter must do, whatever its vendor: run it from a test file with a `setUp` that starts the outside service,
 * if there is one, in good health and answering as the vendor does.
 */
export function describeVendorContract(title: string, setUp: () => Promise<VendorUnderTest>): void {
  describe(`the vendor contract, ${title}`, () => {
    let subject: VendorUnderTest;
    let vendor: Vendor;
    beforeAll(async () => {
      subject = await setUp();
      ({ vendor } = subject);
    });
    afterAll(() => subject.close?.());

    it('describes itself', () => {
      const { name, verboseName, pingIntervalSeconds, heartbeatWindowSeconds, passingStatuses } = vendor;
      expect({ name, verboseName }).toEqual({
        name: expect.stringMatching(/./),
        verboseName: expect.stringMatching(/./),
      });
      expect(pingIntervalSeconds > 0 && pingIntervalSeconds % 2 === 0).toBe(true);
      expect(heartbeatWindowSeconds === null || heartbeatWindowSeconds > 0).toBe(true);
      expect(REVIEW_STATUSES).toEqual(expect.arrayContaining([...passingStatuses]));
      expect(vendor.javascriptUrl()).toMatch(/^(https?:\/\/.*)?$/);
    });

    it('registers an attempt and is told what becomes of it, each thing as often as it is repeated', async () => {
      const registered = await vendor.registerAttempt(EXAM, REGISTRATION);
      expect(registered).toMatchObject({ externalId: vendor.name === 'null' ? null : expect.stringMatching(/./) });
      for (const tell of [...tellingOf(vendor), ...tellingOf(vendor)]) {
        await expect(tell(ATTEMPT)).resolves.toBeUndefined();
      }
    });

    it('needs nothing of the vendor for an attempt that it never had', async () => {
      subject.outage?.('refuses');
      for (const tell of tellingOf(vendor)) await expect(tell(UNKNOWN_TO_VENDOR)).resolves.toBeUndefined();
      const details = { downloadUrl: null, instructions: expect.any(Array) };
      await expect(vendor.getAttempt(UNKNOWN_TO_VENDOR)).resolves.toEqual(details);
    });

    it('reads its own reviews and nothing else', () => {
      for (const payload of RUBBISH) expect(() => vendor.parseReview(payload, ATTEMPT)).toThrow(VendorPayloadError);
      if (!subject.review) return;
      const { payload, attemptExternalId } = subject.review;
      expect(vendor.parseReview(payload, { ...ATTEMPT, attemptExternalId })).toEqual({
        status: expect.stringMatching(/^(passed|violation|suspicious|not_reviewed)$/),
        comments: expect.any(Array),
      });
    });

    it('shows a learner nothing that would let them post a review without credentials', () => {
      if (vendor.acceptsAnonymousReview(null)) expect(vendor.hidesExternalIdFromLearners).toBe(true);
      expect(vendor.acceptsAnonymousReview('a guess') && !vendor.hidesExternalIdFromLearners).toBe(false);
    });

    it('stores no link to a recording in the clear', () => {
      const stored = vendor.encryptVideoUrl('https://vendor.example/recording');
      expect(stored?.includes('vendor.example') ?? false).toBe(false);
    });

    it.each(['refuses', 'rubbish', 'silent'] as const)(
      'fails only in the ways of the port when it %s',
      async (kind) => {
        subject.outage?.(kind);
        for (const [name, operation] of Object.entries(operationsOf(vendor))) {
          const { way, text } = await endOf(operation);
          expect({ name, way }).toEqual({
            name,
            way: expect.stringMatching(/^(answered|VendorUnavailable|VendorRefused)/),
          });
          for (const secret of [...subject.secrets, REGISTRATION.fullName]) expect(text).not.toContain(secret);
        }
      },
    );
  });
}
