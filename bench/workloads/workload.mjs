// What a workload is: a world, and a call that is repeated in it.
//
//   name, group
//   accounts    { [address]: { code, storage, balance } } in hex, balance optional; what is there before every run
//   from, to, input, gas     the call; gas is a number
//   operations  of those that are about one operation, how many of them a run does
//   unit        what such an operation is
//
// All peers run the rules of the same fork. Prague is the newest in which a transaction may use any amount of gas, and
// one peer is reached through transactions only.
export const FORK = 'prague'
export const CALLER = '0x00000000000000000000000000000000000ca11e'
