// SPDX-License-Identifier: BUSL-1.1
pragma solidity ^0.8.17;

import "@arbitrum/nitro-contracts/src/state/Deserialize.sol";
import "@arbitrum/nitro-contracts/src/challengeV2/libraries/MerkleTreeAccumulatorLib.sol";

contract NitroDriver {
    using ValueStackLib for ValueStack;
    using StackFrameLib for StackFrameWindow;
    using MachineLib for Machine;
    using ModuleLib for Module;
    using MerkleProofLib for MerkleProof;

    function value(uint8 kind, uint256 contents) private pure returns (bytes memory) {
        return abi.encodePacked(kind, contents);
    }

    function machine(bytes calldata proof) external pure returns (bytes32, uint256) {
        (Machine memory mach, uint256 offset) = Deserialize.machine(proof, 0);
        bytes32 before = mach.hash();
        mach.valueStack.push(ValueLib.newI32(77));
        Value memory top = mach.valueStack.pop();
        Value memory under = mach.valueStack.peek();
        StackFrame memory frame = mach.frameStack.pop();
        frame.callerModule++;
        mach.frameStack.push(frame);
        mach.status = MachineStatus.FINISHED;
        return (before ^ mach.hash() ^ bytes32(top.contents ^ under.contents), offset);
    }

    function run0Machine() external view returns (bytes32, uint256) {
        bytes memory stack = abi.encodePacked(bytes32("rest"), uint256(2), value(0, 5), value(1, 6));
        bytes memory window = abi.encodePacked(bytes32("frames"), uint8(1), value(6, 9), bytes32("locals"), uint32(3), uint32(4));
        bytes memory multi = abi.encodePacked(bytes32("inactive"), bytes32("remaining"));
        bytes memory proof = abi.encodePacked(uint8(0), stack, multi, stack, window, multi);
        proof = abi.encodePacked(proof, bytes32("state"), uint32(1), uint32(2), uint32(3), bytes32("recovery"), bytes32("modules"));
        return this.machine(proof);
    }

    function module(bytes calldata proof) external pure returns (bytes32) {
        (Module memory mod, uint256 offset) = Deserialize.module(proof, 0);
        MerkleProof memory merkle;
        (merkle, offset) = Deserialize.merkleProof(proof, offset);
        Instruction[] memory code;
        (code, offset) = Deserialize.instructions(proof, offset);
        return merkle.computeRootFromModule(1, mod) ^ merkle.computeRootFromInstructions(0, code);
    }

    function run1Module() external view returns (bytes32) {
        bytes memory proof = abi.encodePacked(bytes32("globals"), uint64(65536), uint64(131072), bytes32("memory"), bytes32("tables"), bytes32("functions"));
        proof = abi.encodePacked(proof, bytes32("extra"), uint32(7), uint8(2), bytes32("left"), bytes32("right"));
        proof = abi.encodePacked(proof, uint8(2), uint16(0x41), uint256(1), uint16(0x20), uint256(2));
        return this.module(proof);
    }

    function run2Accumulator() external pure returns (bytes32 root) {
        bytes32[] memory expansion = new bytes32[](0);
        for (uint256 i = 0; i < 5; i++) expansion = MerkleTreeAccumulatorLib.appendLeaf(expansion, bytes32(i + 1));
        bytes32[] memory longer = ArrayUtilsLib.append(expansion, bytes32("more"));
        bytes32[] memory part = ArrayUtilsLib.slice(longer, 1, 3);
        bytes32[] memory joined = ArrayUtilsLib.concat(part, expansion);
        root = MerkleTreeAccumulatorLib.root(expansion) ^ bytes32(joined.length);
    }
}
