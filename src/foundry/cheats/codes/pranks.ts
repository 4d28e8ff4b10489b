/** Pranks. @module */
import type { Address } from '../../../base/index.ts'
import { wordsAnswer } from '../answer.ts'
import { CheatcodeError } from '../cheatError.ts'
import { type CheatCall, type CheatRow, works } from '../cheatRow.ts'

function prank(
  { cheats, request, world }: CheatCall,
  isSingle: boolean,
  as: Address,
  origin: Address | undefined,
  ofDelegates: boolean,
): void {
  world.warm(as)
  if (ofDelegates && world.code(as).length === 0) throw new CheatcodeError('cannot `prank` delegate call from an EOA')
  const originBefore = cheats.pranks.at(request.depth)?.originBefore ?? cheats.environment.origin
  const { caller, depth } = request
  cheats.pranks.begin(depth, { caller, as, origin, originBefore, isSingle, ofDelegates, wasUsed: false })
}

const both = (['prank', 'startPrank'] as const).flatMap((name): CheatRow[] => {
  const isSingle = name === 'prank'
  return [
    works(`${name}(address)`, (call) => prank(call, isSingle, call.given.address(0), undefined, false)),
    works(`${name}(address,address)`, (call) =>
      prank(call, isSingle, call.given.address(0), call.given.address(1), false),
    ),
    works(`${name}(address,bool)`, (call) =>
      prank(call, isSingle, call.given.address(0), undefined, call.given.flag(1)),
    ),
    works(`${name}(address,address,bool)`, (call) =>
      prank(call, isSingle, call.given.address(0), call.given.address(1), call.given.flag(2)),
    ),
  ]
})

export const PRANK_CHEATS: readonly CheatRow[] = [
  ...both,
  works('stopPrank()', ({ cheats, request }) => cheats.pranks.stop(request.depth)),
  works('readCallers()', ({ cheats, request }) => {
    const prank = cheats.pranks.at(request.depth)
    const { origin } = cheats.environment
    if (prank === undefined) return wordsAnswer(0n, BigInt(cheats.settings.sender), origin)
    return wordsAnswer(prank.isSingle ? 3n : 4n, prank.as, prank.origin ?? origin)
  }),
]
