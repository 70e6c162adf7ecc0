import { type Command, CommanderError } from 'commander';
import { release } from '../server/configuration.js';
import { exits, failed, toldOf } from './failing.js';
import { programIn } from './program.js';
import type { Surroundings } from './screen.js';
import { languageOf, sayIn } from './words.js';

/** Runs the command and gives its exit code; never throws. */
export async function tiendo(argv: readonly string[], around: Surroundings): Promise<number> {
  const language = languageOf(argv, around.env);
  const program = quiet(programIn(language, release, around), around);
  try {
    if (argv.length === 0) program.outputHelp();
    else await program.parseAsync([...argv], { from: 'user' });
    return exits.done;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return exits.done;
    // Help that was printed because a subcommand was missing says enough.
    if (error instanceof CommanderError && error.code === 'commander.help') return exits.usage;
    const told = toldOf(error, sayIn(language), around.env);
    around.err.write(`${failed(told, argv.includes('--json'))}\n`);
    return told.exit;
  }
}

/** Ends by throwing, and keeps its English to itself, down to the last subcommand. */
function quiet(command: Command, { out, err }: Surroundings): Command {
  command.exitOverride().configureOutput({
    writeOut: (text) => void out.write(text),
    writeErr: (text) => void err.write(text),
    outputError: () => undefined,
  });
  for (const sub of command.commands) quiet(sub, { out, err, env: {} });
  return command;
}
