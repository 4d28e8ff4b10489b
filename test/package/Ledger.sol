// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// A contract that memlane has never seen: the package's test maps its memory in an empty folder.
contract Ledger {
    struct Entry {
        uint256 amount;
        address owner;
    }

    function settle() external pure returns (uint256 total) {
        Entry[] memory entries = new Entry[](2);
        entries[0] = Entry(40, address(0xA11CE));
        entries[1] = Entry(2, address(0xB0B));
        string memory note = "settled";
        for (uint256 i = 0; i < entries.length; i++) total += entries[i].amount;
        if (bytes(note).length == 0) revert();
    }
}
