// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// Each cheatcode where it works and where it must fail. Named after forge's interface.
interface Vm {
    struct Log { bytes32[] topics; bytes data; address emitter; }
    struct Wallet { address addr; uint256 publicKeyX; uint256 publicKeyY; uint256 privateKey; }
    struct Gas { uint64 gasLimit; uint64 gasTotalUsed; uint64 gasMemoryUsed; int64 gasRefunded; uint64 gasRemaining; }
    function prank(address) external;
    function prank(address, address) external;
    function startPrank(address) external;
    function stopPrank() external;
    function readCallers() external returns (uint8, address, address);
    function expectRevert() external;
    function expectRevert(bytes4) external;
    function expectRevert(bytes calldata) external;
    function expectRevert(address) external;
    function expectRevert(bytes4, address) external;
    function expectRevert(uint64) external;
    function expectPartialRevert(bytes4) external;
    function expectEmit() external;
    function expectEmit(bool, bool, bool, bool) external;
    function expectEmitAnonymous() external;
    function expectCall(address, bytes calldata) external;
    function expectCall(address, uint256, bytes calldata) external;
    function expectCall(address, bytes calldata, uint64) external;
    function expectCallMinGas(address, uint256, uint64, bytes calldata) external;
    function assume(bool) external;
    function skip(bool) external;
    function skip(bool, string calldata) external;
    function warp(uint256) external;
    function roll(uint256) external;
    function fee(uint256) external;
    function chainId(uint256) external;
    function coinbase(address) external;
    function prevrandao(uint256) external;
    function txGasPrice(uint256) external;
    function blobBaseFee(uint256) external;
    function getBlobBaseFee() external view returns (uint256);
    function blobhashes(bytes32[] calldata) external;
    function setBlockhash(uint256, bytes32) external;
    function getBlockTimestamp() external view returns (uint256);
    function getBlockNumber() external view returns (uint256);
    function getChainId() external view returns (uint256);
    function deal(address, uint256) external;
    function etch(address, bytes calldata) external;
    function store(address, bytes32, bytes32) external;
    function load(address, bytes32) external view returns (bytes32);
    function getNonce(address) external view returns (uint64);
    function setNonce(address, uint64) external;
    function setNonceUnsafe(address, uint64) external;
    function resetNonce(address) external;
    function label(address, string calldata) external;
    function getLabel(address) external view returns (string memory);
    function addr(uint256) external pure returns (address);
    function sign(uint256, bytes32) external pure returns (uint8, bytes32, bytes32);
    function signCompact(uint256, bytes32) external pure returns (bytes32, bytes32);
    function signP256(uint256, bytes32) external pure returns (bytes32, bytes32);
    function publicKeyP256(uint256) external pure returns (uint256, uint256);
    function createWallet(uint256) external returns (Wallet memory);
    function createWallet(string calldata) external returns (Wallet memory);
    function sign(Wallet calldata, bytes32) external returns (uint8, bytes32, bytes32);
    function mockCall(address, bytes calldata, bytes calldata) external;
    function mockCall(address, uint256, bytes calldata, bytes calldata) external;
    function mockCalls(address, bytes calldata, bytes[] calldata) external;
    function mockCallRevert(address, bytes calldata, bytes calldata) external;
    function mockFunction(address, address, bytes calldata) external;
    function clearMockedCalls() external;
    function recordLogs() external;
    function getRecordedLogs() external returns (Log[] memory);
    function snapshotState() external returns (uint256);
    function revertToState(uint256) external returns (bool);
    function revertToStateAndDelete(uint256) external returns (bool);
    function deleteStateSnapshot(uint256) external returns (bool);
    function lastCallGas() external view returns (Gas memory);
    function computeCreateAddress(address, uint256) external pure returns (address);
    function computeCreate2Address(bytes32, bytes32, address) external pure returns (address);
    function toString(uint256) external pure returns (string memory);
    function toString(int256) external pure returns (string memory);
    function toString(bool) external pure returns (string memory);
    function toString(address) external pure returns (string memory);
    function toString(bytes32) external pure returns (string memory);
    function toString(bytes calldata) external pure returns (string memory);
    function parseUint(string calldata) external pure returns (uint256);
    function parseInt(string calldata) external pure returns (int256);
    function parseBool(string calldata) external pure returns (bool);
    function parseAddress(string calldata) external pure returns (address);
    function parseBytes32(string calldata) external pure returns (bytes32);
    function parseBytes(string calldata) external pure returns (bytes memory);
    function toLowercase(string calldata) external pure returns (string memory);
    function toUppercase(string calldata) external pure returns (string memory);
    function trim(string calldata) external pure returns (string memory);
    function replace(string calldata, string calldata, string calldata) external pure returns (string memory);
    function split(string calldata, string calldata) external pure returns (string[] memory);
    function indexOf(string calldata, string calldata) external pure returns (uint256);
    function contains(string calldata, string calldata) external returns (bool);
    function toBase64(bytes calldata) external pure returns (string memory);
    function toBase64URL(bytes calldata) external pure returns (string memory);
    function envOr(string calldata, uint256) external view returns (uint256);
    function envOr(string calldata, string calldata) external view returns (string memory);
    function envExists(string calldata) external view returns (bool);
    function envUint(string calldata) external view returns (uint256);
    function getCode(string calldata) external view returns (bytes memory);
    function getDeployedCode(string calldata) external view returns (bytes memory);
    function readFile(string calldata) external view returns (string memory);
    function randomUint(uint256, uint256) external returns (uint256);
    function randomBytes(uint256) external returns (bytes memory);
    function randomAddress() external returns (address);
    function isContext(uint8) external view returns (bool);
    function assertEq(uint256, uint256) external pure;
    function assertEq(uint256, uint256, string calldata) external pure;
    function assertEq(int256, int256) external pure;
    function assertEq(bool, bool) external pure;
    function assertEq(address, address) external pure;
    function assertEq(bytes32, bytes32) external pure;
    function assertEq(string calldata, string calldata) external pure;
    function assertEq(bytes calldata, bytes calldata) external pure;
    function assertEq(uint256[] calldata, uint256[] calldata) external pure;
    function assertEq(string[] calldata, string[] calldata) external pure;
    function assertNotEq(uint256, uint256) external pure;
    function assertLt(uint256, uint256) external pure;
    function assertLe(int256, int256) external pure;
    function assertGt(uint256, uint256, string calldata) external pure;
    function assertGe(uint256, uint256) external pure;
    function assertEqDecimal(uint256, uint256, uint256) external pure;
    function assertLtDecimal(uint256, uint256, uint256) external pure;
    function assertApproxEqAbs(uint256, uint256, uint256) external pure;
    function assertApproxEqRel(uint256, uint256, uint256) external pure;
    function assertApproxEqAbsDecimal(uint256, uint256, uint256, uint256) external pure;
    function assertApproxEqRelDecimal(uint256, uint256, uint256, uint256) external pure;
    function assertTrue(bool) external pure;
    function assertTrue(bool, string calldata) external pure;
    function assertFalse(bool) external pure;
}

