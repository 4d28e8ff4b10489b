// A collection of workloads on disk, made by others and therefore no part of this project: `workloads.json` in a folder.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { FORK } from './workload.mjs'

/** The workloads of `folder`, by the collection's own groups; none when there is no collection. */
export function collection(folder) {
  const file = join(folder, 'workloads.json')
  if (!existsSync(file)) return []
  const { target, caller, fork, workloads } = JSON.parse(readFileSync(file, 'utf8'))
  if (fork !== FORK) throw new Error(`${file} is made for the fork ${fork}; the peers run ${FORK}.`)
  return workloads.map(({ name, group, code, storage, accounts, calldata, gasLimit, expectedGasUsed }) => ({
    name,
    group,
    accounts: { [target]: { code, storage }, ...accounts },
    from: caller,
    to: target,
    input: calldata,
    gas: gasLimit,
    expectedGas: expectedGasUsed,
  }))
}
