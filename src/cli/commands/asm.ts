/** `memlane asm <file>`: mnemonics to bytecode. @module */
import { bytesToHex } from '../../base/index.ts'
import type { Command } from '../command.ts'
import { forkOf } from '../options.ts'
import { EXIT } from '../report.ts'
import { expectFormat, readTarget } from '../target.ts'

export const asm: Command = {
  name: 'asm',
  operands: [{ usage: '<file>', text: 'mnemonics' }],
  options: ['listing', 'fork', 'evmVersion'],
  async run([word], options, session) {
    const target = expectFormat('evm', await readTarget(word, { otherwise: 'evm' }, session.io))
    const { formatListing } = await import('../../assembly/index.ts')
    const { assembled } = await import('../../launch/assembled.ts')
    const assembly = assembled(target.name, target.text, forkOf(options))
    if (options.json)
      session.showJson({
        version: 1,
        code: bytesToHex(assembly.code),
        labels: Object.fromEntries(assembly.labels),
        sections: assembly.sections,
        listing: assembly.listing.map((entry) => ({ ...entry, bytes: bytesToHex(entry.bytes) })),
      })
    else session.print(options.listing ? formatListing(assembly) : bytesToHex(assembly.code))
    return EXIT.fine
  },
}
