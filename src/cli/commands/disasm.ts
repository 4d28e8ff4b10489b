/** `memlane disasm <file or hex>`: bytecode to mnemonics. @module */
import { bytesToHex } from '../../base/index.ts'
import type { Command } from '../command.ts'
import { forkOf } from '../options.ts'
import { EXIT } from '../report.ts'
import { expectFormat, readTarget } from '../target.ts'

export const disasm: Command = {
  name: 'disasm',
  operands: [{ usage: '<bytecode>', text: 'bytecode' }],
  options: ['fork', 'evmVersion'],
  async run([word], options, session) {
    const target = expectFormat('hex', await readTarget(word, { otherwise: 'hex' }, session.io))
    const [{ disassemble, formatDisassembly }, { parseHexText }] = await Promise.all([
      import('../../assembly/index.ts'),
      import('../../launch/hexText.ts'),
    ])
    const parts = disassemble(parseHexText({ file: target.name }, target.text), { fork: forkOf(options) })
    if (options.json)
      session.showJson({
        version: 1,
        parts: parts.map((part) =>
          part.kind === 'data'
            ? { ...part, bytes: bytesToHex(part.bytes) }
            : { ...part, bytes: bytesToHex(part.bytes), opcode: part.opcode.name },
        ),
      })
    else session.print(formatDisassembly(parts))
    return EXIT.fine
  },
}
