/** `memlane gas <target>`: where gas goes, and what of it is for memory. @module */
import { opcodeOfByte } from '../../opcodes/index.ts'
import type { GasRow } from '../../trace/index.ts'
import { cliError, flameScreen, gasDocument, gasScreen } from '../../view/index.ts'
import type { Command } from '../command.ts'
import { RUN_OPTIONS } from '../options.ts'

/** Rows of `--by step`: those with most gas. */
const MOST_STEPS = 1000

export const gas: Command = {
  name: 'gas',
  operands: [
    { usage: '<target>', text: 'target' },
    { usage: '[arguments...]', text: 'callArguments' },
  ],
  options: ['by', 'memoryOnly', 'flame', 'speedscope', 'rpcUrl', 'artifacts', ...RUN_OPTIONS],
  async run([word, ...callArguments], options, session) {
    const { GasProfile, gasTree, speedscope } = await import('../../trace/index.ts')
    const { exitCodeOfRecorded, recordTarget } = await import('../recorded.ts')
    const recorded = await recordTarget(word!, callArguments, options, session)
    const { recording, locator, call } = recorded
    const by = options.by ?? (locator === undefined ? 'opcode' : 'line')
    if (locator === undefined && (by === 'line' || by === 'function'))
      throw cliError('cli.noLines', { option: `--by ${by}` })
    const profile = new GasProfile(recording, locator)
    const memoryOnly = options.memoryOnly === true
    const what = memoryOnly ? 'expansion' : 'gas'
    if (options.speedscope !== undefined) {
      const { writeOutput } = await import('../outputFile.ts')
      await writeOutput(options.speedscope, speedscope(profile, locator, what, call), session)
    }
    const { columns } = session.io.stdout
    if (options.flame) {
      const tree = gasTree(profile, locator, what)
      if (options.json) session.showJson({ version: 1, call, tree })
      else session.show(flameScreen(call, tree, session.messages, columns))
      return exitCodeOfRecorded(recorded)
    }
    const rows = by === 'step' ? stepRows() : profile.rows(by)
    const chosen = rows.filter((row) => row[what] > 0).sort((a, b) => b[what] - a[what])
    const facts = { call, rows: chosen, total: profile.total(), memoryOnly }
    if (options.json) session.showJson(gasDocument(facts, by))
    else session.show(gasScreen(facts, session.messages, columns))
    return exitCodeOfRecorded(recorded)

    /** The steps with most gas; a run can have millions. */
    function stepRows(): GasRow[] {
      let kept: GasRow[] = []
      const trim = () => {
        kept = kept.sort((a, b) => b[what] - a[what]).slice(0, MOST_STEPS)
      }
      for (let step = 0; step < recording.stepCount; step++) {
        const { gas, expansion } = profile.of(step)
        const name = opcodeOfByte(recording.steps.opcode(step))?.name ?? 'INVALID'
        kept.push({ key: `${step} ${name}`, gas, expansion, steps: 1, expansions: expansion > 0 ? 1 : 0 })
        if (kept.length > MOST_STEPS * 4) trim()
      }
      trim()
      return kept
    }
  },
}
