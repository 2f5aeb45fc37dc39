import { CaseError } from './reading.ts';

/** What is said of a case file that is not understood. @throws Error when it is understood */
export function mistakeOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof CaseError) return error.message;
    throw error;
  }
  throw new Error('The case was understood.');
}
