import { CaseError } from './reading.ts';

/** The message of the CaseError that `read` throws. @throws Error when it throws none */
export function caseErrorMessage(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof CaseError) return error.message;
    throw error;
  }
  throw new Error('The case is valid.');
}
