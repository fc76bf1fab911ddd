import { readConfig } from '../../config.ts';
import { publicKeySetOf } from '../../lms/exam-token-keys.ts';
import { InputError, type PrintedCommand } from '../command.ts';

/** What the LMS checks exam access tokens with; changes nothing and connects to nothing. */
export const examTokenKeys: PrintedCommand = {
  name: 'exam-token-keys',
  summary: 'Print the public keys of exam access tokens, for TOKEN_SIGNING of the LMS.',
  notes: 'They belong to EXAM_TOKEN_KEY and EXAM_TOKEN_KEY_PREVIOUS. A private key is never printed.',
  options: {},
  async print() {
    const { examTokenKeys: keys } = readConfig().auth;
    if (keys.length === 0) {
      throw new InputError(
        'EXAM_TOKEN_KEY is not set. Make a key with: openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048',
      );
    }
    return { text: JSON.stringify(await publicKeySetOf(keys)), isDone: true };
  },
};
