/** `memlane trace tx <hash> --rpc-url <url>`: a transaction of a chain, executed here. @module */
import { replayDocument, replayScreen } from '../../../view/index.ts'
import type { TraceAction } from '../../command.ts'
import { EXIT } from '../../report.ts'

export const txAction: TraceAction = {
  name: 'tx',
  operands: [{ usage: '<hash>', text: 'hash' }],
  options: ['rpcUrl', 'fork', 'evmVersion', 'output'],
  async run([word], options, session) {
    const { recordOfNode } = await import('../../nodeRecorded.ts')
    const { launch, facts } = await recordOfNode(word!, options, [])
    const { output } = options
    if (output !== undefined) {
      const { writeRecording } = await import('../../recordingTarget.ts')
      await writeRecording(launch, output, session)
    }
    if (options.json) session.showJson({ ...replayDocument(facts), file: output ?? null })
    else session.show(replayScreen(facts, session.messages))
    return facts.disagreements.length === 0 ? EXIT.fine : EXIT.failed
  },
}
