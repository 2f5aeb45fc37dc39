import type { DescribedCommand, DescribedOption } from './described.ts';

/** A completion for zsh: for `source`, and for a file of `fpath`, which zsh runs as a function. */
export function zshCompletion([root, ...commands]: readonly [DescribedCommand, ...DescribedCommand[]]): string {
  const { name } = root;
  return `#compdef ${name}
# zsh completion of ${name}: source <(${name} completion zsh)
_${name}() {
  local -a commands=(
${commands.map((command) => `    ${quote(`${command.name}:${command.description}`)}`).join('\n')}
  )
  if ((CURRENT == 2)); then
    _describe command commands
    _arguments ${root.options.map(argument).join(' ')}
    return
  fi
  local command=$words[2]
  shift words
  ((CURRENT--))
  case $command in
${commands.map(commandCase).join('\n')}
  esac
}
if [[ $funcstack[1] == _${name} ]]; then _${name} "$@"; else compdef _${name} ${name}; fi
`;
}

function commandCase({ name, options, choices }: DescribedCommand): string {
  const values = choices.length > 0 ? [quote(`1:value:(${choices.join(' ')})`)] : [];
  return `    ${name}) _arguments ${[...options.map(argument), ...values].join(' ')} ;;`;
}

/** Source: zsh manual, "Completion Functions", `_arguments`. */
function argument({ name, description, takesValue, choices }: DescribedOption): string {
  const explained = `${name}[${description.replaceAll(/[[\]\\]/g, '\\$&')}]`;
  if (!takesValue) return quote(explained);
  return quote(`${explained}:value:${choices.length > 0 ? `(${choices.join(' ')})` : ' '}`);
}

const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