contract Other {
    error Refused(uint256 why);
    event Said(uint256 indexed a, uint256 b);
    uint256 public kept = 7;
    function who() external view returns (address, address) { return (msg.sender, tx.origin); }
    function refuse(uint256 why) external pure { revert Refused(why); }
    function text() external pure { revert("no"); }
    function say(uint256 a, uint256 b) external { emit Said(a, b); }
    function quiet() external pure returns (uint256) { return 1; }
    function paid() external payable returns (uint256) { return msg.value; }
    function keep(uint256 x) external { kept = x; }
    function anonymous_() external { assembly { mstore(0, 5) log1(0, 32, 9) } }
}

contract Stand { uint256 public kept = 9; function quiet() external pure returns (uint256) { return 2; } }

contract CheatsTest {
    Vm constant vm = Vm(0x7109709ECfa91a80626fF3989D68f67F5b1DD12D);
    bool public IS_TEST = true;
    Other other;
    address alice = address(0xA11CE);
    event Said(uint256 indexed a, uint256 b);

    function setUp() public { other = new Other(); }
    function must(bool holds) internal pure { require(holds, "must"); }
    function same(string memory a, string memory b) internal pure { require(keccak256(bytes(a)) == keccak256(bytes(b)), a); }

    function testReadCallers() public { (uint8 mode, address who,) = vm.readCallers(); must(mode == 0 && who == msg.sender); vm.startPrank(alice); (mode, who,) = vm.readCallers(); must(mode == 4 && who == alice); vm.stopPrank(); }
    function testPrankOfOrigin() public { vm.prank(alice, address(7)); (address a, address o) = other.who(); must(a == alice && o == address(7)); }
    function testExpectRevertOfReverter() public { vm.expectRevert(address(other)); other.text(); }
    function testExpectRevertOfAnotherReverter() public { vm.expectRevert(alice); other.text(); }
    function testExpectRevertBySelectorAndReverter() public { vm.expectRevert(bytes4(keccak256("Error(string)")), address(other)); other.text(); }
    function testExpectPartial() public { vm.expectPartialRevert(Other.Refused.selector); other.refuse(5); }
    function testExpectPartialOther() public { vm.expectPartialRevert(Other.Refused.selector); other.text(); }
    function testExpectEncoded() public { vm.expectRevert(abi.encodeWithSelector(Other.Refused.selector, 5)); other.refuse(5); }
    function testExpectEncodedOther() public { vm.expectRevert(abi.encodeWithSelector(Other.Refused.selector, 6)); other.refuse(5); }
    function testExpectNever() public { vm.expectRevert(uint64(0)); other.quiet(); }
    function testExpectNeverButDid() public { vm.expectRevert(uint64(0)); other.text(); }
    function testExpectEmitAnonymous() public { vm.expectEmitAnonymous(); assembly { mstore(0, 5) log1(0, 32, 9) } other.anonymous_(); }
    function testExpectEmitTopics() public { vm.expectEmit(true, false, false, false); emit Said(1, 3); other.say(1, 2); }
    function testExpectEmitNothing() public { vm.expectEmit(); emit Said(1, 2); other.quiet(); }
    function testExpectCallValue() public { vm.expectCall(address(other), 2, abi.encodeCall(Other.paid, ())); other.paid{value: 2}(); }
    function testExpectCallValueOther() public { vm.expectCall(address(other), 2, abi.encodeCall(Other.paid, ())); other.paid{value: 3}(); }
    function testExpectCallNever() public { vm.expectCall(address(other), abi.encodeCall(Other.quiet, ()), 0); }
    function testExpectCallMinGas() public { vm.expectCallMinGas(address(other), 0, 50000, abi.encodeCall(Other.quiet, ())); other.quiet{gas: 60000}(); }
    function testExpectCallMinGasLess() public { vm.expectCallMinGas(address(other), 0, 50000, abi.encodeCall(Other.quiet, ())); other.quiet{gas: 40000}(); }
    function testSkip() public { vm.skip(true); }
    function testSkipWithReason() public { vm.skip(true, "later"); }
    function testSkipNot() public { vm.skip(false); }
    function testBlock() public {
        vm.warp(5); vm.roll(6); vm.fee(7); vm.chainId(8); vm.coinbase(alice); vm.prevrandao(uint256(9)); vm.txGasPrice(10);
        must(block.timestamp == 5 && block.number == 6 && block.basefee == 7 && block.chainid == 8 && block.coinbase == alice && block.prevrandao == 9 && tx.gasprice == 10);
        must(vm.getBlockTimestamp() == 5 && vm.getBlockNumber() == 6 && vm.getChainId() == 8);
    }
    function testFeeTooLarge() public { vm.fee(2 ** 64); }
    function testChainIdTooLarge() public { vm.chainId(2 ** 64); }
    function testBlobhashes() public { bytes32[] memory hashes = new bytes32[](1); hashes[0] = bytes32(uint256(1) << 248); vm.blobhashes(hashes); must(blobhash(0) == hashes[0] && blobhash(1) == 0); }
    function testBlockhash() public { vm.roll(10); vm.setBlockhash(9, bytes32(uint256(5))); must(blockhash(9) == bytes32(uint256(5))); }
    function testDeal() public { vm.deal(alice, 5); must(alice.balance == 5); }
    function testEtch() public { vm.etch(alice, hex"60016000526020" hex"6000f3"); (bool ok, bytes memory data) = alice.staticcall(""); must(ok && abi.decode(data, (uint256)) == 1); }
    function testStoreAndLoad() public { vm.store(address(other), 0, bytes32(uint256(3))); must(other.kept() == 3 && vm.load(address(other), 0) == bytes32(uint256(3))); }
    function testNonces() public { vm.setNonce(alice, 5); must(vm.getNonce(alice) == 5); vm.setNonceUnsafe(alice, 3); must(vm.getNonce(alice) == 3); vm.resetNonce(alice); must(vm.getNonce(alice) == 0); vm.resetNonce(address(other)); must(vm.getNonce(address(other)) == 1); }
    function testNonceBack() public { vm.setNonce(alice, 5); vm.setNonce(alice, 4); }
    function testLabel() public { vm.label(alice, "alice"); same(vm.getLabel(alice), "alice"); }
    function testLabelOfNobody() public { same(vm.getLabel(alice), "unlabeled:0x00000000000000000000000000000000000A11cE"); }
    function testKeys() public pure {
        must(vm.addr(1) == 0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(1, keccak256("x")); must(ecrecover(keccak256("x"), v, r, s) == vm.addr(1));
        (bytes32 r2, bytes32 vs) = vm.signCompact(1, keccak256("x")); must(r2 == r && (uint256(vs) << 1) >> 1 == uint256(s) && uint256(vs) >> 255 == v - 27);
    }
    function testAddrOfZero() public pure { vm.addr(0); }
    function testAddrTooLarge() public pure { vm.addr(type(uint256).max); }
    function testWallet() public { Vm.Wallet memory w = vm.createWallet(1); must(w.addr == vm.addr(1) && w.privateKey == 1); (uint8 v, bytes32 r, bytes32 s) = vm.sign(w, keccak256("y")); must(ecrecover(keccak256("y"), v, r, s) == w.addr); }
    function testWalletByName() public { Vm.Wallet memory w = vm.createWallet("bob"); must(w.privateKey == uint256(keccak256("bob"))); same(vm.getLabel(w.addr), "bob"); }
    function testP256() public pure { (uint256 x, uint256 y) = vm.publicKeyP256(1); must(x == 0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296 && y == 0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5); (bytes32 r, bytes32 s) = vm.signP256(1, keccak256("z")); must(r != 0 && s != 0); }
    function testMock() public { vm.mockCall(address(other), abi.encodeCall(Other.quiet, ()), abi.encode(5)); must(other.quiet() == 5); vm.clearMockedCalls(); must(other.quiet() == 1); }
    function testMockByValue() public { vm.mockCall(address(other), 2, abi.encodeCall(Other.paid, ()), abi.encode(9)); must(other.paid{value: 2}() == 9 && other.paid{value: 1}() == 1); }
    function testMockCalls() public { bytes[] memory all = new bytes[](2); all[0] = abi.encode(1); all[1] = abi.encode(2); vm.mockCalls(address(other), abi.encodeWithSelector(other.kept.selector), all); must(other.kept() == 1 && other.kept() == 2 && other.kept() == 2); }
    function testMockRevert() public { vm.mockCallRevert(address(other), abi.encodeCall(Other.quiet, ()), "gone"); other.quiet(); }
    function testMockFunction() public { Stand stand = new Stand(); vm.mockFunction(address(other), address(stand), abi.encodeCall(Other.quiet, ())); must(other.quiet() == 2 && other.kept() == 7); }
    function testRecordLogs() public { vm.recordLogs(); other.say(1, 2); Vm.Log[] memory logs = vm.getRecordedLogs(); must(logs.length == 1 && logs[0].emitter == address(other) && logs[0].topics.length == 2 && logs[0].topics[1] == bytes32(uint256(1)) && abi.decode(logs[0].data, (uint256)) == 2); must(vm.getRecordedLogs().length == 0); }
    function testSnapshots() public { other.keep(1); uint256 id = vm.snapshotState(); other.keep(2); vm.warp(77); must(vm.revertToState(id)); must(other.kept() == 1 && block.timestamp == 1); other.keep(3); must(vm.revertToStateAndDelete(id)); must(other.kept() == 1); must(!vm.revertToState(id)); }
    function testSnapshotDeleted() public { uint256 id = vm.snapshotState(); must(vm.deleteStateSnapshot(id)); must(!vm.deleteStateSnapshot(id)); }
    function testLastCallGas() public { other.quiet(); Vm.Gas memory gas = vm.lastCallGas(); must(gas.gasTotalUsed > 0 && gas.gasTotalUsed < 1000); }
    function testLastCallGasOfNone() public view { vm.lastCallGas(); }
    function testAddresses() public { must(vm.computeCreateAddress(address(this), vm.getNonce(address(this))) == address(new Stand())); must(vm.computeCreate2Address(bytes32(uint256(1)), keccak256(type(Stand).creationCode), address(this)) == address(new Stand{salt: bytes32(uint256(1))}())); }
    function testToString() public pure { same(vm.toString(uint256(42)), "42"); same(vm.toString(int256(-42)), "-42"); same(vm.toString(true), "true"); same(vm.toString(address(0xA11CE)), "0x00000000000000000000000000000000000A11cE"); same(vm.toString(bytes32(uint256(1))), "0x0000000000000000000000000000000000000000000000000000000000000001"); same(vm.toString(bytes(hex"0102")), "0x0102"); }
    function testParse() public pure { must(vm.parseUint("42") == 42 && vm.parseUint("0x2a") == 42 && vm.parseInt("-42") == -42 && vm.parseBool("true") && !vm.parseBool("false")); must(vm.parseAddress("0x00000000000000000000000000000000000A11cE") == address(0xA11CE) && vm.parseBytes32("0x0000000000000000000000000000000000000000000000000000000000000001") == bytes32(uint256(1)) && vm.parseBytes("0x0102").length == 2); }
    function testParseNoNumber() public pure { vm.parseUint("four"); }
    function testParseNoBool() public pure { vm.parseBool("perhaps"); }
    function testParseNoAddress() public pure { vm.parseAddress("0x12"); }
    function testTexts() public { same(vm.toLowercase("AbC"), "abc"); same(vm.toUppercase("AbC"), "ABC"); same(vm.trim("  a b "), "a b"); same(vm.replace("a-b-a", "a", "c"), "c-b-c"); string[] memory parts = vm.split("a,b,,c", ","); must(parts.length == 4); same(parts[3], "c"); must(vm.indexOf("hello", "l") == 2 && vm.indexOf("hello", "z") == type(uint256).max && vm.contains("hello", "ell") && !vm.contains("hello", "x")); }
    function testBase64() public pure { same(vm.toBase64(bytes(hex"fbff")), "+/8="); same(vm.toBase64URL(hex"fbff"), "-_8="); same(vm.toBase64("abc"), "YWJj"); }
    function testEnvironment() public view { must(vm.envOr("MEMLANE_NOT_THERE", uint256(5)) == 5 && !vm.envExists("MEMLANE_NOT_THERE")); same(vm.envOr("MEMLANE_NOT_THERE", string("x")), "x"); }
    function testEnvironmentWithout() public view { vm.envUint("MEMLANE_NOT_THERE"); }
    function testCode() public view { must(keccak256(vm.getDeployedCode("Cheats.t.sol:Other")) == keccak256(address(other).code)); must(vm.getCode("Cheats.t.sol:Stand").length == type(Stand).creationCode.length); }
    function testReadOutside() public view { vm.readFile("../../../../package.json"); }
    function testRandom() public { uint256 x = vm.randomUint(5, 7); must(x >= 5 && x <= 7 && vm.randomBytes(33).length == 33 && vm.randomAddress() != address(0)); }
    function testRandomBackwards() public { vm.randomUint(7, 5); }
    function testContext() public view { must(vm.isContext(0) && vm.isContext(1) && !vm.isContext(4)); }
    function testAssertsHold() public pure { vm.assertEq(uint256(1), 1); vm.assertNotEq(1, 2); vm.assertLt(1, 2); vm.assertLe(int256(-1), -1); vm.assertGe(2, 2); vm.assertEqDecimal(1, 1, 2); vm.assertApproxEqAbs(1, 3, 2); vm.assertApproxEqRel(100, 101, 0.02e18); vm.assertTrue(true); vm.assertFalse(false); vm.assertEq(string("a"), "a"); vm.assertEq(address(1), address(1)); }
    function testAssertEq() public pure { vm.assertEq(uint256(1), 2); }
    function testAssertEqMessage() public pure { vm.assertEq(uint256(1), 2, "sum"); }
    function testAssertEqInt() public pure { vm.assertEq(int256(-1), 2); }
    function testAssertEqBool() public pure { vm.assertEq(true, false); }
    function testAssertEqAddress() public pure { vm.assertEq(address(0xA11CE), address(2)); }
    function testAssertEqBytes32() public pure { vm.assertEq(bytes32(uint256(1)), bytes32(uint256(2))); }
    function testAssertEqString() public pure { vm.assertEq(string("a"), "b"); }
    function testAssertEqBytes() public pure { vm.assertEq(bytes(hex"01"), bytes(hex"0203")); }
    function testAssertEqList() public pure { uint256[] memory a = new uint256[](2); uint256[] memory b = new uint256[](2); b[1] = 5; vm.assertEq(a, b); }
    function testAssertEqTexts() public pure { string[] memory a = new string[](1); string[] memory b = new string[](1); a[0] = "x"; vm.assertEq(a, b); }
    function testAssertNotEq() public pure { vm.assertNotEq(1, 1); }
    function testAssertLt() public pure { vm.assertLt(2, 1); }
    function testAssertLe() public pure { vm.assertLe(int256(2), -1); }
    function testAssertGt() public pure { vm.assertGt(1, 2, "more"); }
    function testAssertGe() public pure { vm.assertGe(1, 2); }
    function testAssertEqDecimal() public pure { vm.assertEqDecimal(1234567, 1, 3); }
    function testAssertLtDecimal() public pure { vm.assertLtDecimal(1234567, 1, 9); }
    function testAssertApproxAbs() public pure { vm.assertApproxEqAbs(1, 10, 2); }
    function testAssertApproxRel() public pure { vm.assertApproxEqRel(100, 150, 0.1e18); }
    function testAssertApproxRelOfZero() public pure { vm.assertApproxEqRel(100, 0, 0.1e18); }
    function testAssertApproxAbsDecimal() public pure { vm.assertApproxEqAbsDecimal(1e18, 3e18, 1e18, 18); }
    function testAssertApproxRelDecimal() public pure { vm.assertApproxEqRelDecimal(1e18, 3e18, 0.125e18, 18); }
    function testAssertTrue() public pure { vm.assertTrue(false); }
    function testAssertTrueMessage() public pure { vm.assertTrue(false, "not so"); }
    function testAssertFalse() public pure { vm.assertFalse(true); }
    function testFuzz_Assume(uint8 x) public { vm.assume(x > 3); must(x > 3); }
}

contract BlockTest {
    Vm constant vm = Vm(0x7109709ECfa91a80626fF3989D68f67F5b1DD12D);
    function testWarp() public { vm.warp(5); require(block.timestamp == 5); }
    function testRoll() public { vm.roll(6); require(block.number == 6); }
    function testFee() public { vm.fee(7); require(block.basefee == 7); }
    function testChain() public { vm.chainId(8); require(block.chainid == 8); }
    function testCoinbase() public { vm.coinbase(address(3)); require(block.coinbase == address(3)); }
    function testPrevrandao() public { vm.prevrandao(uint256(9)); require(block.prevrandao == 9); }
    function testGasPrice() public { vm.txGasPrice(10); require(tx.gasprice == 10); }
}
