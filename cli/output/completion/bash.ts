import type { DescribedCommand } from './described.ts';

/**
 * A completion for bash. It runs no program and evaluates nothing that the user has typed.
 * @param commands their names and values are words of letters, digits and hyphens
 */
export function bashCompletion([root, ...commands]: readonly [DescribedCommand, ...DescribedCommand[]]): string {
  const { name } = root;
  return `# bash completion of ${name}: source <(${name} completion bash)
_${name}() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]} words=''
  # bash has the = of --option=value as a word.
  if [[ $current == = ]]; then current=; elif [[ $previous == = ]]; then previous=\${COMP_WORDS[COMP_CWORD - 2]}; fi
  if ((COMP_CWORD == 1)); then
    words='${wordsOf([...commands.map((command) => command.name), ...root.options.map((option) => option.name)])}'
  else
    case "\${COMP_WORDS[1]} $previous" in
${commands.flatMap(valueCases).join('\n')}
    ${freeOptions(commands).join(' | ')}) words='' ;;
    *) case \${COMP_WORDS[1]} in
${commands.map(commandCase).join('\n')}
      esac ;;
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -F _${name} ${name}
`;
}

const wordsOf = (words: readonly string[]): string => words.join(' ');

/** The options that any value can follow. */
function freeOptions(commands: readonly DescribedCommand[]): readonly string[] {
  const free = commands.flatMap(({ options }) =>
    options.filter(({ takesValue, choices }) => takesValue && choices.length === 0),
  );
  return [...new Set(free.map(({ name }) => `*' ${name}'`))];
}

/** What follows an option with a list of values. */
function valueCases({ name, options }: DescribedCommand): readonly string[] {
  return options
    .filter(({ choices }) => choices.length > 0)
    .map((option) => `    '${name} ${option.name}') words='${wordsOf(option.choices)}' ;;`);
}

function commandCase({ name, options, choices }: DescribedCommand): string {
  return `      ${name}) words='${wordsOf([...choices, ...options.map((option) => option.name)])}' ;;`;
}
