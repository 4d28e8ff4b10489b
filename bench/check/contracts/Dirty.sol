// SPDX-License-Identifier: MIT
pragma solidity >=0.8.0;

/// SOL-2022-5: what an event left behind the 63 bytes goes to storage with them, and `push` shows it.
contract Dirty {
    bytes kept;

    event Noise(uint256[] list, uint256 last);

    function run() external returns (bytes1) {
        emit Noise(new uint256[](2), 0);
        bytes memory bytes63 = new bytes(63);
        kept = bytes63;
        kept.push();
        return kept[63];
    }
}
