import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { LocalAwsError } from '../local-aws-error.ts';

const run = promisify(execFile);

/** Prints the version and the modules that are missing. Debian and Ubuntu ship venv and ensurepip as a package of their own. */
const PROBE = `
import sys, importlib.util
missing = [name for name in ("venv", "ensurepip") if importlib.util.find_spec(name) is None]
print(*sys.version_info[:2], *missing)
`;

/** What MiniStack 1.5.33 asks for (Requires-Python in its metadata). */
const NEEDED = [3, 10] as const;

type Candidate = { readonly verdict: 'good' } | { readonly verdict: 'unfit'; readonly sentence: string } | undefined;

/**
 * The command of a Python that can make the emulator's virtual environment: `python3` or `python`, as the PATH has them.
 * @throws LocalAwsError when there is none, or it is older than 3.10, or it has no venv or ensurepip module
 */
export async function findPython(environment: NodeJS.ProcessEnv): Promise<string> {
  let unfit: string | undefined;
  for (const command of ['python3', 'python']) {
    const candidate = await judge(command, environment);
    if (candidate?.verdict === 'good') return command;
    unfit ??= candidate?.sentence;
  }
  throw new LocalAwsError(
    unfit ??
      `The local AWS needs Python ${NEEDED.join('.')} or newer, and neither python3 nor python on the PATH is one: install it.`,
  );
}

async function judge(command: string, environment: NodeJS.ProcessEnv): Promise<Candidate> {
  let answer: string;
  try {
    answer = (await run(command, ['-I', '-c', PROBE], { env: environment })).stdout;
  } catch {
    return undefined; // not there, or a Python 2, which knows no -I: the next candidate may do
  }
  const [major = 0, minor = 0, ...missing] = answer.trim().split(' ');
  const version = `${major}.${minor}`;
  if (Number(major) < NEEDED[0] || (Number(major) === NEEDED[0] && Number(minor) < NEEDED[1])) {
    return {
      verdict: 'unfit',
      sentence: `The local AWS needs Python ${NEEDED.join('.')} or newer, and ${command} is ${version}: install a newer one.`,
    };
  }
  if (missing.length > 0) {
    return {
      verdict: 'unfit',
      sentence: `The Python ${version} behind ${command} has no module ${missing.join(' and ')}: install it (on Debian and Ubuntu: apt install python${version}-venv).`,
    };
  }
  return { verdict: 'good' };
}
