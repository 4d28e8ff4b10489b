import type { Command } from '../command.ts'
export const map: Command = {
  name: 'map',
  operands: [
    { usage: '<target>', text: 'solidityTarget' },
    { usage: '[arguments...]', text: 'callArguments' },
  ],
  options: ['call'],
  async run() {
    return 0
  },
}
