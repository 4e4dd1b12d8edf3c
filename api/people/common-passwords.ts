import { limits } from '../../contract/vocabulary.ts';
import { invalidField } from '../errors.ts';

let loading: Promise<ReadonlySet<string>> | undefined;

/**
 * Refuses a new password that is one of the 49,000 most common ones, ignoring case. `pointer` is
 * the JSON pointer of the password in the body. Throws `password_common`.
 */
export async function expectUncommon(password: string, pointer: string): Promise<void> {
  loading ??= load();
  if (!(await loading).has(password.toLowerCase())) return;
  throw invalidField(
    'password_common',
    pointer,
    'This is one of the most common passwords, which attackers try first. Choose another, such as a few words.',
  );
}

// Loaded when someone chooses a password, not at each start: loading takes tens of milliseconds.
async function load(): Promise<ReadonlySet<string>> {
  const { dictionary } = await import('@zxcvbn-ts/language-common');
  const common = dictionary['passwords-common'];
  return new Set(common.filter(({ length }) => length >= limits.passwordMinChars));
}
