/** The formats of official EVM tests, for this project's own checks: not published. @module */
export { parseStateTest, type StateTestCase, type StateTestDifference, StateTestRunner } from './stateTest.ts'
export { runVmTest } from './vmTest.ts'
