// `npm start`: the command line with the arguments behind `--`, or the map of the example contract.
// npm runs scripts in the project's folder; paths in the arguments belong to the folder the user is in, INIT_CWD.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from './project.mjs'

const program = join(root, 'dist/cli/main.js')
const given = process.argv.slice(2)
process.chdir(given.length > 0 ? (process.env.INIT_CWD ?? '.') : root)
process.argv = [process.execPath, program, ...(given.length > 0 ? given : ['map', 'examples/MemoryLane.sol'])]
await import(pathToFileURL(program).href)
