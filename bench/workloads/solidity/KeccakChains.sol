// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

/// Hashes of hashes: a chain, a Merkle tree over it, and a longer text every now and then.
contract KeccakChains {
    function run(bytes32 seed, uint256 leaves) external pure returns (bytes32) {
        bytes32[] memory nodes = new bytes32[](leaves);
        bytes memory text = new bytes(1024);
        bytes32 link = seed;
        for (uint256 i = 0; i < leaves; i++) {
            link = keccak256(abi.encodePacked(link, i));
            nodes[i] = link;
            if (i % 16 == 0) {
                text[i % 1024] = link[0];
                link ^= keccak256(text);
            }
        }
        for (uint256 count = leaves; count > 1; count = (count + 1) / 2) {
            for (uint256 i = 0; i < count; i += 2) {
                bytes32 right = i + 1 < count ? nodes[i + 1] : nodes[i];
                nodes[i / 2] = keccak256(abi.encode(nodes[i], right));
            }
        }
        return nodes[0];
    }
}
