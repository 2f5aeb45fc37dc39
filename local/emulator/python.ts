import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { LocalAwsError } from '../local-aws-error.ts';

const run = promisify(execFile);

/**
 * Prints the version and the missing modules. Debian and Ubuntu ship venv and ensurepip in a
 * package of their own.
 */
const PROBE = `
import sys, importlib.util
missing = [name for name in ("venv", "ensurepip") if importlib.util.find_spec(name) is None]
print(*sys.version_info[:2], *missing)
`;

/** The version that MiniStack 1.5.33 requires (Requires-Python in its metadata). */
const REQUIRED = [3, 10] as const;

type Candidate = { readonly usable: true } | { readonly usable: false; readonly reason: string } | undefined;

/**
 * Finds a Python that can create the emulator's virtual environment: `python3` or `python`, as the
 * PATH has them.
 * @throws LocalAwsError when it finds none, or it is too old, or it has no venv or ensurepip module
 */
export async function findPython(environment: NodeJS.ProcessEnv): Promise<string> {
  let firstReason: string | undefined;
  for (const command of ['python3', 'python']) {
    const candidate = await check(command, environment);
    if (candidate?.usable === true) return command;
    firstReason ??= candidate?.usable === false ? candidate.reason : undefined;
  }
  throw new LocalAwsError(
    firstReason ??
      `The local AWS needs Python ${REQUIRED.join('.')} or newer, and neither python3 nor python on the PATH is one: install it.`,
  );
}

async function check(command: string, environment: NodeJS.ProcessEnv): Promise<Candidate> {
  let answer: string;
  try {
    answer = (await run(command, ['-I', '-c', PROBE], { env: environment })).stdout;
  } catch {
    return undefined; // not installed, or a Python 2, which has no -I: the next candidate may be usable
  }
  const [major = 0, minor = 0, ...missing] = answer.trim().split(' ');
  const version = `${major}.${minor}`;
  if (Number(major) < REQUIRED[0] || (Number(major) === REQUIRED[0] && Number(minor) < REQUIRED[1])) {
    return {
      usable: false,
      reason: `The local AWS needs Python ${REQUIRED.join('.')} or newer, and ${command} is ${version}: install a newer one.`,
    };
  }
  if (missing.length > 0) {
    return {
      usable: false,
      reason: `The Python ${version} behind ${command} has no module ${missing.join(' and ')}: install it (on Debian and Ubuntu: apt install python${version}-venv).`,
    };
  }
  return { usable: true };
}
