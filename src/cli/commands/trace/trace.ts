/** `memlane trace <action>`: recordings as files, and from and to other tools' formats. @module */
import type { Command } from '../../command.ts'
import { exportAction } from './export.ts'
import { importAction } from './import.ts'
import { recordAction } from './record.ts'
import { txAction } from './tx.ts'

export const trace: Command = { name: 'trace', actions: [recordAction, importAction, exportAction, txAction] }
