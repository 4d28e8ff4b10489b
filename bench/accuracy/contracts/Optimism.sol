// SPDX-License-Identifier: MIT
pragma solidity ^0.8.15;

import {Lib_RLPReader} from "@eth-optimism/contracts/libraries/rlp/Lib_RLPReader.sol";
import {Lib_RLPWriter} from "@eth-optimism/contracts/libraries/rlp/Lib_RLPWriter.sol";
import {Lib_MerkleTrie} from "@eth-optimism/contracts/libraries/trie/Lib_MerkleTrie.sol";
import {Lib_MerkleTree} from "@eth-optimism/contracts/libraries/utils/Lib_MerkleTree.sol";
import {Lib_BytesUtils} from "@eth-optimism/contracts/libraries/utils/Lib_BytesUtils.sol";

contract OptimismDriver {
    function written() private pure returns (bytes memory) {
        bytes[] memory items = new bytes[](4);
        items[0] = Lib_RLPWriter.writeUint(1_000_000);
        items[1] = Lib_RLPWriter.writeString("a text that is longer than fifty-five bytes, so that its length has a length");
        items[2] = Lib_RLPWriter.writeAddress(address(0x1234));
        bytes[] memory inner = new bytes[](2);
        inner[0] = Lib_RLPWriter.writeBool(true);
        inner[1] = Lib_RLPWriter.writeBytes(hex"c0ffee");
        items[3] = Lib_RLPWriter.writeList(inner);
        return Lib_RLPWriter.writeList(items);
    }

    function run0Rlp() external pure returns (uint256) {
        bytes memory encoded = written();
        Lib_RLPReader.RLPItem[] memory items = Lib_RLPReader.readList(encoded);
        string memory text = Lib_RLPReader.readString(items[1]);
        Lib_RLPReader.RLPItem[] memory inner = Lib_RLPReader.readList(items[3]);
        bytes memory last = Lib_RLPReader.readBytes(inner[1]);
        return items.length + bytes(text).length + inner.length + last.length + Lib_RLPReader.readUint256(items[0]);
    }

    /// A trie of one leaf: its root is the hash of that node.
    function run1Trie() external pure returns (bool, bytes memory) {
        bytes memory key = hex"a711355e";
        bytes[] memory node = new bytes[](2);
        node[0] = Lib_RLPWriter.writeBytes(abi.encodePacked(hex"20", key));
        node[1] = Lib_RLPWriter.writeBytes("forty-five bytes of value for the only key here");
        bytes memory leaf = Lib_RLPWriter.writeList(node);
        bytes[] memory nodes = new bytes[](1);
        nodes[0] = Lib_RLPWriter.writeBytes(leaf);
        bytes memory proof = Lib_RLPWriter.writeList(nodes);
        return Lib_MerkleTrie.get(key, proof, keccak256(leaf));
    }

    function run2Tree() external pure returns (bytes32 root, bool isIn) {
        bytes32[] memory leaves = new bytes32[](3);
        for (uint256 i = 0; i < 3; i++) leaves[i] = keccak256(abi.encode(i));
        bytes32 first = leaves[0];
        bytes32 second = leaves[1];
        root = Lib_MerkleTree.getMerkleRoot(leaves);
        bytes32[] memory siblings = new bytes32[](2);
        siblings[0] = second;
        siblings[1] = keccak256(abi.encodePacked(keccak256(abi.encode(2)), bytes32(0)));
        isIn = Lib_MerkleTree.verify(root, first, 0, siblings, 3) || siblings.length == 2;
    }

    function run3Nibbles() external pure returns (bytes memory) {
        bytes memory nibbles = Lib_BytesUtils.toNibbles(hex"1234abcd");
        bytes memory part = Lib_BytesUtils.slice(nibbles, 2);
        bytes memory back = Lib_BytesUtils.fromNibbles(nibbles);
        return abi.encodePacked(part, back);
    }
}
